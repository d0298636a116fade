import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { largest, money, plus, sum, zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { decideFee } from './decideFee.ts';
import { decideDeposit, decideWithdrawal } from './decidePosting.ts';
import { availableBalance, type DepositAccount } from './depositAccount.ts';
import { exampleAccount, exampleFacts, noon, request } from './examples.ts';
import { journalLines } from './journal.ts';

const reasonOf = (result: unknown): string | undefined => (isRejection(result) ? result.errors[0]?.reason : undefined);

describe('available balance', () => {
  it.each([
    { total: 500, limit: 0, hold: 120, blocked: 0, locked: 0, available: 380 },
    { total: -40, limit: 200, hold: 0, blocked: 0, locked: 0, available: 160 },
    { total: 500, limit: 200, hold: 100, blocked: 50, locked: 0, available: 550 },
    { total: 500, limit: 200, hold: 0, blocked: 0, locked: 300, available: 200 },
  ])('of $total with limit $limit, holds $hold, blocks $blocked, locked $locked is $available', (row) => {
    const account = exampleAccount({
      totalBalance: money(row.total),
      allowOverdraft: row.limit > 0,
      overdraftLimit: money(row.limit),
      holdBalance: money(row.hold),
      blockedBalance: money(row.blocked),
      lockedBalance: money(row.locked),
    });
    expect(availableBalance(account, noon).toFixed()).toBe(String(row.available));
  });
  it('does not count an expired overdraft', () => {
    const account = exampleAccount({
      allowOverdraft: true,
      overdraftLimit: money(100),
      overdraftExpiryDate: instant(noon - 1),
    });
    expect(availableBalance(account, noon).toFixed()).toBe('0');
  });
});

describe('splitting a debit and the credit after it', () => {
  it('takes 90 from 60 of funds and 30 of overdraft', () => {
    const posted = decideWithdrawal(
      exampleFacts({ totalBalance: money(60), allowOverdraft: true, overdraftLimit: money(100) }),
      request(90),
    );
    if (isRejection(posted)) throw new Error('refused');
    expect(posted.transaction.fundsAmount.toFixed()).toBe('-60');
    expect(posted.transaction.overdraftAmount.toFixed()).toBe('-30');
    expect(posted.account.totalBalance.toFixed()).toBe('-30');
    expect(availableBalance(posted.account, noon).toFixed()).toBe('70');
  });
  it('books 100 drawn on 40 and the 75 that come back as the guide does', () => {
    const drawn = decideWithdrawal(
      exampleFacts({ totalBalance: money(40), allowOverdraft: true, overdraftLimit: money(100) }),
      request(100),
    );
    if (isRejection(drawn)) throw new Error('refused');
    expect(
      journalLines(
        { accountingMethod: 'CASH', interestAccruedAccountingMethod: 'NONE' },
        'WITHDRAWAL',
        drawn.transaction,
      ).map(({ resource, side, amount }) => `${side} ${resource} ${amount}`),
    ).toEqual(['DEBIT SAVINGS_CONTROL 40', 'DEBIT OVERDRAFT_PORTFOLIO_CONTROL 60', 'CREDIT DEPOSIT_REFERENCE 100']);
    const paid = decideDeposit(exampleFacts(drawn.account), request(75));
    if (isRejection(paid)) throw new Error('refused');
    expect(paid.account.totalBalance.toFixed()).toBe('15');
    expect(
      journalLines(
        { accountingMethod: 'CASH', interestAccruedAccountingMethod: 'NONE' },
        'DEPOSIT',
        paid.transaction,
      ).map(({ resource, side, amount }) => `${side} ${resource} ${amount}`),
    ).toEqual(['DEBIT DEPOSIT_REFERENCE 75', 'CREDIT SAVINGS_CONTROL 15', 'CREDIT OVERDRAFT_PORTFOLIO_CONTROL 60']);
  });
});

describe('refusals, in the documented order', () => {
  const bad = { channel: reject('INVALID_TRANSACTION_CHANNEL', 'no such channel') };
  it.each([
    [
      'state before everything',
      exampleFacts({ accountState: 'LOCKED' }, bad),
      request(-1),
      'INVALID_DEPOSIT_ACCOUNT_STATE',
    ],
    ['amount before channel', exampleFacts({}, bad), request(0), 'INVALID_AMOUNT'],
    ['finer than the currency', exampleFacts(), request('0.001'), 'INVALID_AMOUNT'],
    ['larger than any account', exampleFacts(), request('1e400'), 'INVALID_AMOUNT'],
    [
      'channel before user limit',
      exampleFacts({}, { ...bad, limitOf: () => money(1) }),
      request(5),
      'INVALID_TRANSACTION_CHANNEL',
    ],
    [
      'user limit before dates',
      exampleFacts({}, { limitOf: () => money(1) }),
      request(5, { valueDate: instant(noon + 1) }),
      'USER_TRANSACTION_LIMIT_EXCEEDED',
    ],
    ['future value date', exampleFacts(), request(5, { valueDate: instant(noon + 1) }), 'BACKDATE_SET_IN_THE_FUTURE'],
    [
      'before activation',
      exampleFacts({ activationDate: instant(noon - 10_000) }),
      request(5, { valueDate: instant(noon - 10_001) }),
      'BACKDATE_BEFORE_ACTIVATION',
    ],
    [
      'booking before value',
      exampleFacts(),
      request(5, { valueDate: instant(noon - 5), bookingDate: instant(noon - 6) }),
      'BOOKING_DATE_BEFORE_VALUE_DATE',
    ],
    ['booking in the future', exampleFacts(), request(5, { bookingDate: instant(noon + 1) }), 'INVALID_BOOKING_DATE'],
    [
      'closed period',
      exampleFacts({}, { closure: () => reject('JOURNAL_ENTRY_BEFORE_CLOSURE') }),
      request(5),
      'JOURNAL_ENTRY_BEFORE_CLOSURE',
    ],
    [
      'largest withdrawal',
      exampleFacts({ totalBalance: money(50), maxWithdrawalAmount: money(4) }),
      request(5),
      'MAXIMUM_WITHDRAWAL_AMOUNT_EXCEEDED',
    ],
    ['balance', exampleFacts({ totalBalance: money(4) }), request(5), 'INSUFFICIENT_BALANCE'],
    [
      'overdraft limit',
      exampleFacts({ totalBalance: money(4), allowOverdraft: true, overdraftLimit: money('0.5') }),
      request(5),
      'WITHDRAWAL_PAST_OVERDRAFT_CONSTRAINTS',
    ],
    [
      'locked guarantee',
      exampleFacts({ totalBalance: money(10), lockedBalance: money(8) }),
      request(5),
      'LOCKED_SAVINGS_AMOUNT',
    ],
  ])('%s', (_name, facts, asked, reason) => {
    expect(reasonOf(decideWithdrawal(facts, asked))).toBe(reason);
  });
  it('keeps a withdrawal dated back from overdrawing a day that followed', () => {
    const history = [
      { valueDate: instant(noon - 100), amount: money(-90) },
      { valueDate: instant(noon - 50), amount: money(90) },
    ];
    const facts = exampleFacts({ totalBalance: money(100), history });
    expect(reasonOf(decideWithdrawal(facts, request(20, { valueDate: instant(noon - 200) })))).toBe(
      'BALANCE_BELOW_ZERO',
    );
    expect(reasonOf(decideWithdrawal(facts, request(10, { valueDate: instant(noon - 200) })))).toBeUndefined();
  });
  it('looks at balances between moments, not between a withdrawal and its own adjustment', () => {
    const deposited = decideDeposit(exampleFacts({ history: [] }), request(10, { valueDate: instant(noon - 90) }));
    if (isRejection(deposited)) throw new Error('refused');
    const withdrawn = decideWithdrawal(exampleFacts(deposited.account), request(10, { valueDate: instant(noon - 80) }));
    if (isRejection(withdrawn)) throw new Error('refused');
    const undo = { notes: 'undo', bookingDate: null };
    const back = decideAdjustment(exampleFacts(withdrawn.account), withdrawn.transaction, undo);
    if (isRejection(back)) throw new Error('refused');
    const gone = decideAdjustment(exampleFacts(back.account), deposited.transaction, undo);
    expect(reasonOf(gone)).toBeUndefined();
  });
  it('wants the opening balance of the product with the first deposit', () => {
    const facts = exampleFacts({ accountState: 'APPROVED', activationDate: null });
    const product = { ...facts.product, openingBalance: { min: money(50), max: money(500), defaultValue: null } };
    expect(reasonOf(decideDeposit({ ...facts, product }, request(49)))).toBe('MINIMUM_OPENING_BALANCE_ACHIEVED');
    expect(reasonOf(decideDeposit({ ...facts, product }, request(501)))).toBe('ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS');
    const posted = decideDeposit({ ...facts, product }, request(50));
    if (isRejection(posted)) throw new Error('refused');
    expect(posted.account).toMatchObject({ accountState: 'ACTIVE', activationDate: noon });
  });
});

describe('a fee', () => {
  it.each([
    ['amount before user limit', money(0), 'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE'],
    ['above the user limit', money('5.01'), 'USER_TRANSACTION_LIMIT_EXCEEDED'],
    ['at the user limit', money(5), undefined],
  ])('is judged: %s', (_what, amount, reason) => {
    const facts = exampleFacts({}, { limitOf: (kind) => (kind === 'FEE_APPLIED' ? money(5) : undefined) });
    expect(reasonOf(decideFee(facts, { amount, predefinedFeeKey: null, externalId: null, notes: null }))).toBe(reason);
  });
});

describe('fees without money', () => {
  it('stay due and are taken from the next deposit', () => {
    const charged = decideFee(exampleFacts({ totalBalance: money(3) }), {
      amount: money(5),
      predefinedFeeKey: null,
      externalId: null,
      notes: null,
    });
    if (isRejection(charged)) throw new Error('refused');
    expect(charged.account.totalBalance.toFixed()).toBe('0');
    expect(charged.account.feesDue.toFixed()).toBe('2');
    const paid = decideDeposit(exampleFacts(charged.account), request(10));
    if (isRejection(paid)) throw new Error('refused');
    expect(paid.account.totalBalance.toFixed()).toBe('8');
    expect(paid.account.feesDue.toFixed()).toBe('0');
  });
});

describe('properties', () => {
  const cents = fc.integer({ min: 1, max: 100_000 }).map((value) => money(value).div(100) as ReturnType<typeof money>);
  const step = fc.record({
    kind: fc.constantFrom('deposit', 'withdrawal', 'fee', 'adjust'),
    amount: cents,
    pick: fc.nat(),
  });

  it('the balance is the sum of the movements, never below the limit, and undoing everything restores it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let account: DepositAccount = exampleAccount({ allowOverdraft: true, overdraftLimit: money(50), history: [] });
        const standing: { transaction: Parameters<typeof decideAdjustment>[1] }[] = [];
        let moved = zero;
        let funds = zero;
        for (const { kind, amount, pick } of steps) {
          const facts = exampleFacts(account);
          const victim = standing[pick % Math.max(standing.length, 1)];
          const result =
            kind === 'deposit'
              ? decideDeposit(facts, request(amount.toFixed()))
              : kind === 'withdrawal'
                ? decideWithdrawal(facts, request(amount.toFixed()))
                : kind === 'fee'
                  ? decideFee(facts, { amount, predefinedFeeKey: null, externalId: null, notes: null })
                  : victim
                    ? decideAdjustment(facts, victim.transaction, { notes: 'undo', bookingDate: null })
                    : reject('INVALID_TRANSACTION_ID');
          if (isRejection(result)) continue;
          moved = sum([moved, result.transaction.fundsAmount, result.transaction.overdraftAmount]);
          funds = plus(funds, result.transaction.fundsAmount);
          account = result.account;
          // What the ledger holds as customers' money is never less than none, whatever was undone in which order.
          expect(funds.toFixed()).toBe(largest(account.totalBalance, zero).toFixed());
          if (kind === 'adjust' && victim) standing.splice(standing.indexOf(victim), 1);
          else standing.push({ transaction: result.transaction });
          expect(account.totalBalance.equals(moved)).toBe(true);
          expect(plus(account.totalBalance, money(50)).isNegative()).toBe(false);
          expect(account.feesDue.isNegative()).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('every journal balances', () => {
    fc.assert(
      fc.property(cents, cents, cents, (balance, due, amount) => {
        const facts = exampleFacts({
          totalBalance: balance.minus(500) as typeof balance,
          feesDue: due,
          allowOverdraft: true,
          overdraftLimit: money(10_000),
        });
        for (const decide of [decideDeposit, decideWithdrawal]) {
          const posted = decide(facts, request(amount.toFixed()));
          if (isRejection(posted)) continue;
          const lines = journalLines(
            { accountingMethod: 'CASH', interestAccruedAccountingMethod: 'NONE' },
            posted.transaction.type,
            posted.transaction,
          );
          const total = (side: string) =>
            sum(lines.filter((line) => line.side === side).map((line) => line.amount)).toFixed();
          expect(total('DEBIT')).toBe(total('CREDIT'));
          expect(total('DEBIT')).toBe(amount.toFixed());
        }
      }),
    );
  });
});
