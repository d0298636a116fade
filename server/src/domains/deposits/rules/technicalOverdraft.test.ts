import { describe, expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { isNegative, money, negated, zero } from '../../../kernel/money.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { post } from './decidePosting.ts';
import { availableBalance, overdraftParts } from './depositAccount.ts';
import { exampleAccount, exampleFacts, exampleProduct, noon } from './examples.ts';
import { splitCredit, splitDebit } from './split.ts';

const knows = { ...exampleProduct, allowTechnicalOverdraft: true };
const owing = (balance: number, limit: number, allowOverdraft = true) =>
  exampleAccount({ totalBalance: money(balance), overdraftLimit: money(limit), allowOverdraft });

describe('what is owed', () => {
  test.each([
    // balance, limit, overdraft, technical overdraft
    [50, 100, '0', '0'],
    [0, 0, '0', '0'],
    [-100, 100, '100', '0'],
    [-101, 100, '100', '1'],
    [-1, 0, '0', '1'],
  ])(
    'with a balance of %s and a limit of %s is an overdraft of %s and a technical one of %s',
    (balance, limit, overdraft, technical) => {
      const { authorised, technical: beyond } = overdraftParts(owing(balance, limit), knows);
      expect([authorised.toFixed(), beyond.toFixed()]).toEqual([overdraft, technical]);
      const plain = overdraftParts(owing(balance, limit), exampleProduct);
      expect([plain.authorised.toFixed(), plain.technical.toFixed()]).toEqual([String(Math.max(0, -balance)), '0']);
    },
  );

  test('is divided by the agreed limit after its expiry too, and not by one that is not allowed', () => {
    const expired = { ...owing(-150, 100), overdraftExpiryDate: instant(0) };
    expect(overdraftParts(expired, knows).technical.toFixed()).toBe('50');
    expect(overdraftParts(owing(-150, 100, false), knows).technical.toFixed()).toBe('150');
  });
});

describe('a posting', () => {
  const dates = { valueDate: noon, bookingDate: noon };
  test.each([
    // The table of the rules: a forced debit of 1 on nothing, one that the limit still covers, and others; then credits.
    [0, 0, -1, '-1', '-1', '-1'],
    [100, 100, -1, '0', '0', '199'],
    [100, 100, -201, '-101', '-1', '-1'],
    [-100, 100, -20, '-20', '-20', '-20'],
    [-120, 100, 15, '15', '15', '-5'],
    [-120, 100, 50, '50', '20', '30'],
    [-120, 100, 200, '120', '20', '180'],
  ])(
    'on %s with a limit of %s by %s moves the overdraft by %s, %s of it technical, and leaves %s available',
    (balance, limit, amount, overdraft, technical, available) => {
      const account = owing(balance, limit);
      const by = money(amount);
      const split = isNegative(by) ? splitDebit(account, negated(by)) : splitCredit({ ...account, feesDue: zero }, by);
      const type = isNegative(by) ? 'INTEREST_APPLIED' : 'DEPOSIT';
      const posted = post({ ...exampleFacts(), account, product: knows }, type, by, split, dates);
      expect(posted.transaction.overdraftAmount.toFixed()).toBe(overdraft);
      expect(posted.transaction.technicalOverdraftAmount.toFixed()).toBe(technical);
      expect(availableBalance(posted.account, noon).toFixed()).toBe(available);
    },
  );

  test('that paid technical overdraft back is not undone where that would be owed again', () => {
    const facts = { ...exampleFacts(), account: owing(-120, 100), product: knows };
    const paid = post(facts, 'DEPOSIT', money(50), splitCredit(facts.account, money(50)), dates);
    const undone = decideAdjustment({ ...facts, account: { ...paid.account, history: [] } }, paid.transaction, {
      notes: 'a mistake',
      bookingDate: null,
    });
    expect(undone).toMatchObject({ errors: [{ reason: 'CANNOT_REVERSE_TECHNICAL_OVERDRAFT' }] });
  });
});
