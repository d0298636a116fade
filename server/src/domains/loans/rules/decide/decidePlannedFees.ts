import { sum } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkCap } from '../capping.ts';
import type { FeeApplied } from '../events.ts';
import { periodOf, plannedDay } from '../plannedFees.ts';
import type { LoanState } from '../state.ts';
import { feeWithTax } from '../taxes.ts';
import type { LoanTerms, PlannedFee } from '../terms.ts';
import {
  applyEvents,
  isActive,
  type LoanAccountFacts,
  type LoanContext,
  type LoanDecision,
  shownLoan,
} from './account.ts';
import { checkActive, checkAfterEdit, checkLock, datesOf } from './checks.ts';
import { type PlanningContext, planFees, replanFees, type WantedPlan } from './planFees.ts';

/** What the account's product and its stored instalments say. */
export type PlanningFacts = Required<Pick<PlanningContext, 'fees' | 'keyOf'>>;

/** Other planned fees: the terms with them, and the loan as it then is. A fee that is planned for today is applied at once. */
export type PlanningDecision = {
  readonly decision: LoanDecision;
  readonly terms: LoanTerms;
  /** The plans that were made or changed. */
  readonly plans: readonly PlannedFee[];
};

const checkOpen = (account: LoanAccountFacts, context: LoanContext): Rejection | undefined =>
  account.state.startsWith('CLOSED')
    ? reject('INVALID_ACCOUNT_STATE', `loan account ${account.id} is ${account.state}`)
    : checkLock(account, context);

/** The plans that wait: before the disbursement all of them. */
const waitingOf = (account: LoanAccountFacts, shown: LoanState): readonly PlannedFee[] =>
  (isActive(account) ? shown.terms.plannedFees : account.terms.plannedFees) ?? [];

const planningOf = (
  account: LoanAccountFacts,
  shown: LoanState,
  facts: PlanningFacts,
  context: LoanContext,
): PlanningContext => {
  const active = isActive(account);
  return {
    terms: account.terms,
    events: account.events,
    instalments: shown.instalments,
    disbursement: shown.disbursedOn ?? context.today,
    dated: active || account.expectedDisbursementDate !== null,
    ...(active ? { passed: context.today } : {}),
    ...facts,
    newKey: context.newKey,
  };
};

const planned = (
  account: LoanAccountFacts,
  plans: readonly PlannedFee[],
  made: readonly PlannedFee[],
  context: LoanContext,
): PlanningDecision => {
  const { plannedFees: _before, ...rest } = account.terms;
  const terms = plans.length === 0 ? rest : { ...rest, plannedFees: plans };
  return { decision: applyEvents({ ...account, terms }, context, {}), terms, plans: made };
};

const nobody = reject('INVALID_PARAMETERS', 'the list names no planned fee');

type Plans = readonly PlannedFee[];

/** Plans are made of what is wanted, and take their place among those before. */
const planningWith =
  (make: typeof replanFees, among: (before: Plans, made: Plans) => Plans) =>
  (
    account: LoanAccountFacts,
    wanted: readonly WantedPlan[],
    facts: PlanningFacts,
    context: LoanContext,
  ): PlanningDecision | Rejection => {
    const refusal = checkOpen(account, context) ?? (wanted.length === 0 ? nobody : undefined);
    if (refusal) return refusal;
    const shown = shownLoan(account, context);
    const made = make(wanted, waitingOf(account, shown), planningOf(account, shown, facts, context));
    if (isRejection(made)) return made;
    return planned(account, among(account.terms.plannedFees ?? [], made), made, context);
  };

/** Plans fees on instalments of an account. Refusals in this order: state, lock, nothing asked for, those of `planFees`. */
export const decidePlanning = planningWith(planFees, (before, made) => [...before, ...made]);

/** Changes planned fees that wait. Refusals in this order: state, lock, nothing asked for, those of `replanFees`. */
export const decideReplanning = planningWith(replanFees, (before, made) =>
  before.map((plan) => made.find(({ key }) => key === plan.key) ?? plan),
);

const unknownPlan = (key: string): Rejection =>
  reject('PLANNED_FEE_ENCODED_KEY_INVALID', `${key.slice(0, 80)} is no planned fee of this loan that waits`);

/** Takes a planned fee back before it is applied. Refusals in this order: state, lock, no such fee waits. */
export const decideUnplanning = (
  account: LoanAccountFacts,
  key: string,
  context: LoanContext,
): PlanningDecision | Rejection => {
  const refusal = checkOpen(account, context);
  if (refusal) return refusal;
  const plan = waitingOf(account, shownLoan(account, context)).find((one) => one.key === key.toLowerCase());
  if (!plan) return unknownPlan(key);
  const plans = (account.terms.plannedFees ?? []).filter((one) => one.key !== plan.key);
  return planned(account, plans, [plan], context);
};

/** A fee of the past goes back to its instalment on its day, one of the future to the first that is not paid, today. */
const asFee = (
  account: LoanAccountFacts,
  plan: PlannedFee,
  loan: LoanState,
  context: LoanContext,
): Omit<FeeApplied, 'sequence'> | Rejection => {
  const period = periodOf(loan.instalments, plan.slot, loan.disbursedOn ?? context.today);
  const instalment = loan.instalments.find(({ slot }) => slot === plan.slot);
  const day = period && plannedDay(plan, period);
  const past = day !== undefined && day < context.today;
  if (past && instalment?.state === 'PAID') {
    return reject('CANNOT_APPLY_FEE_ON_PAID_INSTALLMENT', `instalment ${instalment.number} is paid`);
  }
  if (loan.instalments.every(({ state }) => state === 'PAID' || state === 'GRACE')) {
    return reject('CANNOT_APPLY_PLANNED_FEES', `loan account ${account.id} has no instalment that is not paid`);
  }
  const asked = past ? { valueDate: day } : {};
  // The request asks for no booking date: where the books of the day are closed, it is today.
  const closed = past && context.closure(day) !== undefined;
  const dates = datesOf({ ...context, closure: closed ? () => undefined : context.closure }, asked, undefined);
  if (isRejection(dates)) return dates;
  const bookingDate = closed ? context.today : dates.bookingDate;
  const refusal = checkAfterEdit(account, dates.valueDate) ?? context.closure(bookingDate);
  if (refusal) return refusal;
  return {
    type: 'FEE_APPLIED',
    key: context.newKey(),
    valueDate: dates.valueDate,
    bookingDate,
    amount: plan.amount,
    trigger: 'MANUAL_PLANNED',
    predefinedFeeKey: plan.predefinedFeeKey,
    name: plan.name,
    plannedFeeKey: plan.key,
    ...(plan.taxable === false ? { taxable: false as const } : {}),
    ...(past ? { slot: plan.slot } : {}),
  };
};

/**
 * Applies planned fees by hand. Refusals in this order: state, lock, locked fees, nothing asked for, a fee that does not wait or is named
 * twice, a paid instalment, nothing left to pay, the cap of a loan in arrears, the permission to backdate, an edit of the schedule since, closed books.
 */
export const decidePlannedFeeApplication = (
  account: LoanAccountFacts,
  keys: readonly string[],
  context: LoanContext,
): LoanDecision | Rejection => {
  const refusal = checkActive(account) ?? checkLock(account, context);
  if (refusal) return refusal;
  const loan = shownLoan(account, context);
  if (loan.lock?.operations.includes('APPLY_FEES')) {
    return reject('ACCOUNT_IS_LOCKED', `fees of loan account ${account.id} are locked`);
  }
  if (keys.length === 0) return reject('INVALID_PARAMETERS', 'encodedKeys names no planned fee');
  const waiting = new Map((loan.terms.plannedFees ?? []).map((plan) => [plan.key, plan]));
  const append: FeeApplied[] = [];
  for (const key of keys) {
    const plan = waiting.get(key.toLowerCase());
    if (!plan || !waiting.delete(plan.key)) return unknownPlan(key);
    const fee = asFee(account, plan, loan, context);
    if (isRejection(fee)) return fee;
    const capped = checkCap(
      loan,
      sum([...append, fee].map((one) => feeWithTax(loan.terms, one))),
      'CANNOT_APPLY_PLANNED_FEES',
    );
    if (capped) return capped;
    append.push({ ...fee, sequence: account.nextSequence + append.length });
  }
  return applyEvents(account, context, { append });
};
