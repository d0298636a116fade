import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, to } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let payee: Account;

const teller = 'limited:long enough';
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10' });
  open = await openBank(bank);
  desk = openDesk(bank);
  payee = await open.depositAccount();
  await desk.deposit(payee, 1, { externalId: 'USED' });
  const all = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  await bank.ok('createUser', {
    body: {
      username: 'limited',
      firstName: 'L',
      password: 'long enough',
      access: {
        ...all,
        permissions: ['MAKE_DEPOSIT', 'MAKE_WITHDRAWAL', 'MAKE_TRANSFER', 'MAKE_INTER_CLIENTS_TRANSFERS'],
      },
      transactionLimits: { DEPOSIT: 1000, WITHDRAWAL: 1000, TRANSFER: 1000 },
    } as Body,
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

/** A fault that a request or its account may have, and what it is refused with. */
type Fault = {
  readonly name: string;
  readonly reason: string;
  /** Changes of the account, before it is funded and after. */
  readonly account?: Body;
  readonly locked?: true;
  /** Changes of the request; the amount of the first fault with one counts. */
  readonly body?: Body;
};

const state: Fault = { name: 'state', reason: '400 INVALID_DEPOSIT_ACCOUNT_STATE', locked: true };
const channel: Fault = {
  name: 'channel',
  reason: '400 INVALID_TRANSACTION_CHANNEL',
  body: { transactionDetails: { transactionChannelId: 'NOWHERE' } },
};
// Above the limit, and still above what any of the accounts below may hold or pay.
const userLimit: Fault = { name: 'user limit', reason: '403 USER_TRANSACTION_LIMIT_EXCEEDED', body: { amount: 1001 } };
const externalId: Fault = {
  name: 'external id',
  reason: '400 EXTERNAL_ID_ALREADY_EXISTS',
  body: { externalId: 'USED' },
};
const date: Fault = {
  name: 'date',
  reason: '400 BACKDATE_SET_IN_THE_FUTURE',
  body: { valueDate: '2026-03-11T12:00:00+00:00' },
};
const most: Fault = {
  name: 'most it may hold',
  reason: '400 ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS',
  account: { internalControls: { maxDepositBalance: 150 } },
  body: { amount: 200 },
};
const mostAtOnce: Fault = {
  name: 'most it may pay at once',
  reason: '400 MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED',
  account: { internalControls: { maxWithdrawalAmount: 150 } },
  body: { amount: 200 },
};
const balance: Fault = { name: 'balance', reason: '400 INSUFFICIENT_BALANCE', body: { amount: 101 } };
const amount = (reason: string, value: unknown): Fault => ({
  name: 'amount',
  reason: `400 ${reason}`,
  body: { amount: value },
});

const orders = {
  makeDeposit: [state, amount('INVALID_AMOUNT', 0), channel, userLimit, externalId, date, most],
  makeWithdrawal: [state, amount('INVALID_AMOUNT', '1e30'), channel, userLimit, externalId, date, mostAtOnce, balance],
  // A transfer has no channel.
  makeTransfer: [
    state,
    amount('TRANSFER_AMOUNT_IS_NOT_POSITIVE', -1),
    userLimit,
    externalId,
    date,
    mostAtOnce,
    balance,
  ],
} as const satisfies Record<string, readonly Fault[]>;
type Posting = keyof typeof orders;

/** What a request with these faults is refused with. */
const refusalOf = async (posting: Posting, faults: readonly Fault[]): Promise<string> => {
  const account = await open.depositAccount(Object.assign({}, ...faults.map((fault) => fault.account ?? {})));
  await desk.deposit(account, 100);
  if (faults.some(({ locked }) => locked)) await desk.changeState(account, 'LOCK');
  // Of two faults that lie in the amount, the earlier one's amount has both.
  const body = Object.assign({ amount: 1 }, ...faults.toReversed().map((fault) => fault.body ?? {}));
  const reply = await bank.call(posting, {
    path: { depositAccountId: account.id },
    body: posting === 'makeTransfer' ? { ...body, ...to(payee) } : body,
    user: teller,
  });
  return reasonOf(reply);
};

const neighbours = (Object.keys(orders) as Posting[]).flatMap((posting) => {
  const faults: readonly Fault[] = orders[posting];
  return faults.slice(1).map((later, index) => {
    const earlier = faults[index] ?? later;
    return [posting, earlier.name, later.name, earlier, later] as const;
  });
});

describe('of two faults at once the earlier in the documented order is told', () => {
  test.each(neighbours)('%s: %s before %s', async (posting, _earlier, _later, earlier, later) => {
    expect(await refusalOf(posting, [earlier, later])).toBe(earlier.reason);
    // Both are faults, or the order would prove nothing.
    expect(await refusalOf(posting, [later])).toBe(later.reason);
  });
});

test.each(Object.keys(orders) as Posting[])('%s with all faults tells one after the other', async (posting) => {
  const faults: readonly Fault[] = orders[posting];
  const told = await Promise.all(faults.map((_, index) => refusalOf(posting, faults.slice(index))));
  expect(told).toEqual(faults.map(({ reason }) => reason));
});

test('nothing of all that moved money or used an external id', async () => {
  expect(await desk.balance(payee)).toBe('1');
});
