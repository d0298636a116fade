import { describe, expect, it } from 'vitest';
import { money } from '../../server/src/kernel/money.ts';
import { type LedgerAccount, trialBalance, trialBalanceTable } from './trialBalance.ts';

const account = (glCode: string, type: LedgerAccount['type'], balance: string): LedgerAccount => ({
  glCode,
  name: `Account ${glCode}`,
  type,
  balance: money(balance),
});

describe('the trial balance', () => {
  const books = [
    account('1100', 'ASSET', '1250.10'),
    account('5100', 'EXPENSE', '49.90'),
    account('2100', 'LIABILITY', '1000'),
    account('4100', 'INCOME', '200'),
    account('3100', 'EQUITY', '100'),
  ];

  it('adds debits of assets and expenses, credits of the rest', () => {
    const { debits, credits, difference } = trialBalance(books);
    expect(debits.toFixed()).toBe('1300');
    expect(credits.toFixed()).toBe('1300');
    expect(difference.isZero()).toBe(true);
  });

  it('puts a negative balance on the other side', () => {
    const { lines, debits, credits } = trialBalance([
      account('1110', 'ASSET', '-70.5'),
      account('2100', 'LIABILITY', '-3'),
    ]);
    expect(lines[0]?.credit.toFixed()).toBe('70.5');
    expect(lines[1]?.debit.toFixed()).toBe('3');
    expect([debits.toFixed(), credits.toFixed()]).toEqual(['3', '70.5']);
  });

  it('tells a difference to the last cent', () => {
    const broken = [...books, account('1900', 'ASSET', '0.01')];
    expect(trialBalance(broken).difference.toFixed()).toBe('0.01');
  });

  it('adds without binary fractions', () => {
    const tenths = Array.from({ length: 3 }, (_, index) => account(`11${index}`, 'ASSET', '0.1'));
    expect(trialBalance(tenths).debits.toFixed()).toBe('0.3');
  });

  it('shows accounts in the order of their codes, with separators, and leaves out the empty ones', () => {
    const text = trialBalanceTable(
      trialBalance([
        account('2100', 'LIABILITY', '1234567.5'),
        account('1100', 'ASSET', '1234567.5'),
        account('1200', 'ASSET', '0'),
      ]),
    );
    expect(text).toContain('1,234,567.50');
    expect(text).not.toContain('1200');
    expect(text.indexOf('1100')).toBeLessThan(text.indexOf('2100'));
  });
});
