import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { CardAccount } from './harness/cardDesk.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanCardDesk, loanCardDesk } from './harness/loanCardDesk.ts';
import { loanPath } from './harness/loanDesk.ts';
import { revolvingProduct } from './harness/revolving.ts';

// Revolving credits at which money lies that was paid beyond everything that is owed.

type Body = Readonly<Record<string, unknown>>;

const CRDT = { creditDebitIndicator: 'CRDT' };

let bank: TestBank;
let credits: LoanCardDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  credits = await loanCardDesk(bank, { prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' } });
});
afterAll(async () => {
  await credits.desk.verify();
  await bank.stop();
});

const payIn = async (account: CardAccount, reference: string, amount: unknown): Promise<string> =>
  reasonOf(await credits.cards.pay(account, reference, amount, CRDT));
const draw = async (account: CardAccount, reference: string, amount: unknown, more: Body = {}): Promise<string> =>
  reasonOf(await credits.cards.pay(account, reference, amount, more));
const withdraw = (account: CardAccount, amount: number) => ({ path: loanPath(account), body: { amount } });

describe('more than is owed', () => {
  test('lies at the credit, is told by it and by its card, and is booked', async () => {
    const { desk, standing } = credits;
    const account = await credits.credit(1000, 300);
    const paid = await desk.repay(account, 340);
    expect(paid).toMatchObject({
      amount: 340,
      affectedAmounts: { principalAmount: 300 },
      accountBalances: { principalBalance: 0, totalBalance: 0, redrawBalance: 40, expectedPrincipalRedraw: -40 },
    });
    expect(await desk.journal(paid)).toEqual(['DEBIT 1000 340 -', 'CREDIT 1100 340 -']);
    expect(await standing(account)).toBe('owed -40, held 0, available 1040');
    // More comes while nothing is owed, by hand and by card.
    await desk.repay(account, 10);
    expect(await payIn(account, 'IN', 50)).toBe('201');
    expect(await standing(account)).toBe('owed -100, held 0, available 1100');
    const path = loanPath(account);
    expect(await desk.refused('changeLoanAccountState', account, { path, body: { action: 'CLOSE' } })).toMatch(
      /^400 ACCOUNT_HAS_REMAINING_BALANCE/,
    );
    const future = { amount: 5, valueDate: '2026-03-11T12:00:00+02:00' };
    expect(await desk.refused('makeRepayment', account, { path, body: future })).toMatch(
      /^400 REPAYMENT_DATE_IN_THE_FUTURE_ERROR/,
    );
    await desk.verify();
  });

  test('pays what is drawn next, and can all be drawn', async () => {
    const { desk, standing } = credits;
    const account = await credits.credit(1000, 300);
    await desk.repay(account, 340);
    expect(await draw(account, 'ONE', 15)).toBe('201');
    expect(await standing(account)).toBe('owed -25, held 0, available 1025');
    expect(await desk.newest(account, 'REDRAW_REPAYMENT')).toMatchObject({
      amount: 15,
      affectedAmounts: { principalAmount: 15 },
      accountBalances: { principalBalance: 0, redrawBalance: 25 },
    });
    expect(await desk.journal(await desk.newest(account, 'REDRAW_REPAYMENT'))).toEqual([]);
    expect(await draw(account, 'MUCH', 1025.01)).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(await draw(account, 'ALL', 1025)).toBe('201');
    expect(await standing(account)).toBe('owed 1000, held 0, available 0');
    const drawn = await desk.newest(account, 'REDRAW_REPAYMENT');
    expect(
      await desk.refused('adjustLoanTransaction', account, {
        path: { loanTransactionId: String(drawn.id) },
        body: { notes: 'no' },
      }),
    ).toMatch(/^400 CARD_TRANSACTION_CANNOT_BE_ADJUSTED/);
    // The payment on which the withdrawals rest stays; a purchase that is taken back frees what it took.
    expect(
      await desk.refused('adjustLoanTransaction', account, {
        path: { loanTransactionId: String((await desk.newest(account, 'REPAYMENT')).id) },
        body: { notes: 'no' },
      }),
    ).toMatch(/^400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT/);
    expect(await credits.cards.takeBack(account, 'ALL', 'R', 1025)).toBe('204');
    expect(await standing(account)).toBe('owed -25, held 0, available 1025');
    await desk.verify();
  });

  test('is held by cards, and what they hold is not paid out', async () => {
    const { cards, desk, standing } = credits;
    const account = await credits.credit(100, 50);
    await desk.repay(account, 90);
    expect(reasonOf(await cards.tryHold(account, 'H', 140.01))).toBe(
      '400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    );
    await cards.hold(account, 'H', 130);
    expect(await standing(account)).toBe('owed -40, held 130, available 10');
    expect(await desk.refused('makeLoanWithdrawal', account, withdraw(account, 10.01))).toMatch(
      /^400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT: amount/,
    );
    const out = await bank.ok('makeLoanWithdrawal', withdraw(account, 10));
    expect(out).toMatchObject({ type: 'WITHDRAWAL_REDRAW', accountBalances: { redrawBalance: 30 } });
    expect(await draw(account, 'P', 130, { externalAuthorizationReferenceId: 'H' })).toBe('201');
    expect(await standing(account)).toBe('owed 100, held 0, available 0');
    expect(await desk.refused('makeLoanWithdrawal', account, withdraw(account, 0.01))).toMatch(
      /^400 INSUFFICIENT_REDRAW_BALANCE/,
    );
    await desk.verify();
  });

  test('of a payment by card goes back with it, and what was drawn of it is owed', async () => {
    const { cards, desk, standing } = credits;
    const account = await credits.credit(1000, 300);
    expect(await payIn(account, 'P', 340)).toBe('201');
    expect(await cards.takeBack(account, 'P', 'R-1', 30)).toBe('204');
    expect(await standing(account)).toBe('owed -10, held 0, available 1010');
    expect(await draw(account, 'D', 60)).toBe('201');
    expect(await cards.takeBack(account, 'P', 'R-2', 310)).toBe('204');
    expect(await standing(account)).toBe('owed 360, held 0, available 640');
    expect(await desk.journal(await desk.newest(account, 'CARD_TRANSACTION_REVERSAL'))).toEqual([
      'CREDIT 1000 310 -',
      'DEBIT 1100 310 -',
    ]);
    expect(await cards.takeBack(account, 'P', 'R-3', 0.01)).toBe('400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED');
    await desk.verify();
  });

  test('of a purchase that is taken back after it was paid stays', async () => {
    const { cards, desk, standing } = credits;
    const account = await credits.credit(1000);
    expect(await draw(account, 'D', 200)).toBe('201');
    await desk.repay(account, 200);
    expect(await cards.takeBack(account, 'D', 'R', 80)).toBe('204');
    expect(await standing(account)).toBe('owed -80, held 0, available 1080');
    expect(await desk.journal(await desk.newest(account, 'CARD_TRANSACTION_REVERSAL'))).toEqual([
      'DEBIT 1000 80 -',
      'CREDIT 1100 80 -',
    ]);
    await bank.ok('makeLoanWithdrawal', withdraw(account, 80));
    await credits.state(account, 'CLOSE');
    await desk.verify();
  });

  test('pays charges on the due date, by the night', async () => {
    const { desk } = credits;
    const account = await credits.credit(1000, 300);
    await desk.repay(account, 340);
    await desk.fee(account, 15);
    await desk.advanceTo('2026-04-12');
    expect((await desk.standing(account)).at(-1)).toBe('REDRAW_REPAYMENT 15.00 2026-04-10');
    expect(await desk.account(account)).toMatchObject({
      accountState: 'ACTIVE',
      balances: { redrawBalance: 25, feesBalance: 0 },
    });
    await desk.verify();
  });

  test('comes once of every payment, when several clients pay, draw and take it out at once', async () => {
    const { desk, standing } = credits;
    const account = await credits.credit(100, 60);
    await desk.repay(account, 100);
    const replies = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        index % 2 === 0
          ? reasonOf(await bank.call('makeLoanWithdrawal', withdraw(account, 10)))
          : await draw(account, `C-${index}`, 10),
      ),
    );
    const out = replies.filter((reply, index) => index % 2 === 0 && reply === '201').length;
    expect(replies.filter((reply, index) => index % 2 === 1 && reply === '201')).toHaveLength(6);
    expect(await standing(account)).toBe(`owed ${20 + 10 * out}, held 0, available ${80 - 10 * out}`);
    await desk.verify();
  });
});

test('a product can keep overpayments, and takes no payments of the future', async () => {
  const { lender, desk } = credits;
  expect(
    await lender.loanProduct(
      'KEEPS',
      revolvingProduct({ prepayment: { futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS' } }),
    ),
  ).toBeTypeOf('string');
  expect(await desk.account(await credits.credit(100))).toMatchObject({
    futurePaymentsAcceptance: 'ACCEPT_OVERPAYMENTS',
  });
});
