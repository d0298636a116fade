import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank();
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status and reason of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason] : [status];
};

const ann = { firstName: 'Ann', lastName: 'Lee' };

const touchReference = async (): Promise<void> => {
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
const setUp = async (settings: object): Promise<void> => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
  await touchReference();
};

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
    await addRole('firm', {});
    await bank.db.query(`UPDATE client_role SET client_type = 'GROUP' WHERE id = 'firm'`);
    await touchReference();
    const idDocuments = [{ documentId: '1', documentType: 'Card' }];
    const create = (given: object): Promise<unknown[]> => refusal('createClient', { body: { ...ann, ...given } });
    expect(await create({ clientRoleKey: 'bare' })).toEqual([400, 'REQUIRED_ID_DOCUMENT_MISSING']);
    expect(await create({ clientRoleKey: 'bare', idDocuments })).toEqual([201]);
    expect(await create({ clientRoleKey: 'bare', idDocuments, addresses: [{ city: 'Bern' }] })).toEqual([
      400,
      'CLIENT_ROLE_DOES_NOT_ALLOW_ADDRESS',
    ]);
    expect(await create({ clientRoleKey: 'firm' })).toEqual([400, 'INCONSISTENT_CLIENT_ROLE_WITH_CLIENT_TYPE']);
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
