import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank, loanRules } from './harness/loanBank.ts';
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

describe('an accounting rule for one channel', () => {
  const rulesOf = async (more: readonly Body[]): Promise<Body> => {
    const assets = await bank.ok('getGlAccounts', { query: { type: 'ASSET', limit: 1000 } });
    const gl = { ...lender.gl, 1050: assets.find(({ glCode }) => glCode === '1050')?.encodedKey ?? '' };
    const keyed = more.map(({ account, ...rule }) => ({ ...rule, glAccountKey: gl[account as keyof typeof gl] }));
    return { accountingMethod: 'ACCRUAL', accountingRules: [...loanRules(gl), ...keyed] };
  };
  const keyOf = async (id: string): Promise<string> => {
    const { encodedKey } = await bank.ok('getTransactionChannel', { path: { transactionChannelId: id } });
    return encodedKey ?? '';
  };

  test('says where loans of the product have its money, before its own account', async () => {
    await channel('agency', { glAccount: '1050' });
    const transactionChannelKey = await keyOf('agency');
    const rule = { financialResource: 'FUND_SOURCE', account: '1110', transactionChannelKey };
    const product = await lender.loanProduct('AGENCY', { others: { accountingSettings: await rulesOf([rule]) } });
    const loan = await lender.approvedLoan(product);
    const out = await desk.disburse(loan, through('agency'));
    expect(await desk.journal(out)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 1110 10000 -']);
    const cash = await bank.ok('makeRepayment', { path: loanPath(loan), body: { amount: 60, ...through('cash') } });
    expect((await desk.journal(cash))[0]).toBe('DEBIT 1000 60 -');
    const agency = await bank.ok('makeRepayment', { path: loanPath(loan), body: { amount: 50, ...through('agency') } });
    expect((await desk.journal(agency))[0]).toBe('DEBIT 1110 50 -');
    await desk.adjust(agency);
    expect(await desk.journal(await desk.newest(loan, 'REPAYMENT_ADJUSTMENT'))).toContain('CREDIT 1110 50 -');
    const other = await lender.approvedLoan(lender.fixedEqual);
    expect(await desk.journal(await desk.disburse(other, through('agency')))).toContain('CREDIT 1050 10000 -');
  });

  test('is told as it was sent and keeps its key; its channel can not be removed', async () => {
    await channel('kept', {});
    const transactionChannelKey = await keyOf('kept');
    const rule = { financialResource: 'FUND_SOURCE', account: '1050', transactionChannelKey };
    const product = await lender.loanProduct('KEPT', { others: { accountingSettings: await rulesOf([rule]) } });
    const told = async () => {
      const { accountingSettings } = await bank.ok('getLoanProduct', { path: { loanProductId: product } });
      return accountingSettings?.accountingRules?.find((one) => one.transactionChannelKey === transactionChannelKey);
    };
    const before = await told();
    expect(before).toMatchObject({ financialResource: 'FUND_SOURCE' });
    const body = await bank.ok('getLoanProduct', { path: { loanProductId: product }, query: { detailsLevel: 'FULL' } });
    await bank.ok('updateLoanProduct', { path: { loanProductId: product }, body });
    expect(await told()).toEqual(before);
    expect(await desk.reason('deleteTransactionChannel', { path: { transactionChannelId: 'kept' } })).toBe(
      '400 TRANSACTION_CHANNEL_IN_USE',
    );
  });

  test.each([
    ['INVALID_TRANSACTION_CHANNEL', { financialResource: 'FUND_SOURCE', transactionChannelKey: 'f'.repeat(32) }],
    ['INVALID_PARAMETERS', { financialResource: 'FUND_SOURCE', transactionChannelKey: 'vault\u0000💥' }],
    ['NOT_REQUIRED_RULE', { financialResource: 'FEE_INCOME', account: '4000', transactionChannelKey: 'f'.repeat(32) }],
  ])('is refused with %s %#', async (reason, rule) => {
    const accountingSettings = await rulesOf([{ account: '1050', ...rule }]);
    const body = await bank.ok('getLoanProduct', {
      path: { loanProductId: lender.fixedEqual },
      query: { detailsLevel: 'FULL' },
    });
    const answer = await bank.call('updateLoanProduct', {
      path: { loanProductId: lender.fixedEqual },
      body: { ...body, accountingSettings } as never,
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(reason)]);
    expect(answer.text).toContain('accountingRules[9].transactionChannelKey');
  });
});

describe('the channel that a loan agrees for its disbursement', () => {
  const agreed = (transactionDetails: Body): Body => ({ disbursementDetails: { transactionDetails } });

  test('is told, and used by a disbursement that names none', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, agreed({ transactionChannelId: 'vault' }));
    const told = { disbursementDetails: { transactionDetails: { transactionChannelId: 'vault' } } };
    expect(await desk.account(loan)).toMatchObject(told);
    const out = await desk.disburse(loan);
    expect(out).toMatchObject({ transactionDetails: { transactionChannelId: 'vault' } });
    expect(await desk.journal(out)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 1050 10000 -']);
    expect(await desk.account(loan)).toMatchObject(told);
  });

  test('gives way to the one that the disbursement names', async () => {
    const loan = await lender.approvedLoan(lender.fixedEqual, agreed({ transactionChannelId: 'vault' }));
    const out = await desk.disburse(loan, through('cash'));
    expect(await desk.journal(out)).toEqual(['DEBIT 1100 10000 -', 'CREDIT 1000 10000 -']);
  });

  test('has the constraints of any channel, and is for the roles it names', async () => {
    const without = 'TRANSACTION_IS_NOT_WITHIN_CHANNEL_CONSTRAINTS';
    const small = await lender.approvedLoan(lender.fixedEqual, agreed({ transactionChannelId: 'small' }));
    expect(await refused('makeDisbursement', small, {})).toContain(without);
    const treasury = await lender.approvedLoan(lender.fixedEqual, agreed({ transactionChannelId: 'treasury' }));
    const user = 'lender:long enough';
    expect(await refused('makeDisbursement', treasury, {}, user)).toContain('INVALID_TRANSACTION_CHANNEL');
  });

  test('changes until the disbursement, and is sent back as it is told', async () => {
    await channel('once', {});
    const loan = await lender.loan(lender.fixedEqual, agreed({ transactionChannelId: 'once' }));
    const account = () => bank.ok('getLoanAccount', { path: loanPath(loan), query: { detailsLevel: 'FULL' } });
    await bank.ok('updateTransactionChannel', {
      path: { transactionChannelId: 'once' },
      body: { id: 'once', name: 'once', depositConstraints: free, loanConstraints: free, state: 'INACTIVE' },
    });
    const before = await account();
    const same = await bank.ok('updateLoanAccount', { path: loanPath(loan), body: before });
    expect(same.disbursementDetails).toEqual(before.disbursementDetails);
    expect(await desk.reason('deleteTransactionChannel', { path: { transactionChannelId: 'once' } })).toBe(
      '400 TRANSACTION_CHANNEL_IN_USE',
    );
    const path = '/disbursementDetails/transactionDetails';
    const value = { transactionChannelId: 'vault' };
    await bank.ok('patchLoanAccount', { path: loanPath(loan), body: [{ op: 'REPLACE', path, value }] });
    expect(await account()).toMatchObject({ disbursementDetails: { transactionDetails: value } });
    await bank.ok('patchLoanAccount', { path: loanPath(loan), body: [{ op: 'REMOVE', path }] });
    expect((await account()).disbursementDetails?.transactionDetails).toBeUndefined();
  });

  test.each([
    ['INVALID_TRANSACTION_CHANNEL', { transactionChannelId: 'nowhere' }],
    ['INVALID_PARAMETERS', { transactionChannelKey: '\u0000💥'.repeat(500) }],
    ['INCONSISTENCY_BETWEEN_CHANNEL_KEY_AND_ID', { transactionChannelId: 'vault', transactionChannelKey: 'cash' }],
    ['INVALID_SAVINGS_ACCOUNT_KEY', { targetDepositAccountKey: 'f'.repeat(32) }],
    ['INVALID_SAVINGS_ACCOUNT_KEY', { targetDepositAccountKey: '💥'.repeat(50) }],
    ['targetDepositAccountKey must be', { targetDepositAccountKey: 7 }],
    ['internalTransfer needs targetDepositAccountKey', { internalTransfer: true }],
    ['internalTransfer false', { internalTransfer: false, targetDepositAccountKey: 'f'.repeat(32) }],
    ['a transfer uses no channel', { transactionChannelId: 'vault', targetDepositAccountKey: 'f'.repeat(32) }],
  ])('is refused: %s %#', async (reason, transactionDetails) => {
    const { id: _taken, ...account } = await desk.account(await lender.loan(lender.fixedEqual));
    const answer = await bank.call('createLoanAccount', {
      body: { ...account, ...agreed(transactionDetails) } as never,
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(reason)]);
  });
});
