import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { CardAccount } from './harness/cardDesk.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanCardDesk, loanCardDesk } from './harness/loanCardDesk.ts';
import { loanPath } from './harness/loanDesk.ts';

// Payments by card to revolving credits, announced or not, and what comes back of them.

type Body = Readonly<Record<string, unknown>>;

const CRDT = { creditDebitIndicator: 'CRDT' };

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

const payIn = async (account: CardAccount, reference: string, amount: unknown, more: Body = {}): Promise<string> =>
  reasonOf(await credits.cards.pay(account, reference, amount, { ...CRDT, ...more }));
const pathOf = ({ token }: CardAccount, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  cardTransactionExternalReferenceId: reference,
});

describe('a payment by card to a credit', () => {
  test('repays it, and is told with everything that was sent', async () => {
    const { cards, standing, desk } = credits;
    const account = await credits.credit(1000, 300);
    const body = { currencyCode: 'EUR', userTransactionTime: '12:30', cardAcceptor: { name: 'Bakery', mcc: 5462 } };
    const reply = await cards.pay(account, 'P', 120, { ...CRDT, ...body });
    expect(reply.body).toMatchObject({
      ...body,
      ...CRDT,
      externalReferenceId: 'P',
      amount: 120,
      linkedTransaction: { linkedTransactionType: 'LOAN' },
      balances: { accountId: account.id, totalBalance: 180, availableBalance: 820, cardType: 'CREDIT' },
    });
    expect(await standing(account)).toBe('owed 180, held 0, available 820');
    const repayment = await desk.newest(account, 'REPAYMENT');
    expect(repayment).toMatchObject({
      amount: 120,
      affectedAmounts: { principalAmount: 120 },
      transactionDetails: { transactionChannelId: 'cash' },
      cardTransaction: { ...body, externalReferenceId: 'P', amount: 120, cardToken: account.token },
    });
    expect(await desk.journal(repayment)).toEqual(['DEBIT 1000 120 -', 'CREDIT 1100 120 -']);
    const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P'), query: { detailsLevel: 'FULL' } });
    expect(found).toMatchObject({
      id: repayment.id,
      type: 'DEPOSIT',
      amount: 120,
      accountBalances: { totalBalance: 180 },
      cardTransaction: { ...body, externalReferenceId: 'P' },
    });
    // It is repeated without another effect, and not adjusted.
    expect(await payIn(account, 'P', 120, body)).toBe('201');
    expect(await payIn(account, 'P', 121, body)).toBe('400 DUPLICATE_CARD_TRANSACTION');
    const path = { loanTransactionId: String(repayment.id) };
    expect(await desk.refused('adjustLoanTransaction', account, { path, body: { notes: 'a mistake' } })).toContain(
      '400 CARD_TRANSACTION_CANNOT_BE_ADJUSTED',
    );
  });

  test('that was announced frees nothing before it comes, then settles what announced it', async () => {
    const { cards, standing, state } = credits;
    const account = await credits.credit(1000, 300);
    await cards.hold(account, 'IN', 100, CRDT);
    expect(await standing(account)).toBe('owed 300, held 0, available 700');
    expect(await cards.change('increase', account, 'IN', { amount: 50 })).toBe('204');
    expect(await cards.change('decrease', account, 'IN', { amount: 30 })).toBe('204');
    const settle = { externalAuthorizationReferenceId: 'IN' };
    expect(await payIn(account, 'WRONG', 10, { ...settle, creditDebitIndicator: 'DBIT' })).toBe(
      '400 INVALID_PARAMETERS',
    );
    expect(await payIn(account, 'P-1', 70, { ...settle, partial: true })).toBe('201');
    expect(await cards.status(account, 'IN')).toBe('PENDING 50');
    // Without saying so a payment goes the way of its hold.
    const { creditDebitIndicator: _, ...silent } = { ...settle, ...CRDT, increaseAmountIfNeeded: true };
    expect(reasonOf(await cards.pay(account, 'P-2', 60, silent))).toBe('201');
    expect(await cards.status(account, 'IN')).toBe('SETTLED 60');
    expect(await payIn(account, 'P-3', 1, settle)).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    expect(await standing(account)).toBe('owed 170, held 0, available 830');
    await cards.hold(account, 'OUT', 10);
    expect(await payIn(account, 'P-4', 10, { externalAuthorizationReferenceId: 'OUT' })).toBe('400 INVALID_PARAMETERS');
    await cards.reverse(account, 'OUT');
    // What is only announced keeps nobody from closing; it expires by itself.
    await cards.hold(account, 'NEVER', 10, CRDT);
    await credits.desk.repay(account, 170);
    await state(account, 'CLOSE');
    expect(await payIn(account, 'P-5', 10, { externalAuthorizationReferenceId: 'NEVER' })).toBe(
      '400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
    );
    expect(await cards.reverse(account, 'NEVER')).toBe('204');
  });

  test('pays what is due in the order of the product, and ends arrears', async () => {
    const { cards, desk } = credits;
    const account = await credits.credit(1000, 300);
    await bank.ok('advanceClock', { body: { to: '2026-04-15' } });
    expect((await desk.account(account)).accountState).toBe('ACTIVE_IN_ARREARS');
    const [due] = (await bank.ok('getLoanSchedule', { path: loanPath(account) })).installments ?? [];
    const interest = Number(due?.interest?.amount?.due);
    expect(await payIn(account, 'P', 50 + interest)).toBe('201');
    expect(await desk.account(account)).toMatchObject({ accountState: 'ACTIVE', balances: { principalBalance: 250 } });
    expect(await desk.newest(account, 'REPAYMENT')).toMatchObject({
      affectedAmounts: { principalAmount: 50, interestAmount: interest },
    });
    // It comes back in parts: what was due is late again at once, as if it had not been paid.
    expect(await cards.takeBack(account, 'P', 'R-1', 20, { notes: undefined })).toBe('204');
    expect((await desk.account(account)).accountState).toBe('ACTIVE_IN_ARREARS');
    expect(await cards.takeBack(account, 'P', 'R-1', 20)).toBe('204');
    expect(await cards.takeBack(account, 'P', 'R-2', 30 + interest)).toBe('204');
    expect(await cards.takeBack(account, 'P', 'R-3', 0.01)).toBe('400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED');
    const after = await desk.account(account);
    expect(after).toMatchObject({ accountState: 'ACTIVE_IN_ARREARS', balances: { principalBalance: 300 } });
    expect(Number(after.balances?.interestBalance)).toBe(interest);
    const last = await desk.newest(account, 'CARD_TRANSACTION_REVERSAL');
    expect(last).toMatchObject({
      amount: -(30 + interest),
      accountBalances: { principalBalance: 300 },
      cardTransaction: { externalReferenceId: 'R-2', cardToken: account.token },
    });
    const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
    expect(found).toMatchObject({ type: 'DEPOSIT', amount: 50 + interest });
    expect(found.cardTransactionReversals).toMatchObject([
      { externalReferenceId: 'R-1', amount: 20 },
      { externalReferenceId: 'R-2', amount: 30 + interest },
    ]);
    const path = { loanTransactionId: String(last.id) };
    expect(await desk.refused('adjustLoanTransaction', account, { path, body: { notes: 'a mistake' } })).toContain(
      '400 CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED',
    );
    await desk.verify();
    // A month later it owes what it would have owed.
    await bank.ok('advanceClock', { body: { to: '2026-05-15' } });
    expect(await payIn(account, 'LATER', 60)).toBe('201');
  });

  test('does not come back beyond what can be drawn', async () => {
    const { cards, desk, standing } = credits;
    const account = await credits.credit(200, 150);
    expect(await payIn(account, 'P', 100)).toBe('201');
    await desk.disburse(account, { amount: 60 });
    await cards.hold(account, 'H', 50);
    expect(await cards.takeBack(account, 'P', 'R', 40.01)).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(await cards.takeBack(account, 'P', 'R', 40)).toBe('204');
    expect(await standing(account)).toBe('owed 150, held 50, available 0');
    await bank.ok('lockLoan', { path: loanPath(account), body: {} });
    expect(await payIn(account, 'Q', 10)).toBe('201');
    await bank.ok('unlockLoan', { path: loanPath(account), body: {} });
  });

  test.each<[Body, string]>([
    [{ amount: 0 }, 'INVALID_AMOUNT'],
    [{ amount: -3 }, 'INVALID_AMOUNT'],
    [{ amount: 0.001 }, 'INVALID_AMOUNT'],
    [{ amount: 1e40 }, 'INVALID_AMOUNT'],
    [{ amount: 50.01 }, 'EXCESS_REPAYMENT_ERROR'],
    [{ amount: 50.01, advice: true }, 'EXCESS_REPAYMENT_ERROR'],
    [{ firstRepaymentDate: '2026-08-01T00:00:00+03:00' }, 'INVALID_PARAMETERS'],
    [{ transactionChannelId: 'nowhere' }, 'INVALID_TRANSACTION_CHANNEL'],
    [{ currencyCode: 'USD' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
  ])('is not made of %j', async (more, reason) => {
    const account = await credits.credit(100, 50);
    expect(await payIn(account, 'BAD', 5, more)).toBe(`400 ${reason}`);
    expect(await credits.standing(account)).toBe('owed 50, held 0, available 50');
  });

  test('needs a credit that owes something', async () => {
    const account = await credits.credit(100);
    expect(await payIn(account, 'P', 5)).toBe('400 INVALID_ACCOUNT_STATE_FOR_REPAYMENTS');
    await credits.desk.disburse(account, { amount: 50 });
    await credits.desk.repay(account, 50);
    expect(await payIn(account, 'P', 5)).toBe('400 CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT');
    await credits.state(account, 'CLOSE');
    expect(reasonOf(await credits.cards.tryHold(account, 'H', 5, CRDT))).toBe('400 INVALID_ACCOUNT_STATE');
  });

  test('by several clients at once never pays more than is owed', async () => {
    const account = await credits.credit(100, 60);
    const replies = await Promise.all(Array.from({ length: 12 }, (_, index) => payIn(account, `C-${index}`, 10)));
    expect(replies.filter((reply) => reply === '201')).toHaveLength(6);
    expect(await credits.standing(account)).toBe('owed 0, held 0, available 100');
  });
});
