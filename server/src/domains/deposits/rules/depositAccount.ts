import type { StoredValues } from '../../../kernel/customFieldValues.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { isNegative, isPositive, type Money, minus, negated, plus, zero } from '../../../kernel/money.ts';
import type { DepositProduct } from './depositProduct.ts';
import type { AccountInterest } from './interest/accountInterest.ts';
import type { Accrued } from './interest/accrued.ts';
import type { Booked } from './interest/booked.ts';
import { overdrawn } from './interest/dayBalances.ts';

export type DepositAccountState =
  | 'PENDING_APPROVAL'
  | 'APPROVED'
  | 'ACTIVE'
  | 'ACTIVE_IN_ARREARS'
  | 'MATURED'
  | 'LOCKED'
  | 'DORMANT'
  | 'CLOSED'
  | 'CLOSED_WRITTEN_OFF'
  | 'WITHDRAWN'
  | 'CLOSED_REJECTED';

/** The states of an account that has not ended: its terms may still be agreed anew. */
export const openStates: readonly DepositAccountState[] = [
  'PENDING_APPROVAL',
  'APPROVED',
  'ACTIVE',
  'ACTIVE_IN_ARREARS',
  'LOCKED',
  'DORMANT',
  'MATURED',
];

export type DepositAccountType =
  | 'CURRENT_ACCOUNT'
  | 'REGULAR_SAVINGS'
  | 'FIXED_DEPOSIT'
  | 'SAVINGS_PLAN'
  | 'INVESTOR_ACCOUNT';

/** One movement of the balance; the history of an account is a list of them in the order of (valueDate, id). */
export type Movement = { readonly valueDate: Instant; readonly amount: Money };

/** A holder that an account had until it was handed over. */
export type FormerOwner = { readonly previousOwnerKey: EncodedKey; readonly transferDate: Instant };

/** A deposit account as rules see it: a fold of its transactions with its own terms. Amounts in the account's currency. */
export type DepositAccount = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly name: string;
  readonly notes: string | null;
  readonly accountHolderKey: EncodedKey;
  readonly accountHolderType: 'CLIENT' | 'GROUP';
  /** Oldest first. */
  readonly ownershipHistory: readonly FormerOwner[];
  readonly productTypeKey: EncodedKey;
  readonly accountType: DepositAccountType;
  readonly accountState: DepositAccountState;
  /** What unlocking returns to. */
  readonly stateBeforeLock: DepositAccountState | null;
  readonly currencyCode: string;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
  readonly totalBalance: Money;
  /** What debit authorization holds that stand hold. */
  readonly holdBalance: Money;
  /** What credit authorization holds that stand announce; it is not available before it comes. */
  readonly forwardAvailableBalance: Money;
  readonly blockedBalance: Money;
  readonly lockedBalance: Money;
  /** Fees that were applied when there was nothing to pay them from. */
  readonly feesDue: Money;
  readonly allowOverdraft: boolean;
  readonly overdraftLimit: Money;
  readonly overdraftExpiryDate: Instant | null;
  readonly maxDepositBalance: Money | null;
  readonly maxWithdrawalAmount: Money | null;
  readonly recommendedDepositAmount: Money | null;
  readonly targetAmount: Money | null;
  readonly linkedSettlementAccountKeys: readonly EncodedKey[];
  /** The custom fields, which no posting reads or changes. */
  readonly customFields: StoredValues | null;
  readonly approvedDate: Instant | null;
  readonly activationDate: Instant | null;
  readonly lockedDate: Instant | null;
  readonly closedDate: Instant | null;
  readonly maturityDate: Instant | null;
  /** The last day whose monthly fees were charged. */
  readonly monthlyFeesDate: LocalDate | null;
  readonly lastSetToArrearsDate: Instant | null;
  readonly creationDate: Instant;
  readonly lastModifiedDate: Instant;
  /** The index rate source of the tax that is withheld from its interest; null where none is. */
  readonly withholdingTaxSourceKey: EncodedKey | null;
  /** What decides its interest; null for none of any kind. */
  readonly interest: AccountInterest | null;
  /** What accrued since the last application, through the day before `accruedTo`. */
  readonly accrued: Accrued;
  /** What of it the books hold: accrual journals booked it, and no application took it out yet. */
  readonly booked: Booked;
  /** The first day that is not accrued yet; null before the first night of an active account. */
  readonly accruedTo: LocalDate | null;
  /** The value date of the last application of interest: its first moment. */
  readonly lastInterestStoredDate: Instant | null;
  /** Whether a decision changed one of the five above: most postings don't, and don't write them. */
  readonly interestChanged: boolean;
  /** Movements from a value date on, loaded only when something is dated back; null otherwise. */
  readonly history: readonly Movement[] | null;
};

/** The overdraft limit that counts at a moment: none after its expiry, and none while an amount is locked as a guarantee. */
export const overdraftInForce = (account: DepositAccount, now: Instant): Money => {
  if (!account.allowOverdraft || isPositive(account.lockedBalance)) return zero;
  if (account.overdraftExpiryDate !== null && account.overdraftExpiryDate <= now) return zero;
  return account.overdraftLimit;
};

const reserved = ({ holdBalance, blockedBalance, lockedBalance }: DepositAccount): Money =>
  plus(plus(holdBalance, blockedBalance), lockedBalance);

/** available = total balance + overdraft limit in force − holds − blocks − locked amounts. May be negative. */
export const availableBalance = (account: DepositAccount, now: Instant): Money =>
  minus(plus(account.totalBalance, overdraftInForce(account, now)), reserved(account));

/** What can still be locked as a guarantee: what is available without an overdraft, since none counts while an amount is locked. May be negative. */
export const lockableBalance = (account: DepositAccount): Money => minus(account.totalBalance, reserved(account));

/** What the account owes the bank: the negative part of its balance. */
export const overdraftAmount = (account: DepositAccount): Money =>
  isNegative(account.totalBalance) ? negated(account.totalBalance) : zero;

/** The limit that was agreed, whether it is in force or has expired: what is owed beyond it is technical. */
export const agreedLimit = ({
  allowOverdraft,
  overdraftLimit,
}: Pick<DepositAccount, 'allowOverdraft' | 'overdraftLimit'>): Money => (allowOverdraft ? overdraftLimit : zero);

/** What the account owes as overdraft and, where its product knows that, as technical overdraft: the part beyond the agreed limit. */
export const overdraftParts = (
  account: Pick<DepositAccount, 'totalBalance' | 'allowOverdraft' | 'overdraftLimit'>,
  { allowTechnicalOverdraft }: Pick<DepositProduct, 'allowTechnicalOverdraft'>,
): { readonly authorised: Money; readonly technical: Money } =>
  overdrawn(account.totalBalance, allowTechnicalOverdraft ? agreedLimit(account) : null);

/**
 * The lowest balance the account had, or would have had, from a value date on: what a debit dated back to it must not exceed.
 * Needs the history since that date. Movements of one moment count together: a transaction and its adjustment, which has the same value date,
 * leave no balance between them.
 */
export const lowestBalanceSince = (account: DepositAccount, since: Instant): Money => {
  let balance = account.totalBalance;
  let lowest = balance;
  const later = (account.history ?? []).filter((movement) => movement.valueDate > since).toReversed();
  for (const [index, { valueDate, amount }] of later.entries()) {
    balance = minus(balance, amount);
    if (later[index + 1]?.valueDate !== valueDate && balance.lessThan(lowest)) lowest = balance;
  }
  return lowest;
};
