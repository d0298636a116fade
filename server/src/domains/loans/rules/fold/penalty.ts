import { type LocalDate, plusDays } from '../../../../kernel/localDate.ts';
import { isPositive, type Money, minus, money, plus, rounded, sum, times, zero } from '../../../../kernel/money.ts';
import { accrualRate } from '../schedule/periodRate.ts';
import { accrualDecimals } from '../schedule/rounding.ts';
import { taxWithin, withTax } from '../taxes.ts';
import { hasPenalties, type LoanTerms } from '../terms.ts';
import { isCapped, refusedByCap } from './cap.ts';
import { counts, isBeyondTolerance, lateDays, lateOn } from './lateness.ts';
import { dueOf, feesDueOf, isStopped, type Origin, record, type Working, type WorkingInstalment } from './working.ts';

// Penalties. They accrue for every late day, on what is overdue of each instalment or on the whole outstanding principal, at
// full precision. They are charged once the lateness is beyond the longer of arrears tolerance and penalty grace period, and
// then for all late days since the due date: every day, on the outstanding principal with due dates and payments.

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

const chargeOverdue = (loan: Working, late: readonly WorkingInstalment[], origin: Origin): void => {
  const day = origin.valueDate;
  const own = origin.eventKey === null;
  const waived = own && (loan.lateness.waived.has(day) || refusedByCap(loan, overdueCharge(loan, day), day));
  const charges: Charged[] = [];
  for (const instalment of late) {
    const amount = isCharged(loan, instalment, day) ? chargeable(loan, instalment.late) : zero;
    if (!isPositive(amount)) continue;
    instalment.late.charged = plus(instalment.late.charged, amount);
    if (waived) continue;
    charges.push(putOn(loan, instalment, amount, day));
  }
  note(loan, charges, origin);
};

const ofDay = (day: LocalDate): Origin => ({
  eventKey: null,
  role: `PENALTY_APPLIED#${day}`,
  valueDate: day,
  bookingDate: day,
});

const note = (loan: Working, charges: readonly Charged[], origin: Origin): void => {
  const amount = sum(charges.map((charge) => charge.amount));
  const taxes = { penalty: sum(charges.map(({ tax }) => tax)) };
  if (isPositive(amount)) record(loan, origin, 'PENALTY_APPLIED', amount, { penalty: amount, taxes });
};

/** What of the penalties on the outstanding principal would be charged on a day, and on which instalment: the oldest late one. */
const outstandingCharge = (
  loan: Working,
  day: LocalDate,
): { readonly instalment: WorkingInstalment; readonly amount: Money } | undefined => {
  if (!hasPenalties(loan.terms) || !onOutstanding(loan.terms)) return undefined;
  const [instalment] = lateOn(loan, day);
  if (!instalment || !isCharged(loan, instalment, day)) return undefined;
  const amount = chargeable(loan, loan.lateness);
  return isPositive(amount) ? { instalment, amount } : undefined;
};

/** Charges what has accrued on the outstanding principal, with a due date or a payment. */
const chargeOutstanding = (loan: Working, origin: Origin): void => {
  const charge = outstandingCharge(loan, origin.valueDate);
  if (!charge) return;
  loan.lateness.charged = plus(loan.lateness.charged, charge.amount);
  const { eventKey, valueDate } = origin;
  const owed = withTax(loan.terms, 'penalty', charge.amount);
  if (eventKey === null && (loan.lateness.waived.has(valueDate) || refusedByCap(loan, owed, valueDate))) return;
  note(loan, [putOn(loan, charge.instalment, charge.amount, valueDate)], origin);
};

const overdueCharge = (loan: Working, day: LocalDate): Money =>
  sum(
    lateOn(loan, day)
      .filter((instalment) => isCharged(loan, instalment, day))
      .map((instalment) => chargeable(loan, instalment.late))
      .filter(isPositive)
      .map((amount) => withTax(loan.terms, 'penalty', amount)),
  );

const outstandingOwed = (loan: Working, day: LocalDate): Money => {
  const charge = outstandingCharge(loan, day);
  return charge ? withTax(loan.terms, 'penalty', charge.amount) : zero;
};

/** Penalties that wait for a payment, or for a lock to be lifted, and could be charged on a day. */
export const waitingPenalty = (loan: Working, day: LocalDate): Money =>
  onOutstanding(loan.terms) ? outstandingOwed(loan, day) : overdueCharge(loan, day);

/** What a payment on a day would charge before it pays. */
export const penaltyToApply = (loan: Working, day: LocalDate): Money =>
  isStopped(loan, 'APPLY_PENALTIES') ? zero : outstandingOwed(loan, day);

/** Charges penalties that wait for a payment, just before it. */
export const chargeWithPayment = (loan: Working, origin: Origin): void => {
  if (!isStopped(loan, 'APPLY_PENALTIES')) chargeOutstanding(loan, origin);
};

/** Charges all penalties that wait, for a payment or for a lock to be lifted. */
export const chargeWaiting = (loan: Working, origin: Origin): void => {
  if (!hasPenalties(loan.terms)) return;
  if (onOutstanding(loan.terms)) chargeOutstanding(loan, origin);
  else chargeOverdue(loan, lateOn(loan, origin.valueDate), origin);
};

/** Lets one late day make its penalties. */
export const penaliseDay = (loan: Working, day: LocalDate): void => {
  if (!hasPenalties(loan.terms) || isCapped(loan)) return;
  const late = lateOn(loan, day);
  if (late.length === 0) return;
  if (counts(loan, day)) accrueDay(loan, late, day);
  if (isStopped(loan, 'APPLY_PENALTIES')) return;
  if (!onOutstanding(loan.terms)) chargeOverdue(loan, late, ofDay(day));
  else if (loan.instalments.slice(loan.settled, loan.passed).some(({ dueDate }) => dueDate === day))
    chargeOutstanding(loan, ofDay(day));
};

/** Penalties of late days that are not charged yet. */
export const accruedPenalty = (loan: Working): Money => {
  const waiting = loan.instalments.map(({ late }) => minus(late.accrued, late.charged));
  const all = sum([...waiting, minus(loan.lateness.accrued, loan.lateness.charged)].filter(isPositive));
  return rounded(all, accrualDecimals);
};
