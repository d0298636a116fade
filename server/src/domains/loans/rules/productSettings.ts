import { fitsDecimals, largestAmount, money } from '../../../kernel/money.ts';
import { firstRefusal, isContradictory, type Refusal, someOf } from '../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { AccountingFacts } from '../../ledger/rules/accountingRules.ts';
import { checkIdPattern } from '../../organisation/rules/idPattern.ts';
import type { IndexRateType } from '../../organisation/rules/indexRates.ts';
import { checkId } from '../../organisation/rules/texts.ts';
import type { ChannelFacts } from './channelRules.ts';
import { type CompleteProduct, removedFees } from './completeProduct.ts';
import { checkProductAccounting, checkProductFees } from './productAccounting.ts';
import { arrearsRefusals, penaltyRefusals } from './productArrears.ts';
import { cappingRefusals } from './productCapping.ts';
import { feeRateProductRefusals } from './productFeeRate.ts';
import { fundingRefusals } from './productFunding.ts';
import { checkProductInterest } from './productInterest.ts';
import { type OffsetFacts, offsetRefusals, withdrawnOffset } from './productOffset.ts';
import { checkProductPayments } from './productPayments.ts';
import { redrawRefusals } from './productRedraw.ts';
import { checkProductRevolving } from './productRevolving.ts';
import { checkProductSchedule, mostDays } from './productSchedule.ts';
import { securityRefusals } from './productSecurities.ts';
import { changesTaxes, taxRefusals } from './productTaxes.ts';
import { trancheRefusals } from './productTranches.ts';
import { checkAdjustableRates, isAdjustable, withdrawnRates } from './rates/adjustableProduct.ts';
import { checkProductRates } from './rates/productRates.ts';

/** What a product's settings point to. */
export type ProductFacts = AccountingFacts &
  ChannelFacts &
  OffsetFacts & {
    /** The decimals of a currency of the organisation; undefined for one it does not have. */
    readonly decimalsOf: (currencyCode: string) => number | undefined;
    readonly branchExists: (key: string) => boolean;
    readonly depositProductExists: (key: string) => boolean;
    /** What the rates of an index rate source are rates of; undefined for a source that does not exist. */
    readonly rateTypeOf: (sourceKey: string) => IndexRateType | undefined;
  };

/** Settings of the contract that wait for what they need. Sent switched off they are accepted: clients send whole products. */
export const notYetOnProducts: readonly string[] = [
  'feesSettings.fees.amortizationSettings.feeAmortizationUponRescheduleRefinanceOption',
  'feesSettings.fees.amountCalculationFunctionName',
  'feesSettings.fees.applyDateMethod',
  'feesSettings.fees.interestBearing',
  'fundingSettings.enabled',
  'templates',
];

const idRefusals = ({ newAccountSettings }: CompleteProduct): readonly Refusal[] => {
  const { accountInitialState, idGeneratorType, idPattern } = newAccountSettings;
  const at = 'newAccountSettings';
  return [
    [
      accountInitialState !== 'PARTIAL_APPLICATION' && accountInitialState !== 'PENDING_APPROVAL',
      'INVALID_PARAMETERS',
      `${at}.accountInitialState must be PARTIAL_APPLICATION or PENDING_APPROVAL`,
    ],
    [
      idGeneratorType === 'INCREMENTAL_NUMBER' && !/^\d{1,15}$/.test(idPattern),
      'INVALID_PARAMETERS',
      `${at}.idPattern must be the starting number, digits only`,
    ],
  ];
};

const checkDrawnIds = ({
  newAccountSettings: { idGeneratorType, idPattern },
}: CompleteProduct): Rejection | undefined =>
  idGeneratorType === 'RANDOM_PATTERN' ? checkIdPattern(idPattern, 'newAccountSettings.idPattern') : undefined;

const amountRefusals = (product: CompleteProduct, decimals: number): readonly Refusal[] => {
  const tuple = product.loanAmountSettings?.loanAmount;
  const at = 'loanAmountSettings.loanAmount';
  return [
    [
      someOf(tuple, (value) => money(value).isNegative() || money(value).greaterThan(largestAmount)),
      'INVALID_AMOUNT',
      `${at} may neither be negative nor larger than any account can hold`,
    ],
    [
      someOf(tuple, (value) => !fitsDecimals(money(value), decimals)),
      'INVALID_AMOUNT',
      `${at} has more than the ${decimals} decimals of the currency`,
    ],
    [isContradictory(tuple), 'INVALID_AMOUNT', `${at} must have minValue <= defaultValue <= maxValue`],
  ];
};

const controlRefusals = (product: CompleteProduct, facts: ProductFacts): readonly Refusal[] => {
  const { accountLinkSettings: link, creditArrangementSettings, internalControls, availabilitySettings } = product;
  const lockDays = internalControls?.lockSettings?.lockPeriodDays ?? 0;
  const dormancy = internalControls?.dormancyPeriodDays ?? 0;
  const branch = availabilitySettings?.branchSettings?.availableProductBranches?.find(
    (key) => !facts.branchExists(key),
  );
  const deposit = link?.linkableDepositProductKey;
  return [
    [
      creditArrangementSettings.creditArrangementRequirement === 'REQUIRED',
      'INVALID_PARAMETERS',
      'creditArrangementSettings.creditArrangementRequirement REQUIRED is not supported yet',
    ],
    [
      dormancy < 0 || dormancy > mostDays,
      'INVALID_PARAMETERS',
      `internalControls.dormancyPeriodDays must be 0 to ${mostDays}`,
    ],
    [
      lockDays < 0 || lockDays > mostDays,
      'INVALID_PARAMETERS',
      `internalControls.lockSettings.lockPeriodDays must be 0 to ${mostDays}`,
    ],
    ...cappingRefusals(product),
    ...offsetRefusals(product, facts),
    ...redrawRefusals(product),
    ...securityRefusals(product),
    [
      branch !== undefined,
      'INVALID_BRANCH_KEY',
      'availabilitySettings.branchSettings.availableProductBranches has an unknown branch',
    ],
    [
      deposit === undefined && (link?.linkedAccountOptions?.includes('AUTO_CREATE_LINKED_ACCOUNTS') ?? false),
      'INVALID_PARAMETERS',
      'accountLinkSettings.linkableDepositProductKey is missing, the product of the accounts that AUTO_CREATE_LINKED_ACCOUNTS makes',
    ],
    [
      deposit !== undefined && !facts.depositProductExists(deposit),
      'LINKED_DEPOSIT_PRODUCT_DOES_NOT_EXIST',
      'accountLinkSettings.linkableDepositProductKey is no deposit product',
    ],
  ];
};

const checkIdentity = ({ id, name }: CompleteProduct): Rejection | undefined =>
  checkId(id) ??
  firstRefusal([
    [/\s/.test(id), 'INVALID_ID', 'id may not contain spaces'],
    [name.trim() === '', 'INVALID_PARAMETERS', 'name may not be blank'],
  ]);

/** Refuses a product whose settings contradict each other or need what is not built yet, naming the property. */
export const checkLoanProduct = (product: CompleteProduct, facts: ProductFacts): Rejection | undefined => {
  const { code, currencyCode = '' } = product.currency;
  const decimals = facts.decimalsOf(currencyCode);
  if (decimals === undefined || (code !== 'NON_FIAT' && code !== currencyCode)) {
    return reject('CURRENCY_NOT_DEFINED', `currency ${currencyCode} is not a currency of the organisation`);
  }
  return (
    checkIdentity(product) ??
    checkProductInterest(product, decimals) ??
    checkProductRevolving(product, decimals) ??
    (isAdjustable(product) ? checkAdjustableRates : checkProductRates)(product, facts) ??
    checkProductSchedule(product) ??
    checkProductPayments(product) ??
    checkDrawnIds(product) ??
    firstRefusal([
      ...idRefusals(product),
      ...amountRefusals(product, decimals),
      ...trancheRefusals(product),
      ...arrearsRefusals(product, decimals),
      ...penaltyRefusals(product),
      ...controlRefusals(product, facts),
      ...taxRefusals(product, facts.rateTypeOf),
      ...feeRateProductRefusals(product),
      ...fundingRefusals(product),
    ]) ??
    checkProductFees(product, facts, decimals) ??
    checkProductAccounting(product, facts)
  );
};

const tellsApart = ({ interestSettings }: CompleteProduct): boolean =>
  interestSettings.decoupleInterestFromArrears ?? false;

/** Refuses a change that accounts of the product could not live with. */
export const checkProductChange = (
  before: CompleteProduct,
  after: CompleteProduct,
  hasAccounts: boolean,
): Rejection | undefined => {
  const removed = removedFees(after, before)[0];
  const keep = 'can’t be changed while the product has accounts';
  return firstRefusal([
    [before.type !== after.type, 'FIELD_IS_NOT_EDITABLE', 'type of a product can’t be changed'],
    [
      hasAccounts && before.currency.currencyCode !== after.currency.currencyCode,
      'CURRENCY_NOT_EDITABLE',
      `currency ${keep}`,
    ],
    [
      hasAccounts && before.accountingSettings.accountingMethod !== after.accountingSettings.accountingMethod,
      'FIELD_IS_NOT_EDITABLE',
      `accountingSettings.accountingMethod ${keep}`,
    ],
    [
      hasAccounts && tellsApart(before) !== tellsApart(after),
      'FIELD_IS_NOT_EDITABLE',
      `interestSettings.decoupleInterestFromArrears ${keep}: they are booked by it`,
    ],
    [hasAccounts && changesTaxes(before, after), 'TAXES_NOT_EDITABLE', `taxSettings ${keep}`],
    ...(hasAccounts ? [...withdrawnRates(before, after), ...withdrawnOffset(before, after)] : []),
    [
      hasAccounts && removed !== undefined,
      'FIELD_IS_NOT_EDITABLE',
      `feesSettings.fees: the fee ${removed?.name ?? removed?.id} can’t be removed while the product has accounts; set its state to INACTIVE`,
    ],
  ]);
};
