import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import { type Permission, permissions } from '../src/generated/permissions.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { authorise } from '../src/platform/auth/authorise.ts';
import type { OperationDefinition } from '../src/platform/http/operationDefinition.ts';
import { type RawRequest, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';

// Every operation of the contract, built or not: closed to strangers, and to whoever lacks its permission.

let bank: TestBank;
let apikey: string;
const all = Object.values(operations) as readonly OperationDefinition[];

/** The operations that every authenticated caller may use, as the list of permissions per operation has them. A new one needs a reason. */
const open: readonly OperationName[] = [
  'getApplicationStatus',
  'getBulkStatus',
  'getClock',
  'getCurrencies',
  'getCurrency',
  'getGeneralSetup',
  'getHoliday',
  'getHolidays',
  'getIdTemplates',
  'getNonWorkingDays',
  'getOrganizationSetup',
  'getTemplate',
  // The secret key of a consumer opens it, and nothing else.
  'rotateApiKey',
];

beforeAll(async () => {
  bank = await startBank();
  const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  await bank.ok('createUser', {
    body: { username: 'guest', firstName: 'Guest', password: 'long enough', access: { ...access, permissions: [] } },
  });
  const { id } = await bank.ok('createApiConsumer', { body: { name: 'Guest', access: { permissions: [] } } });
  const key = await bank.ok('createApiKey', { path: { apiConsumerId: String(id) } });
  apikey = String(key.apiKey);
});
afterAll(() => bank.stop());

/** What a caller hears from every one of some operations: the name of each that answers something else, with its answer. */
const surprises = async (
  asked: readonly OperationDefinition[],
  expected: string | RegExp,
  raw: RawRequest,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { name, method, path } of asked) {
    const url = `/api${path.replaceAll(/\{([^}]+)\}/g, 'x1')}`;
    const answer = reasonOf(await bank.request(method, url, raw));
    if (!(typeof expected === 'string' ? answer === expected : expected.test(answer))) found.push(`${name}: ${answer}`);
  }
  return found;
};

const closed = all.filter(({ name }) => !open.includes(name as OperationName));
// Templates of identification documents are for administrators, for which there is no permission.
const elsewhere: readonly string[] = ['rotateApiKey', 'getIdTemplates'];
const opened = all.filter(({ name }) => open.includes(name as OperationName) && !elsewhere.includes(name));

test('exactly the operations above ask for no permission', () => {
  const declared = all.filter((operation) => operation.permissions.length === 0).map(({ name }) => name);
  expect(declared.sort()).toEqual([...open].sort());
});

test('without credentials every operation answers 401', async () => {
  expect(await surprises(all, /^401 INVALID_(BASIC_AUTHORIZATION|API_KEY)$/, { user: null })).toEqual([]);
});

test('with wrong credentials every operation answers 401', async () => {
  const headers = { apikey: crypto.randomUUID() };
  expect(await surprises(all, /^401 INVALID_(CREDENTIALS|API_KEY)$/, { user: null, headers })).toEqual([]);
});

describe.each([
  ['a user', (): RawRequest => ({ user: 'guest:long enough' })],
  ['an API consumer', (): RawRequest => ({ user: null, headers: { apikey } })],
])('%s without permissions', (_who, raw) => {
  test('is refused by every operation that asks for one', async () => {
    expect(closed.length).toBeGreaterThan(300);
    expect(await surprises(closed, '403 INVALID_PERMISSIONS', raw())).toEqual([]);
  });

  test('is let in by the others', async () => {
    expect(await surprises(opened, /^(?!401|403)/, raw())).toEqual([]);
  });
});

test('no other permission opens an operation in place of its own', () => {
  const holder = (held: readonly Permission[]): Parameters<typeof authorise>[0] => ({
    kind: 'USER',
    userKey: newEncodedKey(),
    username: 'everything else',
    keyId: null,
    administrator: false,
    roleKey: null,
    permissions: new Set(held),
    branchKey: null,
    transactionLimits: new Map(),
    reach: { branches: null, ownOnly: false },
  });
  for (const operation of closed) {
    const own = new Set<string>(operation.permissions);
    const others = permissions.filter((permission) => !own.has(permission));
    expect([operation.name, authorise(holder(others), operation)?.errors[0]?.reason]).toEqual([
      operation.name,
      'INVALID_PERMISSIONS',
    ]);
    const mine = permissions.filter((permission) => own.has(permission));
    expect([operation.name, authorise(holder(mine), operation)]).toEqual([operation.name, undefined]);
    if (operation.permissionMode !== 'all') continue;
    for (const one of mine) {
      const rest = permissions.filter((permission) => permission !== one);
      expect([operation.name, one, authorise(holder(rest), operation) === undefined]).toEqual([
        operation.name,
        one,
        false,
      ]);
    }
  }
});
