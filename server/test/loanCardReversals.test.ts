import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { CardAccount } from './harness/cardDesk.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanCardDesk, loanCardDesk } from './harness/loanCardDesk.ts';
import { loanPath } from './harness/loanDesk.ts';

// Payments by card from revolving credits, taken back.

let bank: TestBank;
let credits: LoanCardDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  credits = await loanCardDesk(bank);
});
afterAll(async () => {
  await credits.desk.verify();
  await bank.stop();
});

const pay = async (account: CardAccount, reference: string, amount: number, more = {}): Promise<void> => {
  const reply = await credits.cards.pay(account, reference, amount, more);
  if (reply.status !== 201) throw new Error(`the payment ${reference} was refused: ${reply.text}`);
};
const pathOf = ({ token }: CardAccount, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  cardTransactionExternalReferenceId: reference,
});
const excess = '400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED';

test('a payment is taken back in parts and in full: the principal comes back', async () => {
  const { cards, desk, standing } = credits;
  const account = await credits.credit(1000, 50);
  await pay(account, 'P', 100);
  expect(await cards.takeBack(account, 'P', 'R-1', 30)).toBe('204');
  expect(await standing(account)).toBe('owed 120, held 0, available 880');
  const reversal = await desk.newest(account, 'CARD_TRANSACTION_REVERSAL');
  expect(reversal).toMatchObject({
    amount: 30,
    affectedAmounts: { principalAmount: 30, interestAmount: 0, feesAmount: 0, penaltyAmount: 0 },
    accountBalances: { principalBalance: 120 },
    transactionDetails: { transactionChannelId: 'cash' },
    cardTransaction: { externalReferenceId: 'R-1', amount: 30, currencyCode: 'EUR', cardToken: account.token },
  });
  expect(await desk.journal(reversal)).toEqual(['DEBIT 1000 30 -', 'CREDIT 1100 30 -']);
  // A repetition changes nothing; another reversal may not take its name.
  expect(await cards.takeBack(account, 'P', 'R-1', 30)).toBe('204');
  expect(await cards.takeBack(account, 'P', 'R-1', 31)).toBe('400 DUPLICATE_CARD_TRANSACTION');
  expect(await cards.takeBack(account, 'P', 'R-2', 70.01)).toBe(excess);
  expect(await cards.takeBack(account, 'P', 'R-2', 70, { currencyCode: 'EUR' })).toBe('204');
  expect(await cards.takeBack(account, 'P', 'R-3', 0.01)).toBe(excess);
  expect(await standing(account)).toBe('owed 50, held 0, available 950');
  const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
  expect(found).toMatchObject({ type: 'WITHDRAWAL', amount: -100 });
  expect(found.cardTransactionReversals).toMatchObject([
    { externalReferenceId: 'R-1', amount: 30, currencyCode: 'EUR', transactionChannelId: 'cash' },
    { externalReferenceId: 'R-2', amount: 70 },
  ]);
  // What came back can be paid with again.
  await pay(account, 'AGAIN', 950);
  expect(await standing(account)).toBe('owed 1000, held 0, available 0');
});

test('what is owed no more does not come back', async () => {
  const { cards, desk, state, standing } = credits;
  const account = await credits.credit(1000);
  await pay(account, 'P', 100);
  await desk.repay(account, 80);
  expect(await cards.takeBack(account, 'P', 'R', 100)).toBe('400 EXCESS_REPAYMENT_ERROR');
  expect(await cards.takeBack(account, 'P', 'R', 20)).toBe('204');
  expect(await standing(account)).toBe('owed 0, held 0, available 1000');
  await state(account, 'CLOSE');
  expect(await cards.takeBack(account, 'P', 'LATE', 1)).toBe('400 INVALID_ACCOUNT_STATE');
});

test('a payment that settled a hold comes back, and the hold stays settled', async () => {
  const { cards, standing } = credits;
  const account = await credits.credit(100);
  await cards.hold(account, 'H', 60);
  await pay(account, 'P', 50, { externalAuthorizationReferenceId: 'H' });
  expect(await cards.takeBack(account, 'P', 'R', 50)).toBe('204');
  expect(await cards.status(account, 'H')).toBe('SETTLED 60');
  expect(await standing(account)).toBe('owed 0, held 0, available 100');
});

test.each([
  [{ amount: 0 }, '400 CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT'],
  [{ amount: -5 }, '400 CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT'],
  [{ amount: 0.001 }, '400 INVALID_AMOUNT'],
  [{ amount: 1e40 }, '400 INVALID_AMOUNT'],
  [{ amount: 'all' }, '400 INVALID_PARAMETERS'],
  [{ amount: 101 }, excess],
  [{ externalReferenceId: ' ' }, '400 INVALID_PARAMETERS'],
  [{ currencyCode: 'USD' }, '400 UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
  [{ transactionChannelId: 'nowhere' }, '400 INVALID_TRANSACTION_CHANNEL'],
])('a reversal is not made of %j', async (more, reason) => {
  const { cards, standing } = credits;
  const account = await credits.credit(200, 50);
  await pay(account, 'P', 100);
  expect(await cards.takeBack(account, 'P', 'BAD', 10, more)).toBe(reason);
  expect(await standing(account)).toBe('owed 150, held 0, available 50');
});

test('a reversal needs its payment, an open credit, and is not adjusted', async () => {
  const { cards, desk } = credits;
  const account = await credits.credit(200);
  await pay(account, 'P', 100);
  expect(await cards.takeBack(account, 'NONE', 'R', 10)).toBe('404 CARD_TRANSACTION_NOT_FOUND');
  expect(await cards.takeBack({ ...account, token: 'nobody' }, 'P', 'R', 10)).toBe('404 CARD_REFERENCE_NOT_FOUND');
  const other = await credits.credit(200);
  expect(await cards.takeBack(other, 'P', 'R', 10)).toBe('404 CARD_TRANSACTION_NOT_FOUND');
  await bank.ok('createUser', {
    body: {
      username: 'processor',
      firstName: 'P',
      password: 'long enough',
      access: {
        apiAccess: true,
        canManageAllBranches: true,
        canManageEntitiesAssignedToOtherOfficers: true,
        permissions: ['REVERSE_CARD_TRANSACTION'],
      },
    },
  });
  await bank.ok('lockLoan', { path: loanPath(account), body: {} });
  const call = { path: pathOf(account, 'P'), body: { externalReferenceId: 'R', amount: 10 } };
  const locked = await bank.call('reverseCardTransaction', { ...call, user: 'processor:long enough' });
  expect(reasonOf(locked)).toBe('400 ACCOUNT_IS_LOCKED');
  await bank.ok('unlockLoan', { path: loanPath(account), body: {} });
  expect(reasonOf(await bank.call('reverseCardTransaction', { ...call, user: 'processor:long enough' }))).toBe('204');
  const reversal = await desk.newest(account, 'CARD_TRANSACTION_REVERSAL');
  const path = { loanTransactionId: String(reversal.id) };
  expect(await desk.refused('adjustLoanTransaction', account, { path, body: { notes: 'a mistake' } })).toContain(
    '400 CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED',
  );
});

test('parts of a foreign payment come back at its own rate, and make the whole', async () => {
  const { cards, standing } = credits;
  const account = await credits.credit(200, 50);
  await bank.ok('createCurrency', {
    body: { code: 'USD', name: 'Dollar', symbol: '$', currencySymbolPosition: 'BEFORE_NUMBER', type: 'FIAT_CURRENCY' },
  });
  await bank.ok('createExchangeRate', { path: { currencyCode: 'USD' }, body: { buyRate: 0.9, sellRate: 0.95 } });
  await pay(account, 'P', 10.01, { currencyCode: 'USD' });
  expect(await standing(account)).toBe('owed 59.51, held 0, available 140.49');
  for (const [index, part] of [3.33, 3.33, 3.35].entries())
    expect(await cards.takeBack(account, 'P', `R-${index}`, part, { currencyCode: 'USD' })).toBe('204');
  expect(await standing(account)).toBe('owed 50, held 0, available 150');
});

test('refunds of the bank and reversals of the card together give back no more than the payment', async () => {
  const { cards, desk, standing } = credits;
  const account = await credits.credit(500, 100);
  await pay(account, 'P', 100);
  const draws = (await desk.transactions(account)).filter(({ type }) => type === 'DISBURSEMENT');
  const drawn = draws.find(({ cardTransaction }) => cardTransaction !== undefined);
  await bank.ok('makeLoanRefund', {
    path: loanPath(account),
    body: { amount: 60, linkedDisbursementKey: String(drawn?.encodedKey) },
  });
  expect(await cards.takeBack(account, 'P', 'R', 40.01)).toBe(excess);
  expect(await cards.takeBack(account, 'P', 'R', 40)).toBe('204');
  expect(await standing(account)).toBe('owed 100, held 0, available 400');
});

test('reversals at once never give back more than the payment', async () => {
  const account = await credits.credit(500, 100);
  await pay(account, 'P', 100);
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, index) => credits.cards.takeBack(account, 'P', `R-${index}`, 10)),
  );
  expect(replies.filter((reply) => reply === '204')).toHaveLength(10);
  expect(replies.filter((reply) => reply === excess)).toHaveLength(10);
  expect(await credits.standing(account)).toBe('owed 100, held 0, available 400');
});

test('interest runs on what was drawn while it was, and corrections of the past go through reversals', async () => {
  const { cards, desk, standing } = credits;
  const account = await credits.credit(5000, 1000);
  await pay(account, 'P', 500);
  const day = async (to: string) => desk.advanceTo(to);
  await day('2026-03-20');
  expect(await cards.takeBack(account, 'P', 'R', 500)).toBe('204');
  // 10 days of 1500 and 21 of 1000 at 12 % a year until the due date.
  await day('2026-04-11');
  const interest = (await desk.transactions(account)).find(({ type }) => type === 'INTEREST_APPLIED');
  expect(interest?.amount).toBe(11.84);
  // A repayment of before the reversal, which pays the interest of 5 days first: everything after it is posted anew, and stays what it was.
  await desk.repay(account, 300, { valueDate: '2026-03-15T00:00:00+02:00' });
  const standings = await desk.standing(account);
  expect(standings.filter((line) => line.startsWith('CARD_TRANSACTION_REVERSAL'))).toEqual([
    'CARD_TRANSACTION_REVERSAL 500.00 2026-03-20',
  ]);
  expect(await standing(account)).toBe('owed 702.47, held 0, available 4297.53');
  const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
  expect(found.cardTransactionReversals).toMatchObject([{ externalReferenceId: 'R', amount: 500 }]);
  // A repayment that would leave nothing for the reversal to give back is refused.
  expect(
    await desk.refused('makeRepayment', account, {
      path: loanPath(account),
      body: { amount: 1100, valueDate: '2026-03-16T00:00:00+02:00' },
    }),
  ).toContain('EXCESS_REPAYMENT_ERROR');
});
