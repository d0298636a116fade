import type pg from 'pg';
import type { LocalDate } from '../../kernel/localDate.ts';
import { type Decimal, type Money, minus, money, zero } from '../../kernel/money.ts';
import { cappedDifferences, type Difference, type VerificationCheck } from '../ledger/index.ts';
import { organisationReference } from '../organisation/index.ts';
import {
  chargedFromArrears,
  chargedInterest,
  chargedOfHolidays,
  earnedFromArrears,
  earnedNotApplied,
  earnedOfHolidays,
} from './rules/bookedInterest.ts';
import { diffTransactions } from './rules/diffTransactions.ts';
import { foldLoan } from './rules/foldLoan.ts';
import type { LoanAccount } from './rules/loanAccount.ts';
import type { Instalment } from './rules/state.ts';
import { amortizationDifferences } from './store/feeAmortizationStore.ts';
import { loanAccountsAfter } from './store/loanAccountStore.ts';
import { heldDifferences } from './store/loanAccruals.ts';
import { loanColumnDifferences } from './store/loanColumnChecks.ts';
import { holdDifferences } from './store/loanHolds.ts';
import { pledgeDifferences } from './store/pledgeDifferences.ts';

const page = 500;

type Found = Omit<Difference, 'kind'>;

const textOf = ({ dueDate, state, principal, interest, fee, penalty }: Instalment): string =>
  [
    dueDate,
    state,
    ...[principal, interest, fee, penalty].map(({ expected, paid }) => `${expected.toFixed()}/${paid.toFixed()}`),
  ].join(' ');

/** Instalments of a schedule that differ from those of a fold, told as due date, state, and expected/paid of each element. */
const instalmentDifferences = (
  subject: string,
  expected: readonly Instalment[],
  actual: readonly Instalment[],
): readonly Found[] => {
  const bySlot = new Map(actual.map((instalment) => [instalment.slot, textOf(instalment)]));
  const found = expected.map((instalment) => ({
    subject: `${subject}: instalment ${instalment.number}`,
    expected: textOf(instalment),
    actual: bySlot.get(instalment.slot) ?? 'none',
  }));
  if (expected.length !== actual.length)
    found.push({
      subject: `${subject}: number of instalments`,
      expected: String(expected.length),
      actual: String(actual.length),
    });
  return found.filter((one) => one.expected !== one.actual);
};

/** What a loan's stored figures and transactions say against a fold of its events, done anew. */
const differencesOf = (account: LoanAccount, isWorkingDay: (date: LocalDate) => boolean): readonly Found[] => {
  const { foldedTo, balances, instalments } = account.figures;
  if (foldedTo === null) return [];
  const loan = foldLoan(account.terms, account.events, foldedTo, { isWorkingDay });
  const subject = `loan account ${account.id}`;
  const found: Found[] = [];
  const compare = (what: string, expected: Decimal, actual: Decimal): void => {
    if (!expected.equals(actual))
      found.push({ subject: `${subject}: ${what}`, expected: expected.toFixed(), actual: actual.toFixed() });
  };
  for (const element of ['principal', 'interest', 'fromArrears', 'fees', 'penalty', 'tax'] as const) {
    for (const part of ['balance', 'due', 'paid'] as const)
      compare(`${element} ${part}`, loan.balances[element][part], balances[element][part]);
  }
  compare('interest rate', loan.terms.interest.interestRate, account.figures.terms.interest.interestRate);
  compare('tax rate', loan.terms.tax?.rate ?? zero, account.figures.terms.tax?.rate ?? zero);
  compare('redraw balance', loan.balances.redraw, balances.redraw);
  compare('accrued interest', loan.accruedInterest, account.figures.accruedInterest);
  compare('accrued interest from arrears', loan.accruedFromArrears, account.figures.accruedFromArrears);
  compare('interest of payment holidays', loan.holidayInterest, account.figures.holidayInterest);
  compare('accrued fee', loan.accruedFee, account.figures.accruedFee);
  compare('accrued penalty', loan.accruedPenalty, account.figures.accruedPenalty);
  compare('days in arrears', money(loan.daysInArrears), money(account.figures.daysInArrears));
  compare('days late', money(loan.daysLate), money(account.figures.daysLate));
  if (account.bookedTo !== null) {
    const earned = foldLoan(account.terms, account.events, account.bookedTo, { isWorkingDay });
    const held = earnedNotApplied(earned, chargedInterest(account.transactions));
    compare('accrued interest in the books', held, account.bookedInterest);
    const late = earnedFromArrears(earned, chargedFromArrears(account.transactions), held);
    compare('accrued interest from arrears in the books', late, account.bookedFromArrears);
    const holidays = earnedOfHolidays(earned, chargedOfHolidays(account.transactions), minus(held, late));
    compare('accrued interest of payment holidays in the books', holidays, account.bookedOfHolidays);
  }
  const { reverse, post } = diffTransactions(account.transactions, loan.transactions);
  if (reverse.length + post.length > 0) {
    found.push({
      subject: `${subject}: transactions`,
      expected: `${loan.transactions.length} as folded`,
      actual: `${reverse.length} stored ones differ, ${post.length} are missing`,
    });
  }
  // Before its disbursement a loan shows a schedule that nothing follows from.
  if (loan.disbursedOn !== undefined) found.push(...instalmentDifferences(subject, loan.instalments, instalments));
  return found;
};

/** Types that make principal: interest does where it is capitalised. */
const lends = ['DISBURSEMENT', 'FEE_CAPITALISED', 'INTEREST_APPLIED']
  .map((type) => `'${type}', '${type}_ADJUSTMENT'`)
  .join(', ');

const portfolio = `
  SELECT a.id AS subject, a.principal_balance AS expected, coalesce(sum(t.principal_amount) FILTER (WHERE t.type IN (${lends})), 0)
         - coalesce(sum(t.principal_amount) FILTER (WHERE t.type NOT IN (${lends})), 0) AS actual
    FROM loan_account a LEFT JOIN loan_transaction t ON t.account_key = a.encoded_key
   GROUP BY a.encoded_key`;

const sumsOfTransactions = async (db: pg.PoolClient): Promise<readonly Difference[]> => {
  const { rows } = await db.query<{ subject: string; expected: Money; actual: Money }>(
    `SELECT * FROM (${portfolio}) p WHERE expected <> actual`,
  );
  return cappedDifferences(
    'LOAN_PRINCIPAL_IS_SUM_OF_TRANSACTIONS',
    rows.map(({ subject, expected, actual }) => ({
      subject: `loan account ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    })),
    rows.length,
  );
};

/** Every loan is the fold of its events: balances, instalments and transactions are made again and compared. */
export const loanVerification: VerificationCheck = {
  name: 'loans',
  run: async (db) => {
    const { isWorkingDay } = await organisationReference.load(db);
    const found: Found[] = [];
    let loanAccounts = 0;
    let loanTransactions = 0;
    let last: LoanAccount['encodedKey'] | null = null;
    for (;;) {
      const accounts: readonly LoanAccount[] = await loanAccountsAfter(db, last, page);
      for (const account of accounts) {
        loanAccounts += 1;
        loanTransactions += account.transactions.length;
        found.push(...differencesOf(account, (date) => isWorkingDay(date, account.assignedBranchKey)));
      }
      last = accounts.at(-1)?.encodedKey ?? null;
      if (accounts.length < page) break;
    }
    const columns = await loanColumnDifferences(db);
    const inBooks = (await heldDifferences(db)).map(({ subject, expected, actual }) => ({
      subject: `loan product ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    }));
    const amortised = (await amortizationDifferences(db)).map(({ subject, expected, actual }) => ({
      subject: `amortisation ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    }));
    const holds = (await holdDifferences(db)).map(({ subject, expected, actual }) => ({
      subject: `loan account ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    }));
    const pledged = (await pledgeDifferences(db)).map(({ subject, expected, actual }) => ({
      subject: `deposit account ${subject}`,
      expected: expected.toFixed(),
      actual: actual.toFixed(),
    }));
    return {
      checked: { loanAccounts, loanTransactions },
      differences: [
        ...cappedDifferences('LOAN_IS_FOLD_OF_ITS_EVENTS', found, found.length),
        ...cappedDifferences('LOAN_COLUMNS_SAY_WHAT_IT_HOLDS', columns, columns.length),
        ...(await sumsOfTransactions(db)),
        ...cappedDifferences('LOAN_HOLDS_ARE_SUM_OF_PENDING', holds, holds.length),
        ...cappedDifferences('DEPOSIT_LOCKED_BALANCE_IS_SUM_OF_GUARANTEES', pledged, pledged.length),
        ...cappedDifferences('AMORTISED_FEES_ARE_WHAT_NIGHTS_BOOKED', amortised, amortised.length),
        ...cappedDifferences('LOAN_ACCRUALS_ARE_WHAT_NIGHTS_BOOKED', inBooks, inBooks.length),
      ],
    };
  },
};
