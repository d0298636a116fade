import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, isRate, largestRate, rate, rateDecimals } from '../../../kernel/money.ts';
import type { Refusal } from '../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { CompleteProduct } from './completeProduct.ts';
import type { FeeRateTerms } from './feeRate.ts';
import type { LoanTemplate } from './loanProduct.ts';
import type { WantedLoan } from './wantedLoan.ts';

// A fee by a rate in a product, and the rate that an account agrees on.

type Fee = Schemas['PredefinedFee'];

const trigger = 'FEE_INCLUDED_IN_PMT';
const method = 'FEE_RATE_ON_OUTSTANDING_PRINCIPAL';

/** Whether a fee of a product accrues by a rate. */
export const isByRate = (fee: Pick<Fee, 'trigger' | 'amountCalculationMethod'>): boolean =>
  fee.trigger === trigger || fee.amountCalculationMethod === method;

/** What is wrong with a fee that accrues by a rate, or with a rate of one that does not. */
export const feeRateRefusals = (fee: Fee, at: string, fees: readonly Fee[]): readonly Refusal[] => {
  const percent = fee.defaultFeeRate === undefined ? undefined : new Decimal(fee.defaultFeeRate);
  if (!isByRate(fee)) {
    return [
      [
        percent !== undefined && !percent.isZero(),
        'INVALID_PARAMETERS',
        `${at}.defaultFeeRate goes with amountCalculationMethod ${method} only`,
      ],
    ];
  }
  const { amount, percentageAmount } = fee;
  return [
    [fee.trigger !== trigger, 'INVALID_PARAMETERS', `${at}.trigger of a fee by ${method} must be ${trigger}`],
    [
      fee.amountCalculationMethod !== method,
      'INVALID_PARAMETERS',
      `${at}.amountCalculationMethod of a fee with trigger ${trigger} must be ${method}`,
    ],
    [
      percent !== undefined && (percent.isNegative() || !isRate(percent)),
      'INVALID_PARAMETERS',
      `${at}.defaultFeeRate must be 0 to ${largestRate} with at most ${rateDecimals} decimals`,
    ],
    [
      [amount, percentageAmount].some((one) => one !== undefined && !new Decimal(one).isZero()),
      'INVALID_PARAMETERS',
      `${at}: a fee by a rate has neither amount nor percentageAmount`,
    ],
    [
      fee.state === 'ACTIVE' && fees.filter((one) => isByRate(one) && one.state === 'ACTIVE').length > 1,
      'INVALID_PARAMETERS',
      `${at}: accounts have one feeRate, so only one fee of a product may accrue by it`,
    ],
  ];
};

/** What such a fee does not go with: products whose schedules, or whose interest, it is not built for. */
export const feeRateProductRefusals = (product: CompleteProduct): readonly Refusal[] => {
  const { type, interestSettings, paymentSettings, scheduleSettings, taxSettings } = product;
  const fee = (product.feesSettings?.fees ?? []).find((one) => isByRate(one) && one.state === 'ACTIVE');
  const inPayment = product.useFeeIncludedInPMT === true;
  const at = `feesSettings.fees with trigger ${trigger}`;
  const payment = 'useFeeIncludedInPMT';
  const taxedOnTop =
    taxSettings?.taxesOnFeesEnabled === true &&
    taxSettings.taxCalculationMethod !== 'INCLUSIVE' &&
    fee?.taxSettings?.taxableCalculationMethod !== 'NON_TAXABLE';
  const other = (wrong: boolean, name: string, setting: string): Refusal => [
    wrong,
    'INVALID_PARAMETERS',
    `${name} do${name === payment ? 'es' : ''} not go with ${setting}`,
  ];
  return [
    [inPayment && !fee, 'INVALID_PARAMETERS', `${payment} needs an active fee with trigger ${trigger}`],
    ...(fee
      ? [
          other(type !== 'DYNAMIC_TERM_LOAN', at, `type ${type}`),
          other(interestSettings.interestType === 'CAPITALIZED_INTEREST', at, 'interestType CAPITALIZED_INTEREST'),
          other(
            interestSettings.interestApplicationMethod === 'FIXED_DAYS_OF_MONTH',
            at,
            'interestApplicationMethod FIXED_DAYS_OF_MONTH',
          ),
          other(interestSettings.decoupleInterestFromArrears === true, at, 'decoupleInterestFromArrears'),
          other(product.redrawSettings?.allowRedraw === true, at, 'redrawSettings.allowRedraw'),
          other(product.offsetSettings?.allowOffset === true, at, 'offsetSettings.allowOffset'),
        ]
      : []),
    ...(fee && inPayment
      ? [
          other(
            interestSettings.interestCalculationMethod !== 'DECLINING_BALANCE_DISCOUNTED',
            payment,
            `interestCalculationMethod ${interestSettings.interestCalculationMethod}: totals follow the charges anyway`,
          ),
          other(
            paymentSettings.amortizationMethod === 'OPTIMIZED_PAYMENTS',
            payment,
            'amortizationMethod OPTIMIZED_PAYMENTS',
          ),
          other(
            product.adjustTotalDueForInstallmentsWithDifferentInterval === true,
            payment,
            'adjustTotalDueForInstallmentsWithDifferentInterval',
          ),
          other((interestSettings.pmtAdjustmentThreshold?.numberOfDays ?? 0) > 0, payment, 'pmtAdjustmentThreshold'),
          other(taxedOnTop, payment, 'a tax on top of fees'),
          other(
            (scheduleSettings.roundingSettings?.repaymentElementsRoundingMethod ?? 'NO_ROUNDING') === 'ROUND_ALL',
            payment,
            'repaymentElementsRoundingMethod ROUND_ALL',
          ),
        ]
      : []),
  ];
};

/** The fee by a rate that accounts of a product copy. */
export const feeRateTemplateOf = (
  settings: Schemas['FeesSettings'] | undefined,
  inPayment: boolean,
): LoanTemplate['feeRate'] => {
  const fee = (settings?.fees ?? []).find((one) => isByRate(one) && one.state === 'ACTIVE');
  return fee?.encodedKey === undefined
    ? undefined
    : {
        predefinedFeeKey: fee.encodedKey,
        name: fee.name ?? '',
        ...(fee.taxSettings?.taxableCalculationMethod === 'NON_TAXABLE' ? { taxable: false as const } : {}),
        ...(inPayment ? { inPayment: true as const } : {}),
        ...(fee.defaultFeeRate === undefined ? {} : { rate: rate(fee.defaultFeeRate) }),
      };
};

/** The fee by a rate of an account: what it asks for, else the default of its product. */
export const feeRateOf = (
  { feeRate: offered }: LoanTemplate,
  { feeRate: wanted }: WantedLoan,
): FeeRateTerms | undefined | Rejection => {
  const at = 'feesSettings.feeRate';
  if (!offered) {
    return wanted === undefined || wanted.isZero()
      ? undefined
      : reject('INVALID_PARAMETERS', `${at}: the product has no active fee with trigger ${trigger}`);
  }
  const agreed = wanted ?? offered.rate;
  if (agreed === undefined) return reject('MANDATORY_FEE_AMOUNT', `${at} is missing and the product has no default`);
  return agreed.isNegative() || !isRate(agreed)
    ? reject('INVALID_PARAMETERS', `${at} must be 0 to ${largestRate} with at most ${rateDecimals} decimals`)
    : { ...offered, rate: agreed };
};
