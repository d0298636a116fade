import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { formBody, formType } from './harness/form.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;
beforeAll(async () => {
  bank = await startBank();
  open = await openBank(bank);
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const png = (size = 100): Buffer => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(size)]);
const file = (fileName = 'scan.png', bytes = png()) => ({ fileName, bytes });
const text = (value: unknown): string => String(value ?? '');

/** What is stored of files, documents and claims. */
const stored = async (): Promise<unknown> =>
  (
    await bank.db.query(
      `SELECT (SELECT count(*)::int FROM stored_file) AS files, (SELECT count(*)::int FROM document) AS documents,
              (SELECT count(*)::int FROM stored_file WHERE NOT claimed) AS unclaimed`,
    )
  ).rows[0];

describe('a document of a client', () => {
  test('is told, downloaded as it was, and deleted', async () => {
    const client = await open.client();
    const bytes = png(1_700_000);
    const form = { file: file('Pass (Kopie) é.png', bytes), name: 'Passport', notes: 'seen\nby Ann' };
    const created = await bank.ok('createClientDocument', { path: { clientId: client.id }, form });
    expect(created).toMatchObject({
      name: 'Passport',
      notes: 'seen\nby Ann',
      fileName: 'Pass (Kopie) é.png',
      fileSize: bytes.length,
      type: 'png',
      ownerType: 'CLIENT',
      ownerKey: client.encodedKey,
    });
    expect(created.id).toEqual(expect.any(Number));
    const told = await bank.ok('getClientDocument', { path: { documentId: text(created.id) } });
    expect(told).toEqual(created);
    for (const name of ['downloadClientDocument', 'downloadDocument'] as const) {
      const reply = await bank.call(name, { path: { documentId: text(created.encodedKey) } });
      expect(reply.bytes.equals(bytes)).toBe(true);
      expect(reply.headers).toMatchObject({
        'content-type': 'application/vnd.mambu.v2+file',
        'content-disposition': `attachment; filename="Pass (Kopie) _.png"; filename*=UTF-8''Pass%20%28Kopie%29%20%C3%A9.png`,
        'content-length': String(bytes.length),
        'x-content-type-options': 'nosniff',
      });
    }
    await bank.ok('deleteDocument', { path: { documentId: text(created.id) } });
    expect(await refusal('downloadDocument', { path: { documentId: text(created.id) } })).toEqual([
      404,
      'INVALID_DOCUMENT_ID',
    ]);
    expect(await refusal('deleteDocument', { path: { documentId: text(created.id) } })).toEqual([
      404,
      'INVALID_DOCUMENT_ID',
    ]);
    expect(await stored()).toMatchObject({ files: 0, documents: 0 });
    const { rows } = await bank.db.query(
      `SELECT operation, changes FROM audit_record WHERE entity_key = $1 ORDER BY id`,
      [created.encodedKey],
    );
    expect(rows.map(({ operation }) => operation)).toEqual(['createClientDocument', 'deleteDocument']);
    expect(JSON.parse(rows[1].changes)).toMatchObject({ before: { fileName: 'Pass (Kopie) é.png' }, after: null });
  });

  test('is listed page by page, oldest first', async () => {
    const client = await open.client();
    for (const name of ['one', 'two', 'three']) {
      await bank.ok('createClientDocument', { path: { clientId: client.encodedKey }, form: { file: file(), name } });
    }
    const list = await bank.call('getClientDocuments', {
      path: { clientId: client.id },
      query: { offset: 1, limit: 1, paginationDetails: 'ON' },
    });
    expect(list.body.map(({ name }) => name)).toEqual(['two']);
    expect(list.headers).toMatchObject({ 'items-total': '3', 'items-limit': '1', 'items-offset': '1' });
    const all = await bank.ok('getDocuments', { query: { entity: 'CLIENT', ownerKey: client.encodedKey } });
    expect(all.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(await refusal('deleteClient', { path: { clientId: client.id } })).toEqual([400, 'HAS_DOCUMENT_ATTACHED']);
    for (const { id } of all) await bank.ok('deleteDocument', { path: { documentId: text(id) } });
    await bank.ok('deleteClient', { path: { clientId: client.id } });
  });

  test('is called like its file unless it has a name, and belongs to one that exists', async () => {
    const client = await open.client();
    const created = await bank.ok('createClientDocument', {
      path: { clientId: client.id },
      form: { file: file('Contract 7.PNG') },
    });
    expect(created).toMatchObject({ name: 'Contract 7', type: 'png', fileName: 'Contract 7.PNG' });
    const unknown = { clientId: 'nobody' };
    const form = { file: file() };
    expect(await refusal('createClientDocument', { path: unknown, form })).toEqual([404, 'INVALID_CLIENT_ID']);
    expect(await refusal('getClientDocuments', { path: unknown })).toEqual([404, 'INVALID_CLIENT_ID']);
    for (const documentId of ['999999', randomUUID().replaceAll('-', ''), 'x', "1' OR '1'='1", '9'.repeat(30)]) {
      expect(await refusal('getClientDocument', { path: { documentId } })).toEqual([404, 'INVALID_DOCUMENT_ID']);
      expect(await refusal('downloadClientDocument', { path: { documentId } })).toEqual([404, 'INVALID_DOCUMENT_ID']);
    }
    expect(await stored()).toMatchObject({ unclaimed: 0 });
  });
});

describe('a document of any record', () => {
  test('belongs to what the contract names', async () => {
    const account = await open.depositAccount();
    const branch = await bank.db.query(`SELECT id FROM branch LIMIT 1`);
    const [entry] = await bank.ok('createJournalEntries', {
      body: {
        date: new Date().toISOString().replace(/\.\d+Z$/, '+00:00'),
        transactionId: 'T-77',
        debits: [{ glAccount: '1000', amount: 5 }],
        credits: [{ glAccount: '3000', amount: 5 }],
      },
    });
    const group = await bank.ok('createGroup', { body: { groupName: 'Weavers' } });
    const owners: [string, string][] = [
      ['GROUP', text(group.id)],
      ['DEPOSIT_ACCOUNT', account.id],
      ['DEPOSIT_ACCOUNT', account.encodedKey],
      ['SAVINGS_PRODUCT', 'CURRENT'],
      ['USER', text((await bank.db.query('SELECT id FROM app_user LIMIT 1')).rows[0]?.id)],
      ['GL_JOURNAL_ENTRY', 'T-77'],
      ['GL_JOURNAL_ENTRY', text(entry?.entryID)],
      ['GL_JOURNAL_ENTRY', text(entry?.encodedKey)],
      ...branch.rows.map(({ id }): [string, string] => ['BRANCH', id]),
    ];
    for (const [ownerType, id] of owners) {
      const created = await bank.ok('createDocument', { form: { ownerType, id, file: file() } });
      expect(created.ownerType).toBe(ownerType);
      const listed = await bank.ok('getDocuments', { query: { entity: ownerType, ownerKey: id } });
      expect(listed.map(({ encodedKey }) => encodedKey)).toContain(created.encodedKey);
      // Only documents of clients are found among those of clients.
      const path = { documentId: text(created.id) };
      expect(await refusal('getClientDocument', { path })).toEqual([404, 'INVALID_DOCUMENT_ID']);
      expect(await refusal('downloadClientDocument', { path })).toEqual([404, 'INVALID_DOCUMENT_ID']);
    }
    const ofTransaction = await bank.ok('getDocuments', { query: { entity: 'GL_JOURNAL_ENTRY', ownerKey: 'T-77' } });
    expect(ofTransaction).toHaveLength(3);
  });

  test.each([
    ['CLIENT', 'INVALID_CLIENT_ID'],
    ['GROUP', 'INVALID_GROUP_ID'],
    ['LOAN_PRODUCT', 'INVALID_PRODUCT_ID'],
    ['SAVINGS_PRODUCT', 'INVALID_PRODUCT_ID'],
    ['CENTRE', 'INVALID_CENTRE_ID'],
    ['BRANCH', 'INVALID_BRANCH_ID'],
    ['USER', 'INVALID_USER_ID'],
    ['LOAN_ACCOUNT', 'INVALID_LOAN_ACCOUNT_ID'],
    ['DEPOSIT_ACCOUNT', 'INVALID_DEPOSIT_ACCOUNT_ID'],
    ['ID_DOCUMENT', 'INVALID_ID_DOCUMENT'],
    ['LINE_OF_CREDIT', 'INVALID_LINE_OF_CREDIT_ID'],
    ['GL_JOURNAL_ENTRY', 'INVALID_JOURNAL_TRANSACTION_ID'],
  ])('of an unknown %s is refused', async (ownerType, reason) => {
    for (const id of ['nobody', randomUUID(), '12345678901234567890']) {
      expect(await refusal('createDocument', { form: { ownerType, id, file: file() } })).toEqual([404, reason]);
      expect(await refusal('getDocuments', { query: { entity: ownerType, ownerKey: id } })).toEqual([404, reason]);
    }
    expect(await stored()).toMatchObject({ unclaimed: 0 });
  });

  test('is attached once when its key is sent twice, also at the same time', async () => {
    const client = await open.client();
    const bytes = png();
    const send = (changes: object = {}) =>
      bank.call('createDocument', {
        form: { ownerType: 'CLIENT', id: client.id, file: file('a.png', bytes), ...changes },
        headers: { 'Idempotency-Key': '7a3f7c1c-1f1e-4c1d-9d0a-6f5b6c7d8e9f' },
      });
    const [first, second] = await Promise.all([send(), send()]);
    expect([first?.status, second?.status, second?.text]).toEqual([201, 201, first?.text]);
    expect((await send()).text).toBe(first?.text);
    expect((await send({ file: file('a.png') })).status).toBe(400);
    expect((await send({ notes: 'more' })).status).toBe(400);
    const all = await bank.ok('getDocuments', { query: { entity: 'CLIENT', ownerKey: client.id } });
    expect(all).toHaveLength(1);
    expect(await stored()).toMatchObject({ unclaimed: 0 });
  });
});

describe('what is no proper upload', () => {
  let clientId: string;
  beforeAll(async () => {
    clientId = (await open.client()).id;
  });
  const create = (form: CallOptions<'createClientDocument'>['form'] = {}) =>
    refusal('createClientDocument', { path: { clientId }, form });

  test('is refused by what is wrong with the file, and leaves nothing behind', async () => {
    const before = await stored();
    expect(await create({ file: file('../../etc/passwd.png') })).toEqual([400, 'INVALID_FILENAME']);
    expect(await create({ file: file('a.exe') })).toEqual([400, 'FILE_EXTENSION_NOT_ALLOWED']);
    expect(await create({ file: file('a') })).toEqual([400, 'INVALID_FILE_EXTENSION']);
    expect(await create({ file: file('a.pdf') })).toEqual([400, 'INCONSISTENT_EXTENSION_WITH_FILE_CONTENT']);
    expect(await create({ file: file(`${'a'.repeat(300)}.png`) })).toEqual([400, 'MAX_FILENAME_LENGTH_EXCEEDED']);
    expect(await create({ file: file('a.txt', Buffer.alloc(0)) })).toEqual([400, 'INVALID_PARAMETERS']);
    expect(await create({ file: file('', png()) })).toEqual([400, 'INVALID_FILENAME']);
    expect(await stored()).toEqual(before);
  });

  test('is refused by name when a part is missing, unknown, too long or of another kind', async () => {
    const before = await stored();
    const refused = async (form: NonNullable<CallOptions<'createDocument'>['form']>): Promise<string> =>
      text(((await bank.call('createDocument', { form })).body as Errors).errors?.[0]?.errorSource);
    const good = { ownerType: 'CLIENT', id: clientId, file: file() };
    expect(await refused({ ownerType: 'CLIENT', id: clientId })).toContain('file');
    expect(await refused({ file: file(), id: clientId })).toContain('ownerType');
    expect(await refused({ ...good, ownerType: 'PLANET' })).toContain('ownerType');
    expect(await refused({ ...good, file: 'text' })).toContain('file');
    expect(await refused({ ...good, notes: file() })).toContain('notes');
    expect(await refused({ ...good, name: 'a'.repeat(256) })).toContain('name');
    expect(await refused({ ...good, notes: 'a'.repeat(70_000) })).toContain('notes');
    expect(await refused({ ...good, name: 'a\u0000b' })).toContain('name');
    expect(await refused({ ...good, virus: 'yes' })).toContain('virus');
    expect(await refused({ ...good, __proto__x: 'yes' })).toContain('__proto__x');
    expect(await stored()).toEqual(before);
  });

  test('is refused when it is no form, a broken one, or not sent to an upload', async () => {
    const url = `/api/clients/${clientId}/documents`;
    const send = (body: Buffer | string, contentType: string, to = url) =>
      bank.request('POST', to, { body, headers: { 'content-type': contentType } });
    const form = formBody({ file: file() });
    expect((await send('{}', 'application/json')).status).toBe(415);
    expect((await send(form, 'multipart/form-data')).status).toBe(415);
    expect((await send(form, 'multipart/form-data; boundary=other')).status).toBe(400);
    expect((await send(form.subarray(0, 150), formType)).status).toBe(400);
    expect((await send('', formType)).status).toBe(400);
    expect((await send(form, formType, '/api/clients')).status).toBe(415);
    const latin = Buffer.concat([formBody({ file: file(), name: 'Jos' }).subarray(0, -60), Buffer.from([0xe9, 0xff])]);
    expect((await send(latin, formType)).status).toBe(400);
    expect(await stored()).toMatchObject({ unclaimed: 0 });
  });

  test('is not read without permission', async () => {
    const options = { path: { clientId }, form: { file: file() }, user: 'nobody:wrong-password' };
    expect(await refusal('createClientDocument', options)).toEqual([401, 'INVALID_CREDENTIALS']);
  });
});

test('who may not look at a record is told nothing of its documents, and attaches none', async () => {
  const client = await open.client();
  const form = { ownerType: 'CLIENT', id: client.id, file: file() };
  const document = await bank.ok('createDocument', { form });
  const clerk = async (username: string, ...more: readonly string[]): Promise<string> => {
    const documents = ['VIEW_DOCUMENTS', 'CREATE_DOCUMENTS', 'DELETE_DOCUMENTS'];
    const access = {
      apiAccess: true,
      canManageAllBranches: true,
      canManageEntitiesAssignedToOtherOfficers: true,
      permissions: [...documents, ...more],
    };
    await bank.ok('createUser', { body: { username, firstName: username, password: 'long enough', access } });
    return `${username}:long enough`;
  };
  const path = { documentId: text(document.id) };
  const answers = async (user: string): Promise<unknown[]> => [
    await refusal('getDocuments', { query: { entity: 'CLIENT', ownerKey: client.id }, user }),
    await refusal('getClientDocuments', { path: { clientId: client.id }, user }),
    await refusal('createDocument', { form, user }),
    await refusal('createClientDocument', { path: { clientId: client.id }, form: { file: file() }, user }),
    await refusal('getClientDocument', { path, user }),
    await refusal('downloadClientDocument', { path, user }),
    await refusal('downloadDocument', { path, user }),
    await refusal('deleteDocument', { path, user }),
  ];
  const [noClient, noDocument] = [
    [404, 'INVALID_CLIENT_ID'],
    [404, 'INVALID_DOCUMENT_ID'],
  ];
  expect(await answers(await clerk('blind'))).toEqual([...Array(4).fill(noClient), ...Array(4).fill(noDocument)]);
  expect(await answers(await clerk('sighted', 'VIEW_CLIENT_DETAILS'))).toEqual(
    [200, 200, 201, 201, 200, 200, 200, 204].map((status) => [status]),
  );
});

describe('the files of an identification document', () => {
  const papers = [
    { documentId: 'P1', documentType: 'PASSPORT' },
    { documentId: 'L1', documentType: 'LICENCE' },
  ];
  const fullOf = (clientId: string, user?: string) =>
    bank.ok('getClient', {
      path: { clientId },
      query: { detailsLevel: 'FULL' },
      ...(user === undefined ? {} : { user }),
    });
  const attached = async (clientId: string, user?: string) =>
    (await fullOf(clientId, user)).idDocuments?.map(({ attachments }) => attachments);

  test('are told with it, oldest first, as they are told by themselves', async () => {
    const { id } = await open.client({ idDocuments: papers });
    expect(await attached(id)).toEqual([undefined, undefined]);
    const ownerKey = text((await fullOf(id)).idDocuments?.[0]?.encodedKey);
    const attach = (name: string) =>
      bank.ok('createDocument', {
        form: { ownerType: 'ID_DOCUMENT', id: ownerKey, name, notes: 'seen', file: file() },
      });
    const first = await attach('Front');
    const second = await attach('Back');
    expect(await attached(id)).toEqual([[first, second], undefined]);
    const listed = await bank.ok('getClients', { query: { detailsLevel: 'FULL', limit: 1000 } });
    expect(listed.find((client) => client.id === id)?.idDocuments?.[0]?.attachments).toEqual([first, second]);
    const found = await bank.ok('searchClients', {
      query: { detailsLevel: 'FULL' },
      body: { filterCriteria: [{ field: 'id', operator: 'EQUALS', value: id }] },
    });
    expect(found[0]?.idDocuments?.[0]?.attachments).toEqual([first, second]);
    await bank.ok('deleteDocument', { path: { documentId: text(first.id) } });
    expect(await attached(id)).toEqual([[second], undefined]);
  });

  test('stay what they are when the client is sent back, and are not added by sending him', async () => {
    const { id } = await open.client({ idDocuments: papers });
    const ownerKey = text((await fullOf(id)).idDocuments?.[1]?.encodedKey);
    const document = await bank.ok('createDocument', {
      form: { ownerType: 'ID_DOCUMENT', id: ownerKey, file: file() },
    });
    const path = { clientId: id };
    const client = await fullOf(id);
    expect(await refusal('updateClient', { path, body: client })).toEqual([200]);
    const rename = [{ op: 'REPLACE', path: '/firstName', value: 'Bea' }];
    expect(await refusal('patchClient', { path, body: rename })).toEqual([204]);
    expect(await attached(id)).toEqual([undefined, [document]]);
    // Left out, it stays: what removes a file is deleting it.
    expect(await refusal('updateClient', { path, body: { ...client, idDocuments: papers } })).toEqual([200]);
    expect(await attached(id)).toEqual([undefined, [document]]);
    const [told] = client.idDocuments?.[1]?.attachments ?? [];
    for (const [name, value] of Object.entries({
      name: 'Other',
      notes: 'x',
      fileName: 'o.pdf',
      fileSize: 1,
      location: 's3://elsewhere',
    })) {
      const changed = {
        ...client,
        idDocuments: [papers[0], { ...papers[1], attachments: [{ ...told, [name]: value }] }],
      };
      const { status, body } = await bank.call('updateClient', { path, body: changed as never });
      expect([status, (body as Errors).errors?.[0]]).toMatchObject([
        400,
        {
          errorReason: 'INVALID_PARAMETERS',
          errorSource: expect.stringContaining(`idDocuments[1].attachments[0].${name} `),
        },
      ]);
    }
    const attachments = [{ id: 987_654, name: 'forged', type: 'pdf' }];
    const body = { ...client, idDocuments: [{ ...papers[0], attachments }, papers[1]] };
    const reply = await bank.call('updateClient', { path, body });
    expect((reply.body as Errors).errors?.[0]).toMatchObject({
      errorReason: 'INVALID_PARAMETERS',
      errorSource: expect.stringContaining('idDocuments[0].attachments[0]'),
    });
    const { rows } = await bank.db.query<{ id_documents: object[] }>('SELECT id_documents FROM client WHERE id = $1', [
      id,
    ]);
    expect(rows[0]?.id_documents.some((stored) => 'attachments' in stored)).toBe(false);
  });

  test('are told to those only who may look at documents', async () => {
    const { id } = await open.client({ idDocuments: papers });
    const ownerKey = text((await fullOf(id)).idDocuments?.[0]?.encodedKey);
    await bank.ok('createDocument', { form: { ownerType: 'ID_DOCUMENT', id: ownerKey, file: file() } });
    const access = {
      apiAccess: true,
      canManageAllBranches: true,
      canManageEntitiesAssignedToOtherOfficers: true,
      permissions: ['VIEW_CLIENT_DETAILS', 'EDIT_CLIENT'],
    };
    const body = { username: 'reader', firstName: 'Reader', password: 'long enough', access };
    await bank.ok('createUser', { body });
    const reader = 'reader:long enough';
    expect(await attached(id, reader)).toEqual([undefined, undefined]);
    const client = await fullOf(id, reader);
    expect(await refusal('updateClient', { path: { clientId: id }, body: client, user: reader })).toEqual([200]);
    expect((await attached(id))?.[0]).toHaveLength(1);
  });
});
