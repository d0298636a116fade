import { isPositive, type Money, minus, plus, smallest, zero } from '../../../../kernel/money.ts';
import type { LoanEvent, ReductionUndone, ScheduleEdited } from '../events.ts';
import { lowerFee, lowerTax, taxDueOf, untaxed } from './tax.ts';
import { dueOf, type Working, type WorkingFee, type WorkingInstalment } from './working.ts';

// A reduction of fees or penalties that came with an edit of the schedule can be undone: they are owed as if nothing had been let off, where they
// were, or on the instalments that the request names.

type Kind = ReductionUndone['kind'];

/** The undone reductions by the edit that made them. */
export const undoneReductions = (events: readonly LoanEvent[]): ReadonlyMap<string, ReductionUndone> =>
  new Map(
    events.flatMap((event) => (event.type === 'REDUCTION_UNDONE' ? [[`${event.edit}#${event.kind}`, event]] : [])),
  );

/** What undid the reduction of a kind that an edit made; undefined while it stands. */
export const undoneOf = (loan: Working, edit: ScheduleEdited, kind: Kind): ReductionUndone | undefined =>
  loan.undoneReductions.get(`${edit.key}#${kind}`);

/** So much of a charge with its tax, taken off an instalment to be put on another. */
type Moved = { amount: Money; tax: Money; readonly fee?: WorkingFee };

const putFee = ({ slot, fees }: WorkingInstalment, from: WorkingFee, amount: Money, tax: Money): void => {
  // Parts of one fee on several instalments are told from each other by their names.
  const key = `${from.event.key}#${slot}`;
  let fee = fees.find((one) => one === from || one.event.key === key);
  if (!fee) {
    fee = {
      event: { ...from.event, key },
      expected: zero,
      paid: zero,
      reduced: zero,
      tax: { ...untaxed(), reduced: zero },
    };
    fees.push(fee);
  }
  fee.expected = plus(fee.expected, amount);
  fee.tax.applied = plus(fee.tax.applied, tax);
};

/** Shares out what was taken off; of each part the tax goes with it, the rest with what is left. */
const share = (loan: Working, pool: readonly Moved[], { onto = [] }: ReductionUndone): void => {
  for (const { slot, amount: wanted } of onto) {
    const target = loan.instalments.find((instalment) => instalment.slot === slot);
    let left = wanted;
    for (const moved of pool) {
      const amount = smallest(left, moved.amount);
      if (!target || !isPositive(amount)) continue;
      const source = { applied: moved.tax, paid: zero };
      const tax = lowerTax(source, amount, moved.amount, loan.terms.currencyDecimals);
      moved.amount = minus(moved.amount, amount);
      moved.tax = taxDueOf(source);
      left = minus(left, amount);
      if (moved.fee) putFee(target, moved.fee, amount, tax);
      else {
        target.penalty.expected = plus(target.penalty.expected, amount);
        target.tax.penalty.applied = plus(target.tax.penalty.applied, tax);
      }
    }
  }
};

/** Moves fees that an edit had let off to the instalments that take them; `lowered` is what it let off, by instalment. */
export const moveFees = (
  loan: Working,
  undone: ReductionUndone,
  lowered: readonly { readonly instalment: WorkingInstalment; readonly amount: Money }[],
): void => {
  if (!undone.onto) return;
  const decimals = loan.terms.currencyDecimals;
  const pool: Moved[] = [];
  for (const { instalment, amount } of lowered) {
    let left = amount;
    for (const fee of [...instalment.fees].reverse()) {
      const part = smallest(left, dueOf(fee));
      if (!isPositive(part)) continue;
      left = minus(left, part);
      const tax = lowerFee(fee, part, decimals);
      // Nothing was let off: it is owed elsewhere.
      fee.reduced = minus(fee.reduced, part);
      fee.tax.reduced = minus(fee.tax.reduced, tax);
      pool.push({ amount: part, tax, fee });
    }
  }
  share(loan, pool, undone);
};

/** The same of penalties. */
export const movePenalties = (
  loan: Working,
  undone: ReductionUndone,
  lowered: readonly { readonly instalment: WorkingInstalment; readonly amount: Money }[],
): void => {
  if (!undone.onto) return;
  const decimals = loan.terms.currencyDecimals;
  const pool: Moved[] = [];
  for (const { instalment, amount } of lowered) {
    const { penalty, tax } = instalment;
    const within = lowerTax(tax.penalty, amount, dueOf(penalty), decimals);
    penalty.expected = minus(penalty.expected, amount);
    pool.push({ amount, tax: within });
  }
  share(loan, pool, undone);
};
