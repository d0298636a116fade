import { expect, test } from 'vitest';
import { disbursed, interestApplied, on, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import type { RequestedDates } from './checks.ts';
import { decideInterestApplication } from './decideInterestApplication.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-01-27';

const life = (...events: LoanAccountFacts['events']): LoanAccountFacts =>
  accountOf({ events: [disbursed('2024-01-10', 6000), ...events] });

type Row = readonly [reason: string, account: LoanAccountFacts, request: RequestedDates, context?: LoanContext];

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', approved({ subState: 'LOCKED' }), {}],
  [
    'ACCOUNT_IS_LOCKED',
    accountOf({ subState: 'LOCKED' }),
    {},
    contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
  ],
  [
    'INTEREST_ALREADY_APPLIED_ON_DISBURSEMENT_ACCOUNT',
    accountOf({ terms: termsOf({ interest: { interestApplicationMethod: 'AFTER_DISBURSEMENT' } }) }),
    { valueDate: on('2024-02-27') },
  ],
  ['INTEREST_CANNOT_BE_APPLIED', accountOf({ terms: termsOf() }), { valueDate: on('2024-02-27') }],
  ['INVALID_DATE', accountOf(), { valueDate: on('2024-01-28') }],
  ['BACKDATE_BEFORE_ACTIVATION', accountOf(), { valueDate: on('2024-01-09') }],
  ['ENTRY_DATE_BEFORE_OTHER_TRANSACTION', life(interestApplied('2024-01-20')), { valueDate: on('2024-01-19') }],
  ['ENTRY_DATE_BEFORE_OTHER_TRANSACTION', life(repaid('2024-01-20', 10)), { valueDate: on('2024-01-19') }],
  ['ACCOUNT_HAS_NO_ACCRUED_INTEREST', accountOf(), { valueDate: on('2024-01-10') }],
  [
    'INTEREST_APPLIED_WITH_NULL_AMOUNT',
    accountOf({ terms: dynamicTermsOf({ loanAmount: 1 }), events: [disbursed('2024-01-10', 1)] }),
    { valueDate: on('2024-01-20') },
  ],
  ['accepted', accountOf(), {}],
];

for (const [reason, account, request, context = contextOn(today)] of rows) {
  test(reason, () => {
    expect(outcome(decideInterestApplication(account, request, context))).toBe(reason);
  });
}

test('what has accrued is applied to the cent', () => {
  const { loan } = accepted(decideInterestApplication(accountOf(), {}, contextOn(today)));
  expect(transactionsOf(loan).at(-1)).toBe('2024-01-27 INTEREST_APPLIED 34.00');
  expect(loan.accruedInterest.toFixed()).toBe('0');
});
