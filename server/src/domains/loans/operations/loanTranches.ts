import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { scheduleOf, toldLoanAccount, tranchesOf } from '../convertAccount.ts';
import { applyEvents } from '../rules/decide/account.ts';
import { decideTranches } from '../rules/decide/decideTranches.ts';
import { foreseeLoan, previewSchedule } from '../rules/foldLoan.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { plannedDisbursements } from '../rules/tranches.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { wantedTranches } from './loanBody.ts';
import { expectedMoment, factsOf, loanContext, loanNotFound } from './loanContext.ts';
import { loanEffects } from './loanEffects.ts';

/** GET /loans/{loanAccountId}/tranches */
export const getLoanTranches = read('getLoanTranches', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId);
  return account ? { body: tranchesOf(account, context) } : loanNotFound(path.loanAccountId);
});

/** PUT /loans/{loanAccountId}/tranches: those that are paid out stay, the others become what the list says. */
export const updateLoanTranches = command<'updateLoanTranches', LoanAccount>('updateLoanTranches', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const surroundings = loanContext(account, context);
    const terms = decideTranches(
      factsOf(account, context),
      wantedTranches(body, context, account.terms.tranches),
      productOfLoan(context.reference, account.productTypeKey),
      surroundings,
    );
    if (isRejection(terms)) return terms;
    const expectedDisbursementDate =
      account.disbursementDate === null
        ? (expectedMoment(undefined, terms, context) ?? account.expectedDisbursementDate)
        : account.expectedDisbursementDate;
    const changed: LoanAccount = { ...account, terms, expectedDisbursementDate };
    const effects = loanEffects(changed, applyEvents(factsOf(changed, context), surroundings, {}), context);
    if (isRejection(effects)) return effects;
    const after = effects.outcome.account;
    const told = { before: toldLoanAccount(account, context), after: toldLoanAccount(after, context) };
    return { ...effects, outcome: after, subject: { ...effects.subject, ...told } };
  },
  answer: (account, context) => tranchesOf(account, context),
});

/** POST /loans/{loanAccountId}/schedule:previewTranches: what the schedule comes to with these tranches, each on its day. */
export const previewLoanTranches = read('previewLoanTranches', async ({ path, body }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const facts = factsOf(account, context);
  const surroundings = loanContext(account, context);
  const sent = body as readonly Schemas['LoanTranche'][];
  const product = productOfLoan(context.reference, account.productTypeKey);
  const terms = decideTranches(facts, wantedTranches(sent, context, account.terms.tranches), product, surroundings);
  if (isRejection(terms)) return terms;
  const { today, calendar } = surroundings;
  const day = terms.tranches?.[0]?.expectedDisbursementDate ?? facts.expectedDisbursementDate ?? today;
  const loan =
    account.disbursementDate === null
      ? previewSchedule(terms, day, calendar, facts.events)
      : foreseeLoan(terms, facts.events, today, calendar, plannedDisbursements(terms, facts.events, today));
  return { body: scheduleOf(account, context, loan.instalments) };
});
