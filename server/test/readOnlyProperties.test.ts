import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { openOffice } from './harness/loanOffice.ts';

// What only the system sets: dropped from what is created or replaced, so that a fetched record can be sent back; refused by name in
// a PATCH, which says of each property that it is to change (docs/decisions/0013-read-only-properties.md).

type Body = Readonly<Record<string, unknown>>;
type Kind = {
  readonly create: OperationName;
  readonly update: OperationName;
  readonly patch: OperationName;
  readonly get: OperationName;
  readonly path: (account: Body) => Readonly<Record<string, string>>;
  readonly draft: () => Promise<Body>;
};

let bank: TestBank;
let lender: LoanBank;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  await bank.ok('createDepositProduct', {
    body: {
      id: 'PLAIN',
      name: 'Plain',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
    },
  });
});
afterAll(() => bank.stop());

const deposit: Kind = {
  create: 'createDepositAccount',
  update: 'updateDepositAccount',
  patch: 'patchDepositAccount',
  get: 'getDepositAccount',
  path: ({ id }) => ({ depositAccountId: String(id) }),
  draft: async () => ({
    accountHolderKey: (await lender.client()).encodedKey,
    accountHolderType: 'CLIENT',
    name: 'Everyday',
    productTypeKey: 'PLAIN',
  }),
};
const loan: Kind = {
  create: 'createLoanAccount',
  update: 'updateLoanAccount',
  patch: 'patchLoanAccount',
  get: 'getLoanAccount',
  path: ({ id }) => ({ loanAccountId: String(id) }),
  draft: () => openOffice(bank, lender).body(),
};

describe.each([
  ['a deposit account', deposit],
  ['a loan account', loan],
] as const)('%s', (_name, kind) => {
  const systems: Body = {
    accountState: 'ACTIVE',
    approvedDate: '2025-03-01T00:00:00+01:00',
    closedDate: '2025-03-01T00:00:00+01:00',
    encodedKey: '0'.repeat(32),
    creationDate: '2025-03-01T00:00:00+01:00',
  };
  const created = async (more: Body = {}): Promise<Body> => {
    const reply = await bank.call(kind.create, { body: { ...(await kind.draft()), ...more } });
    expect(reasonOf(reply)).toBe('201');
    return reply.body as Body;
  };
  const fetched = async (account: Body): Promise<Body> =>
    (await bank.ok(kind.get, { path: kind.path(account) })) as Body;

  test('is created in the state that the system gives it, whatever is sent', async () => {
    const account = await fetched(await created(systems));
    expect(account).toMatchObject({ accountState: 'PENDING_APPROVAL' });
    expect(account.approvedDate).toBeUndefined();
    expect(account.closedDate).toBeUndefined();
    expect(account.encodedKey).not.toBe(systems.encodedKey);
    expect(String(account.creationDate)).toMatch(/^2026-01-15/);
  });

  test('stays as it is when it is sent back with another state', async () => {
    const account = await fetched(await created());
    const reply = await bank.call(kind.update, { path: kind.path(account), body: { ...account, ...systems } });
    expect(reasonOf(reply)).toBe('200');
    const { lastModifiedDate: _before, ...rest } = account;
    expect(await fetched(account)).toMatchObject(rest);
  });

  test.each([
    ['/accountState', 'APPROVED'],
    ['/approvedDate', systems.approvedDate],
    ['/balances', {}],
    ['/encodedKey', systems.encodedKey],
  ])('says that PATCH cannot change %s', async (path, value) => {
    const account = await created();
    const body = [{ op: 'REPLACE', path, value }];
    const reply = await bank.call(kind.patch, { path: kind.path(account), body });
    expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toBe(`400 FIELD_IS_NOT_EDITABLE: ${path} can't be changed`);
  });
});
