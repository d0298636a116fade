import { yearFraction } from '../../../../kernel/dayCount.ts';
import { daysBetween, type LocalDate } from '../../../../kernel/localDate.ts';
import {
  isPositive,
  isZero,
  largest,
  type Money,
  minus,
  money,
  plus,
  rounded,
  smallest,
  sum,
  times,
  zero,
} from '../../../../kernel/money.ts';
import { atTier } from '../rates/tiers.ts';
import { accrualDecimals } from '../schedule/rounding.ts';
import type { ElementBalance, Instalment, InstalmentFee, InstalmentState, LoanBalances, LoanState } from '../state.ts';
import { allTaxes, withTax } from '../taxes.ts';
import { isDynamic, type LoanTerms } from '../terms.ts';
import { withheldFromArrears, withheldInterest } from './accrual.ts';
import { applicable } from './applicable.ts';
import { accruesFor } from './applicationDay.ts';
import { foreseenFees } from './automaticFee.ts';
import { accruesUntil } from './cap.ts';
import { withClosingBalances } from './closingBalance.ts';
import { chargeOfPayOff } from './earlyRepayment.ts';
import { interestDueOf } from './interestParts.ts';
import { daysInArrearsOf, isMaterial, lateDays } from './lateness.ts';
import { feesDueOf, owedOf } from './owed.ts';
import { accruedPenalty, penaltyToApply, waitingPenalty } from './penalty.ts';
import { plannedOn, withWaitingPlans } from './plannedFee.ts';
import { positionsOn } from './positions.ts';
import { accruedFee, foreseenRateFee } from './rateFee.ts';
import { isOpen, toldInstalments } from './revolving.ts';
import { bareInterest, expectedInterestTax, taxBalances, taxDueOf } from './tax.ts';
import {
  closingOf,
  currentInstalment,
  dueOf,
  totalDueOf,
  type Working,
  type WorkingFee,
  type WorkingInstalment,
} from './working.ts';

// The answer of a fold, as of a day.

/** Whether a prepayment has covered an instalment that is not due yet, by the product's setting. */
const coversAhead = (terms: LoanTerms, instalment: WorkingInstalment): boolean => {
  const principalPaid = isPositive(instalment.principal.paid) && isZero(dueOf(instalment.principal));
  switch (terms.payment.prepayment.principalPaidInstallmentStatus) {
    case 'PARTIALLY_PAID':
      return false;
    case 'PAID':
      return principalPaid;
    case 'ORIGINAL_TOTAL_EXPECTED_PAID':
      return plus(instalment.principal.paid, instalment.interest.paid).greaterThanOrEqualTo(instalment.originalTotal);
  }
};

const isRepaid = ({ balance, paid }: Working): boolean => isPositive(paid.principal) && isZero(balance.principal);

const stateOf = (loan: Working, instalment: WorkingInstalment, asOf: LocalDate): InstalmentState => {
  if (isOpen(loan, instalment)) return instalment.lastPaid ? 'PARTIALLY_PAID' : 'PENDING';
  if (isZero(totalDueOf(instalment))) {
    const asked = isPositive(instalment.originalTotal) || instalment.lastPaid !== undefined;
    if ((instalment.grace || instalment.holiday) && !asked) return 'GRACE';
    // One that never asks for anything waits with the others, and is done with the loan.
    const done = instalment.dueDate <= asOf || isRepaid(loan);
    return asked || done ? 'PAID' : 'PENDING';
  }
  // Interest that a lock keeps back is not owed, so it makes nothing late.
  const owes = instalment.dueDate < asOf && isPositive(owedOf(instalment));
  if (owes) return instalment.lastPaid && !isMaterial(loan, asOf) ? 'PARTIALLY_PAID' : 'LATE';
  if (instalment.dueDate > asOf && coversAhead(loan.terms, instalment)) return 'PAID';
  return instalment.lastPaid ? 'PARTIALLY_PAID' : 'PENDING';
};

// Most instalments of most loans have no fees and no penalties: what they tell of them is one and the same, for many of them are remembered.
const noFee: Instalment['fee'] = { expected: zero, paid: zero, expectedUnapplied: zero };
const noPenalty: Instalment['penalty'] = { expected: zero, paid: zero };
const noFees: Instalment['feeDetails'] = [];

const feeOf = (loan: Working, instalment: WorkingInstalment, asOf: LocalDate): Instalment['fee'] => {
  let expected: Money = zero;
  let paid: Money = zero;
  for (const fee of instalment.fees) {
    expected = plus(expected, fee.expected);
    paid = plus(paid, fee.paid);
  }
  const ahead = instalment.dueDate > asOf;
  const foreseen = ahead ? plus(foreseenFees(loan, instalment), foreseenRateFee(loan, instalment)) : zero;
  const expectedUnapplied = plus(foreseen, plannedOn(loan, instalment));
  return instalment.fees.length === 0 && isZero(expectedUnapplied) ? noFee : { expected, paid, expectedUnapplied };
};

const feeTaxOf = ({ applied, paid, reduced }: WorkingFee['tax']): Pick<InstalmentFee, 'tax'> =>
  isZero(plus(applied, reduced)) ? {} : { tax: { expected: applied, paid, reduced } };

const feeDetail = ({ event, expected, paid, reduced, tax }: WorkingFee): InstalmentFee => ({
  eventKey: event.key,
  ...(event.predefinedFeeKey === undefined ? {} : { predefinedFeeKey: event.predefinedFeeKey }),
  ...(event.name === undefined ? {} : { name: event.name }),
  expected,
  paid,
  reduced,
  ...feeTaxOf(tax),
});

/** The running instalment of a revolving credit tells the interest that it would have been charged until the day. */
const foreseenInterest = (loan: Working, { interest }: WorkingInstalment): { readonly expected?: Money } => {
  const running = loan.instalments[loan.passed];
  if (!loan.revolving || running?.interest !== interest || accruesFor(loan) !== running.slot) return {};
  const accrued = withTax(loan.terms, 'interest', applicable(loan));
  return { expected: largest(interest.expected, plus(interest.applied, accrued)) };
};

/** The taxes of an instalment, where it has any. */
const taxesOf = (loan: Working, instalment: WorkingInstalment): Pick<Instalment, 'tax'> => {
  if (!loan.terms.tax) return {};
  const { tax, fees } = instalment;
  const told = { ...instalment, interest: { ...instalment.interest, ...foreseenInterest(loan, instalment) } };
  const interest = { expected: expectedInterestTax(loan, told), paid: tax.interest.paid };
  const fee = {
    expected: sum(fees.map((one) => one.tax.applied)),
    paid: sum(fees.map((one) => one.tax.paid)),
  };
  const penalty = { expected: tax.penalty.applied, paid: tax.penalty.paid };
  return { tax: { interest, fee, penalty } };
};

const isSame = (left: Money, right: Money): boolean => left === right || left.equals(right);

/** Whether an instalment without fees and taxes is told with the same values again, as those of another kind seldom are. */
const isAsTold = (
  loan: Working,
  {
    slot,
    dueDate,
    principal,
    interest,
    penalty,
    fees,
    lastPaid,
    late,
    holiday,
    notes,
    capitalised,
    outside,
  }: WorkingInstalment,
  told: Instalment,
): boolean =>
  !loan.revolving &&
  !loan.terms.tax &&
  fees.length + told.feeDetails.length === 0 &&
  told.slot === slot &&
  told.dueDate === dueDate &&
  told.principal.expected === principal.expected &&
  told.principal.paid === principal.paid &&
  told.interest.expected === interest.expected &&
  told.interest.applied === interest.applied &&
  told.interest.paid === interest.paid &&
  told.penalty.expected === penalty.expected &&
  told.penalty.paid === penalty.paid &&
  told.lastPaidDate === lastPaid &&
  told.lastPenaltyAppliedDate === late.lastCharged &&
  (told.holiday ?? false) === holiday &&
  told.notes === notes &&
  told.capitalised === capitalised &&
  told.outside === outside &&
  told.period === undefined &&
  told.tax === undefined;

/** Whether an instalment that was told on the same day is ahead, and nothing has touched it since: its state then needs no second look. */
const staysAsTold = (
  loan: Working,
  instalment: WorkingInstalment,
  asOf: LocalDate,
  interestAccrued: Money,
  told: Instalment,
): boolean =>
  instalment.dueDate > asOf &&
  told.fee === noFee &&
  loan.planned.length === 0 &&
  !isRepaid(loan) &&
  isSame(told.interestAccrued, interestAccrued) &&
  isAsTold(loan, instalment, told);

const instalmentOf = (
  loan: Working,
  instalment: WorkingInstalment,
  number: number,
  asOf: LocalDate,
  interestAccrued: Money,
  told: Instalment | undefined,
): Instalment => {
  if (told?.number === number && staysAsTold(loan, instalment, asOf, interestAccrued, told)) return told;
  const state = stateOf(loan, instalment, asOf);
  const { slot, dueDate, lastPaid, late } = instalment;
  const repaid = state === 'PAID' ? (lastPaid ?? (dueDate <= asOf ? dueDate : undefined)) : undefined;
  const fee = feeOf(loan, instalment, asOf);
  if (
    told?.state === state &&
    told.number === number &&
    told.repaidDate === repaid &&
    isSame(told.interestAccrued, interestAccrued) &&
    isSame(told.fee.expectedUnapplied, fee.expectedUnapplied) &&
    isAsTold(loan, instalment, told)
  )
    return told;
  return {
    slot,
    number,
    dueDate,
    state,
    principal: { ...instalment.principal },
    interest: { ...instalment.interest, ...foreseenInterest(loan, instalment) },
    fee,
    penalty: isZero(plus(instalment.penalty.expected, instalment.penalty.paid)) ? noPenalty : { ...instalment.penalty },
    feeDetails: instalment.fees.length === 0 ? noFees : instalment.fees.map(feeDetail),
    interestAccrued,
    ...(lastPaid === undefined ? {} : { lastPaidDate: lastPaid }),
    ...(late.lastCharged === undefined ? {} : { lastPenaltyAppliedDate: late.lastCharged }),
    ...(repaid === undefined ? {} : { repaidDate: repaid }),
    ...(instalment.holiday ? { holiday: true } : {}),
    ...(instalment.notes ? { notes: instalment.notes } : {}),
    ...(instalment.capitalised === undefined ? {} : { capitalised: instalment.capitalised }),
    ...(instalment.outside === undefined ? {} : { outside: instalment.outside }),
    ...(loan.revolving ? { period: { from: instalment.from, to: closingOf(instalment) } } : {}),
    ...taxesOf(loan, instalment),
  };
};

// As with instalments, what most loans owe nothing of is one and the same.
const nothing: ElementBalance = { balance: zero, due: zero, paid: zero };

/** What is owed, due and paid of taxes: a part of the other balances. */
const taxBalanceOf = (loan: Working, asOf: LocalDate, anytime: boolean): ElementBalance => {
  if (!loan.terms.tax) return nothing;
  let { due, paid }: { due: Money; paid: Money } = nothing;
  for (const { dueDate, tax, fees } of loan.instalments) {
    const charges = [tax.penalty, ...fees.map((fee) => fee.tax)];
    paid = sum([paid, tax.interest.paid, ...charges.map((charge) => charge.paid)]);
    if (dueDate <= asOf) due = plus(due, taxDueOf(tax.interest));
    if (dueDate <= asOf || anytime) due = sum([due, ...charges.map(taxDueOf)]);
  }
  paid = sum([paid, ...loan.unscheduledFees.map((fee) => fee.tax.paid)]);
  return loan.writtenOff ? { ...nothing, paid } : { balance: allTaxes(taxBalances(loan)), due, paid };
};

const balancesOf = (loan: Working, asOf: LocalDate): LoanBalances => {
  const { balance, paid } = loan;
  const anytime = loan.terms.payment.paymentMethod === 'VERTICAL';
  const due = { principal: zero, interest: zero, fees: zero, penalty: zero, fromArrears: zero };
  for (const instalment of loan.instalments) {
    const reached = instalment.dueDate <= asOf;
    if (reached) {
      due.principal = plus(due.principal, dueOf(instalment.principal));
      const { regular, ofHolidays, fromArrears } = interestDueOf(instalment);
      due.interest = sum([due.interest, regular, ofHolidays, fromArrears]);
      due.fromArrears = plus(due.fromArrears, fromArrears);
    }
    if (reached || anytime) {
      due.fees = plus(due.fees, feesDueOf(instalment));
      due.penalty = plus(due.penalty, dueOf(instalment.penalty));
    }
  }
  const of = (element: keyof typeof due): ElementBalance => {
    const told = { balance: balance[element], due: loan.writtenOff ? zero : due[element], paid: paid[element] };
    return isZero(told.balance) && isZero(told.due) && isZero(told.paid) ? nothing : told;
  };
  return {
    principal: of('principal'),
    interest: of('interest'),
    fromArrears: of('fromArrears'),
    fees: of('fees'),
    penalty: of('penalty'),
    tax: taxBalanceOf(loan, asOf, anytime),
    total: plus(plus(balance.principal, balance.interest), plus(balance.fees, balance.penalty)),
    redraw: loan.redraw?.balance ?? zero,
    totalDue: loan.writtenOff ? zero : plus(plus(due.principal, due.interest), plus(due.fees, due.penalty)),
  };
};

/** The share of the running instalment's period that is behind: in its day count, or in days by periodicity. */
const elapsed = (loan: Working, from: LocalDate, dueDate: LocalDate, asOf: LocalDate): Money => {
  const { daysInYear, scheduleInterestDaysCountMethod } = loan.terms.interest;
  if (scheduleInterestDaysCountMethod === 'REPAYMENT_PERIODICITY') {
    return money(money(daysBetween(from, asOf)).div(daysBetween(from, dueDate)));
  }
  const fraction = (to: LocalDate) => yearFraction(daysInYear, from, to, loan.calendar.isWorkingDay);
  const whole = fraction(dueDate);
  return whole.isZero() ? zero : money(fraction(asOf).div(whole));
};

/** Fixed loans accrue the scheduled interest of the running instalment evenly over its period; FLAT does not accrue. */
const accruedFixed = (loan: Working, asOf: LocalDate): Money => {
  if (loan.terms.interest.interestCalculationMethod === 'FLAT') return zero;
  const running = loan.instalments.find(({ dueDate }) => dueDate > asOf);
  if (!running || running.from >= asOf) return zero;
  const { expected, applied } = bareInterest(loan, running);
  const drawn = running.drawn ?? [];
  const agreed = minus(expected, sum(drawn.map(({ interest }) => interest)));
  const parts = [{ from: running.from, interest: agreed }, ...drawn].filter(({ from }) => from < asOf);
  const whole = sum(parts.map(({ from, interest }) => times(interest, elapsed(loan, from, running.dueDate, asOf))));
  const accrued = minus(whole, applied);
  return isPositive(accrued) ? accrued : zero;
};

const accruedOf = (loan: Working, asOf: LocalDate): Money => {
  if (!loan.disbursed || loan.writtenOff) return zero;
  const accrued = isDynamic(loan.terms)
    ? minus(loan.accrual.period, loan.accrual.applied)
    : accruedFixed(loan, accruesUntil(loan, asOf));
  return isPositive(accrued) ? rounded(accrued, accrualDecimals) : zero;
};

/** What of the accrued interest is from arrears. */
const accruedFromArrears = ({ accrual }: Working, accrued: Money): Money => {
  const own = minus(accrual.fromArrears, accrual.fromArrearsApplied);
  return isPositive(own) ? smallest(rounded(own, accrualDecimals), accrued) : zero;
};

/** What the walk has left of the loan, as of a day. Instalments that were told like this before are those of `before`. */
export const summarise = (loan: Working, asOf: LocalDate, before: readonly Instalment[] = []): LoanState => {
  const accrued = accruedOf(loan, asOf);
  const running = loan.revolving ? currentInstalment(loan) : loan.instalments.find(({ dueDate }) => dueDate > asOf);
  const instalments = toldInstalments(loan).map((instalment, index) =>
    instalmentOf(loan, instalment, index + 1, asOf, instalment === running ? accrued : zero, before[index]),
  );
  const oldest = loan.instalments.find(
    (instalment) => !loan.writtenOff && instalment.dueDate < asOf && isPositive(owedOf(instalment)),
  )?.dueDate;
  const charge = chargeOfPayOff(loan, asOf);
  const since = oldest !== undefined && isMaterial(loan, asOf) ? loan.lateness.arrears?.since : undefined;
  return {
    terms: atTier(withWaitingPlans(loan), loan.balance.principal),
    ...(loan.rates.steps.length === 0 ? {} : { ratePlan: loan.rates.steps }),
    asOf,
    ...(loan.disbursed === undefined ? {} : { disbursedOn: loan.disbursed }),
    instalments: withClosingBalances(loan.terms, instalments),
    ...(loan.payment === undefined ? {} : { payment: loan.payment }),
    hasCustomSchedule: loan.customSchedule,
    balances: balancesOf(loan, asOf),
    positions: positionsOn(loan, asOf),
    accruedInterest: accrued,
    accruedFromArrears: accruedFromArrears(loan, accrued),
    withheldFromArrears: withheldFromArrears(loan),
    holidayInterest: rounded(minus(loan.accrual.holiday, loan.accrual.holidayApplied), accrualDecimals),
    appliedHolidayInterest: loan.balance.ofHolidays,
    ...(loan.lastInterestApplied === undefined ? {} : { lastInterestAppliedDate: loan.lastInterestApplied }),
    withheldInterest: withheldInterest(loan),
    ...(loan.lock === undefined ? {} : { lock: loan.lock }),
    ...(isPositive(charge) ? { earlyRepaymentCharge: charge } : {}),
    ...(loan.unscheduledFees.length === 0 ? {} : { unscheduledFees: loan.unscheduledFees.map(feeDetail) }),
    accruedFee: accruedFee(loan),
    accruedPenalty: accruedPenalty(loan, oldest !== undefined),
    penaltyToApply: penaltyToApply(loan, asOf),
    waitingPenalty: waitingPenalty(loan, asOf),
    daysLate: oldest === undefined ? 0 : lateDays(loan, oldest, asOf),
    ...(since === undefined ? {} : { arrearsSince: since }),
    daysInArrears: since === undefined || oldest === undefined ? 0 : daysInArrearsOf(loan, oldest, asOf),
    liveState: loan.disbursed === undefined ? 'APPROVED' : since === undefined ? 'ACTIVE' : 'ACTIVE_IN_ARREARS',
    overpaid: loan.overpaid,
    overdrawn: loan.revolving?.overdrawn ?? zero,
    redrawShort: loan.redraw?.short ?? zero,
    transactions: loan.transactions,
  };
};
