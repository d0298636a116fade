import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName, ResponseBody } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
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

const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
const setUp = async (settings: object): Promise<void> => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
  await touchReference();
};

const ann = { firstName: 'Ann', lastName: 'Lee' };
const pathOf = (client: Client): { clientId: string } => ({ clientId: String(client.id) });
const full = async (client: Client): Promise<Client> =>
  bank.ok('getClient', { path: pathOf(client), query: { detailsLevel: 'FULL' } });
const patch = (client: Client, ...operations: readonly object[]): Promise<unknown[]> =>
  refusal('patchClient', { path: pathOf(client), body: operations });

/** Inserts a role and makes it known. */
const addRole = async (id: string, given: Readonly<Record<string, unknown>>): Promise<void> => {
  const columns = [
    'encoded_key',
    'id',
    'name',
    'client_type',
    'creation_date',
    'last_modified_date',
    ...Object.keys(given),
  ];
  const values = [newEncodedKey(), id, id, 'CLIENT', '2026-01-01', '2026-01-01', ...Object.values(given)];
  await bank.db.query(
    `INSERT INTO client_role (${columns.join(', ')}) VALUES (${values.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  );
  await touchReference();
};

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
    const { groupKeys: _none, ...sent } = body;
    expect(client).toMatchObject({ ...sent, addresses: [{ latitude: 46.947975 }, { city: 'Rome', indexInList: 1 }] });
    expect(client.addresses?.[1]).toMatchObject({ parentKey: client.encodedKey });
    expect(client.idDocuments?.[0]).toMatchObject({ clientKey: client.encodedKey, indexInList: 0 });
    for (const clientId of ['顧客 №1', String(client.encodedKey)]) {
      expect(await bank.ok('getClient', { path: { clientId }, query: { detailsLevel: 'FULL' } })).toEqual(client);
    }
    const { addresses: _a, idDocuments: _d, portalSettings: _p, ...basic } = client;
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
    ['a custom field that nobody defined', { ...ann, _more: { x: 'y' } }, 'INVALID_PARAMETERS'],
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
    ['groups', { ...ann, groupKeys: ['x'] }, 'INVALID_PARAMETERS'],
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

  test('draws free ids until the pattern is used up', async () => {
    await addRole('tiny', { id_pattern: 'T#' });
    const body = { ...ann, clientRoleKey: 'tiny' };
    const answers = await Promise.all(Array.from({ length: 12 }, () => bank.call('createClient', { body })));
    const ids = answers.flatMap(({ status, body: client }) => (status === 201 ? [client.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(8);
    const reasons = answers.flatMap(
      (answer) => (answer.body as Errors).errors?.map(({ errorReason }) => errorReason) ?? [],
    );
    expect(new Set(reasons)).toEqual(new Set(['FAILED_TO_GENERATE_IDENTIFIER']));
  });

  test('follows its role: addresses, documents, kind', async () => {
    await addRole('bare', { use_default_address: false, require_id: true });
    await addRole('group', {});
    await bank.db.query(`UPDATE client_role SET client_type = 'GROUP' WHERE id = 'group'`);
    await touchReference();
    const idDocuments = [{ documentId: '1', documentType: 'Card' }];
    const create = (given: object): Promise<unknown[]> => refusal('createClient', { body: { ...ann, ...given } });
    expect(await create({ clientRoleKey: 'bare' })).toEqual([400, 'REQUIRED_ID_DOCUMENT_MISSING']);
    expect(await create({ clientRoleKey: 'bare', idDocuments })).toEqual([201]);
    expect(await create({ clientRoleKey: 'bare', idDocuments, addresses: [{ city: 'Bern' }] })).toEqual([
      400,
      'CLIENT_ROLE_DOES_NOT_ALLOW_ADDRESS',
    ]);
    expect(await create({ clientRoleKey: 'group' })).toEqual([400, 'INCONSISTENT_CLIENT_ROLE_WITH_CLIENT_TYPE']);
  });

  test('follows the general setup: duplicates, required assignments, other documents', async () => {
    const checks = [
      'EMAIL',
      'DOCUMENT_ID_AND_TYPE',
      'FIRST_NAME_AND_LAST_NAME',
      'LAST_NAME_AND_DATE_OF_BIRTH',
      'MOBILE_PHONE',
      'HOME_PHONE',
    ];
    await setUp({
      duplicateClientChecks: checks.map((dataField) => ({ dataField, active: true })),
      duplicateClientConstraintAction: 'ERROR',
    });
    const person = {
      firstName: 'Dup',
      lastName: 'Licate',
      birthDate: '1980-01-01',
      emailAddress: 'dup@example.com',
      mobilePhone: '077',
      homePhone: '044',
      idDocuments: [{ documentId: 'D1', documentType: 'Card' }],
    };
    await bank.ok('createClient', { body: person });
    const other = { firstName: 'Other', lastName: 'Person' };
    const create = (given: object): Promise<unknown[]> => refusal('createClient', { body: { ...other, ...given } });
    expect(await create({ emailAddress: 'DUP@example.com' })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ idDocuments: person.idDocuments })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ firstName: 'dup', lastName: 'LICATE' })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ lastName: 'Licate', birthDate: '1980-01-01' })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ mobilePhone: '077' })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ homePhone: '044' })).toEqual([400, 'DUPLICATE_CLIENT']);
    expect(await create({ homePhone: '045' })).toEqual([201]);
    const twins = await Promise.all(
      ['A', 'B', 'C'].map((id) => refusal('createClient', { body: { firstName: 'T', lastName: 'Win', id } })),
    );
    expect(twins.filter(([status]) => status === 201)).toHaveLength(1);
    await setUp({ duplicateClientConstraintAction: 'WARNING' });
    expect(await create({ emailAddress: 'dup@example.com' })).toEqual([201]);
    await setUp({
      duplicateClientConstraintAction: 'NONE',
      assignmentConstraints: ['BRANCH'],
      otherIdDocumentsEnabled: false,
    });
    expect(await create({})).toEqual([400, 'MISSING_BRANCH_KEY']);
    await setUp({ assignmentConstraints: [] });
    expect(await create({ idDocuments: person.idDocuments })).toEqual([400, 'ADDING_OTHER_ID_DOCUMENTS_IS_DISABLED']);
    await setUp({ otherIdDocumentsEnabled: true });
  });

  test('may have a document of a template', async () => {
    await bank.db.query(
      `INSERT INTO identification_document_template (encoded_key, id, document_type, document_id_template, creation_date, last_modified_date)
       VALUES ($1, 'pass', 'Passport', '@##', now(), now())`,
      [newEncodedKey()],
    );
    await touchReference();
    const document = { documentId: 'A12', documentType: 'Passport', identificationDocumentTemplateKey: 'pass' };
    const client = await bank.ok('createClient', { body: { ...ann, idDocuments: [document] } });
    expect(client.idDocuments?.[0]?.identificationDocumentTemplateKey).toMatch(/^[0-9a-f]{32}$/);
    const wrong = { ...ann, idDocuments: [{ ...document, documentId: 'A1' }] };
    expect(await refusal('createClient', { body: wrong })).toEqual([400, 'INVALID_ID_DOCUMENT']);
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
