import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import { permissions } from '../src/generated/permissions.ts';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { handlers } from '../src/operations.ts';
import type { OperationDefinition } from '../src/platform/http/operationDefinition.ts';
import { reachedByPath } from '../src/registry.ts';
import { type CallOptions, type Reply, startBank, type TestBank } from './harness/bank.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

// The northern user may do everything, with what belongs to the north. Whatever names something of the south, in a path, a query or a body, is
// answered to the letter like a name that leads nowhere.

let bank: TestBank;
let lender: LoanBank;
const northern = 'northern:long enough';

type Made = { readonly id: string; readonly encodedKey: string };
type World = {
  readonly client: Made;
  readonly group: Made;
  readonly deposit: Made;
  readonly loan: Made;
  readonly line: Made;
  readonly passport: string;
  readonly entry: string;
  readonly task: string;
  readonly depositTransaction: string;
  readonly loanTransaction: string;
};
let north: World;
let south: World;
/** An account of the south that the northern client holds. */
let farAccount: Made;

const made = (answer: unknown): Made => {
  const { id, encodedKey } = answer as Made;
  return { id: String(id), encodedKey: String(encodedKey) };
};
const pdf = { fileName: 'scan.pdf', bytes: Buffer.from('%PDF-1.7\n') };

const worldOf = async (branch: string): Promise<World> => {
  const assigned = { assignedBranchKey: branch };
  const client = await lender.client({ ...assigned, idDocuments: [{ documentId: branch, documentType: 'PASSPORT' }] });
  const full = await bank.ok('getClient', { path: { clientId: client.id }, query: { detailsLevel: 'FULL' } });
  const whose = { accountHolderKey: client.encodedKey, ...assigned };
  const deposit = await lender.depositAccount(whose);
  const loan = await lender.approvedLoan(lender.fixedEqual, whose);
  const paidIn = await bank.ok('makeDeposit', { path: { depositAccountId: deposit.id }, body: { amount: 5 } });
  await bank.ok('createDepositCard', {
    path: { depositAccountId: deposit.id },
    body: { referenceToken: `CARD-${branch}` },
  });
  const disbursed = await bank.ok('makeDisbursement', { path: { loanAccountId: loan.id }, body: {} });
  const line = { id: `LINE-${branch}`, encodedKey: newEncodedKey() };
  await bank.db.query(
    `INSERT INTO credit_arrangement (encoded_key, id, holder_key, holder_type, state, amount, currency_code, start_date, expire_date, creation_date, last_modified_date)
     VALUES ($1, $2, $3, 'CLIENT', 'APPROVED', 1000, 'EUR', now(), now(), now(), now())`,
    [line.encodedKey, line.id, client.encodedKey],
  );
  const { rows } = await bank.db.query<{ key: string }>(
    'SELECT encoded_key AS key FROM journal_entry WHERE account_key = $1 ORDER BY entry_id LIMIT 1',
    [deposit.encodedKey],
  );
  const task = await bank.ok('createTask', {
    body: { title: branch, dueDate: '2026-02-01', taskLinkType: 'CLIENT', taskLinkKey: client.id },
  });
  return {
    client,
    deposit,
    loan,
    line,
    group: made(
      await bank.ok('createGroup', {
        body: { groupName: branch, ...assigned, groupMembers: [{ clientKey: client.encodedKey }] },
      }),
    ),
    passport: String(full.idDocuments?.[0]?.encodedKey),
    entry: String(rows[0]?.key),
    task: String(task.id),
    depositTransaction: String(paidIn.id),
    loanTransaction: String(disbursed.id),
  };
};

/** The kinds of records that comments, documents and tasks are about, by a key and perhaps an id. */
const owned = (world: World): readonly (readonly [string, readonly string[]])[] => [
  ['CLIENT', [world.client.id, world.client.encodedKey]],
  ['GROUP', [world.group.id, world.group.encodedKey]],
  ['DEPOSIT_ACCOUNT', [world.deposit.id, world.deposit.encodedKey]],
  ['LOAN_ACCOUNT', [world.loan.id, world.loan.encodedKey]],
  ['LINE_OF_CREDIT', [world.line.id, world.line.encodedKey]],
  ['ID_DOCUMENT', [world.passport]],
  ['GL_JOURNAL_ENTRY', [world.entry]],
];

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
  lender = await loanBank(bank);
  await defineCustomFields(
    bank,
    fieldSet('_Links', [field('client', { type: 'CLIENT_LINK' }), field('group', { type: 'GROUP_LINK' })]),
  );
  for (const id of ['north', 'south']) await bank.ok('createBranch', { body: { id, name: id } });
  await bank.ok('createUser', {
    body: {
      username: 'northern',
      firstName: 'Nora',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: false,
        canManageEntitiesAssignedToOtherOfficers: true,
        managedBranches: [{ branchKey: 'north' }],
        permissions: [...permissions],
      },
    },
  });
  north = await worldOf('north');
  south = await worldOf('south');
  farAccount = await lender.depositAccount({
    accountHolderKey: north.client.encodedKey,
    assignedBranchKey: 'south',
  });
});
afterAll(() => bank.stop());

const isKey = (ref: string): boolean => /^[0-9a-f]{32}$/.test(ref);
/** A name of the same form that leads nowhere. */
const nowhere = (ref: string): string => (isKey(ref) ? newEncodedKey() : /^\d+$/.test(ref) ? '987654321' : 'NOWHERE');
const said = ({ status, text }: Reply, ref: string): string => `${status} ${text.replaceAll(` ${ref} `, ' … ')}`;

/** Asserts that a name of the south means to the northern user what a name that leads nowhere means. */
const expectUnseen = async <N extends OperationName>(
  operation: N,
  ref: string,
  options: (ref: string) => CallOptions<N>,
  user = northern,
): Promise<string> => {
  const unknown = nowhere(ref);
  const never = said(await bank.call(operation, { ...options(unknown), user }), unknown);
  const unseen = said(await bank.call(operation, { ...options(ref), user }), ref);
  expect([operation, ref, unseen]).toEqual([operation, ref, never]);
  return unseen;
};

test('every path', async () => {
  const named: Readonly<Record<string, readonly string[]>> = {
    clientId: [south.client.id, south.client.encodedKey],
    groupId: [south.group.id, south.group.encodedKey],
    depositAccountId: [south.deposit.id, south.deposit.encodedKey],
    loanAccountId: [south.loan.id, south.loan.encodedKey],
    depositTransactionId: [south.depositTransaction],
    loanTransactionId: [south.loanTransaction],
    taskId: [south.task],
    documentId: [],
    cardReferenceToken: ['CARD-south'],
  };
  const documents: string[] = [];
  for (const [ownerType, [id = '']] of owned(south)) {
    const document = made(await bank.ok('createDocument', { form: { ownerType, id, file: pdf } }));
    documents.push(document.id, document.encodedKey);
  }
  expect(Object.keys(reachedByPath).sort()).toEqual(Object.keys(named).sort());
  for (const operation of Object.keys(handlers) as OperationName[]) {
    const { pathParams }: OperationDefinition = operations[operation];
    const [parameter = ''] = pathParams;
    const refs = parameter === 'documentId' ? documents : (named[parameter] ?? []);
    for (const ref of refs) {
      // Whatever else the request has is not looked at: who may not see a record learns nothing of it by what is wrong with the rest.
      const others = Object.fromEntries(pathParams.map((name) => [name, 'SOMETHING']));
      const answer = await expectUnseen(operation, ref, (name) => ({ path: { ...others, [parameter]: name } }));
      expect([operation, answer.slice(0, 3)]).toEqual([operation, '404']);
    }
  }
  // They are still there.
  for (const ref of documents) await bank.ok('downloadDocument', { path: { documentId: ref } });
});

test('owners of comments, documents and tasks', async () => {
  for (const [type, refs] of owned(south)) {
    for (const ref of refs) {
      await expectUnseen('getComments', ref, (ownerKey) => ({ query: { ownerType: type, ownerKey } }));
      await expectUnseen('createComment', ref, (ownerKey) => ({ body: { ownerType: type, ownerKey, text: 'Hello' } }));
      await expectUnseen('getDocuments', ref, (ownerKey) => ({ query: { entity: type, ownerKey } }));
      await expectUnseen('createDocument', ref, (id) => ({ form: { ownerType: type, id, file: pdf } }));
      const task = { title: 'Call', dueDate: '2026-02-01', taskLinkType: type };
      await expectUnseen('createTask', ref, (taskLinkKey) => ({ body: { ...task, taskLinkKey } }));
      await expectUnseen('updateTask', ref, (taskLinkKey) => ({
        path: { taskId: north.task },
        body: { ...task, taskLinkKey },
      }));
      await expectUnseen('patchTask', ref, (taskLinkKey) => ({
        path: { taskId: north.task },
        body: [
          { op: 'REPLACE', path: '/taskLinkType', value: type },
          { op: 'REPLACE', path: '/taskLinkKey', value: taskLinkKey },
        ],
      }));
    }
  }
  // All of them are there for whoever may see them.
  for (const [type, [ref = '']] of owned(north)) {
    const owner = { ownerType: type, ownerKey: ref };
    await bank.ok('createComment', { body: { ...owner, text: 'Hello' }, user: northern });
    expect(await bank.ok('getComments', { query: owner, user: northern })).toHaveLength(1);
    const document = made(
      await bank.ok('createDocument', { form: { ownerType: type, id: ref, file: pdf }, user: northern }),
    );
    await bank.ok('downloadDocument', { path: { documentId: document.id }, user: northern });
  }
});

test('lists of tasks', async () => {
  for (const ref of [south.client.id, south.client.encodedKey]) {
    await expectUnseen('getTasks', ref, (clientId) => ({ query: { clientId } }));
  }
  await bank.ok('createTask', { body: { title: 'about nothing', dueDate: '2026-02-01' } });
  const titles = async (user?: string) =>
    (await bank.ok('getTasks', user === undefined ? {} : { user })).map(({ title }) => title).sort();
  expect(await titles()).toEqual(['about nothing', 'north', 'south']);
  expect(await titles(northern)).toEqual(['about nothing', 'north']);
});

test('groups and their members', async () => {
  const person = { firstName: 'New', lastName: 'One', assignedBranchKey: 'north' };
  for (const ref of [south.group.id, south.group.encodedKey]) {
    await expectUnseen('createClient', ref, (key) => ({ body: { ...person, groupKeys: [key] } }));
    await expectUnseen('updateClient', ref, (key) => ({
      path: { clientId: north.client.id },
      body: { ...person, groupKeys: [key] },
    }));
    await expectUnseen('patchClient', ref, (key) => ({
      path: { clientId: north.client.id },
      body: [{ op: 'ADD', path: '/groupKeys', value: [north.group.encodedKey, key] }],
    }));
  }
  for (const ref of [south.client.id, south.client.encodedKey]) {
    const groupMembers = (clientKey: string) => [{ clientKey }];
    const group = { groupName: 'Savers', assignedBranchKey: 'north' };
    await expectUnseen('createGroup', ref, (key) => ({ body: { ...group, groupMembers: groupMembers(key) } }));
    await expectUnseen('updateGroup', ref, (key) => ({
      path: { groupId: north.group.id },
      body: { ...group, groupMembers: groupMembers(key) },
    }));
    await expectUnseen('patchGroup', ref, (key) => ({
      path: { groupId: north.group.id },
      body: [{ op: 'ADD', path: '/groupMembers', value: groupMembers(key) }],
    }));
  }
});

test('what somebody may not see stays where it is', async () => {
  // The administrator mixes both branches.
  const mixed = made(
    await bank.ok('createGroup', {
      body: {
        groupName: 'Mixed',
        assignedBranchKey: 'north',
        groupMembers: [{ clientKey: north.client.encodedKey }, { clientKey: south.client.encodedKey }],
      },
    }),
  );
  const put = await bank.call('updateGroup', {
    path: { groupId: mixed.id },
    body: {
      groupName: 'Renamed',
      assignedBranchKey: 'north',
      groupMembers: [{ clientKey: north.client.encodedKey }, { clientKey: south.client.encodedKey }],
    },
    user: northern,
  });
  expect([put.status, put.body.groupMembers?.length]).toEqual([200, 2]);
});

test('holders, settlement accounts and the other side of a transfer', async () => {
  for (const ref of [south.client.id, south.client.encodedKey]) {
    await expectUnseen('createDepositAccount', ref, (accountHolderKey) => ({
      body: {
        accountHolderKey,
        accountHolderType: 'CLIENT',
        name: 'Everyday',
        productTypeKey: lender.currentProductKey,
        assignedBranchKey: 'north',
      },
    }));
    await expectUnseen('createLoanAccount', ref, (accountHolderKey) => ({
      body: { ...loanOf(accountHolderKey), assignedBranchKey: 'north' },
    }));
    await expectUnseen('getDepositAccounts', ref, (accountHolderId) => ({ query: { accountHolderId } }));
    await expectUnseen('getLoanAccounts', ref, (accountHolderId) => ({ query: { accountHolderId } }));
  }
  const pending = made(
    await bank.ok('createLoanAccount', {
      body: { ...loanOf(north.client.encodedKey), assignedBranchKey: 'north' },
    }),
  );
  const approved = await lender.approvedLoan(lender.fixedEqual, {
    accountHolderKey: north.client.encodedKey,
    assignedBranchKey: 'north',
  });
  for (const ref of [farAccount.id, farAccount.encodedKey]) {
    await expectUnseen('createLoanAccount', ref, (settlementAccountKey) => ({
      body: { ...loanOf(north.client.encodedKey), assignedBranchKey: 'north', settlementAccountKey },
    }));
    await expectUnseen('updateLoanAccount', ref, (settlementAccountKey) => ({
      path: { loanAccountId: pending.id },
      body: { ...loanOf(north.client.encodedKey), assignedBranchKey: 'north', settlementAccountKey },
    }));
    await expectUnseen('patchLoanAccount', ref, (value) => ({
      path: { loanAccountId: pending.id },
      body: [{ op: 'ADD', path: '/settlementAccountKey', value }],
    }));
    const property = isKey(ref) ? 'linkedAccountKey' : 'linkedAccountId';
    await expectUnseen('makeTransfer', ref, (name) => ({
      path: { depositAccountId: north.deposit.id },
      body: { amount: 1, transferDetails: { linkedAccountType: 'DEPOSIT', [property]: name } },
    }));
    await expectUnseen('makeDisbursement', ref, (name) => ({
      path: { loanAccountId: approved.id },
      body: { transferDetails: { linkedAccountType: 'DEPOSIT', [property]: name } },
    }));
  }
  for (const ref of [south.loan.id, south.loan.encodedKey]) {
    const property = isKey(ref) ? 'linkedAccountKey' : 'linkedAccountId';
    await expectUnseen('makeTransfer', ref, (name) => ({
      path: { depositAccountId: north.deposit.id },
      body: { amount: 1, transferDetails: { linkedAccountType: 'LOAN', [property]: name } },
    }));
  }
  // Whoever sees both accounts may use them together.
  const patched = await bank.call('patchLoanAccount', {
    path: { loanAccountId: pending.id },
    body: [{ op: 'ADD', path: '/settlementAccountKey', value: farAccount.encodedKey }],
  });
  expect(patched.status).toBe(204);
});

const loanOf = (accountHolderKey: string) => ({
  accountHolderKey,
  accountHolderType: 'CLIENT',
  productTypeKey: lender.fixedEqual,
  loanAmount: 10_000,
  interestSettings: { interestRate: 12 },
  scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
});

test('links of custom fields', async () => {
  const person = { firstName: 'Lin', lastName: 'Ked', assignedBranchKey: 'north' };
  const targets = [
    ['client', south.client, north.client],
    ['group', south.group, north.group],
  ] as const;
  for (const [name, far, near] of targets) {
    for (const ref of [far.id, far.encodedKey]) {
      await expectUnseen('createClient', ref, (key) => ({ body: { ...person, _Links: { [name]: key } } }));
      await expectUnseen('patchClient', ref, (value) => ({
        path: { clientId: north.client.id },
        body: [{ op: 'ADD', path: `/_Links/${name}`, value }],
      }));
    }
    const path = { clientId: north.client.id };
    const link = (value: string) => [{ op: 'ADD', path: `/_Links/${name}`, value }];
    expect((await bank.call('patchClient', { path, body: link(near.id), user: northern })).status).toBe(204);
    // What the administrator linked stays while something else is changed.
    expect((await bank.call('patchClient', { path, body: link(far.id) })).status).toBe(204);
    const renamed = [{ op: 'REPLACE', path: '/firstName', value: 'Lina' }];
    expect((await bank.call('patchClient', { path, body: renamed, user: northern })).status).toBe(204);
  }
});

test('the journal is told branch by branch', async () => {
  const period = { from: '2026-01-01', to: '2026-01-31' };
  const branchesOf = async (user?: string): Promise<unknown[]> => {
    const who = user === undefined ? {} : { user };
    const listed = await bank.ok('getJournalEntries', { query: { ...period, limit: 1000 }, ...who });
    const found = await bank.ok('searchJournalEntries', {
      body: { filterCriteria: [] },
      query: { limit: 1000 },
      ...who,
    });
    expect(found.map(({ entryID }) => entryID).sort()).toEqual(listed.map(({ entryID }) => entryID).sort());
    return [...new Set(listed.map(({ assignedBranchKey }) => assignedBranchKey))];
  };
  const keyOf = async (branchId: string) => (await bank.ok('getBranch', { path: { branchId } })).encodedKey;
  expect(await branchesOf()).toHaveLength(2);
  expect(await branchesOf(northern)).toEqual([await keyOf('north')]);
  for (const ref of ['south', String(await keyOf('south'))]) {
    await expectUnseen('getJournalEntries', ref, (branchId) => ({ query: { ...period, branchId } }));
    await expectUnseen('getGlAccounts', ref, (branchId) => ({ query: { ...period, type: 'ASSET', branchId } }));
    await expectUnseen('getGlAccount', ref, (branchId) => ({
      path: { glAccountId: '1000' },
      query: { ...period, branchId },
    }));
  }
  const balance = async (query: Record<string, string>, user?: string) =>
    (
      await bank.ok('getGlAccount', {
        path: { glAccountId: '2000' },
        query: { ...period, ...query },
        ...(user === undefined ? {} : { user }),
      })
    ).balance;
  expect(Number(await balance({}))).toBe(Number(await balance({ branchId: 'north' })) + 5);
  expect(await balance({}, northern)).toBe(await balance({ branchId: 'north' }));
});

test('nobody books where he would not see it', async () => {
  const entry = (more: object) => ({
    date: '2026-01-15T09:00:00+00:00',
    debits: [{ glAccount: '1000', amount: 1 }],
    credits: [{ glAccount: '3000', amount: 1 }],
    ...more,
  });
  const post = async (more: object, user: string) => {
    const { status, text } = await bank.call('createJournalEntries', { body: entry(more), user });
    return status === 201 ? '201' : `${status} ${JSON.parse(text).errors[0].errorReason}`;
  };
  expect(await post({ branchId: 'north' }, northern)).toBe('201');
  expect(await post({ branchId: 'south' }, northern)).toBe('400 CANNOT_MANAGE_USER_BRANCH');
  expect(await post({}, northern)).toBe('400 CANNOT_MANAGE_USER_BRANCH');
});

test('a duplicate is told without the name of whom the caller may not see', async () => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [
    JSON.stringify({
      duplicateClientChecks: [{ dataField: 'EMAIL', active: true }],
      duplicateClientConstraintAction: 'ERROR',
    }),
  ]);
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
  const known = await lender.client({ assignedBranchKey: 'south', emailAddress: 'a@example.com' });
  const again = (user?: string) =>
    bank.call('createClient', {
      body: { firstName: 'A', lastName: 'B', assignedBranchKey: 'north', emailAddress: 'a@example.com' },
      ...(user === undefined ? {} : { user }),
    });
  expect((await again()).text).toContain(known.id);
  const told = await again(northern);
  expect(told.text).toContain('DUPLICATE_CLIENT');
  expect(told.text).not.toContain(known.id);
});

test('an API consumer sees no more than its branches', async () => {
  const consumer = await bank.ok('createApiConsumer', {
    body: {
      name: 'North only',
      access: {
        canManageAllBranches: false,
        canManageEntitiesAssignedToOtherOfficers: true,
        managedBranches: [{ branchKey: 'north' }],
        permissions: ['VIEW_CLIENT_DETAILS'],
      },
    },
  });
  const { apiKey } = await bank.ok('createApiKey', { path: { apiConsumerId: String(consumer.id) } });
  const ask = (clientId: string) =>
    bank.call('getClient', { path: { clientId }, user: null, headers: { apikey: String(apiKey) } });
  expect((await ask(north.client.id)).status).toBe(200);
  const unseen = await ask(south.client.id);
  expect([unseen.status, unseen.text]).toEqual([404, (await ask('NOWHERE')).text.replace('NOWHERE', south.client.id)]);
});
