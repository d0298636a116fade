import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

// An id that is taken must lead to its record in every path that has one.

let bank: TestBank;
let lender: LoanBank;
let holder = '';

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  lender = await loanBank(bank);
  holder = (await lender.client()).encodedKey;
});
afterAll(() => bank.stop());

const signs = Array.from({ length: 0x7f - 0x21 }, (_, index) => String.fromCharCode(0x21 + index));
const odd = signs.filter((sign) => !/[a-z0-9]/i.test(sign)).map((sign, index) => `A${sign}B${index}`);
const ids = [...odd, '.', '..', 'transactions', 'documents', 'A:changeState', 'A%2FB', 'ünï-数', 'x'.repeat(64)];

/** How a record of each kind is made with an id, and paths that lead to it. */
const kinds: readonly (readonly [
  name: string,
  paths: readonly string[],
  body: (id: string) => Readonly<Record<string, unknown>>,
])[] = [
  [
    'loans',
    ['', '/schedule', '/transactions'],
    (id) => ({
      id,
      accountHolderKey: holder,
      accountHolderType: 'CLIENT',
      productTypeKey: lender.fixedEqual,
      loanAmount: 10_000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
    }),
  ],
  [
    'deposits',
    ['', '/transactions'],
    (id) => ({
      id,
      accountHolderKey: holder,
      accountHolderType: 'CLIENT',
      name: 'Everyday',
      productTypeKey: lender.currentProductKey,
    }),
  ],
  [
    'organization/transactionChannels',
    [''],
    (id) => ({ id, name: `Channel ${id}`, depositConstraints: {}, loanConstraints: {} }),
  ],
  [
    'depositproducts',
    [''],
    (id) => ({
      id,
      name: id,
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
      accountingSettings: { accountingMethod: 'NONE' },
    }),
  ],
  ['clients', ['', '/role', '/creditarrangements'], (id) => ({ id, firstName: 'Ana', lastName: 'Pop' })],
];

test.each(kinds)('ids of %s: taken and reached, or refused by name', async (name, paths, body) => {
  const refused: string[] = [];
  for (const id of ids) {
    const created = await bank.request('POST', `/api/${name}`, { body: body(id) });
    if (created.status !== 201) {
      expect([id, reasonOf(created), sourceOf(created).startsWith('id ')]).toEqual([id, '400 INVALID_ID', true]);
      refused.push(id);
      continue;
    }
    for (const path of paths) {
      const { status } = await bank.request('GET', `/api/${name}/${encodeURIComponent(id)}${path}`);
      expect([id, path, status]).toEqual([id, path, 200]);
    }
  }
  expect(refused.map((id) => id.replace(/\d+$/, ''))).toEqual([
    'A/B',
    'A:B',
    '.',
    '..',
    'transactions',
    'documents',
    'A:changeState',
  ]);
});

test.each(['x'.repeat(65), 'a\u0007b', 'two words'])('an account may not have the id %j', async (id) => {
  for (const [name, , body] of kinds.slice(0, 2)) {
    const created = await bank.request('POST', `/api/${name}`, { body: body(id) });
    expect([reasonOf(created), sourceOf(created).startsWith('id ')]).toEqual(['400 INVALID_ID', true]);
  }
});

test('a client from before, whose id no path leads to, is edited by its key', async () => {
  const { encodedKey } = await lender.client();
  await bank.db.query("UPDATE client SET id = 'OLD/1' WHERE encoded_key = $1::uuid", [encodedKey]);
  const patch = (path: string, value: string) =>
    bank.call('patchClient', { path: { clientId: encodedKey }, body: [{ op: 'REPLACE', path, value }] });
  expect(reasonOf(await patch('/firstName', 'Ada'))).toBe('204');
  expect(reasonOf(await patch('/id', 'OLD/2'))).toBe('400 INVALID_ID');
  expect(reasonOf(await patch('/id', 'OLD-1'))).toBe('204');
});

test('a channel and a deposit product from before are edited by their keys', async () => {
  const kept = { depositConstraints: {}, loanConstraints: {} };
  const channel = await bank.ok('createTransactionChannel', { body: { id: 'POST', name: 'Post', ...kept } });
  await bank.db.query("UPDATE transaction_channel SET id = 'POST/1' WHERE id = 'POST'");
  const put = (id: string) =>
    bank.call('updateTransactionChannel', {
      path: { transactionChannelId: String(channel.encodedKey) },
      body: { ...kept, id, name: 'By post' },
    });
  expect(reasonOf(await put('POST/1'))).toBe('200');
  expect(reasonOf(await put('POST/2'))).toBe('400 INVALID_ID');
  await bank.db.query("UPDATE deposit_product SET id = 'CURRENT/1' WHERE encoded_key = $1::uuid", [
    lender.currentProductKey,
  ]);
  const patch = (path: string, value: string) =>
    bank.call('patchDepositProduct', {
      path: { depositProductId: lender.currentProductKey },
      body: [{ op: 'REPLACE', path, value }],
    });
  expect(reasonOf(await patch('/name', 'Everyday'))).toBe('204');
  expect(reasonOf(await patch('/id', 'CURRENT:2'))).toBe('400 INVALID_ID');
});

test('no role draws ids of clients that no path leads to', async () => {
  for (const pattern of ['C/###', 'C:###', 'no signs', '###']) {
    await bank.db.query('UPDATE client_role SET id_pattern = $1', [pattern]);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
    const created = await bank.call('createClient', { body: { firstName: 'Ana', lastName: 'Pop' } });
    expect([pattern, reasonOf(created)]).toEqual([
      pattern,
      pattern === '###' ? '201' : '400 FAILED_TO_GENERATE_IDENTIFIER',
    ]);
  }
});

test('no product draws ids that no path leads to', async () => {
  const settings = { accountInitialState: 'PENDING_APPROVAL', idGeneratorType: 'RANDOM_PATTERN' };
  for (const idPattern of ['##/##', 'L:###']) {
    const newAccountSettings = { ...settings, idPattern };
    const loan = lender.loanProduct('UNREACHED', { others: { newAccountSettings } });
    await expect(loan).rejects.toThrow('newAccountSettings.idPattern');
    const deposit = await bank.call('createDepositProduct', {
      body: {
        id: 'UNREACHED',
        name: 'x',
        type: 'CURRENT_ACCOUNT',
        state: 'ACTIVE',
        newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern },
        accountingSettings: { accountingMethod: 'NONE' },
      },
    });
    expect(sourceOf(deposit)).toContain('newAccountSettings.idPattern');
  }
});
