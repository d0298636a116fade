import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const templates = `---
idDocumentTemplates:
- id: "438"
  documentType: "Passport"
  issuingAuthority: "Ministry"
  documentIdTemplate: "@########"
  mandatoryForClients: false
  allowAttachments: false
- id: "662"
  documentType: "ID card"
  mandatoryForClients: true
  allowAttachments: true
`;

const put = (body: string) => bank.call('updateIdTemplatesConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getIdTemplatesConfiguration')).text;

test('a document comes back as it was sent, and twice changes nothing', async () => {
  expect(await document()).toBe('---\nidDocumentTemplates: []\n');
  expect((await put(templates)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(templates);
  expect(await bank.ok('getIdTemplates')).toMatchObject([{ id: '438', documentType: 'Passport' }, { id: '662' }]);
  const before = await tracesOf(bank);
  await put(templates);
  expect(await tracesOf(bank)).toEqual(before);
});

test('clients obey at once, and a template of theirs stays', async () => {
  const { rows } = await bank.db.query('SELECT id, encoded_key FROM identification_document_template ORDER BY id');
  const bare = await bank.call('createClient', { body: { firstName: 'Ann', lastName: 'Lee' } });
  expect(bare.status).toBe(400);
  await bank.ok('createClient', {
    body: {
      firstName: 'Ann',
      lastName: 'Lee',
      idDocuments: [
        { documentId: 'A1', documentType: 'ID card', identificationDocumentTemplateKey: String(rows[1].encoded_key) },
      ],
    },
  });
  const reply = await put('idDocumentTemplates: []');
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual([
    'INVALID_ID_DOCUMENT_TEMPLATE_KEY line 1: idDocumentTemplates leaves out 662, which may not go: clients have documents of the template 662',
  ]);
  const kept = templates.slice(templates.indexOf('- id: "662"')).replace('true', 'false');
  expect((await put(`idDocumentTemplates:\n${kept}`)).status).toBe(200);
  expect(await document()).toBe(`---\nidDocumentTemplates:\n${kept}`);
  expect((await bank.call('createClient', { body: { firstName: 'Bea', lastName: 'Lee' } })).status).toBe(201);
});

test.each([
  ['nothing', '---\n', ['ID_DOCUMENT_TEMPLATES_CONFIGURATION_EMPTY line 1: the document is empty']],
  [
    'an empty entry',
    'idDocumentTemplates: [~]',
    ['NULL_ID_DOCUMENT_TEMPLATE_ENTRY line 1: idDocumentTemplates[0] may not be empty'],
  ],
  [
    'blank texts',
    'idDocumentTemplates:\n- id: ""\n  documentType: " "\n  issuingAuthority: ""\n',
    [
      'BLANK_ID_DOCUMENT_TEMPLATE line 2: idDocumentTemplates[0].id may not be blank',
      'BLANK_DOCUMENT_TYPE line 3: idDocumentTemplates[0].documentType may not be blank',
      'BLANK_ISSUING_AUTHORITY line 4: idDocumentTemplates[0].issuingAuthority may not be blank',
    ],
  ],
  [
    'an id twice',
    'idDocumentTemplates:\n- {id: a, documentType: x}\n- {id: a, documentType: y}\n',
    ['DUPLICATE_ID_DOCUMENT_TEMPLATE_ID line 3: idDocumentTemplates[1] names a again'],
  ],
])('%s is refused', async (_case, body, expected) => {
  const before = await document();
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect(await document()).toBe(before);
});
