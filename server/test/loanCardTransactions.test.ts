import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { CardAccount } from './harness/cardDesk.ts';
import { defineCustomFields, field, fieldSet } from './harness/customFields.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanCardDesk, loanCardDesk } from './harness/loanCardDesk.ts';
import { loanPath } from './harness/loanDesk.ts';

// Payments by card from revolving credits.

type Body = Readonly<Record<string, unknown>>;

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

const pay = async (account: CardAccount, reference: string, amount: unknown, more?: Body): Promise<string> =>
  reasonOf(await credits.cards.pay(account, reference, amount, more));
const settle = (account: CardAccount, hold: string, reference: string, amount: unknown, more: Body = {}) =>
  pay(account, reference, amount, { externalAuthorizationReferenceId: hold, ...more });
const pathOf = ({ token }: CardAccount, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  cardTransactionExternalReferenceId: reference,
});

describe('a payment by card from a credit', () => {
  test('draws on it, settles its hold, and is told with everything that was sent', async () => {
    const { cards, standing, desk } = credits;
    const account = await credits.credit(1000);
    await cards.hold(account, 'H', 30);
    const body = {
      externalAuthorizationReferenceId: 'H',
      currencyCode: 'EUR',
      userTransactionTime: '12:30',
      cardAcceptor: { name: 'Bakery', mcc: 5462 },
    };
    const reply = await cards.pay(account, 'P', 30, { ...body, firstRepaymentDate: '2026-04-20T00:00:00+03:00' });
    const loan = await desk.account(account);
    expect(reply.body).toMatchObject({
      ...body,
      externalReferenceId: 'P',
      amount: 30,
      advice: false,
      cardToken: account.token,
      creditDebitIndicator: 'DBIT',
      transactionChannelId: 'cash',
      linkedTransaction: { linkedTransactionType: 'LOAN', linkedTransactionKey: loan.activationTransactionKey },
      balances: {
        accountId: account.id,
        totalBalance: 30,
        availableBalance: 970,
        creditLimit: 1000,
        cardType: 'CREDIT',
      },
    });
    expect(await cards.status(account, 'H')).toBe('SETTLED 30');
    expect(await standing(account)).toBe('owed 30, held 0, available 970');
    // The first payment activates the credit and says when it is repaid.
    expect(loan).toMatchObject({ accountState: 'ACTIVE' });
    expect((await bank.ok('getLoanSchedule', { path: loanPath(account) })).installments?.[0]?.dueDate).toContain(
      '2026-04-20',
    );
    const drawn = await desk.newest(account, 'DISBURSEMENT');
    expect(drawn).toMatchObject({
      amount: 30,
      transactionDetails: { transactionChannelId: 'cash' },
      cardTransaction: { ...body, externalReferenceId: 'P', amount: 30, cardToken: account.token },
    });
    expect(await desk.journal(drawn)).toEqual(['DEBIT 1100 30 -', 'CREDIT 1000 30 -']);
    const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P'), query: { detailsLevel: 'FULL' } });
    expect(found).toMatchObject({
      encodedKey: drawn.encodedKey,
      id: drawn.id,
      type: 'WITHDRAWAL',
      amount: -30,
      currencyCode: 'EUR',
      holdExternalReferenceId: 'H',
      parentAccountKey: account.encodedKey,
      accountBalances: { totalBalance: 30 },
      cardTransaction: { ...body, externalReferenceId: 'P' },
    });
    expect(found).not.toHaveProperty('cardTransactionReversals');
  });

  test('settles in parts, for less, for more, and once only', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100);
    await cards.hold(account, 'PARTS', 60);
    expect(await settle(account, 'PARTS', 'P-1', 20, { partial: true })).toBe('201');
    expect(await standing(account)).toBe('owed 20, held 40, available 40');
    expect(await settle(account, 'PARTS', 'P-2', 10, { partial: true })).toBe('201');
    expect(await cards.status(account, 'PARTS')).toBe('PENDING 30');
    expect(await settle(account, 'PARTS', 'P-3', 5)).toBe('201');
    expect(await standing(account)).toBe('owed 35, held 0, available 65');
    expect(await settle(account, 'PARTS', 'P-4', 1)).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    await cards.hold(account, 'MORE', 60);
    expect(await settle(account, 'MORE', 'M-1', 65.01)).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(await cards.status(account, 'MORE')).toBe('PENDING 60');
    expect(await settle(account, 'MORE', 'M-2', 65, { partial: true })).toBe('201');
    expect(await cards.status(account, 'MORE')).toBe('SETTLED 60');
    expect(await standing(account)).toBe('owed 100, held 0, available 0');
  });

  test('for more lets its hold grow where it asks for that, as far as there is something to hold', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100);
    const grow = { increaseAmountIfNeeded: true };
    await cards.hold(account, 'H', 60);
    await cards.hold(account, 'OTHER', 30);
    expect(await settle(account, 'H', 'P', 70.01, grow)).toBe(
      '400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    );
    expect(await cards.status(account, 'H')).toBe('PENDING 60');
    expect((await cards.pay(account, 'P', 65, { externalAuthorizationReferenceId: 'H', ...grow })).body).toMatchObject({
      amount: 65,
      ...grow,
    });
    expect(await cards.status(account, 'H')).toBe('SETTLED 65');
    expect(await standing(account)).toBe('owed 65, held 30, available 5');
    // Who paid less, or without a hold, needed no more.
    expect(await settle(account, 'OTHER', 'Q', 10, { ...grow, partial: true })).toBe('201');
    expect(await cards.status(account, 'OTHER')).toBe('PENDING 20');
    expect(await pay(account, 'R', 5, grow)).toBe('201');
    expect(await settle(account, 'H', 'LATE', 70, grow)).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
  });

  test('of a hold that ended, or that there is not, is refused', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100);
    await cards.hold(account, 'GONE', 10);
    await cards.reverse(account, 'GONE');
    await cards.hold(account, 'LATE', 10);
    await bank.db.query("UPDATE authorization_hold SET status = 'EXPIRED' WHERE external_reference_id = 'LATE'");
    await bank.db.query('UPDATE loan_account SET hold_balance = 0 WHERE id = $1', [account.id]);
    for (const hold of ['GONE', 'LATE'])
      for (const advice of [false, true])
        expect(await settle(account, hold, 'P', 10, { advice })).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    expect(await settle(account, 'NEVER', 'P', 10)).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
    // Whoever has to be paid all the same posts without the hold.
    expect(await pay(account, 'P', 10, { advice: true })).toBe('201');
    expect(await standing(account)).toBe('owed 10, held 0, available 90');
  });

  test('without a hold asks what is available; an advice only the credit itself', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(150);
    await cards.hold(account, 'H', 120);
    expect(await pay(account, 'TOO-MUCH', 30.01)).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(await pay(account, 'RIGHT', 30)).toBe('201');
    expect(await pay(account, 'FORCED', 40, { advice: true })).toBe('201');
    expect(await standing(account)).toBe('owed 70, held 120, available -40');
    expect(await pay(account, 'BEYOND', 80.01, { advice: true })).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    // What was authorised stays paid only within the credit: other payments came first.
    for (const advice of [false, true])
      expect(await settle(account, 'H', 'S', 120, { advice })).toBe('400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT');
    expect(await settle(account, 'H', 'S', 80)).toBe('201');
    expect(await standing(account)).toBe('owed 150, held 0, available 0');
  });

  test('is repeated without another effect, and refused with another body', async () => {
    const { cards, standing, desk } = credits;
    const account = await credits.credit(100);
    const first = await cards.pay(account, 'SAME', 25);
    await cards.pay(account, 'OTHER', 5);
    const again = await cards.pay(account, 'SAME', 25);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await pay(account, 'SAME', 26)).toBe('400 DUPLICATE_CARD_TRANSACTION');
    expect(await standing(account)).toBe('owed 30, held 0, available 70');
    expect(await desk.standing(account)).toHaveLength(2);
  });

  test('needs a credit and a channel that take it, and is not adjusted', async () => {
    const { cards, desk, state, standing } = credits;
    const account = await credits.credit(100);
    await state(account, 'UNDO_APPROVE');
    expect(await pay(account, 'EARLY', 1, { advice: true })).toBe('400 INVALID_ACCOUNT_STATE');
    await state(account, 'APPROVE');
    await cards.hold(account, 'H', 5);
    expect(await settle(account, 'H', 'P', 5, { transactionChannelId: 'nowhere' })).toBe(
      '400 INVALID_TRANSACTION_CHANNEL',
    );
    expect(await cards.status(account, 'H')).toBe('PENDING 5');
    expect(await settle(account, 'H', 'P', 5)).toBe('201');
    await bank.ok('lockLoan', { path: loanPath(account), body: {} });
    for (const advice of [false, true])
      expect(await pay(account, 'LOCKED', 5, { advice })).toBe('400 CANNOT_DISBURSE_LOCKED_ACCOUNTS');
    await bank.ok('unlockLoan', { path: loanPath(account), body: {} });
    const drawn = await desk.newest(account, 'DISBURSEMENT');
    const path = { loanTransactionId: String(drawn.id) };
    expect(await desk.refused('adjustLoanTransaction', account, { path, body: { notes: 'a mistake' } })).toContain(
      '400 CARD_TRANSACTION_CANNOT_BE_ADJUSTED',
    );
    expect(await pay(account, 'FIRST', 5, { firstRepaymentDate: '2026-05-01T00:00:00+03:00' })).toBe(
      '400 INVALID_FIRST_REPAYMENT_DUE_DATE',
    );
    await desk.repay(account, 5);
    await state(account, 'CLOSE');
    expect(await pay(account, 'CLOSED', 1, { advice: true })).toBe('400 INVALID_ACCOUNT_STATE');
    expect(await standing(account)).toBe('owed 0, held 0, available 100');
  });

  test.each([
    [{ amount: 0 }, 'INVALID_AMOUNT'],
    [{ amount: -3 }, 'INVALID_AMOUNT'],
    [{ amount: 0.001 }, 'INVALID_AMOUNT'],
    [{ amount: 1e40 }, 'INVALID_AMOUNT'],
    [{ amount: 'x' }, 'INVALID_PARAMETERS'],
    [{ advice: 'yes' }, 'INVALID_PARAMETERS'],
    [{ transactionChannelId: undefined }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: '' }, 'INVALID_PARAMETERS'],
    [{ creditDebitIndicator: 'UP' }, 'INVALID_PARAMETERS'],
    [{ currencyCode: 'USD' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
    [{ increaseAmountIfNeeded: 'yes' }, 'INVALID_PARAMETERS'],
    [{ firstRepaymentDate: '2026-03-10T00:00:00+02:00' }, 'INVALID_FIRST_REPAYMENT_DUE_DATE'],
    [{ firstRepaymentDate: 'soon' }, 'INVALID_PARAMETERS'],
  ])('is not made of %j', async (more, reason) => {
    const account = await credits.credit(100);
    expect(await pay(account, 'BAD', 5, more)).toBe(`400 ${reason}`);
    expect(await credits.standing(account)).toBe('owed 0, held 0, available 100');
  });

  test('asks the limit of whoever sends it', async () => {
    const account = await credits.credit(100);
    await bank.ok('createUser', {
      body: {
        username: 'processor',
        firstName: 'P',
        password: 'long enough',
        transactionLimits: { DISBURSEMENT: 20 },
        access: {
          apiAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['CREATE_CARD_TRANSACTION'],
        },
      },
    });
    const call = (amount: number) =>
      credits.desk.reason('createCardTransaction', {
        path: { cardReferenceToken: account.token },
        body: { externalReferenceId: `L-${amount}`, amount, advice: false, transactionChannelId: 'cash' },
        user: 'processor:long enough',
      });
    expect(await call(20.01)).toBe('403 USER_TRANSACTION_LIMIT_EXCEEDED');
    expect(await call(20)).toBe('201');
  });

  test('asks for two people, where the organisation does', async () => {
    const setUp = async (approvalDisbursalTwoManRuleEnabled: boolean): Promise<void> => {
      const settings = JSON.stringify({ approvalDisbursalTwoManRuleEnabled });
      await bank.db.query('UPDATE general_setup SET settings = settings || $1', [settings]);
      await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
      bank.app.tenant.reference.invalidate();
    };
    const account = await credits.credit(100);
    await setUp(true);
    expect(await pay(account, 'P', 1)).toBe('400 INVALID_USER_WHO_APPROVED_THE_LOAN_CANNOT_DISBURSE_IT');
    await setUp(false);
    expect(await pay(account, 'P', 1)).toBe('201');
  });

  test('and its reversal carry the custom fields of their channel', async () => {
    const { cards, desk } = credits;
    await defineCustomFields(
      bank,
      fieldSet('_terminal', [field('till', { usage: [{ id: 'cash', required: false, default: true }] })], {
        availableFor: 'TRANSACTION_CHANNEL',
      }),
    );
    const account = await credits.credit(100);
    expect(await pay(account, 'P', 10, { _terminal: { till: '7' } })).toBe('201');
    expect(await pay(account, 'Q', 10, { _terminal: { nothing: '7' } })).toMatch(/^400 /);
    expect(await cards.takeBack(account, 'P', 'R', 10, { _terminal: { till: '8' } })).toBe('204');
    const told = async (type: string) => {
      const { id } = await desk.newest(account, type);
      const path = { loanTransactionId: String(id) };
      return bank.ok('getLoanTransaction', { path, query: { detailsLevel: 'FULL' } });
    };
    expect(await told('DISBURSEMENT')).toMatchObject({ _terminal: { till: '7' } });
    expect(await told('CARD_TRANSACTION_REVERSAL')).toMatchObject({ _terminal: { till: '8' } });
    const query = { detailsLevel: 'FULL' };
    expect(await bank.ok('getCardTransaction', { path: pathOf(account, 'P'), query })).toMatchObject({
      amount: -10,
      _terminal: { till: '7' },
    });
  });

  test('is found again after a correction of the past has posted it anew', async () => {
    const { cards, desk } = credits;
    const account = await credits.credit(1000, 100);
    await cards.pay(account, 'P', 40);
    await bank.ok('advanceClock', { body: { to: '2026-03-20' } });
    const before = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
    await desk.repay(account, 30, { valueDate: '2026-03-10T00:00:01+02:00' });
    await desk.disburse(account, { amount: 10, valueDate: '2026-03-10T00:00:01+02:00' });
    await desk.adjust(
      (await desk.transactions(account)).find(({ amount, type }) => type === 'DISBURSEMENT' && amount === 10) ?? {},
    );
    const after = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
    expect(after).toMatchObject({ type: 'WITHDRAWAL', amount: -40, cardTransaction: { externalReferenceId: 'P' } });
    expect(after.cardTransaction).toEqual(before.cardTransaction);
    const standing = await desk.transactions(account);
    expect(
      standing.find(({ encodedKey }) => encodedKey === after.encodedKey)?.adjustmentTransactionKey,
    ).toBeUndefined();
  });
});

test('of 40 payments at once on a credit that carries 20, exactly 20 are paid', async () => {
  const account = await credits.credit(200, 100);
  const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => pay(account, `C-${index}`, 5)));
  expect(replies.filter((reply) => reply === '201')).toHaveLength(20);
  expect(await credits.standing(account)).toBe('owed 200, held 0, available 0');
});

test('the same payment from several clients at once is posted once', async () => {
  const account = await credits.credit(200);
  const replies = await Promise.all(Array.from({ length: 8 }, () => pay(account, 'ONCE', 5)));
  expect(new Set(replies)).toEqual(new Set(['201']));
  expect(await credits.standing(account)).toBe('owed 5, held 0, available 195');
});

test('a hold that several payments want to settle at once is settled once', async () => {
  const account = await credits.credit(200);
  await credits.cards.hold(account, 'H', 50);
  const replies = await Promise.all(Array.from({ length: 8 }, (_, index) => settle(account, 'H', `S-${index}`, 20)));
  expect(replies.filter((reply) => reply === '201')).toHaveLength(1);
  expect(replies.filter((reply) => reply === '400 INVALID_AUTHORIZATION_HOLD_STATE')).toHaveLength(7);
  expect(await credits.standing(account)).toBe('owed 20, held 0, available 180');
});
