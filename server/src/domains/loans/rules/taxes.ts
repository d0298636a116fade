import type { LocalDate } from '../../../kernel/localDate.ts';
import { Decimal, type Money, minus, money, plus, type Rate, rounded, times, zero } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { accrualDecimals, scheduleRounding } from './schedule/rounding.ts';
import type { LoanTerms } from './terms.ts';

// Taxes on what a loan charges. Every amount of a loan that is owed or paid includes its tax; the tax is told beside it as the
// part of the amount that goes to the state. EXCLUSIVE puts it on top of the charge, INCLUSIVE takes it out of the charge.

/** The charges that can be taxed. */
export type TaxedElement = 'interest' | 'fees' | 'penalty';

/** A rate of the source as a loan knows it. */
export type KnownTaxRate = {
  /** The first day of the rate at its source, which tells one from another. */
  readonly startDay: LocalDate;
  /** The first day on which it counts for the loan: later, where the loan had been told to a later day when the rate became known. */
  readonly from: LocalDate;
  /** In percent. */
  readonly rate: Rate;
};

export type TaxTerms = {
  readonly taxCalculationMethod: 'INCLUSIVE' | 'EXCLUSIVE';
  /** The index rate source, of type TAX_RATE, that the rates come from. */
  readonly taxSourceKey: string;
  readonly taxesOnInterestEnabled: boolean;
  readonly taxesOnFeesEnabled: boolean;
  readonly taxesOnPenaltyEnabled: boolean;
  /** The rate in force, in percent. */
  readonly rate: Rate;
  /** All rates that are known, by the day on which they count. */
  readonly rates: readonly KnownTaxRate[];
};

/** Interest that is told and booked apart from the other: from arrears, and what accrued in payment holidays. */
export type InterestPart = 'fromArrears' | 'ofHolidays';

/** What of each charge is tax. */
export type TransactionTaxes = { readonly [Element in TaxedElement]: Money } & {
  /** What of the tax on interest is on interest from arrears; left out where nothing is. */
  readonly fromArrears?: Money;
  /** What of it is on interest of payment holidays; left out likewise. */
  readonly ofHolidays?: Money;
};

export const noTaxes: TransactionTaxes = { interest: zero, fees: zero, penalty: zero };

/** All of them together. */
export const allTaxes = ({ interest, fees, penalty }: TransactionTaxes): Money => plus(plus(interest, fees), penalty);

const switches = {
  interest: 'taxesOnInterestEnabled',
  fees: 'taxesOnFeesEnabled',
  penalty: 'taxesOnPenaltyEnabled',
} as const;

/** The taxes of a charge; undefined where it is free of them. */
const taxesOn = ({ tax }: LoanTerms, element: TaxedElement): TaxTerms | undefined =>
  tax?.[switches[element]] && !tax.rate.isZero() ? tax : undefined;

/** A charge that is owed in whole units has its tax on top in whole units, too. Fees are never rounded to whole units. */
const roundedTax = (terms: LoanTerms, element: TaxedElement, method: TaxTerms['taxCalculationMethod'], tax: Money) =>
  method === 'EXCLUSIVE' && element !== 'fees'
    ? scheduleRounding(terms).element(tax)
    : rounded(tax, terms.currencyDecimals);

/** What is owed for a charge at the rate in force: the charge itself, or with the tax on top. 1000 at 16 % is 1160, or 1000 with the tax in it. */
export const withTax = (terms: LoanTerms, element: TaxedElement, charge: Money): Money => {
  const tax = taxesOn(terms, element);
  if (!tax || tax.taxCalculationMethod === 'INCLUSIVE') return charge;
  return plus(charge, roundedTax(terms, element, 'EXCLUSIVE', money(charge.times(tax.rate).div(100))));
};

/** What is owed for a fee at the rate in force: one that is not taxable has no tax on top. */
export const feeWithTax = (
  terms: LoanTerms,
  { amount, taxable }: { readonly amount: Money; readonly taxable?: false | undefined },
): Money => (taxable === false ? amount : withTax(terms, 'fees', amount));

/**
 * The tax in an amount that is owed, at the rate in force: 137.93 in 1000 at 16 %, 160 in 1160. It finds the tax again that `withTax` has
 * put on top: what that rounded is less than a smallest unit, and the share of it that comes back through the division is less still.
 */
export const taxWithin = (terms: LoanTerms, element: TaxedElement, owed: Money): Money => {
  const tax = taxesOn(terms, element);
  if (!tax) return zero;
  const within = money(owed.times(tax.rate).div(tax.rate.plus(100)));
  return roundedTax(terms, element, tax.taxCalculationMethod, within);
};

/** By what interest grows with its tax on top: the level payment of equal instalments includes it. */
export const interestGrowth = (terms: LoanTerms): Decimal => {
  const tax = taxesOn(terms, 'interest');
  return tax?.taxCalculationMethod === 'EXCLUSIVE' ? tax.rate.div(100).plus(1) : new Decimal(1);
};

/** The tax in a part of an amount that is due, in the ratio of what is due of both; the whole amount has all of it. */
export const taxShare = (part: Money, due: Money, taxDue: Money, decimals: number): Money =>
  taxDue.isZero() || part.equals(due) ? taxDue : rounded(times(taxDue, part.div(due)), decimals);

/** The rate that counts for a loan on a day; undefined before the first one. */
export const taxRateOn = ({ rates }: Pick<TaxTerms, 'rates'>, date: LocalDate): Rate | undefined =>
  rates.findLast(({ from }) => from <= date)?.rate;

/** The terms with another rate in force. */
export const taxedAt = (terms: LoanTerms, rate: Rate | undefined): LoanTerms =>
  !terms.tax || rate === undefined || terms.tax.rate.equals(rate) ? terms : { ...terms, tax: { ...terms.tax, rate } };

/** The terms with the rate in force that counts on a day. */
export const taxedOn = (terms: LoanTerms, date: LocalDate): LoanTerms =>
  terms.tax ? taxedAt(terms, taxRateOn(terms.tax, date)) : terms;

/** Refuses a day on which the taxes of a loan have no rate yet. */
export const checkTaxRate = ({ tax }: LoanTerms, day: LocalDate): Rejection | undefined =>
  tax && taxRateOn(tax, day) === undefined
    ? reject('NO_TAX_RATE_AVAILABLE', `the source of the taxes has no rate on ${day}`)
    : undefined;

/** The rates of a source as rules read them. */
export type TaxSource = { readonly rates: readonly { readonly startDay: LocalDate; readonly rate: Rate }[] };

const sameRates = (left: readonly KnownTaxRate[], right: readonly KnownTaxRate[]): boolean =>
  left.length === right.length &&
  left.every((one, index) => {
    const other = right[index];
    return one.startDay === other?.startDay && one.from === other.from && one.rate.equals(other.rate);
  });

/**
 * The terms with the rates that their source has now. Those that counted by the day to which the loan has been told stay as they are; a rate
 * that became known later than it begins counts from that day, so that what was told before stays.
 */
export const withSourceRates = (terms: LoanTerms, source: TaxSource | undefined, told: LocalDate | null): LoanTerms => {
  const { tax } = terms;
  if (!tax || !source) return terms;
  const kept = told === null ? [] : tax.rates.filter(({ from }) => from <= told);
  const last = kept.at(-1)?.startDay;
  const known = source.rates
    .filter(({ startDay }) => last === undefined || startDay > last)
    .map(({ startDay, rate }) => ({ startDay, from: told !== null && startDay < told ? told : startDay, rate }));
  const rates = [...kept, ...known];
  return sameRates(tax.rates, rates) ? terms : { ...terms, tax: { ...tax, rates } };
};

/** Accrued interest without the tax that INCLUSIVE has within it, at full precision. */
export const bareAccrual = (terms: LoanTerms, accrued: Money): Money => {
  const tax = taxesOn(terms, 'interest');
  return tax?.taxCalculationMethod === 'INCLUSIVE'
    ? rounded(money(accrued.times(100).div(tax.rate.plus(100))), accrualDecimals)
    : accrued;
};

/** An amount without the tax that is on top of it; what INCLUSIVE has within stays. */
export const withoutTaxOnTop = ({ tax }: LoanTerms, amount: Money, within: Money): Money =>
  tax?.taxCalculationMethod === 'EXCLUSIVE' ? minus(amount, within) : amount;
