// A revolving credit by a plain loop over days, in cents: what the engine has to come to, computed in another way.

/** What happened to the credit on a day, in order. */
export type RevolvingEvent = {
  readonly day: string;
  /** RETURN gives a withdrawal back, BACK takes a payment back, OUT pays money out that was paid beyond everything. */
  readonly type: 'DRAW' | 'PAY' | 'FEE' | 'RATE' | 'PERCENTAGE' | 'RETURN' | 'BACK' | 'OUT';
  /** Money, or percent. */
  readonly value: number;
  /** Of a payment that may come back, and of what takes it back. */
  readonly name?: string;
};

export type RevolvingReference = {
  /** The day of the month on which it asks for its part: the due date, or the end of a billing cycle. */
  readonly closingDay: number;
  /** The day on which that is due, where it is a later one. */
  readonly dueDay?: number;
  readonly rate: number;
  readonly percentage: number;
  readonly floor: number;
  /** Where it is to tell what lies there and what can be drawn. */
  readonly limit?: number;
};

type Asked = { principal: number; interest: number; fee: number; closed: string };
type Element = 'principal' | 'interest' | 'fee';
/** What a payment paid; principal ahead was asked for by nobody. */
type Step = { readonly asked: Asked; readonly element: Element; readonly ahead: boolean; cents: number };

const nothingAsked = (): Asked => ({ principal: 0, interest: 0, fee: 0, closed: '' });

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
const rounded = (cents: number): number => Math.round(Number(cents.toFixed(6)));

/** Balances and what is due of a credit on a day: due dates first, then the events of the day. */
export const revolvingFigures = (credit: RevolvingReference, events: readonly RevolvingEvent[], asOf: string) => {
  const [first] = events;
  let { rate, percentage } = credit;
  let principal = 0;
  let period = 0;
  let applied = 0;
  const due: Asked[] = [];
  let running = nothingAsked();
  /** Money that was paid beyond everything. */
  let kept = 0;
  const payments = new Map<string, Step[]>();

  /** Pays elements of what is due, then of what is not; answers what is left of an amount, and what it paid. */
  const spend = (amount: number, elements: readonly Element[], ahead: boolean): { left: number; steps: Step[] } => {
    let left = amount;
    const steps: Step[] = [];
    const take = (asked: Asked, element: Element, most = asked[element], unasked = false): void => {
      const part = Math.min(left, most);
      left -= part;
      if (element === 'principal') principal -= part;
      if (!unasked) asked[element] -= part;
      if (part > 0) steps.push({ asked, element, ahead: unasked, cents: part });
    };
    for (const asked of due) for (const element of elements) take(asked, element);
    if (left > 0 && ahead) {
      const interest = elements.includes('interest') ? Math.max(0, rounded(period) - applied) : 0;
      applied += interest;
      running.interest += interest;
      for (const element of elements) {
        if (element === 'principal') take(running, element, principal, true);
        else take(running, element);
      }
    }
    if (principal === 0 && rounded(period) <= applied) period = applied;
    return { left, steps };
  };
  const everything = ['fee', 'interest', 'principal'] as const;
  const pay = (amount: number, name: string | undefined): void => {
    const { left, steps } = spend(amount, everything, true);
    kept += left;
    if (name !== undefined) payments.set(name, steps);
  };
  const payFromThere = (elements: readonly Element[], ahead: boolean): void => {
    if (kept > 0) kept = spend(kept, elements, ahead).left;
  };
  const takeBack = (amount: number, name: string | undefined): void => {
    const there = Math.min(amount, kept);
    kept -= there;
    let left = amount - there;
    for (const step of (payments.get(name ?? '') ?? []).toReversed()) {
      const part = Math.min(left, step.cents);
      left -= part;
      step.cents -= part;
      if (step.element === 'principal') principal += part;
      if (!step.ahead) step.asked[step.element] += part;
    }
    // What is gone is owed as if it had been drawn.
    principal += left;
  };

  for (let day = first?.day ?? asOf; day <= asOf; day = dayAfter(day)) {
    if (day !== first?.day) period += (principal * rate) / 100 / 365;
    if (day !== first?.day && Number(day.slice(8)) === credit.closingDay) {
      running.interest += Math.max(0, rounded(period) - applied);
      const asked = Math.max(rounded((principal * percentage) / 100), credit.floor * 100);
      const open = due.reduce((all, one) => all + one.principal, 0);
      running.principal = Math.min(asked, principal - open);
      running.closed = day;
      due.push(running);
      running = nothingAsked();
      period = 0;
      applied = 0;
    }
    payFromThere(everything, false);
    for (const { type, value, name } of events.filter((event) => event.day === day)) {
      const cents = rounded(value * 100);
      if (type === 'DRAW') {
        principal += cents;
        payFromThere(['principal'], true);
      } else if (type === 'PAY') pay(cents, name);
      else if (type === 'RETURN') kept += spend(cents, ['principal'], true).left;
      else if (type === 'BACK') takeBack(cents, name);
      else if (type === 'OUT') kept -= cents;
      else if (type === 'FEE') running.fee += cents;
      else if (type === 'RATE') rate = value;
      else percentage = value;
    }
  }
  const told = (cents: number): string => (cents / 100).toFixed(2);
  const sum = (element: Element): number => due.reduce((all, one) => all + one[element], 0);
  const isDue = ({ closed }: Asked): boolean =>
    credit.dueDay === undefined || `${closed.slice(0, 8)}${String(credit.dueDay).padStart(2, '0')}` <= asOf;
  const dueNow = due.filter(isDue).reduce((all, one) => all + one.principal + one.interest + one.fee, 0);
  return {
    principal: told(principal),
    interest: told(sum('interest') + running.interest),
    fees: told(sum('fee') + running.fee),
    due: told(dueNow),
    ...(credit.limit === undefined ? {} : { kept: told(kept), free: told(credit.limit * 100 - principal + kept) }),
  };
};
