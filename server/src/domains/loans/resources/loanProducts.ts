import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import {
  boolean,
  type Entity,
  type EntityTable,
  enumeration,
  json,
  key,
  text,
  utc,
} from '../../../platform/resources/entity.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { depositProductReference } from '../../deposits/index.ts';
import { glAccountReference } from '../../ledger/index.ts';
import { indexRateReference, organisationReference, refuseWithAttached } from '../../organisation/index.ts';
import { currencyToApi } from '../convert.ts';
import { type CompleteProduct, completeProduct } from '../rules/completeProduct.ts';
import { checkLoanProduct, checkProductChange, notYetOnProducts, type ProductFacts } from '../rules/productSettings.ts';
import { hasLoanAccounts } from '../store/loanProductQueries.ts';

const table: EntityTable = {
  type: 'LOAN_PRODUCT',
  table: 'loan_product',
  columns: {
    encodedKey: key('encoded_key'),
    id: text('id'),
    name: text('name'),
    notes: text('notes'),
    type: enumeration('type'),
    state: enumeration('state'),
    category: enumeration('category'),
    currency: json('currency'),
    accountLinkSettings: json('account_link_settings'),
    accountingSettings: json('accounting_settings'),
    arrearsSettings: json('arrears_settings'),
    availabilitySettings: json('availability_settings'),
    creditArrangementSettings: json('credit_arrangement_settings'),
    feesSettings: json('fees_settings'),
    fundingSettings: json('funding_settings'),
    gracePeriodSettings: json('grace_period_settings'),
    interestSettings: json('interest_settings'),
    internalControls: json('internal_controls'),
    loanAmountSettings: json('loan_amount_settings'),
    newAccountSettings: json('new_account_settings'),
    offsetSettings: json('offset_settings'),
    paymentSettings: json('payment_settings'),
    penaltySettings: json('penalty_settings'),
    redrawSettings: json('redraw_settings'),
    scheduleSettings: json('schedule_settings'),
    securitySettings: json('security_settings'),
    taxSettings: json('tax_settings'),
    adjustInterestForFirstInstallment: boolean('adjust_interest_for_first_installment'),
    adjustTotalDueForInstallmentsWithDifferentInterval: boolean(
      'adjust_total_due_for_installments_with_different_interval',
    ),
    allowCustomRepaymentAllocation: boolean('allow_custom_repayment_allocation'),
    useFeeIncludedInPMT: boolean('use_fee_included_in_pmt'),
    creationDate: utc('creation_date'),
    lastModifiedDate: utc('last_modified_date'),
  },
};

const factsOf = (context: OperationContext): ProductFacts => {
  const accounts = context.reference.get(glAccountReference);
  const organisation = context.reference.get(organisationReference);
  const deposits = context.reference.get(depositProductReference);
  const rateSources = context.reference.get(indexRateReference);
  const keyed = <T>(ref: string, map: { get(known: NonNullable<ReturnType<typeof asEncodedKey>>): T | undefined }) => {
    const encodedKey = asEncodedKey(ref);
    return encodedKey && map.get(encodedKey);
  };
  return {
    glAccount: (ref) => keyed(ref, accounts.byKey),
    baseCurrencyCode: organisation.baseCurrency.code,
    decimalsOf: (code) => organisation.currencies.get(code)?.digitsAfterDecimal,
    branchExists: (ref) => keyed(ref, organisation.branches.byKey) !== undefined,
    depositProductExists: (ref) => keyed(ref, deposits.byKey) !== undefined,
    depositProductOffsets: (ref) => keyed(ref, deposits.byKey)?.allowsOffset ?? false,
    channelExists: (ref) => keyed(ref, organisation.channels.byKey) !== undefined,
    rateTypeOf: (ref) => keyed(ref, rateSources.byKey)?.type,
  };
};

/** The product as it will be stored: complete, and free of contradictions. */
const judged = (
  product: Schemas['LoanProduct'],
  before: Schemas['LoanProduct'] | undefined,
  context: OperationContext,
): CompleteProduct | Rejection => {
  const facts = factsOf(context);
  const complete = completeProduct(product, before, {
    baseCurrencyCode: facts.baseCurrencyCode,
    currencyOf: currencyToApi,
    indexSourceKeyOf: (ref) => context.reference.get(indexRateReference).find(ref)?.encodedKey ?? ref,
    moment: context.clock.zone.format(context.now),
  });
  return isRejection(complete) ? complete : (checkLoanProduct(complete, facts) ?? complete);
};

/** What the table's columns hold when a product does not say. */
const stored = (product: CompleteProduct, encodedKey: Entity['encodedKey']): Entity => ({
  ...product,
  encodedKey,
  adjustInterestForFirstInstallment: product.adjustInterestForFirstInstallment ?? false,
  adjustTotalDueForInstallmentsWithDifferentInterval:
    product.adjustTotalDueForInstallmentsWithDifferentInterval ?? false,
  allowCustomRepaymentAllocation: product.allowCustomRepaymentAllocation ?? false,
  useFeeIncludedInPMT: product.useFeeIncludedInPMT ?? false,
});

/** Loan products: six operations from one declaration. */
export const loanProducts: Resource = {
  table,
  schema: 'LoanProduct',
  label: 'loan product',
  notFound: 'INVALID_PRODUCT_ID',
  isReference: true,
  notYet: notYetOnProducts,
  listing: {
    fields: {
      id: { sql: 't.id', type: 'STRING' },
      ID: { sql: 't.id', type: 'STRING' },
      productName: { sql: 't.name', type: 'STRING' },
      creationDate: { sql: 't.creation_date', type: 'DATE_TIME' },
      lastModifiedDate: { sql: 't.last_modified_date', type: 'DATE_TIME' },
    },
    defaultOrder: 't.creation_date DESC, t.encoded_key DESC',
  },
  rules: {
    // Bodies and stored entities were checked against the contract's LoanProduct before they come here.
    create: (body, context) => {
      const product = judged(body as Schemas['LoanProduct'], undefined, context);
      return isRejection(product) ? product : stored(product, body.encodedKey as Entity['encodedKey']);
    },
    update: async (before, after, context: WriteContext) => {
      const was = before as unknown as CompleteProduct;
      const product = judged(after as unknown as Schemas['LoanProduct'], was, context);
      if (isRejection(product)) return product;
      const refusal = checkProductChange(was, product, await hasLoanAccounts(context.db, before.encodedKey));
      return refusal ?? stored(product, before.encodedKey);
    },
    remove: async (entity, context) =>
      (await hasLoanAccounts(context.db, entity.encodedKey))
        ? reject(
            'PRODUCT_HAS_ASSOCIATED_ACCOUNTS',
            `product ${String(entity.id)} has accounts; set its state to INACTIVE instead`,
          )
        : refuseWithAttached(context.db, [entity.encodedKey], `product ${String(entity.id)}`),
  },
};
