import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
const keys: Record<string, string> = {};
beforeAll(async () => {
  bank = await startBank();
  await template('passport', 'Passport', '@@#######', false, true);
  await template('card', 'Card', 'ID-$$', true, false);
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'Clerk',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['VIEW_CLIENT_DETAILS'],
      },
    },
  });
});
afterAll(() => bank.stop());

/** A template as its configuration makes it. */
const template = async (
  id: string,
  type: string,
  mask: string,
  mandatory: boolean,
  allowAttachments: boolean,
): Promise<void> => {
  const key = newEncodedKey();
  keys[id] = key;
  await bank.db.query(
    `INSERT INTO identification_document_template
       (encoded_key, id, document_type, issuing_authority, document_id_template, mandatory, allow_attachments, creation_date, last_modified_date)
     VALUES ($1, $2, $3, 'Government', $4, $5, $6, clock_timestamp(), clock_timestamp())`,
    [key, id, type, mask, mandatory, allowAttachments],
  );
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};

type Errors = { errors?: { errorReason: string }[] };

const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const reason = (body as Errors | undefined)?.errors?.[0]?.errorReason;
  return reason ? [status, reason] : [status];
};

const card = { documentType: 'Card', documentId: 'ID-7x', identificationDocumentTemplateKey: 'card' };
const passport = { documentType: 'Passport', documentId: 'CH1234567', identificationDocumentTemplateKey: 'passport' };
const create = (idDocuments: readonly object[]): Promise<unknown[]> =>
  refusal('createClient', { body: { firstName: 'Ana', lastName: 'Pop', idDocuments } });

test('templates are listed for administrators', async () => {
  expect(await bank.ok('getIdTemplates')).toEqual([
    {
      encodedKey: keys.passport,
      id: 'passport',
      documentType: 'Passport',
      issuingAuthority: 'Government',
      documentIdTemplate: '@@#######',
      mandatory: false,
      allowAttachments: true,
    },
    expect.objectContaining({ id: 'card', mandatory: true, allowAttachments: false }),
  ]);
  expect(await refusal('getIdTemplates', { user: 'clerk:long enough' })).toEqual([403, 'INVALID_PERMISSIONS']);
  expect(await refusal('getIdTemplates', { query: { detailsLevel: 'SOME' } })).toEqual([400, 'INVALID_PARAMETERS']);
});

describe('documents of a client', () => {
  test('obey the mask, the type and what is mandatory', async () => {
    expect(await create([card, passport])).toEqual([201]);
    expect(await create([passport])).toEqual([400, 'REQUIRED_ID_DOCUMENT_MISSING']);
    expect(await create([card, { ...passport, documentId: 'CH123456' }])).toEqual([400, 'INVALID_ID_DOCUMENT']);
    expect(await create([card, { ...passport, documentId: '121234567' }])).toEqual([400, 'INVALID_ID_DOCUMENT']);
    expect(await create([{ ...card, documentId: 'IDX7x' }])).toEqual([400, 'INVALID_ID_DOCUMENT']);
    expect(await create([card, { ...passport, documentType: 'Card' }])).toEqual([400, 'INVALID_ID_DOCUMENT']);
    expect(await create([{ ...card, identificationDocumentTemplateKey: 'none' }])).toEqual([
      400,
      'INVALID_ID_DOCUMENT_TEMPLATE_KEY',
    ]);
  });

  test('are there once each', async () => {
    expect(await create([card, card])).toEqual([400, 'INVALID_ID_DOCUMENT']);
    expect(await create([card, passport, { ...passport, issuingAuthority: 'Other' }])).toEqual([
      400,
      'INVALID_ID_DOCUMENT',
    ]);
    expect(await create([card, passport, { ...passport, documentId: 'CH7654321' }])).toEqual([201]);
  });

  test('have files, as many as the general setup allows, unless their template forbids them', async () => {
    const client = await bank.ok('createClient', {
      body: { firstName: 'Ana', lastName: 'Pop', idDocuments: [card, passport] },
    });
    const [cardKey, passportKey] = (client.idDocuments ?? []).map(({ encodedKey }) => String(encodedKey));
    const file = { fileName: 'scan.pdf', bytes: Buffer.from('%PDF-1.7 …') };
    const attach = (id = ''): Promise<unknown[]> =>
      refusal('createDocument', { form: { ownerType: 'ID_DOCUMENT', id, file } });
    expect(await attach(cardKey)).toEqual([400, 'INVALID_ID_DOCUMENT']);
    // Five are allowed, also when six come at once.
    const answers = await Promise.all(Array.from({ length: 6 }, () => attach(passportKey)));
    expect(answers.map(([status]) => status).sort()).toEqual([201, 201, 201, 201, 201, 400]);
    const query = { entity: 'ID_DOCUMENT', ownerKey: String(passportKey) };
    const attached = await bank.ok('getDocuments', { query });
    expect(attached).toHaveLength(5);

    // Neither the document nor the client goes while there are files.
    const path = { clientId: String(client.id) };
    const without = { firstName: 'Ana', lastName: 'Pop', idDocuments: [card] };
    expect(await refusal('updateClient', { path, body: without })).toEqual([400, 'HAS_DOCUMENT_ATTACHED']);
    expect(await refusal('deleteClient', { path })).toEqual([400, 'HAS_DOCUMENT_ATTACHED']);
    for (const { id } of attached) await bank.ok('deleteDocument', { path: { documentId: String(id) } });
    expect(await refusal('updateClient', { path, body: without })).toEqual([200]);
    expect(await attach(passportKey)).toEqual([404, 'INVALID_ID_DOCUMENT']);
    await bank.ok('deleteClient', { path });
  });
});
