import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkBelowCap } from '../capping.ts';
import type { Locked, LockedOperation } from '../events.ts';
import type { LoanState } from '../state.ts';
import {
  applyEvents,
  isLocked,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
  loanOn,
} from './account.ts';
import { checkActive } from './checks.ts';

export type LockRequest = {
  /** None names all. */
  readonly operations?: readonly LockedOperation[];
  readonly totalDueType?: Locked['totalDueType'];
};

const all: readonly LockedOperation[] = ['APPLY_INTEREST', 'APPLY_FEES', 'APPLY_PENALTIES'];

const locked = (account: LoanAccountFacts, request: LockRequest, context: LoanContext): LoanDecision => {
  const { operations = [], totalDueType } = request;
  const chosen = all.filter((operation) => operations.length === 0 || operations.includes(operation));
  return applyEvents(account, context, {
    facts: { subState: 'LOCKED' },
    append: [
      {
        type: 'LOCKED',
        key: context.newKey(),
        sequence: account.nextSequence,
        valueDate: context.today,
        bookingDate: context.today,
        operations: chosen,
        ...(totalDueType === undefined ? {} : { totalDueType }),
      },
    ],
  });
};

/** Locks a running loan. Refusals in this order: state, locked at its cap, locked already. */
export const decideLock = (
  account: LoanAccountFacts,
  request: LockRequest,
  context: LoanContext,
): LoanDecision | Rejection =>
  checkActive(account) ??
  (account.subState === 'LOCKED_CAPPING'
    ? reject(
        'CANT_EDIT_LOCKED_OPERATIONS_IN_LOCKED_CAPPING_STATE',
        `the charges of loan account ${account.id} have reached their cap and are locked`,
      )
    : undefined) ??
  (isLocked(account)
    ? reject('ACCOUNT_ALREADY_LOCKED', `loan account ${account.id} is locked already`)
    : locked(account, request, context));

/** Lifts a lock: what has waited is applied at once. Refusals in this order: state, charges that are not below their cap, not locked. */
export const decideUnlock = (account: LoanAccountFacts, context: LoanContext): LoanDecision | Rejection =>
  checkActive(account) ??
  (account.subState === 'LOCKED_CAPPING' ? checkBelowCap(loanOn(account, context, context.today)) : undefined) ??
  (isLocked(account)
    ? applyEvents(account, context, {
        facts: { subState: null },
        append: [
          {
            type: 'UNLOCKED',
            key: context.newKey(),
            sequence: account.nextSequence,
            valueDate: context.today,
            bookingDate: context.today,
          },
        ],
      })
    : reject('ACCOUNT_ALREADY_UNLOCKED', `loan account ${account.id} is not locked`));

/** The lock that the product puts on a loan so many days in arrears, once in each arrears: who was unlocked stays so. */
export const lockOfNight = (
  account: LoanAccountFacts,
  { daysInArrears, arrearsSince }: LoanState,
  lockPeriodDays: number | null,
  context: LoanContext,
): LoanDecision | undefined => {
  if (lockPeriodDays === null || arrearsSince === undefined || daysInArrears < lockPeriodDays) return undefined;
  const unlocked = account.events.some(({ type, valueDate }) => type === 'UNLOCKED' && valueDate >= arrearsSince);
  return isLocked(account) || unlocked ? undefined : locked(account, {}, context);
};
