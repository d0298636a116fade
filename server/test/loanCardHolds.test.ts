import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import type { CardAccount } from './harness/cardDesk.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanCardDesk, loanCardDesk } from './harness/loanCardDesk.ts';
import { loanPath } from './harness/loanDesk.ts';

// What card processors hold of revolving credits.

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

const cardPath = ({ token }: { readonly token: string }, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  authorizationHoldExternalReferenceId: reference,
});
const tryHold = async (...given: Parameters<LoanCardDesk['cards']['tryHold']>): Promise<string> =>
  reasonOf(await credits.cards.tryHold(...given));
const holds = (account: CardAccount, query = {}) =>
  bank.ok('getLoanAuthorizationHolds', { path: loanPath(account), query });
const lock = (account: CardAccount, name: 'lockLoan' | 'unlockLoan') =>
  bank.ok(name, { path: loanPath(account), body: {} });

describe('a hold on a credit', () => {
  test('is told with everything that was sent, and lowers what can be drawn', async () => {
    const { cards, standing, desk } = credits;
    const account = await credits.credit(1000, 200);
    const body = { currencyCode: 'EUR', customExpirationPeriod: 3, cardAcceptor: { name: 'Bakery', mcc: 5462 } };
    const created = await cards.hold(account, 'AUTH-1', 30.5, body);
    expect(created).toMatchObject({
      ...body,
      externalReferenceId: 'AUTH-1',
      amount: 30.5,
      creditDebitIndicator: 'DBIT',
      status: 'PENDING',
      source: 'CARD',
      accountKey: account.encodedKey,
      cardToken: account.token,
      balances: {
        accountId: account.id,
        availableBalance: 769.5,
        totalBalance: 200,
        creditLimit: 1000,
        currencyCode: 'EUR',
        cardType: 'CREDIT',
      },
    });
    const read = await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'AUTH-1') });
    expect(read).toMatchObject(JSON.parse(JSON.stringify(created)));
    expect(await standing(account)).toBe('owed 200, held 30.5, available 769.5');
    // What is held is not drawn by anybody else.
    expect(await desk.refused('makeDisbursement', account, { path: loanPath(account), body: { amount: 769.51 } })).toBe(
      '400 AMOUNT_MORE_THAN_CURRENT_AVAILABLE_AMOUNT: amount is more than the 769.5 that can be drawn of 1000',
    );
    await desk.disburse(account, { amount: 769.5 });
    expect(await standing(account)).toBe('owed 969.5, held 30.5, available 0');
    expect(await tryHold(account, 'MORE', 0.01)).toBe(
      '400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    );
    await desk.repay(account, 100);
    expect(await tryHold(account, 'MORE', 100)).toBe('201');
    expect(await standing(account)).toBe('owed 869.5, held 130.5, available 0');
  });

  test('is increased, decreased, changed and reversed', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100);
    await cards.hold(account, 'H', 80);
    expect(await standing(account)).toBe('owed 0, held 80, available 20');
    expect(await cards.change('increase', account, 'H', { amount: 20.01 })).toBe(
      '400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    );
    expect(await cards.change('increase', account, 'H', { amount: 20, externalReferenceId: 'I' })).toBe('204');
    // A repetition changes nothing; another increase may not take its name.
    expect(await cards.change('increase', account, 'H', { amount: 20, externalReferenceId: 'I' })).toBe('204');
    expect(await cards.change('increase', account, 'H', { amount: 21, externalReferenceId: 'I' })).toBe(
      '400 DUPLICATE_AUTHORIZATION_HOLD',
    );
    expect(await standing(account)).toBe('owed 0, held 100, available 0');
    expect(await cards.change('increase', account, 'H', { amount: 5, advice: true })).toBe('204');
    expect(await standing(account)).toBe('owed 0, held 105, available -5');
    expect(await cards.change('decrease', account, 'H', { amount: 65 })).toBe('204');
    expect(await standing(account)).toBe('owed 0, held 40, available 60');
    const patch = [{ op: 'REPLACE', path: '/customExpirationPeriod', value: 9 }];
    await bank.ok('patchCardAuthorizationHold', { path: cardPath(account, 'H'), body: patch });
    expect(await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'H') })).toMatchObject({
      amount: 40,
      customExpirationPeriod: 9,
    });
    expect(await cards.change('decrease', account, 'H', { amount: 40 })).toBe('204');
    expect(await cards.status(account, 'H')).toBe('REVERSED 40');
    for (const kind of ['increase', 'decrease'] as const)
      expect(await cards.change(kind, account, 'H', { amount: 1 })).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    await cards.hold(account, 'R', 10);
    for (const _again of [1, 2]) expect(await cards.reverse(account, 'R')).toBe('204');
    expect(await standing(account)).toBe('owed 0, held 0, available 100');
    expect((await holds(account)).map(({ externalReferenceId, status }) => `${externalReferenceId} ${status}`)).toEqual(
      ['R REVERSED', 'H REVERSED'],
    );
  });

  test('takes a part where a part is good enough, and everything as an advice', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100, 60);
    expect((await cards.hold(account, 'PART', 100, { partial: true })).amount).toBe(40);
    expect(await tryHold(account, 'NONE', 1, { partial: true })).toBe(
      '400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS',
    );
    expect(await tryHold(account, 'LATE', 10, { advice: true })).toBe('201');
    expect(await standing(account)).toBe('owed 60, held 50, available -10');
    const page = await bank.call('getLoanAuthorizationHolds', {
      path: loanPath(account),
      query: { status: 'PENDING', paginationDetails: 'ON', limit: 1 },
    });
    expect(page.headers['items-total']).toBe('2');
    expect(page.body).toMatchObject([{ externalReferenceId: 'LATE', amount: 10, accountKey: account.encodedKey }]);
    expect(await holds(account, { status: 'SETTLED' })).toEqual([]);
    expect(
      (await bank.call('getLoanAuthorizationHolds', { path: loanPath(account), query: { status: 'ODD' } })).status,
    ).toBe(400);
  });

  test('is repeated without another effect, and refused with another body', async () => {
    const { cards, standing } = credits;
    const account = await credits.credit(100);
    const first = await cards.hold(account, 'SAME', 25);
    await cards.hold(account, 'OTHER', 5);
    expect(await cards.hold(account, 'SAME', 25)).toEqual(first);
    expect(await tryHold(account, 'SAME', 26)).toBe('400 DUPLICATE_AUTHORIZATION_HOLD');
    expect(await standing(account)).toBe('owed 0, held 30, available 70');
    // The reference is the card's own: another card may use it.
    const other = await credits.credit(100);
    expect(await tryHold(other, 'SAME', 10)).toBe('201');
  });

  test('needs a credit that can be drawn on, and is let go in any state', async () => {
    const { cards, desk, state } = credits;
    const account = await credits.credit(100);
    await state(account, 'UNDO_APPROVE');
    const unapproved = await credits.cards.tryHold(account, 'EARLY', 1);
    expect(reasonOf(unapproved)).toBe('400 INVALID_ACCOUNT_STATE');
    expect(sourceOf(unapproved)).toContain('PENDING_APPROVAL');
    expect(await tryHold(account, 'EARLY', 1, { advice: true })).toBe('400 INVALID_ACCOUNT_STATE');
    await state(account, 'APPROVE');
    await cards.hold(account, 'H', 10);
    // Nobody takes back or closes a credit on which somebody counts.
    for (const action of ['UNDO_APPROVE', 'WITHDRAW']) {
      const body = { action };
      expect(await desk.reason('changeLoanAccountState', { path: loanPath(account), body })).toBe(
        '400 ACCOUNT_HAS_REMAINING_BALANCE',
      );
    }
    expect(await desk.reason('deleteLoanAccount', { path: loanPath(account) })).toBe('400 ACCOUNT_HAS_TRANSACTIONS');
    await desk.disburse(account, { amount: 50 });
    await lock(account, 'lockLoan');
    for (const advice of [false, true])
      expect(await tryHold(account, 'LOCKED', 1, { advice })).toBe('400 CANNOT_DISBURSE_LOCKED_ACCOUNTS');
    expect(await cards.change('increase', account, 'H', { amount: 1 })).toBe('400 CANNOT_DISBURSE_LOCKED_ACCOUNTS');
    expect(await cards.change('decrease', account, 'H', { amount: 1 })).toBe('204');
    await lock(account, 'unlockLoan');
    expect(await desk.reason('payOffLoan', { path: loanPath(account), body: {} })).toBe(
      '400 ACCOUNT_HAS_REMAINING_BALANCE',
    );
    expect(await desk.reason('writeOffLoan', { path: loanPath(account), body: {} })).toBe(
      '400 ACCOUNT_HAS_REMAINING_BALANCE',
    );
    await desk.repay(account, 50);
    expect(await desk.reason('changeLoanAccountState', { path: loanPath(account), body: { action: 'CLOSE' } })).toBe(
      '400 ACCOUNT_HAS_REMAINING_BALANCE',
    );
    await cards.reverse(account, 'H');
    await state(account, 'CLOSE');
    expect(await tryHold(account, 'CLOSED', 1, { advice: true })).toBe('400 INVALID_ACCOUNT_STATE');
    // A card that was used stays.
    const path = { ...loanPath(account), cardReferenceToken: account.token };
    expect(await desk.reason('deleteLoanCard', { path })).toBe(
      '400 CARD_REFERENCE_HAS_ASSOCIATED_HOLDS_OR_TRANSACTIONS',
    );
  });

  test.each([
    [{ amount: 0 }, 'INVALID_AMOUNT'],
    [{ amount: -1 }, 'INVALID_AMOUNT'],
    [{ amount: 1.001 }, 'INVALID_AMOUNT'],
    [{ amount: 1e30, advice: true }, 'INVALID_AMOUNT'],
    [{ amount: 'much' }, 'INVALID_PARAMETERS'],
    [{ amount: undefined }, 'INVALID_PARAMETERS'],
    [{ advice: undefined }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: ' ' }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
    [{ creditDebitIndicator: 'BOTH' }, 'INVALID_PARAMETERS'],
    [{ customExpirationPeriod: 0 }, 'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD'],
    [{ currencyCode: 'nothing' }, 'INVALID_CURRENCY_CODE'],
    [{ currencyCode: 'USD' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
    [{ originalAmount: 5, originalCurrency: 'USD', currencyCode: 'GBP' }, 'ACCOUNT_CURRENCY_NOT_MATCH'],
    [{ cardAcceptor: { mcc: 'food' } }, 'INVALID_PARAMETERS'],
  ])('is not made of %j', async (more, reason) => {
    const account = await credits.credit(100);
    expect(await tryHold(account, 'BAD', 5, more)).toBe(`400 ${reason}`);
    expect(await credits.standing(account)).toBe('owed 0, held 0, available 100');
  });

  test('in another currency is converted', async () => {
    const account = await credits.credit(100);
    const sent = { currencyCode: 'USD', exchangeRate: 0.9 };
    expect(await credits.cards.hold(account, 'USD', 10, sent)).toMatchObject({
      amount: 9,
      currencyCode: 'EUR',
      originalAmount: 10,
      originalCurrency: 'USD',
    });
    expect(await credits.cards.change('increase', account, 'USD', { amount: 10, currencyCode: 'USD' })).toBe('204');
    expect(await credits.standing(account)).toBe('owed 0, held 18, available 82');
  });

  test('of a reference, a card or a loan that leads nowhere is not found', async () => {
    const account = await credits.credit(100);
    const path = cardPath(account, 'NONE');
    const calls: readonly (readonly [OperationName, object])[] = [
      ['getCardAuthorizationHold', {}],
      ['increaseCardAuthorizationHold', { body: { amount: 1 } }],
      ['decreaseCardAuthorizationHold', { body: { amount: 1 } }],
      ['patchCardAuthorizationHold', { body: [{ op: 'REPLACE', path: '/customExpirationPeriod', value: 1 }] }],
      ['reverseCardAuthorizationHold', {}],
    ];
    for (const [name, more] of calls)
      expect(await credits.desk.reason(name, { path, ...more }), name).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
    expect(await credits.desk.reason('getLoanAuthorizationHolds', { path: { loanAccountId: 'NOBODY' } })).toBe(
      '404 INVALID_LOAN_ACCOUNT_ID',
    );
  });
});

test('of 100 holds at once on a credit that carries 20, exactly 20 stand', async () => {
  const account = await credits.credit(200, 100);
  const replies = await Promise.all(Array.from({ length: 100 }, (_, index) => tryHold(account, `C-${index}`, 5)));
  const counted = (reason: string): number => replies.filter((reply) => reply === reason).length;
  expect(counted('201')).toBe(20);
  expect(counted('400 INSUFFICIENT_AVAILABLE_AMOUNT_FOR_AUTHORIZATION_HOLD_ON_LOANS')).toBe(80);
  expect(await credits.standing(account)).toBe('owed 100, held 100, available 0');
  expect(await holds(account, { status: 'PENDING' })).toHaveLength(20);
});

test('holds and withdrawals at once never take more than the credit carries', async () => {
  const account = await credits.credit(100, 10);
  const replies = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      index % 2 === 0
        ? tryHold(account, `M-${index}`, 5)
        : credits.desk.reason('makeDisbursement', { path: loanPath(account), body: { amount: 5 } }),
    ),
  );
  expect(replies.filter((reply) => reply === '201')).toHaveLength(18);
  expect(await credits.standing(account)).toContain('available 0');
});

test('the night lets holds go whose days have passed', async () => {
  const account = await credits.credit(100);
  await credits.cards.hold(account, 'SHORT', 10, { customExpirationPeriod: 2 });
  await credits.cards.hold(account, 'DEFAULT', 20);
  await bank.ok('advanceClock', { body: { to: '2026-03-13' } });
  expect(await credits.cards.status(account, 'SHORT')).toBe('EXPIRED 10');
  expect(await credits.standing(account)).toBe('owed 0, held 20, available 80');
  expect(await credits.cards.reverse(account, 'SHORT')).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
  await bank.ok('advanceClock', { body: { to: '2026-03-18' } });
  expect(await credits.standing(account)).toBe('owed 0, held 0, available 100');
});
