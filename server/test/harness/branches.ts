import { newEncodedKey } from '../../src/kernel/encodedKey.ts';
import type { TestBank } from './bank.ts';

/** The branches B1, B2 and B3, and one GL account on which any two of them owe each other. */
export const threeBranches = async (bank: TestBank, glAccountKey: string | undefined): Promise<void> => {
  const keys: string[] = [];
  for (const id of ['B1', 'B2', 'B3'])
    keys.push(String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey));
  for (const [left, right] of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const)
    await bank.db.query(
      `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
      [newEncodedKey(), keys[left], keys[right], glAccountKey],
    );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
