import { describe, expect, it } from 'vitest';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import type { DepositProductFee } from './depositProduct.ts';
import { exampleAccount, exampleFacts, exampleProduct, noon } from './examples.ts';
import {
  activationDaysPayingOn,
  decideMonthlyFees,
  isChargeable,
  isMonthlyFeeDate,
  monthlyFeesOf,
} from './monthlyFees.ts';

const day = (text: string): LocalDate => text as LocalDate;

const fee = (changes: Partial<DepositProductFee> = {}): DepositProductFee => ({
  encodedKey: newEncodedKey(),
  id: 'FEE',
  name: 'Account keeping',
  trigger: 'MONTHLY_FEE',
  state: 'ACTIVE',
  feeApplication: 'REQUIRED',
  amount: money(3),
  amountCalculationFunctionName: null,
  applyDateMethod: 'FIRST_OF_EVERY_MONTH',
  accountingRules: new Map(),
  ...changes,
});

describe('a monthly fee of an account', () => {
  it.each([
    ['FIRST_OF_EVERY_MONTH', '2026-01-31', '2026-02-01', true],
    ['FIRST_OF_EVERY_MONTH', '2026-02-01', '2026-02-01', false],
    ['FIRST_OF_EVERY_MONTH', '2026-02-01', '2026-03-01', true],
    ['FIRST_OF_EVERY_MONTH', '2026-02-01', '2026-03-02', false],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-15', '2026-01-15', false],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-15', '2026-02-14', false],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-15', '2026-02-15', true],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-31', '2026-02-28', true],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-31', '2026-03-28', false],
    ['MONTHLY_FROM_ACTIVATION', '2026-01-31', '2026-03-31', true],
    ['MONTHLY_FROM_ACTIVATION', '2024-01-30', '2024-02-29', true],
  ] as const)('%s activated on %s, on %s: %s', (method, activation, date, due) => {
    expect(isMonthlyFeeDate(method, day(activation), day(date))).toBe(due);
  });

  it('is due once a month, whatever day the account was activated', () => {
    for (let activation = day('2024-01-01'); activation < '2024-03-01'; activation = plusDays(activation, 1)) {
      const months: string[] = [];
      for (let date = plusDays(activation, 1); date <= '2025-12-31'; date = plusDays(date, 1)) {
        if (!isMonthlyFeeDate('MONTHLY_FROM_ACTIVATION', activation, date)) continue;
        months.push(date.slice(0, 7));
        expect(activationDaysPayingOn(date)).toContain(Number(activation.slice(8)));
      }
      expect(new Set(months).size).toBe(months.length);
      expect(months.length).toBe(activation < '2024-02-01' ? 23 : 22);
    }
  });

  it('is active, monthly and listed once, though it is known by two names', () => {
    const kept = fee();
    const others = [fee({ state: 'INACTIVE' }), fee({ trigger: 'MANUAL', applyDateMethod: null })];
    const fees = new Map(
      [kept, ...others].flatMap((one): [string, DepositProductFee][] => [
        [one.encodedKey, one],
        [`id of ${one.encodedKey}`, one],
      ]),
    );
    expect(monthlyFeesOf({ ...exampleProduct, fees }, () => true)).toEqual([kept]);
    expect(monthlyFeesOf({ ...exampleProduct, fees }, (method) => method === 'MONTHLY_FROM_ACTIVATION')).toEqual([]);
  });

  it.each([
    ['ACTIVE', null, true],
    ['ACTIVE', '2026-01-01', true],
    ['ACTIVE', '2026-02-01', false],
    ['ACTIVE', '2026-03-01', false],
    ['ACTIVE_IN_ARREARS', null, true],
    ['DORMANT', null, false],
    ['LOCKED', null, false],
    ['MATURED', null, false],
    ['CLOSED', null, false],
    ['APPROVED', null, false],
  ] as const)('in state %s, last charged for %s, is charged for 1 February: %s', (accountState, last, expected) => {
    const account = exampleAccount({ accountState, monthlyFeesDate: last === null ? null : day(last) });
    expect(isChargeable(account, day('2026-02-01'))).toBe(expected);
  });
});

describe('charging', () => {
  it('takes each fee from what the one before left, and leaves the rest due', () => {
    const facts = exampleFacts({ totalBalance: money(4) });
    const charged = decideMonthlyFees(facts, [fee(), fee({ amount: money(5), name: 'Card' })], instant(noon - 5));
    if (isRejection(charged)) throw new Error('refused');
    expect(
      charged.map(({ transaction: { amount, fundsAmount, feesAmount, valueDate, fees } }) => [
        amount.toFixed(),
        fundsAmount.toFixed(),
        feesAmount.toFixed(),
        valueDate,
        fees[0]?.trigger,
      ]),
    ).toEqual([
      ['-3', '-3', '0', noon - 5, 'MONTHLY_FEE'],
      ['-5', '-1', '-4', noon - 5, 'MONTHLY_FEE'],
    ]);
    const after = charged.at(-1)?.account;
    expect([after?.totalBalance.toFixed(), after?.feesDue.toFixed()]).toEqual(['0', '4']);
  });
  it('books today what falls into a closed period, and refuses where today is closed too', () => {
    const closed = (until: number) => (booking: number) =>
      booking < until ? reject('JOURNAL_ENTRY_BEFORE_CLOSURE', 'closed') : undefined;
    const before = exampleFacts({}, { closure: closed(noon) });
    const charged = decideMonthlyFees(before, [fee()], instant(noon - 5));
    if (isRejection(charged)) throw new Error('refused');
    expect(charged.map(({ transaction }) => [transaction.valueDate, transaction.bookingDate])).toEqual([
      [noon - 5, noon],
    ]);
    const all = exampleFacts({}, { closure: closed(noon + 1) });
    expect(isRejection(decideMonthlyFees(all, [fee()], instant(noon - 5)))).toBe(true);
    expect(decideMonthlyFees(exampleFacts(), [], instant(noon))).toEqual([]);
  });
});
