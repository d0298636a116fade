import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type CardDesk, openCardDesk } from './harness/cardDesk.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let cards: CardDesk;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  cards = openCardDesk(bank, open);
});
afterAll(async () => {
  await openDesk(bank).verify();
  await bank.stop();
});

const overdraft = (overdraftLimit: number): Body => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const change = (account: { readonly id: string }, action: string): Promise<unknown> =>
  bank.ok('changeDepositAccountState', { path: { depositAccountId: account.id }, body: { action } });
const cardPath = ({ token }: { readonly token: string }, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  authorizationHoldExternalReferenceId: reference,
});

describe('cards', () => {
  test('are linked, told and unlinked; a token is one card', async () => {
    const account = await cards.account(0);
    const other = await open.depositAccount();
    const path = { depositAccountId: account.id };
    await bank.ok('createDepositCard', { path, body: { referenceToken: 'A-1' } });
    expect(await bank.ok('getDepositCards', { path })).toEqual([
      { referenceToken: account.token },
      { referenceToken: 'A-1' },
    ]);
    const twice = await bank.call('createDepositCard', {
      path: { depositAccountId: other.id },
      body: { referenceToken: 'A-1' },
    });
    expect(reasonOf(twice)).toBe('400 CARD_REFERENCE_TOKEN_ALREADY_IN_USE');
    expect(sourceOf(twice)).toContain('referenceToken A-1');
    const elsewhere = { depositAccountId: other.id, cardReferenceToken: 'A-1' };
    expect(reasonOf(await bank.call('deleteDepositCard', { path: elsewhere }))).toBe('404 CARD_REFERENCE_NOT_FOUND');
    await bank.ok('deleteDepositCard', { path: { ...path, cardReferenceToken: 'A-1' } });
    expect(await bank.ok('getDepositCards', { path })).toHaveLength(1);
    await bank.ok('createDepositCard', { path: { depositAccountId: other.id }, body: { referenceToken: 'A-1' } });
  });

  test('are found on the account that they are linked to now, whatever was known of their token before', async () => {
    const [poor, rich] = [await cards.account(0), await cards.account(1000)];
    const token = 'MOVING';
    const link = ({ id }: { readonly id: string }): Promise<unknown> =>
      bank.ok('createDepositCard', { path: { depositAccountId: id }, body: { referenceToken: token } });
    const unlink = ({ id }: { readonly id: string }): Promise<unknown> =>
      bank.ok('deleteDepositCard', { path: { depositAccountId: id, cardReferenceToken: token } });
    await link(poor);
    expect(reasonOf(await cards.tryHold({ ...poor, token }, 'H-1', 10))).toMatch(/^400 /);
    await unlink(poor);
    expect(reasonOf(await cards.tryHold({ ...poor, token }, 'H-1', 10))).toBe('404 CARD_REFERENCE_NOT_FOUND');
    await link(rich);
    expect(reasonOf(await cards.tryHold({ ...rich, token }, 'H-1', 10))).toBe('201');
    expect(await cards.balances(rich)).toBe('total 1000, held 10, available 990');
    expect(reasonOf(await cards.pay({ ...rich, token }, 'P-1', 10))).toBe('201');

    const again = 'MOVING-TWICE';
    for (const account of [rich, poor, rich]) {
      const path = { depositAccountId: account.id };
      await bank.ok('createDepositCard', { path, body: { referenceToken: again } });
      const settled = await cards.pay({ ...account, token: again }, 'P-2', 5, {
        externalAuthorizationReferenceId: 'NONE',
      });
      expect(reasonOf(settled)).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
      await bank.ok('deleteDepositCard', { path: { ...path, cardReferenceToken: again } });
    }
  });

  test('are unlinked or used for the first time, never both', async () => {
    const account = await cards.account(1000);
    const path = { depositAccountId: account.id };
    const tokens = Array.from({ length: 40 }, (_, index) => `RACE-${index}`);
    for (const referenceToken of tokens) await bank.ok('createDepositCard', { path, body: { referenceToken } });
    const use = (token: string, index: number): Promise<string> =>
      index % 2 === 0
        ? cards.tryHold({ ...account, token }, 'FIRST', 1).then(reasonOf)
        : cards.pay({ ...account, token }, 'FIRST', 1).then(reasonOf);
    const unlink = (cardReferenceToken: string): Promise<string> =>
      bank.call('deleteDepositCard', { path: { ...path, cardReferenceToken } }).then(reasonOf);
    const outcomes = await Promise.all(
      tokens.map(async (token, index) => {
        const [first, second] = index % 4 < 2 ? [use(token, index), unlink(token)] : [unlink(token), use(token, index)];
        return (await Promise.all([first, second])).toSorted();
      }),
    );
    for (const outcome of outcomes)
      expect([
        ['204', '404 CARD_REFERENCE_NOT_FOUND'],
        ['201', '400 CARD_REFERENCE_HAS_ASSOCIATED_HOLDS_OR_TRANSACTIONS'],
      ]).toContainEqual(outcome);
    const used = outcomes.filter(([reason]) => reason === '201').length;
    expect(await bank.ok('getDepositCards', { path })).toHaveLength(1 + used);
  });

  test.each([
    ['', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
    ['with space', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
    ['a/b', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
    ['Ünïcode', 'CARD_REFERENCE_TOKEN_FORMAT_INVALID'],
    [7, 'INVALID_PARAMETERS'],
    [undefined, 'INVALID_PARAMETERS'],
    ['x'.repeat(300), 'INVALID_PARAMETERS'],
  ])('have no token %j', async (referenceToken, reason) => {
    const { id } = await open.depositAccount();
    const reply = await bank.call('createDepositCard', { path: { depositAccountId: id }, body: { referenceToken } });
    expect(reasonOf(reply)).toBe(`400 ${reason}`);
  });

  test('are for open current accounts', async () => {
    const savings = await open.depositAccount({ productTypeKey: open.savingsProductKey });
    const body = { referenceToken: 'SAVER' };
    expect(reasonOf(await bank.call('createDepositCard', { path: { depositAccountId: savings.id }, body }))).toBe(
      '400 INVALID_SAVINGS_ACCOUNT_TYPE',
    );
    const locked = await cards.account(1);
    await change(locked, 'LOCK');
    expect(reasonOf(await bank.call('createDepositCard', { path: { depositAccountId: locked.id }, body }))).toBe(
      '400 INVALID_DEPOSIT_ACCOUNT_STATE',
    );
    for (const name of ['getDepositCards', 'createDepositCard', 'deleteDepositCard'] as const) {
      const path = { depositAccountId: 'NOBODY', cardReferenceToken: 'X' };
      expect(reasonOf(await bank.call(name, { path, ...(name === 'createDepositCard' ? { body } : {}) }))).toBe(
        '404 INVALID_DEPOSIT_ACCOUNT_ID',
      );
    }
  });

  test('that were used stay, and go with an account that never was', async () => {
    const account = await cards.account(10);
    await cards.hold(account, 'H', 1);
    const path = { depositAccountId: account.id, cardReferenceToken: account.token };
    expect(reasonOf(await bank.call('deleteDepositCard', { path }))).toBe(
      '400 CARD_REFERENCE_HAS_ASSOCIATED_HOLDS_OR_TRANSACTIONS',
    );
    const unused = await cards.account(0, overdraft(10));
    await bank.ok('deleteDepositAccount', { path: { depositAccountId: unused.id } });
    expect(reasonOf(await bank.call('getCardBalances', { path: { cardReferenceToken: unused.token } }))).toBe(
      '404 CARD_REFERENCE_NOT_FOUND',
    );
    const held = await cards.account(0, overdraft(10));
    await cards.hold(held, 'H', 1);
    expect(reasonOf(await bank.call('deleteDepositAccount', { path: { depositAccountId: held.id } }))).toBe(
      '400 ACCOUNT_HAS_TRANSACTIONS',
    );
  });

  test('tell the balances of their account', async () => {
    const account = await cards.account(100, overdraft(50));
    await cards.hold(account, 'H', 30);
    expect(await bank.ok('getCardBalances', { path: { cardReferenceToken: account.token } })).toEqual({
      accountId: account.id,
      availableBalance: 120,
      cardType: 'DEBIT',
      creditLimit: 50,
      currencyCode: 'EUR',
      totalBalance: 100,
    });
  });
});

describe('a hold by card', () => {
  test('is told with everything that was sent, and lowers what is available', async () => {
    const account = await cards.account(100);
    const body = {
      currencyCode: 'EUR',
      creditDebitIndicator: 'DBIT',
      customExpirationPeriod: 3,
      userTransactionTime: '12:30:01',
      cardAcceptor: {
        name: 'Bakery',
        city: 'Cluj',
        country: 'RO',
        mcc: 5462,
        street: 'Main 1',
        zip: '400000',
        state: 'CJ',
      },
    };
    const created = await cards.hold(account, 'AUTH-1', 30.5, body);
    expect(created).toMatchObject({
      ...body,
      externalReferenceId: 'AUTH-1',
      amount: 30.5,
      advice: false,
      status: 'PENDING',
      source: 'CARD',
      accountKey: account.encodedKey,
      cardToken: account.token,
      balances: { availableBalance: 69.5, totalBalance: 100 },
    });
    expect(created).not.toHaveProperty('encodedKey');
    const read = await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'AUTH-1') });
    expect(read).toMatchObject(JSON.parse(JSON.stringify(created)));
    expect(await cards.balances(account)).toBe('total 100, held 30.5, available 69.5');
    const path = { depositAccountId: account.id };
    await bank.ok('createDepositAuthorizationHold', { path, body: { externalReferenceId: 'OWN', amount: 1 } });
    await cards.reverse(account, 'AUTH-1');
    const all = await bank.ok('getDepositAuthorizationHolds', { path });
    expect(all.map(({ externalReferenceId, source, status }) => [externalReferenceId, source, status])).toEqual([
      ['OWN', 'ACCOUNT', 'PENDING'],
      ['AUTH-1', 'CARD', 'REVERSED'],
    ]);
    const paged = await bank.call('getDepositAuthorizationHolds', {
      path,
      query: { status: 'REVERSED', paginationDetails: 'ON', limit: 1 },
    });
    expect(paged.headers['items-total']).toBe('1');
    expect(paged.body).toMatchObject([{ externalReferenceId: 'AUTH-1' }]);
    const odd = await bank.call('getDepositAuthorizationHolds', { path, query: { status: 'ODD' } });
    expect(odd.status).toBe(400);
  });

  test('goes through its worked example', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'H', 80);
    expect(await cards.balances(account)).toBe('total 100, held 80, available 20');
    expect(await cards.change('increase', account, 'H', { amount: 30 })).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await cards.change('decrease', account, 'H', { amount: 50 })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 30, available 70');
    expect(await cards.change('increase', account, 'H', { amount: 70.01 })).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await cards.change('increase', account, 'H', { amount: 70 })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 100, available 0');
    expect(await cards.change('increase', account, 'H', { amount: 5, advice: true })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 105, available -5');
    expect(await cards.change('decrease', account, 'H', { amount: 105 })).toBe('204');
    expect(await cards.status(account, 'H')).toBe('REVERSED 105');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
    for (const kind of ['increase', 'decrease'] as const)
      expect(await cards.change(kind, account, 'H', { amount: 1 })).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    // What was asked for is so: who did not hear the first answer asks again.
    expect(await cards.reverse(account, 'H')).toBe('204');
  });

  test('takes a part where a part is good enough, everything as an advice, and announces credits', async () => {
    const account = await cards.account(40);
    expect((await cards.hold(account, 'PART', 100, { partial: true })).amount).toBe(40);
    expect(reasonOf(await cards.tryHold(account, 'NONE', 1, { partial: true }))).toBe(
      '400 AVAILABLE_BALANCE_BELOW_ZERO',
    );
    expect(reasonOf(await cards.tryHold(account, 'LATE', 10, { advice: true }))).toBe('201');
    await cards.hold(account, 'REFUND', 25, { creditDebitIndicator: 'CRDT' });
    expect(await cards.balances(account)).toBe('total 40, held 50, available -10');
    const { balances } = await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } });
    expect(balances?.forwardAvailableBalance).toBe(25);
    for (const reference of ['PART', 'LATE']) expect(await cards.reverse(account, reference)).toBe('204');
    await bank.ok('makeWithdrawal', { path: { depositAccountId: account.id }, body: { amount: 40 } });
    const closing = { path: { depositAccountId: account.id }, body: { action: 'CLOSE' } };
    expect(reasonOf(await bank.call('changeDepositAccountState', closing))).toBe(
      '400 FORWARD_AVAILABLE_BALANCE_SHOULD_BE_ZERO_OR_NULL',
    );
    await cards.reverse(account, 'REFUND');
    expect(reasonOf(await bank.call('changeDepositAccountState', closing))).toBe('200');
    expect(reasonOf(await cards.tryHold(account, 'CLOSED', 1, { advice: true }))).toBe(
      '400 INVALID_DEPOSIT_ACCOUNT_STATE',
    );
  });

  test('needs an account that can pay', async () => {
    const account = await cards.account(10);
    await cards.hold(account, 'BEFORE', 2);
    await change(account, 'LOCK');
    expect(reasonOf(await cards.tryHold(account, 'LOCKED', 1))).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    expect(await cards.change('increase', account, 'BEFORE', { amount: 1 })).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    // What is held is let go in any state.
    expect(await cards.change('decrease', account, 'BEFORE', { amount: 1 })).toBe('204');
    expect(await cards.reverse(account, 'BEFORE')).toBe('204');
    const asleep = await cards.account(10);
    await bank.db.query("UPDATE deposit_account SET account_state = 'DORMANT' WHERE id = $1", [asleep.id]);
    await bank.ok('createUser', {
      body: {
        username: 'processor',
        firstName: 'P',
        password: 'long enough',
        access: {
          apiAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['CREATE_AUTHORIZATION_HOLD'],
        },
      },
    });
    const body = { externalReferenceId: 'ASLEEP', amount: 1, advice: false };
    const path = { cardReferenceToken: asleep.token };
    expect(
      reasonOf(await bank.call('createCardAuthorizationHold', { path, body, user: 'processor:long enough' })),
    ).toBe('403 INVALID_PERMISSIONS');
    expect(reasonOf(await bank.call('createCardAuthorizationHold', { path, body }))).toBe('201');
    const limited = await cards.account(100, { internalControls: { maxWithdrawalAmount: 20 } });
    expect(reasonOf(await cards.tryHold(limited, 'BIG', 21))).toBe('400 MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED');
  });

  test.each([
    [{ amount: 0 }, 'INVALID_AMOUNT'],
    [{ amount: -1 }, 'INVALID_AMOUNT'],
    [{ amount: 1.001 }, 'INVALID_AMOUNT'],
    [{ amount: 1e30, advice: true }, 'INVALID_AMOUNT'],
    [{ amount: 'much' }, 'INVALID_PARAMETERS'],
    [{ amount: undefined }, 'INVALID_PARAMETERS'],
    [{ advice: undefined }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: undefined }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: ' ' }, 'INVALID_PARAMETERS'],
    [{ externalReferenceId: 'x'.repeat(256) }, 'INVALID_PARAMETERS'],
    [{ creditDebitIndicator: 'BOTH' }, 'INVALID_PARAMETERS'],
    [{ customExpirationPeriod: 0 }, 'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD'],
    [{ customExpirationPeriod: 99999 }, 'INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD'],
    [{ currencyCode: 'nothing' }, 'INVALID_CURRENCY_CODE'],
    [{ currencyCode: 'USD' }, 'UNDEFINED_EXCHANGE_RATE_FOR_CURRENCY'],
    [{ originalAmount: 5 }, 'INVALID_PARAMETERS'],
    [{ originalAmount: 5, originalCurrency: 'USD', currencyCode: 'GBP' }, 'ACCOUNT_CURRENCY_NOT_MATCH'],
    [{ originalAmount: 0, originalCurrency: 'USD' }, 'INVALID_AMOUNT'],
    [{ currencyCode: 'USD', exchangeRate: 0 }, 'INVALID_EXCHANGE_RATE_VALUE'],
    [{ encodedKey: 'mine' }, 'INVALID_PARAMETERS'],
    [{ cardAcceptor: { mcc: 'food' } }, 'INVALID_PARAMETERS'],
  ])('is not made of %j', async (more, reason) => {
    const account = await cards.account(100);
    expect(reasonOf(await cards.tryHold(account, 'BAD', 5, more))).toBe(`400 ${reason}`);
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
  });

  test('of a card or a reference that leads nowhere is not found', async () => {
    const account = await cards.account(1);
    const path = cardPath(account, 'NONE');
    const nobody = cardPath({ token: 'nobody' }, 'NONE');
    const bodies: Record<string, unknown> = {
      increaseCardAuthorizationHold: { amount: 1 },
      decreaseCardAuthorizationHold: { amount: 1 },
      patchCardAuthorizationHold: [{ op: 'REPLACE', path: '/customExpirationPeriod', value: 1 }],
    };
    for (const name of [
      'getCardAuthorizationHold',
      'increaseCardAuthorizationHold',
      'decreaseCardAuthorizationHold',
      'patchCardAuthorizationHold',
      'reverseCardAuthorizationHold',
    ] as const) {
      const body = bodies[name] as Body | undefined;
      const more = body ? { body } : {};
      expect(reasonOf(await bank.call(name, { path, ...more })), name).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
      expect(reasonOf(await bank.call(name, { path: nobody, ...more })), name).toBe('404 CARD_REFERENCE_NOT_FOUND');
    }
    expect(reasonOf(await cards.tryHold({ ...account, token: 'nobody' }, 'X', 1))).toBe('404 CARD_REFERENCE_NOT_FOUND');
  });

  test('changes its days by PATCH, and nothing else', async () => {
    const account = await cards.account(10);
    await cards.hold(account, 'H', 2);
    const patch = async (...body: readonly Body[]): Promise<string> =>
      reasonOf(await bank.call('patchCardAuthorizationHold', { path: cardPath(account, 'H'), body }));
    expect(await patch({ op: 'ADD', path: '/customExpirationPeriod', value: 30 })).toBe('204');
    expect((await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'H') })).customExpirationPeriod).toBe(
      30,
    );
    expect(await patch({ op: 'REPLACE', path: '/amount', value: 1 })).toBe('400 FIELD_IS_NOT_EDITABLE');
    expect(await patch({ op: 'REPLACE', path: '/customExpirationPeriod', value: -1 })).toBe(
      '400 INVALID_DAYS_TO_EXPIRE_FOR_AUTHORIZATION_HOLD',
    );
    expect(await patch({ op: 'REPLACE', path: '/customExpirationPeriod', value: 'long' })).toBe(
      '400 INVALID_PARAMETERS',
    );
    expect(await patch({ op: 'REPLACE', path: '/nothing', value: 1 })).toBe('400 FIELD_NOT_ALLOWED');
    expect(await patch({ op: 'REMOVE', path: '/customExpirationPeriod' })).toBe('204');
    await cards.reverse(account, 'H');
    expect(await patch({ op: 'ADD', path: '/customExpirationPeriod', value: 30 })).toBe(
      '400 INVALID_AUTHORIZATION_HOLD_STATE',
    );
  });
});

describe('a reference', () => {
  test('makes a hold repeatable: the same request has the same answer, another one is refused', async () => {
    const account = await cards.account(100);
    const first = await cards.tryHold(account, 'R', 60, { customExpirationPeriod: 3 });
    expect((await cards.tryHold(account, 'R', '60.00', { customExpirationPeriod: 3 })).text).toBe(first.text);
    expect(await cards.change('decrease', account, 'R', { amount: 10 })).toBe('204');
    expect((await cards.tryHold(account, 'R', 60, { customExpirationPeriod: 3 })).text).toBe(first.text);
    await cards.reverse(account, 'R');
    expect((await cards.tryHold(account, 'R', 60, { customExpirationPeriod: 3 })).text).toBe(first.text);
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
    expect(reasonOf(await cards.tryHold(account, 'R', 61, { customExpirationPeriod: 3 }))).toBe(
      '400 DUPLICATE_AUTHORIZATION_HOLD',
    );
    // Another card, and the account itself, have references of their own.
    const other = await cards.account(100);
    await cards.hold(other, 'R', 61);
    await bank.ok('createDepositAuthorizationHold', {
      path: { depositAccountId: account.id },
      body: { externalReferenceId: 'R', amount: 1 },
    });
  });

  test('makes an increase and a decrease repeatable', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'H', 10);
    const more = { amount: 5, externalReferenceId: 'I-1' };
    for (let time = 0; time < 3; time += 1) expect(await cards.change('increase', account, 'H', more)).toBe('204');
    expect(await cards.status(account, 'H')).toBe('PENDING 15');
    expect(await cards.change('increase', account, 'H', { ...more, amount: 6 })).toBe(
      '400 DUPLICATE_AUTHORIZATION_HOLD',
    );
    expect(await cards.change('decrease', account, 'H', more)).toBe('400 DUPLICATE_AUTHORIZATION_HOLD');
    const less = { amount: 15, externalReferenceId: 'D-1' };
    for (let time = 0; time < 2; time += 1) expect(await cards.change('decrease', account, 'H', less)).toBe('204');
    expect(await cards.status(account, 'H')).toBe('REVERSED 15');
  });

  test('sent by two at once is one hold', async () => {
    const account = await cards.account(100);
    const replies = await Promise.all(Array.from({ length: 20 }, () => cards.tryHold(account, 'SAME', 10)));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await cards.balances(account)).toBe('total 100, held 10, available 90');
    const key = randomUUID();
    const keyed = (amount: number): Promise<string> =>
      bank
        .call('createCardAuthorizationHold', {
          path: { cardReferenceToken: account.token },
          body: { externalReferenceId: 'KEYED', amount, advice: false },
          headers: { 'Idempotency-Key': key },
        })
        .then(reasonOf);
    expect([await keyed(1), await keyed(1), await keyed(2)]).toEqual(['201', '201', '400 INVALID_PARAMETERS']);
  });
});

test('of 500 holds at once on an account that can carry 100, exactly 100 stand', async () => {
  const account = await cards.account(800, overdraft(200));
  const replies = await Promise.all(
    Array.from({ length: 500 }, (_, index) => cards.tryHold(account, `C-${index}`, 10)),
  );
  const reasons = replies.map(reasonOf);
  expect(reasons.filter((reason) => reason === '201')).toHaveLength(100);
  expect(reasons.filter((reason) => reason === '400 AVAILABLE_BALANCE_BELOW_ZERO')).toHaveLength(400);
  expect(await cards.balances(account)).toBe('total 800, held 1000, available 0');
});

test.each([-1, 10_000])('a merchant category of %d is none', async (mcc) => {
  const account = await cards.account(50);
  const refused = await cards.tryHold(account, 'ODD', 5, { cardAcceptor: { mcc } });
  expect([reasonOf(refused), sourceOf(refused)]).toEqual([
    '400 INVALID_PARAMETERS',
    expect.stringContaining('cardAcceptor.mcc'),
  ]);
  expect(reasonOf(await cards.pay(account, 'ODD', 5, { cardAcceptor: { mcc } }))).toBe('400 INVALID_PARAMETERS');
  expect(await cards.balances(account)).toBe('total 50, held 0, available 50');
  for (const [reference, whole] of [
    ['LOW', 0],
    ['HIGH', 9999],
  ] as const)
    await cards.hold(account, reference, 5, { cardAcceptor: { mcc: whole } });
});

describe('a hold on an account', () => {
  test('is made, told and reversed', async () => {
    const account = await cards.account(50);
    const path = { depositAccountId: account.id, authorizationHoldExternalReferenceId: 'OWN' };
    const body = { externalReferenceId: 'OWN', amount: 20, userTransactionTime: 'noon' };
    const created = await bank.ok('createDepositAuthorizationHold', { path, body });
    expect(created).toMatchObject({ ...body, source: 'ACCOUNT', status: 'PENDING', creditDebitIndicator: 'DBIT' });
    expect(await bank.ok('getDepositAuthorizationHold', { path })).toEqual(created);
    expect(await bank.ok('createDepositAuthorizationHold', { path, body })).toEqual(created);
    expect(await cards.balances(account)).toBe('total 50, held 20, available 30');
    const tooMuch = { ...body, externalReferenceId: 'MORE', amount: 31 };
    expect(reasonOf(await bank.call('createDepositAuthorizationHold', { path, body: tooMuch }))).toBe(
      '400 AVAILABLE_BALANCE_BELOW_ZERO',
    );
    const withdrawn = await bank.call('makeWithdrawal', { path, body: { amount: 31 } });
    expect(reasonOf(withdrawn)).toBe('400 INSUFFICIENT_BALANCE');
    await bank.ok('reverseDepositAuthorizationHold', { path });
    expect(reasonOf(await bank.call('reverseDepositAuthorizationHold', { path }))).toBe('204');
    expect(await cards.balances(account)).toBe('total 50, held 0, available 50');
    await bank.ok('createDepositAuthorizationHold', { path, body: { ...body, externalReferenceId: 'PAID' } });
    await bank.ok('makeWithdrawal', { path, body: { amount: 20, holdExternalReferenceId: 'PAID' } });
    const settled = { ...path, authorizationHoldExternalReferenceId: 'PAID' };
    expect(reasonOf(await bank.call('reverseDepositAuthorizationHold', { path: settled }))).toBe(
      '400 INVALID_AUTHORIZATION_HOLD_STATE',
    );
    expect(await cards.balances(account)).toBe('total 30, held 0, available 30');
  });

  test('of what leads nowhere is not found', async () => {
    const account = await cards.account(1);
    for (const name of ['getDepositAuthorizationHold', 'reverseDepositAuthorizationHold'] as const) {
      const path = { depositAccountId: account.id, authorizationHoldExternalReferenceId: 'NONE' };
      expect(reasonOf(await bank.call(name, { path }))).toBe('404 ACCOUNT_AUTHORIZATION_HOLD_NOT_FOUND');
      expect(reasonOf(await bank.call(name, { path: { ...path, depositAccountId: 'NOBODY' } }))).toBe(
        '404 INVALID_DEPOSIT_ACCOUNT_ID',
      );
    }
    const path = { depositAccountId: 'NOBODY' };
    expect(reasonOf(await bank.call('getDepositAuthorizationHolds', { path }))).toBe('404 INVALID_DEPOSIT_ACCOUNT_ID');
    const body = { externalReferenceId: 'X', amount: 1 };
    expect(reasonOf(await bank.call('createDepositAuthorizationHold', { path, body }))).toBe(
      '404 INVALID_DEPOSIT_ACCOUNT_ID',
    );
  });
});

describe('another currency', () => {
  beforeAll(async () => {
    await bank.ok('createCurrency', {
      body: {
        code: 'USD',
        name: 'Dollar',
        symbol: '$',
        currencySymbolPosition: 'BEFORE_NUMBER',
        type: 'FIAT_CURRENCY',
      },
    });
  });

  test('is converted by the rate that is sent, by the processor, or by the rate of the bank', async () => {
    const account = await cards.account(1000);
    const sent = await cards.hold(account, 'SENT', 10, { currencyCode: 'USD', exchangeRate: 0.915 });
    expect(sent).toMatchObject({ amount: 9.15, currencyCode: 'EUR', originalAmount: 10, originalCurrency: 'USD' });
    const told = { originalAmount: 10, originalCurrency: 'THB', exchangeRate: 0.026 };
    expect(await cards.hold(account, 'TOLD', 0.26, told)).toMatchObject({ ...told, amount: 0.26, currencyCode: 'EUR' });
    await bank.ok('createExchangeRate', {
      path: { currencyCode: 'USD' },
      body: { buyRate: 0.9, sellRate: 0.95 },
    });
    expect(await cards.hold(account, 'BANK', 10.01, { currencyCode: 'USD' })).toMatchObject({
      amount: 9.51,
      originalAmount: 10.01,
      exchangeRate: 0.95,
    });
    const refund = { currencyCode: 'USD', creditDebitIndicator: 'CRDT' };
    expect(await cards.hold(account, 'BACK', 10, refund)).toMatchObject({ amount: 9, exchangeRate: 0.9 });
    // A change in the hold's own currency is converted by the hold's own rate.
    expect(await cards.change('increase', account, 'SENT', { amount: 10, currencyCode: 'USD' })).toBe('204');
    expect(await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'SENT') })).toMatchObject({
      amount: 18.3,
      originalAmount: 20,
    });
    expect(await cards.change('decrease', account, 'SENT', { amount: 5, currencyCode: 'USD' })).toBe('204');
    expect(await bank.ok('getCardAuthorizationHold', { path: cardPath(account, 'SENT') })).toMatchObject({
      amount: 13.72,
      originalAmount: 15,
    });
  });
});
