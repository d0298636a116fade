import type { TestBank } from './bank.ts';
import { type DepositDesk, openDesk } from './depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanRules } from './loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './loanDesk.ts';
import { depositRules } from './openBank.ts';

// A bank whose loans bear interest on 12,000 at 12 % by days, in twelve parts of 1,000, less what lies in a linked account.

type Account = { readonly id: string; readonly encodedKey: string };

export type OffsetBank = {
  readonly bank: TestBank;
  readonly lender: LoanBank;
  readonly desk: LoanDesk;
  readonly tellers: DepositDesk;
  readonly product: string;
  /** The deposit product that allows offset. */
  readonly depositProduct: string;
  /** An account of a holder, or of a new one, that may lower the interest of a loan. */
  deposit(accountHolderKey?: string): Promise<Account & { readonly holder: string }>;
  /** An approved loan of the account's holder that is linked to it. */
  linked(account: Account & { readonly holder: string }, changes?: Record<string, unknown>): Promise<Account>;
  /** What has accrued, and the interest that was applied: `12.34 2026-02-01`, oldest first. */
  accrued(loan: Account): Promise<string>;
  applied(loan: Account): Promise<string[]>;
  /** `from to balance amount offset saved` of an instalment's interest. */
  parts(loan: Account, instalment?: number): Promise<string[]>;
};

export const offsetProduct = (lender: LoanBank, more: LoanProductChanges = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  ...more,
  schedule: { repaymentScheduleMethod: 'DYNAMIC', ...more.schedule },
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
    ...more.interest,
  },
  payment: { latePaymentsRecalculationMethod: 'NO_RECALCULATION', ...more.payment },
  others: {
    offsetSettings: { allowOffset: true },
    accountingSettings: {
      accountingMethod: 'ACCRUAL',
      accountingRules: loanRules(lender.gl),
      interestAccruedAccountingMethod: 'DAILY',
    },
    ...more.others,
  },
});

/** Sets it up over its own API. */
export const offsetBank = async (bank: TestBank): Promise<OffsetBank> => {
  const lender = await loanBank(bank);
  const desk = loanDesk(bank);
  const made = await bank.ok('createDepositProduct', {
    body: {
      id: 'BESIDE',
      name: 'Beside a loan',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
      accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(lender.gl) },
      offsetSettings: { allowOffset: true },
    },
  });
  const depositProduct = String(made.encodedKey);
  const product = await lender.loanProduct('OFFSET', offsetProduct(lender));
  return {
    bank,
    lender,
    desk,
    tellers: openDesk(bank),
    product,
    depositProduct,
    deposit: async (accountHolderKey) => {
      const holder = accountHolderKey ?? (await lender.client()).encodedKey;
      const account = await lender.depositAccount({ accountHolderKey: holder, productTypeKey: depositProduct });
      return { ...account, holder };
    },
    linked: ({ encodedKey, holder }, changes = {}) =>
      lender.approvedLoan(product, {
        accountHolderKey: holder,
        settlementAccountKey: encodedKey,
        loanAmount: 12_000,
        ...changes,
      }),
    accrued: async (loan) => Number((await desk.account(loan)).accruedInterest).toFixed(2),
    applied: async (loan) =>
      (await desk.standing(loan)).flatMap((line) =>
        line.startsWith('INTEREST_APPLIED ') ? [line.replace('INTEREST_APPLIED ', '')] : [],
      ),
    parts: async (loan, instalment = 1) => {
      const told = await bank.ok('explainLoan', { path: loanPath(loan) });
      return (told.installments[instalment - 1]?.interest.parts ?? []).map(
        ({ from, to, balance, amount, offsetBalance, interestSaved }) =>
          `${from} ${to} ${balance} ${Number(amount).toFixed(2)} ${offsetBalance ?? '-'} ${interestSaved === undefined ? '-' : Number(interestSaved).toFixed(2)}`,
      );
    },
  };
};
