import { type Money, plus, sum, zero } from '../../../../kernel/money.ts';
import { agreedCalendar } from '../calendar.ts';
import { capitalisedOf, principalOf } from '../disbursementFees.ts';
import type { ChargedFee, Disbursed, FeeApplied } from '../events.ts';
import { countedOn, disbursedTerms } from '../rates/ratePlan.ts';
import { isRevolving } from '../revolvingTerms.ts';
import { buildSchedule, type PlannedInstalment } from '../schedule/buildSchedule.ts';
import type { TransactionFee } from '../state.ts';
import { isDynamic, isTranched } from '../terms.ts';
import { accrueTo, applyAllScheduled } from './accrual.ts';
import { applyFeesAtOnce } from './automaticFee.ts';
import { takeEdit } from './edit.ts';
import { attachFee } from './fee.ts';
import { newInstalment } from './newInstalment.ts';
import { traceSchedule } from './ownSchedule.ts';
import { noteSpared } from './recalculate.ts';
import { payDrawn } from './redraw.ts';
import { beginRevolving, drawn } from './revolving.ts';
import { newFee } from './tax.ts';
import { currentInstalment, feeLine, originOf, record, type Working, type WorkingInstalment } from './working.ts';

const instalmentOf = ({ number, ...plan }: PlannedInstalment): WorkingInstalment =>
  newInstalment({ ...plan, slot: String(number) });

/** A fee of a disbursement as the fold keeps fees; a later one is told from the first by its event. */
const asFee = (
  event: Disbursed,
  { predefinedFeeKey, name, trigger, amount, taxable }: ChargedFee,
  later = false,
): FeeApplied => ({
  type: 'FEE_APPLIED',
  key: later ? `${predefinedFeeKey}#${event.key}` : `${predefinedFeeKey}#disbursement`,
  sequence: event.sequence,
  valueDate: event.valueDate,
  bookingDate: event.bookingDate,
  amount,
  trigger,
  predefinedFeeKey,
  name,
  ...(taxable === false ? { taxable } : {}),
});

/** Fees that are neither deducted nor capitalised are owed with the next instalment: at first that is the first one. */
export const applyUpfrontFees = (loan: Working, event: Disbursed, later = false): void => {
  const target = currentInstalment(loan) ?? loan.instalments.at(-1);
  for (const charged of event.fees ?? []) {
    if (charged.trigger !== 'UPFRONT_DISBURSEMENT') continue;
    const fee = asFee(event, charged, later);
    const { amount } = fee;
    const owed = newFee(loan, fee, amount);
    const tax = owed.tax.applied;
    target?.fees.push(owed);
    loan.balance.fees = plus(loan.balance.fees, amount);
    const origin = originOf(event, `DISBURSEMENT_FEE#${charged.predefinedFeeKey}`);
    record(loan, origin, 'FEE_APPLIED', amount, { fees: amount, taxes: { fees: tax } }, [feeLine(fee, amount, tax)]);
  }
};

/** The fees that the disbursement itself settles. */
const settledFees = (loan: Working, event: Disbursed, later: boolean): TransactionFee[] =>
  (event.fees ?? [])
    .filter(({ trigger }) => trigger !== 'UPFRONT_DISBURSEMENT')
    .map((fee) =>
      feeLine(asFee(event, fee, later), fee.amount, newFee(loan, asFee(event, fee, later), fee.amount).tax.applied),
    );

/** Notes the transaction of a disbursement with the fees that it settles. */
export const recordDisbursement = (loan: Working, event: Disbursed, principal: Money, later = false): void => {
  const settled = settledFees(loan, event, later);
  const taxes = { fees: sum(settled.map(({ tax = zero }) => tax)) };
  record(loan, originOf(event, 'DISBURSEMENT'), 'DISBURSEMENT', principal, { principal, taxes }, settled);
};

/** Takes a withdrawal from a revolving credit into the loan; the first one lets its due dates begin. */
const withdraw = (loan: Working, event: Disbursed): void => {
  accrueTo(loan, event.valueDate);
  if (!loan.disbursed) {
    loan.disbursed = event.valueDate;
    loan.accrual.to = event.valueDate;
    beginRevolving(loan, event);
  }
  const principal = principalOf(event);
  loan.balance.principal = plus(loan.balance.principal, principal);
  recordDisbursement(loan, event, principal);
  payDrawn(loan, event);
  drawn(loan);
  applyUpfrontFees(loan, event);
  for (const fee of loan.waitingFees.splice(0)) attachFee(loan, fee);
};

/** The calendar of a loan's whole life, and how its rate changes from its first day on. */
const beginRates = (loan: Working, event: Disbursed): void => {
  if (event.daysOff) loan.calendar = agreedCalendar(event.daysOff, loan.calendar);
  const { terms, plan } = disbursedTerms(loan.terms, event.valueDate, loan.calendar);
  loan.terms = terms;
  loan.rates = { steps: plan, next: 1, plan: countedOn(terms, plan, event.valueDate) };
};

/**
 * Takes a disbursement into the loan: principal, schedule, and at once all interest where the product applies it after
 * disbursement. An edit or a fee from before gets its place on the schedule now.
 */
export const disburse = (loan: Working, event: Disbursed): void => {
  if (loan.disbursed === undefined) beginRates(loan, event);
  if (isRevolving(loan.terms)) {
    withdraw(loan, event);
    return;
  }
  const principal = principalOf(event);
  loan.capitalised = capitalisedOf(event);
  const plan = buildSchedule(loan.terms, principal, event.valueDate, loan.calendar, event.firstRepaymentDate);
  loan.instalments = plan.instalments.map(instalmentOf);
  noteSpared(loan.instalments);
  if (isTranched(loan.terms) && !isDynamic(loan.terms)) {
    traceSchedule(loan, loan.instalments, plan.instalments, event.valueDate, principal);
  }
  loan.payment = plan.payment;
  loan.disbursed = event.valueDate;
  loan.passed = 0;
  loan.accrual.to = event.valueDate;
  loan.balance.principal = plus(loan.balance.principal, principal);
  recordDisbursement(loan, event, principal);
  if (loan.waitingEdit) takeEdit(loan, loan.waitingEdit, event.valueDate);
  if (loan.terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT') {
    applyAllScheduled(loan, originOf(event, 'INTEREST_APPLIED'));
  }
  applyUpfrontFees(loan, event);
  applyFeesAtOnce(loan, event);
  for (const fee of loan.waitingFees.splice(0)) attachFee(loan, fee);
};
