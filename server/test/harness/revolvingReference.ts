// A revolving credit by a plain loop over days, in cents: what the engine has to come to, computed in another way.

/** What happened to the credit on a day, in order. */
export type RevolvingEvent = {
  readonly day: string;
  readonly type: 'DRAW' | 'PAY' | 'FEE' | 'RATE' | 'PERCENTAGE';
  /** Money, or percent. */
  readonly value: number;
};

export type RevolvingReference = {
  /** The day of the month on which it asks for its part: the due date, or the end of a billing cycle. */
  readonly closingDay: number;
  /** The day on which that is due, where it is a later one. */
  readonly dueDay?: number;
  readonly rate: number;
  readonly percentage: number;
  readonly floor: number;
};

type Asked = { principal: number; interest: number; fee: number };
type Billed = Asked & { readonly closed: string };

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
  const due: Billed[] = [];
  let running: Asked = { principal: 0, interest: 0, fee: 0 };

  const pay = (amount: number): void => {
    let left = amount;
    const take = (asked: Asked, element: keyof Asked, most = asked[element]): void => {
      const part = Math.min(left, most);
      left -= part;
      if (element === 'principal') principal -= part;
      asked[element] = Math.max(0, asked[element] - part);
    };
    for (const asked of due) for (const element of ['fee', 'interest', 'principal'] as const) take(asked, element);
    if (left > 0) {
      const interest = Math.max(0, rounded(period) - applied);
      applied += interest;
      running.interest += interest;
      take(running, 'fee');
      take(running, 'interest');
      take(running, 'principal', principal);
    }
    if (principal === 0 && rounded(period) <= applied) period = applied;
  };

  for (let day = first?.day ?? asOf; day <= asOf; day = dayAfter(day)) {
    if (day !== first?.day) period += (principal * rate) / 100 / 365;
    if (day !== first?.day && Number(day.slice(8)) === credit.closingDay) {
      running.interest += Math.max(0, rounded(period) - applied);
      const asked = Math.max(rounded((principal * percentage) / 100), credit.floor * 100);
      const open = due.reduce((all, one) => all + one.principal, 0);
      running.principal = Math.min(asked, principal - open);
      due.push({ ...running, closed: day });
      running = { principal: 0, interest: 0, fee: 0 };
      period = 0;
      applied = 0;
    }
    for (const { type, value } of events.filter((event) => event.day === day)) {
      if (type === 'DRAW') principal += rounded(value * 100);
      else if (type === 'PAY') pay(rounded(value * 100));
      else if (type === 'FEE') running.fee += rounded(value * 100);
      else if (type === 'RATE') rate = value;
      else percentage = value;
    }
  }
  const told = (cents: number): string => (cents / 100).toFixed(2);
  const sum = (element: keyof Asked): number => due.reduce((all, one) => all + one[element], 0);
  const isDue = ({ closed }: Billed): boolean =>
    credit.dueDay === undefined || `${closed.slice(0, 8)}${String(credit.dueDay).padStart(2, '0')}` <= asOf;
  const dueNow = due.filter(isDue).reduce((all, one) => all + one.principal + one.interest + one.fee, 0);
  return {
    principal: told(principal),
    interest: told(sum('interest') + running.interest),
    fees: told(sum('fee') + running.fee),
    due: told(dueNow),
  };
};
