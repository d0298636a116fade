import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { loanJournal } from '../loanJournal.ts';
import { disbursed, expectedOf, on, repaid } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decideFee } from './decideFee.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

// Fees that become principal: 6,000 in six instalments of 1,000 at 12 %, the first one paid on its day.

const today = '2024-02-15';
const begun = [disbursed('2024-01-10', 6000), repaid('2024-02-10', 1060)];
const loan = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts => accountOf({ events: begun, ...given });
const decide = (account: LoanAccountFacts, day = today, context: LoanContext = contextOn(today), amount = '50') =>
  decideFee(
    account,
    { allowArbitraryFees: true, amount: money(amount), valueDate: on(day), capitalised: true },
    context,
  );

const equal = accountOf({
  terms: dynamicTermsOf({
    loanAmount: 10000,
    schedule: { repaymentInstallments: 6 },
    interest: { daysInYear: 'E30_360', interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
  }),
  events: [disbursed('2024-01-10', 10000), repaid('2024-02-10', '1725.48'), repaid('2024-03-10', '1725.48')],
});

type Row = readonly [reason: string, account: LoanAccountFacts, day?: string, context?: LoanContext];

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', approved()],
  ['FEE_NOT_ALLOWED', loan({ terms: termsOf({ loanAmount: 6000, schedule: { repaymentInstallments: 6 } }) })],
  ['FEE_NOT_ALLOWED', loan(), '2024-08-01', contextOn('2024-08-01')],
  ['FEE_NOT_ALLOWED', loan({ events: [disbursed('2024-01-10', 6000), repaid('2024-02-10', 6060)] })],
  ['BACKDATE_BEFORE_OTHER_OPERATION', loan(), '2024-02-09', contextOn(today, { without: ['BULK_LOAN_CORRECTIONS'] })],
  ['accepted', loan(), '2024-02-09'],
  ['accepted', loan()],
];

describe('a fee that is to become principal', () => {
  for (const [reason, account, day = today, context = contextOn(today)] of rows) {
    test(`${reason} on ${day}`, () => {
      // A fixed loan wants to know the instalment before anything else.
      const numbered = account.terms.schedule.repaymentScheduleMethod === 'FIXED' ? { installmentNumber: 2 } : {};
      const request = { allowArbitraryFees: true, amount: money(50), valueDate: on(day), ...numbered };
      expect(outcome(decideFee(account, { ...request, capitalised: true }, context))).toBe(reason);
    });
  }

  test('is shared by the instalments due later, and bears interest from its day', () => {
    const { loan: after } = accepted(decide(loan(), '2024-02-10'));
    expect(after.instalments.map(expectedOf)).toEqual([
      '1000+60.00',
      '1010+50.50',
      '1010+40.40',
      '1010+30.30',
      '1010+20.20',
      '1010+10.10',
    ]);
    expect([after.balances.principal.balance, after.balances.fees.balance].map(String)).toEqual(['5050', '0']);
  });

  test('gives equal instalments a new payment', () => {
    const { loan: after } = accepted(decide(equal, '2024-03-10', contextOn('2024-03-12'), '100'));
    expect(after.instalments.slice(2).map(expectedOf)).toEqual([
      '1682.78+68.33',
      '1699.61+51.50',
      '1716.61+34.50',
      '1733.79+17.34',
    ]);
  });

  test('counts from its day within a period', () => {
    const { loan: after } = accepted(decide(loan(), '2024-02-25', contextOn('2024-02-25'), '60'));
    // 5000 for fifteen days and 5060 for fifteen at 1 % a month.
    expect(expectedOf(after.instalments[1] as never)).toBe('1012+50.30');
  });

  test('is income at once, whatever the method', () => {
    const { loan: after } = accepted(decide(loan()));
    const transaction = after.transactions.find(({ type }) => type === 'FEE_CAPITALISED');
    for (const method of ['CASH', 'ACCRUAL'] as const) {
      const lines = transaction ? loanJournal(method, transaction) : [];
      expect(lines.map(({ side, resource, amount }) => `${side} ${resource} ${amount.toFixed()}`)).toEqual([
        'DEBIT PORTFOLIO_CONTROL 50',
        'CREDIT FEE_INCOME 50',
      ]);
    }
  });
});
