import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type ReadContext, read } from '../../../platform/http/handler.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';
import { type ListRequest, runListing } from '../../../platform/resources/listing.ts';
import { organisationReference } from '../../organisation/index.ts';
import { scheduleOf, toApiLoanAccount } from '../convertAccount.ts';
import { toApiLoanTransaction } from '../convertTransaction.ts';
import { findLoanAccount } from '../store/loanAccountStore.ts';
import { loanAccountListing, loanTransactionListing } from '../store/loanListings.ts';
import { findLoanTransaction } from '../store/loanTransactionStore.ts';
import { asShownToday } from './asShownToday.ts';
import { loanNotFound } from './loanContext.ts';

type Listed<T> = { readonly body: T[]; readonly headers: Readonly<Record<string, string>> };

const accounts = async (
  request: ListRequest,
  context: ReadContext,
): Promise<Listed<Schemas['LoanAccountFullDetails']> | Rejection> => {
  const result = await runListing(context.db, loanAccountListing, request, {
    zone: context.clock.zone,
    today: context.today,
  });
  if (isRejection(result)) return result;
  return { body: result.rows.map((account) => toApiLoanAccount(account, context)), headers: result.headers };
};

const transactions = async (
  request: ListRequest,
  context: ReadContext,
): Promise<Listed<Schemas['LoanTransaction']> | Rejection> => {
  const result = await runListing(context.db, loanTransactionListing, request, {
    zone: context.clock.zone,
    today: context.today,
  });
  if (isRejection(result)) return result;
  return {
    body: result.rows.map((transaction) => toApiLoanTransaction(transaction, context.clock)),
    headers: result.headers,
  };
};

type AccountQuery = {
  readonly creditOfficerUsername?: string | undefined;
  readonly branchId?: string | undefined;
  readonly centreId?: string | undefined;
  readonly accountState?: string | undefined;
  readonly accountHolderType?: string | undefined;
  readonly accountHolderId?: string | undefined;
};

/** The list's own query parameters as conditions; an unknown branch, centre or officer is refused by name. */
const accountConditions = (query: AccountQuery, context: ReadContext): readonly Condition[] | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const conditions: Condition[] = [];
  const byReference: readonly [
    string | undefined,
    string,
    { find(ref: string): { encodedKey: string } | undefined },
    Rejection,
  ][] = [
    [
      query.branchId,
      'a.assigned_branch_key',
      organisation.branches,
      reject('INVALID_BRANCH_ID', 'branchId is no branch'),
    ],
    [
      query.centreId,
      'a.assigned_centre_key',
      organisation.centres,
      reject('INVALID_CENTRE_ID', 'centreId is no centre'),
    ],
    [
      query.creditOfficerUsername,
      'a.assigned_user_key',
      organisation.users,
      reject('INVALID_USER_NAME', 'creditOfficerUsername is no user'),
    ],
  ];
  for (const [ref, column, directory, unknown] of byReference) {
    if (ref === undefined) continue;
    const found = directory.find(ref);
    if (!found) return unknown;
    conditions.push(({ bind }) => `${column} = ${bind(found.encodedKey)}::uuid`);
  }
  const { accountState, accountHolderType, accountHolderId } = query;
  if (accountState !== undefined) conditions.push(({ bind }) => `a.account_state = ${bind(accountState)}`);
  if (accountHolderType !== undefined)
    conditions.push(({ bind }) => `a.account_holder_type = ${bind(accountHolderType)}`);
  if (accountHolderId !== undefined) {
    conditions.push(
      ({ bind }) =>
        `a.account_holder_key IN (SELECT c.encoded_key FROM client c WHERE c.id = ${bind(accountHolderId)} OR c.encoded_key = ${bind(asEncodedKey(accountHolderId) ?? null)}::uuid)`,
    );
  }
  return conditions;
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

/** GET /loans/{loanAccountId}: the stored figures, without reading the loan's history. */
export const getLoanAccount = read('getLoanAccount', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId);
  return account ? { body: toApiLoanAccount(account, context) } : loanNotFound(path.loanAccountId);
});

/** GET /loans/{loanAccountId}/schedule */
export const getLoanSchedule = read('getLoanSchedule', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  return account ? { body: scheduleOf(asShownToday(account, context), context) } : loanNotFound(path.loanAccountId);
});

/** GET /loans/{loanAccountId}/transactions */
export const getLoanTransactions = read('getLoanTransactions', async ({ path, query }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId);
  if (!account) return loanNotFound(path.loanAccountId);
  return transactions(
    { ...query, where: [({ bind }) => `t.account_key = ${bind(account.encodedKey)}::uuid`] },
    context,
  );
});

/** POST /loans/transactions:search */
export const searchLoanTransactions = read('searchLoanTransactions', ({ query, body }, context) =>
  transactions({ ...query, filterCriteria: body?.filterCriteria, sortingCriteria: body?.sortingCriteria }, context),
);

/** GET /loans/transactions/{loanTransactionId} */
export const getLoanTransaction = read('getLoanTransaction', async ({ path }, context) => {
  const transaction = await findLoanTransaction(context.db, path.loanTransactionId);
  return transaction
    ? { body: toApiLoanTransaction(transaction, context.clock) }
    : reject('INVALID_TRANSACTION_ID', `transaction ${path.loanTransactionId.slice(0, 80)} does not exist`, 404);
});
