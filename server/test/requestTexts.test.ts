import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../src/generated/operations.ts';
import { handlers } from '../src/operations.ts';
import { contractSchemas } from '../src/platform/http/requestSchema.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
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

type Path = Readonly<Record<string, string>>;
const post = async (
  name: OperationName,
  body: Body | readonly Body[],
  path: Path = { depositAccountId: account.id },
): Promise<string> => {
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

  const requiredBy: Readonly<Record<string, Body>> = {
    makeTransfer: { transferDetails: { linkedAccountType: 'DEPOSIT' } },
    makeSeizure: { blockId: 'any', transactionChannelId: 'any' },
    makeLoanRefund: { linkedDisbursementKey: 'any' },
  };

  test.each(carriers.map(({ name }) => name))('is refused by name in %s', async (name) => {
    const body = { ...(name === 'payOffLoan' ? {} : { amount: 1 }), externalId: '', ...requiredBy[name] };
    expect(await post(name, body, { depositAccountId: account.id, loanAccountId: 'any' })).toBe(
      '400 INVALID_PARAMETERS: Property externalId may not be empty; please leave it out instead',
    );
  });

  test('is none when it is null, as often as one likes', async () => {
    for (const amount of [1, 2]) expect(await post('makeDeposit', { amount, externalId: null })).toBe('201: ');
  });
});

describe('notes', () => {
  const long = 'n'.repeat(256);
  const fitting = 'n'.repeat(255);
  const patched = (transaction: { readonly id?: string | undefined }, value: string): Promise<string> =>
    post('editDepositTransaction', [{ op: 'REPLACE', path: '/notes', value }], {
      depositTransactionId: String(transaction.id),
    });

  test('of a transfer have at most 255 characters, as those of a repayment', async () => {
    const target = await open.depositAccount();
    expect(await post('makeTransfer', { amount: 1, notes: long, ...to(target) })).toMatch(
      /^400 INVALID_PARAMETERS: Property notes must be a text of at most 255 characters/,
    );
    const paid = await desk.transfer(account, target, 1, { notes: fitting });
    expect(paid.notes).toBe(fitting);
    expect(await patched(paid, long)).toBe('400 INVALID_PARAMETERS: /notes must be a text of at most 255 characters');
    expect(await patched(paid, fitting)).toBe('204: ');
  });

  test('of other postings may be longer: the contract sets no limit', async () => {
    const deposit = await desk.deposit(account, 1, { notes: long });
    expect(deposit.notes).toBe(long);
    expect(await patched(deposit, `${long}!`)).toBe('204: ');
  });
});
