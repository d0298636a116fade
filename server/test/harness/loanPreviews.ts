import type { TestBank } from './bank.ts';

export type Group = Record<string, unknown>;

/** What a row says of its product; the rest is a declining fixed loan at a rate of its own over monthly instalments. */
export type Product = {
  readonly type?: string;
  readonly interest?: Group;
  readonly rates?: Group;
  readonly schedule?: Group;
  readonly payment?: Group;
  readonly others?: Group;
};

/** What a row asks for. */
export type Loan = {
  readonly amount: number;
  readonly rate?: number;
  readonly on: string;
  readonly first?: string;
  readonly schedule?: Group;
};

/** The first moment of a day in New York. */
export const day = (text: string): string => `${text}T00:00:00${zoneOf(text)}`;
// New York keeps daylight saving time; the days of the tables lie well within either half of the year.
const zoneOf = (text: string): string => {
  const monthAndDay = text.slice(5);
  return monthAndDay > '03-14' && monthAndDay < '11-01' ? '-04:00' : '-05:00';
};

/** The body of a product. */
export const productBody = (id: string, { type, interest, rates, schedule, payment, others }: Product): Group => ({
  id,
  name: id,
  type: type ?? 'FIXED_TERM_LOAN',
  state: 'ACTIVE',
  creditArrangementSettings: { creditArrangementRequirement: 'NOT_REQUIRED' },
  newAccountSettings: {
    accountInitialState: 'PENDING_APPROVAL',
    idGeneratorType: 'RANDOM_PATTERN',
    idPattern: '@@####',
  },
  interestSettings: {
    daysInYear: 'ACTUAL_365_FIXED',
    interestCalculationMethod: 'DECLINING_BALANCE',
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    indexRateSettings: { interestRateSource: 'FIXED_INTEREST_RATE', ...rates },
    ...interest,
  },
  scheduleSettings: {
    repaymentScheduleMethod: type === 'DYNAMIC_TERM_LOAN' ? 'DYNAMIC' : 'FIXED',
    scheduleDueDatesMethod: 'INTERVAL',
    repaymentReschedulingMethod: 'NONE',
    ...(schedule?.scheduleDueDatesMethod === undefined
      ? { defaultRepaymentPeriodCount: 1, repaymentPeriodUnit: 'MONTHS' }
      : {}),
    ...schedule,
  },
  paymentSettings: {
    paymentMethod: 'HORIZONTAL',
    latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    repaymentAllocationOrder: ['FEE', 'PENALTY', 'INTEREST', 'PRINCIPAL'],
    prepaymentSettings: { futurePaymentsAcceptance: 'NO_FUTURE_PAYMENTS' },
    ...payment,
  },
  ...others,
});

/** The body of a preview. */
export const previewBody = (productTypeKey: string, loan: Loan): Group => ({
  productTypeKey,
  loanAmount: loan.amount,
  ...(loan.rate === undefined ? {} : { interestSettings: { interestRate: loan.rate } }),
  disbursementDetails: {
    expectedDisbursementDate: day(loan.on),
    ...(loan.first === undefined ? {} : { firstRepaymentDate: day(loan.first) }),
  },
  scheduleSettings: loan.schedule ?? {},
});

/** Creates products with ids of their own; answers their keys. */
export const productMaker = (bank: () => TestBank): ((product: Product) => Promise<string>) => {
  let products = 0;
  return async (product) => {
    products += 1;
    const created = await bank().ok('createLoanProduct', { body: productBody(`P${products}`, product) });
    return String(created.encodedKey);
  };
};

/** An instalment as far as the tables look at it. */
export type Told = {
  dueDate: string;
  number: string;
  state: string;
  principal: { amount: { expected: number; due: number; paid: number } };
  interest: { amount: { expected: number; due: number } };
};

export const installmentsOf = (body: unknown): Told[] => (body as { installments: Told[] }).installments;

const trimmed = (value: number): string => value.toFixed(2).replace(/\.00$/, '');

/** `principal+interest` of every instalment. */
export const amountsOf = (body: unknown): string =>
  installmentsOf(body)
    .map(({ principal, interest }) => `${trimmed(principal.amount.expected)}+${interest.amount.expected.toFixed(2)}`)
    .join(' ');

/** The same with the due dates in front. */
export const datedOf = (body: unknown): string =>
  installmentsOf(body)
    .map(({ dueDate, interest }) => `${dueDate.slice(0, 10)} ${interest.amount.expected.toFixed(2)}`)
    .join(' | ');
