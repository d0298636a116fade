import type { Schemas } from '../../../generated/schemas.ts';
import type { StoredValues } from '../../../kernel/customFieldValues.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Money, Rate } from '../../../kernel/money.ts';
import type { Accrued } from './interest/accrued.ts';
import type { Booked } from './interest/booked.ts';

/** The types that this engine posts; each reversible one has its adjustment type below. */
export type DepositTransactionType =
  | 'DEPOSIT'
  | 'WITHDRAWAL'
  | 'CARD_TRANSACTION_REVERSAL'
  | 'TRANSFER'
  | 'FEE_APPLIED'
  | 'ADJUSTMENT'
  | 'WITHDRAWAL_ADJUSTMENT'
  | 'TRANSFER_ADJUSTMENT'
  | 'FEE_ADJUSTED'
  | 'INTEREST_APPLIED'
  | 'INTEREST_APPLIED_ADJUSTMENT'
  | 'WITHHOLDING_TAX'
  | 'WITHHOLDING_TAX_ADJUSTMENT'
  | 'INTEREST_RATE_CHANGED'
  | 'OVERDRAFT_INTEREST_RATE_CHANGED'
  | 'OVERDRAFT_LIMIT_CHANGED'
  | 'BRANCH_CHANGED'
  | 'ACCOUNT_HOLDER_CHANGED'
  | 'SEIZED_AMOUNT'
  | 'WRITE_OFF'
  | 'WRITE_OFF_ADJUSTMENT';

/** The type of the transaction that undoes another; the undo of a DEPOSIT is plainly an ADJUSTMENT. */
export const adjustmentTypes: Readonly<Partial<Record<DepositTransactionType, DepositTransactionType>>> = {
  DEPOSIT: 'ADJUSTMENT',
  WITHDRAWAL: 'WITHDRAWAL_ADJUSTMENT',
  TRANSFER: 'TRANSFER_ADJUSTMENT',
  FEE_APPLIED: 'FEE_ADJUSTED',
  INTEREST_APPLIED: 'INTEREST_APPLIED_ADJUSTMENT',
  WITHHOLDING_TAX: 'WITHHOLDING_TAX_ADJUSTMENT',
  WRITE_OFF: 'WRITE_OFF_ADJUSTMENT',
};

export type AppliedFee = {
  readonly predefinedFeeKey: EncodedKey | null;
  readonly name: string | null;
  readonly trigger: 'MANUAL' | 'MONTHLY_FEE' | 'ARBITRARY';
  readonly amount: Money;
};

/** How an amount spreads: what moves the balance as funds, what as overdraft, and what concerns fees that were due. Debits are negative. */
export type Split = { readonly fundsAmount: Money; readonly overdraftAmount: Money; readonly feesAmount: Money };

/** A posted movement of a deposit account. Amounts carry their sign: debits are negative. */
export type DepositTransaction = Split & {
  readonly encodedKey: EncodedKey;
  /** Drawn by the database when the row is written. */
  id: number | null;
  readonly accountKey: EncodedKey;
  readonly type: DepositTransactionType;
  readonly amount: Money;
  /** The account's total balance right after. */
  readonly totalBalance: Money;
  readonly valueDate: Instant;
  readonly bookingDate: Instant;
  readonly creationDate: Instant;
  readonly currencyCode: string;
  readonly externalId: string | null;
  readonly notes: string | null;
  readonly channelKey: EncodedKey | null;
  readonly channelId: string | null;
  readonly userKey: EncodedKey;
  readonly branchKey: EncodedKey | null;
  readonly centreKey: EncodedKey | null;
  readonly originalTransactionKey: EncodedKey | null;
  readonly adjustmentTransactionKey: EncodedKey | null;
  readonly linkedDepositTransactionKey: EncodedKey | null;
  readonly linkedLoanTransactionKey: EncodedKey | null;
  readonly paymentOrderId: string | null;
  readonly paymentDetails: Readonly<Record<string, unknown>> | null;
  readonly fees: readonly AppliedFee[];
  /** Changed terms, in the contract's shape; only on transactions without money. */
  readonly terms: Readonly<Record<string, unknown>> | null;
  /** Of an application of interest: what of each kind it applied. */
  readonly interestAccruedAmounts: Accrued | null;
  /** Of an application of interest: what of it the books held as accrued, and it took out. */
  readonly interestFromBooks: Booked | null;
  /** Of an application of interest: when it was applied before, which is what adjusting it returns to. */
  readonly interestAppliedBefore: Instant | null;
  /** What of the overdraft part is technical overdraft: beyond the agreed limit. */
  readonly technicalOverdraftAmount: Money;
  /** Of a withholding tax and its adjustment: its rate, in percent. */
  readonly taxRate: Rate | null;
  /** Of a seizure: the reference of the block whose money it took. */
  readonly blockId: string | null;
  /** Of a card payment and its reversals: what the processor told. */
  readonly card: Schemas['CardTransaction'] | null;
  /** The authorization hold that it settled. */
  readonly holdExternalReferenceId: string | null;
  readonly customFields: StoredValues | null;
  /** Of a stored one whose account went to another branch after it: the branch that its money was booked in. */
  readonly bookedInBranch?: EncodedKey | null;
};
