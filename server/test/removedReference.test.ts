import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

// One client names a branch, a user, a channel … while another one removes it. The first has looked it up already and waits for something else;
// the second must wait for him, and then finds it in use. Nothing ever leads nowhere.

let bank: TestBank;
let lender: LoanBank;
let account: { id: string; encodedKey: string };
let holder: { id: string; encodedKey: string };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
  lender = await loanBank(bank);
  await bank.ok('createBranch', { body: { id: 'main', name: 'Main' } });
  await bank.ok('createGroup', { body: { id: 'G', groupName: 'Gate' } });
  account = await lender.depositAccount();
  holder = await lender.client();
});
afterAll(() => bank.stop());

/** How many sessions of this bank wait for a lock. */
const waiting = async (): Promise<number> => {
  const { rows } = await bank.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
};
const until = async (met: () => Promise<boolean> | boolean): Promise<void> => {
  for (let time = 0; time < 200; time += 1) {
    if (await met()) return;
    await pause(10);
  }
};

/** Lets `assign` get as far as the rows that `gate` locks, then `remove` as far as it gets, then opens the gate. */
const meet = async (
  gate: string,
  assign: () => Promise<Reply>,
  remove: () => Promise<Reply>,
): Promise<readonly [string, string]> => {
  const keeper = await bank.db.connect();
  try {
    await keeper.query(`BEGIN; ${gate}`);
    const assigned = assign();
    await until(async () => (await waiting()) > 0);
    let done = false;
    const removed = remove().finally(() => {
      done = true;
    });
    await until(async () => done || (await waiting()) > 1);
    await keeper.query('ROLLBACK');
    return [reasonOf(await assigned), reasonOf(await removed)];
  } finally {
    await keeper.query('ROLLBACK');
    keeper.release();
  }
};

const countOf = async (sql: string): Promise<number> =>
  (await bank.db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${sql}`)).rows[0]?.count ?? -1;

const groupGate = `SELECT FROM client_group WHERE id = 'G' FOR UPDATE`;
const person = (more: object) => () =>
  bank.call('createClient', { body: { firstName: 'Ana', lastName: 'Pop', groupKeys: ['G'], ...more } });
const branchDocument = 'branches:\n- id: main\n  name: Main\n';

test('a branch that a client gets', async () => {
  await bank.ok('createBranch', { body: { id: 'gone', name: 'Gone' } });
  const answers = await meet(groupGate, person({ assignedBranchKey: 'gone' }), () =>
    bank.call('updateBranchesConfiguration', { body: branchDocument as never }),
  );
  expect(answers).toEqual(['201', '200']);
  expect((await bank.ok('getBranch', { path: { branchId: 'gone' } })).state).toBe('INACTIVE');
});

test('a branch that a user may manage', async () => {
  await bank.ok('createBranch', { body: { id: 'managed', name: 'Managed' } });
  const access = {
    canManageAllBranches: false,
    canManageEntitiesAssignedToOtherOfficers: true,
    managedBranches: [{ branchKey: 'managed' }],
  };
  const answers = await meet(
    `INSERT INTO app_user (encoded_key, username, password_hash, first_name, creation_date, last_modified_date)
     VALUES (gen_random_uuid(), 'keeper', '', 'K', now(), now())`,
    () => bank.call('createUser', { body: { username: 'keeper', firstName: 'K', password: 'long enough', access } }),
    () => bank.call('updateBranchesConfiguration', { body: branchDocument as never }),
  );
  expect(answers).toEqual(['201', '200']);
  expect((await bank.ok('getBranch', { path: { branchId: 'managed' } })).state).toBe('INACTIVE');
});

test('a centre that a client gets', async () => {
  const document = (...ids: readonly string[]) =>
    ids.length === 0
      ? 'centres: []\n'
      : `centres:\n${ids.map((id) => `- id: ${id}\n  name: ${id}\n  state: ACTIVE\n  assignedBranchId: main\n`).join('')}`;
  await bank.ok('updateCentresConfiguration', { body: document('kept', 'market') as never });
  const answers = await meet(groupGate, person({ assignedBranchKey: 'main', assignedCentreKey: 'market' }), () =>
    bank.call('updateCentresConfiguration', { body: document('kept') as never }),
  );
  expect(answers).toEqual(['201', '200']);
  expect((await bank.ok('getCentre', { path: { centreId: 'market' } })).state).toBe('INACTIVE');
});

const officer = async (username: string, more: object = {}): Promise<string> => {
  const access = {
    apiAccess: true,
    creditOfficerAccess: true,
    canManageAllBranches: true,
    canManageEntitiesAssignedToOtherOfficers: true,
  };
  const body = { username, firstName: username, password: 'long enough', access, ...more };
  return String((await bank.ok('createUser', { body })).encodedKey);
};

test('a credit officer who gets a client', async () => {
  const userId = await officer('olga');
  const answers = await meet(groupGate, person({ assignedUserKey: userId }), () =>
    bank.call('deleteUser', { path: { userId } }),
  );
  expect(answers).toEqual(['201', '400 CANNOT_DELETE_USED_USER']);
});

test('a channel that a transaction goes through', async () => {
  const { id } = await bank.ok('createTransactionChannel', {
    body: { id: 'POST', name: 'Post', depositConstraints: {}, loanConstraints: {} },
  });
  const answers = await meet(
    `SELECT FROM deposit_account WHERE id = '${account.id}' FOR UPDATE`,
    () =>
      bank.call('makeDeposit', {
        path: { depositAccountId: account.id },
        body: { amount: 5, transactionDetails: { transactionChannelId: id } },
      }),
    () => bank.call('deleteTransactionChannel', { path: { transactionChannelId: String(id) } }),
  );
  expect(answers).toEqual(['201', '400 TRANSACTION_CHANNEL_IN_USE']);
});

test('a loan product that gets a loan', async () => {
  const productTypeKey = await lender.loanProduct('GOING');
  const answers = await meet(
    `SELECT FROM client WHERE id = '${holder.id}' FOR UPDATE`,
    () =>
      bank.call('createLoanAccount', {
        body: {
          accountHolderKey: holder.encodedKey,
          accountHolderType: 'CLIENT',
          productTypeKey,
          loanAmount: 10_000,
          interestSettings: { interestRate: 12 },
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
        },
      }),
    () => bank.call('deleteLoanProduct', { path: { loanProductId: 'GOING' } }),
  );
  expect(answers[0]).toBe('201');
  expect(answers[1]).toMatch(/^400 /);
  expect(
    await countOf('loan_account l WHERE NOT EXISTS (SELECT FROM loan_product p WHERE p.encoded_key = l.product_key)'),
  ).toBe(0);
});

test('whoever comes after the removal is told that there is no such thing', async () => {
  await bank.ok('createBranch', { body: { id: 'brief', name: 'Brief' } });
  const put = () => bank.call('updateBranchesConfiguration', { body: branchDocument as never });
  const create = () =>
    bank.call('createClient', { body: { firstName: 'Ana', lastName: 'Pop', assignedBranchKey: 'brief' } });
  const replies = await Promise.all([create(), put(), create(), create()]);
  const answers = replies.map(reasonOf);
  expect(answers[1]).toBe('200');
  for (const answer of [answers[0], answers[2], answers[3]]) {
    expect(['201', '400 INVALID_BRANCH_KEY', '400 BRANCH_IS_NOT_ACTIVE']).toContain(answer);
  }
  expect(
    await countOf(
      'client c WHERE c.assigned_branch_key IS NOT NULL AND NOT EXISTS (SELECT FROM branch b WHERE b.encoded_key = c.assigned_branch_key)',
    ),
  ).toBe(0);
});

test('two who remove the same do not wait for each other in a circle', async () => {
  for (const id of ['R1', 'R2', 'R3']) await bank.ok('createUserRole', { body: { id, name: id } });
  const removals = ['R1', 'R1', 'R2', 'R3', 'R2'].map((roleId) => bank.call('deleteUserRole', { path: { roleId } }));
  const answers = (await Promise.all(removals)).map(reasonOf).sort();
  expect(answers).toEqual(['204', '204', '204', '404 INVALID_ROLE_ID', '404 INVALID_ROLE_ID']);
});

const fieldsDocument = (options: string, more = '') => `customFieldSets:
- id: "_facts"
  name: "Facts"
  type: "SINGLE"
  availableFor: "CLIENT"
  customFields:
  - id: "size"
    type: "SELECTION"
    displaySettings: {displayName: "Size"}
    viewRights: {allUsers: true}
    editRights: {allUsers: true}
    selectionOptions:
    - availableOptions: [${options}]
${more}`;
const [small, large] = ['{selectionId: "s", value: "Small"}', '{selectionId: "l", value: "Large"}'];
const nick = `  - id: "nick"
    type: "FREE_TEXT"
    displaySettings: {displayName: "Nick"}
    viewRights: {allUsers: true}
    editRights: {allUsers: true}
`;
const define = (document: string) => bank.call('updateCustomFieldsConfiguration', { body: document as never });

test('a custom field of which a client gets a value, and an option of one', async () => {
  expect(reasonOf(await define(fieldsDocument(`${small}, ${large}`, nick)))).toBe('200');
  const field = await meet(groupGate, person({ _facts: { nick: 'A' } }), () =>
    define(fieldsDocument(`${small}, ${large}`)),
  );
  expect(field).toEqual(['201', '400 CUSTOM_FIELD_SET_CHANGE_NOT_ALLOWED']);
  const option = await meet(groupGate, person({ _facts: { size: 'Large' } }), () =>
    define(fieldsDocument(small, nick)),
  );
  expect(option).toEqual(['201', '400 CUSTOM_FIELD_SELECTIONS_OPTION_CANNOT_BE_DELETED']);
});
