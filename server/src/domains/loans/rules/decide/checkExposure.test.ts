import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import type { LoanAccountState } from './account.ts';
import { checkExposure, type ExposedLoan, type ExposureLimit } from './checkExposure.ts';

const limit = (amount: number, lessSavings = false): ExposureLimit => ({ amount: money(amount), lessSavings });
const loan = (accountState: LoanAccountState, loanAmount: number, owed = 0, currencyCode = 'EUR'): ExposedLoan => ({
  accountState,
  loanAmount: money(loanAmount),
  principalBalance: money(owed),
  currencyCode,
});
const wanted = (amount: number) => ({ loanAmount: money(amount), currencyCode: 'EUR' });

describe('what a holder owes and was promised, with the new loan', () => {
  test.each<[string, readonly ExposedLoan[], number, number]>([
    ['an only loan', [], 0, 1000],
    ['an application counts for nothing', [loan('PENDING_APPROVAL', 400), loan('PARTIAL_APPLICATION', 400)], 0, 1000],
    ['an approved loan with its amount', [loan('APPROVED', 400)], 0, 600],
    ['a running loan with what is still owed', [loan('ACTIVE', 900, 250)], 0, 750],
    ['one in arrears, too', [loan('ACTIVE_IN_ARREARS', 900, 250), loan('APPROVED', 100)], 0, 650],
    ['closed ones for nothing', [loan('CLOSED', 900), loan('CLOSED_WRITTEN_OFF', 900, 900)], 0, 1000],
    ['other currencies are limited by themselves', [loan('ACTIVE', 900, 900, 'USD')], 0, 1000],
    ['savings for nothing unless they are taken off', [loan('APPROVED', 400)], 300, 600],
  ])('%s', (_case, others, savings, room) => {
    expect(checkExposure(wanted(room), others, money(savings), limit(1000), true)).toBeUndefined();
    const refusal = checkExposure(wanted(room + 0.01), others, money(savings), limit(1000), true);
    expect(refusal?.errors[0]?.reason).toBe('MAXIMUM_EXPOSURE_EXCEEDED');
  });

  test.each([
    [300, 900],
    [0, 600],
    [-50, 550],
  ])('less savings of %d leaves room for %d', (savings, room) => {
    const others = [loan('APPROVED', 400)];
    expect(checkExposure(wanted(room), others, money(savings), limit(1000, true), true)).toBeUndefined();
    expect(checkExposure(wanted(room + 0.01), others, money(savings), limit(1000, true), true)).toBeDefined();
  });

  test('a limit of nothing lets no loan through, and the refusal names the figures', () => {
    expect(checkExposure(wanted(1), [], money(0), limit(0), true)?.errors[0]?.source).toBe(
      'loanAmount: with this loan the holder would owe 1 EUR, and the organisation allows 0',
    );
  });

  test('keeps the sum from those who may not see all of it', () => {
    expect(checkExposure(wanted(1), [loan('ACTIVE', 900, 250)], money(0), limit(0), false)?.errors[0]?.source).toBe(
      'loanAmount: with this loan the holder would owe too much, and the organisation allows 0',
    );
  });
});
