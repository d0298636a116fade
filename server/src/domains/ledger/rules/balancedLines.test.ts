import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, money, sum } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { balancedLines } from './balancedLines.ts';
import type { JournalLine } from './journal.ts';
import { excessByBranch, keyOf, line, testAccount, testLedger } from './testLedger.ts';

const accounts = ['10', '20', '30', '90', '91'].map((code) => testAccount(code));
const ledger = testLedger(accounts, { interBranch: keyOf('90'), pairs: [[keyOf('b1'), keyOf('b3'), keyOf('91')]] });

const told = (lines: ReturnType<typeof balancedLines>): unknown =>
  isRejection(lines)
    ? lines.errors[0]?.reason
    : lines.map(
        ({ glAccountKey, side, amount, branchKey }) =>
          `${side} ${glAccountKey.replace(/^0+/, '')} ${amount.toFixed()} ${branchKey?.replace(/^0+/, '') ?? '-'}`,
      );

describe('balanced lines', () => {
  test.each<[string, JournalLine[], unknown]>([
    ['nothing', [], []],
    ['zeros only', [line('DEBIT', '10', 0), line('CREDIT', '20', 0)], []],
    [
      'a posting without branches as it is',
      [line('DEBIT', '10', 5), line('CREDIT', '20', 5)],
      ['DEBIT 10 5 -', 'CREDIT 20 5 -'],
    ],
    [
      'a posting in one branch as it is',
      [line('DEBIT', '10', 5, 'b1'), line('CREDIT', '20', 5, 'b1')],
      ['DEBIT 10 5 b1', 'CREDIT 20 5 b1'],
    ],
    [
      'zeros dropped, same account, side and branch merged',
      [line('DEBIT', '10', '1.10'), line('CREDIT', '20', 3), line('DEBIT', '10', '1.90'), line('DEBIT', '30', 0)],
      ['DEBIT 10 3 -', 'CREDIT 20 3 -'],
    ],
    [
      'both sides of one account kept apart',
      [line('DEBIT', '10', 5), line('CREDIT', '10', 5)],
      ['DEBIT 10 5 -', 'CREDIT 10 5 -'],
    ],
    [
      'a user without branch: everything in the client branch',
      [line('DEBIT', '10', 5), line('CREDIT', '20', 5, 'b2')],
      ['DEBIT 10 5 b2', 'CREDIT 20 5 b2'],
    ],
    [
      // accounting.md, section 5: transfer of 100 from a client of A to one of B.
      'two branches with the default rule',
      [line('DEBIT', '20', 100, 'b1'), line('CREDIT', '20', 100, 'b2')],
      ['DEBIT 20 100 b1', 'CREDIT 20 100 b2', 'CREDIT 90 100 b1', 'DEBIT 90 100 b2'],
    ],
    [
      'two branches with a rule of their own',
      [line('DEBIT', '20', 640, 'b3'), line('CREDIT', '20', 640, 'b1')],
      ['DEBIT 20 640 b3', 'CREDIT 20 640 b1', 'CREDIT 91 640 b3', 'DEBIT 91 640 b1'],
    ],
    [
      'three branches, pair by pair',
      [line('DEBIT', '10', 10, 'b1'), line('CREDIT', '20', 4, 'b2'), line('CREDIT', '20', 6, 'b3')],
      [
        'DEBIT 10 10 b1',
        'CREDIT 20 4 b2',
        'CREDIT 20 6 b3',
        'CREDIT 90 4 b1',
        'DEBIT 90 4 b2',
        'CREDIT 91 6 b1',
        'DEBIT 91 6 b3',
      ],
    ],
    [
      'branches that balance by themselves need no rule',
      [
        line('DEBIT', '10', 5, 'b1'),
        line('CREDIT', '20', 5, 'b1'),
        line('DEBIT', '10', 7, 'b2'),
        line('CREDIT', '20', 7, 'b2'),
      ],
      ['DEBIT 10 5 b1', 'CREDIT 20 5 b1', 'DEBIT 10 7 b2', 'CREDIT 20 7 b2'],
    ],
    [
      'unassigned lines among several branches have no rule',
      [line('DEBIT', '10', 2), line('CREDIT', '20', 1, 'b1'), line('CREDIT', '20', 1, 'b2')],
      'NO_INTER_BRANCH_GL_ACCOUNT',
    ],
  ])('%s', (_, lines, expected) => {
    expect(told(balancedLines(lines, ledger))).toEqual(expected);
  });

  test('are refused without a rule, and with one whose account takes no postings', () => {
    const lines = [line('DEBIT', '10', 5, 'b1'), line('CREDIT', '20', 5, 'b2')];
    expect(told(balancedLines(lines, testLedger(accounts)))).toBe('NO_INTER_BRANCH_GL_ACCOUNT');
    const header = testLedger([testAccount('90', { usage: 'HEADER' })], { interBranch: keyOf('90') });
    expect(told(balancedLines(lines, header))).toBe('INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR');
    const inactive = testLedger([testAccount('90', { activated: false })], { interBranch: keyOf('90') });
    expect(told(balancedLines(lines, inactive))).toBe('INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR');
  });

  test('that do not balance or are negative are a broken rule', () => {
    expect(() => balancedLines([line('DEBIT', '10', 5), line('CREDIT', '20', 4)], ledger)).toThrow(/exceed/);
    expect(() => balancedLines([line('DEBIT', '10', -5), line('CREDIT', '20', -5)], ledger)).toThrow(/negative/);
  });
});

// Any split of a total over accounts and branches on both sides.
const cents = fc.integer({ min: 0, max: 1_000_000 });
const part = fc.record({
  account: fc.constantFrom('10', '20', '30'),
  branch: fc.constantFrom('b1', 'b2', 'b3', 'b4'),
  cents,
});
const posting = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 6 }), fc.array(part, { maxLength: 6 }), part)
  .map(([debits, credits, last]): JournalLine[] => {
    const lines = [
      ...debits.map((one) => line('DEBIT', one.account, money(one.cents).div(100).toFixed(), one.branch)),
      ...credits.map((one) => line('CREDIT', one.account, money(one.cents).div(100).toFixed(), one.branch)),
    ];
    const excess = debits.reduce((all, one) => all + one.cents, 0) - credits.reduce((all, one) => all + one.cents, 0);
    const rest = money(Math.abs(excess)).div(100).toFixed();
    return [...lines, line(excess > 0 ? 'CREDIT' : 'DEBIT', last.account, rest, last.branch)];
  });

const linesOf = (lines: readonly JournalLine[]): readonly JournalLine[] => {
  const balanced = balancedLines(lines, ledger);
  if (isRejection(balanced)) throw new Error('every pair has a rule');
  return balanced;
};
const perAccount = (lines: readonly JournalLine[]): Map<string, string> => {
  const sums = new Map<string, Money[]>();
  for (const { glAccountKey, side, branchKey, amount } of lines) {
    if (glAccountKey === keyOf('90') || glAccountKey === keyOf('91') || amount.isZero()) continue;
    const name = `${glAccountKey} ${side} ${branchKey}`;
    sums.set(name, [...(sums.get(name) ?? []), amount]);
  }
  return new Map([...sums].map(([name, amounts]) => [name, sum(amounts).toFixed()]));
};

describe('whatever the posting', () => {
  test('every branch balances', () => {
    fc.assert(
      fc.property(posting, (lines) => {
        for (const excess of excessByBranch(linesOf(lines)).values()) expect(excess.isZero()).toBe(true);
      }),
    );
  });

  test('what was to be posted is posted, per account, side and branch, once', () => {
    fc.assert(
      fc.property(posting, (lines) => {
        const balanced = linesOf(lines);
        expect(perAccount(balanced)).toEqual(perAccount(lines));
        expect(balanced.every(({ amount }) => amount.greaterThan(0))).toBe(true);
        const names = balanced.map((one) => `${one.glAccountKey}${one.side}${one.branchKey}`);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });

  test('balancing what is balanced changes nothing', () => {
    fc.assert(
      fc.property(posting, (lines) => {
        const balanced = linesOf(lines);
        expect(linesOf(balanced)).toEqual(balanced);
      }),
    );
  });
});
