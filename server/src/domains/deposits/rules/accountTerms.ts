import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import {
  fitsDecimals,
  isNegative,
  isPositive,
  isZero,
  largestAmount,
  type Money,
  zero,
} from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { agreedLimit, type DepositAccount } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';
import { type AccountInterest, fromTheBeginning, productRates, withLimit } from './interest/accountInterest.ts';
import { decideAccountRates, isSent, type WantedRates } from './interest/accountRates.ts';
import { nothingAccrued } from './interest/accrued.ts';
import { nothingBooked } from './interest/booked.ts';
import { effectiveRates, scheduledOn } from './interest/effectiveRates.ts';
import { changedFrom, type History, valueOn } from './interest/history.ts';
import type { QuotedRates } from './interest/interestTerms.ts';

/** What a request says of an account's terms; undefined properties were not sent. */
export type WantedTerms = {
  readonly name: string;
  readonly notes: string | null;
  readonly currencyCode: string | null;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
  readonly allowOverdraft: boolean | null;
  readonly overdraftLimit: Money | null;
  readonly overdraftExpiryDate: Instant | null;
  readonly maxDepositBalance: Money | null;
  readonly maxWithdrawalAmount: Money | null;
  readonly recommendedDepositAmount: Money | null;
  readonly targetAmount: Money | null;
  readonly interestRates: WantedRates;
  readonly overdraftRates: WantedRates;
};

export type TermsFacts = {
  readonly product: DepositProduct;
  readonly decimalsOf: (currencyCode: string) => number | undefined;
};

type Terms = Pick<
  DepositAccount,
  | 'name'
  | 'notes'
  | 'currencyCode'
  | 'assignedBranchKey'
  | 'assignedCentreKey'
  | 'assignedUserKey'
  | 'allowOverdraft'
  | 'overdraftLimit'
  | 'overdraftExpiryDate'
  | 'maxDepositBalance'
  | 'maxWithdrawalAmount'
  | 'recommendedDepositAmount'
  | 'targetAmount'
>;

const checkOverdraft = (wanted: WantedTerms, product: DepositProduct): Rejection | undefined => {
  const limit = wanted.overdraftLimit ?? zero;
  if (isNegative(limit)) return reject('INVALID_PARAMETERS', 'overdraftSettings.overdraftLimit may not be negative');
  if (!product.allowOverdraft && (wanted.allowOverdraft === true || isPositive(limit))) {
    return reject('OVERDRAFT_NOT_ALLOWED', `overdraftSettings: product ${product.id} allows no overdraft`);
  }
  return product.maxOverdraftLimit !== null && limit.greaterThan(product.maxOverdraftLimit)
    ? reject(
        'MAXIMUM_OVERDRAFT_LIMIT_EXCEEDED',
        `overdraftSettings.overdraftLimit is above the product's maximum ${product.maxOverdraftLimit.toFixed()}`,
      )
    : undefined;
};

/** Refuses limits that accounts of the type do not have. A 0 is left to the checks of amounts: as a target it means none. */
const checkTypeOfControls = (wanted: WantedTerms, { type }: DepositProduct): Rejection | undefined => {
  const uses = (amount: Money | null): boolean => amount !== null && !isZero(amount);
  if (uses(wanted.maxWithdrawalAmount) && type === 'FIXED_DEPOSIT') {
    return reject(
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_MAX_WITHDRAWAL_AMOUNT',
      'internalControls.maxWithdrawalAmount is not for accounts of type FIXED_DEPOSIT',
    );
  }
  if (uses(wanted.maxDepositBalance) && type === 'INVESTOR_ACCOUNT') {
    return reject(
      'MAX_DEPOSIT_BALANCE_NOT_AVAILABLE_FOR_INVESTOR_ACCOUNTS',
      'internalControls.maxDepositBalance is not for accounts of type INVESTOR_ACCOUNT',
    );
  }
  if (uses(wanted.recommendedDepositAmount) && type !== 'REGULAR_SAVINGS' && type !== 'SAVINGS_PLAN') {
    return reject(
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT',
      `internalControls.recommendedDepositAmount is not for accounts of type ${type}`,
    );
  }
  return uses(wanted.targetAmount) && type !== 'SAVINGS_PLAN'
    ? reject(
        'ACCOUNT_TYPE_DOES_NOT_ALLOW_TARGET_AMOUNT',
        `internalControls.targetAmount is not for accounts of type ${type}`,
      )
    : undefined;
};

const checkControls = (wanted: WantedTerms, product: DepositProduct): Rejection | undefined => {
  const { maxWithdrawalAmount, maxDepositBalance, recommendedDepositAmount, targetAmount } = wanted;
  if (maxWithdrawalAmount !== null && !isPositive(maxWithdrawalAmount)) {
    return reject('MAX_WITHDRAWAL_CANNOT_BE_ZERO', 'internalControls.maxWithdrawalAmount must be more than 0');
  }
  if (product.maxWithdrawalAmount !== null && maxWithdrawalAmount?.greaterThan(product.maxWithdrawalAmount)) {
    return reject(
      'MAX_WITHDRAWAL_AMOUNT_OUTSIDE_CONSTRAINTS',
      `internalControls.maxWithdrawalAmount is above the product's ${product.maxWithdrawalAmount.toFixed()}`,
    );
  }
  if (maxDepositBalance !== null && !isPositive(maxDepositBalance)) {
    return reject('INVALID_PARAMETERS', 'internalControls.maxDepositBalance must be more than 0');
  }
  if (recommendedDepositAmount !== null && !isPositive(recommendedDepositAmount)) {
    return reject(
      'RECOMMENDED_DEPOSIT_AMOUNT_INVALID',
      'internalControls.recommendedDepositAmount must be more than 0',
    );
  }
  return targetAmount !== null && isNegative(targetAmount)
    ? reject('INVALID_PARAMETERS', 'internalControls.targetAmount may not be negative')
    : undefined;
};

/** Refuses amounts that no account of the currency can have, by name. */
const checkAmounts = (wanted: WantedTerms, currencyCode: string, decimals: number): Rejection | undefined => {
  const amounts: readonly [string, Money | null][] = [
    ['overdraftSettings.overdraftLimit', wanted.overdraftLimit],
    ['internalControls.maxDepositBalance', wanted.maxDepositBalance],
    ['internalControls.maxWithdrawalAmount', wanted.maxWithdrawalAmount],
    ['internalControls.recommendedDepositAmount', wanted.recommendedDepositAmount],
    ['internalControls.targetAmount', wanted.targetAmount],
  ];
  for (const [property, amount] of amounts) {
    if (amount === null) continue;
    if (amount.abs().greaterThan(largestAmount))
      return reject('INVALID_AMOUNT', `${property} is larger than any account can hold`);
    if (!fitsDecimals(amount, decimals))
      return reject('INVALID_AMOUNT', `${property} has more than the ${decimals} decimals of ${currencyCode}`);
  }
  return undefined;
};

/** The terms an account gets: what was sent, completed from the product; refused where they break its rules. */
export const decideTerms = (wanted: WantedTerms, { product, decimalsOf }: TermsFacts): Terms | Rejection => {
  const currencyCode = wanted.currencyCode ?? product.currencies[0];
  if (currencyCode === undefined || !product.currencies.includes(currencyCode)) {
    return reject('CURRENCY_NOT_AVAILABLE_FOR_PRODUCT', `currencyCode must be one of ${product.currencies.join(', ')}`);
  }
  if (wanted.name.trim() === '') return reject('INVALID_PARAMETERS', 'name may not be empty');
  const unfit = checkAmounts(wanted, currencyCode, decimalsOf(currencyCode) ?? 2);
  if (unfit) return unfit;
  const refusal =
    checkOverdraft(wanted, product) ?? checkTypeOfControls(wanted, product) ?? checkControls(wanted, product);
  if (refusal) return refusal;
  return {
    name: wanted.name,
    notes: wanted.notes,
    currencyCode,
    assignedBranchKey: wanted.assignedBranchKey,
    assignedCentreKey: wanted.assignedCentreKey,
    assignedUserKey: wanted.assignedUserKey,
    allowOverdraft: wanted.allowOverdraft ?? (product.allowOverdraft && wanted.overdraftLimit !== null),
    overdraftLimit: wanted.overdraftLimit ?? zero,
    overdraftExpiryDate: wanted.overdraftExpiryDate,
    maxDepositBalance: wanted.maxDepositBalance,
    maxWithdrawalAmount: wanted.maxWithdrawalAmount ?? product.maxWithdrawalAmount,
    recommendedDepositAmount: wanted.recommendedDepositAmount ?? product.recommendedDepositAmount,
    targetAmount: wanted.targetAmount === null || isZero(wanted.targetAmount) ? null : wanted.targetAmount,
  };
};

/** Whether the product takes new accounts of this holder and branch. */
export const checkAvailability = (
  product: DepositProduct,
  holderType: 'CLIENT' | 'GROUP',
  branchKey: EncodedKey | null,
): Rejection | undefined => {
  if (product.state !== 'ACTIVE') return reject('PRODUCT_MUST_BE_ACTIVE', `product ${product.id} is not active`);
  const group = holderType === 'GROUP' ? 'PURE_GROUPS' : 'INDIVIDUALS';
  if (product.availableFor !== null && !product.availableFor.includes(group)) {
    return reject(
      'INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE',
      `accountHolderType: product ${product.id} is not available for ${group}`,
    );
  }
  return product.branches !== 'ALL' && (branchKey === null || !product.branches.includes(branchKey))
    ? reject(
        'ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH',
        `assignedBranchKey: product ${product.id} is not available in this branch`,
      )
    : undefined;
};

export type Opening = {
  readonly id: string;
  readonly holderKey: EncodedKey;
  readonly holderType: 'CLIENT' | 'GROUP';
  readonly approved: boolean;
  /** The source of its withholding tax, judged. */
  readonly withholdingTaxSourceKey: EncodedKey | null;
  readonly now: Instant;
};

/** Where a product has no interest, a rate of 0 says just that. */
const orOff = (wanted: WantedRates, interest: object | null): WantedRates =>
  interest === null
    ? {
        ...wanted,
        interestRate: wanted.interestRate?.isZero() ? null : wanted.interestRate,
        interestSpread: wanted.interestSpread?.isZero() ? null : wanted.interestSpread,
      }
    : wanted;

const indexed = ({
  interest,
  overdraftInterest,
}: DepositProduct): Pick<AccountInterest, 'creditIndexed' | 'overdraftIndexed'> => ({
  creditIndexed: interest?.rateSettings.interestRateSource === 'INDEX_INTEREST_RATE',
  overdraftIndexed: overdraftInterest?.rateSettings.interestRateSource === 'INDEX_INTEREST_RATE',
});

const since = (rates: QuotedRates | null): History<QuotedRates> =>
  rates === null ? [] : [{ from: fromTheBeginning, value: rates }];

/**
 * The interest of an account that was never active: its rates as sent, or the product's. An account without overdraft owes none for it, unless its
 * product knows technical overdraft.
 */
const openingInterest = (
  allowOverdraft: boolean,
  { interestRates, overdraftRates }: Pick<WantedTerms, 'interestRates' | 'overdraftRates'>,
  product: DepositProduct,
): AccountInterest | null | Rejection => {
  const credit = decideAccountRates(productRates(product.interest), orOff(interestRates, product.interest), 'INTEREST');
  if (isRejection(credit)) return credit;
  const asked =
    allowOverdraft || product.allowTechnicalOverdraft || isSent(overdraftRates) || product.overdraftInterest === null;
  const owed = orOff(overdraftRates, product.overdraftInterest);
  const overdraft = asked ? decideAccountRates(productRates(product.overdraftInterest), owed, 'OVERDRAFT') : null;
  if (isRejection(overdraft)) return overdraft;
  return credit === null && overdraft === null
    ? null
    : {
        ...indexed(product),
        credit: since(credit),
        overdraft: since(overdraft),
        limits: [],
        locks: [],
        dormancies: [],
        own: null,
        scheduled: [],
      };
};

/** What an edit of rates leaves as it is: the days gone by, what was agreed for those to come, and what is the account's own besides. */
const pastOf = (
  interest: AccountInterest | null,
): Pick<AccountInterest, 'limits' | 'locks' | 'dormancies' | 'own' | 'scheduled'> => ({
  own: interest?.own ?? null,
  limits: interest?.limits ?? [],
  locks: interest?.locks ?? [],
  dormancies: interest?.dormancies ?? [],
  scheduled: interest?.scheduled ?? [],
});

const sameRates = (left: QuotedRates | undefined, right: QuotedRates | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/** The interest of an account after an edit: its rates, and the limit that is agreed from today on. */
export const editedInterest = (
  before: Pick<DepositAccount, 'interest' | 'activationDate'>,
  terms: Pick<DepositAccount, 'allowOverdraft' | 'overdraftLimit'>,
  wanted: Pick<WantedTerms, 'interestRates' | 'overdraftRates'>,
  product: DepositProduct,
  today: LocalDate,
): AccountInterest | null | Rejection => {
  const edited = editedRates(before, terms.allowOverdraft, wanted, product, today);
  return edited === null || isRejection(edited)
    ? edited
    : withLimit(edited, agreedLimit(terms), before.activationDate === null ? null : today);
};

/**
 * The rates of an account after an edit. Before it is active all its rates may change; then only what it owes for overdrafts, from today on. Rates
 * that are not sent stay.
 */
const editedRates = (
  before: Pick<DepositAccount, 'interest' | 'activationDate'>,
  allowOverdraft: boolean,
  wanted: Pick<WantedTerms, 'interestRates' | 'overdraftRates'>,
  product: DepositProduct,
  today: LocalDate,
): AccountInterest | null | Rejection => {
  const { interest } = before;
  const decided = openingInterest(allowOverdraft, wanted, product);
  if (isRejection(decided)) {
    // Not what was sent but what was left out may be missing by now: the product's default.
    return isSent(wanted.interestRates) || isSent(wanted.overdraftRates) || interest === null ? decided : interest;
  }
  const credit = isSent(wanted.interestRates) ? decided?.credit : (interest?.credit ?? decided?.credit);
  const effective = interest && effectiveRates(interest);
  const current = valueOn(effective?.overdraft ?? [], today);
  const next = decided?.overdraft[0]?.value;
  const overdraft = interest?.overdraft ?? [];
  if (before.activationDate === null) {
    const kept = isSent(wanted.overdraftRates) || overdraft.length === 0 ? (decided?.overdraft ?? []) : overdraft;
    return (credit ?? []).length + kept.length === 0
      ? null
      : {
          ...indexed(product),
          credit: credit ?? [],
          overdraft: kept,
          ...pastOf(interest),
        };
  }
  const rate = valueOn(effective?.credit ?? [], today);
  if (isSent(wanted.interestRates) && !sameRates(rate, credit?.[0]?.value)) {
    return reject(
      'DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
      'interestSettings.interestRateSettings of an active account: use :changeInterestRate',
    );
  }
  const changes = next !== undefined && (isSent(wanted.overdraftRates) || current === undefined);
  if (!changes || sameRates(current, next)) return interest;
  if (scheduledOn(interest, today).includes('OVERDRAFT')) {
    return reject(
      'DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
      'overdraftInterestSettings.interestRateSettings: an interest availability begins today; change that',
    );
  }
  return {
    ...indexed(product),
    credit: interest?.credit ?? [],
    overdraft: changedFrom(overdraft, today, next),
    ...pastOf(interest),
  };
};

/** A new account: PENDING_APPROVAL, or APPROVED at once where the request says so. */
export const openAccount = (opening: Opening, wanted: WantedTerms, facts: TermsFacts): DepositAccount | Rejection => {
  const terms = decideTerms(wanted, facts);
  if (isRejection(terms)) return terms;
  const interest = openingInterest(terms.allowOverdraft, wanted, facts.product);
  if (isRejection(interest)) return interest;
  return {
    ...terms,
    interest: interest && withLimit(interest, agreedLimit(terms), null),
    withholdingTaxSourceKey: opening.withholdingTaxSourceKey,
    encodedKey: newEncodedKey(),
    id: opening.id,
    accountHolderKey: opening.holderKey,
    accountHolderType: opening.holderType,
    ownershipHistory: [],
    productTypeKey: facts.product.encodedKey,
    accountType: facts.product.type,
    accountState: opening.approved ? 'APPROVED' : 'PENDING_APPROVAL',
    stateBeforeLock: null,
    totalBalance: zero,
    holdBalance: zero,
    forwardAvailableBalance: zero,
    blockedBalance: zero,
    lockedBalance: zero,
    feesDue: zero,
    linkedSettlementAccountKeys: [],
    customFields: null,
    approvedDate: opening.approved ? opening.now : null,
    activationDate: null,
    lockedDate: null,
    closedDate: null,
    maturityDate: null,
    monthlyFeesDate: null,
    lastSetToArrearsDate: null,
    creationDate: opening.now,
    lastModifiedDate: opening.now,
    accrued: nothingAccrued,
    booked: nothingBooked,
    accruedTo: null,
    lastInterestStoredDate: null,
    interestChanged: false,
    history: null,
  };
};
