import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import {
  isPositive,
  largest,
  type Money,
  minus,
  money,
  plus,
  rounded,
  sum,
  times,
  zero,
} from '../../../../kernel/money.ts';
import { accrualRate } from '../schedule/periodRate.ts';
import { accrualDecimals } from '../schedule/rounding.ts';
import { taxWithin, withTax } from '../taxes.ts';
import { hasPenalties, type LoanTerms } from '../terms.ts';
import { isCapped, refusedByCap } from './cap.ts';
import { counts, isBeyondTolerance, lateDays, lateOn } from './lateness.ts';
import { feesDueOf } from './owed.ts';
import { dueOf, isStopped, type Origin, record, type Working, type WorkingInstalment } from './working.ts';

// Penalties. They accrue for every late day, on what is overdue of each instalment or on the whole outstanding principal, at
// full precision. They are charged once the lateness is beyond the longer of arrears tolerance and penalty grace period, and
// then for all late days since the due date: every day, on the outstanding principal with due dates and payments. What a lock keeps from
// being charged then is kept for its instalment, whatever is paid meanwhile.

const interestDue = ({ interest }: WorkingInstalment): Money => minus(interest.applied, interest.paid);

const overdueBase = (terms: LoanTerms, instalment: WorkingInstalment): Money => {
  const principal = dueOf(instalment.principal);
  switch (terms.penalty.loanPenaltyCalculationMethod) {
    case 'OVERDUE_BALANCE':
      return principal;
    case 'OVERDUE_BALANCE_AND_INTEREST':
      return plus(principal, interestDue(instalment));
    case 'OVERDUE_BALANCE_INTEREST_AND_FEE':
      return plus(plus(principal, interestDue(instalment)), feesDueOf(instalment));
    default:
      return zero;
  }
};

const onOutstanding = (terms: LoanTerms): boolean =>
  terms.penalty.loanPenaltyCalculationMethod === 'OUTSTANDING_PRINCIPAL';

/** What a day costs of a balance at the penalty rate, counted as the product counts interest. */
const outstandingRate = (loan: Working, day: LocalDate): Money => {
  const { terms, instalments, passed, calendar } = loan;
  const running = instalments[passed] ?? instalments.at(-1);
  if (!running) return zero;
  const { penaltyRate } = loan.terms.penalty;
  const simple: LoanTerms = {
    ...terms,
    interest: { ...terms.interest, interestRate: penaltyRate, interestType: 'SIMPLE_INTEREST' },
  };
  const period = { from: running.from, to: running.dueDate };
  return money(accrualRate(simple, period, plusDays(day, -1), day, calendar));
};

const isCharged = (loan: Working, instalment: WorkingInstalment, day: LocalDate): boolean =>
  isBeyondTolerance(loan, instalment.dueDate, day) &&
  lateDays(loan, instalment.dueDate, day) > loan.terms.penalty.loanPenaltyGracePeriod;

const chargeable = (loan: Working, { accrued, charged }: { readonly accrued: Money; readonly charged: Money }): Money =>
  minus(loan.rounding.element(accrued), charged);

type Charged = { readonly amount: Money; readonly tax: Money };

/** Puts a penalty on an instalment; answers what is owed for it. */
const putOn = (loan: Working, instalment: WorkingInstalment, penalty: Money, day: LocalDate): Charged => {
  const amount = withTax(loan.terms, 'penalty', penalty);
  const tax = taxWithin(loan.terms, 'penalty', amount);
  instalment.tax.penalty.applied = plus(instalment.tax.penalty.applied, tax);
  instalment.penalty.expected = plus(instalment.penalty.expected, amount);
  instalment.late.lastCharged = day;
  loan.balance.penalty = plus(loan.balance.penalty, amount);
  return { amount, tax };
};

const accrueDay = (loan: Working, late: readonly WorkingInstalment[], day: LocalDate): void => {
  const { terms, lateness } = loan;
  if (onOutstanding(terms)) {
    const factor = outstandingRate(loan, day);
    const [balance, rate] = [loan.balance.principal, terms.penalty.penaltyRate];
    const amount = times(balance, factor);
    lateness.accrued = plus(lateness.accrued, amount);
    const slot = late[0]?.slot ?? '';
    loan.trace?.penalties.push({ slot, from: plusDays(day, -1), to: day, balance, rate, factor, amount });
    return;
  }
  const share = money(terms.penalty.penaltyRate.div(100));
  for (const instalment of late) {
    const balance = overdueBase(terms, instalment);
    const amount = times(balance, share);
    instalment.late.accrued = plus(instalment.late.accrued, amount);
    const { slot } = instalment;
    const rate = terms.penalty.penaltyRate;
    loan.trace?.penalties.push({ slot, from: plusDays(day, -1), to: day, balance, rate, factor: share, amount });
  }
};

type Charge = { readonly instalment: WorkingInstalment; readonly amount: Money };

/** What the late instalments can be charged on a day, each by its own late days. */
const overdueCharges = (loan: Working, day: LocalDate): Charge[] =>
  lateOn(loan, day).flatMap((instalment) => {
    const amount = isCharged(loan, instalment, day) ? chargeable(loan, instalment.late) : zero;
    return isPositive(amount) ? [{ instalment, amount }] : [];
  });

const owedFor = (loan: Working, charges: readonly Charge[]): Money =>
  sum(charges.map(({ amount }) => withTax(loan.terms, 'penalty', amount)));

/** From here on they count as charged, whatever becomes of them. */
const take = (charges: readonly Charge[]): readonly Charge[] => {
  for (const { instalment, amount } of charges) instalment.late.charged = plus(instalment.late.charged, amount);
  return charges;
};

const chargeOverdue = (loan: Working, day: LocalDate): void => {
  const charges = overdueCharges(loan, day);
  const waived = loan.lateness.waived.has(day) || refusedByCap(loan, owedFor(loan, charges), day);
  take(charges);
  if (!waived) putAll(loan, charges, ofDay(day));
};

const keep = ({ late }: WorkingInstalment, amount: Money): void => {
  late.kept = plus(late.kept, amount);
};

const ofDay = (day: LocalDate): Origin => ({
  eventKey: null,
  role: `PENALTY_APPLIED#${day}`,
  valueDate: day,
  bookingDate: day,
});

const putAll = (loan: Working, charges: readonly Charge[], origin: Origin): void => {
  const put = charges.map(({ instalment, amount }) => putOn(loan, instalment, amount, origin.valueDate));
  const amount = sum(put.map((charge) => charge.amount));
  const taxes = { penalty: sum(put.map(({ tax }) => tax)) };
  if (isPositive(amount)) record(loan, origin, 'PENALTY_APPLIED', amount, { penalty: amount, taxes });
};

/** What of the penalties on the outstanding principal would be charged on a day, and on which instalment: the oldest late one. */
const outstandingCharge = (loan: Working, day: LocalDate): Charge | undefined => {
  if (!hasPenalties(loan.terms) || !onOutstanding(loan.terms)) return undefined;
  const [instalment] = lateOn(loan, day);
  if (!instalment || !isCharged(loan, instalment, day)) return undefined;
  const amount = chargeable(loan, loan.lateness);
  return isPositive(amount) ? { instalment, amount } : undefined;
};

/** Charges what has accrued on the outstanding principal, with a due date or a payment; a lock keeps it back. */
const chargeOutstanding = (loan: Working, origin: Origin): void => {
  const charge = outstandingCharge(loan, origin.valueDate);
  if (!charge || isCapped(loan)) return;
  loan.lateness.charged = plus(loan.lateness.charged, charge.amount);
  if (isStopped(loan, 'APPLY_PENALTIES')) {
    keep(charge.instalment, charge.amount);
    return;
  }
  const { eventKey, valueDate } = origin;
  const owed = withTax(loan.terms, 'penalty', charge.amount);
  if (eventKey === null && (loan.lateness.waived.has(valueDate) || refusedByCap(loan, owed, valueDate))) return;
  putAll(loan, [charge], origin);
};

const outstandingOwed = (loan: Working, day: LocalDate): Money => {
  const charge = outstandingCharge(loan, day);
  return charge ? owedFor(loan, [charge]) : zero;
};

/** What waits on each instalment on a day, for a payment or for a lock to be lifted: what a lock kept back, and what could be charged. */
const waitingOn = (loan: Working, day: LocalDate): Charge[] => {
  const charge = outstandingCharge(loan, day);
  const more = charge ? [charge] : overdueCharges(loan, day);
  const waiting = new Map(more.map(({ instalment, amount }) => [instalment, amount]));
  for (const instalment of loan.instalments) {
    const { kept } = instalment.late;
    if (isPositive(kept)) waiting.set(instalment, plus(waiting.get(instalment) ?? zero, kept));
  }
  return [...waiting].map(([instalment, amount]) => ({ instalment, amount }));
};

/** Penalties that wait for a payment, or for a lock to be lifted, and could be charged on a day. */
export const waitingPenalty = (loan: Working, day: LocalDate): Money => owedFor(loan, waitingOn(loan, day));

/** What a payment on a day would charge before it pays. */
export const penaltyToApply = (loan: Working, day: LocalDate): Money =>
  isStopped(loan, 'APPLY_PENALTIES') ? zero : outstandingOwed(loan, day);

/** Charges penalties that wait for a payment, just before it; a lock keeps them back. */
export const chargeWithPayment = (loan: Working, origin: Origin): void => chargeOutstanding(loan, origin);

/** Charges all penalties that wait, for a payment or for a lock to be lifted. One that was kept back opens a paid instalment again. */
export const chargeWaiting = (loan: Working, origin: Origin): void => {
  if (!hasPenalties(loan.terms)) return;
  const day = origin.valueDate;
  const waiting = waitingOn(loan, day);
  if (waiting.length > 0) loan.settled = 0;
  const charge = outstandingCharge(loan, day);
  if (charge) loan.lateness.charged = plus(loan.lateness.charged, charge.amount);
  take(overdueCharges(loan, day));
  for (const { late } of loan.instalments) late.kept = zero;
  putAll(loan, waiting, origin);
};

/** Lets one late day make its penalties. */
export const penaliseDay = (loan: Working, day: LocalDate): void => {
  if (!hasPenalties(loan.terms) || isCapped(loan)) return;
  const late = lateOn(loan, day);
  if (late.length === 0) return;
  if (counts(loan, day)) accrueDay(loan, late, day);
  if (onOutstanding(loan.terms)) {
    const due = loan.instalments.slice(loan.settled, loan.passed).some(({ dueDate }) => dueDate === day);
    if (due) chargeOutstanding(loan, ofDay(day));
  } else if (isStopped(loan, 'APPLY_PENALTIES')) {
    for (const { instalment, amount } of take(overdueCharges(loan, day))) keep(instalment, amount);
  } else chargeOverdue(loan, day);
};

const waitingOf = ({ accrued, charged }: { readonly accrued: Money; readonly charged: Money }): Money =>
  largest(minus(accrued, charged), zero);

/** Penalties of late days that are not charged yet; once nothing is late, those that a lock kept back. */
export const accruedPenalty = (loan: Working, isLate: boolean): Money => {
  const { instalments, lateness } = loan;
  let all = isLate ? waitingOf(lateness) : zero;
  for (const { late } of instalments) {
    all = plus(all, late.kept);
    if (isLate) all = plus(all, waitingOf(late));
  }
  return rounded(all, accrualDecimals);
};
