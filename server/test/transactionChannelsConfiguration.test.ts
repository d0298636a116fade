import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

const sent = readFileSync(new URL('./fixtures/configuration/transactionChannels.yaml', import.meta.url), 'utf8');

let bank: TestBank;
let open: LoanBank;
let desk: ReturnType<typeof openDesk>;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
  open = await loanBank(bank);
  await open.loanProduct('FIXED', {});
  desk = openDesk(bank);
  await bank.ok('createGlAccounts', {
    body: [{ glCode: '1050', name: 'Vault', type: 'ASSET', usage: 'DETAIL', allowManualJournalEntries: true }],
  });
  await bank.ok('createUserRole', { body: { id: 'cashier', name: 'Cashier' } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const put = (document: string) => bank.call('updateTransactionChannelsConfiguration', { body: document });
const get = () => bank.call('getTransactionChannelsConfiguration');
const channel = (transactionChannelId: string) =>
  bank.ok('getTransactionChannel', { path: { transactionChannelId }, query: { detailsLevel: 'FULL' } });

describe('channels as a document', () => {
  test('come with all that it says', async () => {
    expect((await put(sent)).text).toBe('---\nwarnings: []\n');
    expect((await get()).body).toEqual(parse(sent));
    const role = (await bank.ok('getUserRoles')).find(({ id }) => id === 'cashier')?.encodedKey;
    expect(await channel('counter')).toMatchObject({
      isDefault: false,
      availableForAll: false,
      usageRights: [role],
      depositConstraints: {
        constraints: [
          { value: '10000' },
          { values: ['DEPOSIT', 'WITHDRAWAL'] },
          { values: [open.currentProductKey, open.savingsProductKey] },
        ],
      },
      loanConstraints: {
        matchFiltersOption: 'ANY',
        constraints: [{ value: '1', secondValue: '500.50' }, {}, { operator: 'NOT_EMPTY' }],
      },
    });
    const account = await open.depositAccount();
    const paid = await desk.deposit(account, 99, { transactionDetails: { transactionChannelId: 'counter' } });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1050 99 -', 'CREDIT 2000 99 -']);
  });

  test('change nothing the second time, nor does what came back', async () => {
    const came = await get();
    const before = await tracesOf(bank);
    expect((await put(sent)).status).toBe(200);
    expect((await put(came.text)).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
    expect((await get()).text).toBe(came.text);
  });

  test('keep what it has no word for', async () => {
    await defineCustomFields(
      bank,
      fieldSet('_slip', [field('number', { usage: [{ id: 'bank', required: true, default: false }] })], {
        availableFor: 'TRANSACTION_CHANNEL',
      }),
    );
    const attributes = { overdraftAllowed: false };
    const before = await channel('bank');
    const path = { transactionChannelId: 'bank' };
    expect((await bank.call('updateTransactionChannel', { path, body: { ...before, attributes } })).status).toBe(200);
    expect((await put(sent.replace('Bank transfer', 'Wire'))).status).toBe(200);
    expect(await channel('bank')).toEqual({ ...before, attributes, name: 'Wire' });
  });

  test('go when it leaves them out, or become inactive where they are used', async () => {
    const cash = `defaultTransactionChannel: {id: cash, name: Till}\n`;
    expect(parse((await put(cash)).text)).toEqual({
      warnings: ['bank', 'counter'].map(
        (id) => `TransactionChannel [id = ${id}] could not be deleted and was deactivated`,
      ),
    });
    expect((await bank.ok('getTransactionChannels')).map(({ id, name, state }) => [id, name, state])).toEqual([
      ['cash', 'Till', 'ACTIVE'],
      ['bank', 'Wire', 'INACTIVE'],
      ['counter', 'Counter', 'INACTIVE'],
    ]);
    const before = await tracesOf(bank);
    expect((await put(cash)).status).toBe(200);
    expect(await tracesOf(bank)).toEqual(before);
  });

  test('are refused when it is empty, and all or nothing', async () => {
    const before = await tracesOf(bank);
    expect(errorsOf(await put('---\n'))).toEqual([
      'TRANSACTION_CHANNELS_CONFIGURATION_EMPTY line 1: the document is empty',
    ]);
    const reply = await put(`${sent.replace('"FIXED"', '"LOOSE"').replace('"1050"', '"9"')}`);
    expect(errorsOf(reply).map((error) => error.split(':')[0])).toEqual([
      'INVALID_TRANSACTION_CHANNEL_LOAN_CONSTRAINTS line 42',
      'TRANSACTION_CHANNEL_GL_ACCOUNT_DOES_NOT_EXIST line 29',
    ]);
    expect(await tracesOf(bank)).toEqual(before);
  });
});
