import { afterAll, beforeAll, expect, test } from 'vitest';
import { dormantDeposits } from '../src/domains/deposits/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

// The clock is the bank's, so the tests go on from each other's day.

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Berlin' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await bank.ok('createDepositProduct', {
    body: {
      id: 'SLEEPY',
      name: 'Sleepy',
      type: 'REGULAR_SAVINGS',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
      accountingSettings: { accountingMethod: 'NONE' },
      internalControls: { dormancyPeriodDays: 10 },
    },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const advanceTo = (to: string): Promise<unknown> => bank.ok('advanceClock', { body: { to } });
const stateOf = async (account: { id: string }): Promise<unknown> => (await desk.account(account)).accountState;
const night = (): Promise<number> =>
  dormantDeposits.run({ tenant: bank.app.tenant, day: bank.app.tenant.clock.today(), principal: systemPrincipal });

test('an account falls asleep on the day of its period, unless somebody moves money, and wakes with the next posting', async () => {
  const accounts = await Promise.all([0, 1, 2, 3].map(() => open.depositAccount({ productTypeKey: 'SLEEPY' })));
  const [quiet, moved, renamed, unused] = accounts;
  if (!quiet || !moved || !renamed || !unused) throw new Error('no accounts');
  const awake = await open.depositAccount();
  for (const account of [quiet, moved, renamed, awake]) await desk.deposit(account, 5);
  await advanceTo('2026-03-15');
  await desk.withdraw(moved, 1);
  const rename = { op: 'REPLACE', path: '/name', value: 'Renamed' };
  await bank.ok('patchDepositAccount', { path: { depositAccountId: renamed.id }, body: [rename] as never });
  await advanceTo('2026-03-19');
  expect(await Promise.all([quiet, moved, renamed].map(stateOf))).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  await advanceTo('2026-03-20');
  expect(await Promise.all([quiet, moved, renamed, unused, awake].map(stateOf))).toEqual([
    'DORMANT',
    'ACTIVE',
    'DORMANT',
    'APPROVED',
    'ACTIVE',
  ]);
  const { rows } = await bank.db.query(`SELECT entity_key, method FROM audit_record WHERE operation = 'fallAsleep'`);
  expect(rows).toHaveLength(2);

  await bank.ok('createUser', {
    body: {
      username: 'teller',
      firstName: 'Tim',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['MAKE_DEPOSIT'],
      },
    },
  });
  const path = { depositAccountId: quiet.id };
  const teller = { path, body: { amount: 1 }, user: 'teller:long enough' };
  expect(await desk.reason('makeDeposit', teller)).toBe('403 INVALID_PERMISSIONS');
  expect(await stateOf(quiet)).toBe('DORMANT');
  await desk.deposit(quiet, 1);
  expect(await stateOf(quiet)).toBe('ACTIVE');
  expect(await desk.reason('makeDeposit', teller)).toBe('201');
  await advanceTo('2026-03-25');
  expect(await Promise.all([quiet, moved].map(stateOf))).toEqual(['ACTIVE', 'DORMANT']);
});

test('the step runs again without doing anything, and an account in use stays awake', async () => {
  const account = await open.depositAccount({ productTypeKey: 'SLEEPY' });
  await desk.deposit(account, 5);
  await bank.db.query(
    `UPDATE deposit_account SET activation_date = '2026-01-01', last_modified_date = '2026-01-01' WHERE id = $1`,
    [account.id],
  );
  const posting = await bank.db.connect();
  try {
    await posting.query('BEGIN');
    await posting.query('SELECT FROM deposit_account WHERE id = $1 FOR UPDATE', [account.id]);
    expect(await night()).toBe(0);
  } finally {
    await posting.query('ROLLBACK');
    posting.release();
  }
  expect(await stateOf(account)).toBe('ACTIVE');
  await bank.db.query(`UPDATE deposit_account SET maturity_date = '2028-01-01' WHERE id = $1`, [account.id]);
  expect(await night()).toBe(0);
  await bank.db.query('UPDATE deposit_account SET maturity_date = NULL WHERE id = $1', [account.id]);
  expect(await night()).toBe(1);
  expect(await stateOf(account)).toBe('DORMANT');
  expect(await night()).toBe(0);
  await desk.withdraw(account, 5);
  expect(await stateOf(account)).toBe('ACTIVE');
});
