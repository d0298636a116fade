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

  test('whoever may not see the other loan is not told which it is, nor what the holder owes', async () => {
    await bank.ok('createBranch', { body: { id: `seen-${holder}`, name: `seen ${holder}` } });
    const body = [{ op: 'REPLACE' as const, path: '/assignedBranchKey', value: `seen-${holder}` }];
    const hidden = await loanOf(holder);
    await bank.ok('patchClient', { path: { clientId: holder }, query: { keepAssociationForAccounts: true }, body });
    const access = {
      apiAccess: true,
      permissions: ['CREATE_LOAN_ACCOUNT', 'VIEW_LOAN_ACCOUNT_DETAILS'],
      canManageAllBranches: false,
      canManageEntitiesAssignedToOtherOfficers: true,
      managedBranches: [{ branchKey: `seen-${holder}` }],
    };
    const username = `limited-${holder}`;
    await bank.ok('createUser', { body: { username, firstName: 'L', password: 'long enough', access } });
    const applied = async () =>
      bank.call('createLoanAccount', {
        body: { ...(await office.body({ accountHolderKey: holder })), assignedBranchKey: `seen-${holder}` },
        user: `${username}:long enough`,
      });
    await oneLoan();
    const second = await applied();
    expect([reasonOf(second), sourceOf(second).includes(hidden.id)]).toEqual([exceeded, false]);
    await office.changeState(hidden, 'APPROVE');
    await setUp({ multipleLoans: 'UNLIMITED', exposureType: 'SUM_OF_LOANS', exposureAmount: 15_000 });
    const tooMuch = await applied();
    await setUp({ exposureType: 'UNLIMITED' });
    expect([reasonOf(tooMuch), /20000/.test(sourceOf(tooMuch))]).toEqual(['400 MAXIMUM_EXPOSURE_EXCEEDED', false]);
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

describe('the most that a client may owe', () => {
  const tooMuch = '400 MAXIMUM_EXPOSURE_EXCEEDED';
  const limitTo = (exposureType: string, exposureAmount: number) =>
    setUp({ multipleLoans: 'UNLIMITED', exposureType, exposureAmount });
  const applyFor = async (accountHolderKey: string, loanAmount: number) =>
    reasonOf(await bank.call('createLoanAccount', { body: await office.body({ accountHolderKey, loanAmount }) }));
  const approve = async (loan: Loan) => reasonOf(await office.changeState(loan, 'APPROVE'));
  let holder = '';
  beforeEach(async () => {
    await setUp({ multipleLoans: 'UNLIMITED', exposureType: 'UNLIMITED' });
    holder = (await lender.client()).encodedKey;
  });
  afterAll(() => setUp({ exposureType: 'UNLIMITED' }));

  test('is asked when a loan is applied for, approved and disbursed', async () => {
    const [first, second] = [await loanOf(holder), await loanOf(holder)];
    await limitTo('SUM_OF_LOANS', 15_000);
    // Applications bind nobody: each alone is within the limit.
    expect(await applyFor(holder, 15_000)).toBe('201');
    expect(await applyFor(holder, 15_000.01)).toBe(tooMuch);
    expect(await approve(first)).toBe('200');
    expect(await approve(second)).toBe(tooMuch);
    expect(await applyFor(holder, 5_000)).toBe('201');
    expect(await applyFor(holder, 5_001)).toBe(tooMuch);
    expect(reasonOf(await disburse(first))).toBe('201');
    expect(await applyFor(holder, 5_001)).toBe(tooMuch);
    expect(await applyFor((await lender.client()).encodedKey, 15_000)).toBe('201');
    await limitTo('SUM_OF_LOANS', 25_000);
    expect(await approve(second)).toBe('200');
    await limitTo('SUM_OF_LOANS', 19_999);
    const refused = await disburse(second);
    expect([reasonOf(refused), sourceOf(refused).includes('20000 EUR')]).toEqual([tooMuch, true]);
    await payOff(first);
    expect(reasonOf(await disburse(second))).toBe('201');
  });

  test('is more for those who save, where the organisation takes that into account', async () => {
    await limitTo('SUM_OF_LOANS', 10_000);
    const account = await lender.depositAccount({ accountHolderKey: holder });
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 500 } });
    expect(await applyFor(holder, 10_500)).toBe(tooMuch);
    await limitTo('SUM_OF_LOANS_MINUS_SAVINGS', 10_000);
    expect(await applyFor(holder, 10_500)).toBe('201');
    expect(await applyFor(holder, 10_501)).toBe(tooMuch);
    const loan = await lender.loan(lender.fixedEqual, { accountHolderKey: holder, loanAmount: 10_500 });
    expect(await approve(loan)).toBe('200');
    await bank.ok('makeWithdrawal', { path: { depositAccountId: account.id }, body: { amount: 500 } });
    expect(reasonOf(await disburse(loan))).toBe(tooMuch);
    await bank.ok('makeDeposit', { path: { depositAccountId: account.id }, body: { amount: 500 } });
    expect(reasonOf(await disburse(loan))).toBe('201');
  });

  test('holds for two steps at the same time', async () => {
    const [first, second] = [await loanOf(holder), await loanOf(holder)];
    await limitTo('SUM_OF_LOANS', 15_000);
    const approvals = await Promise.all([approve(first), approve(second)]);
    expect(approvals.sort()).toEqual(['200', tooMuch]);
    await limitTo('SUM_OF_LOANS', 30_000);
    for (const loan of [first, second]) await office.changeState(loan, 'APPROVE');
    await limitTo('SUM_OF_LOANS', 15_000);
    const disbursements = (await Promise.all([disburse(first), disburse(second)])).map(reasonOf);
    // Both were promised, so neither is paid out before the other is taken back.
    expect(disbursements).toEqual([tooMuch, tooMuch]);
    await office.changeState(second, 'WITHDRAW');
    expect(reasonOf(await disburse(first))).toBe('201');
  });
});
