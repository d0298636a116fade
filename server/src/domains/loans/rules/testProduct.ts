import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import type { RuleAccount } from '../../ledger/rules/accountingRules.ts';
import { type CompleteProduct, completeProduct } from './completeProduct.ts';
import type { Limits, LoanProduct } from './loanProduct.ts';
import type { ProductFacts } from './productSettings.ts';
import { templateOfProduct } from './productTemplate.ts';

// Products for tests: a fixed declining product over monthly instalments, and what a test changes of it.

type Product = Schemas['LoanProduct'];

/** What a test changes of each group of settings; `others` replaces properties of the product itself. */
export type ProductChanges = {
  readonly type?: Product['type'];
  readonly interest?: Partial<Schemas['ProductInterestSettings']>;
  readonly rates?: Partial<Schemas['InterestProductSettings']>;
  readonly schedule?: Partial<Schemas['LoanProductScheduleSettings']>;
  readonly payment?: Partial<Schemas['PaymentSettings']>;
  readonly prepayment?: Partial<Schemas['ProductPrepaymentSettings']>;
  readonly others?: Partial<Product>;
};

const key = (text: string): EncodedKey => {
  const found = asEncodedKey(text.padEnd(32, '0'));
  if (!found) throw new Error(`no key: ${text}`);
  return found;
};

const account = (type: string, more: Partial<RuleAccount> = {}): RuleAccount => ({
  type,
  usage: 'DETAIL',
  activated: true,
  currencyCode: 'EUR',
  ...more,
});

/** Ledger accounts by the first sign of their keys. */
export const accounts: Readonly<Record<string, RuleAccount>> = {
  a: account('ASSET'),
  b: account('INCOME'),
  c: account('EXPENSE'),
  d: account('ASSET', { usage: 'HEADER' }),
  e: account('ASSET', { activated: false }),
  f: account('ASSET', { currencyCode: 'USD' }),
  g: account('LIABILITY'),
};

/** An accounting rule for a resource over one of those accounts. */
export const rule = (financialResource: string, sign: string): Schemas['GLAccountingRule'] => ({
  financialResource: financialResource as Schemas['GLAccountingRule']['financialResource'],
  glAccountKey: sign.repeat(32),
});

export const facts: ProductFacts = {
  glAccount: (ref) => (new Set(ref).size === 1 ? accounts[ref.charAt(0)] : undefined),
  baseCurrencyCode: 'EUR',
  channelExists: (ref) => ref === '1'.repeat(32),
  decimalsOf: (code) => ({ EUR: 2, USD: 2, JPY: 0 })[code],
  branchExists: (ref) => ref === key('1'),
  depositProductExists: (ref) => [key('2'), key('5')].includes(ref as EncodedKey),
  depositProductOffsets: (ref) => ref === key('5'),
  rateTypeOf: (ref) => (({ [key('3')]: 'TAX_RATE', [key('4')]: 'INTEREST_RATE' }) as const)[ref],
};

/** The body of a product. */
export const productBody = (changes: ProductChanges = {}): Product => ({
  id: 'LOAN',
  name: 'Loan',
  type: changes.type ?? 'FIXED_TERM_LOAN',
  creditArrangementSettings: { creditArrangementRequirement: 'NOT_REQUIRED' },
  newAccountSettings: {
    accountInitialState: 'PENDING_APPROVAL',
    idGeneratorType: 'INCREMENTAL_NUMBER',
    idPattern: '1000',
  },
  interestSettings: {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationMethod: 'DECLINING_BALANCE',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    indexRateSettings: { interestRate: { minValue: 1, maxValue: 30, defaultValue: 12 }, ...changes.rates },
    ...changes.interest,
  },
  scheduleSettings: {
    repaymentScheduleMethod: changes.type === 'DYNAMIC_TERM_LOAN' ? 'DYNAMIC' : 'FIXED',
    scheduleDueDatesMethod: 'INTERVAL',
    repaymentReschedulingMethod: 'NONE',
    defaultRepaymentPeriodCount: 1,
    repaymentPeriodUnit: 'MONTHS',
    numInstallments: { minValue: 2, maxValue: 24, defaultValue: 12 },
    ...changes.schedule,
  },
  paymentSettings: {
    paymentMethod: 'HORIZONTAL',
    latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    prepaymentSettings: { futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS', ...changes.prepayment },
    ...changes.payment,
  },
  loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 10_000 } },
  ...changes.others,
});

const completion = {
  baseCurrencyCode: 'EUR',
  currencyOf: (code: string): Schemas['Currency'] => ({ code: code as 'EUR', currencyCode: code }),
  indexSourceKeyOf: (ref: string) => (ref === 'EURIBOR' ? key('7') : ref),
  moment: '2026-01-01T00:00:00+00:00',
};

/** The product as its resource judges it, or the reason why not even that. */
export const completed = (body: Product, before?: Product): CompleteProduct => {
  const complete = completeProduct(body, before, completion);
  if (isRejection(complete)) throw new Error(complete.errors[0]?.source ?? 'refused');
  return complete;
};

type Tuple<T> = {
  readonly minValue?: T | undefined;
  readonly maxValue?: T | undefined;
  readonly defaultValue?: T | undefined;
};

const limits = <From, To>(tuple: Tuple<From> | undefined, parse: (value: From) => To): Limits<To> => {
  const read = (value: From | undefined): To | null => (value === undefined ? null : parse(value));
  return { min: read(tuple?.minValue), max: read(tuple?.maxValue), default: read(tuple?.defaultValue) };
};

const same = (value: number): number => value;

/** The product as rules of accounts read it. */
export const loanProduct = (changes: ProductChanges = {}): LoanProduct => {
  const body = completed(productBody(changes));
  const { scheduleSettings: schedule, paymentSettings: payment } = body;
  return {
    encodedKey: key('3'),
    id: body.id,
    name: body.name,
    type: body.type,
    state: body.state,
    currencyCode: 'EUR',
    accountInitialState: 'PENDING_APPROVAL',
    idGenerator: { type: 'INCREMENTAL_NUMBER', pattern: '1000' },
    loanAmount: limits(body.loanAmountSettings?.loanAmount, money),
    interestRate: limits(body.interestSettings.indexRateSettings?.interestRate, rate),
    numInstallments: limits(schedule.numInstallments, same),
    gracePeriod: limits(body.gracePeriodSettings?.gracePeriod, same),
    firstRepaymentDueDateOffset: limits(schedule.firstRepaymentDueDateOffset, same),
    tolerancePeriod: limits(body.arrearsSettings?.tolerancePeriod, same),
    tolerancePercentage: limits(body.arrearsSettings?.tolerancePercentageOfOutstandingPrincipal, rate),
    penaltyRate: limits(body.penaltySettings?.penaltyRate, rate),
    amortizationPeriod: limits(schedule.amortizationPeriod, same),
    repaymentValue: {
      amount: limits(payment.principalPaymentSettings?.amount, money),
      percentage: limits(payment.principalPaymentSettings?.percentage, rate),
    },
    defaults: {
      repaymentPeriodCount: schedule.defaultRepaymentPeriodCount ?? null,
      repaymentPeriodUnit: schedule.repaymentPeriodUnit ?? null,
      fixedDaysOfMonth: schedule.fixedDaysOfMonth ?? null,
      principalRepaymentInterval: payment.principalPaymentSettings?.defaultPrincipalRepaymentInterval ?? 1,
      ...(payment.prepaymentSettings?.ercFreeAllowance === undefined
        ? {}
        : { freeAllowance: rate(payment.prepaymentSettings.ercFreeAllowance) }),
    },
    template: templateOfProduct({
      ...body,
      arrearsSettings: body.arrearsSettings,
      penaltySettings: body.penaltySettings,
      feesSettings: body.feesSettings,
      gracePeriodSettings: body.gracePeriodSettings,
      adjustInterestForFirstInstallment: body.adjustInterestForFirstInstallment ?? false,
      adjustTotalDueForInstallmentsWithDifferentInterval:
        body.adjustTotalDueForInstallmentsWithDifferentInterval ?? false,
    }),
    fees: new Map(),
    allowArbitraryFees: false,
    allowCustomRepaymentAllocation: false,
    accountingMethod: 'NONE',
    interestAccruedAccountingMethod: 'NONE',
    interestAccrualCalculation: 'NONE',
    accountingRules: new Map(),
    channelSources: new Map(),
    availableFor: body.availabilitySettings?.availableFor ?? null,
    branches: 'ALL',
    securities: { guarantors: false, assets: false, required: null },
    accountLink: {
      enabled: false,
      automatic: false,
      creates: false,
      linkableDepositProductKey: null,
      settlementMethod: 'NO_AUTOMATED_TRANSFERS',
    },
    fourEyesForApproval: false,
    dormancyPeriodDays: null,
    lockPeriodDays: null,
    maxNumberOfTranches: body.loanAmountSettings?.trancheSettings?.maxNumberOfTranches ?? 0,
  };
};
