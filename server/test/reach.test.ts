import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import type { OperationDefinition } from '../src/platform/http/operationDefinition.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';

// North and south are two branches; olga and otto are credit officers of the north. Nobody is told that what he may not see is there.

let bank: TestBank;
let lender: LoanBank;
const password = 'long enough';
const login = (name: string): string => `${name}:${password}`;
const everyPermission = [
  'VIEW_CLIENT_DETAILS',
  'CREATE_CLIENT',
  'EDIT_CLIENT',
  'DELETE_CLIENTS',
  'VIEW_GROUP_DETAILS',
  'VIEW_SAVINGS_ACCOUNT_DETAILS',
  'CREATE_SAVINGS_ACCOUNT',
  'EDIT_SAVINGS_ACCOUNT',
  'MAKE_DEPOSIT',
  'VIEW_LOAN_ACCOUNT_DETAILS',
  'CREATE_LOAN_ACCOUNT',
  'EDIT_LOAN_ACCOUNT',
  'ENTER_REPAYMENT',
  'VIEW_COMMENTS',
  'CREATE_COMMENTS',
];

type Made = { readonly id: string; readonly encodedKey: string };
type World = { client: Made; deposit: Made; loan: Made; depositTransaction: string; loanTransaction: string };
const worlds: Record<string, World> = {};

const user = async (username: string, access: object): Promise<string> => {
  const created = await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password,
      access: {
        apiAccess: true,
        canManageAllBranches: false,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: everyPermission,
        ...access,
      },
    },
  });
  return String(created.encodedKey);
};

const worldOf = async (assigned: Record<string, unknown>): Promise<World> => {
  const client = await lender.client(assigned);
  const whose = { accountHolderKey: client.encodedKey, ...assigned };
  const deposit = await lender.depositAccount(whose);
  const loan = await lender.approvedLoan(lender.fixedEqual, whose);
  const paidIn = await bank.ok('makeDeposit', { path: { depositAccountId: deposit.id }, body: { amount: 5 } });
  const disbursed = await bank.ok('makeDisbursement', { path: { loanAccountId: loan.id }, body: {} });
  return {
    client,
    deposit,
    loan,
    depositTransaction: String(paidIn.id),
    loanTransaction: String(disbursed.id),
  };
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
  lender = await loanBank(bank);
  for (const id of ['north', 'south']) await bank.ok('createBranch', { body: { id, name: id } });
  await user('northern', { managedBranches: [{ branchKey: 'north' }] });
  await user('nowhere', { managedBranches: [] });
  const officer = { creditOfficerAccess: true, canManageEntitiesAssignedToOtherOfficers: false };
  const olga = await user('olga', { ...officer, managedBranches: [{ branchKey: 'north' }] });
  const otto = await user('otto', { ...officer, canManageAllBranches: true });
  worlds.north = await worldOf({ assignedBranchKey: 'north' });
  worlds.south = await worldOf({ assignedBranchKey: 'south' });
  worlds.olga = await worldOf({ assignedBranchKey: 'north', assignedUserKey: olga });
  worlds.otto = await worldOf({ assignedBranchKey: 'south', assignedUserKey: otto });
  worlds.none = await worldOf({});
});
afterAll(() => bank.stop());

const world = (name: string): World => {
  const found = worlds[name];
  if (!found) throw new Error(`no world ${name}`);
  return found;
};

/** Whose worlds a user sees by every list and search. */
const seen = async (name: string): Promise<Record<string, string[]>> => {
  const names = (part: (one: World) => string, found: readonly string[]): string[] =>
    Object.keys(worlds).filter((one) => found.includes(part(world(one))));
  const ask = async <N extends OperationName>(operation: N, options: CallOptions<N> = {}): Promise<string[]> => {
    const reply = await bank.ok(operation, { query: { limit: 100 }, ...options, user: login(name) });
    return (reply as readonly { id?: string | undefined }[]).map(({ id }) => String(id));
  };
  const search = { body: { filterCriteria: [] } };
  return {
    getClients: names(({ client }) => client.id, await ask('getClients')),
    searchClients: names(({ client }) => client.id, await ask('searchClients', search)),
    getDepositAccounts: names(({ deposit }) => deposit.id, await ask('getDepositAccounts')),
    searchDepositAccounts: names(({ deposit }) => deposit.id, await ask('searchDepositAccounts', search)),
    searchDepositTransactions: names((one) => one.depositTransaction, await ask('searchDepositTransactions', search)),
    getLoanAccounts: names(({ loan }) => loan.id, await ask('getLoanAccounts')),
    searchLoanAccounts: names(({ loan }) => loan.id, await ask('searchLoanAccounts', search)),
    searchLoanTransactions: names((one) => one.loanTransaction, await ask('searchLoanTransactions', search)),
  };
};

describe.each([
  ['northern', ['north', 'olga']],
  ['nowhere', []],
  ['olga', ['olga']],
  ['otto', ['otto']],
] as const)('%s', (name, own) => {
  test('lists and finds what is hers or his, and nothing else', async () => {
    for (const [operation, found] of Object.entries(await seen(name))) {
      expect([operation, found]).toEqual([operation, [...own]]);
    }
  });

  test('is answered by every direct path as if the rest did not exist', async () => {
    for (const other of Object.keys(worlds)) {
      const { client, deposit, loan, depositTransaction, loanTransaction } = world(other);
      const paths: readonly (readonly [OperationName, Record<string, string>, string])[] = [
        ['getClient', { clientId: client.id }, 'client'],
        ['getClient', { clientId: client.encodedKey }, 'client'],
        ['getDepositAccount', { depositAccountId: deposit.id }, 'deposit account'],
        ['getDepositTransactions', { depositAccountId: deposit.encodedKey }, 'deposit account'],
        ['getDepositTransaction', { depositTransactionId: depositTransaction }, 'transaction'],
        ['getLoanAccount', { loanAccountId: loan.id }, 'loan account'],
        ['getLoanSchedule', { loanAccountId: loan.encodedKey }, 'loan account'],
        ['getLoanTransaction', { loanTransactionId: loanTransaction }, 'transaction'],
      ];
      for (const [operation, path, label] of paths) {
        const reply = await bank.call(operation, { path, user: login(name) });
        if ((own as readonly string[]).includes(other)) {
          expect([operation, other, reply.status]).toEqual([operation, other, 200]);
          continue;
        }
        // To the letter what is said of something that never was there.
        const [ref = ''] = Object.values(path);
        const unknown = Object.fromEntries(Object.keys(path).map((parameter) => [parameter, '987654321987']));
        const never = await bank.call(operation, { path: unknown, user: login(name) });
        expect([operation, never.status]).toEqual([operation, 404]);
        expect(reply.status).toBe(404);
        expect(reply.text).toBe(never.text.replace('987654321987', ref));
        expect(reply.text).toContain(`${label} ${ref} does not exist`);
      }
    }
  });
});

test('what is out of reach takes no posting and no change, and nothing of it is written', async () => {
  const { client, deposit, loan } = world('south');
  const as = login('northern');
  const refused = [
    await bank.call('makeDeposit', { path: { depositAccountId: deposit.id }, body: { amount: 1 }, user: as }),
    await bank.call('makeRepayment', { path: { loanAccountId: loan.id }, body: { amount: 1 }, user: as }),
    await bank.call('patchClient', {
      path: { clientId: client.id },
      body: [{ op: 'REPLACE', path: '/firstName', value: 'X' }],
      user: as,
    }),
    await bank.call('deleteClient', { path: { clientId: client.id }, user: as }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect((await bank.ok('getClient', { path: { clientId: client.id } })).firstName).toBe('Ana');
  expect(await bank.ok('getDepositTransactions', { path: { depositAccountId: deposit.id } })).toHaveLength(1);
  expect(
    (
      await bank.call('makeDeposit', {
        path: { depositAccountId: world('north').deposit.id },
        body: { amount: 1 },
        user: as,
      })
    ).status,
  ).toBe(201);
});

test('nothing is opened for a customer out of reach, nor put out of it', async () => {
  const as = login('northern');
  const reasonOf = ({ body }: { body: unknown }) =>
    (body as { errors?: { errorReason: string }[] }).errors?.[0]?.errorReason;
  const deposit = {
    accountHolderKey: world('south').client.encodedKey,
    accountHolderType: 'CLIENT',
    name: 'Everyday',
    productTypeKey: lender.currentProductKey,
    assignedBranchKey: 'north',
  };
  const person = { firstName: 'New', lastName: 'One' };
  expect(reasonOf(await bank.call('createDepositAccount', { body: deposit, user: as }))).toBe(
    'ACCOUNT_HOLDER_NOT_FOUND',
  );
  const own = { ...deposit, accountHolderKey: world('north').client.encodedKey };
  expect(
    reasonOf(await bank.call('createDepositAccount', { body: { ...own, assignedBranchKey: 'south' }, user: as })),
  ).toBe('CANNOT_MANAGE_USER_BRANCH');
  expect((await bank.call('createDepositAccount', { body: own, user: as })).status).toBe(201);
  for (const assigned of [{}, { assignedBranchKey: 'south' }]) {
    expect(reasonOf(await bank.call('createClient', { body: { ...person, ...assigned }, user: as }))).toBe(
      'CANNOT_MANAGE_USER_BRANCH',
    );
  }
  expect((await bank.call('createClient', { body: { ...person, assignedBranchKey: 'north' }, user: as })).status).toBe(
    201,
  );
  const moved = await bank.call('patchClient', {
    path: { clientId: world('north').client.id },
    body: [{ op: 'REPLACE', path: '/assignedBranchKey', value: 'south' }],
    user: as,
  });
  expect(reasonOf(moved)).toBe('CANNOT_MANAGE_USER_BRANCH');
  const olga = login('olga');
  expect(
    reasonOf(await bank.call('createClient', { body: { ...person, assignedBranchKey: 'north' }, user: olga })),
  ).toBe('INVALID_PERMISSIONS');
  const comment = (ownerKey: string) =>
    bank.call('createComment', { body: { ownerType: 'CLIENT', ownerKey, text: 'hello' }, user: as });
  expect(reasonOf(await comment(world('south').client.encodedKey))).toBe('INVALID_CLIENT_ID');
  expect((await comment(world('north').client.encodedKey)).status).toBe(201);
});

test('more branches count at once', async () => {
  const client = { path: { clientId: world('south').client.id }, user: login('nowhere') };
  expect((await bank.call('getClient', client)).status).toBe(404);
  const nowhere = (await bank.ok('getUsers')).find(({ username }) => username === 'nowhere');
  await bank.ok('patchUser', {
    path: { userId: String(nowhere?.id) },
    body: [{ op: 'REPLACE', path: '/access/managedBranches', value: [{ branchKey: 'south' }] }],
  });
  expect((await bank.call('getClient', client)).status).toBe(200);
});

test('every path of the contract that names a client, a group or an account is guarded', () => {
  const guarded = [
    'clientId',
    'documentId',
    'groupId',
    'depositAccountId',
    'loanAccountId',
    'depositTransactionId',
    'loanTransactionId',
  ];
  const others = new Set(
    (Object.values(operations) as OperationDefinition[])
      .filter(({ path }) => /^\/(clients|groups|deposits|loans)\//.test(path))
      .flatMap(({ path }) =>
        path
          .split('/')
          .slice(0, 4)
          .flatMap((part) => /^\{(\w+)\}/.exec(part)?.[1] ?? []),
      )
      .filter((parameter) => !guarded.includes(parameter)),
  );
  expect([...others]).toEqual([]);
});
