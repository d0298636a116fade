import type { WorkingDays } from '../../../../kernel/dayCount.ts';
import type { EncodedKey } from '../../../../kernel/encodedKey.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import { type LocalDate, localDate, plusDays } from '../../../../kernel/localDate.ts';
import { type Money, minus, sum } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { IndexRateSource } from '../../../organisation/rules/indexRates.ts';
import type { DepositAccount, Movement } from '../depositAccount.ts';
import type { DepositProduct, ProductRateSettings } from '../depositProduct.ts';
import type { ProductRates } from './accountRates.ts';
import { type AccrualState, accrue, type InterestAccount } from './accrual.ts';
import { nothingAccrued } from './accrued.ts';
import type { PaymentSchedule } from './applicationDates.ts';
import { dayMovements } from './dayBalances.ts';
import { type EffectiveRates, effectiveRates } from './effectiveRates.ts';
import { changedFrom, type History, valueOn } from './history.ts';
import { indexReviews } from './indexReviews.ts';
import type { InterestTerms, QuotedRates, RateSource } from './interestTerms.ts';
import { decideOwnSettings, type OwnSettings, paymentOf, withOwnRates } from './ownSettings.ts';
import { type Pause, pausesOf } from './pauses.ts';
import type { ScheduledRates } from './scheduledRates.ts';
import { type ProductTerms, termsOfProduct } from './termsOfProduct.ts';

/** What an account itself says of its interest: its rates, each from a day on, and the days on which it was locked or dormant. */
export type AccountInterest = {
  readonly credit: History<QuotedRates>;
  readonly overdraft: History<QuotedRates>;
  /** Whether the rates are spreads on an index. */
  readonly creditIndexed: boolean;
  readonly overdraftIndexed: boolean;
  readonly locks: readonly Pause[];
  /** The overdraft limits that were agreed, each from a day on. */
  readonly limits: History<Money>;
  /** The days on which it was dormant. */
  readonly dormancies: readonly Pause[];
  /** What it has otherwise than its product; null for nothing. */
  readonly own: OwnSettings | null;
  /** Rates that were agreed from certain days on: see effectiveRates. Ascending. */
  readonly scheduled: readonly ScheduledRates[];
};

/** From when the first rates of an account hold: before any account could be active. */
export const fromTheBeginning: LocalDate = localDate(1900, 1, 1);

/** The interest of an account whose agreed limit changes: from a day on, or as if it had always been so where it was never active. */
export const withLimit = (interest: AccountInterest, limit: Money, from: LocalDate | null): AccountInterest => {
  if (from === null) return { ...interest, limits: [{ from: fromTheBeginning, value: limit }] };
  return valueOn(interest.limits, from)?.equals(limit)
    ? interest
    : { ...interest, limits: changedFrom(interest.limits, from, limit) };
};

/** The interest of an account with what a body asks for besides rates: see decideOwnSettings. */
export const withOwnSettings = (
  interest: AccountInterest | null,
  body: Parameters<typeof decideOwnSettings>[0],
  product: DepositProduct,
  editable: boolean,
): AccountInterest | null | Rejection => {
  const own = decideOwnSettings(body, interest?.own ?? null, product, editable);
  if (isRejection(own)) return own;
  if (interest !== null) return { ...interest, own };
  return own === null
    ? null
    : reject('INVALID_PARAMETERS', 'interestSettings and overdraftInterestSettings: the account bears no interest');
};

/** What of the bank decides an account's interest. */
export type InterestFacts = {
  readonly localDateOf: (moment: Instant) => LocalDate;
  readonly indexSource: (key: EncodedKey) => IndexRateSource | undefined;
  readonly isWorkingDay: WorkingDays;
  /** When MINIMUM_TO_END_OF_DAY changes over; null while the bank has no date. */
  readonly endOfDayFrom: LocalDate | null;
};

/** The rates a product allows, in the shape that decisions about an account's rates read. */
export const productRates = (
  interest: { readonly rateSettings: ProductRateSettings; readonly allowNegativeInterestRate?: boolean } | null,
): ProductRates | null =>
  interest && { ...interest.rateSettings, allowNegativeInterestRate: interest.allowNegativeInterestRate ?? false };

/** The rates that hold on a day; undefined where the account has none of this kind. */
export const ratesOn = (history: History<QuotedRates> | undefined, date: LocalDate): QuotedRates | undefined =>
  valueOn(history ?? [], date);

const sourceOf = (
  { index }: ProductRateSettings,
  activation: LocalDate,
  to: LocalDate,
  facts: InterestFacts,
): RateSource => {
  if (index === null) return { type: 'FIXED_INTEREST_RATE' };
  const rates = facts.indexSource(index.indexSourceKey)?.rates ?? [];
  return {
    type: 'INDEX_INTEREST_RATE',
    reviews: indexReviews({ rates }, activation, index.review, to),
    floor: null,
    ceiling: null,
  };
};

const termsOf = (
  rates: History<QuotedRates>,
  product: (ProductTerms & { readonly rateSettings: ProductRateSettings }) | null,
  activation: LocalDate,
  to: LocalDate,
  facts: InterestFacts,
): History<InterestTerms | null> => {
  if (product === null || rates.length === 0) return [];
  const source = sourceOf(product.rateSettings, activation, to, facts);
  return rates.map(({ from, value }) => ({
    from,
    value: termsOfProduct(product, { rates: value, source, endOfDayFrom: facts.endOfDayFrom }),
  }));
};

const localDay = (moment: Instant | null, facts: InterestFacts): LocalDate | null =>
  moment === null ? null : facts.localDateOf(moment);

/** All that decides an active account's interest up to a day, which is not included. */
const interestAccountOf = (
  account: DepositAccount,
  interest: AccountInterest,
  activation: LocalDate,
  product: DepositProduct,
  to: LocalDate,
  facts: InterestFacts,
  { credit, overdraft, technicalOverdraft }: EffectiveRates = effectiveRates(interest),
  owed = withOwnRates(product.overdraftInterest, interest.own?.overdraft),
): InterestAccount => ({
  activationDate: activation,
  credit: termsOf(credit, withOwnRates(product.interest, interest.own?.credit), activation, to, facts),
  overdraft: termsOf(overdraft, owed, activation, to, facts),
  technicalOverdraft: technicalOverdraft && termsOf(technicalOverdraft, owed, activation, to, facts),
  overdraftLimits: product.allowTechnicalOverdraft ? interest.limits : null,
  pauses: pausesOf({
    locks: interest.locks,
    collectInterestWhenLocked: product.interest?.collectInterestWhenLocked ?? false,
    dormancies: interest.dormancies,
    maturityDate: localDay(account.maturityDate, facts),
    accrueInterestAfterMaturity: product.interest?.accrueInterestAfterMaturity ?? false,
    closedDate: localDay(account.closedDate, facts),
  }),
  isWorkingDay: facts.isWorkingDay,
});

/** The terms by which an active account bears interest of either kind on a day; null for none. */
export const termsOnDay = (
  account: DepositAccount & { readonly interest: AccountInterest },
  activation: LocalDate,
  product: DepositProduct,
  date: LocalDate,
  facts: InterestFacts,
): Readonly<Record<'credit' | 'overdraft', InterestTerms | null>> => {
  const of = interestAccountOf(account, account.interest, activation, product, through(date), facts);
  return { credit: valueOn(of.credit, date) ?? null, overdraft: valueOn(of.overdraft, date) ?? null };
};

/** The first day whose interest is not applied yet: since the last application or, before the first, the activation. */
export const accruesFrom = (account: DepositAccount, facts: Pick<InterestFacts, 'localDateOf'>): LocalDate | null => {
  const since = account.lastInterestStoredDate ?? account.activationDate;
  return since === null ? null : facts.localDateOf(since);
};

/**
 * What an account accrued from its last application up to a day, which is not included, by the movements since that application; its balance
 * is as of now. Null for an account without interest. Everything that may have changed those days, such as a transaction dated back, an adjustment
 * or another rate, is in it.
 */
export const foldInterest = (
  account: DepositAccount,
  product: DepositProduct,
  movements: readonly Movement[],
  to: LocalDate,
  facts: InterestFacts,
): AccrualState | null | Rejection => {
  const from = accruesFrom(account, facts);
  if (account.interest === null || account.activationDate === null || from === null) return null;
  const activation = facts.localDateOf(account.activationDate);
  const days = dayMovements(movements, facts.localDateOf).filter(({ date }) => date >= from);
  const opening = minus(account.totalBalance, sum(days.map(({ amount }) => amount)));
  const balance = account.lastInterestStoredDate === null && opening.isZero() ? null : opening;
  const of = interestAccountOf(account, account.interest, activation, product, to, facts);
  return accrue(of, { balance, accrued: nothingAccrued }, days, { from, to });
};

/** What an account has accrued up to a day, when no money moved since it was accrued last: the night's usual case. */
export const accrueFurther = (
  account: DepositAccount & { readonly accruedTo: LocalDate; readonly activationDate: Instant },
  interest: AccountInterest,
  product: DepositProduct,
  to: LocalDate,
  facts: InterestFacts,
): AccrualState | Rejection => {
  const { accrued, accruedTo: from } = account;
  const activation = facts.localDateOf(account.activationDate);
  const of = interestAccountOf(account, interest, activation, product, to, facts);
  return accrue(of, { balance: account.totalBalance, accrued }, [], { from, to });
};

/** When the night applies an account's interest; null where it is applied by hand only. */
export const scheduleOf = (
  activationDate: LocalDate,
  maturityDate: LocalDate | null,
  product: Pick<DepositProduct, 'interest'>,
  own: Pick<OwnSettings, 'payment'> | null,
): PaymentSchedule | null =>
  product.interest && {
    ...paymentOf(product.interest, own),
    activationDate,
    maturityDate,
  };

/** The interest of an account that was locked or unlocked: the days between bear none, unless its product says otherwise. */
export const withLock = (
  interest: AccountInterest | null,
  today: LocalDate,
  locked: boolean,
): AccountInterest | null => {
  if (interest === null) return null;
  if (locked) return { ...interest, locks: [...interest.locks, { from: today, to: null }] };
  return { ...interest, locks: interest.locks.map((lock) => (lock.to === null ? { ...lock, to: today } : lock)) };
};

/** The interest of an account that wakes: it bears interest again from this day on. */
export const awake = (interest: AccountInterest | null, today: LocalDate): AccountInterest | null =>
  interest && {
    ...interest,
    dormancies: interest.dormancies.map((sleep) => (sleep.to === null ? { ...sleep, to: today } : sleep)),
  };

/** The day after one: the first that an accrual through it leaves out. */
export const through = (day: LocalDate): LocalDate => plusDays(day, 1);
