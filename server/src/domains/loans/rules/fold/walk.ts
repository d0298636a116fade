import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { passDueDate } from './accrual.ts';
import { nextApplication } from './applicationDay.ts';
import { passApplicationDay } from './applyOnDay.ts';
import { applyDueFees, applyLateFees } from './automaticFee.ts';
import { watchCap } from './cap.ts';
import { nextRateStep, passRateStep } from './changeRate.ts';
import { changeTaxRate, dayBefore, nextTaxRate } from './changeTax.ts';
import { beginHoliday } from './holidays.ts';
import { judgeArrears, nextLateDay, reviewLateness } from './lateness.ts';
import { penaliseDay } from './penalty.ts';
import { applyPlannedFee, nextPlannedFee } from './plannedFee.ts';
import { chargeDueFee } from './rateFee.ts';
import { payFromRedraw, watchRedraw } from './redraw.ts';
import { leaveOut } from './revolving.ts';
import { closingOf, currentInstalment, type Working } from './working.ts';

// The passing of time: due dates come, rates change, and days pass on which something is late. All of them come before the events of the day.

const passLateDay = (loan: Working, day: LocalDate): void => {
  loan.lateness.to = day;
  penaliseDay(loan, day);
  applyLateFees(loan, day);
  judgeArrears(loan, day);
};

const orderOfDay = ['due', 'applied', 'rate', 'planned', 'redraw', 'late'] as const;

type Stop = (typeof orderOfDay)[number];

/** What comes next: of one day the due date first, then interest that is applied on it, then another rate, then planned fees, then what the borrower's own money pays, then its lateness. */
export const nextStop = (
  days: Readonly<Partial<Record<Stop, LocalDate | undefined>>>,
  until: LocalDate,
): Stop | undefined => {
  let next: Stop | undefined;
  for (const stop of orderOfDay) {
    const day = days[stop];
    const before = next && days[next];
    if (day !== undefined && day <= until && (before === undefined || day < before)) next = stop;
  }
  return next;
};

/** Walks over every due date, change of the rate, planned fee and late day up to and including a day. */
const passPlainDays = (loan: Working, until: LocalDate): void => {
  if (!loan.disbursed || loan.writtenOff) return;
  const { lateness } = loan;
  reviewLateness(loan, lateness.to ?? loan.disbursed);
  for (;;) {
    const due = currentInstalment(loan);
    const planned = nextPlannedFee(loan);
    const late = nextLateDay(loan);
    const step = nextRateStep(loan);
    const applied = nextApplication(loan);
    const days = {
      due: due && closingOf(due),
      applied,
      rate: step?.from,
      planned: planned?.day,
      redraw: loan.redraw?.look,
      late,
    };
    const stop = nextStop(days, until);
    if (stop === 'applied' && applied !== undefined) passApplicationDay(loan, applied);
    else if (stop === 'due' && due) {
      passDueDate(loan, due);
      chargeDueFee(loan, due);
      if (applied !== undefined) beginHoliday(loan);
      applyDueFees(loan, due);
      leaveOut(loan, due);
    } else if (stop === 'rate' && step) passRateStep(loan, step);
    else if (stop === 'planned' && planned) applyPlannedFee(loan, planned);
    else if (stop === 'redraw' && days.redraw !== undefined) {
      payFromRedraw(loan, days.redraw);
      reviewLateness(loan, days.redraw);
    } else if (stop === 'late' && late !== undefined) passLateDay(loan, late);
    else break;
    watchCap(loan, days[stop] ?? until);
    watchRedraw(loan, days[stop] ?? until);
  }
  lateness.to = lateness.to === undefined ? until : latest(lateness.to, until);
};

/** Lets time pass up to and including a day: due dates, late days, and the days on which another tax rate counts. */
export const passDays = (loan: Working, until: LocalDate): void => {
  for (let next = nextTaxRate(loan, until); next; next = nextTaxRate(loan, until)) {
    passPlainDays(loan, dayBefore(next));
    changeTaxRate(loan, next);
  }
  passPlainDays(loan, until);
};
