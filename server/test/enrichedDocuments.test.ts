import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet, selection } from './harness/customFields.ts';

let bank: TestBank;
const clerk = 'clerk:test-Password-1';

type Definitions = Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;

/** The sets among the properties of a shape of a document. */
const setsOf = async (file: string, shape: string, user?: string): Promise<Readonly<Record<string, unknown>>> => {
  const url = `/api/swagger/completejson/${file}_v2_swagger.json`;
  const reply = await bank.request('GET', url, user === undefined ? {} : { user });
  expect(reply.status).toBe(200);
  const { definitions } = reply.body as { definitions: Definitions };
  expect(Object.keys(definitions)).toContain(shape);
  const properties = definitions[shape]?.properties ?? {};
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name.startsWith('_')));
};

beforeAll(async () => {
  bank = await startBank();
  await bank.ok('createUser', {
    body: {
      username: 'clerk',
      firstName: 'Clerk',
      password: 'test-Password-1',
      access: { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true },
    },
  });
  const hidden = { viewRights: { allUsers: false, roles: [] } };
  await defineCustomFields(
    bank,
    fieldSet('_employer', [
      field('company', { required: true }),
      field('staff', { type: 'NUMBER' }),
      field('listed', { type: 'CHECKBOX' }),
      field('since', { type: 'DATE' }),
      field('called', { type: 'DATE_TIME' }),
      field('boss', { type: 'CLIENT_LINK' }),
      field('tax', { validationRules: { validationPattern: '@#$' } }),
      field('old', { state: 'INACTIVE' }),
      selection('sector', ['Farming', 'Fishing']),
      field('salary', hidden),
    ]),
    fieldSet('_assets', [field('asset')], { type: 'GROUPED' }),
    fieldSet('_secret', [field('note', hidden)]),
    fieldSet('_paid', [field('cheque')], { availableFor: 'TRANSACTION_CHANNEL' }),
    fieldSet('_why', [field('reason')], { availableFor: 'TRANSACTION_TYPE' }),
    fieldSet('_of_deposit', [field('deposit_note')], { availableFor: 'DEPOSIT_ACCOUNT' }),
    fieldSet('_of_loan', [field('loan_note')], { availableFor: 'LOAN_ACCOUNT' }),
  );
});
afterAll(() => bank.stop());

test('the complete document of clients carries this bank’s sets with their fields', async () => {
  const link = { type: 'string', description: 'The key of the linked record; its id is taken, too.' };
  const text = { type: 'string', maxLength: 255 };
  expect(await setsOf('clients', 'Client')).toEqual({
    _employer: {
      type: 'object',
      required: ['company'],
      properties: {
        company: text,
        staff: { type: 'string', description: 'A number as text, like 12.5.' },
        listed: { type: 'string', enum: ['TRUE', 'FALSE'] },
        since: { type: 'string', format: 'date' },
        called: { type: 'string', format: 'date-time' },
        boss: link,
        tax: { type: 'string', description: 'Like @#$: @ is a letter, # a digit, $ either.' },
        old: { ...text, readOnly: true },
        sector: { type: 'string', enum: ['Farming', 'Fishing'] },
        salary: text,
      },
    },
    _assets: {
      type: 'array',
      maxItems: 200,
      items: { type: 'object', properties: { _index: { type: 'string' }, asset: text } },
    },
    _secret: { type: 'object', properties: { note: text } },
  });
});

test('and tells nobody what he may not see', async () => {
  const seen = await setsOf('clients', 'Client', clerk);
  expect(Object.keys(seen)).toEqual(['_employer', '_assets']);
  expect(JSON.stringify(seen)).not.toContain('salary');
});

test.each([
  ['deposits', 'DepositAccount', ['_of_deposit']],
  ['loans', 'LoanAccountFullDetails', ['_of_loan']],
  ['deposits_transactions', 'DepositTransaction', ['_paid', '_why']],
  ['deposits_transactions', 'WithdrawalDepositTransactionInput', ['_paid', '_why']],
  ['loans_transactions', 'LoanTransaction', ['_paid', '_why']],
  ['loans_transactions', 'RepaymentLoanTransactionInput', ['_paid', '_why']],
  ['branches', 'Branch', []],
])('%s: %s carries %j', async (file, shape, ids) => {
  expect(Object.keys(await setsOf(file, shape))).toEqual(ids);
});

test('the basic document knows no custom fields, and a change of the definitions is told at once', async () => {
  const basic = await bank.request('GET', '/api/swagger/json/clients_v2_swagger.json', { user: null });
  expect(basic.text).not.toContain('_employer');
  await defineCustomFields(bank, fieldSet('_new', [field('fresh')]));
  expect(Object.keys(await setsOf('clients', 'Client'))).toEqual(['_new']);
});
