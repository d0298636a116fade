import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { type Money, minus, plus, zero } from '../../../../kernel/money.ts';
import { capitalisedOf, principalOf } from '../disbursementFees.ts';
import type { Disbursed } from '../events.ts';
import { type Amounts, amortise } from '../schedule/amortise.ts';
import { plannedSpread } from '../schedule/plannedRates.ts';
import { taxWithin, withoutTaxOnTop, withTax } from '../taxes.ts';
import { isDynamic } from '../terms.ts';
import { accrueTo, applyAllScheduled } from './accrual.ts';
import { catchUpRate } from './changeRate.ts';
import { applyUpfrontFees, recordDisbursement } from './disburse.ts';
import { slotsFrom, traceSchedule } from './ownSchedule.ts';
import { principalAhead, respread } from './recalculate.ts';
import { aheadOf, originOf, type Working, type WorkingInstalment } from './working.ts';

// What a disbursement after the first one does: its principal goes to the instalments ahead, and bears interest from its own day.

/** The schedule of an amount by itself, over what is left of the loan's periods. */
const ownSchedule = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  from: LocalDate,
  principal: Money,
): Amounts[] => {
  const slots = slotsFrom(loan, ahead, from);
  const dates = ahead.map(({ dueDate }) => dueDate);
  const spread = plannedSpread(loan.terms, loan.rates.plan, from, principal, slots, dates);
  if (spread.payment) loan.payment = plus(loan.payment ?? zero, spread.payment);
  const flat = loan.terms.interest.interestCalculationMethod === 'FLAT';
  const amounts = amortise({
    balance: principal,
    slots,
    wanted: spread.wanted,
    rounding: loan.rounding,
    owed: (interest) => withTax(loan.terms, 'interest', interest),
    ...(flat ? { flatBase: principal } : {}),
  });
  traceSchedule(loan, ahead, amounts, from, principal);
  return amounts;
};

/** A fixed loan: what was agreed before stays, and the new principal comes on top with a schedule of its own. */
const addOwnSchedule = (
  loan: Working,
  ahead: readonly WorkingInstalment[],
  from: LocalDate,
  principal: Money,
): void => {
  const amounts = ownSchedule(loan, ahead, from, principal);
  const flat = loan.terms.interest.interestCalculationMethod === 'FLAT';
  let balance = principal;
  ahead.forEach((instalment, index) => {
    const { principal: more, interest } = amounts[index] ?? { principal: zero, interest: zero };
    instalment.principal.expected = plus(instalment.principal.expected, more);
    instalment.interest.expected = plus(instalment.interest.expected, interest);
    const since = latest(from, instalment.from);
    const bare = withoutTaxOnTop(loan.terms, interest, taxWithin(loan.terms, 'interest', interest));
    instalment.drawn = [...(instalment.drawn ?? []), { from: since, balance, interest: bare }];
    if (!flat) balance = minus(balance, more);
  });
};

/** Adds principal that comes while the loan runs to the instalments ahead. */
export const addPrincipal = (loan: Working, from: LocalDate, principal: Money): void => {
  const ahead = aheadOf(loan);
  const last = loan.instalments.at(-1);
  // No decision pays out after the last due date; only undoing what it rested on can lead here.
  if (ahead.length === 0 && last) last.principal.expected = plus(last.principal.expected, principal);
  else if (isDynamic(loan.terms)) respread(loan, from, 'KEEP_COUNT', plus(principalAhead(loan), principal));
  else addOwnSchedule(loan, ahead, from, principal);
  for (const instalment of ahead) {
    instalment.originalTotal = plus(instalment.principal.expected, instalment.interest.expected);
  }
  // What was paid ahead of its time may ask for something again.
  loan.settled = Math.min(loan.settled, loan.passed);
};

/** Takes a later disbursement into a loan that runs: its principal, shared by the instalments ahead, and its fees. */
export const draw = (loan: Working, event: Disbursed): void => {
  accrueTo(loan, event.valueDate);
  catchUpRate(loan, event);
  const principal = principalOf(event);
  loan.capitalised = plus(loan.capitalised, capitalisedOf(event));
  loan.balance.principal = plus(loan.balance.principal, principal);
  recordDisbursement(loan, event, principal, true);
  addPrincipal(loan, event.valueDate, principal);
  if (loan.terms.interest.interestApplicationMethod === 'AFTER_DISBURSEMENT') {
    applyAllScheduled(loan, originOf(event, 'INTEREST_APPLIED'));
  }
  applyUpfrontFees(loan, event, true);
};
