import { Decimal, isPositive, type Money, minus, zero } from '../../../kernel/money.ts';
import type { Working, WorkingInstalment } from './fold/working.ts';

// Walks are kept by the thousand, and most of their instalments have no fees, taxes, penalties or interest of other kinds. While nobody walks, these empty
// parts of all of them are one and the same; before a payment is taken in, the instalments that it will reach get their own again, for a walk changes them
// in place. What all share is frozen: a payment that reaches further after all is stopped by a TypeError, and its loan is walked from the beginning.

type Part = 'penalty' | 'fees' | 'fromArrears' | 'ofHolidays' | 'tax' | 'late';
type Parts = Pick<WorkingInstalment, Part>;
type Mutable = { -readonly [Name in Part]: WorkingInstalment[Name] };

const untaxed = () => ({ applied: zero, paid: zero });

/** How each part is made where there is nothing in it. */
const make: { readonly [Name in Part]: () => Parts[Name] } = {
  penalty: () => ({ expected: zero, paid: zero }),
  fees: () => [],
  fromArrears: () => ({ applied: zero, paid: zero, tax: untaxed() }),
  ofHolidays: () => ({ applied: zero, paid: zero, tax: untaxed() }),
  tax: () => ({ interest: untaxed(), penalty: untaxed() }),
  late: () => ({ accrued: zero, charged: zero, kept: zero, lastCharged: undefined }),
};

const frozen = <Value extends object>(value: Value): Value => {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && !(inner instanceof Decimal)) frozen(inner);
  return Object.freeze(value);
};

const shared: Parts = {
  penalty: frozen(make.penalty()),
  fees: frozen(make.fees()),
  fromArrears: frozen(make.fromArrears()),
  ofHolidays: frozen(make.ofHolidays()),
  tax: frozen(make.tax()),
  late: frozen(make.late()),
};

type Plain = Readonly<Record<string, unknown>>;

/** Whether a part says exactly what an empty one does, whatever properties somebody gives it one day. */
const isEmpty = (value: Plain, empty: Plain): boolean => {
  if (value === empty) return true;
  let more = 0;
  for (const key in empty) {
    const [inner, nothing] = [value[key], empty[key]];
    if (inner !== nothing) {
      if (typeof inner !== 'object' || inner === null || inner instanceof Decimal) return false;
      if (typeof nothing !== 'object' || !isEmpty(inner as Plain, nothing as Plain)) return false;
    }
    more -= 1;
  }
  for (const _ in value) more += 1;
  return more === 0;
};

const restPart = <Name extends Part>(instalment: Mutable, name: Name): void => {
  // Parts are plain values.
  if (isEmpty(instalment[name] as unknown as Plain, shared[name] as unknown as Plain)) instalment[name] = shared[name];
};

const wakePart = <Name extends Part>(instalment: Mutable, name: Name): void => {
  if (instalment[name] === shared[name]) instalment[name] = make[name]();
};

/** Lets go of the empty parts of a walk's instalments, as many from the first as are awake, until somebody goes on with it. */
export const rest = ({ instalments }: Working, awake: number): void => {
  for (let index = 0; index < awake && index < instalments.length; index += 1) {
    const instalment = instalments[index];
    if (!instalment) return;
    restPart(instalment, 'penalty');
    restPart(instalment, 'fees');
    restPart(instalment, 'fromArrears');
    restPart(instalment, 'ofHolidays');
    restPart(instalment, 'tax');
    restPart(instalment, 'late');
    if (instalment.overdue) instalment.overdue = undefined;
  }
};

/** How many instalments, from the first, a payment will reach: those that are due, the running one, and those that it pays ahead. */
const reachOf = ({ instalments, passed }: Working, amount: Money): number => {
  let left = amount;
  let reach = 0;
  for (const { principal } of instalments) {
    reach += 1;
    left = minus(left, minus(principal.expected, principal.paid));
    if (reach > passed && !isPositive(left)) return reach;
  }
  return reach;
};

/** Gives the instalments that a payment will reach their own parts again; answers how many they are, from the first. */
export const wake = (loan: Working, amount: Money): number => {
  const reach = reachOf(loan, amount);
  for (const instalment of loan.instalments.slice(0, reach)) {
    wakePart(instalment, 'penalty');
    wakePart(instalment, 'fees');
    wakePart(instalment, 'fromArrears');
    wakePart(instalment, 'ofHolidays');
    wakePart(instalment, 'tax');
    wakePart(instalment, 'late');
  }
  return reach;
};

/** Makes principal that follows principal of the same amount the very same value: amounts never change, and a schedule has many alike. */
export const shareAmounts = ({ instalments }: Working): void => {
  let last = zero;
  for (const { principal } of instalments) {
    if (principal.expected.equals(last)) principal.expected = last;
    last = principal.expected;
  }
};
