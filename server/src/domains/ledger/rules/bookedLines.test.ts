import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { Decimal, sum } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { bookedLines } from './bookedLines.ts';
import type { JournalLine, JournalSide } from './journal.ts';
import { excessByBranch, keyOf, line, testAccount, testLedger } from './testLedger.ts';

const rate = (name: string, value: string, startDate: number) => ({
  encodedKey: keyOf(name),
  rate: new Decimal(value),
  startDate: instant(startDate),
});
const ledger = testLedger(
  ['1000', '2000', '4000', '1900'].map((code) => testAccount(code)),
  {
    interBranch: keyOf('1900'),
    accountingRates: new Map([
      ['USD', [rate('e2', '1.2', 2000), rate('e1', '1.1', 1000)]],
      ['IDR', [rate('d1', '0.00006', 1000)]],
      ['XXX', [rate('f1', '0.123456', 1000)]],
    ]),
  },
);
const told = (lines: ReturnType<typeof bookedLines>): readonly string[] | string =>
  isRejection(lines)
    ? String(lines.errors[0]?.reason)
    : lines.map(
        ({ side, amount, foreign }) =>
          `${side} ${amount.toFixed()}${foreign ? ` of ${foreign.amount.toFixed()} ${foreign.currencyCode} at ${Number.parseInt(foreign.accountingRateKey, 16).toString(16)}` : ''}`,
      );
const deposit = (amount: number): readonly JournalLine[] => [
  line('DEBIT', '1000', amount),
  line('CREDIT', '2000', amount),
];

describe('what a posting is booked with', () => {
  test.each<[string, string, number, readonly JournalLine[], readonly string[] | string]>([
    ['the currency of the ledger needs no rate', 'EUR', 0, deposit(800), ['DEBIT 800', 'CREDIT 800']],
    ['the published example', 'USD', 1500, deposit(800), ['DEBIT 880 of 800 USD at e1', 'CREDIT 880 of 800 USD at e1']],
    [
      'the rate that starts then counts',
      'USD',
      2000,
      deposit(800),
      ['DEBIT 960 of 800 USD at e2', 'CREDIT 960 of 800 USD at e2'],
    ],
    ['before the first rate there is none', 'USD', 999, deposit(800), 'RATE_NOT_SET'],
    ['a currency without rates', 'CHF', 1500, deposit(800), 'RATE_NOT_SET'],
    [
      'half a cent is rounded up',
      'XXX',
      1500,
      deposit(0.77),
      ['DEBIT 0.1 of 0.77 XXX at f1', 'CREDIT 0.1 of 0.77 XXX at f1'],
    ],
    [
      'what is worth nothing keeps its foreign amount',
      'IDR',
      1500,
      deposit(1),
      ['DEBIT 0 of 1 IDR at d1', 'CREDIT 0 of 1 IDR at d1'],
    ],
    [
      // 100 * 0.123456 = 12.3456; 33.33 * 0.123456 = 4.1148, twice, and 33.34 is 4.1160: 4.11 + 4.11 + 4.12 is a cent less than 12.35.
      'the cent of difference goes to the largest line of the smaller side',
      'XXX',
      1500,
      [
        line('DEBIT', '1000', 100),
        line('CREDIT', '2000', 33.33),
        line('CREDIT', '4000', 33.34),
        line('CREDIT', '1900', 33.33),
      ],
      [
        'DEBIT 12.35 of 100 XXX at f1',
        'CREDIT 4.11 of 33.33 XXX at f1',
        'CREDIT 4.13 of 33.34 XXX at f1',
        'CREDIT 4.11 of 33.33 XXX at f1',
      ],
    ],
  ])('%s', (_name, currencyCode, at, lines, expected) => {
    expect(told(bookedLines(lines, currencyCode, instant(at), ledger))).toEqual(expected);
  });

  test('balances in both currencies and in every branch, whatever the amounts', () => {
    const cents = fc.integer({ min: 1, max: 10_000_000 }).map((value) => new Decimal(value).dividedBy(100));
    const branch = fc.constantFrom('b1', 'b2', 'b3');
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, branch), { minLength: 1, maxLength: 6 }), branch, (credits, home) => {
        const at = (side: JournalSide, code: string, amount: Decimal, of: string): JournalLine =>
          line(side, code, amount.toFixed(), of);
        const total = sum(credits.map(([amount]) => amount as JournalLine['amount']));
        const lines = bookedLines(
          [at('DEBIT', '1000', total, home), ...credits.map(([amount, of]) => at('CREDIT', '2000', amount, of))],
          'XXX',
          instant(1500),
          ledger,
        );
        if (isRejection(lines)) throw new Error('refused');
        const foreign = lines.map((each) => ({ ...each, amount: each.foreign?.amount ?? each.amount }));
        for (const excess of [...excessByBranch(lines).values(), ...excessByBranch(foreign).values()])
          expect(excess.toFixed()).toBe('0');
      }),
    );
  });
});
