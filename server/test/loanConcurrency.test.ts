import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

// Several people at one loan at once: each is answered as if they had come one after the other, and the sums say so.

type Reply = Awaited<ReturnType<TestBank['call']>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-02-20', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const kinds = ['fixedEqual', 'dynamicEqual'] as const;
const running = async (kind: (typeof kinds)[number]): Promise<LoanRef> => {
  const loan = await lender.approvedLoan(lender[kind]);
  await desk.disburse(loan, { valueDate: '2026-01-10T00:00:00+00:00' });
  return loan;
};
const repay = (loan: LoanRef, amount: number) => bank.call('makeRepayment', { path: loanPath(loan), body: { amount } });
const adjust = ({ id }: { readonly id?: unknown }) =>
  bank.call('adjustLoanTransaction', { path: { loanTransactionId: String(id) }, body: { notes: 'a mistake' } });
const reasons = (replies: readonly Reply[]): string[] => replies.map(reasonOf).toSorted();
const times = <Answer>(count: number, ask: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
/** What was paid, as the account and its transactions tell it. */
const paid = async (loan: LoanRef): Promise<readonly [account: string, transactions: string]> => {
  const { balances } = await desk.account(loan);
  const { principalPaid, interestPaid, feesPaid, penaltyPaid } = balances ?? {};
  const parts = [principalPaid, interestPaid, feesPaid, penaltyPaid].reduce<number>((all, one) => all + Number(one), 0);
  const standing = (await desk.standing(loan)).filter((line) => line.startsWith('REPAYMENT'));
  const sum = standing.reduce((all, line) => all + Number(line.split(' ')[1]), 0);
  return [parts.toFixed(2), sum.toFixed(2)];
};

describe.each(kinds)('at one loan (%s)', (kind) => {
  test('fifty repayments at once are all taken, each balance after another', async () => {
    const loan = await running(kind);
    expect(reasons(await times(50, () => repay(loan, 10)))).toEqual(Array.from({ length: 50 }, () => '201'));
    expect(await paid(loan)).toEqual(['500.00', '500.00']);
    const balances = (await desk.transactions(loan))
      .filter(({ type, adjustmentTransactionKey }) => type === 'REPAYMENT' && adjustmentTransactionKey === undefined)
      .map(({ accountBalances }) => Number(accountBalances?.totalBalance));
    expect(balances).toEqual(balances.toSorted((one, other) => one - other));
    expect(new Set(balances).size).toBe(50);
  });

  test('ten repayments of more than a tenth of what is owed: as many as it takes, and not a cent more', async () => {
    const loan = await running(kind);
    const { principalBalance = 0 } = (await desk.account(loan)).balances ?? {};
    expect(Number(principalBalance)).toBe(10_000);
    const answers = await times(10, () => repay(loan, 1500));
    const taken = answers.filter(({ status }) => status === 201).length;
    // 10,000 and what interest is asked for: six of them, or seven.
    expect([6, 7]).toContain(taken);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect(reasonOf(refused)).toBe('400 EXCESS_REPAYMENT_ERROR');
    }
    expect(await paid(loan)).toEqual([(taken * 1500).toFixed(2), (taken * 1500).toFixed(2)]);
  });

  test('a repayment is undone once while others come, and they stand', async () => {
    const loan = await running(kind);
    const first = await desk.repay(loan, 300);
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => repay(loan, 40)),
      ...Array.from({ length: 5 }, () => adjust(first)),
    ]);
    expect(reasons(answers.slice(0, 5))).toEqual(Array.from({ length: 5 }, () => '201'));
    // Each repayment that came before is posted again; the one that is undone keeps its number.
    expect(reasons(answers.slice(5))).toEqual([
      '200',
      ...Array.from({ length: 4 }, () => '400 TRANSACTION_ALREADY_REVERSED'),
    ]);
    expect(await paid(loan)).toEqual(['200.00', '200.00']);
  });

  test('it is disbursed once', async () => {
    const loan = await lender.approvedLoan(lender[kind]);
    const answers = await times(6, () => bank.call('makeDisbursement', { path: loanPath(loan), body: {} }));
    expect(reasons(answers)).toEqual(['201', ...Array.from({ length: 5 }, () => '400 ACCOUNT_ALREADY_DISBURSED')]);
    expect(await desk.account(loan)).toMatchObject({ accountState: 'ACTIVE', balances: { principalBalance: 10_000 } });
    expect((await desk.standing(loan)).filter((line) => line.startsWith('DISBURSEMENT'))).toHaveLength(1);
  });

  test('it is disbursed or its approval is taken back, never both', async () => {
    const loan = await lender.approvedLoan(lender[kind]);
    const [disbursed, undone] = await Promise.all([
      bank.call('makeDisbursement', { path: loanPath(loan), body: {} }),
      bank.call('changeLoanAccountState', { path: loanPath(loan), body: { action: 'UNDO_APPROVE' } }),
    ]);
    const { accountState } = await desk.account(loan);
    expect([reasonOf(disbursed), reasonOf(undone), accountState]).toEqual(
      disbursed.status === 201
        ? ['201', '400 INVALID_STATE_TRANSITION', 'ACTIVE']
        : ['400 INVALID_ACCOUNT_STATE', '200', 'PENDING_APPROVAL'],
    );
  });

  test.each(['writeOffLoan', 'payOffLoan'] as const)(
    '%s against repayments: what came first is in it',
    async (name) => {
      const loan = await running(kind);
      const [ended, again, ...repayments] = await Promise.all([
        bank.call(name, { path: loanPath(loan), body: {} }),
        bank.call(name, { path: loanPath(loan), body: {} }),
        ...Array.from({ length: 4 }, () => repay(loan, 100)),
      ]);
      expect(reasons([ended, again])).toEqual(['204', '400 INVALID_ACCOUNT_STATE']);
      const taken = repayments.filter(({ status }) => status === 201).length;
      for (const refused of repayments.filter(({ status }) => status !== 201)) {
        expect(reasonOf(refused)).toBe('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
      }
      const account = await desk.account(loan);
      expect(account.balances).toMatchObject({ principalBalance: 0, interestBalance: 0 });
      const standing = await desk.standing(loan);
      const last = standing.at(-1) ?? '';
      expect(last).toContain(name === 'writeOffLoan' ? 'WRITE_OFF' : 'REPAYMENT');
      expect(standing.filter((line) => line.startsWith('REPAYMENT 100.00'))).toHaveLength(taken);
    },
  );

  test('it is locked, paid and charged at once, and every answer fits the lock', async () => {
    const loan = await running(kind);
    const fee = kind === 'fixedEqual' ? { amount: 5, installmentNumber: 6 } : { amount: 5 };
    const answers = await Promise.all([
      bank.call('lockLoan', { path: loanPath(loan), body: {} }),
      bank.call('lockLoan', { path: loanPath(loan), body: {} }),
      bank.call('applyLoanFee', { path: loanPath(loan), body: fee }),
      repay(loan, 50),
    ]);
    expect(reasons(answers.slice(0, 2))).toEqual(['201', '400 ACCOUNT_ALREADY_LOCKED']);
    const charged = reasonOf(answers[2] as Reply);
    expect(['201', '400 ACCOUNT_IS_LOCKED']).toContain(charged);
    expect((await desk.standing(loan)).filter((line) => line.startsWith('FEE_APPLIED'))).toHaveLength(
      charged === '201' ? 1 : 0,
    );
  });
});

test('many loans of one branch are paid, charged and undone at once, and the books agree', async () => {
  const loans = await times(12, (index) => running(kinds[index % 2] ?? 'fixedEqual'));
  const first = await Promise.all(loans.map((loan) => desk.repay(loan, 200)));
  const answers = await Promise.all(
    loans.flatMap((loan, index) => [repay(loan, 75), adjust(first[index] ?? {}), repay(loan, 25)]),
  );
  expect(new Set(answers.map(reasonOf))).toEqual(new Set(['200', '201']));
  for (const loan of loans) expect(await paid(loan)).toEqual(['100.00', '100.00']);
  await desk.verify();
});
