import { describe, expect, test } from 'vitest';
import { money } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { disbursed, feeApplied, on, paidOff, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, termsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext } from './account.ts';
import { decidePayOff, type PayOffRequest, previewPayOff } from './decidePayOff.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-01-27';

const tenThousand = accountOf({
  terms: dynamicTermsOf({ loanAmount: 10000 }),
  events: [disbursed('2024-01-10', 10000)],
});

const fixed = accountOf({
  terms: termsOf({ loanAmount: 3000, schedule: { repaymentInstallments: 3 }, interest: { daysInYear: 'E30_360' } }),
  events: [disbursed('2024-01-10', 3000), feeApplied('2024-01-20', 25, 2)],
});

type Row = readonly [reason: string, account: LoanAccountFacts, request: PayOffRequest, context?: LoanContext];

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', approved(), { interestPaid: money(-1) }],
  [
    'ACCOUNT_IS_LOCKED',
    accountOf({ subState: 'LOCKED' }),
    { interestPaid: money(-1) },
    contextOn(today, { without: ['POST_TRANSACTIONS_ON_LOCKED_LOAN_ACCOUNTS'] }),
  ],
  ['JOURNAL_ENTRY_BEFORE_CLOSURE', tenThousand, { interestPaid: money(-1) }, contextOn(today, { closedUntil: today })],
  [
    'BACKDATE_BEFORE_OTHER_OPERATION',
    accountOf({ events: [...tenThousand.events, repaid('2024-02-01', 10)] }),
    { interestPaid: money(-1) },
  ],
  ['PAY_OFF_INVALID_INTEREST_PAID', tenThousand, { interestPaid: money('55.90'), feesPaid: money(1) }],
  ['PAY_OFF_INVALID_INTEREST_PAID', tenThousand, { interestPaid: money('0.001') }],
  ['PAY_OFF_INVALID_FEES_PAID', tenThousand, { feesPaid: money(1), penaltyPaid: money(1) }],
  ['PAY_OFF_INVALID_PENALTY_PAID', tenThousand, { penaltyPaid: money(1) }],
  ['USER_TRANSACTION_LIMIT_EXCEEDED', tenThousand, {}, contextOn(today, { limitOf: () => money(10055) })],
  ['accepted', tenThousand, { interestPaid: money(0) }],
];

describe('refusals in order of precedence', () => {
  for (const [reason, account, request, context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decidePayOff(account, request, context))).toBe(reason);
    });
  }
});

describe('what a pay-off does', () => {
  test('10,000 and 17 days at 12 % ACT/365: 10,055.89, and the account is closed', () => {
    const { account, loan } = accepted(decidePayOff(tenThousand, {}, contextOn(today)));
    expect([account.state, account.subState, account.closedOn]).toEqual(['CLOSED', 'REPAID', today]);
    expect(transactionsOf(loan).slice(1)).toEqual([
      '2024-01-27 INTEREST_APPLIED 55.89',
      '2024-01-27 REPAYMENT 10055.89',
    ]);
  });

  test('of a fixed loan: all scheduled interest is owed', () => {
    const { loan } = accepted(decidePayOff(fixed, {}, contextOn(today)));
    expect(transactionsOf(loan).slice(2)).toEqual([
      '2024-01-27 INTEREST_APPLIED 60.00',
      '2024-01-27 REPAYMENT 3085.00',
    ]);
    expect(loan.balances.total.toFixed()).toBe('0');
  });

  test('what is let off is taken from the last instalments and noted', () => {
    const request = { interestPaid: money(35), feesPaid: money(20) };
    const { loan } = accepted(decidePayOff(fixed, request, contextOn(today)));
    expect(transactionsOf(loan).slice(2)).toEqual([
      '2024-01-27 INTEREST_APPLIED 60.00',
      '2024-01-27 INTEREST_DUE_REDUCED 25.00',
      '2024-01-27 FEES_DUE_REDUCED 5.00',
      '2024-01-27 REPAYMENT 3055.00',
    ]);
    expect(loan.instalments.map(({ interest }) => interest.expected.toFixed())).toEqual(['30', '5', '0']);
    expect(loan.instalments[1]?.feeDetails[0]?.reduced.toFixed()).toBe('5');
    expect(loan.instalments.every(({ state }) => state === 'PAID')).toBe(true);
  });

  test('with nothing owed it only closes', () => {
    const paid = accountOf({ events: [disbursed('2024-01-10', 6000), paidOff('2024-01-20', 6020)] });
    const { append, account } = accepted(decidePayOff(paid, {}, contextOn(today)));
    expect([append.length, account.state]).toEqual([0, 'CLOSED']);
  });
});

describe('preview', () => {
  test('of a later day, interest accrued to it', () => {
    const preview = previewPayOff(tenThousand, on('2024-01-30'), contextOn(today));
    if (isRejection(preview)) throw new Error('refused');
    expect(Object.values(preview).map((amount) => amount.toFixed(2))).toEqual([
      '10000.00',
      '65.75',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '0.00',
      '10065.75',
    ]);
  });

  test('refusals in order of precedence', () => {
    const reason = (account: LoanAccountFacts, day: string): string | undefined => {
      const preview = previewPayOff(account, on(day), contextOn(today));
      return isRejection(preview) ? preview.errors[0]?.reason : 'accepted';
    };
    expect(reason(approved(), '2024-01-26')).toBe('INVALID_ACCOUNT_STATE');
    expect(reason(tenThousand, '2024-01-26')).toBe('INVALID_DATE');
    expect(reason(tenThousand, today)).toBe('accepted');
  });
});
