import { daysBetween } from '../../../../kernel/localDate.ts';
import { isZero } from '../../../../kernel/money.ts';
import { firstRefusal } from '../../../../kernel/refusals.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import {
  applyEvents,
  isActive,
  type LoanAccountFacts,
  type LoanAccountState,
  type LoanContext,
  type LoanDecision,
  loanOn,
} from './account.ts';
import { checkLock, checkNothingHeld } from './checks.ts';
import { checkTranchesMakeLoan } from './decideTranches.ts';

export type LoanAccountAction =
  | 'REQUEST_APPROVAL'
  | 'SET_INCOMPLETE'
  | 'APPROVE'
  | 'UNDO_APPROVE'
  | 'REJECT'
  | 'WITHDRAW'
  | 'CLOSE'
  | 'UNDO_REJECT'
  | 'UNDO_WITHDRAW'
  | 'UNDO_CLOSE';

export type StateChangeRequest = {
  readonly action: LoanAccountAction;
  /** The product's limit for opening a closed account again; undefined is none. */
  readonly maxAllowedUndoClosurePeriod?: number;
};

type Facts = Partial<Omit<LoanAccountFacts, 'events' | 'terms' | 'nextSequence'>>;

/** One row of the table of transitions: from where, under which condition, and what becomes of the account. */
type Transition = {
  readonly from: (account: LoanAccountFacts) => boolean;
  readonly refuse?: (
    account: LoanAccountFacts,
    context: LoanContext,
    request: StateChangeRequest,
  ) => Rejection | undefined;
  readonly becomes: (account: LoanAccountFacts, context: LoanContext) => Facts;
};

const oneOf =
  (...states: readonly LoanAccountState[]) =>
  ({ state }: LoanAccountFacts): boolean =>
    states.includes(state);

const opened = { subState: null, closedOn: null, stateBeforeClosure: null } as const;

const refuseBalance: Transition['refuse'] = (account, context) => {
  const { total, redraw } = loanOn(account, context, context.today).balances;
  return firstRefusal([
    [!isZero(total), 'ACCOUNT_HAS_REMAINING_BALANCE', `loan account ${account.id} still owes ${total.toFixed()}`],
    [
      !isZero(redraw),
      'ACCOUNT_HAS_REMAINING_BALANCE',
      `the redraw balance of loan account ${account.id} is still ${redraw.toFixed()}`,
    ],
  ]);
};

const refuseLateUndo: Transition['refuse'] = (account, context, { maxAllowedUndoClosurePeriod }) => {
  if (maxAllowedUndoClosurePeriod === undefined || account.closedOn === null) return undefined;
  return daysBetween(account.closedOn, context.today) > maxAllowedUndoClosurePeriod
    ? reject(
        'CLOSURE_DATE_AFTER_MAX_ALLOWED_UNDO_CLOSURE_PERIOD',
        `the account was closed on ${account.closedOn}, more than ${maxAllowedUndoClosurePeriod} days ago`,
      )
    : undefined;
};

const transitions: Record<LoanAccountAction, Transition> = {
  REQUEST_APPROVAL: {
    from: oneOf('PARTIAL_APPLICATION'),
    becomes: () => ({ state: 'PENDING_APPROVAL' }),
  },
  SET_INCOMPLETE: {
    from: oneOf('PENDING_APPROVAL'),
    becomes: () => ({ state: 'PARTIAL_APPLICATION' }),
  },
  APPROVE: {
    from: oneOf('PENDING_APPROVAL'),
    refuse: checkTranchesMakeLoan,
    becomes: (_account, { today }) => ({ state: 'APPROVED', approvedOn: today }),
  },
  UNDO_APPROVE: {
    from: oneOf('APPROVED'),
    refuse: checkNothingHeld,
    becomes: () => ({ state: 'PENDING_APPROVAL', approvedOn: null }),
  },
  REJECT: {
    from: oneOf('PARTIAL_APPLICATION', 'PENDING_APPROVAL'),
    becomes: ({ state }, { today }) => ({
      state: 'CLOSED_REJECTED',
      subState: 'REJECTED',
      closedOn: today,
      stateBeforeClosure: state,
    }),
  },
  WITHDRAW: {
    from: oneOf('PARTIAL_APPLICATION', 'PENDING_APPROVAL', 'APPROVED'),
    refuse: checkNothingHeld,
    becomes: ({ state }, { today }) => ({
      state: 'CLOSED',
      subState: 'WITHDRAWN',
      closedOn: today,
      stateBeforeClosure: state,
    }),
  },
  CLOSE: {
    from: isActive,
    refuse: (account, context, request) =>
      checkLock(account, context) ?? checkNothingHeld(account) ?? refuseBalance(account, context, request),
    becomes: ({ state }, { today }) => ({
      state: 'CLOSED',
      subState: 'REPAID',
      closedOn: today,
      stateBeforeClosure: state,
    }),
  },
  UNDO_REJECT: {
    from: oneOf('CLOSED_REJECTED'),
    becomes: ({ stateBeforeClosure }) => ({ state: stateBeforeClosure ?? 'PENDING_APPROVAL', ...opened }),
  },
  UNDO_WITHDRAW: {
    from: ({ state, subState }) => state === 'CLOSED' && subState === 'WITHDRAWN',
    becomes: ({ stateBeforeClosure }) => ({ state: stateBeforeClosure ?? 'PENDING_APPROVAL', ...opened }),
  },
  UNDO_CLOSE: {
    from: ({ state, subState }) => state === 'CLOSED' && subState === 'REPAID',
    refuse: refuseLateUndo,
    becomes: (account, context) => ({ state: loanOn(account, context, context.today).liveState, ...opened }),
  },
};

/** Whether an action leads anywhere from the state an account is in; what a console offers. */
export const canChangeState = (account: LoanAccountFacts, action: LoanAccountAction): boolean =>
  transitions[action].from(account);

/**
 * Moves an account by one action of the table of transitions. Refusals in this order: a state the action does not start
 * from, then the action's own condition (lock and balance for CLOSE, the period for UNDO_CLOSE). What approval asks of
 * securities, exposure or the approver is decided by the caller.
 */
export const decideStateChange = (
  account: LoanAccountFacts,
  request: StateChangeRequest,
  context: LoanContext,
): LoanDecision | Rejection => {
  const transition = transitions[request.action];
  if (!transition.from(account)) {
    const now = account.subState === null ? account.state : `${account.state} / ${account.subState}`;
    return reject('INVALID_STATE_TRANSITION', `${request.action} is not possible for an account that is ${now}`);
  }
  return (
    transition.refuse?.(account, context, request) ??
    applyEvents(account, context, { facts: transition.becomes(account, context) })
  );
};
