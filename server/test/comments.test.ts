import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

let bank: TestBank;
let lender: LoanBank;
let ana: { id: string; encodedKey: string };
const password = 'test-Password-2';

beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
  lender = await loanBank(bank);
  ana = await lender.client({ idDocuments: [{ documentId: 'P1', documentType: 'passport' }] });
});
afterAll(() => bank.stop());

/** A user with these permissions only. */
const person = async (username: string, ...permissions: string[]): Promise<string> => {
  const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  const body = { username, firstName: username, lastName: 'Desk', password, access: { ...access, permissions } };
  return String((await bank.ok('createUser', { body })).encodedKey);
};
const as = (username: string): { user: string } => ({ user: `${username}:${password}` });

const say = (
  ownerType: string,
  ownerKey: string,
  text = 'Called',
  options: CallOptions<'createComment'> = {},
): ReturnType<typeof call<'createComment'>> =>
  call('createComment', { body: { ownerType, ownerKey, text }, ...options });
const call = <N extends OperationName>(name: N, options: CallOptions<N>) => bank.call(name, options);
const read = (ownerType: string, ownerKey: string): Promise<ResponseBody<'getComments'>> =>
  bank.ok('getComments', { query: { ownerType, ownerKey } });

test('a comment is told with its owner by key, its writer and its moment, newest first', async () => {
  const { body: first, status } = await say('CLIENT', ana.id, '她打过电话 <b>“x”</b>');
  expect(status).toBe(201);
  expect(first).toEqual({
    encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    ownerType: 'CLIENT',
    ownerKey: ana.encodedKey,
    text: '她打过电话 <b>“x”</b>',
    userKey: (await bank.ok('getUsers')).find(({ username }) => username === 'admin')?.encodedKey,
    creationDate: expect.stringMatching(/^2026-03-10T12:.*\+00:00$/),
    lastModifiedDate: first.creationDate,
  });
  const { body: second } = await say('CLIENT', ana.encodedKey, 'x'.repeat(10_000));
  const { body: third } = await say('CLIENT', ana.encodedKey, 'third');
  expect(await read('CLIENT', ana.id)).toEqual([third, second, first]);
  const query = { ownerType: 'CLIENT', ownerKey: ana.id, limit: 1, offset: 1, paginationDetails: 'ON' };
  const page = await bank.call('getComments', { query });
  expect(page.body).toEqual([second]);
  expect(page.headers).toMatchObject({ 'items-total': '3', 'items-limit': '1', 'items-offset': '1' });
  const { rows } = await bank.db.query(`SELECT entity_type FROM audit_record WHERE entity_key = $1`, [
    first.encodedKey,
  ]);
  expect(rows).toEqual([{ entity_type: 'COMMENT' }]);
});

test('the same request is one comment', async () => {
  const client = await lender.client();
  const options = { headers: { 'Idempotency-Key': randomUUID() } };
  const answers = await Promise.all([1, 2, 3].map(() => say('CLIENT', client.id, 'once', options)));
  expect(new Set(answers.map(({ body }) => body.encodedKey)).size).toBe(1);
  expect(await read('CLIENT', client.id)).toHaveLength(1);
});

test.each<[string, object]>([
  ['no text', { text: undefined }],
  ['an empty text', { text: '' }],
  ['a blank text', { text: ' \n' }],
  ['a long text', { text: 'x'.repeat(10_001) }],
  ['a number as text', { text: 5 }],
  ['a zero character', { text: 'a\u0000' }],
  ['no owner', { ownerKey: undefined }],
  ['no kind of owner', { ownerType: undefined }],
  ['an unknown kind of owner', { ownerType: 'TILL' }],
  ['an unknown property', { shoeSize: 5 }],
])('a comment with %s is refused', async (_case, given) => {
  const before = await read('CLIENT', ana.id);
  const reply = await bank.call('createComment', {
    body: { ownerType: 'CLIENT', ownerKey: ana.id, text: 'x', ...given },
  });
  expect(reasonOf(reply)).toBe('400 INVALID_PARAMETERS');
  expect(await read('CLIENT', ana.id)).toEqual(before);
});

test.each<[Record<string, string | number>, string]>([
  [{ ownerType: 'CLIENT' }, '400 MISSING_REQUIRED_PARAMETER'],
  [{ ownerKey: 'x' }, '400 MISSING_REQUIRED_PARAMETER'],
  [{ ownerType: 'TILL', ownerKey: 'x' }, '400 INVALID_PARAMETERS'],
  [{ ownerType: 'CLIENT', ownerKey: "x' OR '1'='1" }, '404 INVALID_CLIENT_ID'],
  [{ ownerType: 'CLIENT', ownerKey: 'x', limit: -1 }, '400 OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
])('the list refuses %j', async (query, reason) => {
  expect(reasonOf(await bank.call('getComments', { query }))).toBe(reason);
});

test('anything of the bank has comments, named by key or id, and a stranger has none', async () => {
  const branch = await bank.ok('createBranch', { body: { id: 'C1', name: 'Comments' } });
  const centreKey = newEncodedKey();
  await bank.db.query(
    `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, creation_date, last_modified_date)
     VALUES ($1, 'CC', 'Market', 'ACTIVE', $2, now(), now())`,
    [centreKey, branch.encodedKey],
  );
  const arrangementKey = newEncodedKey();
  await bank.db.query(
    `INSERT INTO credit_arrangement (encoded_key, id, holder_key, holder_type, state, amount, currency_code, start_date, expire_date, creation_date, last_modified_date)
     VALUES ($1, 'CA', $2, 'CLIENT', 'APPROVED', 1000, 'EUR', now(), now(), now(), now())`,
    [arrangementKey, newEncodedKey()],
  );
  const account = await lender.depositAccount();
  await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 10 } });
  const { rows } = await bank.db.query<{ key: string }>('SELECT encoded_key AS key FROM journal_entry LIMIT 1');
  const full = await bank.ok('getClient', { path: { clientId: ana.id }, query: { detailsLevel: 'FULL' } });
  const group = await bank.ok('createGroup', { body: { id: 'CG', groupName: 'Club' } });
  const product = await bank.ok('getLoanProduct', { path: { loanProductId: lender.fixedEqual } });
  const ullaKey = await person('ulla');
  const userId = String((await bank.ok('getUser', { path: { userId: ullaKey } })).id);
  const owners: readonly [string, string | undefined, string][] = [
    ['GROUP', 'CG', String(group.encodedKey)],
    ['BRANCH', 'C1', String(branch.encodedKey)],
    ['CENTRE', 'CC', centreKey],
    ['USER', 'ulla', ullaKey],
    ['LINE_OF_CREDIT', 'CA', arrangementKey],
    ['DEPOSIT_ACCOUNT', account.id, account.encodedKey],
    ['SAVINGS_PRODUCT', 'CURRENT', lender.currentProductKey],
    ['LOAN_PRODUCT', product.id, String(product.encodedKey)],
    ['ID_DOCUMENT', undefined, String(full.idDocuments?.[0]?.encodedKey)],
    ['GL_JOURNAL_ENTRY', undefined, String(rows[0]?.key)],
  ];
  for (const [ownerType, id, ownerKey] of owners) {
    const { body, status } = await say(ownerType, id ?? ownerKey);
    expect([ownerType, status, body]).toEqual([ownerType, 201, expect.objectContaining({ ownerType, ownerKey })]);
    if (ownerType === 'USER') expect(await read(ownerType, userId)).toEqual([body]);
    expect([ownerType, await read(ownerType, ownerKey)]).toEqual([ownerType, [body]]);
    for (const ref of ['nowhere', newEncodedKey()]) {
      const reply = await say(ownerType, ref);
      expect([ownerType, reply.status, sourceOf(reply)]).toEqual([
        ownerType,
        400,
        expect.stringContaining(`ownerKey ${ref} does not name`),
      ]);
      expect([ownerType, (await bank.call('getComments', { query: { ownerType, ownerKey: ref } })).status]).toEqual([
        ownerType,
        404,
      ]);
    }
  }
  // A key of another kind of record leads nowhere.
  expect(reasonOf(await say('BRANCH', ana.encodedKey))).toBe('400 INVALID_BRANCH_ID');
});

test('comments need their permission, and are not told to those who may not see what they are about', async () => {
  const writerKey = await person('wim', 'CREATE_COMMENTS', 'VIEW_COMMENTS', 'VIEW_CLIENT_DETAILS');
  await person('blind', 'CREATE_COMMENTS', 'VIEW_COMMENTS');
  await person('mute', 'VIEW_CLIENT_DETAILS');
  const query = { ownerType: 'CLIENT', ownerKey: ana.id };
  const { body, status } = await say('CLIENT', ana.id, 'x', as('wim'));
  expect([status, body.userKey]).toEqual([201, writerKey]);
  expect(reasonOf(await bank.call('getComments', { query, ...as('wim') }))).toBe('200');
  expect(reasonOf(await say('GROUP', 'CG', 'x', as('wim')))).toBe('400 INVALID_GROUP_ID');
  const unseen = await say('CLIENT', ana.id, 'x', as('blind'));
  const unknown = await say('CLIENT', 'nobody', 'x', as('blind'));
  expect(sourceOf(unseen).replace(ana.id, 'nobody')).toBe(sourceOf(unknown));
  expect(reasonOf(await bank.call('getComments', { query, ...as('blind') }))).toBe('404 INVALID_CLIENT_ID');
  expect(reasonOf(await bank.call('getComments', { query, ...as('mute') }))).toBe('403 INVALID_PERMISSIONS');
  expect(reasonOf(await say('CLIENT', ana.id, 'x', as('mute')))).toBe('403 INVALID_PERMISSIONS');
});

test('comments end with what they are about', async () => {
  const documents = [
    { documentId: '1', documentType: 'card' },
    { documentId: '2', documentType: 'card' },
  ];
  const client = await lender.client({ idDocuments: documents });
  const path = { clientId: client.id };
  const full = await bank.ok('getClient', { path, query: { detailsLevel: 'FULL' } });
  const [one = '', two = ''] = (full.idDocuments ?? []).map(({ encodedKey }) => String(encodedKey));
  for (const [ownerType, key] of [
    ['CLIENT', client.id],
    ['ID_DOCUMENT', one],
    ['ID_DOCUMENT', two],
  ] as const) {
    expect((await say(ownerType, key)).status).toBe(201);
  }
  const left = async (): Promise<unknown> =>
    (
      await bank.db.query('SELECT owner_key FROM comment WHERE owner_key = ANY($1::uuid[]) ORDER BY creation_date', [
        [client.encodedKey, one, two],
      ])
    ).rows.map(({ owner_key }) => owner_key);
  await bank.ok('patchClient', { path, body: [{ op: 'REMOVE', path: '/idDocuments/0' }] });
  expect(await left()).toEqual([client.encodedKey, two]);
  await bank.ok('deleteClient', { path });
  expect(await left()).toEqual([]);
});

test('a client is deleted with all comments that are made meanwhile', async () => {
  for (let round = 0; round < 5; round += 1) {
    const client = await lender.client();
    const [removed, ...said] = await Promise.all([
      bank.call('deleteClient', { path: { clientId: client.id } }),
      ...[1, 2, 3].map(() => say('CLIENT', client.id)),
    ]);
    expect(removed.status).toBe(204);
    for (const { status } of said) expect([201, 400]).toContain(status);
    const { rows } = await bank.db.query('SELECT FROM comment WHERE owner_key = $1', [client.encodedKey]);
    expect(rows).toEqual([]);
  }
});
