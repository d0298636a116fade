import fc from 'fast-check';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { minus, plus, rate, zero } from '../../../kernel/money.ts';
import type { LoanState } from './state.ts';
import type { TaxTerms, TransactionTaxes } from './taxes.ts';
import type { LoanTerms } from './terms.ts';
import { on } from './testLoan.ts';

// Taxes for tests.

/** Taxes on everything at 16 %, unless a test says otherwise; `rates` are days with the percentage from then on. */
export const taxOf = (
  given: Partial<Omit<TaxTerms, 'rate' | 'rates'>> = {},
  rates: readonly (readonly [from: string, percent: number | string])[] = [['2020-01-01', 16]],
): TaxTerms => ({
  taxCalculationMethod: 'EXCLUSIVE',
  taxSourceKey: '3'.padEnd(32, '0'),
  taxesOnInterestEnabled: true,
  taxesOnFeesEnabled: true,
  taxesOnPenaltyEnabled: true,
  ...given,
  rate: rate(rates[0]?.[1] ?? 0),
  rates: rates.map(([from, percent]) => ({ startDay: on(from), from: on(from), rate: rate(percent) })),
});

const first: LocalDate = on('2023-01-01');

/** No taxes, or taxes of all kinds, some with another rate from a day in the loan's life on. */
export const anyTaxes: fc.Arbitrary<TaxTerms | undefined> = fc.option(
  fc
    .record({
      taxCalculationMethod: fc.constantFrom('INCLUSIVE' as const, 'EXCLUSIVE' as const),
      taxesOnInterestEnabled: fc.boolean(),
      taxesOnFeesEnabled: fc.boolean(),
      taxesOnPenaltyEnabled: fc.boolean(),
      percent: fc.constantFrom('16', '7.7', '19', '100', '0', '33.333'),
      next: fc.option(
        fc.record({ days: fc.integer({ min: 334, max: 500 }), percent: fc.constantFrom('21', '5', '0') }),
      ),
    })
    .map(({ percent, next, ...switches }) => {
      const { rates, ...tax } = taxOf(switches, [[first, percent]]);
      if (!next) return { ...tax, rates };
      const day = plusDays(first, next.days);
      return { ...tax, rates: [...rates, { startDay: day, from: day, rate: rate(next.percent) }] };
    }),
  { nil: undefined },
);

/** The terms with taxes, as far as these go with them: capitalised interest is not taxed, and taxed loans keep no money of their borrowers. */
export const withTaxes = ({ redraw, ...terms }: LoanTerms, tax: TaxTerms | undefined): LoanTerms => {
  if (!tax) return redraw ? { ...terms, redraw } : terms;
  const free = terms.interest.interestType === 'CAPITALIZED_INTEREST';
  return { ...terms, tax: free ? { ...tax, taxesOnInterestEnabled: false } : tax };
};

/** The terms with a rate that never changes. */
export const withOneRate = (terms: LoanTerms): LoanTerms =>
  terms.tax ? { ...terms, tax: { ...terms.tax, rates: terms.tax.rates.slice(0, 1) } } : terms;

/** What of the balances is tax, by what the transactions say they moved. */
export const taxesOwed = ({ transactions }: Pick<LoanState, 'transactions'>): Required<TransactionTaxes> => {
  const owed = { interest: zero, fromArrears: zero, ofHolidays: zero, fees: zero, penalty: zero };
  for (const { type, taxes } of transactions) {
    // What a disbursement keeps back, and what is capitalised, is never owed.
    if (!taxes || type === 'DISBURSEMENT' || type === 'FEE_CAPITALISED') continue;
    const move = type.endsWith('_APPLIED') ? plus : minus;
    for (const element of ['interest', 'fromArrears', 'ofHolidays', 'fees', 'penalty'] as const)
      owed[element] = move(owed[element], taxes[element] ?? zero);
  }
  return owed;
};
