import { isPositive, minus, plus, zero } from '../../../../kernel/money.ts';
import type { WrittenOff } from '../events.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo, applyAccrued, releaseInterest } from './accrual.ts';
import { forfeitFromArrears } from './fromArrears.ts';
import { applyHolidayInterest } from './holidays.ts';
import { chargeWaiting } from './penalty.ts';
import { chargeAccruedFee } from './rateFee.ts';
import { settleFromRedraw } from './redraw.ts';
import { billAll } from './revolving.ts';
import { taxBalances, taxDueOf } from './tax.ts';
import { dueOf, feeLine, originOf, record, type Working } from './working.ts';

/** Gives up everything that is owed: balances go to zero, and no day makes the loan owe anything any more. */
export const writeOff = (loan: Working, event: WrittenOff): void => {
  accrueTo(loan, event.valueDate);
  loan.lock = undefined;
  loan.capitalises = false;
  loan.cap = undefined;
  releaseInterest(loan, event);
  if (isDynamic(loan.terms)) applyAccrued(loan, originOf(event, 'INTEREST_APPLIED'));
  chargeAccruedFee(loan, event);
  applyHolidayInterest(loan, event);
  chargeWaiting(loan, originOf(event, 'PENALTY_APPLIED'));
  billAll(loan);
  settleFromRedraw(loan, event);
  const { balance } = loan;
  const affected = { ...balance, taxes: taxBalances(loan) };
  const fees = [...loan.instalments.flatMap((instalment) => instalment.fees), ...loan.unscheduledFees]
    .filter((fee) => isPositive(dueOf(fee)))
    .map((fee) => feeLine(fee.event, dueOf(fee), taxDueOf(fee.tax)));
  const amount = plus(plus(balance.principal, balance.interest), plus(balance.fees, balance.penalty));
  for (const element of ['principal', 'interest', 'fees', 'penalty', 'fromArrears', 'ofHolidays'] as const) {
    balance[element] = minus(balance[element], affected[element]);
  }
  loan.accrual.period = zero;
  loan.accrual.applied = zero;
  loan.accrual.cut = zero;
  loan.accrual.fee = zero;
  loan.accrual.feeApplied = zero;
  loan.accrual.fromArrearsApplied = zero;
  forfeitFromArrears(loan.accrual);
  loan.writtenOff = true;
  if (isPositive(amount)) record(loan, originOf(event, 'WRITE_OFF'), 'WRITE_OFF', amount, affected, fees);
};
