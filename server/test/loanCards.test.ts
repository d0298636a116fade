import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Cards that draw on revolving credits: linking and unlinking them.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('REVOLVING', revolvingProduct());
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const terms = { loanAmount: 5000, scheduleSettings: { gracePeriod: 0 } };
const credit = (changes: Record<string, unknown> = {}): Promise<{ id: string; encodedKey: string }> =>
  lender.approvedLoan(product, { ...terms, ...changes });
const link = (loan: LoanRef, referenceToken: unknown): Promise<string> =>
  desk.reason('createLoanCard', { path: loanPath(loan), body: { referenceToken } });
const unlink = (loan: LoanRef, cardReferenceToken: string): Promise<string> =>
  desk.reason('deleteLoanCard', { path: { ...loanPath(loan), cardReferenceToken } });
const state = (loan: LoanRef, action: string): Promise<unknown> =>
  bank.ok('changeLoanAccountState', { path: loanPath(loan), body: { action } });

test('cards of a credit are linked, told and unlinked; a token is one card of the whole bank', async () => {
  const loan = await credit();
  const other = await credit();
  const current = await lender.depositAccount();
  expect(await bank.ok('getLoanCards', { path: loanPath(loan) })).toEqual([]);
  expect(await link(loan, 'L-1')).toBe('201');
  expect(await link(loan, 'L-2')).toBe('201');
  expect(await bank.ok('getLoanCards', { path: loanPath(loan) })).toEqual([
    { referenceToken: 'L-1' },
    { referenceToken: 'L-2' },
  ]);
  expect(await link(other, 'L-1')).toBe('400 CARD_REFERENCE_TOKEN_ALREADY_IN_USE');
  const onDeposit = { path: { depositAccountId: current.id }, body: { referenceToken: 'L-1' } };
  expect(await desk.reason('createDepositCard', onDeposit)).toBe('400 CARD_REFERENCE_TOKEN_ALREADY_IN_USE');
  await bank.ok('createDepositCard', { ...onDeposit, body: { referenceToken: 'D-1' } });
  expect(await link(loan, 'D-1')).toBe('400 CARD_REFERENCE_TOKEN_ALREADY_IN_USE');
  expect(await unlink(other, 'L-1')).toBe('404 CARD_REFERENCE_NOT_FOUND');
  expect(await unlink(loan, 'D-1')).toBe('404 CARD_REFERENCE_NOT_FOUND');
  expect(await unlink(loan, 'L-1')).toBe('204');
  expect(await unlink(loan, 'L-1')).toBe('404 CARD_REFERENCE_NOT_FOUND');
  expect(await link(other, 'L-1')).toBe('201');
  expect(await bank.ok('getLoanCards', { path: loanPath(loan) })).toEqual([{ referenceToken: 'L-2' }]);
});

test('the same token for several loans at once is one card', async () => {
  const loans = await Promise.all([credit(), credit(), credit(), credit()]);
  const replies = await Promise.all(loans.map((loan) => link(loan, 'RACE')));
  expect(replies.toSorted()).toEqual(['201', ...Array(3).fill('400 CARD_REFERENCE_TOKEN_ALREADY_IN_USE')]);
});

test.each([
  ['', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
  ['with space', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
  ['Ünïcode', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
  [7, 'INVALID_PARAMETERS'],
  [undefined, 'INVALID_PARAMETERS'],
  ['x'.repeat(300), 'INVALID_PARAMETERS'],
])('%j is no token of a card of a loan', async (token, reason) => {
  expect(await link(await credit(), token)).toBe(`400 ${reason}`);
});

test('cards are for revolving credits that can be drawn on', async () => {
  const term = await lender.approvedLoan(lender.dynamicEqual);
  const reply = await bank.call('createLoanCard', { path: loanPath(term), body: { referenceToken: 'TERM' } });
  expect(reasonOf(reply)).toBe('400 INVALID_ACCOUNT_TYPE');
  expect(sourceOf(reply)).toContain('DYNAMIC_TERM_LOAN');
  const applied = await lender.loan(product, terms);
  expect(await link(applied, 'EARLY')).toBe('400 INVALID_ACCOUNT_STATE');
  const gone = await credit();
  await state(gone, 'WITHDRAW');
  expect(await link(gone, 'LATE')).toBe('400 INVALID_ACCOUNT_STATE');
});

test('a credit whose draws cost a fee takes no card', async () => {
  const withFee = await lender.loanProduct(
    'REVOLVING-FEE',
    revolvingProduct({
      others: {
        feesSettings: {
          allowArbitraryFees: true,
          fees: [
            {
              id: 'DRAW',
              name: 'Draw',
              trigger: 'DISBURSEMENT',
              feeApplication: 'OPTIONAL',
              state: 'ACTIVE',
              amountCalculationMethod: 'FLAT',
              amount: 5,
            },
          ],
        },
      },
    }),
  );
  const loan = await lender.approvedLoan(withFee, terms);
  expect(await link(loan, 'FEE')).toBe('400 PRODUCT_DISBURSEMENT_FEES_PREVENT_CARD_ATTACHMENT');
});

test('loans that nobody knows have no cards', async () => {
  const path = { loanAccountId: 'NOBODY', cardReferenceToken: 'X' };
  const calls: readonly (readonly [OperationName, object])[] = [
    ['getLoanCards', {}],
    ['createLoanCard', { body: { referenceToken: 'X' } }],
    ['deleteLoanCard', {}],
  ];
  for (const [name, more] of calls)
    expect(await desk.reason(name, { path, ...more }), name).toBe('404 INVALID_LOAN_ACCOUNT_ID');
});

test('cards that were never used go with a loan that is deleted', async () => {
  const loan = await credit();
  expect(await link(loan, 'UNUSED')).toBe('201');
  await bank.ok('deleteLoanAccount', { path: loanPath(loan) });
  const other = await credit();
  expect(await link(other, 'UNUSED')).toBe('201');
});

test('a card is reached by whoever reaches its account', async () => {
  const loan = await credit();
  await link(loan, 'HIDDEN');
  await bank.ok('createUser', {
    body: {
      username: 'officer',
      firstName: 'O',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: false,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['CARD_BALANCE_INQUIRY', 'VIEW_CARDS'],
      },
    },
  });
  const user = 'officer:long enough';
  const path = { cardReferenceToken: 'HIDDEN' };
  expect(await desk.reason('getCardBalances', { path, user })).toBe('404 CARD_REFERENCE_NOT_FOUND');
  expect(await desk.reason('getLoanCards', { path: loanPath(loan), user })).toBe('404 INVALID_LOAN_ACCOUNT_ID');
});
