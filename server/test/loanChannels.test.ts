import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;

const free = { usage: 'UNCONSTRAINED' } as const;
const through = (transactionChannelId: string): Body => ({ transactionDetails: { transactionChannelId } });
const limited = (...constraints: readonly Body[]): Body => ({ usage: 'LIMITED', constraints });

const channel = async (id: string, more: Body): Promise<void> => {
  const body = { id, name: id, depositConstraints: free, loanConstraints: free, ...more };
  await bank.ok('createTransactionChannel', { body: body as never });
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  await bank.ok('createGlAccounts', {
    body: [{ glCode: '1050', name: 'Vault', type: 'ASSET', usage: 'DETAIL', allowManualJournalEntries: true }],
  });
  await channel('vault', { glAccount: '1050' });
  await channel('small', { loanConstraints: limited({ criteria: 'AMOUNT', operator: 'LESS_THAN', value: '100' }) });
  await channel('out', { loanConstraints: limited({ criteria: 'TYPE', operator: 'EQUALS', value: 'DISBURSEMENT' }) });
  await channel('in', {
    loanConstraints: limited({ criteria: 'TYPE', operator: 'IN', value: 'REPAYMENT, PENALTY_APPLIED' }),
  });
  const { productTypeKey } = await bank.ok('getLoanAccount', {
    path: loanPath(await lender.approvedLoan(lender.fixedEqual)),
    query: { detailsLevel: 'FULL' },
  });
  await channel('mortgages', {
    loanConstraints: limited({ criteria: 'PRODUCT', operator: 'EQUALS', value: productTypeKey }),
  });
  await bank.ok('createUserRole', { body: { id: 'treasurer', name: 'Treasurer' } });
  await channel('treasury', { usageRights: ['treasurer'] });
  await bank.ok('createUser', {
    body: {
      username: 'lender',
      firstName: 'Lender',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['DIBURSE_LOANS', 'ENTER_REPAYMENT'],
      },
    },
  });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const refused = (
  operation: 'makeDisbursement' | 'makeRepayment' | 'payOffLoan',
  loan: LoanRef,
  body: Body,
  user?: string,
): Promise<string> =>
  desk.refused(operation, loan, { path: loanPath(loan), body, ...(user === undefined ? {} : { user }) });

describe('a channel of loan transactions', () => {
  test('books to its own GL account', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual);
    const paidOut = await desk.disburse(loan, through('vault'));
    expect(await desk.journal(paidOut)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 1050 10000 -']);
    const paid = await bank.ok('makeRepayment', { path: loanPath(loan), body: { amount: 50, ...through('vault') } });
    expect((await desk.journal(paid))[0]).toBe('DEBIT 1050 50 -');
    const other = await bank.ok('makeRepayment', { path: loanPath(loan), body: { amount: 60, ...through('cash') } });
    expect((await desk.journal(other))[0]).toBe('DEBIT 1000 60 -');
  });

  test('lets pass what is within its constraints of amount, type and product', async () => {
    const without = 'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS';
    const loan = await lender.approvedLoan(lender.fixedEqual);
    for (const id of ['small', 'in']) expect(await refused('makeDisbursement', loan, through(id))).toContain(without);
    await desk.disburse(loan, through('out'));
    for (const [id, amount] of [
      ['small', 100],
      ['out', 10],
    ] as const) {
      expect(await refused('makeRepayment', loan, { amount, ...through(id) })).toContain(without);
    }
    expect(await refused('payOffLoan', loan, through('small'))).toContain(without);
    for (const [id, amount] of [
      ['small', 99.99],
      ['in', 1],
      ['mortgages', 1],
    ] as const) {
      await bank.ok('makeRepayment', { path: loanPath(loan), body: { amount, ...through(id) } });
    }
    const product = await lender.loanProduct('OTHER', {});
    const another = await lender.approvedLoan(product);
    expect(await refused('makeDisbursement', another, through('mortgages'))).toContain(without);
  });

  test('is for the roles it names', async () => {
    const user = 'lender:long enough';
    const loan = await lender.approvedLoan(lender.fixedEqual);
    expect(await refused('makeDisbursement', loan, through('treasury'), user)).toContain('INVALID_TRANSACTION_CHANNEL');
    await desk.disburse(loan, through('treasury'));
    const repayment = { amount: 1, ...through('treasury') };
    expect(await refused('makeRepayment', loan, repayment, user)).toContain('INVALID_TRANSACTION_CHANNEL');
  });
});
