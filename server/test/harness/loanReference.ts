import {
  type Amount,
  accrues,
  cents,
  Decimal,
  gross,
  type Line,
  least,
  newLine,
  none,
  order,
  owed,
  plan,
  unpaid,
} from './loanReferencePlan.ts';
import type { Overpaid, ReferenceEvent, ReferenceFigures, ReferenceLoan } from './loanReferenceTypes.ts';
import { at, dayOf, monthsAfter } from './referenceDays.ts';

// A second opinion on loans in monthly instalments: a plain loop over days, written from the rules alone and using nothing of the server. It knows
// one life at a time and computes it from the disbursement anew for every question.

const total = (lines: readonly Line[], element: (typeof order)[number]): Amount =>
  lines.reduce((sum, line) => sum.plus(unpaid(line, element)), none);

type Life = {
  readonly loan: ReferenceLoan;
  rate: string;
  readonly lines: Line[];
  /** What equal instalments are meant to pay. */
  payment: Amount;
  balance: Amount;
  /** Of the running period: accrued, and of that applied. */
  period: Amount;
  applied: Amount;
  /** What of these two is from arrears. */
  readonly late: { period: Amount; applied: Amount };
  redraw: Amount;
  /** What was repaid early, by the year of the loan. */
  readonly early: Map<number, Amount>;
  locked: boolean;
  /** Interest of due dates that the lock keeps back, by instalment. */
  readonly withheld: Map<Line, Amount>;
};

const running = (life: Life, day: string): Line | undefined => life.lines.find(({ due }) => due > day);

const payElement = (life: Life, line: Line, element: (typeof order)[number], wanted: Amount): Amount => {
  const part = least(wanted, unpaid(line, element));
  // What the loan costs is paid before what its lateness costs.
  if (element === 'interest') line.fromArrears = least(line.fromArrears, unpaid(line, element).minus(part));
  line.paid[element] = line.paid[element].plus(part);
  if (element === 'principal') life.balance = life.balance.minus(part);
  return wanted.minus(part);
};

const pay = (life: Life, line: Line, wanted: Amount): Amount =>
  order.reduce((left, element) => payElement(life, line, element, left), wanted);

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

/** Spreads a balance over the instalments to come, on top of what was paid of them; with a kept payment the last ones vanish. */
const spread = (life: Life, day: string, balance: Amount, kept?: Amount): void => {
  const { loan, lines } = life;
  const coming = lines.filter(({ due }) => due > day);
  const own = coming.map(({ from, due }) => newLine(from, due));
  life.payment = plan(loan, life.rate, balance, own, day, {
    ...(kept ? { payment: kept } : {}),
    accrued: life.period,
  });
  for (const [index, line] of coming.entries()) {
    const { principal, planned } = own[index] ?? newLine(day, day);
    line.principal = line.paid.principal.plus(principal);
    line.planned = planned;
  }
  while (kept && lines.at(-1)?.principal.isZero() && lines.at(-1)?.fee.isZero()) lines.pop();
};

/** Takes principal before it is due: fills the instalments to come, or makes them smaller or fewer. */
const prepay = (life: Life, day: string, amount: Amount, overpaid: Overpaid = 'NEXT'): void => {
  const coming = life.lines.filter(({ due }) => due > day);
  if (overpaid === 'NEXT') {
    coming.reduce((left, line) => payElement(life, line, 'principal', left), amount);
    return;
  }
  const shown = life.lines.find(({ due }) => due === day) ?? coming[0];
  if (!shown || amount.isZero()) return;
  shown.principal = shown.principal.plus(amount);
  payElement(life, shown, 'principal', amount);
  spread(life, day, life.balance, overpaid === 'FEWER' ? life.payment : undefined);
};

const repay = (life: Life, day: string, amount: Amount, own?: Overpaid): void => {
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
  const overpaid = own ?? loan.overpaid ?? 'NEXT';
  if (overpaid === 'NEXT') {
    for (const line of coming) left = pay(life, line, left);
    return;
  }
  for (const element of ['fee', 'penalty', 'interest'] as const)
    for (const line of coming) left = payElement(life, line, element, left);
  prepay(life, day, left, overpaid);
};

/** A payment of nothing but principal: what is due of it, then what is ahead. */
const payPrincipal = (life: Life, day: string, amount: Amount, own?: Overpaid): void => {
  const due = life.lines.filter((line) => line.due <= day);
  const left = due.reduce((rest, line) => payElement(life, line, 'principal', rest), amount);
  prepay(life, day, left, own ?? life.loan.overpaid);
};

/** Lets a payment happen, and charges for the principal that it repays before its day, beyond what is free in a year of the loan. */
const chargingEarly = (life: Life, day: string, happen: () => void): void => {
  const { charge } = life.loan;
  const due = life.lines.filter((line) => line.due <= day);
  const lasting = life.balance.minus(total(due, 'principal'));
  happen();
  const early = Decimal.max(none, lasting.minus(life.balance));
  if (!charge || early.isZero()) return;
  const start = life.lines[0]?.from ?? day;
  let year = 0;
  while (monthsAfter(start, 12 * (year + 1)) <= day) year += 1;
  const before = life.early.get(year) ?? none;
  const beyond = (amount: Amount): Amount => Decimal.max(none, amount.minus(charge.free));
  const costs = beyond(before.plus(early)).minus(beyond(before)).times(charge.percent).div(100);
  life.early.set(year, before.plus(early));
  const line = running(life, day) ?? life.lines.at(-1);
  if (line) line.fee = line.fee.plus(gross(life.loan, cents(costs), day));
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
    const beyond = loan.method === 'EQUAL' && !loan.lateStays && late.length > 0 ? more : none;
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

/** Lets interest run over a day; none does after the last due date. */
const accrueDay = (life: Life, days: readonly [string, string]): void => {
  const { loan, lines, rate } = life;
  const [yesterday, day] = days;
  const period = running(life, yesterday);
  if (!period) return;
  const bearing = life.balance.minus(life.redraw).plus(loan.onInterest ? total(lines, 'interest') : none);
  life.period = life.period.plus(accrues(loan, rate, bearing, days, period));
  if (!loan.apart) return;
  const overdue = lines.filter(({ due }) => due < day);
  life.late.period = life.late.period.plus(accrues(loan, rate, total(overdue, 'principal'), days, period));
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
const drawMore = (life: Life, day: string, amount: Amount): void => {
  const { loan, rate, lines } = life;
  const coming = lines.filter(({ due }) => due > day);
  if (loan.type === 'DYNAMIC') {
    spread(life, day, total(coming, 'principal').plus(amount));
    return;
  }
  const own = coming.map(({ from, due }) => newLine(from, due));
  plan(loan, rate, amount, own, day);
  for (const [index, line] of coming.entries()) {
    const { principal, planned } = own[index] ?? newLine(day, day);
    line.principal = line.principal.plus(principal);
    line.planned = line.planned.plus(planned);
  }
};

/** Another rate from a day on: equal instalments to come share out anew what they ask for, others keep their principal. */
const takeRate = (life: Life, day: string, rate: string): void => {
  const { loan, lines } = life;
  if (loan.type === 'FIXED' || rate === life.rate) return;
  life.rate = rate;
  const coming = lines.filter(({ due }) => due > day);
  if (loan.method === 'EQUAL' && coming.length > 0) spread(life, day, total(coming, 'principal'));
};

const take = (life: Life, event: ReferenceEvent): void => {
  const { day } = event;
  switch (event.type) {
    case 'REPAID':
      chargingEarly(life, day, () => repay(life, day, new Decimal(event.amount), event.overpaid));
      break;
    case 'PRINCIPAL_PAID':
      chargingEarly(life, day, () => payPrincipal(life, day, new Decimal(event.amount), event.overpaid));
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
  const payment = plan(loan, loan.rate, balance, lines, start);
  if (loan.atOnce) for (const line of lines) line.interest = gross(loan, line.planned, start);
  const life: Life = {
    loan,
    rate: loan.rate,
    lines,
    payment,
    balance,
    period: none,
    applied: none,
    late: { period: none, applied: none },
    redraw: none,
    early: new Map(),
    locked: false,
    withheld: new Map(),
  };
  const inOrder = events.toSorted((left, right) => at(left.day) - at(right.day));
  for (let number = at(start); number <= at(today); number += 1) {
    const day = dayOf(number);
    if (day > start && loan.type === 'DYNAMIC') accrueDay(life, [dayOf(number - 1), day]);
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
