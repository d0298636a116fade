import { afterAll, beforeAll, expect, test } from 'vitest';
import { expiredHolds } from '../src/domains/cards/index.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { type CardDesk, openCardDesk } from './harness/cardDesk.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { openBank } from './harness/openBank.ts';

let bank: TestBank;
let cards: CardDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  cards = openCardDesk(bank, await openBank(bank));
});
afterAll(async () => {
  await openDesk(bank).verify();
  await bank.stop();
});

const put = (lines: readonly string[]) =>
  bank.call('updateAuthorizationHoldsConfiguration', { body: lines.join('\n') as never });
const example = [
  'defaultAuthorizationHold:',
  '  daysToExpiration: 7',
  'authorizationHolds:',
  '- mcc: 5462',
  '  daysToExpiration: 2',
  '  description: "bakeries"',
];

test('the days until holds expire are a document', async () => {
  expect(await bank.ok('getAuthorizationHoldsConfiguration')).toEqual({
    defaultAuthorizationHold: { daysToExpiration: 7 },
    authorizationHolds: [],
  });
  for (let time = 0; time < 2; time += 1) expect(reasonOf(await put(example))).toBe('200');
  expect(await bank.ok('getAuthorizationHoldsConfiguration')).toEqual({
    defaultAuthorizationHold: { daysToExpiration: 7 },
    authorizationHolds: [{ mcc: 5462, daysToExpiration: 2, description: 'bakeries' }],
  });
  const { rows } = await bank.db.query(
    "SELECT 1 FROM audit_record WHERE operation = 'updateAuthorizationHoldsConfiguration' AND status = 200",
  );
  expect(rows).toHaveLength(1);
});

test.each([
  [[''], 'AUTHORIZATION_HOLDS_CONFIGURATION_EMPTY'],
  [['authorizationHolds: []'], 'NULL_DEFAULT_AUTHORIZATION_HOLD_ENTITY'],
  [['defaultAuthorizationHold:', '  daysToExpiration: 0'], 'INVALID_DAYS_TO_EXPIRE_FOR_DEFAULT_AUTHORIZATION_HOLD'],
  [['defaultAuthorizationHold:', '  daysToExpiration: soon'], 'INVALID_DAYS_TO_EXPIRE_FOR_DEFAULT_AUTHORIZATION_HOLD'],
  [[...example, '- mcc: 1', '  daysToExpiration: -1'], 'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD'],
  [[...example, '- mcc: 5462', '  daysToExpiration: 3'], 'NON_UNIQUE_MCC_FOR_AUTHORIZATION_HOLD'],
  [[...example, '- daysToExpiration: 3'], 'EMPTY_MCC_FOR_AUTHORIZATION_HOLD'],
  [[...example, '- mcc: 123456', '  daysToExpiration: 3'], 'INVALID_PARAMETERS'],
])('%j is no such document', async (lines, reason) => {
  expect(reasonOf(await put(lines))).toBe(`400 ${reason}`);
});

test('holds expire after their own days, those of the category, or the default, each once', async () => {
  await put(example);
  const account = await cards.account(100);
  const bakery = { cardAcceptor: { mcc: 5462 } };
  await cards.hold(account, 'OWN', 1, { ...bakery, customExpirationPeriod: 4 });
  await cards.hold(account, 'CATEGORY', 2, bakery);
  await cards.hold(account, 'DEFAULT', 4);
  await cards.hold(account, 'REFUND', 8, { ...bakery, creditDebitIndicator: 'CRDT' });
  await cards.hold(account, 'MORE', 8, bakery);
  await bank.ok('createDepositAuthorizationHold', {
    path: { depositAccountId: account.id },
    body: { externalReferenceId: 'ACCOUNT', amount: 16 },
  });
  const pending = async (): Promise<string> =>
    (await bank.ok('getDepositAuthorizationHolds', { path: { depositAccountId: account.id } }))
      .filter(({ status }) => status === 'PENDING')
      .map(({ externalReferenceId }) => externalReferenceId)
      .sort()
      .join();
  await bank.ok('advanceClock', { body: { to: '2026-03-12' } });
  expect(await cards.change('increase', account, 'MORE', { amount: 1 })).toBe('204');
  expect(await pending()).toBe('ACCOUNT,CATEGORY,DEFAULT,MORE,OWN,REFUND');
  // Two whole days since the 10th have passed when the 13th begins.
  await bank.ok('advanceClock', { body: { to: '2026-03-13' } });
  expect(await pending()).toBe('ACCOUNT,DEFAULT,MORE,OWN');
  expect(await cards.status(account, 'CATEGORY')).toBe('EXPIRED 2');
  expect(await cards.balances(account)).toBe('total 100, held 30, available 70');
  const { tenant } = bank.app;
  expect(await expiredHolds.run({ tenant, day: tenant.clock.today(), principal: systemPrincipal })).toBe(0);
  await bank.ok('advanceClock', { body: { to: '2026-03-15' } });
  expect(await pending()).toBe('ACCOUNT,DEFAULT');
  await bank.ok('advanceClock', { body: { to: '2026-03-18' } });
  expect(await pending()).toBe('ACCOUNT');
  expect(await cards.balances(account)).toBe('total 100, held 16, available 84');
});

test('the night looks through holds that stand, and through no others twice', async () => {
  const account = await cards.account(100);
  const listed = async (): Promise<number> => {
    const { rows } = await bank.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM expiring_hold l JOIN authorization_hold h ON h.encoded_key = l.hold_key AND h.account_key =
         (SELECT encoded_key FROM deposit_account WHERE id = $1)`,
      [account.id],
    );
    return rows[0]?.count ?? -1;
  };
  await cards.hold(account, 'STANDS', 1);
  await cards.hold(account, 'REVERSED', 2);
  expect(await cards.reverse(account, 'REVERSED')).toBe('204');
  await bank.ok('createDepositAuthorizationHold', {
    path: { depositAccountId: account.id },
    body: { externalReferenceId: 'ACCOUNT', amount: 16 },
  });
  expect(await listed()).toBe(2);
  const { tenant } = bank.app;
  await expiredHolds.run({ tenant, day: tenant.clock.today(), principal: systemPrincipal });
  expect(await listed()).toBe(1);
  expect(await cards.status(account, 'STANDS')).toBe('PENDING 1');
});

test('settling a hold changes no column that an index names, so that its row changes in place', async () => {
  const { rows } = await bank.db.query<{ indexdef: string }>(
    "SELECT indexdef FROM pg_indexes WHERE tablename = 'authorization_hold'",
  );
  expect(rows).not.toHaveLength(0);
  for (const { indexdef } of rows) expect(indexdef).not.toMatch(/status|amount|changes|reference_date|expiration/);
});
