import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// A disbursed loan keeps the due dates that were agreed, whatever becomes of the calendar. The clock goes on from test to test.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;
let byWorkingDays: string;

type Loan = { readonly id: string; readonly encodedKey: string };

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('NEXT_DAY', { schedule: { repaymentReschedulingMethod: 'NEXT_WORKING_DAY' } });
  byWorkingDays = await lender.loanProduct('BUS_252', {
    type: 'DYNAMIC_TERM_LOAN',
    interest: {
      daysInYear: 'BUS_252',
      scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
      interestType: 'COMPOUNDING_INTEREST',
    },
    schedule: { repaymentScheduleMethod: 'DYNAMIC' },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const dueDates = async (loan: Loan): Promise<string[]> => {
  const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
  return installments.map(({ dueDate }) => String(dueDate).slice(0, 10));
};
const storedDueDates = async (loan: Loan): Promise<string[]> =>
  (
    await bank.db.query<{ day: string }>(
      'SELECT due_date::text AS day FROM loan_instalment WHERE account_key = $1::uuid ORDER BY number',
      [loan.encodedKey],
    )
  ).rows.map(({ day }) => day);

const plusOne = (day: string | undefined): string =>
  new Date(Date.parse(day ?? '') + 86_400_000).toISOString().slice(0, 10);

const running = async (key: string, changes: Record<string, unknown> = {}): Promise<Loan> => {
  const loan = await lender.approvedLoan(key, changes);
  await desk.disburse(loan);
  return loan;
};

describe('a disbursed loan keeps its due dates', () => {
  test('when a holiday or a weekday off meets them, through repayments, nights, fees and undoing', async () => {
    await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SUNDAY'] } });
    const loan = await running(product);
    const agreed = await dueDates(loan);
    // 15 February and 15 March are Sundays.
    expect(agreed.slice(0, 4)).toEqual(['2026-02-16', '2026-03-16', '2026-04-15', '2026-05-15']);

    const [oneOff] = await bank.ok('createHolidays', {
      body: [
        { name: 'Announced late', date: '2026-02-16' },
        { name: 'Every year', date: '2020-04-15', isAnnuallyRecurring: true },
      ],
    });
    await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['FRIDAY'] } });
    expect(await dueDates(loan)).toEqual(agreed);

    const paid = await desk.repay(loan, 100);
    expect(await storedDueDates(loan)).toEqual(agreed);
    await desk.adjust(paid);
    expect(await storedDueDates(loan)).toEqual(agreed);
    await desk.advanceTo('2026-02-18');
    expect(await storedDueDates(loan)).toEqual(agreed);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', daysLate: 2 });
    expect((await desk.standing(loan)).filter((line) => line.startsWith('INTEREST'))).toEqual([
      'INTEREST_APPLIED 100.00 2026-02-16',
    ]);

    await bank.ok('deleteHoliday', { path: { holidayIdentifier: String(oneOff?.id) } });
    await bank.ok('updateHolidays', { body: { holidays: [], nonWorkingDays: [] } });
    await desk.repay(loan, 888.49);
    expect(await storedDueDates(loan)).toEqual(agreed);
    await desk.verify();
  });

  test('when its branch gets a holiday; new loans of each branch obey its own', async () => {
    const key = async (id: string) => String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey);
    const [north, south] = [await key('north'), await key('south')];
    const loan = await running(product, { assignedBranchKey: north });
    const agreed = await dueDates(loan);
    for (const branch of [north, south]) {
      await bank.db.query(
        `INSERT INTO branch_holiday (encoded_key, branch_key, name, date, creation_date)
         SELECT gen_random_uuid(), $1::uuid, 'Fair', day::date, now() FROM unnest($2::text[]) AS day`,
        [branch, branch === north ? agreed.slice(0, 2) : agreed.slice(2)],
      );
    }
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    await desk.fee(loan, 5, { installmentNumber: 1 });
    expect(await storedDueDates(loan)).toEqual(agreed);
    const others = await dueDates(await running(product, { assignedBranchKey: south }));
    expect(others.slice(0, 3)).toEqual([agreed[0], agreed[1], plusOne(agreed[2])]);
    const again = await dueDates(await running(product, { assignedBranchKey: north }));
    expect(again.slice(0, 3)).toEqual([plusOne(agreed[0]), plusOne(agreed[1]), agreed[2]]);
  });

  test('and the interest of its working days: what was applied is not corrected by a holiday in the past', async () => {
    await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SATURDAY', 'SUNDAY'] } });
    const loan = await running(byWorkingDays);
    await desk.advanceTo('2026-03-20');
    const before = await desk.standing(loan);
    expect(before.filter((line) => line.startsWith('INTEREST_APPLIED'))).toHaveLength(1);
    await bank.ok('createHolidays', { body: [{ name: 'Declared later', date: '2026-03-02' }] });
    await desk.fee(loan, 7);
    expect((await desk.standing(loan)).slice(0, before.length)).toEqual(before);
    await desk.verify();
    await bank.ok('updateHolidays', { body: { holidays: [], nonWorkingDays: [] } });
  });
});

test('the update of a bank with running loans gives them the days off that they have', async () => {
  await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SUNDAY', 'TUESDAY'] } });
  await bank.ok('createHolidays', {
    body: [
      { name: 'Once', date: '2026-06-01' },
      { name: 'Long ago', date: '2019-06-01' },
      { name: 'Yearly', date: '2019-12-25', isAnnuallyRecurring: true },
    ],
  });
  const { encodedKey } = await running(product);
  const kept = async () =>
    (await bank.db.query('SELECT event FROM loan_event WHERE account_key = $1', [encodedKey])).rows;
  const before = await kept();
  expect(before[0]?.event.daysOff).toEqual({
    weekdays: ['TUESDAY', 'SUNDAY'],
    once: ['2026-06-01'],
    everyYear: ['12-25'],
  });
  // At the time of that update events were stored in another form.
  await bank.db.query('ALTER TABLE loan_event ALTER COLUMN event TYPE jsonb');
  await bank.db.query(`UPDATE loan_event SET event = event - 'daysOff' WHERE account_key = $1`, [encodedKey]);
  await bank.db.query(readFileSync('server/migrations/0011_agreed_days_off.sql', 'utf8'));
  await bank.db.query('ALTER TABLE loan_event ALTER COLUMN event TYPE json');
  expect(await kept()).toEqual(before);
  await bank.ok('updateHolidays', { body: { holidays: [], nonWorkingDays: [] } });
});

describe('a loan that is not disbursed', () => {
  test('shows the calendar of today and takes that of its disbursement; disbursed anew, the one of then', async () => {
    const loan = await lender.approvedLoan(product);
    expect((await dueDates(loan))[0]).toBe('2026-04-20');
    await bank.ok('createHolidays', { body: [{ name: 'Monday off', date: '2026-04-20' }] });
    expect((await dueDates(loan))[0]).toBe('2026-04-21');
    const disbursement = await desk.disburse(loan);
    await bank.ok('updateHolidays', { body: { holidays: [] } });
    expect((await dueDates(loan))[0]).toBe('2026-04-21');
    await desk.adjust(disbursement);
    await desk.disburse(loan);
    expect((await dueDates(loan))[0]).toBe('2026-04-20');
  });
});
