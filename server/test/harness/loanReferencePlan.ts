import { Decimal as Base } from 'decimal.js';
import type { ReferenceLoan } from './loanReferenceTypes.ts';
import { at, thirties } from './referenceDays.ts';

// The second opinion on loans, first part: what a schedule asks for, written from the rules alone and using nothing of the server.

export const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP });
export type Amount = Base;
export const none: Amount = new Decimal(0);
/** Amounts pass twenty decimals on their way to cents, so that a tie that days have divided stays a tie. */
export const cents = (amount: Amount): Amount => amount.toDecimalPlaces(20).toDecimalPlaces(2);
export const least = (left: Amount, right: Amount): Amount => Decimal.min(left, right);

export type Line = {
  readonly from: string;
  readonly due: string;
  principal: Amount;
  planned: Amount;
  interest: Amount;
  fee: Amount;
  penalty: Amount;
  paid: { principal: Amount; interest: Amount; fee: Amount; penalty: Amount };
  /** What of the unpaid interest is from arrears. */
  fromArrears: Amount;
  late: Amount;
  charged: Amount;
};

/** What a balance costs in a year. */
const costs = ({ tiers }: ReferenceLoan, rate: string, balance: Amount): Amount => {
  if (!tiers) return balance.times(rate).div(100);
  const whole = tiers.rates.find(([upTo]) => balance.lessThanOrEqualTo(upTo))?.[1] ?? rate;
  if (!tiers.sliced) return balance.times(whole).div(100);
  let [below, cost] = [none, none];
  for (const [upTo, percent] of tiers.rates) {
    const slice = Decimal.max(none, least(balance, new Decimal(upTo)).minus(below));
    cost = cost.plus(slice.times(percent).div(100));
    below = new Decimal(upTo);
  }
  return cost;
};

/** Interest of one year's rate on a balance from a day to another within the period of an instalment. */
export const accrues = (
  loan: ReferenceLoan,
  rate: string,
  balance: Amount,
  [from, to]: readonly [string, string],
  period: Line,
): Amount => {
  const yearly = costs(loan, rate, balance);
  if (loan.year === 'MONTHS')
    return yearly
      .div(12)
      .times(at(to) - at(from))
      .div(at(period.due) - at(period.from));
  return loan.year === 'ACT/365'
    ? yearly.times(at(to) - at(from)).div(365)
    : yearly.times(thirties(to) - thirties(from)).div(360);
};

/** What is owed for a charge of a day: with the tax of that day on top. */
export const gross = ({ taxes = [] }: ReferenceLoan, charge: Amount, day: string): Amount => {
  const percent = taxes.findLast(([from]) => from <= day)?.[1] ?? '0';
  return charge.plus(cents(charge.times(percent).div(100)));
};

/** The rate that was agreed in advance for a day. */
const agreedRate = ({ rate, rates = [] }: ReferenceLoan, day: string): string =>
  rates.findLast(([from]) => from <= day)?.[1] ?? rate;

const levelPayment = (loan: ReferenceLoan, rate: string, balance: Amount, count: number, day: string): Amount => {
  // A month's interest of 100, with its tax, is what a payment has to cover of each 100.
  const taxed = new Decimal(loan.taxes?.findLast(([from]) => from <= day)?.[1] ?? '0').div(100).plus(1);
  if (loan.tiers) {
    let [least, most] = [none, balance.times(2)];
    for (let halved = 0; halved < 120; halved += 1) {
      const middle = least.plus(most).div(2);
      let left = balance;
      for (let month = 0; month < count; month += 1)
        left = left.plus(costs(loan, rate, Decimal.max(left, none)).div(12).times(taxed)).minus(middle);
      if (left.isPositive()) least = middle;
      else most = middle;
    }
    return cents(most);
  }
  const monthly = new Decimal(rate).div(1200).times(taxed);
  return cents(balance.times(monthly).div(new Decimal(1).minus(monthly.plus(1).pow(-count))));
};

/** How a balance is to be spread: by a payment that is kept, and with what has accrued already. */
type Spread = { readonly payment?: Amount; readonly accrued?: Amount };

/**
 * Spreads a balance over instalments: their principal, and the interest they would have if all were paid on time, the first with what has accrued already. The
 * rates of a fixed loan are known for all of them, and each makes a new payment; any other has the one of now. Answers the last payment.
 */
export const plan = (
  loan: ReferenceLoan,
  now: string,
  balance: Amount,
  lines: readonly Line[],
  day: string,
  { payment: kept, accrued = none }: Spread = {},
): Amount => {
  const part = loan.method === 'INTEREST_ONLY' ? none : cents(balance.div(lines.length));
  let left = balance;
  let payment = kept ?? none;
  let before: string | undefined;
  for (const [index, line] of lines.entries()) {
    const rate = loan.type === 'FIXED' ? agreedRate(loan, line.from) : now;
    if (loan.method === 'EQUAL' && !kept && rate !== before)
      payment = levelPayment(loan, rate, left, lines.length - index, day);
    before = rate;
    const monthly = costs(loan, rate, loan.method === 'FLAT' ? balance : left).div(12);
    const whole = accrues(loan, rate, left, [line.from > day ? line.from : day, line.due], line).plus(
      index === 0 ? accrued : none,
    );
    line.planned = cents(loan.type === 'FIXED' ? monthly : whole);
    const wanted = loan.method === 'EQUAL' ? payment.minus(gross(loan, line.planned, day)) : part;
    line.principal = index === lines.length - 1 ? left : Decimal.max(none, least(left, wanted));
    left = left.minus(line.principal);
  }
  return payment;
};

export const newLine = (from: string, due: string): Line => ({
  from,
  due,
  ...{ principal: none, planned: none, interest: none, fee: none, penalty: none, late: none, charged: none },
  paid: { principal: none, interest: none, fee: none, penalty: none },
  fromArrears: none,
});

export const order = ['fee', 'penalty', 'interest', 'principal'] as const;
export const unpaid = (line: Line, element: (typeof order)[number]): Amount => line[element].minus(line.paid[element]);
export const owed = (line: Line): Amount => order.reduce((total, element) => total.plus(unpaid(line, element)), none);
