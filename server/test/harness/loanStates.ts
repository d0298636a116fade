import { randomUUID } from 'node:crypto';
import type { TestBank } from './bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank } from './loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './loanDesk.ts';
import { revolvingProduct } from './revolving.ts';

// Loans of every type in every state, for tests of what each state lets through.

type Body = Readonly<Record<string, unknown>>;

export const loanTypes = ['fixed', 'dynamic', 'free', 'tranched', 'revolving'] as const;
export type LoanType = (typeof loanTypes)[number];

/** BARRED is LOCKED for somebody who may not post on locked loans. */
export const loanStates = [
  'PARTIAL',
  'PENDING',
  'APPROVED',
  'ACTIVE',
  'ARREARS',
  'LOCKED',
  'BARRED',
  'REPAID',
  'WRITTEN_OFF',
  'REJECTED',
  'WITHDRAWN',
] as const;
export type LoanStateName = (typeof loanStates)[number];

/** A loan with what requests about it name. Keys that it can't have yet are keys of nothing. */
export type StatedLoan = {
  readonly type: LoanType;
  readonly id: string;
  readonly encodedKey: string;
  readonly disbursementKey: string;
  /** The id of a repayment that stands. */
  readonly repaymentId: string;
  readonly installmentKey: string;
  readonly plannedFeeKey: string;
  readonly cardToken: string;
  /** The day of the disbursement, or of the one that is expected. */
  readonly from: string;
};

export type LoanStatesBank = {
  readonly lender: LoanBank;
  readonly desk: LoanDesk;
  /** A current account of somebody else, with money. */
  readonly deposit: { readonly id: string };
  /** Keys of the fees of a type's product by id. */
  readonly fees: Readonly<Record<LoanType, Readonly<Record<string, string>>>>;
  loan(type: LoanType, state: LoanStateName): Promise<StatedLoan>;
  /** Everything the database has of a loan, of its journal, of the trail of its changes, and of the deposit account, as one short text. */
  picture(loan: StatedLoan): Promise<string>;
};

export const today = '2026-02-20';
export const day = (text: string): string => `${text}T00:00:00+00:00`;

const manual = (id: string, trigger: string, more: Body = {}): Body => ({
  id,
  name: id,
  trigger,
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const settings: Body = {
  feesSettings: {
    allowArbitraryFees: true,
    fees: [
      manual('REMINDER', 'MANUAL', { amount: 15 }),
      manual('SURVEY', 'MANUAL_PLANNED'),
      manual('VISIT', 'MANUAL_PLANNED'),
    ],
  },
  arrearsSettings: { tolerancePeriod: { minValue: 0, maxValue: 30, defaultValue: 0 } },
  penaltySettings: {
    loanPenaltyCalculationMethod: 'OVERDUE_BALANCE',
    loanPenaltyGracePeriod: 0,
    penaltyRate: { minValue: 0, maxValue: 1, defaultValue: 0.1 },
  },
  newAccountSettings: {
    accountInitialState: 'PARTIAL_APPLICATION',
    idGeneratorType: 'RANDOM_PATTERN',
    idPattern: '@@@######',
  },
};

const dynamic = {
  repaymentScheduleMethod: 'DYNAMIC',
  repaymentScheduleEditOptions: ['ADJUST_PAYMENT_DATES', 'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'],
};
const actual = { daysInYear: 'ACTUAL_365_FIXED', scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT' };

const products: Readonly<Record<LoanType, LoanProductChanges>> = {
  fixed: {
    schedule: {
      scheduleDueDatesMethod: 'FIXED_DAYS_OF_MONTH',
      fixedDaysOfMonth: [10],
      defaultRepaymentPeriodCount: undefined,
      repaymentPeriodUnit: undefined,
    },
    others: settings,
  },
  dynamic: {
    type: 'DYNAMIC_TERM_LOAN',
    schedule: dynamic,
    interest: actual,
    others: { ...settings, redrawSettings: { allowRedraw: true }, accountLinkSettings: { enabled: false } },
  },
  free: { type: 'INTEREST_FREE_LOAN', others: { ...settings, interestSettings: undefined } },
  tranched: {
    type: 'TRANCHED_LOAN',
    schedule: dynamic,
    interest: { ...actual, interestCalculationMethod: 'DECLINING_BALANCE' },
    others: {
      ...settings,
      loanAmountSettings: {
        loanAmount: { minValue: 100, maxValue: 1_000_000, defaultValue: 10_000 },
        trancheSettings: { maxNumberOfTranches: 2 },
      },
    },
  },
  revolving: revolvingProduct({ others: settings }),
};

/** The tranches of the tranched loan: what changes is the second one's day. */
export const twoTranches = (first: string, second = '2026-04-10'): readonly Body[] =>
  [
    [6000, first],
    [4000, second],
  ].map(([amount, expected]) => ({
    amount,
    disbursementDetails: { expectedDisbursementDate: day(String(expected)) },
  }));

/** The day on which a loan in a state was disbursed: before the first due date, or so that the first one was missed. */
export const disbursedOn = (state: LoanStateName): string => (state === 'ARREARS' ? '2026-01-10' : '2026-02-10');

const nothing = (): string => randomUUID().replaceAll('-', '');
const unlocked = ['REPAID', 'WRITTEN_OFF', 'ACTIVE', 'ARREARS'];

/** Opens the bank; its clock must stand on `today`. */
export const openLoanStates = async (bank: TestBank): Promise<LoanStatesBank> => {
  const lender = await loanBank(bank);
  const desk = loanDesk(bank);
  const deposit = await lender.depositAccount();
  await bank.ok('makeDeposit', { path: { depositAccountId: deposit.id }, body: { amount: 1_000_000 } });
  const made = await Promise.all(
    loanTypes.map(async (type) => {
      const key = await lender.loanProduct(type.toUpperCase(), products[type]);
      const product = await bank.ok('getLoanProduct', {
        path: { loanProductId: key },
        query: { detailsLevel: 'FULL' },
      });
      const fees = Object.fromEntries(
        (product.feesSettings?.fees ?? []).map((fee) => [String(fee.id), String(fee.encodedKey)]),
      );
      return [type, { key, fees }] as const;
    }),
  );
  const byType = new Map(made);
  const productOf = (type: LoanType): { key: string; fees: Readonly<Record<string, string>> } => {
    const product = byType.get(type);
    if (!product) throw new Error(`there is no product of type ${type}`);
    return product;
  };

  const applied = (type: LoanType, state: LoanStateName): Promise<{ id: string; encodedKey: string }> =>
    lender.loan(productOf(type).key, {
      ...(type === 'free' ? { interestSettings: {} } : {}),
      ...(type === 'tranched' ? { tranches: twoTranches(disbursedOn(state)) } : {}),
      ...(type === 'revolving' ? { scheduleSettings: { gracePeriod: 0 } } : {}),
    });

  const plan = async (
    loan: { id: string },
    type: LoanType,
  ): Promise<Pick<StatedLoan, 'installmentKey' | 'plannedFeeKey'>> => {
    const { installments = [] } = await bank.ok('getLoanSchedule', { path: loanPath(loan) });
    const installmentKey = (type === 'revolving' ? installments.at(-1) : installments[4])?.encodedKey;
    if (installmentKey === undefined) return { installmentKey: nothing(), plannedFeeKey: nothing() };
    const body = [{ predefinedFeeKey: productOf(type).fees.SURVEY, installmentKey, amount: 30 }];
    const [planned] = await bank.ok('createPlannedFees', { path: loanPath(loan), body });
    return { installmentKey, plannedFeeKey: String(planned?.encodedKey) };
  };

  const disburse = async (loan: { id: string }, type: LoanType, state: LoanStateName) => {
    const paidOut = await desk.disburse(loan, {
      valueDate: day(disbursedOn(state)),
      ...(type === 'revolving' ? { amount: 5000 } : {}),
    });
    // Interest accrues between the payment and today.
    const repaid = await desk.repay(loan, 50, { valueDate: day('2026-02-15') });
    if (type === 'dynamic') await bank.ok('applyLoanPaymentMade', { path: loanPath(loan), body: { amount: 100 } });
    return { disbursementKey: String(paidOut.encodedKey), repaymentId: String(repaid.id) };
  };

  const loan: LoanStatesBank['loan'] = async (type, state) => {
    const begun = await applied(type, state);
    const cardToken = `card-${begun.id}`;
    const act = (action: string) => bank.ok('changeLoanAccountState', { path: loanPath(begun), body: { action } });
    const stated = {
      ...begun,
      type,
      cardToken,
      from: disbursedOn(state),
      disbursementKey: nothing(),
      repaymentId: '0',
    };
    const planned = await plan(begun, type);
    if (state === 'PARTIAL') return { ...stated, ...planned };
    await act('REQUEST_APPROVAL');
    if (state === 'PENDING') return { ...stated, ...planned };
    if (state === 'REJECTED') await act('REJECT');
    if (state === 'REJECTED') return { ...stated, ...planned };
    await act('APPROVE');
    if (type === 'revolving')
      await bank.ok('createLoanCard', { path: loanPath(begun), body: { referenceToken: cardToken } });
    if (state === 'WITHDRAWN') await act('WITHDRAW');
    if (state === 'APPROVED' || state === 'WITHDRAWN') return { ...stated, ...planned };
    const moved = await disburse(begun, type, state);
    const later = type === 'revolving' ? await plan(begun, type) : planned;
    if (!unlocked.includes(state)) await bank.ok('lockLoan', { path: loanPath(begun), body: {} });
    if (state === 'REPAID') await bank.ok('payOffLoan', { path: loanPath(begun), body: {} });
    if (state === 'WRITTEN_OFF') await bank.ok('writeOffLoan', { path: loanPath(begun), body: {} });
    return { ...stated, ...moved, ...later };
  };

  return {
    lender,
    desk,
    deposit,
    fees: Object.fromEntries(made.map(([type, { fees }]) => [type, fees])) as LoanStatesBank['fees'],
    loan,
    picture: async ({ encodedKey }) => {
      const { rows } = await bank.db.query<{ picture: string }>(
        `SELECT concat_ws(' ',
           (SELECT md5(a::text) FROM loan_account a WHERE encoded_key = $1),
           (SELECT md5(string_agg(i::text, '' ORDER BY slot)) FROM loan_instalment i WHERE account_key = $1),
           (SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM loan_transaction t WHERE account_key = $1),
           (SELECT md5(string_agg(e::text, '' ORDER BY sequence)) FROM loan_event e WHERE account_key = $1),
           (SELECT md5(string_agg(c::text, '' ORDER BY reference_token)) FROM card c WHERE loan_account_key = $1),
           (SELECT concat(count(*), ' ', max(entry_id)) FROM journal_entry WHERE account_key = $1),
           (SELECT count(*) FROM authorization_hold WHERE account_key = $1),
           (SELECT count(*) FROM audit_record WHERE entity_key = $1 AND status < 400),
           (SELECT md5(d::text) FROM deposit_account d WHERE id = $2)) AS picture`,
        [encodedKey, deposit.id],
      );
      return String(rows[0]?.picture);
    },
  };
};
