import { type EncodedKey, newEncodedKey } from '../../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { type DepositAccount, openStates } from '../depositAccount.ts';
import type { DepositProduct } from '../depositProduct.ts';
import { checkState } from '../posting.ts';
import { type AccountInterest, productRates } from './accountInterest.ts';
import { decideAccountRates, isSent, type WantedRates } from './accountRates.ts';
import type { QuotedRates } from './interestTerms.ts';

/** Which interest of an account scheduled rates are for. */
export type ScheduledType = 'INTEREST' | 'OVERDRAFT' | 'TECHNICAL_OVERDRAFT';

/** Rates that were agreed for an account from a day on, until the next ones: the contract calls them its interest availabilities. */
export type ScheduledRates = {
  readonly encodedKey: EncodedKey;
  readonly type: ScheduledType;
  readonly from: LocalDate;
  readonly value: QuotedRates;
};

export type ScheduleFacts = {
  readonly account: DepositAccount;
  readonly product: DepositProduct;
  readonly activationDate: LocalDate | null;
  /** The first day whose interest is not applied yet; null before the first application. */
  readonly lastApplied: LocalDate | null;
};

/** The account's interest with other scheduled rates, and the ones the decision was about. */
export type Scheduled = { readonly interest: AccountInterest; readonly rates: ScheduledRates };

/** Every posting reads the account with all its rates. */
const mostScheduled = 1000;

const checkNotApplied = (from: LocalDate, { lastApplied }: ScheduleFacts): Rejection | undefined =>
  lastApplied !== null && from < lastApplied
    ? reject(
        'INTEREST_RATE_CHANGED_NOT_ALLOWED_INTEREST_APPLIANCE_TRANSACTIONS_AFTER_VALUE_DATE',
        `startDate ${from} is before interest was applied on ${lastApplied}`,
      )
    : undefined;

// The same rules as for an account's own rates, whose properties have another path.
const renamed = (rejection: Rejection): Rejection => ({
  ...rejection,
  errors: rejection.errors.map(({ source, ...error }) => ({
    ...error,
    ...(source === undefined
      ? {}
      : { source: source.replace(/^(interestSettings|overdraftInterestSettings)\.interestRate/, 'interestRate') }),
  })),
});

const ratesOfType = (
  { account, product }: ScheduleFacts,
  type: ScheduledType,
  wanted: WantedRates,
): { readonly interest: AccountInterest; readonly value: QuotedRates } | Rejection => {
  const { interest } = account;
  if (type === 'TECHNICAL_OVERDRAFT' && !product.allowTechnicalOverdraft) {
    return reject(
      'TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT',
      `type: product ${product.id} knows no technical overdraft`,
    );
  }
  const kind = type === 'INTEREST' ? 'INTEREST' : 'OVERDRAFT';
  const of = productRates(type === 'INTEREST' ? product.interest : product.overdraftInterest);
  if (of !== null && !isSent(wanted)) {
    return reject(
      kind === 'INTEREST' ? 'REQUIRED_INTEREST_RATE' : 'REQUIRED_OVERDRAFT_INTEREST_RATE',
      'interestRateSettings must name interestRate, interestSpread or interestRateTiers',
    );
  }
  const value = decideAccountRates(of, wanted, kind);
  if (isRejection(value)) return renamed(value);
  // What interest an account bears it says itself; this only says at which rate.
  const bears = type === 'INTEREST' ? interest?.credit : interest?.overdraft;
  return value === null || interest === null || !bears?.length
    ? reject('INVALID_PARAMETERS', `type: account ${account.id} bears no interest of type ${type}`)
    : { interest, value };
};

/**
 * Rates for an account from a day on: in days to come, or in days whose interest is not applied yet. One set of rates of a type on a day; it holds
 * until the day of the next, or of a change of the rate.
 */
export const decideSchedule = (
  facts: ScheduleFacts,
  { type, from }: Pick<ScheduledRates, 'type' | 'from'>,
  wanted: WantedRates,
): Scheduled | Rejection => {
  const { account, activationDate } = facts;
  const refusal = checkState(account, openStates);
  if (refusal) return refusal;
  const decided = ratesOfType(facts, type, wanted);
  if (isRejection(decided)) return decided;
  if (activationDate !== null && from < activationDate) {
    return reject('BACKDATE_BEFORE_ACTIVATION', `startDate ${from} is before the activation on ${activationDate}`);
  }
  const applied = checkNotApplied(from, facts);
  if (applied) return applied;
  const { interest, value } = decided;
  if (interest.scheduled.some((other) => other.type === type && other.from === from)) {
    return reject('DUPLICATE_RATE_START_DATE', `startDate: rates of type ${type} begin on ${from} already`);
  }
  if (interest.scheduled.length >= mostScheduled) {
    return reject('INVALID_PARAMETERS', `account ${account.id} has ${mostScheduled} interest availabilities`);
  }
  const rates: ScheduledRates = { encodedKey: newEncodedKey(), type, from, value };
  return { interest: { ...interest, scheduled: sorted([...interest.scheduled, rates]) }, rates };
};

const sorted = (scheduled: readonly ScheduledRates[]): readonly ScheduledRates[] =>
  scheduled.toSorted((left, right) => (left.from < right.from ? -1 : left.from > right.from ? 1 : 0));

/** Other rates in the place of scheduled ones, from the same day. */
export const decideReschedule = (
  facts: ScheduleFacts,
  before: ScheduledRates,
  wanted: WantedRates,
): Scheduled | Rejection => {
  const refusal = checkState(facts.account, openStates) ?? checkNotApplied(before.from, facts);
  if (refusal) return refusal;
  const decided = ratesOfType(facts, before.type, wanted);
  if (isRejection(decided)) return decided;
  const rates = { ...before, value: decided.value };
  const scheduled = decided.interest.scheduled.map((each) => (each.encodedKey === before.encodedKey ? rates : each));
  return { interest: { ...decided.interest, scheduled }, rates };
};

/** Takes scheduled rates away: those before hold on. */
export const decideUnschedule = (facts: ScheduleFacts, before: ScheduledRates): Scheduled | Rejection => {
  const { interest } = facts.account;
  const refusal = checkState(facts.account, openStates) ?? checkNotApplied(before.from, facts);
  if (refusal) return refusal;
  return interest === null
    ? reject('INVALID_PARAMETERS', `account ${facts.account.id} bears no interest`)
    : {
        interest: {
          ...interest,
          scheduled: interest.scheduled.filter(({ encodedKey }) => encodedKey !== before.encodedKey),
        },
        rates: before,
      };
};
