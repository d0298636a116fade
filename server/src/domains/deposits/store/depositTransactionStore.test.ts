import { expect, test } from 'vitest';
import { isRejection } from '../../../kernel/rejection.ts';
import type { RowStore } from '../../../platform/posting/store.ts';
import { decideDeposit } from '../rules/decidePosting.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { exampleAccount, exampleFacts, request } from '../rules/examples.ts';
import { depositTransactionStore } from './depositTransactionStore.ts';

const store = depositTransactionStore as unknown as RowStore<DepositTransaction>;
const fields = { _set: { field: 'x' } };

const transaction = (customFields: DepositTransaction['customFields']): DepositTransaction => {
  const posted = decideDeposit(exampleFacts(exampleAccount()), { ...request(5), skipMaximumBalanceValidation: true });
  if (isRejection(posted)) throw new Error(JSON.stringify(posted));
  return { ...posted.transaction, customFields };
};

/** What a batch sends: its statements, and the values of the first. */
const sent = (...rows: readonly DepositTransaction[]) => {
  const statements = store.statements(rows);
  return { count: statements.length, text: statements[0]?.text ?? '', values: statements[0]?.values ?? [] };
};

test('a batch without custom fields sends no value for them and no statement more', () => {
  const without = sent(transaction(null), transaction(null));
  const withFields = sent(transaction(fields), transaction(null));
  expect([without.count, withFields.count]).toEqual([1, 1]);
  expect(without.text).toContain('NULL::jsonb AS custom_fields');
  expect(JSON.stringify(without.values)).not.toContain('_set');
  expect(withFields.values.length - without.values.length).toBe(1);
  expect(withFields.text).not.toContain('NULL::jsonb AS custom_fields');
});
