import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import { handlers } from '../src/operations.ts';
import { contractSchemas } from '../src/platform/http/requestSchema.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

// What texts of a request may be: how short, and how long.

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let account: Account;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
  account = await open.depositAccount();
  await desk.deposit(account, 100);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const post = async (name: OperationName, body: Body, path = { depositAccountId: account.id }): Promise<string> => {
  const reply = await bank.call(name, { path, body });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

describe('an empty external id', () => {
  const carriers = Object.values(operations).filter(
    ({ name, requestSchema }) =>
      name in handlers && contractSchemas()[requestSchema ?? '']?.properties?.externalId !== undefined,
  );

  test('is looked for wherever something is posted', () => {
    expect(carriers.map(({ name }) => name)).toEqual(
      expect.arrayContaining<string>([
        'makeDeposit',
        'makeWithdrawal',
        'makeTransfer',
        'applyDepositFee',
        'makeDisbursement',
        'makeRepayment',
        'applyLoanFee',
        'payOffLoan',
      ]),
    );
  });

  test.each(carriers.map(({ name }) => name))('is refused by name in %s', async (name) => {
    const required: Body = name === 'makeTransfer' ? { transferDetails: { linkedAccountType: 'DEPOSIT' } } : {};
    const body = { ...(name === 'payOffLoan' ? {} : { amount: 1 }), externalId: '', ...required };
    expect(await post(name, body, { depositAccountId: account.id, loanAccountId: 'any' } as never)).toBe(
      '400 INVALID_PARAMETERS: Property externalId may not be empty; please leave it out instead',
    );
  });

  test('is none when it is null, as often as one likes', async () => {
    for (const amount of [1, 2]) expect(await post('makeDeposit', { amount, externalId: null })).toBe('201: ');
  });
});
