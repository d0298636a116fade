import type { ErrorReason } from '../../../generated/errors.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { isNegative, isZero, plus } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { type DepositAccount, type DepositAccountState, overdraftInForce } from './depositAccount.ts';
import { awake, withLock } from './interest/accountInterest.ts';
import { netOf, nothingAccrued } from './interest/accrued.ts';
import { inCurrency } from './interest/application.ts';

export type DepositAccountAction =
  | 'APPROVE'
  | 'UNDO_APPROVE'
  | 'UNDO_ACTIVATE'
  | 'CLOSE_REJECT'
  | 'CLOSE_WITHDRAW'
  | 'LOCK'
  | 'UNLOCK'
  | 'CLOSE'
  | 'CLOSE_WRITE_OFF'
  | 'UNDO_CLOSE_WRITE_OFF';

type StateFacts = {
  readonly account: DepositAccount;
  readonly now: Instant;
  readonly hasTransactions: boolean;
  /** Whether any transaction that moved money was not taken back. */
  readonly hasStandingTransactions: boolean;
  /** The bank's day. */
  readonly today: LocalDate;
  /** Decimals of the account's currency. */
  readonly decimals: number;
};

type Transition = {
  readonly from: readonly DepositAccountState[];
  readonly guard?: (facts: StateFacts) => Rejection | undefined;
  readonly apply: (account: DepositAccount, now: Instant, today: LocalDate) => Partial<DepositAccount>;
};

const empty = ({ account }: StateFacts): Rejection | undefined => {
  const open: readonly [ErrorReason, string, boolean][] = [
    ['ACCOUNT_HAS_REMAINING_BALANCE', 'the balance', !isZero(account.totalBalance)],
    ['ACCOUNT_HAS_REMAINING_BALANCE', 'fees due', !isZero(account.feesDue)],
    ['ACCOUNT_HAS_REMAINING_BALANCE', 'holds', !isZero(account.holdBalance)],
    ['FORWARD_AVAILABLE_BALANCE_SHOULD_BE_ZERO_OR_NULL', 'announced credits', !isZero(account.forwardAvailableBalance)],
    ['ACCOUNT_HAS_REMAINING_BALANCE', 'blocked funds', !isZero(account.blockedBalance)],
    ['ACCOUNT_HAS_REMAINING_BALANCE', 'an amount locked as a guarantee', !isZero(account.lockedBalance)],
    ['LINKED_ACCOUNT_DELETION_ERROR', 'a loan that settles from it', account.linkedSettlementAccountKeys.length > 0],
  ];
  const found = open.find(([, , present]) => present);
  return found ? reject(found[0], `account ${account.id} can't be closed: it still has ${found[1]}`) : undefined;
};

const nothingLeft = (facts: StateFacts): Rejection | undefined =>
  empty(facts) ??
  (isZero(netOf(inCurrency(facts.account.accrued, facts.decimals)))
    ? undefined
    : reject(
        'ACCOUNT_HAS_REMAINING_BALANCE',
        `account ${facts.account.id} can't be closed: it still has accrued interest; apply it first`,
      ));

const withoutTransactions = ({ account, hasTransactions }: StateFacts): Rejection | undefined =>
  hasTransactions ? reject('ACCOUNT_HAS_TRANSACTIONS', `account ${account.id} has transactions`) : undefined;

const neverUsed = (facts: StateFacts): Rejection | undefined => {
  const { account, hasStandingTransactions } = facts;
  if (hasStandingTransactions)
    return reject('ACCOUNT_HAS_TRANSACTIONS', `account ${account.id} has transactions that were not adjusted`);
  return account.maturityDate === null
    ? empty(facts)
    : reject('DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET', `the term of account ${account.id} has started; undo it first`);
};

/** The transitions that a request may ask for and that post nothing; `writeOff` has the others. Anything not listed is refused. */
const transitions: Readonly<Partial<Record<DepositAccountAction, Transition>>> = {
  APPROVE: { from: ['PENDING_APPROVAL'], apply: (_account, now) => ({ accountState: 'APPROVED', approvedDate: now }) },
  UNDO_APPROVE: {
    from: ['APPROVED'],
    guard: withoutTransactions,
    apply: () => ({ accountState: 'PENDING_APPROVAL', approvedDate: null }),
  },
  UNDO_ACTIVATE: {
    from: ['ACTIVE'],
    guard: neverUsed,
    apply: () => ({
      accountState: 'APPROVED',
      activationDate: null,
      accrued: nothingAccrued,
      accruedTo: null,
      lastInterestStoredDate: null,
      interestChanged: true,
    }),
  },
  CLOSE_REJECT: {
    from: ['PENDING_APPROVAL'],
    apply: (_account, now) => ({ accountState: 'CLOSED_REJECTED', closedDate: now }),
  },
  CLOSE_WITHDRAW: {
    from: ['PENDING_APPROVAL', 'APPROVED'],
    guard: withoutTransactions,
    apply: (_account, now) => ({ accountState: 'WITHDRAWN', closedDate: now }),
  },
  LOCK: {
    from: ['ACTIVE', 'ACTIVE_IN_ARREARS'],
    apply: (account, now, today) => ({
      accountState: 'LOCKED',
      stateBeforeLock: account.accountState,
      lockedDate: now,
      interest: withLock(account.interest, today, true),
      interestChanged: account.interest !== null,
    }),
  },
  UNLOCK: {
    from: ['LOCKED'],
    apply: (account, _now, today) => ({
      interest: withLock(account.interest, today, false),
      interestChanged: account.interest !== null,
      accountState: account.stateBeforeLock ?? 'ACTIVE',
      stateBeforeLock: null,
      lockedDate: null,
    }),
  },
  CLOSE: {
    from: ['ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT', 'MATURED'],
    guard: nothingLeft,
    apply: (account, now, today) => ({
      accountState: 'CLOSED',
      closedDate: now,
      interest: awake(account.interest, today),
      interestChanged: account.interest !== null,
    }),
  },
};

/** The account after a change of state, or why it can't be changed so. Times are the tenant's. */
export const decideStateChange = (facts: StateFacts, action: DepositAccountAction): DepositAccount | Rejection => {
  const { account, now } = facts;
  if (action === 'LOCK' && account.accountState === 'LOCKED')
    return reject('ACCOUNT_ALREADY_LOCKED', `account ${account.id} is locked`);
  if (action === 'UNLOCK' && account.accountState !== 'LOCKED')
    return reject('ACCOUNT_ALREADY_UNLOCKED', `account ${account.id} is not locked`);
  const transition = transitions[action];
  if (!transition?.from.includes(account.accountState)) {
    return reject(
      'INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION',
      `action ${action} is not possible in state ${account.accountState}`,
    );
  }
  return (
    transition.guard?.(facts) ?? { ...account, ...transition.apply(account, now, facts.today), lastModifiedDate: now }
  );
};

/**
 * The state of an account whose overdraft changed: in arrears at once when what it owes is no longer covered, and out of them when it is again.
 * States in which nothing is judged stay.
 */
export const judgedArrears = (
  account: DepositAccount,
  now: Instant,
): Pick<DepositAccount, 'accountState' | 'lastSetToArrearsDate'> => {
  const { accountState, lastSetToArrearsDate } = account;
  const covered = !isNegative(plus(account.totalBalance, overdraftInForce(account, now)));
  if (accountState === 'ACTIVE' && !covered) return { accountState: 'ACTIVE_IN_ARREARS', lastSetToArrearsDate: now };
  return accountState === 'ACTIVE_IN_ARREARS' && covered
    ? { accountState: 'ACTIVE', lastSetToArrearsDate: null }
    : { accountState, lastSetToArrearsDate };
};

/** A closed account opens again: ACTIVE, while a rejected or withdrawn application goes back to PENDING_APPROVAL. */
export const decideReopen = (account: DepositAccount, now: Instant): DepositAccount | Rejection => {
  if (account.accountState === 'CLOSED') {
    return { ...account, accountState: 'ACTIVE', closedDate: null, lastModifiedDate: now };
  }
  return account.accountState === 'CLOSED_REJECTED' || account.accountState === 'WITHDRAWN'
    ? { ...account, accountState: 'PENDING_APPROVAL', approvedDate: null, closedDate: null, lastModifiedDate: now }
    : reject(
        'INVALID_SAVINGS_ACCOUNT_STATE_TRANSITION',
        `an account in state ${account.accountState} can't be reopened`,
      );
};
