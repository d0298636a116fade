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

/** What is on a GL account in each branch by the journals of a product, those of nights among them: as `B1 9000`, without what is zero. */
export const netInBranches = async (bank: TestBank, productKey: string, code: string): Promise<string[]> => {
  const { rows } = await bank.db.query<{ line: string }>(
    `SELECT b.id || ' ' || trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END)) AS line
       FROM journal_entry j JOIN branch b ON b.encoded_key = j.assigned_branch_key JOIN gl_account g ON g.encoded_key = j.gl_account_key
      WHERE j.product_key = $1::uuid AND g.gl_code = $2
      GROUP BY b.id HAVING sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END) <> 0 ORDER BY 1`,
    [productKey, code],
  );
  return rows.map(({ line }) => line);
};
