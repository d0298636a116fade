import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { type Reply, startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { loanBank } from './harness/loanBank.ts';

/** PATCH as the general chapter tells it, on everything that can be patched: the examples of custom fields, and what is refused. */

type Patched = {
  readonly patch: OperationName;
  readonly get: OperationName;
  readonly parameter: string;
  /** A text property that may be set, replaced and removed; null where the entity has none. */
  readonly text: string | null;
  /** Which custom fields it carries. */
  readonly host?: 'CLIENT' | 'GROUP' | 'USER' | 'DEPOSIT_ACCOUNT' | 'DEPOSIT_PRODUCT' | 'LOAN_ACCOUNT';
};

const entities: readonly Patched[] = [
  { patch: 'patchClient', get: 'getClient', parameter: 'clientId', text: 'middleName', host: 'CLIENT' },
  { patch: 'patchGroup', get: 'getGroup', parameter: 'groupId', text: 'notes', host: 'GROUP' },
  { patch: 'patchUser', get: 'getUser', parameter: 'userId', text: 'title', host: 'USER' },
  { patch: 'patchUserRole', get: 'getUserRole', parameter: 'roleId', text: 'notes' },
  { patch: 'patchApiConsumer', get: 'getApiConsumer', parameter: 'apiConsumerId', text: null },
  { patch: 'patchTask', get: 'getTask', parameter: 'taskId', text: 'description' },
  { patch: 'patchGlAccount', get: 'getGlAccount', parameter: 'glAccountId', text: 'description' },
  {
    patch: 'patchDepositProduct',
    get: 'getDepositProduct',
    parameter: 'depositProductId',
    text: 'notes',
    host: 'DEPOSIT_PRODUCT',
  },
  {
    patch: 'patchDepositAccount',
    get: 'getDepositAccount',
    parameter: 'depositAccountId',
    text: 'notes',
    host: 'DEPOSIT_ACCOUNT',
  },
  { patch: 'editDepositTransaction', get: 'getDepositTransaction', parameter: 'depositTransactionId', text: 'notes' },
  { patch: 'patchLoanProduct', get: 'getLoanProduct', parameter: 'loanProductId', text: 'notes' },
  { patch: 'patchLoanAccount', get: 'getLoanAccount', parameter: 'loanAccountId', text: 'notes', host: 'LOAN_ACCOUNT' },
];
const hosts = entities.flatMap(({ host }) => host ?? []);

let bank: TestBank;
const refs: Record<string, string> = {};
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Bucharest', today: '2026-03-10' });
  const lending = await loanBank(bank);
  await defineCustomFields(
    bank,
    ...hosts.flatMap((availableFor) => {
      const mark = availableFor.toLowerCase();
      return [
        fieldSet(`_employer_${mark}`, [field(`company_${mark}`), field(`position_${mark}`)], { availableFor }),
        fieldSet(
          `_assets_${mark}`,
          ['type', 'value', 'age'].map((id) => field(`asset_${id}_${mark}`)),
          {
            availableFor,
            type: 'GROUPED',
          },
        ),
      ];
    }),
  );
  const client = await lending.client();
  refs.patchClient = client.encodedKey;
  const group = await bank.ok('createGroup', {
    body: { groupName: 'Savers', groupMembers: [{ clientKey: client.id }] },
  });
  refs.patchGroup = String(group.encodedKey);
  const access = { canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  const user = { username: 'olga', firstName: 'Olga', password: 'long enough', access };
  refs.patchUser = String((await bank.ok('createUser', { body: user })).encodedKey);
  refs.patchUserRole = String(
    (await bank.ok('createUserRole', { body: { name: 'Teller', access: { permissions: [] } } })).encodedKey,
  );
  refs.patchApiConsumer = String((await bank.ok('createApiConsumer', { body: { name: 'App', access } })).encodedKey);
  const due = { title: 'Call', dueDate: '2026-04-01' };
  refs.patchTask = String((await bank.ok('createTask', { body: due })).encodedKey);
  refs.patchGlAccount = '1000';
  refs.patchDepositProduct = lending.savingsProductKey;
  const account = await lending.depositAccount();
  refs.patchDepositAccount = account.encodedKey;
  const deposit = await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 100 } });
  refs.editDepositTransaction = String(deposit.encodedKey);
  refs.patchLoanProduct = lending.fixedFlat;
  refs.patchLoanAccount = (await lending.loan(lending.fixedEqual)).encodedKey;
});
afterAll(() => bank.stop());

const told = ({ status, body }: Reply): string => {
  const error = (body as { errors?: { errorReason: string; errorSource?: string }[] } | undefined)?.errors?.[0];
  return error ? `${status} ${error.errorReason}: ${error.errorSource ?? ''}` : String(status);
};
const send = async ({ patch, parameter }: Patched, body: unknown, ref = refs[patch] ?? ''): Promise<string> =>
  told(await bank.call(patch as 'patchClient', { path: { [parameter]: ref } as never, body: body as never }));
const stored = async ({ get, patch, parameter }: Patched): Promise<Record<string, unknown>> => {
  const options = { path: { [parameter]: refs[patch] ?? '' }, query: { detailsLevel: 'FULL' } };
  const withDetails = await bank.call(get as 'getClient', options as never);
  if (withDetails.status === 200) return withDetails.body as Record<string, unknown>;
  return (await bank.ok(get as 'getClient', { path: options.path as never })) as Record<string, unknown>;
};

describe.each(entities.map((entity) => [entity.patch, entity] as const))('%s', (_name, entity) => {
  const { text, host } = entity;

  test('refuses what is no list of operations, or leads nowhere, and changes nothing', async () => {
    const before = await stored(entity);
    const some = text ?? 'name';
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{}, /^400 INVALID_PARAMETERS: The body must be array/],
      [[1], /^400 INVALID_PARAMETERS: /],
      [[{ path: `/${some}`, value: 'x' }], /^400 INVALID_PARAMETERS: Property \[0\]\.op may not be null/],
      [[{ op: 'REPLACE', value: 'x' }], /^400 INVALID_PARAMETERS: Property \[0\]\.path may not be null/],
      [[{ op: 'TEST', path: `/${some}`, value: 'x' }], /^400 INVALID_PARAMETERS: Property \[0\]\.op must be one of/],
      [
        [{ op: 'COPY', from: `/${some}`, path: `/${some}` }],
        /^400 INVALID_PARAMETERS: Property \[0\]\.op must be one of/,
      ],
      [[{ op: 'REPLACE', path: some, value: 'x' }], /^400 /],
      [[{ op: 'REPLACE', path: '', value: 'x' }], /^400 /],
      [[{ op: 'REPLACE', path: '/', value: 'x' }], /^400 /],
      [[{ op: 'ADD', path: `/${some}` }], /^400 INVALID_PARAMETERS: /],
      [[{ op: 'REPLACE', path: `/${some}`, value: null }], /^400 INVALID_PARAMETERS: /],
      [[{ op: 'REPLACE', path: `/${some}`, value: { deep: 1 } }], /^400 INVALID_PARAMETERS: /],
      [[{ op: 'REPLACE', path: `/${some}`, value: 'nul\u0000' }], /^400 INVALID_PARAMETERS: /],
      [
        [{ op: 'REPLACE', path: '/shoeSize', value: 'x' }],
        /^400 (FIELD_NOT_ALLOWED|FIELD_IS_NOT_EDITABLE): \/shoeSize/,
      ],
      [[{ op: 'REPLACE', path: '/encodedKey', value: '0'.repeat(32) }], /^400 FIELD_IS_NOT_EDITABLE: \/encodedKey/],
      [[{ op: 'REMOVE', path: '/creationDate' }], /^400 (FIELD_IS_NOT_EDITABLE|FIELD_NOT_ALLOWED): \/creationDate/],
      [[{ op: 'REPLACE', path: '/__proto__/polluted', value: 'x' }], /^400 /],
      [[{ op: 'ADD', path: '/_no_such_set/field', value: 'x' }], /^400 /],
      // The first one is fine, and goes with the second.
      [
        [
          { op: 'ADD', path: `/${some}`, value: 'new' },
          { op: 'ADD', path: '/shoeSize', value: 'x' },
        ],
        /^400 /,
      ],
    ];
    for (const [body, refusal] of cases) {
      const answer = await send(entity, body);
      expect(`${JSON.stringify(body)} → ${answer}`).toMatch(new RegExp(`→ ${refusal.source.replace(/^\^/, '')}`));
    }
    expect('polluted' in {}).toBe(false);
    expect(await send(entity, [{ op: 'ADD', path: `/${some}`, value: 'x' }], 'no-such-id')).toMatch(/^404 /);
    expect(await stored(entity)).toEqual(before);
  });

  test.runIf(text !== null)('adds, replaces and removes a property, in the order given, in either case', async () => {
    const at = `/${text}`;
    const value = async (): Promise<unknown> => (await stored(entity))[text ?? ''];
    expect(await send(entity, [{ op: 'ADD', path: at, value: 'one' }])).toBe('204');
    expect(await value()).toBe('one');
    expect(await send(entity, [{ op: 'replace', path: at, value: 'zwei ß 💶' }])).toBe('204');
    expect(await value()).toBe('zwei ß 💶');
    expect(
      await send(entity, [
        { op: 'REMOVE', path: at },
        { op: 'ADD', path: at, value: 'three' },
      ]),
    ).toBe('204');
    expect(await value()).toBe('three');
    expect(await send(entity, [{ op: 'REMOVE', path: at }])).toBe('204');
    expect(await value()).toBeUndefined();
  });

  test.runIf(host !== undefined)('takes every example of custom fields', async () => {
    const mark = (host ?? '').toLowerCase();
    const [single, many] = [`_employer_${mark}`, `_assets_${mark}`];
    const [company, position] = [`company_${mark}`, `position_${mark}`];
    const asset = (type: string, age: string, worth: string) => ({
      [`asset_type_${mark}`]: type,
      [`asset_age_${mark}`]: age,
      [`asset_value_${mark}`]: worth,
    });
    const [land, car] = [asset('Land', '10', '965000'), asset('Car', '2', '25000')];
    const house = asset('House', '3', '100000');
    const numbered = (...groups: readonly object[]) =>
      groups.map((group, index) => ({ _index: String(index), ...group }));
    const both = { [company]: 'Amazon', [position]: 'senior frontend developer' };
    const steps: readonly (readonly [object, object, ...string[]])[] = [
      [{ op: 'ADD', path: `/${single}/${company}`, value: 'Google' }, { [single]: { [company]: 'Google' } }],
      [{ op: 'REPLACE', path: `/${single}`, value: both }, { [single]: both }],
      [{ op: 'REMOVE', path: `/${single}/${company}` }, { [single]: { [position]: both[position] } }],
      [{ op: 'REMOVE', path: `/${single}` }, {}],
      [{ op: 'ADD', path: `/${many}`, value: [land, car] }, { [many]: numbered(land, car) }],
      [{ op: 'ADD', path: `/${many}`, value: [land] }, { [many]: numbered(land, car, land) }],
      [
        { op: 'ADD', path: `/${many}/2/asset_age_${mark}`, value: '5' },
        { [many]: numbered(land, car, { ...land, [`asset_age_${mark}`]: '5' }) },
      ],
      [{ op: 'REPLACE', path: `/${many}/2`, value: house }, { [many]: numbered(land, car, house) }],
      [{ op: 'REMOVE', path: `/${many}/1` }, { [many]: numbered(land, house) }],
      [{ op: 'REPLACE', path: `/${many}`, value: [car] }, { [many]: numbered(car) }],
      [{ op: 'REMOVE', path: `/${many}` }, {}],
    ];
    for (const [operation, expected] of steps) {
      expect(`${JSON.stringify(operation)} → ${await send(entity, [operation])}`).toMatch(/→ 204$/);
      const sets = Object.entries(await stored(entity)).filter(([name]) => name.startsWith('_'));
      expect(Object.fromEntries(sets)).toEqual(expected);
    }
    expect(await send(entity, [{ op: 'ADD', path: `/${many}/0`, value: land }])).toMatch(
      /^400 INVALID_CUSTOM_FIELD_GROUP_INDEX/,
    );
  });
});
