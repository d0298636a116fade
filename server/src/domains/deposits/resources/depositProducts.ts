import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import {
  type Entity,
  type EntityTable,
  enumeration,
  json,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { glAccountReference } from '../../ledger/index.ts';
import {
  indexRateReference,
  isInProducts,
  organisationReference,
  refuseWithAttached,
} from '../../organisation/index.ts';
import { type Completion, completeProduct } from '../rules/completeProduct.ts';
import { checkBuilt } from '../rules/notYetBuilt.ts';
import { parseProduct } from '../rules/parseProduct.ts';
import { checkProductChange } from '../rules/productChange.ts';
import { checkProduct, checkProductId, type ProductFacts } from '../rules/productSettings.ts';
import { accountCurrencies, hasAccounts } from '../store/depositAccountQueries.ts';

const table: EntityTable = {
  type: 'DEPOSIT_PRODUCT',
  table: 'deposit_product',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    name: text('name'),
    notes: text('notes'),
    type: enumeration('type'),
    state: enumeration('state'),
    category: enumeration('category'),
    accountingSettings: json('accounting_settings'),
    availabilitySettings: json('availability_settings'),
    creditArrangementSettings: json('credit_arrangement_settings'),
    currencySettings: json('currency_settings'),
    feesSettings: json('fees_settings'),
    interestSettings: json('interest_settings'),
    internalControls: json('internal_controls'),
    maturitySettings: json('maturity_settings'),
    newAccountSettings: json('new_account_settings'),
    offsetSettings: json('offset_settings'),
    overdraftSettings: json('overdraft_settings'),
    overdraftInterestSettings: json('overdraft_interest_settings'),
    taxSettings: json('tax_settings'),
    templates: json('templates'),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
  customFields: true,
};

const factsOf = (context: OperationContext): ProductFacts => {
  const accounts = context.reference.get(glAccountReference);
  const organisation = context.reference.get(organisationReference);
  const sources = context.reference.get(indexRateReference);
  const keyed = <T>(ref: string, map: ReadonlyMap<EncodedKey, T>): T | undefined => {
    const encodedKey = asEncodedKey(ref);
    return encodedKey && map.get(encodedKey);
  };
  return {
    glAccount: (ref) => keyed(ref, accounts.byKey),
    baseCurrencyCode: organisation.baseCurrency.code,
    decimalsOf: (code) => organisation.currencies.get(code)?.digitsAfterDecimal,
    branchState: (ref) => keyed(ref, organisation.branches.byKey)?.state,
    indexSourceType: (ref) => keyed(ref, sources.byKey)?.type,
  };
};

type Product = Schemas['DepositProduct'];

const completionOf = (context: OperationContext): Completion => {
  const { baseCurrency, branches } = context.reference.get(organisationReference);
  const sources = context.reference.get(indexRateReference);
  return {
    baseCurrencyCode: baseCurrency.code,
    branchKeyOf: (ref) => branches.find(ref)?.encodedKey ?? ref,
    indexSourceKeyOf: (ref) => sources.find(ref)?.encodedKey ?? ref,
    moment: formatUtc(context.now),
  };
};

/** The changed product, or why its accounts could not live with it: they would also ignore what is not built yet. */
const judgedChange = async (
  before: Product,
  after: Product,
  encodedKey: EncodedKey,
  context: WriteContext,
): Promise<Entity | Rejection> => {
  const unfit = after.id === before.id ? undefined : checkProductId(after.id);
  if (unfit) return unfit;
  const currencies = await accountCurrencies(context.db, encodedKey);
  const exist = currencies.length > 0;
  return (
    checkProductChange(before, after, { exist, currencies }) ??
    checkProduct(after, before, factsOf(context)) ??
    (exist ? checkBuilt(parseProduct(after, encodedKey)) : undefined) ??
    ({ ...after, encodedKey } as unknown as Entity)
  );
};

/** Deposit products: seven operations from one declaration. */
export const depositProducts: Resource = {
  table,
  schema: 'DepositProduct',
  label: 'deposit product',
  notFound: 'INVALID_PRODUCT_ID',
  isReference: true,
  customFields: { entity: 'DEPOSIT_PRODUCT' },
  listing: { defaultOrder: 't.creation_date DESC, t.encoded_key' },
  rules: {
    create: (body, context) => {
      const product = completeProduct(body as Product, undefined, completionOf(context));
      return (
        checkProductId(product.id) ??
        checkProduct(product, undefined, factsOf(context)) ??
        (product as unknown as Entity)
      );
    },
    update: (before, after, context: WriteContext) => {
      const stored = before as unknown as Product;
      const wanted = completeProduct(after as unknown as Product, stored, completionOf(context));
      return judgedChange(stored, wanted, before.encodedKey, context);
    },
    remove: async (entity, context) => {
      if (await hasAccounts(context.db, entity.encodedKey)) {
        return reject(
          'PRODUCT_HAS_ASSOCIATED_ACCOUNTS',
          `product ${String(entity.id)} has accounts; set its state to INACTIVE instead`,
        );
      }
      return (await isInProducts(context.db, ['linkableDepositProductKey'], entity.encodedKey))
        ? reject('DEPOSIT_PRODUCT_IS_LINKED_BY_LOAN_PRODUCT', `product ${String(entity.id)} is named by a loan product`)
        : refuseWithAttached(context.db, [entity.encodedKey], `product ${String(entity.id)}`);
    },
  },
};

/** The list's own query parameter: products that apply to a branch. */
export const productConditions = (
  query: Readonly<Record<string, unknown>>,
  context: OperationContext,
): readonly Condition[] | Rejection => {
  if (typeof query.branchId !== 'string') return [];
  const branch = context.reference.get(organisationReference).branches.find(query.branchId);
  if (!branch) return reject('INVALID_BRANCH_ID', 'branchId is no branch');
  return [
    ({ bind }) =>
      `(COALESCE((t.availability_settings #>> '{branchSettings,forAllBranches}')::boolean, true)
        OR t.availability_settings #> '{branchSettings,availableProductBranches}' ? ${bind(branch.encodedKey)}::text)`,
  ];
};
