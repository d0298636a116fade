import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { accountWithinReach, withinReach } from '../../../platform/auth/reach.ts';
import { type ReadContext, read } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { type ListRequest, listContext, runListing } from '../../../platform/resources/listing.ts';
import { accountConditions } from '../../clients/index.ts';
import { scheduleOf, shownLoanAccount } from '../convertAccount.ts';
import { shownLoanTransaction } from '../convertTransaction.ts';
import { withForeseen } from '../rules/foreseenRevolving.ts';
import { findLoanAccount } from '../store/loanAccountStore.ts';
import { loanAccountListing, loanTransactionListing } from '../store/loanListings.ts';
import { findLoanTransaction } from '../store/loanTransactionStore.ts';
import { asShownToday, isBehind } from './asShownToday.ts';
import { calendarOf, loanNotFound } from './loanContext.ts';

type Details = { readonly detailsLevel?: 'BASIC' | 'FULL' | undefined };
type Listed<T> = { readonly body: T[]; readonly headers: Readonly<Record<string, string>> };

/** Lists and searches know only what lies within the caller's reach. */
const reached = (request: ListRequest, reach: readonly Condition[]): ListRequest => ({
  ...request,
  where: [...(request.where ?? []), ...reach],
});

/** A page tells the stored figures, which are what its filters and its order went by; `lastAccountAppraisalDate` is their day. */
const accounts = async (
  request: ListRequest & Details,
  context: ReadContext,
): Promise<Listed<Schemas['LoanAccountFullDetails']> | Rejection> => {
  const result = await runListing(
    context.db,
    loanAccountListing,
    reached(request, withinReach(context.principal, 'a')),
    listContext(context),
  );
  if (isRejection(result)) return result;
  const details = request.detailsLevel ?? 'BASIC';
  return { body: result.rows.map((account) => shownLoanAccount(account, context, details)), headers: result.headers };
};

const transactions = async (
  request: ListRequest & Details,
  context: ReadContext,
): Promise<Listed<Schemas['LoanTransaction']> | Rejection> => {
  const result = await runListing(
    context.db,
    loanTransactionListing,
    reached(request, accountWithinReach(context.principal, 'loan_account', 't.account_key')),
    listContext(context),
  );
  if (isRejection(result)) return result;
  return {
    body: result.rows.map((transaction) => shownLoanTransaction(transaction, context, request.detailsLevel ?? 'BASIC')),
    headers: result.headers,
  };
};

/** GET /loans */
export const getLoanAccounts = read('getLoanAccounts', async ({ query }, context) => {
  const where = accountConditions(query, context);
  return isRejection(where) ? where : accounts({ ...query, where }, context);
});

/** POST /loans:search */
export const searchLoanAccounts = read('searchLoanAccounts', ({ query, body }, context) =>
  accounts({ ...query, filterCriteria: body?.filterCriteria, sortingCriteria: body?.sortingCriteria }, context),
);

/** GET /loans/{loanAccountId}: the figures of today. The loan's history is read only where the stored ones are of an earlier day. */
export const getLoanAccount = read('getLoanAccount', async ({ path, query }, context) => {
  const details = query.detailsLevel ?? 'BASIC';
  const stored = await findLoanAccount(context.db, path.loanAccountId);
  if (!stored) return loanNotFound(path.loanAccountId);
  if (!isBehind(stored, context)) return { body: shownLoanAccount(stored, context, details) };
  const account = await findLoanAccount(context.db, stored.encodedKey, { parts: true });
  return account
    ? { body: shownLoanAccount(asShownToday(account, context), context, details) }
    : loanNotFound(path.loanAccountId);
});

/** GET /loans/{loanAccountId}/schedule */
export const getLoanSchedule = read('getLoanSchedule', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const shown = asShownToday(account, context);
  const { terms, events, figures } = shown;
  const calendar = calendarOf(context, account.assignedBranchKey);
  const asOf = figures.foldedTo ?? context.today;
  return { body: scheduleOf(shown, context, withForeseen(terms, events, { ...figures, asOf }, calendar)) };
});

type OfLoan = { readonly path: { readonly loanAccountId: string }; readonly query: ListRequest & Details };

const transactionsOf = async ({ path, query }: OfLoan, context: ReadContext) => {
  const account = await findLoanAccount(context.db, path.loanAccountId);
  if (!account) return loanNotFound(path.loanAccountId);
  return transactions(
    { ...query, where: [({ bind }) => `t.account_key = ${bind(account.encodedKey)}::uuid`] },
    context,
  );
};

/** GET /loans/{loanAccountId}/transactions */
export const getLoanTransactions = read('getLoanTransactions', transactionsOf);

/** GET /loans/{loanAccountId}/transactions:versions: a loan that nothing reschedules or refinances has one version, itself. */
export const getLoanTransactionsOfAllVersions = read('getLoanTransactionsOfAllVersions', transactionsOf);

/** POST /loans/transactions:search */
export const searchLoanTransactions = read('searchLoanTransactions', ({ query, body }, context) =>
  transactions({ ...query, filterCriteria: body?.filterCriteria, sortingCriteria: body?.sortingCriteria }, context),
);

/** GET /loans/transactions/{loanTransactionId} */
export const getLoanTransaction = read('getLoanTransaction', async ({ path, query }, context) => {
  const transaction = await findLoanTransaction(context.db, path.loanTransactionId);
  return transaction
    ? { body: shownLoanTransaction(transaction, context, query.detailsLevel ?? 'BASIC') }
    : reject('INVALID_TRANSACTION_ID', `transaction ${path.loanTransactionId.slice(0, 80)} does not exist`, 404);
});
