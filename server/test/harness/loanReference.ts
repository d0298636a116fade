import { Decimal as Base } from 'decimal.js';
import type { ReferenceEvent, ReferenceFigures, ReferenceLoan } from './loanReferenceTypes.ts';
import { at, dayOf, monthsAfter, thirties } from './referenceDays.ts';

// A second opinion on loans in monthly instalments: a plain loop over days, written from the rules alone and using nothing of the server. It knows
// one life at a time and computes it from the disbursement anew for every question.

const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP });
type Amount = Base;
const none: Amount = new Decimal(0);
const cents = (amount: Amount): Amount => amount.toDecimalPlaces(2);
const least = (left: Amount, right: Amount): Amount => Decimal.min(left, right);

type Line = {
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

/** Interest of one year's rate on a balance from a day to another. */
const accrues = (loan: ReferenceLoan, rate: string, balance: Amount, from: string, to: string): Amount => {
  const yearly = costs(loan, rate, balance);
  return loan.year === 'ACT/365'
    ? yearly.times(at(to) - at(from)).div(365)
    : yearly.times(thirties(to) - thirties(from)).div(360);
};

/** What is owed for a charge of a day: with the tax of that day on top. */
const gross = ({ taxes = [] }: ReferenceLoan, charge: Amount, day: string): Amount => {
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

/**
 * Spreads a balance over instalments: their principal, and the interest they would have if all were paid on time, the first with what has accrued already. The
 * rates of a fixed loan are known for all of them, and each makes a new payment; any other has the one of now.
 */
const plan = (
  loan: ReferenceLoan,
  now: string,
  balance: Amount,
  lines: readonly Line[],
  day: string,
  accrued: Amount = none,
): void => {
  const part = loan.method === 'INTEREST_ONLY' ? none : cents(balance.div(lines.length));
  let left = balance;
  let payment = none;
  let before: string | undefined;
  for (const [index, line] of lines.entries()) {
    const rate = loan.type === 'FIXED' ? agreedRate(loan, line.from) : now;
    if (loan.method === 'EQUAL' && rate !== before) payment = levelPayment(loan, rate, left, lines.length - index, day);
    before = rate;
    const monthly = costs(loan, rate, loan.method === 'FLAT' ? balance : left).div(12);
    const whole = accrues(loan, rate, left, line.from, line.due).plus(index === 0 ? accrued : none);
    line.planned = cents(loan.type === 'FIXED' ? monthly : whole);
    const principal = loan.method === 'EQUAL' ? payment.minus(gross(loan, line.planned, day)) : part;
    line.principal = index === lines.length - 1 ? left : principal;
    left = left.minus(line.principal);
  }
};

const newLine = (from: string, due: string): Line => ({
  from,
  due,
  ...{ principal: none, planned: none, interest: none, fee: none, penalty: none, late: none, charged: none },
  paid: { principal: none, interest: none, fee: none, penalty: none },
  fromArrears: none,
});

const order = ['fee', 'penalty', 'interest', 'principal'] as const;
const unpaid = (line: Line, element: (typeof order)[number]): Amount => line[element].minus(line.paid[element]);
const owed = (line: Line): Amount => order.reduce((total, element) => total.plus(unpaid(line, element)), none);

type Life = {
  readonly loan: ReferenceLoan;
  rate: string;
  readonly lines: readonly Line[];
  balance: Amount;
  /** Of the running period: accrued, and of that applied. */
  period: Amount;
  applied: Amount;
  /** What of these two is from arrears. */
  readonly late: { period: Amount; applied: Amount };
  redraw: Amount;
  locked: boolean;
  /** Interest of due dates that the lock keeps back, by instalment. */
  readonly withheld: Map<Line, Amount>;
};

const running = (life: Life, day: string): Line | undefined => life.lines.find(({ due }) => due > day);

const pay = (life: Life, line: Line, wanted: Amount): Amount => {
  let left = wanted;
  for (const element of order) {
    const part = least(left, unpaid(line, element));
    // What the loan costs is paid before what its lateness costs.
    if (element === 'interest') line.fromArrears = least(line.fromArrears, unpaid(line, element).minus(part));
    line.paid[element] = line.paid[element].plus(part);
    left = left.minus(part);
    if (element === 'principal') life.balance = life.balance.minus(part);
  }
  return left;
};

/** What of interest that could be applied now is from arrears. */
const lateOf = ({ late }: Life, amount: Amount): Amount =>
  least(amount, Decimal.max(none, cents(late.period).minus(late.applied)));

/** Applies what has accrued, or of a loan that tells them apart one kind of it. */
const applyAccrued = (life: Life, line: Line, day: string, only?: 'REGULAR' | 'ARREARS'): void => {
  const { late } = life;
  const all = cents(life.period).minus(life.applied);
  const fromArrears = only === 'REGULAR' ? none : lateOf(life, all);
  const amount = only === 'REGULAR' ? all.minus(lateOf(life, all)) : only === 'ARREARS' ? fromArrears : all;
  line.interest = line.interest.plus(gross(life.loan, amount, day));
  line.fromArrears = line.fromArrears.plus(fromArrears);
  life.applied = life.applied.plus(amount);
  late.applied = late.applied.plus(fromArrears);
};

const repay = (life: Life, day: string, amount: Amount): void => {
  const { loan, lines } = life;
  const due = lines.filter((line) => line.due <= day);
  let left = amount;
  for (const line of due) left = pay(life, line, left);
  if (loan.redraw) life.redraw = life.redraw.plus(left);
  if (left.isZero() || loan.redraw) return;
  const coming = lines.filter((line) => line.due > day);
  if (loan.type === 'FIXED') {
    for (const line of coming) {
      const charges = unpaid(line, 'fee').plus(unpaid(line, 'penalty'));
      const wanted = Decimal.max(none, least(left.minus(charges), gross(loan, line.planned, day).minus(line.interest)));
      line.interest = line.interest.plus(wanted);
      left = pay(life, line, left);
    }
    return;
  }
  const [first] = coming;
  if (!first) throw new Error(`the reference does not know overpayments after the last due date (${day})`);
  applyAccrued(life, first, day);
  if (loan.overpaid !== 'SMALLER') {
    for (const line of coming) left = pay(life, line, left);
    return;
  }
  if (due.at(-1)?.due !== day) throw new Error(`the reference knows this overpayment on due dates only, not on ${day}`);
  life.balance = life.balance.minus(left);
  plan(loan, life.rate, life.balance, coming, day);
};

/** Lets the borrower's money pay what is due, up to a limit. */
const payFromRedraw = (life: Life, day: string, limit: Amount): void => {
  let left = limit;
  for (const line of life.lines.filter(({ due }) => due <= day)) left = pay(life, line, left);
  life.redraw = life.redraw.minus(limit.minus(left));
};

const passDueDate = (life: Life, line: Line): void => {
  const { loan } = life;
  if (loan.type === 'FIXED') {
    if (!loan.atOnce) line.interest = gross(loan, line.planned, line.due);
    return;
  }
  const amount = cents(life.period).minus(life.applied);
  const owing = gross(loan, amount, line.due);
  if (life.locked) life.withheld.set(line, owing);
  else {
    // What late principal costs beyond the plan belongs to the late instalments of equal ones, by their unpaid principal.
    const late = life.lines.filter((one) => one.due < line.due && !unpaid(one, 'principal').isZero());
    const total = late.reduce((sum, one) => sum.plus(unpaid(one, 'principal')), none);
    line.fromArrears = line.fromArrears.plus(lateOf(life, amount));
    line.interest = line.interest.plus(owing);
    const more = Decimal.max(none, line.interest.minus(gross(loan, line.planned, line.due)));
    const beyond = loan.method === 'EQUAL' && late.length > 0 ? more : none;
    line.interest = line.interest.minus(beyond);
    let left = beyond;
    for (const [index, one] of late.entries()) {
      const share = index === late.length - 1 ? left : cents(beyond.times(unpaid(one, 'principal')).div(total));
      one.interest = one.interest.plus(share);
      left = left.minus(share);
    }
  }
  life.period = none;
  life.applied = none;
  Object.assign(life.late, { period: none, applied: none });
};

const penalise = ({ loan, lines }: Life, day: string): void => {
  if (!loan.penalty) return;
  for (const line of lines.filter(({ due }) => due < day)) {
    const base = unpaid(line, 'principal').plus(unpaid(line, 'interest'));
    line.late = line.late.plus(base.times(loan.penalty.rate).div(100));
    if (base.isZero() || at(day) - at(line.due) <= loan.penalty.grace) continue;
    const amount = cents(line.late).minus(line.charged);
    line.charged = line.charged.plus(amount);
    line.penalty = line.penalty.plus(gross(loan, amount, day));
  }
};

/** Another tranche: shared by the instalments to come with what they ask for, or on top of it where the schedule is fixed (on due dates only). */
const drawMore = ({ loan, rate, lines }: Life, day: string, amount: Amount): void => {
  const coming = lines.filter(({ due }) => due > day);
  const open = coming.reduce((sum, line) => sum.plus(unpaid(line, 'principal')), none);
  const own = coming.map(({ from, due }) => newLine(from, due));
  plan(loan, rate, loan.type === 'FIXED' ? amount : open.plus(amount), own, day);
  for (const [index, line] of coming.entries()) {
    const { principal, planned } = own[index] ?? newLine(day, day);
    line.principal = (loan.type === 'FIXED' ? line.principal : line.paid.principal).plus(principal);
    line.planned = loan.type === 'FIXED' ? line.planned.plus(planned) : planned;
  }
};

/** Another rate from a day on: equal instalments to come share out anew what they ask for, others keep their principal. */
const takeRate = (life: Life, day: string, rate: string): void => {
  const { loan, lines } = life;
  if (loan.type === 'FIXED' || rate === life.rate) return;
  life.rate = rate;
  const coming = lines.filter(({ due }) => due > day);
  if (loan.method !== 'EQUAL' || coming.length === 0) return;
  const open = coming.reduce((sum, line) => sum.plus(unpaid(line, 'principal')), none);
  const own = coming.map(({ from, due }) => newLine(from > day ? from : day, due));
  plan(loan, rate, open, own, day, life.period);
  for (const [index, line] of coming.entries()) {
    const { principal, planned } = own[index] ?? newLine(day, day);
    line.principal = line.paid.principal.plus(principal);
    line.planned = planned;
  }
};

const take = (life: Life, event: ReferenceEvent): void => {
  const { day } = event;
  switch (event.type) {
    case 'REPAID':
      repay(life, day, new Decimal(event.amount));
      break;
    case 'DRAWN':
      life.balance = life.balance.plus(event.amount);
      drawMore(life, day, new Decimal(event.amount));
      break;
    case 'FEE': {
      const named = event.instalment === undefined ? undefined : life.lines[event.instalment - 1];
      const line = named ?? life.lines.find((one) => one.due >= day && !owed(one).isZero()) ?? life.lines.at(-1);
      if (line) line.fee = line.fee.plus(gross(life.loan, new Decimal(event.amount), day));
      break;
    }
    case 'PAID_IN':
      life.redraw = life.redraw.plus(event.amount);
      break;
    case 'WITHDRAWN':
      life.redraw = life.redraw.minus(event.amount);
      break;
    case 'REDRAW_PAID':
      payFromRedraw(life, day, new Decimal(event.amount));
      break;
    case 'INTEREST':
    case 'ARREARS_INTEREST': {
      const line = running(life, day);
      const only = event.type === 'ARREARS_INTEREST' ? 'ARREARS' : life.loan.apart ? 'REGULAR' : undefined;
      if (line) applyAccrued(life, line, day, only);
      break;
    }
    case 'RATE':
      takeRate(life, day, event.rate);
      break;
    case 'LOCKED':
      life.locked = true;
      break;
    case 'UNLOCKED':
      life.locked = false;
      for (const [line, amount] of life.withheld) line.interest = line.interest.plus(amount);
      life.withheld.clear();
      break;
    case 'DISBURSED':
      break;
  }
};

const total = (lines: readonly Line[], element: (typeof order)[number]): Amount =>
  lines.reduce((sum, line) => sum.plus(unpaid(line, element)), none);

/** The figures of a loan at noon of a day. Events may be told in any order. */
export const referenceFigures = (
  loan: ReferenceLoan,
  events: readonly ReferenceEvent[],
  today: string,
): ReferenceFigures => {
  const start = events.find(({ type }) => type === 'DISBURSED')?.day;
  if (start === undefined) throw new Error('the reference needs a disbursement');
  const first = monthsAfter(start, 1);
  const dates = Array.from({ length: loan.instalments }, (_, index) => monthsAfter(first, index));
  const lines = dates.map((due, index) => newLine(dates[index - 1] ?? start, due));
  const balance = new Decimal(loan.principal);
  plan(loan, loan.rate, balance, lines, start);
  if (loan.atOnce) for (const line of lines) line.interest = gross(loan, line.planned, start);
  const life: Life = {
    loan,
    rate: loan.rate,
    lines,
    balance,
    period: none,
    applied: none,
    late: { period: none, applied: none },
    redraw: none,
    locked: false,
    withheld: new Map(),
  };
  const inOrder = events.toSorted((left, right) => at(left.day) - at(right.day));
  for (let number = at(start); number <= at(today); number += 1) {
    const day = dayOf(number);
    if (day > start && loan.type === 'DYNAMIC') {
      const yesterday = dayOf(number - 1);
      const interest = accrues(loan, life.rate, life.balance.minus(life.redraw), yesterday, day);
      life.period = life.period.plus(interest);
      if (loan.apart) {
        const overdue = total(
          lines.filter(({ due }) => due < day),
          'principal',
        );
        const late = accrues(loan, life.rate, overdue, yesterday, day);
        life.late.period = life.late.period.plus(late);
      }
    }
    const due = lines.find((line) => line.due === day);
    if (due) passDueDate(life, due);
    for (const [from, rate] of loan.rates ?? []) if (from === day) takeRate(life, day, rate);
    if (loan.redraw) payFromRedraw(life, day, life.redraw);
    penalise(life, day);
    for (const event of inOrder.filter((one) => one.day === day)) take(life, event);
  }
  // Interest that a lock keeps back is not owed yet: it makes nothing late.
  const late = lines.find((line) => line.due < today && !owed(line).isZero());
  // What was applied before its time, rounded up, has not all accrued yet.
  const accrued = Decimal.max(none, life.period.minus(life.applied));
  return {
    principal: life.balance.toFixed(2),
    interest: total(lines, 'interest').toFixed(2),
    fees: total(lines, 'fee').toFixed(2),
    penalty: total(lines, 'penalty').toFixed(2),
    principalDue: total(
      lines.filter(({ due }) => due <= today),
      'principal',
    ).toFixed(2),
    daysLate: late ? at(today) - at(late.due) : 0,
    accrued: accrued.toFixed(2),
    ...(loan.apart
      ? {
          fromArrears: lines.reduce((sum, line) => sum.plus(line.fromArrears), none).toFixed(2),
          accruedFromArrears: least(accrued, Decimal.max(none, life.late.period.minus(life.late.applied))).toFixed(2),
        }
      : {}),
    ...(loan.redraw ? { redraw: life.redraw.toFixed(2) } : {}),
  };
};
