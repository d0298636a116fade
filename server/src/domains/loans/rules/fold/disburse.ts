import { plus, zero } from '../../../../kernel/money.ts';
import { agreedCalendar } from '../calendar.ts';
import type { Disbursed } from '../events.ts';
import { buildSchedule, type PlannedInstalment } from '../schedule/buildSchedule.ts';
import { applyAllScheduled } from './accrual.ts';
import { applyFeesAtOnce } from './automaticFee.ts';
import { takeEdit } from './edit.ts';
import { attachFee } from './fee.ts';
import { notLate, originOf, record, type Working, type WorkingInstalment } from './working.ts';

const instalmentOf = ({ number, principal, interest, ...plan }: PlannedInstalment): WorkingInstalment => ({
  slot: String(number),
  from: plan.from,
  dueDate: plan.dueDate,
  grace: plan.grace,
  holiday: false,
  carriesPrincipal: plan.carriesPrincipal,
  principal: { expected: principal, paid: zero },
  interest: { expected: interest, paid: zero, applied: zero },
  penalty: { expected: zero, paid: zero },
  fees: [],
  lastPaid: undefined,
  lateFees: false,
  late: notLate(),
  originalTotal: plus(principal, interest),
});

/**
 * Takes a disbursement into the loan: principal, schedule, and at once all interest where the product applies it after
 * disbursement. An edit or a fee from before gets its place on the schedule now.
 */
export const disburse = (loan: Working, event: Disbursed): void => {
  if (event.daysOff) loan.calendar = agreedCalendar(event.daysOff);
  const plan = buildSchedule(loan.terms, event.amount, event.valueDate, loan.calendar, event.firstRepaymentDate);
  loan.instalments = plan.instalments.map(instalmentOf);
  loan.payment = plan.payment;
  loan.disbursed = event.valueDate;
  loan.passed = 0;
  loan.accrual.to = event.valueDate;
  loan.balance.principal = plus(loan.balance.principal, event.amount);
  record(loan, originOf(event, 'DISBURSEMENT'), 'DISBURSEMENT', event.amount, { principal: event.amount });
  if (loan.waitingEdit) takeEdit(loan, loan.waitingEdit, event.valueDate);
  if (loan.terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT') {
    applyAllScheduled(loan, originOf(event, 'INTEREST_APPLIED'));
  }
  applyFeesAtOnce(loan, event);
  for (const fee of loan.waitingFees.splice(0)) attachFee(loan, fee);
};
