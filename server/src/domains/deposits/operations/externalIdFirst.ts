import type pg from 'pg';
import type { ErrorReason } from '../../../generated/errors.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { isExternalIdTaken } from '../store/depositTransactionStore.ts';

/** What dates of a posting may be refused with. */
export const dateReasons: readonly ErrorReason[] = [
  'BACKDATE_SET_IN_THE_FUTURE',
  'BACKDATE_BEFORE_ACTIVATION',
  'BACKDATE_BEFORE_OTHER_OPERATION',
  'BOOKING_DATE_BEFORE_VALUE_DATE',
  'INVALID_BOOKING_DATE',
  'JOURNAL_ENTRY_BEFORE_CLOSURE',
];

/** What is judged behind the external id in the documented order: dates, then limits of amounts, then the balance. */
const judgedLater: readonly ErrorReason[] = [
  ...dateReasons,
  'MINIMUM_OPENING_BALANCE_ACHIEVED',
  'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
  'MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED',
  'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET',
  'LOCKED_SAVINGS_AMOUNT',
  'WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS',
  'INSUFFICIENT_BALANCE',
  'BALANCE_BELOW_ZERO',
  'AVAILABLE_BALANCE_BELOW_ZERO',
  // A settlement that was posted ended its hold: who sends it again hears of the external id.
  'INVALID_AUTHORIZATION_HOLD_STATE',
];

type Posting = { readonly body?: { readonly externalId?: string | undefined } | undefined };

/**
 * The refusal of a posting in the documented order. Only the database knows whether an external id is taken, and asking it for each posting would cost a
 * round trip: so a posting that would be written is refused by a constraint, and one that is refused anyway for what comes `later` in the order is asked for here.
 */
export const externalIdBefore =
  (later: readonly ErrorReason[]) =>
  async ({ body }: Posting, refusal: Rejection, db: Pick<pg.Pool, 'query'>): Promise<Rejection> => {
    const externalId = body?.externalId;
    const reason = refusal.errors[0]?.reason;
    return externalId !== undefined &&
      reason !== undefined &&
      later.includes(reason) &&
      (await isExternalIdTaken(db, externalId))
      ? reject('EXTERNAL_ID_ALREADY_EXISTS', `externalId ${externalId} is already in use`)
      : refusal;
  };

/** The same for postings on deposit accounts. */
export const externalIdFirst = externalIdBefore(judgedLater);
