import type { LocalDate } from '../../../../kernel/localDate.ts';
import {
  type Decimal,
  isPositive,
  largest,
  type Money,
  minus,
  plus,
  type Rate,
  smallest,
  sum,
  times,
  zero,
} from '../../../../kernel/money.ts';
import type { InterestKind, LoanEvent } from '../events.ts';
import type { ChargePart } from '../explanation.ts';
import { offsetOn, offsetStretches } from '../offset.ts';
import { bearingParts } from '../rates/tierFactors.ts';
import { accrualRate, type Period } from '../schedule/periodRate.ts';
import { isDynamic } from '../terms.ts';
import { applicable, forfeitAccrued } from './applicable.ts';
import { accruesFor, carryOver, leavesToLater } from './applicationDay.ts';
import { accruesUntil, interestRefusedByCap } from './cap.ts';
import { capitalise } from './capitalise.ts';
import { settleDifference } from './difference.ts';
import { applicableFromArrears, overdueBearing, owedInterest } from './fromArrears.ts';
import { applyPart } from './interestParts.ts';
import { accrueFee } from './rateFee.ts';
import { beginInstalment, bill, isFree } from './revolving.ts';
import { applyInterestTax } from './tax.ts';
import {
  bearsNoInterestYet,
  closingOf,
  currentInstalment,
  dueOf,
  isStopped,
  type Origin,
  originOf,
  record,
  type Working,
  type WorkingInstalment,
} from './working.ts';

// Interest of dynamic loans: it accrues day by day on the actual balance at full precision, and is rounded when it is
// applied. All applications within the period of an instalment sum to the period's accrual rounded once, so that a loan
// that is paid as planned is charged exactly what its schedule says.

/** The principal that bears interest now, but for a deposit that lowers it. */
const bearingPrincipal = (loan: Working): Money => {
  let base =
    loan.redraw && loan.terms.redraw ? minus(loan.balance.principal, loan.redraw.balance) : loan.balance.principal;
  if (!loan.terms.interest.accrueLateInterest) {
    for (let index = loan.settled; index < loan.passed; index += 1) {
      const late = loan.instalments[index];
      if (late) base = minus(base, dueOf(late.principal));
    }
  }
  return base;
};

/** What of it the deposit covers from the day to which interest has run. */
const covered = (loan: Working, principal: Money): Money => {
  const { offset } = loan.terms;
  return offset && isPositive(principal) ? smallest(principal, offsetOn(offset, loan.accrual.to)) : zero;
};

/** The period in which accrual runs now; undefined when none does (forgiven period, after maturity, nothing disbursed). */
const runningPeriod = (loan: Working): Period | undefined => {
  const current = currentInstalment(loan);
  if (isFree(loan) || (current && bearsNoInterestYet(loan, current))) return undefined;
  if (current) return current.grace ? undefined : { from: current.from, to: closingOf(current) };
  const last = loan.instalments.at(-1);
  // After maturity a day bears what a day of the last period did.
  return last && loan.terms.interest.accrueInterestAfterMaturity ? { from: last.from, to: last.dueDate } : undefined;
};

/** Lets interest run to a day, on the balance as it is. Steps of any size give the same sum. */
export const accrueTo = (loan: Working, date: LocalDate): void => {
  accrueUntil(loan, accruesUntil(loan, date));
  if (date > loan.accrual.to) loan.accrual.to = date;
};

/** Less than any day's interest that anybody would ask about. */
const negligible = '1e-15';

type Accrued = Pick<ChargePart, 'balance' | 'amount' | 'fromArrears' | 'offset'>;

/** Notes for an explanation what the days up to one have come to. */
const noteInterest = (loan: Working, to: LocalDate, rate: Rate, factor: Decimal, parts: readonly Accrued[]): void => {
  if (!loan.trace) return;
  const current = currentInstalment(loan);
  const slot = (current?.holiday ? current.slot : accruesFor(loan)) ?? loan.instalments.at(-1)?.slot ?? '';
  const apart: Pick<ChargePart, 'ofHoliday'> = current?.holiday ? { ofHoliday: true } : {};
  const stretch = { slot, from: loan.accrual.to, to, rate, factor, ...apart };
  for (const part of parts)
    if (isPositive(part.balance) || part.offset) loan.trace.interest.push({ ...stretch, ...part });
};

/** Notes what a payment holiday takes over of the running period's interest, and the days that it was made of; rounding may have left a part of a cent of earlier ones. */
export const noteHoliday = (loan: Working, { slot }: WorkingInstalment, taken: Money): void => {
  const { trace, accrual } = loan;
  if (!trace) return;
  // The days that nothing was applied for are the last ones.
  let left = minus(accrual.period, accrual.cut);
  for (let index = trace.interest.length - 1; index >= 0 && left.greaterThan(negligible); index -= 1) {
    const part = trace.interest[index];
    if (!part || part.ofHoliday) continue;
    trace.interest[index] = { ...part, slot, ofHoliday: true };
    left = minus(left, part.amount);
  }
  trace.holidays.push({ slot, accrued: taken, applied: zero });
};

/** What would have been applied later is now explained where it is applied. */
const noteApplied = ({ trace }: Working, later: string | undefined, { slot }: WorkingInstalment): void => {
  if (later === undefined || later === slot) return;
  for (const [index, part] of trace?.interest.entries() ?? []) {
    if (trace && !part.ofHoliday && part.slot === later) trace.interest[index] = { ...part, slot };
  }
};

/** What an explanation tells of a deposit that covers a part of the principal, or all of it, which then bears nothing. */
const savedBy = (lowered: Money, factor: Decimal): Pick<ChargePart, 'offset'> =>
  isPositive(lowered) ? { offset: { balance: lowered, saved: times(lowered, factor) } } : {};

const noteNothingBorne = (loan: Working, period: Period, to: LocalDate, lowered: Money): void => {
  if (!loan.trace || !isPositive(lowered)) return;
  const factor = accrualRate(loan.terms, period, loan.accrual.to, to, loan.calendar);
  const nothing = { balance: zero, amount: zero, ...savedBy(lowered, factor) };
  noteInterest(loan, to, loan.terms.interest.interestRate, factor, [nothing]);
};

type Bearing = { readonly balance: Money; readonly open: Money; readonly arrears: Money; readonly lowered: Money };

/** What a balance and what grows with it earn up to a day, and what of that its overdue part does, which lies in the lowest of its tiers. */
const earned = (loan: Working, period: Period, to: LocalDate, { balance, open, arrears, lowered }: Bearing) => {
  let [interest, fromArrears, left] = [zero, zero, arrears];
  const parts = bearingParts(loan.terms, balance, open);
  for (const [index, { balance: part, terms }] of parts.entries()) {
    const factor = accrualRate(terms, period, loan.accrual.to, to, loan.calendar);
    const overdue = index === parts.length - 1 ? left : smallest(part, left);
    const [amount, late] = [times(part, factor), times(overdue, factor)];
    left = minus(left, overdue);
    interest = plus(interest, amount);
    fromArrears = plus(fromArrears, late);
    noteInterest(loan, to, terms.interest.interestRate, factor, [
      { balance: minus(part, overdue), amount: minus(amount, late), ...(index === 0 ? savedBy(lowered, factor) : {}) },
      { balance: overdue, amount: late, fromArrears: true },
    ]);
  }
  return { interest, fromArrears };
};

const accrueUntil = (loan: Working, date: LocalDate): void => {
  const { accrual, terms } = loan;
  if (date <= accrual.to) return;
  if (!terms.offset) accrueStretch(loan, date);
  else for (const end of offsetStretches(terms.offset, accrual.to, date)) accrueStretch(loan, end);
};

/** Lets interest run over days that all have the same balance. */
const accrueStretch = (loan: Working, date: LocalDate): void => {
  const { accrual, terms } = loan;
  const period = isDynamic(terms) ? runningPeriod(loan) : undefined;
  const principal = period ? bearingPrincipal(loan) : zero;
  const lowered = covered(loan, principal);
  const bears = terms.interest.interestBalanceCalculationMethod === 'PRINCIPAL_AND_INTEREST';
  const base = period ? plus(minus(principal, lowered), bears ? loan.balance.interest : zero) : zero;
  if (period && isPositive(base)) {
    // Compounding interest grows on what has accrued and is not applied, too.
    const compounds = terms.interest.interestType === 'COMPOUNDING_INTEREST';
    const holiday = currentInstalment(loan)?.holiday ?? false;
    const open = holiday ? minus(accrual.holiday, accrual.holidayApplied) : minus(accrual.period, accrual.applied);
    const late = minus(accrual.fromArrears, accrual.fromArrearsApplied);
    const overdue = holiday ? zero : smallest(overdueBearing(loan), base);
    const arrears = compounds && !holiday ? plus(overdue, late) : overdue;
    const { interest, fromArrears } = earned(loan, period, date, {
      balance: base,
      open: compounds ? open : zero,
      arrears,
      lowered,
    });
    if (holiday) {
      accrual.holiday = plus(accrual.holiday, interest);
      loan.trace?.holidays.push({ slot: currentInstalment(loan)?.slot ?? '', accrued: interest, applied: zero });
    } else {
      if (terms.feeRate) accrueFee(loan, period, date, bearingPrincipal(loan));
      accrual.period = plus(accrual.period, interest);
      accrual.fromArrears = plus(accrual.fromArrears, fromArrears);
    }
  } else if (period) noteNothingBorne(loan, period, date, lowered);
  accrual.to = date;
};

/** Puts interest, with its tax, into the balance and on an instalment, and notes the transaction; nothing for zero. A part of it may be from arrears, or all of it of payment holidays. */
export const putOn = (
  loan: Working,
  instalment: WorkingInstalment,
  amount: Money,
  origin: Origin,
  apart: Money | 'ofHolidays' = zero,
): void => {
  if (!isPositive(amount)) return;
  const ofHolidays = apart === 'ofHolidays' ? amount : zero;
  const fromArrears = apart === 'ofHolidays' ? zero : apart;
  if (loan.capitalises) {
    capitalise(loan, instalment, amount, origin, ofHolidays);
    return;
  }
  const tax = applyInterestTax(loan, instalment, amount);
  instalment.interest.applied = plus(instalment.interest.applied, amount);
  instalment.interest.expected = largest(instalment.interest.expected, instalment.interest.applied);
  loan.balance.interest = plus(loan.balance.interest, amount);
  loan.lastInterestApplied = origin.valueDate;
  const taxes = {
    interest: tax,
    fromArrears: applyPart(loan, instalment, 'fromArrears', fromArrears, tax),
    ofHolidays: applyPart(loan, instalment, 'ofHolidays', ofHolidays, tax),
  };
  record(loan, origin, 'INTEREST_APPLIED', amount, { interest: amount, fromArrears, ofHolidays, taxes });
};

const withhold = (loan: Working, instalment: WorkingInstalment, amount: Money, fromArrears: Money = zero): void => {
  if (isPositive(amount)) loan.withheld.push({ slot: instalment.slot, amount, fromArrears });
};

/** The withheld interest that is not applied, with its instalments; a payment of a fixed loan may have reached some. */
const kept = (
  loan: Working,
): { readonly instalment: WorkingInstalment; readonly amount: Money; readonly fromArrears: Money }[] =>
  loan.withheld.flatMap(({ slot, amount, fromArrears }) => {
    const instalment = loan.instalments.find((one) => one.slot === slot);
    if (!instalment) return [];
    const { expected, applied } = instalment.interest;
    const left = smallest(amount, largest(minus(expected, applied), zero));
    return [{ instalment, amount: left, fromArrears: smallest(fromArrears, left) }];
  });

/** Interest of passed due dates that a lock keeps from being applied. */
export const withheldInterest = (loan: Working): Money => sum(kept(loan).map(({ amount }) => amount));

/** What of it is from arrears. */
export const withheldFromArrears = (loan: Working): Money => sum(kept(loan).map(({ fromArrears }) => fromArrears));

/** Applies the interest that a lock kept back. */
export const releaseInterest = (loan: Working, event: LoanEvent): void => {
  for (const { instalment, amount, fromArrears } of kept(loan)) {
    putOn(loan, instalment, amount, originOf(event, `INTEREST_APPLIED#${instalment.slot}`), fromArrears);
  }
  loan.withheld.length = 0;
};

/**
 * Applies what has accrued to the walk's day, before the due date, on the instalment whose period runs (after maturity the last): all of it, or
 * interest of one kind.
 */
export const applyAccrued = (loan: Working, origin: Origin, only?: InterestKind): void => {
  const { accrual } = loan;
  const target = currentInstalment(loan) ?? loan.instalments.at(-1);
  const all = applicable(loan);
  const late = applicableFromArrears(loan, all);
  const fromArrears = only === 'REGULAR' ? zero : late;
  const amount = only === 'REGULAR' ? minus(all, late) : only === 'FROM_ARREARS' ? late : all;
  if (!target || !isPositive(amount) || isStopped(loan, 'APPLY_INTEREST')) return;
  accrual.applied = plus(accrual.applied, amount);
  accrual.fromArrearsApplied = plus(accrual.fromArrearsApplied, fromArrears);
  cutOff(loan, only);
  if (loan.revolving) noteApplied(loan, accruesFor(loan), target);
  const { owed, fromArrears: ofIt } = owedInterest(loan, amount, fromArrears);
  putOn(loan, target, owed, origin, ofIt);
};

/** What has been applied does not go on with a later period. */
export const cutOff = ({ accrual }: Working, only?: InterestKind): void => {
  const regular =
    only === 'FROM_ARREARS' ? minus(accrual.cut, accrual.fromArrearsCut) : minus(accrual.period, accrual.fromArrears);
  if (only !== 'REGULAR') accrual.fromArrearsCut = accrual.fromArrears;
  accrual.cut = plus(regular, accrual.fromArrearsCut);
};

/** Applies what is left of the scheduled interest of a fixed loan's instalment. */
const applyScheduled = (loan: Working, instalment: WorkingInstalment, origin: Origin): void => {
  const amount = minus(instalment.interest.expected, instalment.interest.applied);
  if (interestRefusedByCap(loan, amount, origin.valueDate)) instalment.interest.expected = instalment.interest.applied;
  else if (isStopped(loan, 'APPLY_INTEREST')) withhold(loan, instalment, amount);
  else putOn(loan, instalment, amount, origin);
};

/** Applies all scheduled interest of a fixed loan in one transaction; it is owed to the end, whenever it is paid. */
export const applyAllScheduled = (loan: Working, origin: Origin): void => {
  const amount = sum(loan.instalments.map(({ interest }) => minus(interest.expected, interest.applied)));
  if (!isPositive(amount)) return;
  const taxes = loan.instalments.map((instalment) => {
    const { interest } = instalment;
    const tax = applyInterestTax(loan, instalment, minus(interest.expected, interest.applied));
    interest.applied = interest.expected;
    return tax;
  });
  loan.balance.interest = plus(loan.balance.interest, amount);
  loan.lastInterestApplied = origin.valueDate;
  record(loan, origin, 'INTEREST_APPLIED', amount, { interest: amount, taxes: { interest: sum(taxes) } });
};

/** What the last instalment takes when it also takes what rounding lost on the others. */
const lastInterest = (loan: Working): Money => {
  const { accrual, rounding } = loan;
  return largest(
    minus(minus(rounding.element(plus(accrual.earlier, accrual.period)), accrual.earlierApplied), accrual.applied),
    zero,
  );
};

/** Answers what is applied beyond what was planned, or less than nothing where it is less. */
const applyDynamicDue = (loan: Working, instalment: WorkingInstalment, origin: Origin): Money => {
  const { accrual, rounding } = loan;
  const last = loan.passed === loan.instalments.length - 1;
  const later = leavesToLater(loan, instalment, last);
  const whole = last && !instalment.holiday && rounding.interestRemainderIntoLast;
  const amount = later ? zero : whole ? lastInterest(loan) : applicable(loan);
  const late = applicableFromArrears(loan, amount);
  const { owed, fromArrears } = owedInterest(loan, amount, late);
  if (!later && interestRefusedByCap(loan, owed, origin.valueDate)) {
    instalment.interest.expected = instalment.interest.applied;
    forfeitAccrued(loan);
    carryOver(loan);
    return zero;
  }
  const planned = instalment.interest.expected;
  const actual = plus(instalment.interest.applied, owed);
  const stopped = isStopped(loan, 'APPLY_INTEREST');
  instalment.interest.expected = actual;
  if (stopped) withhold(loan, instalment, owed, fromArrears);
  else putOn(loan, instalment, owed, origin, fromArrears);
  accrual.applied = plus(accrual.applied, amount);
  accrual.fromArrearsApplied = plus(accrual.fromArrearsApplied, late);
  if (!later) cutOff(loan);
  carryOver(loan);
  return stopped ? zero : minus(actual, planned);
};

/** Lets an instalment's due date come, or the end of its billing cycle: its interest is applied before anything else of that day. */
export const passDueDate = (loan: Working, instalment: WorkingInstalment): void => {
  const dueDate = closingOf(instalment);
  accrueTo(loan, dueDate);
  beginInstalment(loan, dueDate);
  const origin = {
    eventKey: null,
    role: `INTEREST_APPLIED#${instalment.slot}`,
    valueDate: dueDate,
    bookingDate: dueDate,
  };
  const dynamic = isDynamic(loan.terms);
  const difference = dynamic ? applyDynamicDue(loan, instalment, origin) : zero;
  if (!dynamic) applyScheduled(loan, instalment, origin);
  bill(loan, instalment);
  loan.passed += 1;
  settleDifference(loan, instalment, difference);
};
