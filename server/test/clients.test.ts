import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ timeZone: 'Europe/Berlin', today: '2026-03-10' });
});
afterAll(() => bank.stop());

type Client = ResponseBody<'getClient'>;
type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const ann = { firstName: 'Ann', lastName: 'Lee' };
const pathOf = (client: Client): { clientId: string } => ({ clientId: String(client.id) });
const full = async (client: Client): Promise<Client> =>
  bank.ok('getClient', { path: pathOf(client), query: { detailsLevel: 'FULL' } });
const patch = (client: Client, ...operations: readonly object[]): Promise<unknown[]> =>
  refusal('patchClient', { path: pathOf(client), body: operations });

describe('a new client', () => {
  test('gets an id, a role, keys and dates', async () => {
    const client = await bank.ok('createClient', { body: ann });
    expect(client).toEqual({
      ...ann,
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      id: expect.stringMatching(/^[A-Z]{3}\d{6}$/),
      state: 'INACTIVE',
      clientRoleKey: (await bank.ok('getGeneralSetup')).defaultClientRoleKey,
      loanCycle: 0,
      groupLoanCycle: 0,
      groupKeys: [],
      addresses: [],
      idDocuments: [],
      creationDate: expect.stringMatching(/^2026-03-10T12:.*\+00:00$/),
      lastModifiedDate: client.creationDate,
    });
    const role = await bank.ok('getClientRole', { path: pathOf(client) });
    expect(role).toMatchObject({
      encodedKey: client.clientRoleKey,
      id: 'client',
      clientType: 'CLIENT',
      canOpenAccounts: true,
    });
  });

  test('keeps everything that was sent, and BASIC leaves the lists out', async () => {
    const body = {
      ...ann,
      id: '顧客 №1',
      middleName: 'Mia',
      birthDate: '1990-02-28',
      gender: 'FEMALE',
      emailAddress: 'ann@example.com',
      homePhone: '1',
      mobilePhone: '2',
      mobilePhone2: '3',
      preferredLanguage: 'GERMAN',
      notes: 'n'.repeat(3000),
      addresses: [{ line1: 'Street 1', city: 'Bern', latitude: '46.947975', longitude: 7.447447 }, { city: 'Rome' }],
      idDocuments: [{ documentId: 'P1', documentType: 'Passport', validUntil: '2030-01-01', issuingAuthority: 'City' }],
      portalSettings: { portalState: 'ENABLED' },
      groupKeys: [],
    } as const;
    const client = await bank.ok('createClient', { body });
    expect(client).toMatchObject({ ...body, addresses: [{ latitude: 46.947975 }, { city: 'Rome', indexInList: 1 }] });
    expect(client.addresses?.[1]).toMatchObject({ parentKey: client.encodedKey });
    expect(client.idDocuments?.[0]).toMatchObject({ clientKey: client.encodedKey, indexInList: 0 });
    for (const clientId of ['顧客 №1', String(client.encodedKey)]) {
      expect(await bank.ok('getClient', { path: { clientId }, query: { detailsLevel: 'FULL' } })).toEqual(client);
    }
    const { addresses: _a, idDocuments: _d, portalSettings: _p, groupKeys: _g, ...basic } = client;
    expect(await bank.ok('getClient', { path: pathOf(client) })).toEqual(basic);
    // Sent back as it was fetched, it stays as it is.
    const put = await bank.ok('updateClient', { path: pathOf(client), body: client });
    expect(put).toEqual({ ...client, lastModifiedDate: put.lastModifiedDate });
  });

  test.each([
    ['no last name', { firstName: 'Ann' }, 'INVALID_PARAMETERS'],
    ['a blank name', { ...ann, firstName: ' ' }, 'INVALID_PARAMETERS'],
    ['a number as name', { ...ann, firstName: 5 }, 'INVALID_PARAMETERS'],
    ['a long name', { ...ann, lastName: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
    ['a zero character', { ...ann, notes: 'a\u0000' }, 'INVALID_PARAMETERS'],
    ['an unknown property', { ...ann, shoeSize: 5 }, 'INVALID_PARAMETERS'],
    ['a custom field that nobody defined', { ...ann, _more: { x: 'y' } }, 'INVALID_CUSTOM_FIELD_SET_ID'],
    ['a birth tomorrow', { ...ann, birthDate: '2026-03-11' }, 'INVALID_BIRTH_DATE'],
    ['a day that never was', { ...ann, birthDate: '1990-02-30' }, 'INVALID_PARAMETERS'],
    ['no mail address', { ...ann, emailAddress: 'ann' }, 'EMAIL_ADDRESS_FORMAT_IS_INVALID'],
    ['an unknown gender', { ...ann, gender: 'X' }, 'INVALID_PARAMETERS'],
    ['a blank id', { ...ann, id: ' ' }, 'INVALID_ID'],
    ['a long id', { ...ann, id: 'x'.repeat(65) }, 'INVALID_ID'],
    ['an unknown role', { ...ann, clientRoleKey: 'x' }, 'INVALID_CLIENT_ROLE_KEY'],
    ['an unknown branch', { ...ann, assignedBranchKey: 'x' }, 'INVALID_BRANCH_KEY'],
    ['an unknown centre', { ...ann, assignedCentreKey: 'x' }, 'INVALID_CENTRE_KEY'],
    ['an officer who is none', { ...ann, assignedUserKey: 'admin' }, 'INVALID_CREDIT_OFFICER_KEY'],
    ['an unknown group', { ...ann, groupKeys: ['x'] }, 'GROUP_NOT_FOUND'],
    ['a place off the globe', { ...ann, addresses: [{ latitude: -90.1 }] }, 'INVALID_PARAMETERS'],
    ['a huge number', { ...ann, addresses: [{ latitude: '9e999999' }] }, 'INVALID_PARAMETERS'],
    ['a document without type', { ...ann, idDocuments: [{ documentId: '1' }] }, 'INVALID_PARAMETERS'],
    ['a blank document', { ...ann, idDocuments: [{ documentId: ' ', documentType: 'x' }] }, 'INVALID_ID_DOCUMENT'],
    [
      'an unknown template',
      { ...ann, idDocuments: [{ documentId: '1', documentType: 'x', identificationDocumentTemplateKey: 'x' }] },
      'INVALID_ID_DOCUMENT_TEMPLATE_KEY',
    ],
    [
      'attachments',
      { ...ann, idDocuments: [{ documentId: '1', documentType: 'x', attachments: [{ id: 1, name: 'a', type: 'b' }] }] },
      'INVALID_PARAMETERS',
    ],
    ['too many addresses', { ...ann, addresses: Array.from({ length: 101 }, () => ({})) }, 'INVALID_PARAMETERS'],
    ['a state to start with', { ...ann, state: 'ACTIVE' }, 'INVALID_CLIENT_STATE'],
    ['a list', [ann], 'INVALID_PARAMETERS'],
  ])('with %s is refused', async (_case, body, reason) => {
    expect(await refusal('createClient', { body })).toEqual([400, reason]);
  });

  test('takes an id once, also when many want it, and a key makes a repetition harmless', async () => {
    const body = { ...ann, id: 'RACE' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusal('createClient', { body })));
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([, reason]) => reason === 'CLIENT_ID_ALREADY_IN_USE')).toHaveLength(7);
    const headers = { 'idempotency-key': '01234567-9abc-4ef0-8234-56789abcdef0' };
    const first = await bank.ok('createClient', { body: ann, headers });
    expect(await bank.ok('createClient', { body: ann, headers })).toEqual(first);
    expect((await refusal('createClient', { body: { ...ann, notes: 'other' }, headers }))[0]).toBe(400);
  });
});

describe('changing a client', () => {
  test('PUT replaces: omitted properties are cleared, keys of list elements stay', async () => {
    const client = await bank.ok('createClient', {
      body: {
        ...ann,
        notes: 'x',
        birthDate: '1990-01-01',
        addresses: [{ city: 'Bern' }, { city: 'Rome' }],
        idDocuments: [{ documentId: '1', documentType: 'Card' }],
        portalSettings: { portalState: 'ENABLED' },
      },
    });
    const body = { firstName: 'Anna', lastName: 'Lee', addresses: [{ city: 'Rome' }] };
    const changed = await bank.ok('updateClient', { path: pathOf(client), body });
    expect(changed).toEqual({
      ...body,
      groupKeys: [],
      encodedKey: client.encodedKey,
      id: client.id,
      state: 'INACTIVE',
      clientRoleKey: client.clientRoleKey,
      loanCycle: 0,
      groupLoanCycle: 0,
      idDocuments: [],
      addresses: [{ ...client.addresses?.[1], indexInList: 0 }],
      creationDate: client.creationDate,
      lastModifiedDate: expect.any(String),
    });
    expect(await full(client)).toEqual(changed);
    const put = (given: object): Promise<unknown[]> =>
      refusal('updateClient', { path: pathOf(client), body: { ...ann, ...given } });
    expect(await put({ lastName: undefined })).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await put({ birthDate: '2027-01-01' })).toEqual([400, 'INVALID_BIRTH_DATE']);
    expect(await put({ id: 'RACE' })).toEqual([400, 'CLIENT_ID_ALREADY_IN_USE']);
    expect(await full(client)).toEqual(changed);
    expect(await put({ id: 'RENAMED' })).toEqual([200]);
    expect(await refusal('updateClient', { path: { clientId: 'nobody' }, body: ann })).toEqual([
      404,
      'INVALID_CLIENT_ID',
    ]);
  });

  test('PATCH changes parts, all or nothing', async () => {
    const client = await bank.ok('createClient', { body: { ...ann, addresses: [{ city: 'Bern' }] } });
    expect(
      await patch(
        client,
        { op: 'REPLACE', path: '/firstName', value: 'Bea' },
        { op: 'ADD', path: '/notes', value: 'hello' },
        { op: 'ADD', path: '/addresses', value: { city: 'Rome' } },
        { op: 'REPLACE', path: '/addresses/0/city', value: 'Basel' },
      ),
    ).toEqual([204]);
    expect(await full(client)).toMatchObject({
      firstName: 'Bea',
      notes: 'hello',
      addresses: [{ city: 'Basel', encodedKey: client.addresses?.[0]?.encodedKey }, { city: 'Rome' }],
    });
    const before = await full(client);
    const refused: [object, unknown][] = [
      [{ op: 'REPLACE', path: '/encodedKey', value: 'x' }, 'FIELD_IS_NOT_EDITABLE'],
      [{ op: 'REPLACE', path: '/creationDate', value: 'x' }, 'FIELD_IS_NOT_EDITABLE'],
      [{ op: 'REPLACE', path: '/previousState', value: 'ACTIVE' }, 'FIELD_NOT_ALLOWED'],
      [{ op: 'REPLACE', path: '/shoeSize', value: 5 }, 'FIELD_NOT_ALLOWED'],
      [{ op: 'REMOVE', path: '/lastName' }, 'INVALID_PARAMETERS'],
      [{ op: 'REPLACE', path: '/gender', value: 'X' }, 'INVALID_PARAMETERS'],
      [{ op: 'REPLACE', path: '/addresses/7/city', value: 'X' }, 'INVALID_PARAMETERS'],
      [{ op: 'REPLACE', path: 'firstName', value: 'X' }, 'INVALID_PARAMETERS'],
      [{ op: 'REPLACE', path: '/firstName', value: 'a\u0000' }, 'INVALID_PARAMETERS'],
      [{ path: '/firstName', value: 'X' }, 'INVALID_PARAMETERS'],
    ];
    for (const [operation, reason] of refused) {
      const answer = await patch(client, { op: 'REPLACE', path: '/notes', value: 'lost' }, operation);
      expect([operation, answer]).toEqual([operation, [400, reason]]);
    }
    expect(await full(client)).toEqual(before);
    expect(await patch(client, { op: 'REMOVE', path: '/addresses' }, { op: 'REMOVE', path: '/notes' })).toEqual([204]);
    expect(await full(client)).toMatchObject({ addresses: [] });
    expect(await refusal('patchClient', { path: { clientId: 'x' }, body: [] })).toEqual([404, 'INVALID_CLIENT_ID']);
  });
});
