import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { type CardAccount, type CardDesk, openCardDesk } from './harness/cardDesk.ts';
import { openDesk, reasonOf } from './harness/depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let cards: CardDesk;
let desk: ReturnType<typeof openDesk>;
let technical: Body;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  cards = openCardDesk(bank, open);
  desk = openDesk(bank);
  const product = await bank.ok('createDepositProduct', {
    body: {
      id: 'TECHNICAL',
      name: 'Technical',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@@####$' },
      accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(open.gl) },
      overdraftSettings: { allowOverdraft: true, allowTechnicalOverdraft: true, maxOverdraftLimit: 1000 },
    },
  });
  technical = { productTypeKey: product.encodedKey };
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const overdraft = (overdraftLimit: number): Body => ({ overdraftSettings: { allowOverdraft: true, overdraftLimit } });
const pay = async (account: CardAccount, reference: string, amount: unknown, more?: Body): Promise<string> =>
  reasonOf(await cards.pay(account, reference, amount, more));
const settle = (account: CardAccount, hold: string, reference: string, amount: unknown, more: Body = {}) =>
  pay(account, reference, amount, { externalAuthorizationReferenceId: hold, ...more });
const pathOf = ({ token }: CardAccount, reference: string): Record<string, string> => ({
  cardReferenceToken: token,
  cardTransactionExternalReferenceId: reference,
});

describe('a card payment', () => {
  test('settles its hold, and is told with everything that was sent', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'H', 30);
    const body = {
      externalAuthorizationReferenceId: 'H',
      currencyCode: 'EUR',
      userTransactionTime: '12:30',
      cardAcceptor: { name: 'Bakery', mcc: 5462 },
    };
    const reply = await cards.pay(account, 'P', 30, body);
    expect(reply.body).toMatchObject({
      ...body,
      externalReferenceId: 'P',
      amount: 30,
      advice: false,
      cardToken: account.token,
      creditDebitIndicator: 'DBIT',
      transactionChannelId: 'cash',
      linkedTransaction: { linkedTransactionType: 'DEPOSIT' },
      balances: { totalBalance: 70, availableBalance: 70, accountId: account.id },
    });
    expect(await cards.status(account, 'H')).toBe('SETTLED 30');
    expect(await cards.balances(account)).toBe('total 70, held 0, available 70');
    const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
    expect(found).toMatchObject({
      type: 'WITHDRAWAL',
      amount: -30,
      holdExternalReferenceId: 'H',
      parentAccountKey: account.encodedKey,
      cardTransaction: { ...body, externalReferenceId: 'P', amount: 30, cardToken: account.token },
    });
    expect(found).not.toHaveProperty('cardTransactionReversals');
    expect(await desk.journal(found)).toEqual(['DEBIT 2000 30 -', 'CREDIT 1000 30 -']);
    const searched = await bank.ok('searchDepositTransactions', {
      body: { filterCriteria: [{ field: 'holdExternalReferenceId', operator: 'EQUALS', value: 'H' }] },
    });
    expect(searched).toHaveLength(1);
  });

  test('settles in parts, for less, for more, and once only', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'PARTS', 60);
    expect(await settle(account, 'PARTS', 'P-1', 20, { partial: true })).toBe('201');
    expect(await cards.balances(account)).toBe('total 80, held 40, available 40');
    expect(await settle(account, 'PARTS', 'P-2', 10, { partial: true })).toBe('201');
    expect(await cards.status(account, 'PARTS')).toBe('PENDING 30');
    expect(await settle(account, 'PARTS', 'P-3', 5)).toBe('201');
    expect(await cards.balances(account)).toBe('total 65, held 0, available 65');
    expect(await settle(account, 'PARTS', 'P-4', 1)).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    await cards.hold(account, 'MORE', 60);
    expect(await settle(account, 'MORE', 'M-1', 65.01)).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await cards.status(account, 'MORE')).toBe('PENDING 60');
    expect(await settle(account, 'MORE', 'M-2', 65, { partial: true })).toBe('201');
    expect(await cards.status(account, 'MORE')).toBe('SETTLED 60');
    expect(await cards.balances(account)).toBe('total 0, held 0, available 0');
  });

  test('for more lets its hold grow where it asks for that', async () => {
    const account = await cards.account(100);
    const grow = { increaseAmountIfNeeded: true };
    await cards.hold(account, 'H', 60);
    expect(await settle(account, 'H', 'P', 100.01, grow)).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await cards.status(account, 'H')).toBe('PENDING 60');
    expect(await settle(account, 'H', 'P', 65, grow)).toBe('201');
    expect(await settle(account, 'H', 'P', 65, grow)).toBe('201');
    expect(await cards.status(account, 'H')).toBe('SETTLED 65');
    expect(await cards.balances(account)).toBe('total 35, held 0, available 35');
    await cards.hold(account, 'IN', 5, { creditDebitIndicator: 'CRDT' });
    expect(await settle(account, 'IN', 'Q', 8, grow)).toBe('201');
    expect(await cards.status(account, 'IN')).toBe('SETTLED 8');
    expect(await pay(account, 'R', 43, grow)).toBe('201');
    expect(await settle(account, 'NEVER', 'S', 1, grow)).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
  });

  test('of a hold that ended, or that there is not, is refused', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'GONE', 10);
    await cards.reverse(account, 'GONE');
    await cards.hold(account, 'LATE', 10);
    await bank.db.query("UPDATE authorization_hold SET status = 'EXPIRED' WHERE external_reference_id = 'LATE'");
    await bank.db.query('UPDATE deposit_account SET hold_balance = 0 WHERE id = $1', [account.id]);
    for (const hold of ['GONE', 'LATE'])
      for (const advice of [false, true])
        expect(await settle(account, hold, 'P', 10, { advice })).toBe('400 INVALID_AUTHORIZATION_HOLD_STATE');
    expect(await settle(account, 'NEVER', 'P', 10)).toBe('404 AUTHORIZATION_HOLD_NOT_FOUND');
    // Whoever has to be paid all the same posts without the hold.
    expect(await pay(account, 'P', 10, { advice: true })).toBe('201');
    await cards.hold(account, 'REFUND', 5, { creditDebitIndicator: 'CRDT' });
    for (const increaseAmountIfNeeded of [false, true]) {
      const debit = { creditDebitIndicator: 'DBIT', increaseAmountIfNeeded };
      expect(await settle(account, 'REFUND', 'X', 6, debit)).toBe('400 INVALID_PARAMETERS');
    }
    expect(await settle(account, 'REFUND', 'X', 5)).toBe('201');
    expect(await cards.balances(account)).toBe('total 95, held 0, available 95');
  });

  test('without a hold asks what is available, unless it is an advice', async () => {
    const account = await cards.account(50, overdraft(100));
    await cards.hold(account, 'H', 120);
    expect(await pay(account, 'TOO-MUCH', 30.01)).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await pay(account, 'RIGHT', 30)).toBe('201');
    expect(await pay(account, 'FORCED', 40, { advice: true })).toBe('201');
    expect(await cards.balances(account)).toBe('total -20, held 120, available -40');
    expect(await pay(account, 'BEYOND', 80.01, { advice: true })).toBe(
      '400 TECHNICAL_OVERDRAFT_IS_NOT_ALLOWED_FOR_PRODUCT',
    );
    // What was authorised stays paid only within the limit: other payments came first.
    expect(await settle(account, 'H', 'S', 120)).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    expect(await settle(account, 'H', 'S', 80)).toBe('201');
    expect(await cards.balances(account)).toBe('total -100, held 0, available 0');
    const limited = await cards.account(100, { internalControls: { maxWithdrawalAmount: 20 } });
    expect(await pay(limited, 'P', 21)).toBe('400 MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED');
  });

  test.each([
    { total: -100, limit: 100, amount: 1, advice: false, result: '400 AVAILABLE_BALANCE_BELOW_ZERO', after: 0 },
    { total: 0, limit: 0, amount: 1, advice: true, result: '201', after: -1, owed: 1, state: 'ACTIVE_IN_ARREARS' },
    { total: 100, limit: 100, amount: 1, advice: true, result: '201', after: 199, owed: 0, state: 'ACTIVE' },
    { total: 100, limit: 100, amount: 201, advice: false, result: '400 AVAILABLE_BALANCE_BELOW_ZERO', after: 200 },
    {
      total: 100,
      limit: 100,
      amount: 201,
      advice: true,
      result: '201',
      after: -1,
      owed: 1,
      state: 'ACTIVE_IN_ARREARS',
    },
  ])('of $amount from $total with a limit of $limit, advice $advice', async (row) => {
    const account = await cards.account(row.total > 0 ? row.total : 1, { ...technical, ...overdraft(row.limit) });
    if (row.total <= 0) await desk.withdraw(account, 1 - row.total);
    expect(await pay(account, 'P', row.amount, { advice: row.advice })).toBe(row.result);
    const { accountState, balances } = await desk.account(account);
    expect(balances?.availableBalance).toBe(row.after);
    if (row.owed !== undefined) expect(balances?.technicalOverdraftAmount).toBe(row.owed);
    if (row.state !== undefined) expect(accountState).toBe(row.state);
    if (row.state === 'ACTIVE_IN_ARREARS') {
      await desk.deposit(account, 500);
      expect((await desk.account(account)).accountState).toBe('ACTIVE');
    }
  });

  test('needs an account and a channel that take it', async () => {
    const account = await cards.account(10);
    await cards.hold(account, 'H', 5);
    expect(await settle(account, 'H', 'P', 5, { transactionChannelId: 'nowhere' })).toBe(
      '400 INVALID_TRANSACTION_CHANNEL',
    );
    await desk.changeState(account, 'LOCK');
    for (const advice of [false, true])
      expect(await settle(account, 'H', 'P', 5, { advice })).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    await desk.changeState(account, 'UNLOCK');
    expect(await settle(account, 'H', 'P', 10)).toBe('201');
    await desk.changeState(account, 'CLOSE');
    expect(await pay(account, 'Q', 1, { advice: true })).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    const asleep = await cards.account(10);
    await bank.db.query("UPDATE deposit_account SET account_state = 'DORMANT' WHERE id = $1", [asleep.id]);
    expect(await pay(asleep, 'WAKE', 1)).toBe('201');
    expect((await desk.account(asleep)).accountState).toBe('ACTIVE');
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
    [{ firstRepaymentDate: '2026-04-01T00:00:00+03:00' }, 'INVALID_PARAMETERS'],
  ])('is not made of %j', async (more, reason) => {
    const account = await cards.account(10);
    expect(await pay(account, 'BAD', 5, more)).toBe(`400 ${reason}`);
    expect(await cards.balances(account)).toBe('total 10, held 0, available 10');
  });

  test('is repeatable by its reference', async () => {
    const account = await cards.account(100);
    await cards.hold(account, 'H', 10);
    const body = { externalAuthorizationReferenceId: 'H' };
    const first = await cards.pay(account, 'P', 10, body);
    await desk.withdraw(account, 50);
    expect((await cards.pay(account, 'P', '10.0', body)).body).toEqual(first.body);
    expect(await pay(account, 'P', 11, body)).toBe('400 DUPLICATE_CARD_TRANSACTION');
    expect(await pay(account, 'P', 10)).toBe('400 DUPLICATE_CARD_TRANSACTION');
    const many = await Promise.all(Array.from({ length: 20 }, () => cards.pay(account, 'SAME', 1)));
    for (const { body: answer } of many) expect(answer).toEqual(many[0]?.body);
    expect(await cards.balances(account)).toBe('total 39, held 0, available 39');
  });

  test('cannot be found where it is not', async () => {
    const account = await cards.account(1);
    const path = pathOf(account, 'NEVER');
    expect(reasonOf(await bank.call('getCardTransaction', { path }))).toBe('404 CARD_TRANSACTION_NOT_FOUND');
    expect(await cards.takeBack(account, 'NEVER', 'R', 1)).toBe('404 CARD_TRANSACTION_NOT_FOUND');
    const nobody = { ...account, token: 'nobody' };
    expect(reasonOf(await bank.call('getCardTransaction', { path: pathOf(nobody, 'X') }))).toBe(
      '404 CARD_REFERENCE_NOT_FOUND',
    );
    expect(await cards.takeBack(nobody, 'X', 'R', 1)).toBe('404 CARD_REFERENCE_NOT_FOUND');
    expect(await pay(nobody, 'X', 1)).toBe('404 CARD_REFERENCE_NOT_FOUND');
  });
});

describe('a reversal', () => {
  test('takes a payment back in parts, each once, never more than it was, and undoes its journal', async () => {
    const account = await cards.account(100);
    await pay(account, 'P', 60);
    expect(await cards.takeBack(account, 'P', 'R-1', 20)).toBe('204');
    expect(await cards.takeBack(account, 'P', 'R-1', 20)).toBe('204');
    expect(await cards.takeBack(account, 'P', 'R-1', 21)).toBe('400 DUPLICATE_CARD_TRANSACTION');
    expect(await cards.takeBack(account, 'P', 'R-2', 40.01)).toBe('400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED');
    expect(await cards.takeBack(account, 'P', 'R-2', 0)).toBe('400 CARD_TRANSACTION_INVALID_REVERSAL_AMOUNT');
    expect(await cards.takeBack(account, 'P', 'R-2', 40, { transactionChannelId: 'cash' })).toBe('204');
    expect(await cards.takeBack(account, 'P', 'R-3', 0.01)).toBe('400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
    const found = await bank.ok('getCardTransaction', { path: pathOf(account, 'P') });
    expect(found.cardTransactionReversals).toMatchObject([
      { externalReferenceId: 'R-1', amount: 20, currencyCode: 'EUR' },
      { externalReferenceId: 'R-2', amount: 40 },
    ]);
    const statement = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    const [last] = statement;
    expect(last).toMatchObject({ type: 'CARD_TRANSACTION_REVERSAL', amount: 40 });
    expect(await desk.journal(last ?? {})).toEqual(['DEBIT 1000 40 -', 'CREDIT 2000 40 -']);
  });

  test('of a refund takes money that must be there; a locked account takes none', async () => {
    const account = await cards.account(0, overdraft(0));
    expect(await pay(account, 'REFUND', 50, { creditDebitIndicator: 'CRDT' })).toBe('201');
    await desk.withdraw(account, 20);
    expect(await cards.takeBack(account, 'REFUND', 'R', 31)).toBe('400 AVAILABLE_BALANCE_BELOW_ZERO');
    await desk.changeState(account, 'LOCK');
    expect(await cards.takeBack(account, 'REFUND', 'R', 30)).toBe('400 INVALID_DEPOSIT_ACCOUNT_STATE');
    await desk.changeState(account, 'UNLOCK');
    expect(await cards.takeBack(account, 'REFUND', 'R', 30)).toBe('204');
    expect(await cards.balances(account)).toBe('total 0, held 0, available 0');
  });

  test('is the only way back: what a card did is not adjusted', async () => {
    const account = await cards.account(100);
    await pay(account, 'P', 60);
    await cards.takeBack(account, 'P', 'R', 10);
    const [reversal, payment] = await bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    expect(reasonOf(await desk.adjust(payment ?? {}))).toBe('400 CARD_TRANSACTION_CANNOT_BE_ADJUSTED');
    expect(reasonOf(await desk.adjust(reversal ?? {}))).toBe('400 CARD_TRANSACTION_REVERSAL_CANNOT_BE_ADJUSTED');
  });

  test('in the currency of the payment uses its rate', async () => {
    await bank.ok('createCurrency', {
      body: {
        code: 'USD',
        name: 'Dollar',
        symbol: '$',
        currencySymbolPosition: 'BEFORE_NUMBER',
        type: 'FIAT_CURRENCY',
      },
    });
    await bank.ok('createExchangeRate', { path: { currencyCode: 'USD' }, body: { buyRate: 0.9, sellRate: 0.95 } });
    const account = await cards.account(100);
    expect(await pay(account, 'P', 10.01, { currencyCode: 'USD' })).toBe('201');
    expect(await cards.balances(account)).toBe('total 90.49, held 0, available 90.49');
    expect(await cards.takeBack(account, 'P', 'R', 10.01, { currencyCode: 'USD' })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
    // 0.29, whose halves are 0.15 each when rounded alone.
    expect(await pay(account, 'HALVES', 0.3, { currencyCode: 'USD' })).toBe('201');
    for (const half of ['R-1', 'R-2'])
      expect(await cards.takeBack(account, 'HALVES', half, 0.15, { currencyCode: 'USD' })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
    expect(await cards.takeBack(account, 'HALVES', 'R-3', 0.15, { currencyCode: 'USD' })).toBe(
      '400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
    );
    // 1.90, of which 0.95 was taken back in euros: the rest goes back by the payment's rate, and no more.
    expect(await pay(account, 'MIXED', 2, { currencyCode: 'USD' })).toBe('201');
    expect(await cards.takeBack(account, 'MIXED', 'R-1', 0.95)).toBe('204');
    expect(await cards.takeBack(account, 'MIXED', 'R-2', 1.02, { currencyCode: 'USD' })).toBe(
      '400 CARD_TRANSACTION_MAX_REVERSAL_AMOUNT_EXCEEDED',
    );
    expect(await cards.takeBack(account, 'MIXED', 'R-2', 1, { currencyCode: 'USD' })).toBe('204');
    expect(await cards.balances(account)).toBe('total 100, held 0, available 100');
  });
});
