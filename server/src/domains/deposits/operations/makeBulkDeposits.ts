import { bulkOperation } from '../../../platform/bulk/bulkOperation.ts';
import makeDeposit from './makeDeposit.ts';

/** POST /deposits/deposit-transactions:bulk: many deposits, each of which succeeds or fails alone. */
export const makeBulkDeposits = bulkOperation({
  name: 'makeBulkDeposits',
  list: 'transactions',
  itemSchema: 'DepositTransactionBulkableInputDTO',
  items: ({ transactions }) => transactions,
  command: makeDeposit,
  inputOf: ({ accountId, ...body }) => ({ path: { depositAccountId: accountId }, body }),
  externalIdOf: ({ externalId }) => externalId,
  idOf: ({ id }) => id,
});
