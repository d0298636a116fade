import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { type OperationContext, type OperationInput, read } from '../../../platform/http/handler.ts';
import { command, type Decided, type PostingState, touch } from '../../../platform/posting/command.ts';
import { toApiPlannedFee } from '../convertPlannedFee.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import {
  decidePlannedFeeApplication,
  decidePlanning,
  decideReplanning,
  decideUnplanning,
  type PlanningDecision,
} from '../rules/decide/decidePlannedFees.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { PlannedFee } from '../rules/terms.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import type { LoanTransaction } from '../store/loanTransactionStore.ts';
import { asShownToday } from './asShownToday.ts';
import { factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';
import { wantedPlans } from './plannedFeesBody.ts';

type Told = Schemas['PlannedInstallmentFee'];

const told = (plans: readonly PlannedFee[], { clock }: OperationContext): Told[] =>
  plans.map((plan) => toApiPlannedFee(plan, clock.zone));

const waitingOf = ({ figures }: LoanAccount): readonly PlannedFee[] => figures.terms.plannedFees ?? [];

/** Other plans of an account as effects; a fee that is planned for today is applied at once. */
const replanned = (
  account: LoanAccount,
  decided: PlanningDecision | Rejection,
  context: OperationContext,
): Decided<readonly PlannedFee[]> => {
  if (isRejection(decided)) return decided;
  const { decision, terms, plans } = decided;
  const effects = loanEffects(account, decision, context, { changes: { terms } });
  if (isRejection(effects)) return effects;
  const sides = { before: told(waitingOf(account), context), after: told(waitingOf(effects.outcome.account), context) };
  return { ...effects, outcome: plans, subject: { ...effects.subject, ...sides } };
};

/** GET /loans/{loanAccountId}/plannedfees: those that wait. */
export const getPlannedFees = read('getPlannedFees', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  return account
    ? { body: told(waitingOf(asShownToday(account, context)), context) }
    : loanNotFound(path.loanAccountId);
});

/** Other plans as a list of wanted ones says: new ones, or changes of those that wait. */
const planningAs =
  (decide: typeof decidePlanning) =>
  (
    { path, body }: OperationInput<'createPlannedFees' | 'updatePlannedFees'>,
    state: PostingState,
    context: OperationContext,
  ): Decided<readonly PlannedFee[]> => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const wanted = wantedPlans(body, context);
    if (isRejection(wanted)) return wanted;
    const facts = {
      fees: productOfLoan(context.reference, account.productTypeKey).fees,
      keyOf: (slot: string) => account.instalmentKeys.get(slot),
    };
    const decided = decide(factsOf(account, context), wanted, facts, loanContext(account, context));
    return replanned(account, decided, context);
  };

/** POST /loans/{loanAccountId}/plannedfees */
export const createPlannedFees = command<'createPlannedFees', readonly PlannedFee[]>('createPlannedFees', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: planningAs(decidePlanning),
  answer: told,
});

/** PUT /loans/{loanAccountId}/plannedfees */
export const updatePlannedFees = command<'updatePlannedFees', readonly PlannedFee[]>('updatePlannedFees', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: planningAs(decideReplanning),
  answer: told,
});

/** DELETE /loans/{loanAccountId}/plannedfees/{plannedInstallmentFeeKey} */
export const deletePlannedFee = command<'deletePlannedFee', readonly PlannedFee[]>('deletePlannedFee', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const key = path.plannedInstallmentFeeKey;
    const decided = decideUnplanning(factsOf(account, context), key, loanContext(account, context));
    return replanned(account, decided, context);
  },
  answer: () => undefined,
});

/** POST /loans/{loanAccountId}/plannedfees:apply */
export const applyPlannedFees = command<'applyPlannedFees', readonly LoanTransaction[]>('applyPlannedFees', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const facts = factsOf(account, context);
    const decision = decidePlannedFeeApplication(facts, body.encodedKeys, loanContext(account, context));
    if (isRejection(decision)) return decision;
    const effects = loanEffects(account, decision, context);
    if (isRejection(effects)) return effects;
    const made = new Set<string | null>(decision.append.map(({ key }) => key));
    const applied = effects.outcome.posted.filter(({ eventKey, role }) => made.has(eventKey) && role === 'FEE_APPLIED');
    return { ...effects, outcome: applied };
  },
  answer: (transactions, context) => transactions.map((transaction) => shownLoanTransaction(transaction, context)),
});
