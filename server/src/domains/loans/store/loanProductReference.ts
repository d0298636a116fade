import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Decimalish, type Money, money, type Rate, rate } from '../../../kernel/money.ts';
import { type Reference, referenceSlot } from '../../../platform/reference/referenceCache.ts';
import type { FinancialResource } from '../../ledger/index.ts';
import { channelSources, isForChannel } from '../rules/channelRules.ts';
import { amortizationOf } from '../rules/feeAmortization.ts';
import type { AccountLink, Limits, LoanProduct, LoanProductFee } from '../rules/loanProduct.ts';
import { securityRulesOf } from '../rules/productSecurities.ts';
import { type StoredLoanProduct, templateOfProduct } from '../rules/productTemplate.ts';
import { offeredRates } from '../rules/rates/adjustableProduct.ts';
import { offeredIndex } from '../rules/rates/productRates.ts';

/** All loan products as rules read them, by key and by id. */
export type LoanProducts = {
  readonly byKey: ReadonlyMap<EncodedKey, LoanProduct>;
  readonly byId: ReadonlyMap<string, LoanProduct>;
};

type ProductRow = {
  readonly encoded_key: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly type: LoanProduct['type'];
  readonly state: LoanProduct['state'];
  readonly currency: Schemas['Currency'];
  readonly account_link_settings: Schemas['AccountLinkSettings'] | null;
  readonly accounting_settings: Schemas['AccountingSettings'];
  readonly arrears_settings: Schemas['ProductArrearsSettings'] | null;
  readonly availability_settings: Schemas['ProductAvailabilitySettings'] | null;
  readonly fees_settings: Schemas['FeesSettings'] | null;
  readonly grace_period_settings: Schemas['GracePeriodSettings'] | null;
  readonly interest_settings: Schemas['ProductInterestSettings'];
  readonly internal_controls: Schemas['InternalControls'] | null;
  readonly loan_amount_settings: Schemas['LoanAmountSettings'] | null;
  readonly new_account_settings: Schemas['NewAccountSettings'];
  readonly penalty_settings: Schemas['ProductPenaltySettings'] | null;
  readonly offset_settings: Schemas['OffsetSettings'] | null;
  readonly payment_settings: Schemas['PaymentSettings'];
  readonly redraw_settings: Schemas['ProductRedrawSettings'] | null;
  readonly schedule_settings: Schemas['LoanProductScheduleSettings'];
  readonly security_settings: Schemas['SecuritySettings'] | null;
  readonly tax_settings: Schemas['TaxSettings'] | null;
  readonly adjust_interest_for_first_installment: boolean;
  readonly adjust_total_due_for_installments_with_different_interval: boolean;
  readonly allow_custom_repayment_allocation: boolean;
  readonly use_fee_included_in_pmt: boolean;
};

type Tuple<T> =
  | { readonly minValue?: T | undefined; readonly maxValue?: T | undefined; readonly defaultValue?: T | undefined }
  | undefined;

const limitsOf = <From, To>(tuple: Tuple<From>, parse: (value: From) => To): Limits<To> => {
  const read = (value: From | undefined): To | null => (value === undefined ? null : parse(value));
  return { min: read(tuple?.minValue), max: read(tuple?.maxValue), default: read(tuple?.defaultValue) };
};

const amounts = (tuple: Tuple<Decimalish>): Limits<Money> => limitsOf(tuple, money);
const rates = (tuple: Tuple<Decimalish>): Limits<Rate> => limitsOf(tuple, rate);
const counts = (tuple: Tuple<number>): Limits<number> => limitsOf(tuple, (value) => value);

const rulesOf = (
  rules: readonly Schemas['GLAccountingRule'][] | undefined,
): ReadonlyMap<FinancialResource, EncodedKey> =>
  new Map(
    (rules ?? []).flatMap((rule) => {
      const key = isForChannel(rule) ? undefined : asEncodedKey(rule.glAccountKey);
      return key ? [[rule.financialResource, key] as const] : [];
    }),
  );

const feesOf = (settings: Schemas['FeesSettings'] | null): ReadonlyMap<string, LoanProductFee> => {
  const fees = new Map<string, LoanProductFee>();
  for (const fee of settings?.fees ?? []) {
    const encodedKey = asEncodedKey(fee.encodedKey ?? '');
    if (!encodedKey) continue;
    const parsed: LoanProductFee = {
      encodedKey,
      id: fee.id ?? null,
      required: fee.feeApplication === 'REQUIRED',
      name: fee.name ?? fee.id ?? '',
      state: fee.state,
      trigger: fee.trigger,
      amountCalculationMethod: fee.amountCalculationMethod ?? 'FLAT',
      ...(fee.taxSettings?.taxableCalculationMethod === 'NON_TAXABLE' ? { taxable: false as const } : {}),
      ...(fee.scheduleAllocationMethod === 'NO_ALLOCATION' ? { unscheduled: true as const } : {}),
      ...(fee.amount === undefined ? {} : { amount: money(fee.amount) }),
      ...(fee.percentageAmount === undefined ? {} : { percentageAmount: rate(fee.percentageAmount) }),
      accountingRules: rulesOf(fee.accountingRules),
      amortization: amortizationOf(fee.amortizationSettings),
    };
    fees.set(encodedKey, parsed);
    if (fee.id !== undefined) fees.set(fee.id, parsed);
  }
  return fees;
};

const linkOf = (settings: Schemas['AccountLinkSettings'] | null): AccountLink => ({
  enabled: settings?.enabled ?? false,
  automatic: (settings?.enabled && settings.linkedAccountOptions?.includes('AUTO_LINK_ACCOUNTS')) ?? false,
  creates: (settings?.enabled && settings.linkedAccountOptions?.includes('AUTO_CREATE_LINKED_ACCOUNTS')) ?? false,
  linkableDepositProductKey: asEncodedKey(settings?.linkableDepositProductKey ?? '') ?? null,
  settlementMethod: settings?.settlementMethod ?? 'NO_AUTOMATED_TRANSFERS',
});

const defaultsOf = ({ schedule_settings, payment_settings }: ProductRow): LoanProduct['defaults'] => ({
  repaymentPeriodCount: schedule_settings.defaultRepaymentPeriodCount ?? null,
  repaymentPeriodUnit: schedule_settings.repaymentPeriodUnit ?? null,
  fixedDaysOfMonth: schedule_settings.fixedDaysOfMonth ?? null,
  // 0 is how clients say that there is nothing special.
  principalRepaymentInterval: payment_settings.principalPaymentSettings?.defaultPrincipalRepaymentInterval || 1,
  ...(payment_settings.prepaymentSettings?.ercFreeAllowance === undefined
    ? {}
    : { freeAllowance: rate(payment_settings.prepaymentSettings.ercFreeAllowance) }),
});

const storedOf = (row: ProductRow): StoredLoanProduct => ({
  type: row.type,
  arrearsSettings: row.arrears_settings ?? undefined,
  penaltySettings: row.penalty_settings ?? undefined,
  feesSettings: row.fees_settings ?? undefined,
  internalControls: row.internal_controls ?? undefined,
  redrawSettings: row.redraw_settings ?? undefined,
  offsetSettings: row.offset_settings ?? undefined,
  gracePeriodSettings: row.grace_period_settings ?? undefined,
  interestSettings: row.interest_settings,
  paymentSettings: row.payment_settings,
  scheduleSettings: row.schedule_settings,
  taxSettings: row.tax_settings ?? undefined,
  adjustInterestForFirstInstallment: row.adjust_interest_for_first_installment,
  adjustTotalDueForInstallmentsWithDifferentInterval: row.adjust_total_due_for_installments_with_different_interval,
  useFeeIncludedInPMT: row.use_fee_included_in_pmt,
});

const branchesOf = (settings: Schemas['ProductAvailabilitySettings'] | null): LoanProduct['branches'] => {
  const branches = settings?.branchSettings;
  if (!branches || (branches.forAllBranches ?? true)) return 'ALL';
  return (branches.availableProductBranches ?? []).flatMap((key) => asEncodedKey(key) ?? []);
};

const changingRatesOf = (settings: Schemas['ProductInterestSettings']): Pick<LoanProduct, 'index' | 'periodRates'> => {
  const index = offeredIndex(settings.indexRateSettings, settings.indexRateSettings?.allowNegativeInterestRate);
  const periodRates = offeredRates(settings);
  return { ...(index ? { index } : {}), ...(periodRates.length > 0 ? { periodRates } : {}) };
};

const productOf = (row: ProductRow): LoanProduct => ({
  encodedKey: row.encoded_key,
  id: row.id,
  name: row.name,
  type: row.type,
  state: row.state,
  currencyCode: row.currency.currencyCode ?? row.currency.code ?? '',
  accountInitialState:
    row.new_account_settings.accountInitialState === 'PARTIAL_APPLICATION' ? 'PARTIAL_APPLICATION' : 'PENDING_APPROVAL',
  idGenerator: { type: row.new_account_settings.idGeneratorType, pattern: row.new_account_settings.idPattern },
  loanAmount: amounts(row.loan_amount_settings?.loanAmount),
  interestRate: rates(row.interest_settings.indexRateSettings?.interestRate),
  ...changingRatesOf(row.interest_settings),
  numInstallments: counts(row.schedule_settings.numInstallments),
  gracePeriod: counts(row.grace_period_settings?.gracePeriod),
  firstRepaymentDueDateOffset: counts(row.schedule_settings.firstRepaymentDueDateOffset),
  tolerancePeriod: counts(row.arrears_settings?.tolerancePeriod),
  tolerancePercentage: rates(row.arrears_settings?.tolerancePercentageOfOutstandingPrincipal),
  penaltyRate: rates(row.penalty_settings?.penaltyRate),
  amortizationPeriod: counts(row.schedule_settings.amortizationPeriod),
  repaymentValue: {
    amount: amounts(row.payment_settings.principalPaymentSettings?.amount),
    percentage: rates(row.payment_settings.principalPaymentSettings?.percentage),
  },
  defaults: defaultsOf(row),
  template: templateOfProduct(storedOf(row)),
  fees: feesOf(row.fees_settings),
  allowCustomRepaymentAllocation: row.allow_custom_repayment_allocation,
  allowArbitraryFees: row.fees_settings?.allowArbitraryFees ?? false,
  accountingMethod: row.accounting_settings.accountingMethod,
  interestAccruedAccountingMethod: row.accounting_settings.interestAccruedAccountingMethod ?? 'NONE',
  interestAccrualCalculation: row.accounting_settings.interestAccrualCalculation ?? 'NONE',
  accountingRules: rulesOf(row.accounting_settings.accountingRules),
  channelSources: channelSources(row.accounting_settings.accountingRules),
  availableFor: row.availability_settings?.availableFor ?? null,
  branches: branchesOf(row.availability_settings),
  accountLink: linkOf(row.account_link_settings),
  securities: securityRulesOf(row.security_settings),
  fourEyesForApproval: row.internal_controls?.fourEyesPrinciple?.activeForLoanApproval ?? false,
  dormancyPeriodDays: row.internal_controls?.dormancyPeriodDays || null,
  lockPeriodDays: row.internal_controls?.lockSettings?.lockPeriodDays || null,
  maxNumberOfTranches: row.loan_amount_settings?.trancheSettings?.maxNumberOfTranches ?? 0,
});

/** Registered in the composition root: `context.reference.get(loanProductReference)`. */
export const loanProductReference = referenceSlot<LoanProducts>('loanProducts', async (db) => {
  const { rows } = await db.query<ProductRow>('SELECT * FROM loan_product');
  const products = rows.map(productOf);
  return {
    byKey: new Map(products.map((product) => [product.encodedKey, product])),
    byId: new Map(products.map((product) => [product.id, product])),
  };
});

/** The product of an account. Throws when it is gone: products with accounts can't be deleted. */
export const productOfLoan = (reference: Reference, productKey: EncodedKey): LoanProduct => {
  const product = reference.get(loanProductReference).byKey.get(productKey);
  if (!product) throw new Error(`loan product ${productKey} has accounts and is missing`);
  return product;
};
