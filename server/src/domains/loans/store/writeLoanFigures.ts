import { type Column, changes, decimal, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { ElementBalance } from '../rules/state.ts';
import { nextDueDate, nextRateDate, reviewedIndexes } from './nextDays.ts';
import { sameValue } from './sameValue.ts';

// What an ordinary posting changes of a loan's row: its figures. Everything else, its terms above all, is then neither sent nor written.

type Columns = readonly Column<LoanAccount>[];

const elements = {
  principal: 'principal',
  interest: 'interest',
  fromArrears: 'interest_from_arrears',
  fees: 'fees',
  penalty: 'penalty',
  tax: 'tax',
} as const;

type Element = keyof typeof elements;

const partsOf = (element: Element): Columns =>
  (['balance', 'due', 'paid'] as const satisfies readonly (keyof ElementBalance)[]).map((part) =>
    decimal(`${elements[element]}_${part}`, ({ figures }) => figures.balances[element][part]),
  );

const columns: Columns = [
  plain('encoded_key', 'uuid', ({ encodedKey }) => encodedKey),
  plain('next_sequence', 'int', ({ nextSequence }) => nextSequence),
  ...(Object.keys(elements) as Element[]).flatMap(partsOf),
  decimal('accrued_interest', ({ figures }) => figures.accruedInterest),
  decimal('interest_from_arrears_accrued', ({ figures }) => figures.accruedFromArrears),
  decimal('payment_holidays_accrued_interest', ({ figures }) => figures.holidayInterest),
  decimal('accrued_penalty', ({ figures }) => figures.accruedPenalty),
  decimal('accrued_fee', ({ figures }) => figures.accruedFee),
  plain('days_late', 'int', ({ figures }) => figures.daysLate),
  plain('days_in_arrears', 'int', ({ figures }) => figures.daysInArrears),
  plain('folded_to', 'date', ({ figures }) => figures.foldedTo),
  plain('next_due_date', 'date', nextDueDate),
  plain('next_rate_date', 'date', nextRateDate),
  text('reviewed_indexes', 'jsonb', (account) => {
    const read = reviewedIndexes(account);
    return read && JSON.stringify(read);
  }),
  moment('last_interest_applied_date', ({ lastInterestAppliedDate }) => lastInterestAppliedDate),
  decimal('booked_interest', ({ bookedInterest }) => bookedInterest),
  plain('booked_to', 'date', ({ bookedTo }) => bookedTo),
  moment('last_modified_date', ({ lastModifiedDate }) => lastModifiedDate),
];

/** The columns that are written where nothing but figures changed. */
export const figureColumns: readonly string[] = columns.map(({ name }) => name);

/** What those columns, and the rows of events, transactions and instalments, say of an account. */
const ofAccount = new Set<keyof LoanAccount>([
  'nextSequence',
  'lastInterestAppliedDate',
  'bookedInterest',
  'bookedTo',
  'lastModifiedDate',
  'events',
  'eventDetails',
  'transactions',
  'instalmentKeys',
  'figures',
]);
const ofFigures = new Set<keyof LoanAccount['figures']>([
  'balances',
  'accruedInterest',
  'accruedFromArrears',
  'holidayInterest',
  'accruedPenalty',
  'accruedFee',
  'daysLate',
  'daysInArrears',
  'foldedTo',
  'instalments',
]);
const ofBalances = new Set<keyof LoanAccount['figures']['balances']>([
  ...(Object.keys(elements) as Element[]),
  'total',
  'totalDue',
]);

/** Whether two values agree in everything but some properties, whatever those are that somebody adds one day. */
const agreeBut = <Value extends object>(left: Value, right: Value, but: ReadonlySet<keyof Value>): boolean => {
  for (const key in left) if (!but.has(key) && !sameValue(left[key], right[key])) return false;
  for (const key in right) if (left[key] === undefined && right[key] !== undefined && !but.has(key)) return false;
  return true;
};

/** Whether nothing of a loan's row became other but its figures. */
export const onlyFiguresChanged = (account: LoanAccount, before: LoanAccount): boolean =>
  account.figures.instalments.length === before.figures.instalments.length &&
  agreeBut(account, before, ofAccount) &&
  agreeBut(account.figures, before.figures, ofFigures) &&
  agreeBut(account.figures.balances, before.figures.balances, ofBalances);

/** What stores the figures of accounts, all of them in one statement. */
export const updateFigures = changes('loan_account', columns);
