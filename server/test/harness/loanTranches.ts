import type { ResponseBody } from '../../src/generated/operations.ts';
import type { TestBank } from './bank.ts';
import { reasonOf } from './depositDesk.ts';
import type { LoanBank, LoanProductChanges } from './loanBank.ts';
import { type LoanRef, loanPath } from './loanDesk.ts';
import { openOffice } from './loanOffice.ts';

type Body = Readonly<Record<string, unknown>>;
type Loan = { readonly id: string; readonly encodedKey: string };

/** The first moment of a day, as requests name it. */
export const moment = (day: string): string => `${day}T00:00:00+00:00`;

/** A tranche as requests name it. */
export const tranche = (amount: number, day?: string, more: Body = {}): Body => ({
  amount,
  ...(day === undefined ? {} : { disbursementDetails: { expectedDisbursementDate: moment(day) } }),
  ...more,
});

/** What a dynamic declining product in tranches changes of the usual one. */
export const tranchedProduct: LoanProductChanges = {
  type: 'TRANCHED_LOAN',
  interest: {
    daysInYear: 'ACTUAL_365_FIXED',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    interestCalculationMethod: 'DECLINING_BALANCE',
  },
  schedule: { repaymentScheduleMethod: 'DYNAMIC' },
};

/** Settings of the amount of a product in tranches. */
export const inTranches = (maxNumberOfTranches: number): Body => ({
  loanAmountSettings: {
    loanAmount: { minValue: 100, maxValue: 1_000_000, defaultValue: 10_000 },
    trancheSettings: { maxNumberOfTranches },
  },
});

const fees = [
  { id: 'KEPT', name: 'Kept back', trigger: 'DISBURSEMENT', amountCalculationMethod: 'FLAT' },
  {
    id: 'SHARE',
    name: 'Share',
    trigger: 'CAPITALIZED_DISBURSEMENT',
    amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE',
  },
].map((fee) => ({ ...fee, feeApplication: 'OPTIONAL', state: 'ACTIVE' }));

/** 1000 on 1 March 2024 and 2000 on 17 April. */
export const two = [tranche(1000, '2024-03-01'), tranche(2000, '2024-04-17')];

const terms = { loanAmount: 3000, scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 } };

/** What a lender does with tranches, over HTTP. Loans are 3000 in four monthly instalments. */
export type TrancheDesk = {
  /** Keys of products, dynamic and fixed, with up to three tranches. */
  readonly dynamic: string;
  readonly fixed: string;
  application(tranches?: readonly Body[]): Promise<Loan>;
  approved(tranches?: readonly Body[], productKey?: string): Promise<Loan>;
  /** `400 REASON` of an application with changes. */
  reasonOfApplication(changes: Body): Promise<string>;
  of(loan: LoanRef): Promise<ResponseBody<'getLoanTranches'>>;
  update(loan: LoanRef, tranches: readonly Body[]): Promise<ResponseBody<'updateLoanTranches'>>;
  /** The schedule with these tranches, as `principal+interest`. */
  preview(loan: LoanRef, tranches: readonly Body[]): Promise<string[]>;
};

/** Opens such a desk in a lending bank, with products of its own. */
export const openTranches = async (bank: TestBank, lender: LoanBank): Promise<TrancheDesk> => {
  const feesSettings = { allowArbitraryFees: true, fees };
  const dynamic = await lender.loanProduct('TRANCHED', {
    ...tranchedProduct,
    others: { ...inTranches(3), feesSettings },
  });
  const fixed = await lender.loanProduct('TRANCHED-FIXED', {
    ...tranchedProduct,
    schedule: { repaymentScheduleMethod: 'FIXED' },
    others: inTranches(3),
  });
  return {
    dynamic,
    fixed,
    application: (tranches = two) => lender.loan(dynamic, { ...terms, tranches }),
    approved: (tranches = two, productKey = dynamic) => lender.approvedLoan(productKey, { ...terms, tranches }),
    reasonOfApplication: async (changes) => {
      const body = await openOffice(bank, lender).body({ productTypeKey: dynamic, ...terms, ...changes });
      return reasonOf(await bank.call('createLoanAccount', { body: body }));
    },
    of: (loan) => bank.ok('getLoanTranches', { path: loanPath(loan) }),
    update: (loan, tranches) => bank.ok('updateLoanTranches', { path: loanPath(loan), body: tranches }),
    preview: async (loan, tranches) => {
      const { installments = [] } = await bank.ok('previewLoanTranches', {
        path: loanPath(loan),
        body: tranches,
      });
      return installments.map(({ principal, interest }) =>
        [principal, interest].map((element) => Number(element?.amount?.expected).toFixed(2)).join('+'),
      );
    },
  };
};
