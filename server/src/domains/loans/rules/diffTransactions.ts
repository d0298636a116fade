import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Money, zero } from '../../../kernel/money.ts';
import { notesOnLists } from '../../../kernel/notesOnLists.ts';
import type { AffectedAmounts, LoanTransactionDraft, Positions, TransactionFee } from './state.ts';
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
  /** Null where it was stored before anybody kept them. */
  readonly positionsAfter: Positions | null;
};

/** What has to be done so that the stored transactions are those of the fold. */
export type TransactionDiff<Stored> = {
  /** Latest first: the order in which they are to be undone. */
  readonly reverse: readonly Stored[];
  /** Earliest first. */
  readonly post: readonly LoanTransactionDraft[];
  /** Whether all that is stored stays, as the first of the drafts in their order. */
  readonly goesOn: boolean;
};

const nameOf = ({ eventKey, role }: { readonly eventKey: string | null; readonly role: string }): string =>
  `${eventKey ?? ''} ${role}`;

// What was folded on from an earlier fold has the very amounts of it; what is left out is nothing.
const equal = (left: Money = zero, right: Money = zero): boolean => left === right || left.equals(right);

type FeeParts = StoredLoanTransaction['fees'];

/** Whether the same fees are moved by as much, in whatever order: their accounts and who is told of them depend on it. */
const sameFees = (left: FeeParts, right: FeeParts): boolean =>
  left.length === right.length &&
  left.every(({ eventKey, amount, tax }) => {
    const other = right.find((one) => one.eventKey === eventKey);
    return other !== undefined && equal(amount, other.amount) && equal(tax, other.tax);
  });

const sameTaxes = (left: TransactionTaxes = noTaxes, right: TransactionTaxes = noTaxes): boolean =>
  equal(left.interest, right.interest) &&
  equal(left.fees, right.fees) &&
  equal(left.penalty, right.penalty) &&
  equal(left.fromArrears, right.fromArrears) &&
  equal(left.ofHolidays, right.ofHolidays);

/** What was stored without positions is no other transaction for that. */
const samePositions = (stored: Positions | null, { arrears, advance }: Positions): boolean =>
  stored === null || (equal(stored.arrears, arrears) && equal(stored.advance, advance));

const same = (stored: StoredLoanTransaction, draft: LoanTransactionDraft): boolean => {
  const { principal, interest, fees, penalty } = draft.affectedAmounts;
  return (
    stored.type === draft.type &&
    stored.valueDate === draft.valueDate &&
    equal(stored.amount, draft.amount) &&
    equal(stored.affectedAmounts.principal, principal) &&
    equal(stored.affectedAmounts.interest, interest) &&
    equal(stored.affectedAmounts.fromArrears, draft.affectedAmounts.fromArrears) &&
    equal(stored.affectedAmounts.ofHolidays, draft.affectedAmounts.ofHolidays) &&
    equal(stored.affectedAmounts.fees, fees) &&
    equal(stored.affectedAmounts.penalty, penalty) &&
    sameTaxes(stored.taxes, draft.taxes) &&
    sameFees(stored.fees, draft.fees) &&
    equal(stored.balancesAfter.total, draft.balancesAfter.total) &&
    equal(stored.balancesAfter.principal, draft.balancesAfter.principal) &&
    equal(stored.balancesAfter.redraw, draft.balancesAfter.redraw) &&
    samePositions(stored.positionsAfter, draft.positionsAfter)
  );
};

// The drafts that stored transactions were made of, one for one: a payment after others looks at none of these again, while the walk that goes on tells the
// very same drafts of them.
const madeOf = notesOnLists<StoredLoanTransaction, readonly LoanTransactionDraft[]>('drafts');

/** Notes the drafts that a list of stored transactions was made of, in the same order; there may be more of these. */
export const noteDrafts = (stored: readonly StoredLoanTransaction[], drafts: readonly LoanTransactionDraft[]): void => {
  madeOf.put(stored, drafts);
};

/** How many stored transactions, from the first, are those with which the drafts begin: nearly always all of them. */
const standingBegin = (stored: readonly StoredLoanTransaction[], drafts: readonly LoanTransactionDraft[]): number => {
  const known = madeOf.of(stored);
  for (let index = 0; index < stored.length; index += 1) {
    const [transaction, draft] = [stored[index], drafts[index]];
    if (!transaction || !draft) return index;
    if (known?.[index] === draft) continue;
    const named = transaction.eventKey === draft.eventKey && transaction.role === draft.role;
    if (!named || !same(transaction, draft)) return index;
  }
  return stored.length;
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
  const standing = standingBegin(stored, drafts);
  if (standing === stored.length) return { reverse: [], post: drafts.slice(standing), goesOn: true };
  const wanted = new Map(drafts.map((draft) => [nameOf(draft), draft]));
  const kept = new Set<string>();
  const reverse: Stored[] = [];
  for (const transaction of stored) {
    const name = nameOf(transaction);
    const draft = wanted.get(name);
    if (draft && !kept.has(name) && same(transaction, draft)) kept.add(name);
    else reverse.unshift(transaction);
  }
  return { reverse, post: drafts.filter((draft) => !kept.has(nameOf(draft))), goesOn: false };
};
