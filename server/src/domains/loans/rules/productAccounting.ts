import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, fitsDecimals, isRate, largestAmount, largestRate, money } from '../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import { type AccountingFacts, ruleRefusals } from '../../ledger/rules/accountingRules.ts';
import { type ChannelFacts, channelRuleRefusals, isForChannel } from './channelRules.ts';
import type { CompleteProduct } from './completeProduct.ts';
import { isDisbursementTrigger } from './disbursementFees.ts';
import { earlyRepaymentRefusals } from './earlyRepayment.ts';
import { amortizationOf, amortizationRefusals } from './feeAmortization.ts';
import { checkHolidayAccounts } from './holidayAccounts.ts';
import type { LoanAccountingMethod, LoanResource } from './loanJournal.ts';
import { feeRateRefusals, isByRate } from './productFeeRate.ts';
import { isTaxedProduct } from './productTaxes.ts';

// Where a product's postings are booked, and its fees.

/** The kind of ledger account for each resource that loans book to, or will. */
const resourceTypes: Readonly<Record<string, string>> = {
  PORTFOLIO_CONTROL: 'ASSET',
  FUND_SOURCE: 'ASSET',
  WRITE_OFF_EXPENSE: 'EXPENSE',
  INTEREST_INCOME: 'INCOME',
  FEE_INCOME: 'INCOME',
  DEFERRED_FEE_INCOME: 'LIABILITY',
  PENALTY_INCOME: 'INCOME',
  INTEREST_RECEIVABLE: 'ASSET',
  INTEREST_FROM_ARREARS_INCOME: 'INCOME',
  INTEREST_FROM_ARREARS_RECEIVABLE: 'ASSET',
  INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE: 'EXPENSE',
  PAYMENT_HOLIDAY_INTEREST_INCOME: 'INCOME',
  PAYMENT_HOLIDAY_INTEREST_RECEIVABLE: 'ASSET',
  FEE_RECEIVABLE: 'ASSET',
  PENALTY_RECEIVABLE: 'ASSET',
  TAXES_PAYABLE: 'LIABILITY',
  TAXES_RECEIVABLE: 'ASSET',
};

const feeResources: readonly string[] = ['FEE_INCOME', 'FEE_RECEIVABLE', 'DEFERRED_FEE_INCOME'];
const receivables: readonly string[] = [
  'INTEREST_RECEIVABLE',
  'INTEREST_FROM_ARREARS_RECEIVABLE',
  'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE',
  // Only what was booked before its payment can be lost.
  'INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE',
  'FEE_RECEIVABLE',
  'PENALTY_RECEIVABLE',
  'TAXES_RECEIVABLE',
];

type Rules = readonly Schemas['GLAccountingRule'][];

/** Of what is income before it is paid. */
const accrued: readonly string[] = [...receivables, 'DEFERRED_FEE_INCOME'];

/** Whether a method ever books to a resource: on cash, charges are income when they are paid, not before. */
const isUsed = (resource: string, method: LoanAccountingMethod): boolean =>
  method !== 'NONE' && !(method === 'CASH' && accrued.includes(resource));

const loanRuleRefusals = (
  rules: Rules,
  at: string,
  { accountingSettings: { accountingMethod }, currency }: CompleteProduct,
  facts: AccountingFacts & ChannelFacts,
  allowed: (resource: string) => boolean,
): readonly Refusal[] => [
  ...channelRuleRefusals(rules, at, facts),
  ...ruleRefusals(
    rules,
    at,
    {
      accountingMethod,
      currencies: [currency.currencyCode],
      typeOf: (resource) => (Object.hasOwn(resourceTypes, resource) ? resourceTypes[resource] : undefined),
      hasPlace: (resource) => allowed(resource) && isUsed(resource, accountingMethod),
    },
    facts,
  ),
];

/** What the product can't be without: the accounts of every transaction its loans can have. */
const neededResources = (product: CompleteProduct): readonly LoanResource[] => {
  const { accountingMethod } = product.accountingSettings;
  if (accountingMethod === 'NONE') return [];
  const accrual = accountingMethod === 'ACCRUAL';
  const interest: LoanResource[] = accrual ? ['INTEREST_INCOME', 'INTEREST_RECEIVABLE'] : ['INTEREST_INCOME'];
  const fee: LoanResource[] = accrual ? ['FEE_INCOME', 'FEE_RECEIVABLE'] : ['FEE_INCOME'];
  const penalty: LoanResource[] = accrual ? ['PENALTY_INCOME', 'PENALTY_RECEIVABLE'] : ['PENALTY_INCOME'];
  const tax: LoanResource[] = accrual ? ['TAXES_PAYABLE', 'TAXES_RECEIVABLE'] : ['TAXES_PAYABLE'];
  const late: LoanResource[] = accrual
    ? ['INTEREST_FROM_ARREARS_INCOME', 'INTEREST_FROM_ARREARS_RECEIVABLE']
    : ['INTEREST_FROM_ARREARS_INCOME'];
  const { feesSettings, interestSettings, penaltySettings, taxSettings, type } = product;
  const amortises = (feesSettings?.fees ?? []).some((one) => amortizationOf(one.amortizationSettings) !== null);
  const hasFees = (feesSettings?.fees ?? []).length > 0 || feesSettings?.allowArbitraryFees === true;
  return [
    'PORTFOLIO_CONTROL',
    'FUND_SOURCE',
    ...(type === 'INTEREST_FREE_LOAN' ? [] : interest),
    ...(interestSettings.decoupleInterestFromArrears ? late : []),
    ...(hasFees ? fee : []),
    ...(amortises ? (['DEFERRED_FEE_INCOME'] as const) : []),
    ...((penaltySettings?.loanPenaltyCalculationMethod ?? 'NONE') === 'NONE' ? [] : penalty),
    ...(isTaxedProduct(taxSettings) ? tax : []),
  ];
};

/** Refuses accounting rules that are missing, superfluous or point to an account of another kind. */
export const checkProductAccounting = (
  product: CompleteProduct,
  facts: AccountingFacts & ChannelFacts,
): Rejection | undefined => {
  const { accountingMethod, accountingRules = [], ...accrual } = product.accountingSettings;
  const at = 'accountingSettings.accountingRules';
  const accruedMethod = accrual.interestAccruedAccountingMethod ?? 'NONE';
  const missing = neededResources(product).find(
    (resource) => !accountingRules.some((rule) => rule.financialResource === resource && !isForChannel(rule)),
  );
  const refused = firstRefusal([
    [
      accruedMethod !== 'NONE' && accountingMethod !== 'ACCRUAL',
      'INVALID_INTEREST_ACCRUED_METHOD',
      `accountingSettings.interestAccruedAccountingMethod ${accruedMethod} needs accountingMethod ACCRUAL`,
    ],
    [
      (accrual.interestAccrualCalculation ?? 'NONE') !== 'NONE' && accruedMethod === 'NONE',
      'INVALID_INTEREST_ACCRUAL_CALCULATION',
      'accountingSettings.interestAccrualCalculation needs an interestAccruedAccountingMethod',
    ],
    [accountingMethod === 'NONE' && accountingRules.length > 0, 'NOT_REQUIRED_RULE', `${at} need an accountingMethod`],
    [missing !== undefined, 'MISSING_RULE', `${at} needs a rule for ${missing}`],
    ...loanRuleRefusals(accountingRules, at, product, facts, () => true),
  ]);
  return refused ?? checkHolidayAccounts(accountingMethod, accountingRules, at);
};

const flatMethods: readonly string[] = ['FLAT', 'FLAT_NUMBER_OF_INSTALLMENTS'];
const percentMethods: readonly string[] = [
  'LOAN_AMOUNT_PERCENTAGE',
  'LOAN_AMOUNT_PERCENTAGE_NUMBER_OF_INSTALLMENTS',
  'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
];

type Fee = Schemas['PredefinedFee'];

const amountRefusals = (fee: Fee, at: string, decimals: number): readonly Refusal[] => {
  const method = fee.amountCalculationMethod ?? 'FLAT';
  const amount = fee.amount === undefined ? undefined : money(fee.amount);
  const percentage = fee.percentageAmount === undefined ? undefined : new Decimal(fee.percentageAmount);
  const flat = flatMethods.includes(method);
  return [
    [
      !flat && !percentMethods.includes(method),
      'INVALID_PARAMETERS',
      `${at}.amountCalculationMethod ${method} is not supported yet`,
    ],
    [
      flat && amount !== undefined && !amount.greaterThan(0),
      'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE',
      `${at}.amount must be more than 0`,
    ],
    [
      amount !== undefined && (amount.greaterThan(largestAmount) || !fitsDecimals(amount, decimals)),
      'INVALID_AMOUNT',
      `${at}.amount does not fit the ${decimals} decimals of the currency`,
    ],
    [
      !flat && percentage !== undefined && (!percentage.greaterThan(0) || !isRate(percentage)),
      'INVALID_PARAMETERS',
      `${at}.percentageAmount must be more than 0 and at most ${largestRate}`,
    ],
    [
      !flat && amount !== undefined && !amount.isZero(),
      'INVALID_PARAMETERS',
      `${at}.amount does not go with amountCalculationMethod ${method}`,
    ],
    [
      flat && percentage !== undefined && !percentage.isZero(),
      'INVALID_PARAMETERS',
      `${at}.percentageAmount does not go with amountCalculationMethod ${method}`,
    ],
  ];
};

/** Fees applied by hand, and those that loans apply by themselves; those of the disbursement come besides. */
const triggers: readonly string[] = [
  'MANUAL',
  'MANUAL_PLANNED',
  'LATE_REPAYMENT',
  'PAYMENT_DUE',
  'PAYMENT_DUE_APPLIED_ON_DUE_DATES',
  'EARLY_REPAYMENT_CHARGE',
  'FEE_INCLUDED_IN_PMT',
];

/** Triggers whose fees take an amount from a request. */
const isAsked = (trigger: string): boolean => trigger.startsWith('MANUAL') || isDisbursementTrigger(trigger);

const feeRefusals = (fee: Fee, at: string, fees: readonly Fee[], decimals: number): readonly Refusal[] => {
  const unscheduled = fee.scheduleAllocationMethod === 'NO_ALLOCATION';
  const same = fees.filter((one) =>
    fee.id === undefined ? one.id === undefined && one.name === fee.name : one.id === fee.id,
  );
  return [
    [
      !triggers.includes(fee.trigger) && !isDisbursementTrigger(fee.trigger),
      'INVALID_PARAMETERS',
      `${at}.trigger ${fee.trigger} is not supported yet`,
    ],
    [
      isDisbursementTrigger(fee.trigger) && fee.amountCalculationMethod === 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
      'INVALID_PARAMETERS',
      `${at}.amountCalculationMethod: a fee of the disbursement belongs to no instalment`,
    ],
    [
      !isAsked(fee.trigger) && !isByRate(fee) && fee.amount === undefined && fee.percentageAmount === undefined,
      'MANDATORY_FEE_AMOUNT',
      `${at}: nobody is asked for the amount of a fee with trigger ${fee.trigger}`,
    ],
    [(fee.name ?? '').trim() === '', 'INVALID_PARAMETERS', `${at}.name may not be blank`],
    [fee.id?.trim() === '', 'INVALID_ID', `${at}.id may not be blank`],
    [
      same.length > 1,
      'DUPLICATE_ID',
      `${at}: another fee has the same ${fee.id === undefined ? 'name and neither has an id' : 'id'}`,
    ],
    [
      unscheduled && fee.trigger !== 'MANUAL',
      'INVALID_PARAMETERS',
      `${at}.scheduleAllocationMethod NO_ALLOCATION is for fees with trigger MANUAL, not ${fee.trigger}`,
    ],
    [
      unscheduled && fee.amountCalculationMethod === 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE',
      'INVALID_PARAMETERS',
      `${at}.amountCalculationMethod: a fee with scheduleAllocationMethod NO_ALLOCATION belongs to no instalment`,
    ],
    ...feeRateRefusals(fee, at, fees),
    ...(isByRate(fee) ? [] : amountRefusals(fee, at, decimals)),
  ];
};

/** Refuses fees that can't be applied, two that can't be told apart, and what is not supported yet. */
export const checkProductFees = (
  product: CompleteProduct,
  facts: AccountingFacts & ChannelFacts,
  decimals: number,
): Rejection | undefined => {
  const fees = product.feesSettings?.fees ?? [];
  return firstRefusal(
    fees.flatMap((fee, index) => {
      const at = `feesSettings.fees[${index}]`;
      const allowed = (resource: string): boolean => feeResources.includes(resource);
      return [
        ...feeRefusals(fee, at, fees, decimals),
        ...earlyRepaymentRefusals(product, fee, at),
        ...amortizationRefusals(fee, product, at),
        ...loanRuleRefusals(fee.accountingRules ?? [], `${at}.accountingRules`, product, facts, allowed),
      ];
    }),
  );
};
