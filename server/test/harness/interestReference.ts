import { Decimal as Base } from 'decimal.js';

// A second opinion on the interest of deposits: a plain loop over days, written from the rules alone and using nothing of the server. It is slow,
// knows one life at a time, and computes it from the first day anew for every question.

const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP });
type Amount = Base;

export type Tier = { readonly end: number | null; readonly rate: string };

export type ReferenceTerms = {
  readonly balance: 'MINIMUM' | 'AVERAGE' | 'END_OF_DAY';
  readonly maximumBalance?: number;
  readonly year: 'ACTUAL_365_FIXED' | 'ACTUAL_360' | 'ACTUAL_ACTUAL_ISDA' | 'E30_360' | 'BUS_252';
  readonly rates:
    | { readonly kind: 'FIXED'; readonly from: readonly (readonly [day: string, rate: string])[] }
    | { readonly kind: 'TIERED' | 'TIERED_BAND' | 'TIERED_PERIOD'; readonly tiers: readonly Tier[] };
};

/** A movement of the balance; of one day, those with a smaller `time` come first. */
export type ReferenceMovement = { readonly day: string; readonly time: string; readonly amount: string | number };

/** All that decides the interest of one account. */
export type ReferenceLife = {
  readonly credit: ReferenceTerms | null;
  readonly overdraft: ReferenceTerms | null;
  readonly movements: readonly ReferenceMovement[];
  /** Whether interest is applied at the start of a day, which is told with the activation. */
  readonly applies: (day: string, activation: string) => boolean;
  /** Days without interest: from the first, up to the second, which has some again. */
  readonly pauses: readonly (readonly [from: string, to: string])[];
  readonly maturity: string | null;
  /** Percent of credit interest that is withheld as tax, each from a day on. */
  readonly taxes: readonly (readonly [day: string, rate: string])[];
  readonly holidays: readonly string[];
};

export type ReferenceState = {
  readonly balance: string;
  /** `2027-03-01 1.25` for each application. */
  readonly applied: readonly string[];
  readonly accrued: string;
  readonly overdraftAccrued: string;
};

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
export const next = (day: string): string => new Date(at(day).getTime() + 86_400_000).toISOString().slice(0, 10);
const number = (day: string): number => at(day).getTime() / 86_400_000;
const parts = (day: string): [number, number, number] => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
};
const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Payment points, counted from the activation; a month that lacks the day has its last instead. */
export const everyMonths =
  (months: number) =>
  (day: string, activation: string): boolean => {
    const [year, month, date] = parts(day);
    const [firstYear, firstMonth, firstDate] = parts(activation);
    const passed = (year - firstYear) * 12 + month - firstMonth;
    return passed % months === 0 && date === Math.min(firstDate, lastOfMonth(year, month));
  };
export const onDates =
  (...dates: readonly string[]) =>
  (day: string): boolean =>
    dates.includes(day.slice(5));
export const firstOfMonth = (day: string): boolean => day.endsWith('-01');

const thirty = (day: string): number => {
  const [year, month, date] = parts(day);
  return year * 360 + month * 30 + Math.min(date, 30);
};

const shareOfYear = (year: ReferenceTerms['year'], day: string, holidays: readonly string[]): [number, number] => {
  switch (year) {
    case 'ACTUAL_365_FIXED':
      return [1, 365];
    case 'ACTUAL_360':
      return [1, 360];
    case 'ACTUAL_ACTUAL_ISDA':
      return [1, lastOfMonth(Number(day.slice(0, 4)), 2) === 29 ? 366 : 365];
    case 'E30_360':
      return [thirty(next(day)) - thirty(day), 360];
    case 'BUS_252':
      return [holidays.includes(day) || [0, 6].includes(at(day).getUTCDay()) ? 0 : 1, 252];
  }
};

const rateFrom = (rates: readonly (readonly [day: string, rate: string])[], day: string): string => {
  let held = '0';
  for (const [from, rate] of rates) if (from <= day) held = rate;
  return held;
};

/** Balance times percent. */
const percentOf = (rates: ReferenceTerms['rates'], balance: Amount, day: string, activation: string): Amount => {
  if (rates.kind === 'FIXED') return balance.times(rateFrom(rates.from, day));
  if (rates.kind === 'TIERED_BAND') {
    let [sum, below] = [new Decimal(0), new Decimal(0)];
    for (const { end, rate } of rates.tiers) {
      const top = end === null || balance.lessThan(end) ? balance : new Decimal(end);
      if (top.greaterThan(below)) sum = sum.plus(top.minus(below).times(rate));
      below = top;
    }
    return sum;
  }
  const measure = rates.kind === 'TIERED' ? balance : new Decimal(number(day) - number(activation) + 1);
  const tier = rates.tiers.find(({ end }) => end === null || measure.lessThanOrEqualTo(end)) ?? rates.tiers.at(-1);
  return balance.times(tier?.rate ?? 0);
};

/** The balances of a day: the one it opens with (none on the first day) and the one after each movement. */
const bearing = (terms: ReferenceTerms, balances: readonly Amount[]): Amount => {
  const closing = balances.at(-1) ?? new Decimal(0);
  if (terms.balance === 'MINIMUM') return Decimal.min(...balances);
  if (terms.balance === 'AVERAGE') return Decimal.sum(...balances).div(balances.length);
  return terms.maximumBalance === undefined ? closing : Decimal.min(closing, terms.maximumBalance);
};

const daily = (
  terms: ReferenceTerms | null,
  sign: 1 | -1,
  balances: readonly Amount[],
  day: string,
  activation: string,
  holidays: readonly string[],
): Amount => {
  if (terms === null) return new Decimal(0);
  const balance = bearing(terms, balances).times(sign);
  if (!balance.greaterThan(0)) return new Decimal(0);
  const [days, of] = shareOfYear(terms.year, day, holidays);
  return percentOf(terms.rates, balance, day, activation)
    .div(100)
    .times(days)
    .div(of)
    .toDecimalPlaces(20)
    .toDecimalPlaces(10, Base.ROUND_DOWN);
};

/** What an account must show at noon of a day, after the night that began it. */
export const reference = (life: ReferenceLife, today: string): ReferenceState => {
  // Sorting is stable: of one moment the first told comes first.
  const movements = life.movements.toSorted((left, right) =>
    `${left.day} ${left.time}`.localeCompare(`${right.day} ${right.time}`),
  );
  const activation = movements[0]?.day ?? today;
  let balance = new Decimal(0);
  let accrued = new Decimal(0);
  let overdraftAccrued = new Decimal(0);
  const applied: string[] = [];
  for (let day = activation; day <= today; day = next(day)) {
    const balances: Amount[] = day === activation ? [] : [balance];
    const move = (amount: Base.Value): void => {
      balance = balance.plus(amount);
      balances.push(balance);
    };
    if (day > activation && (life.applies(day, activation) || day === life.maturity)) {
      const credited = accrued.toDecimalPlaces(2);
      const amount = credited.minus(overdraftAccrued.toDecimalPlaces(2));
      if (!amount.isZero()) {
        move(amount);
        const tax = credited.times(rateFrom(life.taxes, day)).div(100).toDecimalPlaces(2);
        if (tax.greaterThan(0)) move(tax.negated());
        applied.push(`${day} ${amount.toFixed()}`);
        accrued = new Decimal(0);
        overdraftAccrued = new Decimal(0);
      }
    }
    for (const each of movements) if (each.day === day) move(each.amount);
    if (day === today || life.pauses.some(([from, to]) => from <= day && day < to)) continue;
    if (life.maturity !== null && day >= life.maturity) continue;
    accrued = accrued.plus(daily(life.credit, 1, balances, day, activation, life.holidays));
    overdraftAccrued = overdraftAccrued.plus(daily(life.overdraft, -1, balances, day, activation, life.holidays));
  }
  return {
    balance: balance.toFixed(),
    applied,
    accrued: accrued.toFixed(),
    overdraftAccrued: overdraftAccrued.toFixed(),
  };
};
