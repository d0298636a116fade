import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type OperationContext, read } from '../../../platform/http/handler.ts';
import { changed, command, type Decision, touch } from '../../../platform/posting/command.ts';
import type { Bindings, Condition } from '../../../platform/resources/bindings.ts';
import { listContext, runListing } from '../../../platform/resources/listing.ts';
import { shownRates } from '../interestShown.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { AccountInterest } from '../rules/interest/accountInterest.ts';
import {
  decideReschedule,
  decideSchedule,
  decideUnschedule,
  type Scheduled,
  type ScheduledRates,
  type ScheduleFacts,
} from '../rules/interest/scheduledRates.ts';
import { findDepositAccount } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { interestAvailabilityListing } from '../store/interestAvailabilityListing.ts';
import { wantedRates } from './accountBody.ts';
import { accountNotFound } from './postingFacts.ts';
import { repricedAccount } from './repricedAccount.ts';

type Availability = Schemas['InterestAccountSettingsAvailabilityResponse'];
type Told = Pick<AccountInterest, 'creditIndexed' | 'overdraftIndexed'>;

/** Scheduled rates in the contract's shape. */
const shownAvailability = ({ encodedKey, type, from, value }: ScheduledRates, of: Told | null): Availability => {
  const indexed = type === 'INTEREST' ? of?.creditIndexed : of?.overdraftIndexed;
  const interestRateSettings = shownRates(value, indexed ?? false);
  return { encodedKey, type, startDate: from, ...(interestRateSettings ? { interestRateSettings } : {}) };
};

/** What a command about scheduled rates leads to. */
type Outcome = { readonly rates: ScheduledRates; readonly interest: AccountInterest };

const scheduleFacts = (account: DepositAccount, { reference, clock }: OperationContext): ScheduleFacts => {
  const { activationDate, lastInterestStoredDate, productTypeKey } = account;
  return {
    account,
    product: productOfAccount(reference, productTypeKey),
    activationDate: activationDate && clock.zone.localDateOf(activationDate),
    lastApplied: lastInterestStoredDate && clock.zone.localDateOf(lastInterestStoredDate),
  };
};

/** The account with other scheduled rates, what it accrued computed anew. `before` and `after` are what the audit record tells. */
const scheduleDecision = (
  { account, product }: ScheduleFacts,
  { interest, rates }: Scheduled,
  told: { readonly before?: ScheduledRates; readonly after?: ScheduledRates },
  context: OperationContext,
): Decision<Outcome> | Rejection => {
  const after = repricedAccount(account, interest, product, context);
  if (isRejection(after)) return after;
  return {
    changes: [changed(depositAccounts, after)],
    rows: [],
    outcome: { rates, interest },
    subject: {
      type: 'INTEREST_AVAILABILITY',
      key: rates.encodedKey,
      ...(told.before ? { before: shownAvailability(told.before, interest) } : {}),
      ...(told.after ? { after: shownAvailability(told.after, interest) } : {}),
    },
  };
};

const touches = ({ path }: { readonly path: { readonly depositAccountId: string } }) => [
  touch(depositAccounts, path.depositAccountId, { interestHistory: true }),
];

/** POST /deposits/{depositAccountId}/interest-availabilities */
export const createInterestAvailability = command<'createInterestAvailability', Outcome>('createInterestAvailability', {
  touches,
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    // The contract has no 404 here.
    if (!account) return reject('INVALID_DEPOSIT_ACCOUNT_ID', accountNotFound(path.depositAccountId).errors[0]?.source);
    const from = parseLocalDate(body.startDate);
    if (from === undefined) return reject('INVALID_DATE', 'startDate must be an existing day like 2026-03-01');
    const facts = scheduleFacts(account, context);
    const scheduled = decideSchedule(facts, { type: body.type, from }, wantedRates(body.interestRateSettings));
    return isRejection(scheduled) ? scheduled : scheduleDecision(facts, scheduled, { after: scheduled.rates }, context);
  },
  answer: ({ rates, interest }) => shownAvailability(rates, interest),
});

type Path = { readonly depositAccountId: string; readonly interestAvailabilityKey: string };

const scheduledIn = (account: DepositAccount, { interestAvailabilityKey }: Path): ScheduledRates | Rejection => {
  const key = asEncodedKey(interestAvailabilityKey);
  return (
    account.interest?.scheduled.find(({ encodedKey }) => encodedKey === key) ??
    reject(
      'OBJECT_NOT_FOUND',
      `account ${account.id} has no interest availability ${interestAvailabilityKey.slice(0, 80)}`,
      404,
    )
  );
};

/** PUT /deposits/{depositAccountId}/interest-availabilities/{interestAvailabilityKey}: other rates from the same day. */
export const updateInterestAvailability = command<'updateInterestAvailability', Outcome>('updateInterestAvailability', {
  touches,
  decide: ({ path, body }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const before = scheduledIn(account, path);
    if (isRejection(before)) return before;
    const facts = scheduleFacts(account, context);
    const scheduled = decideReschedule(facts, before, wantedRates(body.interestRateSettings));
    if (isRejection(scheduled)) return scheduled;
    return scheduleDecision(facts, scheduled, { before, after: scheduled.rates }, context);
  },
  answer: ({ rates, interest }) => shownAvailability(rates, interest),
});

/** DELETE /deposits/{depositAccountId}/interest-availabilities/{interestAvailabilityKey}: the rates before it hold on. */
export const deleteInterestAvailability = command<'deleteInterestAvailability', Outcome>('deleteInterestAvailability', {
  touches,
  decide: ({ path }, state, context) => {
    const account = state.get(depositAccounts, path.depositAccountId);
    if (!account) return accountNotFound(path.depositAccountId);
    const before = scheduledIn(account, path);
    if (isRejection(before)) return before;
    const facts = scheduleFacts(account, context);
    const scheduled = decideUnschedule(facts, before);
    return isRejection(scheduled) ? scheduled : scheduleDecision(facts, scheduled, { before }, context);
  },
  answer: () => undefined,
});

/** GET /deposits/{depositAccountId}/interest-availabilities/{interestAvailabilityKey} */
export const getInterestAvailability = read('getInterestAvailability', async ({ path }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const rates = scheduledIn(account, path);
  return isRejection(rates) ? rates : { body: shownAvailability(rates, account.interest) };
});

type Asked = {
  readonly type?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

const asked = ({ type, from, to }: Asked): readonly Condition[] =>
  (
    [
      [`s.entry ->> 'type' =`, type, ''],
      [`(s.entry ->> 'from')::date >=`, from, '::date'],
      [`(s.entry ->> 'from')::date <=`, to, '::date'],
    ] as const
  ).flatMap(([left, value, cast]) =>
    value === undefined ? [] : [({ bind }: Bindings) => `${left} ${bind(value)}${cast}`],
  );

/** GET /deposits/{depositAccountId}/interest-availabilities: those that begin between two days, both included. */
export const getInterestAvailabilities = read('getInterestAvailabilities', async ({ path, query }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const { type, from, to, ...page } = query;
  const days: readonly (LocalDate | undefined)[] = [from, to].map((day) => (day ? parseLocalDate(day) : undefined));
  if (days[0] && days[1] && days[0] > days[1])
    return reject('START_DATE_AFTER_END_DATE', `from ${from} is after to ${to}`);
  const result = await runListing(
    context.db,
    interestAvailabilityListing,
    {
      ...page,
      where: [({ bind }) => `a.encoded_key = ${bind(account.encodedKey)}::uuid`, ...asked({ type, from, to })],
    },
    listContext(context),
  );
  if (isRejection(result)) return result;
  return { body: result.rows.map((rates) => shownAvailability(rates, account.interest)), headers: result.headers };
});
