import { describe, expect, test } from 'vitest';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { balancePeriod, naturalBalance } from './balance.ts';
import { checkClosure } from './closure.ts';
import { type FinancialResource, requireBaseCurrency, resolveRule } from './financialResources.ts';
import type { GlAccountType } from './glAccount.ts';
import { keyOf, testAccount, testLedger } from './testLedger.ts';

const day = (text: string): LocalDate => text as LocalDate;
const reasonOf = (value: unknown): unknown => (isRejection(value) ? value.errors[0]?.reason : value);

test.each<[GlAccountType, string]>([
  ['ASSET', '70'],
  ['EXPENSE', '70'],
  ['LIABILITY', '-70'],
  ['EQUITY', '-70'],
  ['INCOME', '-70'],
])('the balance of an account of type %s with debits of 100 and credits of 30 is %s', (type, expected) => {
  expect(naturalBalance(type, money(100), money(30)).toFixed()).toBe(expected);
});

test.each<[string | undefined, string | undefined, unknown]>([
  [undefined, undefined, { from: null, to: null }],
  ['2024-05-05', undefined, { from: null, to: null }],
  [undefined, '2024-05-31', { from: null, to: '2024-05-31' }],
  ['2024-05-05', '2024-05-31', { from: '2024-05-05', to: '2024-05-31' }],
  ['2024-05-05', '2024-05-05', { from: '2024-05-05', to: '2024-05-05' }],
  ['2024-05-06', '2024-05-05', 'INVALID_ACCOUNTING_DATE_RANGE'],
])('a balance from %s to %s covers %j', (from, to, expected) => {
  const period = balancePeriod(from === undefined ? undefined : day(from), to === undefined ? undefined : day(to));
  expect(reasonOf(period)).toEqual(expected);
});

describe('an accounting rule', () => {
  const ledger = testLedger([
    testAccount('10'),
    testAccount('11', { usage: 'HEADER' }),
    testAccount('12', { activated: false }),
    testAccount('13', { allowManualJournalEntries: false }),
  ]);
  const rules = new Map<FinancialResource, EncodedKey>([
    ['SAVINGS_CONTROL', keyOf('10')],
    ['FEE_INCOME', keyOf('11')],
    ['INTEREST_EXPENSE', keyOf('12')],
    ['DEPOSIT_REFERENCE', keyOf('13')],
    ['INTEREST_PAYABLE', keyOf('99')],
  ]);
  test.each<[FinancialResource, unknown]>([
    ['SAVINGS_CONTROL', keyOf('10')],
    ['DEPOSIT_REFERENCE', keyOf('13')],
    ['TAXES_PAYABLE', 'UNDEFINED_ACCOUNT_FOR_FINANCIAL_RESOURCE_ERROR'],
    ['FEE_INCOME', 'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR'],
    ['INTEREST_EXPENSE', 'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR'],
    ['INTEREST_PAYABLE', 'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR'],
  ])('for %s resolves to %s', (resource, expected) => {
    expect(reasonOf(resolveRule(rules, resource, ledger))).toBe(expected);
  });

  test('asks for a rate in any currency but the base', () => {
    expect(requireBaseCurrency('EUR', ledger)).toBeUndefined();
    expect(reasonOf(requireBaseCurrency('USD', ledger))).toBe('RATE_NOT_SET');
    expect(reasonOf(requireBaseCurrency('EUR', { ...ledger, baseCurrency: null }))).toBe('RATE_NOT_SET');
  });
});

describe('a closure', () => {
  const north = keyOf('a1');
  const south = keyOf('a2');
  const ledger = testLedger([], {
    closures: {
      allBranches: day('2026-01-31'),
      byBranch: new Map([
        [north, day('2026-02-28')],
        [south, day('2025-12-31')],
      ]),
    },
  });
  test.each<[string, EncodedKey | null, boolean]>([
    ['2026-01-30', null, false],
    ['2026-01-31', null, false],
    ['2026-02-01', null, true],
    ['2026-02-28', north, false],
    ['2026-03-01', north, true],
    ['2026-01-31', south, false],
    ['2026-02-01', south, true],
    ['2026-02-01', keyOf('a3'), true],
  ])('leaves %s open for branch %s: %s', (bookingDay, branch, open) => {
    expect(reasonOf(checkClosure(ledger, day(bookingDay), branch))).toBe(
      open ? undefined : 'JOURNAL_ENTRY_BEFORE_CLOSURE',
    );
  });

  test('is none when there is none', () => {
    expect(checkClosure(testLedger([]), day('0001-01-01'), null)).toBeUndefined();
  });
});
