import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import type { AffectedAmounts, LoanTransactionDraft, TransactionFee } from './state.ts';
import { noTaxes, type TransactionTaxes } from './taxes.ts';

/** A transaction as it is stored and not reversed, as far as comparing it needs it. */
export type StoredLoanTransaction = {
  readonly eventKey: string | null;
  readonly role: string;
  readonly type: string;
  readonly amount: Money;
  readonly valueDate: LocalDate;
  readonly affectedAmounts: AffectedAmounts;
  readonly taxes?: TransactionTaxes;
  readonly fees: readonly Pick<TransactionFee, 'eventKey' | 'amount' | 'tax'>[];
  readonly balancesAfter: LoanTransactionDraft['balancesAfter'];
};

/** What has to be done so that the stored transactions are those of the fold. */
export type TransactionDiff<Stored> = {
  /** Latest first: the order in which they are to be undone. */
  readonly reverse: readonly Stored[];
  /** Earliest first. */
  readonly post: readonly LoanTransactionDraft[];
};

const nameOf = ({ eventKey, role }: { readonly eventKey: string | null; readonly role: string }): string =>
  `${eventKey ?? ''} ${role}`;

type FeeParts = StoredLoanTransaction['fees'];

/** Whether the same fees are moved by as much, in whatever order: their accounts and who is told of them depend on it. */
const sameFees = (left: FeeParts, right: FeeParts): boolean =>
  left.length === right.length &&
  left.every(({ eventKey, amount, tax }) => {
    const other = right.find((one) => one.eventKey === eventKey);
    return other !== undefined && amount.equals(other.amount) && samePart(tax, other.tax);
  });

/** What is left out is nothing. */
const samePart = (left: Money = zero, right: Money = zero): boolean => left.equals(right);

const sameTaxes = (left: TransactionTaxes = noTaxes, right: TransactionTaxes = noTaxes): boolean =>
  left.interest.equals(right.interest) &&
  left.fees.equals(right.fees) &&
  left.penalty.equals(right.penalty) &&
  samePart(left.fromArrears, right.fromArrears);

const same = (stored: StoredLoanTransaction, draft: LoanTransactionDraft): boolean => {
  const { principal, interest, fees, penalty } = draft.affectedAmounts;
  return (
    stored.type === draft.type &&
    stored.valueDate === draft.valueDate &&
    stored.amount.equals(draft.amount) &&
    stored.affectedAmounts.principal.equals(principal) &&
    stored.affectedAmounts.interest.equals(interest) &&
    samePart(stored.affectedAmounts.fromArrears, draft.affectedAmounts.fromArrears) &&
    stored.affectedAmounts.fees.equals(fees) &&
    stored.affectedAmounts.penalty.equals(penalty) &&
    sameTaxes(stored.taxes, draft.taxes) &&
    sameFees(stored.fees, draft.fees) &&
    stored.balancesAfter.total.equals(draft.balancesAfter.total) &&
    stored.balancesAfter.principal.equals(draft.balancesAfter.principal) &&
    (stored.balancesAfter.redraw ?? zero).equals(draft.balancesAfter.redraw ?? zero)
  );
};

/**
 * Compares stored transactions, in order of logging, with those that follow from the events. Equal ones stay as they are;
 * missing and changed ones are reversed and posted anew, a transaction whose balances afterwards differ included. Booking
 * dates are not compared: a correction may have been booked in a later period.
 */
export const diffTransactions = <Stored extends StoredLoanTransaction>(
  stored: readonly Stored[],
  drafts: readonly LoanTransactionDraft[],
): TransactionDiff<Stored> => {
  const wanted = new Map(drafts.map((draft) => [nameOf(draft), draft]));
  const kept = new Set<string>();
  const reverse: Stored[] = [];
  for (const transaction of stored) {
    const name = nameOf(transaction);
    const draft = wanted.get(name);
    if (draft && !kept.has(name) && same(transaction, draft)) kept.add(name);
    else reverse.unshift(transaction);
  }
  return { reverse, post: drafts.filter((draft) => !kept.has(nameOf(draft))) };
};
