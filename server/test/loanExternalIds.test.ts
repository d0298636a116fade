import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const tomorrow = '2026-03-11T12:00:00+02:00';
const taken = '400 EXTERNAL_ID_ALREADY_EXISTS: ';

test('a posting that is sent again hears of its external id, not of what it brought about', async () => {
  const loan = await lender.approvedLoan(lender.fixedEqual);
  const path = loanPath(loan);
  const disbursement = { externalId: 'OUT' };
  await bank.ok('makeDisbursement', { path, body: disbursement });
  expect(await desk.refused('makeDisbursement', loan, { path, body: disbursement })).toContain(taken);
  expect(await desk.refused('makeDisbursement', loan, { path, body: { externalId: 'OTHER' } })).toContain(
    '400 ACCOUNT_ALREADY_DISBURSED',
  );
  const payOff = { externalId: 'ALL' };
  await bank.ok('payOffLoan', { path, body: payOff });
  expect(await desk.refused('payOffLoan', loan, { path, body: payOff })).toContain(taken);
  expect(await desk.refused('payOffLoan', loan, { path, body: { externalId: 'OTHER' } })).not.toContain(taken);
  expect(await desk.refused('makeRepayment', loan, { path, body: { amount: 1, externalId: 'ALL' } })).toContain(taken);
});

test('an external id that is taken is told before wrong dates and amounts', async () => {
  const loan = await lender.approvedLoan(lender.fixedEqual);
  const path = loanPath(loan);
  await bank.ok('makeDisbursement', { path, body: {} });
  await bank.ok('makeRepayment', { path, body: { amount: 1, externalId: 'ONCE' } });
  const wrong = [{ amount: 1, valueDate: tomorrow }, { amount: 10_000_000 }];
  for (const body of wrong) {
    expect(await desk.refused('makeRepayment', loan, { path, body: { ...body, externalId: 'ONCE' } })).toContain(taken);
    expect(await desk.refused('makeRepayment', loan, { path, body: { ...body, externalId: 'NEW' } })).not.toContain(
      taken,
    );
  }
  expect(
    await desk.refused('applyLoanFee', loan, {
      path,
      body: { amount: 1, installmentNumber: 2, valueDate: tomorrow, externalId: 'ONCE' },
    }),
  ).toContain(taken);
});
