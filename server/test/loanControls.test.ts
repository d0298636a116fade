import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type Loan, type LoanOffice, openOffice, pathOf } from './harness/loanOffice.ts';

// What the general setup allows a lender: how many loans a client has, and whether one person approves and disburses.

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

const setUp = async (settings: object): Promise<void> => {
  await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
  await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
  bank.app.tenant.reference.invalidate();
};
const loanOf = (accountHolderKey: string) => lender.loan(lender.fixedEqual, { accountHolderKey });
const apply = async (accountHolderKey: string) =>
  bank.call('createLoanAccount', { body: await office.body({ accountHolderKey }) });
const disburse = (loan: Loan, user?: string) =>
  bank.call('makeDisbursement', { path: pathOf(loan), body: {}, ...(user === undefined ? {} : { user }) });
const payOff = (loan: Loan) => bank.ok('payOffLoan', { path: pathOf(loan), body: {} });
const exceeded = '400 NUMBER_OF_LOANS_EXCEEDED';

describe('one loan per client', () => {
  let holder = '';
  beforeEach(async () => {
    await setUp({ multipleLoans: 'UNLIMITED' });
    holder = (await lender.client()).encodedKey;
  });
  const oneLoan = () => setUp({ multipleLoans: 'ONE_LOAN' });

  test('a second is refused while the first is open, whatever its state', async () => {
    await oneLoan();
    const first = await loanOf(holder);
    const refused = async () => {
      const reply = await apply(holder);
      expect(reasonOf(reply)).toBe(exceeded);
      expect(sourceOf(reply)).toContain(first.id);
    };
    await refused();
    await office.changeState(first, 'APPROVE');
    await refused();
    expect(reasonOf(await disburse(first))).toBe('201');
    await refused();
    await payOff(first);
    expect(reasonOf(await apply(holder))).toBe('201');
  });

  test('others are not in the way', async () => {
    await oneLoan();
    await loanOf(holder);
    expect(reasonOf(await apply((await lender.client()).encodedKey))).toBe('201');
  });

  test('applications from before wait for each other: one is approved, the others are not', async () => {
    const [first, second] = [await loanOf(holder), await loanOf(holder)];
    await oneLoan();
    expect(reasonOf(await office.changeState(first, 'APPROVE'))).toBe('200');
    const reply = await office.changeState(second, 'APPROVE');
    expect([reasonOf(reply), sourceOf(reply).includes(first.id)]).toEqual([exceeded, true]);
    await office.changeState(first, 'WITHDRAW');
    expect(reasonOf(await office.changeState(second, 'APPROVE'))).toBe('200');
  });

  test('of two that were approved before one is disbursed', async () => {
    const [first, second] = [await loanOf(holder), await loanOf(holder)];
    for (const loan of [first, second]) await office.changeState(loan, 'APPROVE');
    await oneLoan();
    const replies = await Promise.all([disburse(first), disburse(second)]);
    expect(replies.map(reasonOf).sort()).toEqual(['201', exceeded]);
  });

  test('a closed one is not opened again beside another', async () => {
    await oneLoan();
    const first = await loanOf(holder);
    await office.changeState(first, 'WITHDRAW');
    const second = await loanOf(holder);
    expect(reasonOf(await office.changeState(first, 'UNDO_WITHDRAW'))).toBe(exceeded);
    await office.changeState(second, 'REJECT');
    expect(reasonOf(await office.changeState(first, 'UNDO_WITHDRAW'))).toBe('200');
    expect(reasonOf(await office.changeState(second, 'UNDO_REJECT'))).toBe(exceeded);
  });

  test('what is asked for at the same time is one loan', async () => {
    await oneLoan();
    const replies = await Promise.all([apply(holder), apply(holder), apply(holder)]);
    expect(replies.map(reasonOf).sort()).toEqual(['201', exceeded, exceeded]);
  });
});

describe('the two-man rule', () => {
  test('who approved a loan does not disburse it, until the rule is off', async () => {
    await setUp({ multipleLoans: 'UNLIMITED', approvalDisbursalTwoManRuleEnabled: true });
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const teller = await office.user('teller', ['DIBURSE_LOANS']);
    const cannot = '400 INVALID_USER_WHO_APPROVED_THE_LOAN_CANNOT_DISBURSE_IT';
    expect(reasonOf(await disburse(loan))).toBe(cannot);
    expect(reasonOf(await disburse(loan, teller))).toBe('201');
    const other = await lender.approvedLoan(lender.fixedEqual);
    expect(reasonOf(await disburse(other))).toBe(cannot);
    await setUp({ approvalDisbursalTwoManRuleEnabled: false });
    expect(reasonOf(await disburse(other))).toBe('201');
  });
});
