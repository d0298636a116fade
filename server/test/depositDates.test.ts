import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;
type Account = { readonly id: string; readonly encodedKey: string };

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
const branches: Record<string, string> = {};

// Noon in UTC is 15:00 in Bucharest, which went to summer time (+03:00) on 29 March 2026 at 03:00.
beforeAll(async () => {
  bank = await startBank({ today: '2026-04-20', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  for (const id of ['B1', 'B2'])
    branches[id] = String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey);
  await bank.db.query(
    `INSERT INTO inter_branch_rule (encoded_key, left_branch_key, right_branch_key, gl_account_key) VALUES ($1, $2, $3, $4)`,
    [newEncodedKey(), branches.B1, branches.B2, open.gl['1900']],
  );
  await bank.ok('createDepositProduct', {
    body: {
      id: 'SILENT',
      name: 'Silent',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'NONE' },
    },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const at = (account: Account): { depositAccountId: string } => ({ depositAccountId: account.id });
const deposit = async (account: Account, more: Body, user?: string): Promise<string> => {
  const reply = await bank.call('makeDeposit', {
    path: at(account),
    body: { amount: 1, ...more },
    ...(user ? { user } : {}),
  });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const employee = async (username: string, permissions: readonly string[], more: Body = {}): Promise<string> => {
  await bank.ok('createUser', {
    body: {
      username,
      firstName: username,
      password: 'long enough',
      access: {
        apiAccess: true,
        mambuAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['MAKE_DEPOSIT', 'MAKE_WITHDRAWAL', ...permissions],
      },
      ...more,
    },
  });
  return `${username}:long enough`;
};
const day = (text: string, time = '10:00:00', offset = '+03:00'): string => `${text}T${time}${offset}`;

describe('the offset of a date-time', () => {
  test.each([
    ['summer time in April', '2026-04-10T10:00:00+03:00', true],
    ['winter time in March', '2026-03-10T10:00:00+02:00', true],
    ['without seconds', '2026-03-10T10:00+02:00', true],
    ['with milliseconds', '2026-03-10T10:00:00.500+02:00', true],
    ['just before the change', '2026-03-29T02:59:59+02:00', true],
    ['just after the change', '2026-03-29T04:00:00+03:00', true],
    [
      'winter time in April',
      '2026-04-10T10:00:00+02:00',
      'Invalid date offset for value 2026-04-10T10:00:00 org offset is +03:00',
    ],
    [
      'summer time in March',
      '2026-03-10T10:00:00+03:00',
      'Invalid date offset for value 2026-03-10T10:00:00 org offset is +02:00',
    ],
    ['UTC', '2026-03-10T10:00:00Z', 'Invalid date offset for value 2026-03-10T10:00:00 org offset is +02:00'],
    ['none at all', '2026-03-10T10:00:00', 'Invalid date offset for value 2026-03-10T10:00:00 org offset is +02:00'],
  ])('%s', async (_what, valueDate, outcome) => {
    const account = await open.depositAccount();
    const told = await deposit(account, { valueDate });
    if (outcome === true) {
      expect(told).toBe('201: ');
      const [posted] = await bank.ok('getDepositTransactions', { path: at(account) });
      expect(Date.parse(String(posted?.valueDate))).toBe(Math.floor(Date.parse(valueDate) / 1000) * 1000);
      expect(posted?.valueDate).toMatch(new RegExp(`${valueDate.slice(-6).replace('+', '\\+')}$`));
    } else expect(told).toBe(`400 INVALID_PARAMETERS: ${outcome}`);
  });
  test.each(['2026-02-30T10:00:00+02:00', '2026-03-10T24:00:00+02:00', '2026-03-10', 'yesterday', ''])(
    '%j is no date-time',
    async (valueDate) => {
      expect(await deposit(await open.depositAccount(), { valueDate })).toMatch(/^400 INVALID_PARAMETERS: valueDate /);
    },
  );
});

describe('value dates', () => {
  test('are now unless said otherwise, never in the future', async () => {
    const account = await open.depositAccount();
    expect(await deposit(account, { valueDate: day('2026-04-21') })).toBe(
      '400 BACKDATE_SET_IN_THE_FUTURE: valueDate lies in the future',
    );
    const { now } = await bank.ok('getClock');
    expect(await deposit(account, { valueDate: now })).toBe('201: ');
  });

  test('in the past start the account in the past, and nothing comes before that', async () => {
    const account = await open.depositAccount();
    expect(await deposit(account, { valueDate: day('2026-04-10') })).toBe('201: ');
    const { activationDate, creationDate } = await desk.account(account);
    expect(activationDate).toBe('2026-04-10T10:00:00+03:00');
    expect(String(creationDate)).toMatch(/^2026-04-20/);
    expect(await deposit(account, { valueDate: day('2026-04-09') })).toMatch(
      /^400 BACKDATE_BEFORE_ACTIVATION: valueDate/,
    );
    expect(await deposit(account, { valueDate: activationDate })).toBe('201: ');
  });

  test('may be the moment of the activation as the account tells it, in whole seconds', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 5);
    expect(await deposit(account, { valueDate: (await desk.account(account)).activationDate })).toBe('201: ');
  });

  test('do not fail a deposit that was decided a moment before the activation it waited for', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 5);
    // What another process with a clock a little ahead of ours would leave.
    await bank.db.query(
      `UPDATE deposit_account SET activation_date = activation_date + interval '2 seconds' WHERE encoded_key = $1::uuid`,
      [account.encodedKey],
    );
    expect(await deposit(account, {})).toBe('201: ');
  });

  test('before today need a permission, as booking dates do', async () => {
    const plain = await employee('plain', []);
    const backdater = await employee('backdater', ['BACKDATE_SAVINGS_TRANSACTIONS']);
    const account = await open.depositAccount();
    const yesterday = { valueDate: day('2026-04-19') };
    expect(await deposit(account, yesterday, plain)).toMatch(
      /^403 INVALID_PERMISSIONS: .*BACKDATE_SAVINGS_TRANSACTIONS/,
    );
    expect(await deposit(account, { valueDate: day('2026-04-20', '00:00:00') }, plain)).toBe('201: ');
    expect(await deposit(await open.depositAccount(), yesterday, backdater)).toBe('201: ');
    const booking = { valueDate: day('2026-04-20', '00:00:00'), bookingDate: day('2026-04-20', '01:00:00') };
    expect(await deposit(account, booking, backdater)).toMatch(/^403 INVALID_PERMISSIONS: .*BOOKING_DATE_SAVINGS_GL/);
  });

  test('put a statement in their own order, with the balance of the moment it was posted', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 100, { valueDate: day('2026-04-01') });
    await desk.deposit(account, 10, { valueDate: day('2026-04-15') });
    await desk.deposit(account, 1, { valueDate: day('2026-04-05') });
    const statement = await bank.ok('getDepositTransactions', { path: at(account) });
    expect(statement.map(({ amount, accountBalances }) => [amount, accountBalances?.totalBalance])).toEqual([
      [10, 110],
      [1, 111],
      [100, 100],
    ]);
  });
});

describe('a debit dated back', () => {
  const history = async (more: Body = {}): Promise<Account> => {
    const account = await open.depositAccount(more);
    await desk.deposit(account, 100, { valueDate: day('2026-04-01') });
    await desk.withdraw(account, 90, { valueDate: day('2026-04-05') });
    await desk.deposit(account, 200, { valueDate: day('2026-04-10') });
    return account;
  };
  const withdraw = async (account: Account, amount: number, valueDate: string): Promise<string> => {
    const reply = await bank.call('makeWithdrawal', { path: at(account), body: { amount, valueDate } });
    return `${reasonOf(reply)}: ${sourceOf(reply)}`;
  };

  test('must not overdraw a day that followed', async () => {
    const account = await history();
    expect(await withdraw(account, 11, day('2026-04-03'))).toMatch(/^400 BALANCE_BELOW_ZERO: valueDate: .* by 1$/);
    expect(await withdraw(account, 11, day('2026-04-07'))).toMatch(/^400 BALANCE_BELOW_ZERO: /);
    expect(await withdraw(account, 10, day('2026-04-03'))).toBe('201: ');
    expect(await withdraw(account, 1, day('2026-04-07'))).toMatch(/^400 BALANCE_BELOW_ZERO: /);
    expect(await withdraw(account, 200, day('2026-04-12'))).toBe('201: ');
    expect(await desk.balance(account)).toBe('0');
    expect(await withdraw(account, 1, day('2026-04-12'))).toMatch(/^400 INSUFFICIENT_BALANCE: /);
  });

  test('may use the overdraft of those days', async () => {
    const account = await history({ overdraftSettings: { allowOverdraft: true, overdraftLimit: 50 } });
    expect(await withdraw(account, 61, day('2026-04-03'))).toMatch(/^400 BALANCE_BELOW_ZERO: .* by 1$/);
    expect(await withdraw(account, 60, day('2026-04-03'))).toBe('201: ');
    expect(await desk.balance(account)).toBe('150');
  });

  test('before something that was taken back is judged as if that had never been', async () => {
    const account = await open.depositAccount();
    await desk.deposit(account, 100, { valueDate: day('2026-04-01') });
    const mistaken = await desk.deposit(account, 50, { valueDate: day('2026-04-05') });
    const spent = await desk.withdraw(account, 20, { valueDate: day('2026-04-06') });
    await desk.adjust(mistaken);
    expect(await withdraw(account, 81, day('2026-04-03'))).toMatch(/^400 INSUFFICIENT_BALANCE: /);
    await desk.adjust(spent);
    expect(await withdraw(account, 101, day('2026-04-03'))).toMatch(/^400 INSUFFICIENT_BALANCE: /);
    expect(await withdraw(account, 100, day('2026-04-03'))).toBe('201: ');
    expect(await desk.balance(account)).toBe('0');
    // What was taken back stays so, and its money does not come twice.
    expect(reasonOf(await desk.adjust(mistaken))).toBe('400 TRANSACTION_ALREADY_ADJUSTED');
    expect(await withdraw(account, 1, day('2026-04-05'))).toMatch(/^400 INSUFFICIENT_BALANCE: /);
  });

  test('is judged with what others in the same batch dated back', async () => {
    const account = await history();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => withdraw(account, 5, day('2026-04-03'))));
    expect(outcomes.filter((outcome) => outcome === '201: ')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome.startsWith('400 BALANCE_BELOW_ZERO'))).toHaveLength(3);
  });

  test('by a transfer is judged on the paying side and starts the receiving one', async () => {
    const [from, target] = [await history(), await open.depositAccount()];
    const transfer = (amount: number): Promise<string> =>
      desk.reason('makeTransfer', {
        path: at(from),
        body: { amount, valueDate: day('2026-04-03'), ...to(target) },
      });
    expect(await transfer(11)).toBe('400 BALANCE_BELOW_ZERO');
    expect(await transfer(10)).toBe('201');
    expect((await desk.account(target)).activationDate).toBe('2026-04-03T10:00:00+03:00');
  });
});

describe('booking dates', () => {
  test('lie between the value date and now', async () => {
    const account = await open.depositAccount();
    const valueDate = day('2026-04-10');
    expect(await deposit(account, { valueDate, bookingDate: day('2026-04-09') })).toMatch(
      /^400 BOOKING_DATE_BEFORE_VALUE_DATE: bookingDate/,
    );
    expect(await deposit(account, { valueDate, bookingDate: day('2026-04-21') })).toMatch(
      /^400 INVALID_BOOKING_DATE: bookingDate/,
    );
    const posted = await desk.deposit(account, 1, { valueDate, bookingDate: day('2026-04-15') });
    expect(posted).toMatchObject({ valueDate, bookingDate: day('2026-04-15') });
    const booked = async (from: string, until: string): Promise<number> =>
      (await bank.ok('getJournalEntries', { query: { from, to: until } })).filter(
        ({ transactionId }) => transactionId === posted.id,
      ).length;
    expect([await booked('2026-04-15', '2026-04-15'), await booked('2026-04-10', '2026-04-14')]).toEqual([2, 0]);
  });
});

describe('a closed accounting period', () => {
  const close = async (closingDate: string, branchKey: string | null = null): Promise<() => Promise<void>> => {
    const key = newEncodedKey();
    // Closed a moment ago in the bank's own time.
    await bank.db.query(
      `INSERT INTO gl_account_closure (encoded_key, branch_key, closing_date, creation_date)
       SELECT $1, $2, $3, now() + clock_offset_ms * interval '1 millisecond' FROM tenant_state`,
      [key, branchKey, closingDate],
    );
    const changed = async (): Promise<void> => {
      await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
      bank.app.tenant.reference.invalidate();
    };
    await changed();
    return async () => {
      await bank.db.query('DELETE FROM gl_account_closure WHERE encoded_key = $1', [key]);
      await changed();
    };
  };

  test('takes no posting on or before its last day, unless it is booked later', async () => {
    const [account, silent] = [await open.depositAccount(), await open.depositAccount({ productTypeKey: 'SILENT' })];
    const reopen = await close('2026-04-10');
    const refused = /^400 JOURNAL_ENTRY_BEFORE_CLOSURE: .*2026-04-10/;
    expect(await deposit(account, { valueDate: day('2026-04-10', '23:59:59') })).toMatch(refused);
    expect(await deposit(silent, { valueDate: day('2026-04-10') })).toMatch(refused);
    expect(await deposit(account, { valueDate: day('2026-04-08'), bookingDate: day('2026-04-10') })).toMatch(refused);
    expect(await deposit(account, { valueDate: day('2026-04-08'), bookingDate: day('2026-04-11') })).toBe('201: ');
    expect(await deposit(account, { valueDate: day('2026-04-11', '00:00:00') })).toBe('201: ');
    await reopen();
  });

  test('keeps an adjustment out, unless it is booked later', async () => {
    const account = await open.depositAccount();
    const posted = await desk.deposit(account, 5, { valueDate: day('2026-04-08') });
    const reopen = await close('2026-04-10');
    expect(reasonOf(await desk.adjust(posted))).toBe('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
    const adjusted = await desk.adjust(posted, { bookingDate: day('2026-04-12') });
    expect(adjusted.body).toMatchObject({ valueDate: day('2026-04-08'), bookingDate: day('2026-04-12') });
    await reopen();
  });

  test('of one branch leaves the others open, and counts for whoever handles a posting', async () => {
    const visitor = await employee('visitor', ['BACKDATE_SAVINGS_TRANSACTIONS', 'APPLY_SAVINGS_ADJUSTMENTS'], {
      assignedBranchKey: 'B2',
    });
    const home = await open.depositAccount({ assignedBranchKey: 'B1' });
    const other = await open.depositAccount({ assignedBranchKey: 'B2' });
    const valueDate = day('2026-04-08');
    const before = await bank.ok('makeDeposit', { path: at(home), body: { amount: 5, valueDate }, user: visitor });
    const reopen = await close('2026-04-10', branches.B2);
    expect(await deposit(home, { valueDate })).toBe('201: ');
    expect(await deposit(other, { valueDate })).toMatch(/^400 JOURNAL_ENTRY_BEFORE_CLOSURE: /);
    // The cash is in the visitor's branch, so its books are written too.
    expect(await deposit(home, { valueDate }, visitor)).toMatch(/^400 JOURNAL_ENTRY_BEFORE_CLOSURE: /);
    expect(reasonOf(await desk.adjust(before))).toBe('400 JOURNAL_ENTRY_BEFORE_CLOSURE');
    await reopen();
  });
});
