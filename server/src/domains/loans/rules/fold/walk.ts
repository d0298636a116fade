import { type LocalDate, latest, plusDays } from '../../../../kernel/localDate.ts';
import { passDueDate } from './accrual.ts';
import { nextApplication } from './applicationDay.ts';
import { passApplicationDay } from './applyOnDay.ts';
import { applyDueFees, applyLateFees } from './automaticFee.ts';
import { beginHoliday } from './holidays.ts';
import { judgeArrears, nextLateDay, reviewLateness } from './lateness.ts';
import { penaliseDay } from './penalty.ts';
import { currentInstalment, type Working } from './working.ts';

// The passing of time: due dates come, and days on which something is late. A due date comes before the lateness of its day,
// and both come before the events of the day.

const passLateDay = (loan: Working, day: LocalDate): void => {
  loan.lateness.to = day;
  penaliseDay(loan, day);
  applyLateFees(loan, day);
  judgeArrears(loan, day);
};

/** Walks over every due date and every late day up to and including a day. */
export const passDays = (loan: Working, until: LocalDate): void => {
  if (!loan.disbursed || loan.writtenOff) return;
  const { lateness } = loan;
  reviewLateness(loan, lateness.to ?? loan.disbursed);
  for (;;) {
    const due = currentInstalment(loan);
    const late = nextLateDay(loan);
    const applied = nextApplication(loan);
    const first = applied !== undefined && applied <= until && applied < (due?.dueDate ?? plusDays(until, 1));
    if (first && (late === undefined || applied <= late)) passApplicationDay(loan, applied);
    else if (due && due.dueDate <= until && (late === undefined || due.dueDate <= late)) {
      passDueDate(loan, due);
      if (applied !== undefined) beginHoliday(loan);
      applyDueFees(loan, due);
    } else if (late !== undefined && late <= until) passLateDay(loan, late);
    else break;
  }
  lateness.to = lateness.to === undefined ? until : latest(lateness.to, until);
};
