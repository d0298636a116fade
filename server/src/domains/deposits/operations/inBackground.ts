import { backgroundOperation } from '../../../platform/bulk/backgroundOperation.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import { findDepositAccount } from '../store/depositAccountQueries.ts';
import makeDeposit from './makeDeposit.ts';
import makeWithdrawal from './makeWithdrawal.ts';
import { accountNotFound } from './postingFacts.ts';

type AccountPath = { readonly depositAccountId: string };

const checkAccount = async ({ depositAccountId }: AccountPath, { db }: WriteContext) =>
  (await findDepositAccount(db, depositAccountId)) ? undefined : accountNotFound(depositAccountId);

/** POST /deposits/{depositAccountId}/transactions/deposits: a deposit that is made in the background. */
export const makeDepositAsync = backgroundOperation({
  name: 'makeDepositAsync',
  schema: 'DepositTransactionInput',
  command: makeDeposit,
  check: checkAccount,
  inputOf: (path, body) => ({ path, body }),
  externalIdOf: ({ externalId }) => externalId,
  idOf: ({ id }) => id,
});

/** POST /deposits/{depositAccountId}/transactions/withdrawals: the same for a withdrawal. */
export const makeWithdrawalAsync = backgroundOperation({
  name: 'makeWithdrawalAsync',
  schema: 'WithdrawalDepositTransactionInput',
  command: makeWithdrawal,
  check: checkAccount,
  inputOf: (path, body) => ({ path, body }),
  externalIdOf: ({ externalId }) => externalId,
  idOf: ({ id }) => id,
});
