import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { accountWithinReach, withinReach } from '../../../platform/auth/reach.ts';
import { type ReadContext, read } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { type ListRequest, listContext, runListing } from '../../../platform/resources/listing.ts';
import { accountConditions } from '../../clients/index.ts';
import { shownDepositAccount, shownDepositTransaction } from '../convert.ts';
import { findDepositAccount } from '../store/depositAccountQueries.ts';
import { depositAccountListing, depositTransactionListing } from '../store/depositListings.ts';
import { findDepositTransaction } from '../store/depositTransactionStore.ts';
import { accountNotFound } from './postingFacts.ts';

type Criteria = Pick<ListRequest, 'filterCriteria' | 'sortingCriteria'>;

const criteriaOf = (
  body: Schemas['DepositAccountSearchCriteria'] | Schemas['DepositTransactionSearchCriteria'] | undefined,
): Criteria => ({
  filterCriteria: body?.filterCriteria,
  sortingCriteria: body?.sortingCriteria,
});

/** Lists and searches know only what lies within the caller's reach. */
const reached = (request: ListRequest, reach: readonly Condition[]): ListRequest => ({
  ...request,
  where: [...(request.where ?? []), ...reach],
});

type Details = { readonly detailsLevel?: 'BASIC' | 'FULL' | undefined };

const accounts = async (
  request: ListRequest & Details,
  context: ReadContext,
): Promise<{ body: Schemas['DepositAccount'][]; headers: Readonly<Record<string, string>> } | Rejection> => {
  const result = await runListing(
    context.db,
    depositAccountListing,
    reached(request, withinReach(context.principal, 'a')),
    listContext(context),
  );
  if (isRejection(result)) return result;
  const details = request.detailsLevel ?? 'BASIC';
  return {
    body: result.rows.map((account) => shownDepositAccount(account, context, details)),
    headers: result.headers,
  };
};

const transactions = async (
  request: ListRequest & Details,
  context: ReadContext,
): Promise<{ body: Schemas['DepositTransaction'][]; headers: Readonly<Record<string, string>> } | Rejection> => {
  const result = await runListing(
    context.db,
    depositTransactionListing,
    reached(request, accountWithinReach(context.principal, 'deposit_account', 't.account_key')),
    listContext(context),
  );
  if (isRejection(result)) return result;
  return {
    body: result.rows.map((transaction) =>
      shownDepositTransaction(transaction, context, request.detailsLevel ?? 'BASIC'),
    ),
    headers: result.headers,
  };
};

/** GET /deposits */
export const getDepositAccounts = read('getDepositAccounts', async ({ query }, context) => {
  const where = accountConditions(query, context);
  return isRejection(where) ? where : accounts({ ...query, where }, context);
});

/** POST /deposits:search */
export const searchDepositAccounts = read('searchDepositAccounts', ({ query, body }, context) =>
  accounts({ ...query, ...criteriaOf(body) }, context),
);

/** GET /deposits/{depositAccountId} */
export const getDepositAccount = read('getDepositAccount', async ({ path, query }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  return account
    ? { body: shownDepositAccount(account, context, query.detailsLevel ?? 'BASIC') }
    : accountNotFound(path.depositAccountId);
});

/** GET /deposits/{depositAccountId}/transactions */
export const getDepositTransactions = read('getDepositTransactions', async ({ path, query }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  return transactions(
    { ...query, where: [({ bind }) => `t.account_key = ${bind(account.encodedKey)}::uuid`] },
    context,
  );
});

/** POST /deposits/transactions:search */
export const searchDepositTransactions = read('searchDepositTransactions', ({ query, body }, context) =>
  transactions({ ...query, ...criteriaOf(body) }, context),
);

/** GET /deposits/transactions/{depositTransactionId} */
export const getDepositTransaction = read('getDepositTransaction', async ({ path, query }, context) => {
  const transaction = await findDepositTransaction(context.db, path.depositTransactionId);
  return transaction
    ? { body: shownDepositTransaction(transaction, context, query.detailsLevel ?? 'BASIC') }
    : reject('INVALID_TRANSACTION_ID', `transaction ${path.depositTransactionId.slice(0, 80)} does not exist`, 404);
});
