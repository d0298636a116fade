import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
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
import { organisationReference, refuseWithAttached } from '../../organisation/index.ts';
import { checkProduct, checkProductId, type ProductFacts } from '../rules/productSettings.ts';
import { hasAccounts } from '../store/depositAccountQueries.ts';

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
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
  customFields: true,
};

const factsOf = (context: OperationContext): ProductFacts => {
  const accounts = context.reference.get(glAccountReference);
  const organisation = context.reference.get(organisationReference);
  return {
    glAccount: (glAccountKey) => accounts.byKey.get(glAccountKey.toLowerCase() as never),
    currencyExists: (code) => organisation.currencies.has(code),
    branchExists: (branchKey) => organisation.branches.find(branchKey) !== undefined,
  };
};

type Fee = NonNullable<Schemas['DepositProductFeeSettings']['fees']>[number];
type Rule = Schemas['DepositGLAccountingRule'];

/** Rules keep their keys while they are for the same resource. */
const keyedRules = (rules: readonly Rule[], before: readonly Rule[] = []): Rule[] =>
  rules.map((rule) => ({
    ...rule,
    encodedKey:
      before.find(({ financialResource }) => financialResource === rule.financialResource)?.encodedKey ??
      newEncodedKey(),
  }));

/** Fees are named by key when they are applied: one keeps its key as long as its id stays, or its name where it has no id. */
const keyedFees = (fees: readonly Fee[], before: readonly Fee[], moment: string): Fee[] => {
  const left = [...before];
  return fees.map((fee) => {
    const index = left.findIndex(({ id, name }) => id === fee.id && (id !== undefined || name === fee.name));
    const [known] = index < 0 ? [] : left.splice(index, 1);
    return {
      ...fee,
      encodedKey: known?.encodedKey ?? newEncodedKey(),
      creationDate: known?.creationDate ?? moment,
      lastModifiedDate: moment,
      ...(fee.accountingRules ? { accountingRules: keyedRules(fee.accountingRules, known?.accountingRules) } : {}),
    };
  });
};

/** The product with everything that is not sent: defaults, keys, and branches by their keys where they were named by id. */
const completed = (
  product: Schemas['DepositProduct'],
  before: Schemas['DepositProduct'] | undefined,
  context: OperationContext,
): Schemas['DepositProduct'] => {
  const { baseCurrency, branches } = context.reference.get(organisationReference);
  const { accountingSettings, feesSettings, availabilitySettings } = product;
  const rules = accountingSettings.accountingRules;
  const named = availabilitySettings?.branchSettings?.availableProductBranches;
  return {
    ...product,
    category: product.category ?? 'UNCATEGORIZED',
    currencySettings: product.currencySettings ?? { currencies: [{ code: baseCurrency.code as 'EUR' }] },
    accountingSettings: {
      ...accountingSettings,
      ...(rules ? { accountingRules: keyedRules(rules, before?.accountingSettings.accountingRules) } : {}),
    },
    ...(named
      ? {
          availabilitySettings: {
            ...availabilitySettings,
            branchSettings: {
              ...availabilitySettings.branchSettings,
              availableProductBranches: named.map((ref) => branches.find(ref)?.encodedKey ?? ref),
            },
          },
        }
      : {}),
    ...(feesSettings?.fees
      ? {
          feesSettings: {
            ...feesSettings,
            fees: keyedFees(feesSettings.fees, before?.feesSettings?.fees ?? [], formatUtc(context.now)),
          },
        }
      : {}),
  };
};

/** Deposit products: seven operations from one declaration. */
export const depositProducts: Resource = {
  table,
  schema: 'DepositProduct',
  label: 'deposit product',
  notFound: 'INVALID_PRODUCT_ID',
  isReference: true,
  customFields: { entity: 'DEPOSIT_PRODUCT' },
  notYet: [
    'interestSettings',
    'overdraftInterestSettings',
    'maturitySettings',
    'offsetSettings',
    'taxSettings',
    'templates',
    'overdraftSettings.allowTechnicalOverdraft',
    'internalControls.dormancyPeriodDays',
    'accountingSettings.interestAccrualCalculation',
    'feesSettings.fees.amountCalculationFunctionName',
    'feesSettings.fees.applyDateMethod',
  ],
  listing: { defaultOrder: 't.creation_date DESC, t.encoded_key' },
  rules: {
    create: (body, context) => {
      const product = completed(body as Schemas['DepositProduct'], undefined, context);
      return checkProductId(product.id) ?? checkProduct(product, factsOf(context)) ?? (product as unknown as Entity);
    },
    update: async (before, after, context: WriteContext) => {
      const wanted = after as unknown as Schemas['DepositProduct'];
      const stored = before as unknown as Schemas['DepositProduct'];
      if (wanted.type !== stored.type) return reject('FIELD_IS_NOT_EDITABLE', 'type of a product can’t be changed');
      const product = completed(wanted, stored, context);
      const unfit = product.id === stored.id ? undefined : checkProductId(product.id);
      return unfit ?? checkProduct(product, factsOf(context)) ?? (product as unknown as Entity);
    },
    remove: async (entity, context) =>
      (await hasAccounts(context.db, entity.encodedKey))
        ? reject(
            'PRODUCT_HAS_ASSOCIATED_ACCOUNTS',
            `product ${String(entity.id)} has accounts; set its state to INACTIVE instead`,
          )
        : refuseWithAttached(context.db, [entity.encodedKey], `product ${String(entity.id)}`),
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
