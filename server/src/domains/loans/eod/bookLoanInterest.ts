import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { isZero, type Money, minus, zero } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { transaction, withRetry } from '../../../platform/db/pool.ts';
import { sendAll } from '../../../platform/db/statement.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import {
  type AccruedByAccount,
  accrualBooking,
  accruedInScopes,
  addAccrualEntries,
  addAccruals,
  glAccountReference,
  resolveRule,
} from '../../ledger/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import {
  booksAccruals,
  booksOnNightOf,
  earnedFromArrears,
  earnedNotApplied,
  earnedOfHolidays,
} from '../rules/bookedInterest.ts';
import { foldLoan } from '../rules/foldLoan.ts';
import { bookedOn } from '../rules/holidayAccounts.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { type HeldOfLoan, type LoanToAccrue, lockLoansToAccrue, updateHeld } from '../store/loanAccruals.ts';
import { loanProductReference, productOfLoan } from '../store/loanProductReference.ts';

/** Loans that are locked at a time: each is folded, so nobody waits long. */
const chunk = 500;

type Night = Pick<EndOfDayContext, 'tenant' | 'day'> & {
  readonly tonight: readonly EncodedKey[];
  readonly booking: readonly EncodedKey[];
  readonly products: ReadonlyMap<EncodedKey, LoanProduct>;
  readonly heldOf: (loan: LoanToAccrue) => HeldOfLoan;
};

/** Writes what the books shall hold of some loans, and adds the differences to the day's sums: in one transaction, so that nothing is counted twice. */
const accrueChunk = async (
  night: Night,
  after: EncodedKey | null,
): Promise<{ count: number; last: EncodedKey | null }> => {
  const { day, products, heldOf } = night;
  return transaction(night.tenant.pool, async (db) => {
    const loans = await lockLoansToAccrue(db, night, after, chunk);
    const held = loans.map(heldOf);
    const differences = loans.flatMap((loan, index): AccruedByAccount[] => {
      const { encodedKey: accountKey, productKey, branchKey, currencyCode } = loan;
      const all = minus(held[index]?.held ?? loan.booked, loan.booked);
      const late = minus(held[index]?.fromArrears ?? loan.bookedFromArrears, loan.bookedFromArrears);
      const of = (kind: AccruedByAccount['kind'], amount: Money): AccruedByAccount[] =>
        isZero(amount) ? [] : [{ accountKey, productKey, branchKey, currencyCode, kind, amount }];
      const holidays = minus(held[index]?.ofHolidays ?? loan.bookedOfHolidays, loan.bookedOfHolidays);
      return [
        ...of('LOAN_INTEREST', minus(minus(all, late), holidays)),
        ...of('LOAN_INTEREST_FROM_ARREARS', late),
        ...of('LOAN_PAYMENT_HOLIDAY_INTEREST', holidays),
      ];
    });
    const told = differences.filter(
      ({ productKey }) => products.get(productKey)?.interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT',
    );
    await sendAll(db, [
      ...(held.length > 0 ? [updateHeld(held)] : []),
      ...(differences.length > 0 ? [addAccruals(day, accruedInScopes(differences))] : []),
      ...(told.length > 0 ? [addAccrualEntries(day, told)] : []),
    ]);
    return { count: loans.length, last: loans.at(-1)?.encodedKey ?? null };
  });
};

/** The beginning of the names of its ledger resources. */
const booked: Readonly<
  Partial<Record<AccruedByAccount['kind'], 'INTEREST' | 'INTEREST_FROM_ARREARS' | 'PAYMENT_HOLIDAY_INTEREST'>>
> = {
  LOAN_INTEREST_FROM_ARREARS: 'INTEREST_FROM_ARREARS',
  LOAN_PAYMENT_HOLIDAY_INTEREST: 'PAYMENT_HOLIDAY_INTEREST',
};

const bookAccruals = accrualBooking('bookLoanAccrual', {
  kinds: ['LOAN_INTEREST', 'LOAN_INTEREST_FROM_ARREARS', 'LOAN_PAYMENT_HOLIDAY_INTEREST'],
  productType: 'LOAN',
  of: ({ productKey, currencyCode, kind }, reference) => {
    const { accountingRules, interestAccrualCalculation } = productOfLoan(reference, productKey);
    const glAccounts = reference.get(glAccountReference);
    const name = booked[kind] ?? 'INTEREST';
    const resultKey = resolveRule(accountingRules, bookedOn(`${name}_INCOME`, accountingRules), glAccounts);
    if (isRejection(resultKey)) return resultKey;
    const owedKey = resolveRule(accountingRules, bookedOn(`${name}_RECEIVABLE`, accountingRules), glAccounts);
    if (isRejection(owedKey)) return owedKey;
    const decimals = reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
    return { resultKey, owedKey, decimals, keepsBreakdown: interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT' };
  },
});

/**
 * The night's step that books the interest that loans accrued and nobody applied: what each loan has earned as of the day after, folded anew, less
 * what the books hold of it. So whatever was dated back, undone, paid off or written off since is booked as a difference. Afterwards one posting for
 * all loans of a product, a branch and a currency.
 */
export const bookLoanInterest: EndOfDayStep = {
  name: 'loans: book accrued interest',
  run: async (context) => {
    const { tenant, day } = context;
    const reference = await tenant.reference.current();
    const products = reference.get(loanProductReference).byKey;
    const organisation = reference.get(organisationReference);
    const keysOf = (which: (product: LoanProduct) => boolean): readonly EncodedKey[] =>
      [...products.values()].filter(which).map(({ encodedKey }) => encodedKey);
    const asOf = plusDays(day, 1);
    const heldOf = ({ encodedKey, isReleased, branchKey, terms, events, ...charged }: LoanToAccrue): HeldOfLoan => {
      if (isReleased) return { encodedKey, held: zero, fromArrears: zero, ofHolidays: zero, bookedTo: null };
      const calendar = { isWorkingDay: (date: typeof day) => organisation.isWorkingDay(date, branchKey) };
      const loan = foldLoan(terms, events, asOf, calendar);
      const held = earnedNotApplied(loan, charged.posted);
      const fromArrears = earnedFromArrears(loan, charged.postedFromArrears, held);
      return {
        encodedKey,
        held,
        fromArrears,
        ofHolidays: earnedOfHolidays(loan, charged.postedOfHolidays, minus(held, fromArrears)),
        bookedTo: asOf,
      };
    };
    const tonight = keysOf((product) => booksOnNightOf(day, product));
    const night: Night = { tenant, day, tonight, booking: keysOf(booksAccruals), products, heldOf };
    let count = 0;
    for (let after: EncodedKey | null = null; ; ) {
      const done = await withRetry(() => accrueChunk(night, after));
      count += done.count;
      after = done.last;
      if (after === null) break;
    }
    await bookAccruals(context);
    return count;
  },
};
