import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { tracesOf } from './harness/configuration.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let account: { readonly id: string };

type Body = Readonly<Record<string, unknown>>;
type Told = Body & { readonly encodedKey?: string; readonly customFields?: readonly Body[] };

const free = { usage: 'UNCONSTRAINED' } as const;
const channel = (id: string, more: Body = {}) => ({
  id,
  name: id,
  depositConstraints: free,
  loanConstraints: free,
  ...more,
});
const full = { query: { detailsLevel: 'FULL' } } as const;
const at = (id: string) => ({ path: { transactionChannelId: id } });
const get = async (id: string): Promise<Told> =>
  (await bank.ok('getTransactionChannel', { ...at(id), ...full })) as Told;
const put = (id: string, more: Body) => bank.call('updateTransactionChannel', { ...at(id), body: channel(id, more) });
const idsOf = ({ customFields = [] }: Told): readonly unknown[] => customFields.map(({ id }) => id);
const deposit = async (transactionChannelId: string, sets: Body = {}): Promise<unknown> => {
  const body = { amount: 10, transactionDetails: { transactionChannelId }, ...sets };
  const { status, body: told } = await bank.call('makeDeposit', { path: { depositAccountId: account.id }, body });
  return status === 201 ? status : (told as { errors: { errorReason: string }[] }).errors[0]?.errorReason;
};

const of = (id: string, more: object = {}) => ({ id, required: false, default: false, ...more });

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  account = await open.depositAccount();
  for (const id of ['cheque', 'wire']) await bank.ok('createTransactionChannel', { body: channel(id) });
  await defineCustomFields(
    bank,
    fieldSet(
      '_slip',
      [
        field('remark'),
        field('number', { usage: [of('cheque', { required: true })] }),
        field('bank', { usage: [of('cheque', { default: true }), of('wire')] }),
      ],
      { availableFor: 'TRANSACTION_CHANNEL' },
    ),
    fieldSet('_client', [field('hobby')]),
  );
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('custom fields of a channel', () => {
  test('are the definitions that say so, with the flags for this channel, and FULL tells them', async () => {
    const cheque = await get('cheque');
    const objectKey = cheque.encodedKey;
    expect(idsOf(cheque)).toEqual(['remark', 'number', 'bank']);
    expect(cheque.customFields?.map(({ usage }) => usage)).toEqual([
      [{ required: false, default: false }],
      [{ objectKey, required: true, default: false }],
      [{ objectKey, required: false, default: true }],
    ]);
    const number = await bank.ok('getCustomField', { path: { customfieldId: 'number' } });
    expect(cheque.customFields?.[1]).toEqual(number);
    expect(idsOf(await get('wire'))).toEqual(['remark', 'bank']);
    expect(await bank.ok('getTransactionChannel', at('cheque'))).not.toHaveProperty('customFields');
    const [basic] = await bank.ok('getTransactionChannels');
    expect(basic).not.toHaveProperty('customFields');
    const all = (await bank.ok('getTransactionChannels', full)) as readonly Told[];
    expect(all.map(idsOf)).toEqual([['remark'], ['remark', 'number', 'bank'], ['remark', 'bank']]);
  });

  test('come and go with a change of the channel, and transactions obey at once', async () => {
    expect(await deposit('wire')).toBe(201);
    expect(await deposit('wire', { _slip: { number: '7' } })).toBe('CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY');
    const customFields = [{ id: 'number', usage: [{ required: true }] }];
    expect((await put('wire', { customFields })).status).toBe(200);
    const wire = await get('wire');
    expect(idsOf(wire)).toEqual(['remark', 'number']);
    const number = await bank.ok('getCustomField', { path: { customfieldId: 'number' } });
    expect(number.usage).toEqual([
      expect.objectContaining({ required: true }),
      { objectKey: wire.encodedKey, required: true, default: false },
    ]);
    expect(await deposit('wire')).toBe('REQUIRED_CUSTOM_FIELD_MISSING');
    expect(await deposit('wire', { _slip: { number: '7' } })).toBe(201);
    expect(await deposit('wire', { _slip: { number: '7', bank: 'BRD' } })).toBe(
      'CUSTOM_FIELD_NOT_AVAILABLE_FOR_ENTITY',
    );
    const { rows } = await bank.db.query(
      `SELECT changes FROM audit_record WHERE entity_type = 'TRANSACTION_CHANNEL' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows[0]?.changes).toContain('"number"');
    expect((await put('wire', {})).status).toBe(200);
    expect(idsOf(await get('wire'))).toEqual(['remark', 'number']);
    expect((await put('wire', { customFields: [{ id: 'bank' }] })).status).toBe(200);
    expect(idsOf(await get('wire'))).toEqual(['remark', 'bank']);
    expect(await deposit('wire')).toBe(201);
  });

  test('may be sent back as they were told', async () => {
    const cheque = await get('cheque');
    expect((await bank.call('updateTransactionChannel', { ...at('cheque'), body: cheque as never })).status).toBe(200);
    expect(await get('cheque')).toEqual(cheque);
  });

  test('come with a new channel, and go with it', async () => {
    const customFields = [{ id: 'number', usage: [{ required: true, default: true }] }];
    const created = (await bank.ok('createTransactionChannel', { body: channel('draft', { customFields }) })) as Told;
    expect(idsOf(created)).toEqual(['remark', 'number']);
    expect(await get('draft')).toEqual(created);
    expect((await bank.call('deleteTransactionChannel', at('draft'))).status).toBe(204);
    const { usage } = await bank.ok('getCustomField', { path: { customfieldId: 'number' } });
    expect(usage).toHaveLength(1);
  });

  test('of one channel alone keep it', async () => {
    const { status, body } = await bank.call('deleteTransactionChannel', at('cheque'));
    expect([status, body]).toMatchObject([400, { errors: [{ errorReason: 'TRANSACTION_CHANNEL_IN_USE' }] }]);
    expect(idsOf(await get('cheque'))).toEqual(['remark', 'number', 'bank']);
  });

  test.each<[string, unknown, string]>([
    ['no list', 'number', 'INVALID_PARAMETERS'],
    ['a field that does not exist', [{ id: 'nothing' }], 'INVALID_CUSTOM_FIELD_ID'],
    ['a field of clients', [{ id: 'hobby' }], 'INVALID_CUSTOM_FIELD_ID'],
    ['a field without an id', [{ type: 'FREE_TEXT' }], 'INVALID_CUSTOM_FIELD_ID'],
    ['a field twice', [{ id: 'bank' }, { id: 'bank' }], 'CUSTOM_FIELD_DUPLICATE_ID'],
    ['another definition', [{ id: 'bank', type: 'NUMBER' }], 'INVALID_PARAMETERS'],
    ['what is built in', [{ id: 'bank', displaySettings: { builtInId: 'FIRST_NAME' } }], 'INVALID_PARAMETERS'],
    [
      'what is built in, of a field for all',
      [{ id: 'remark', displaySettings: { builtInId: 'GENDER' } }],
      'INVALID_PARAMETERS',
    ],
    ['nothing that is built in', [{ id: 'bank', displaySettings: { builtInId: 'MAGIC' } }], 'INVALID_PARAMETERS'],
    ['flags that are none', [{ id: 'bank', usage: [{ required: 'perhaps' }] }], 'INVALID_PARAMETERS'],
    [
      'flags of what all have',
      [{ id: 'remark', usage: [{ required: true }] }],
      'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED',
    ],
    [
      'usage of another channel',
      [{ id: 'bank', usage: [{ objectKey: 'cheque' }] }],
      'CUSTOM_FIELD_USAGE_CHANGE_NOT_ALLOWED',
    ],
  ])('are refused with %s, and nothing changes', async (_case, customFields, reason) => {
    const before = [await get('wire'), await tracesOf(bank)];
    for (const { status, body } of [
      await put('wire', { name: 'Other', customFields }),
      await bank.call('createTransactionChannel', { body: channel('other', { customFields }) as never }),
    ]) {
      expect([status, body]).toMatchObject([400, { errors: [{ errorReason: reason }] }]);
    }
    expect([await get('wire'), await tracesOf(bank)]).toEqual(before);
  });
});

describe('attributes of a channel', () => {
  test('keep an account from being overdrawn', async () => {
    const attributes = { overdraftAllowed: false };
    const card = await bank.ok('createTransactionChannel', { body: channel('card', { attributes }) });
    expect(card).toMatchObject({ attributes });
    expect(await bank.ok('getTransactionChannel', at('card'))).toMatchObject({ attributes });
    const overdrawn = await open.depositAccount({
      overdraftSettings: { allowOverdraft: true, overdraftLimit: 100 },
    });
    await desk.deposit(overdrawn, 10);
    const withdraw = (amount: number, id: string) =>
      bank.call('makeWithdrawal', {
        path: { depositAccountId: overdrawn.id },
        body: { amount, transactionDetails: { transactionChannelId: id } },
      });
    expect((await withdraw(11, 'card')).body).toMatchObject({
      errors: [{ errorReason: 'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS' }],
    });
    expect((await withdraw(4, 'card')).status).toBe(201);
    expect((await withdraw(7, 'cash')).status).toBe(201);
    expect((await put('card', {})).status).toBe(200);
    expect((await bank.ok('getTransactionChannel', at('card'))).attributes).toBeUndefined();
    expect((await withdraw(1, 'card')).status).toBe(201);
  });
});
