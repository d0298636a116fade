import type { Money } from '../../../kernel/money.ts';
import type { Instalment, InstalmentElement, InstalmentFee } from './state.ts';

// Whether an instalment is as it was before: asked of all instalments whenever a loan changes, so it makes nothing on its way.

type Same<Value> = (left: Value, right: Value) => boolean;

/** A comparison for every property: the compiler asks for the one of a property that is new. */
type Comparisons<Value> = { readonly [Key in keyof Required<Value>]: Same<Value[Key]> };

const all = <Value extends object>(comparisons: Comparisons<Value>): Same<Value> => {
  const keys = Object.keys(comparisons) as (keyof Value)[];
  return (left, right) => {
    if (left === right) return true;
    for (const key of keys) if (!comparisons[key](left[key], right[key])) return false;
    return true;
  };
};

const optional =
  <Value>(same: Same<Value>): Same<Value | undefined> =>
  (left, right) =>
    left === right || (left !== undefined && right !== undefined && same(left, right));

const plain = (left: unknown, right: unknown): boolean => left === right;
const amount: Same<Money> = (left, right) => left === right || left.equals(right);
const element = all<InstalmentElement>({ expected: amount, paid: amount });

const sameFee = all<InstalmentFee>({
  eventKey: plain,
  predefinedFeeKey: plain,
  name: plain,
  expected: amount,
  paid: amount,
  reduced: amount,
  tax: optional(all<NonNullable<InstalmentFee['tax']>>({ expected: amount, paid: amount, reduced: amount })),
});

const sameFees: Same<readonly InstalmentFee[]> = (left, right) =>
  left.length === right.length &&
  left.every((fee, index) => {
    const other = right[index];
    return other !== undefined && sameFee(fee, other);
  });

/** Whether two instalments say the same in everything. */
export const sameInstalment = all<Instalment>({
  slot: plain,
  number: plain,
  dueDate: plain,
  state: plain,
  principal: element,
  interest: all<Instalment['interest']>({ expected: amount, paid: amount, applied: amount }),
  fee: all<Instalment['fee']>({ expected: amount, paid: amount, expectedUnapplied: amount }),
  penalty: element,
  feeDetails: sameFees,
  interestAccrued: amount,
  lastPaidDate: plain,
  lastPenaltyAppliedDate: plain,
  repaidDate: plain,
  notes: plain,
  holiday: plain,
  capitalised: optional(amount),
  outside: optional(amount),
  closing: optional(amount),
  period: optional(all<NonNullable<Instalment['period']>>({ from: plain, to: plain })),
  tax: optional(all<NonNullable<Instalment['tax']>>({ interest: element, fee: element, penalty: element })),
});
