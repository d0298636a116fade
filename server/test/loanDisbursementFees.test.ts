import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk } from './harness/depositDesk.ts';
import { type LoanBank, loanBank, loanProductBody } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let product: string;

const fee = (id: string, trigger: string, more: Record<string, unknown>) => ({
  id,
  name: id,
  trigger,
  feeApplication: 'OPTIONAL',
  state: 'ACTIVE',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const share = { amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE' };

const fees = [
  fee('ORIGINATION', 'DISBURSEMENT', { ...share, percentageAmount: 2, feeApplication: 'REQUIRED' }),
  fee('INSURANCE', 'CAPITALIZED_DISBURSEMENT', { amount: 500 }),
  fee('APPRAISAL', 'UPFRONT_DISBURSEMENT', { ...share }),
];

const allThree = [
  { predefinedFeeKey: 'ORIGINATION' },
  { predefinedFeeKey: 'INSURANCE' },
  { predefinedFeeKey: 'APPRAISAL', percentage: 1 },
];

const onAccount = allThree.map(({ predefinedFeeKey, ...more }) => ({
  predefinedFeeEncodedKey: predefinedFeeKey,
  ...more,
}));

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  product = await lender.loanProduct('UPFRONT', { others: { feesSettings: { fees } } });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const approvedWith = (changes: Record<string, unknown> = {}): Promise<LoanRef> => lender.approvedLoan(product, changes);

describe('fees of a disbursement', () => {
  test('come from its request, are told with it, and are booked where they belong', async () => {
    const loan = await approvedWith();
    const paidOut = await desk.disburse(loan, { fees: allThree });
    expect(paidOut).toMatchObject({
      type: 'DISBURSEMENT',
      amount: 10_500,
      affectedAmounts: { principalAmount: 10_500, feesAmount: 0 },
      fees: [
        { name: 'ORIGINATION', trigger: 'DISBURSEMENT', amount: 200 },
        { name: 'INSURANCE', trigger: 'CAPITALIZED_DISBURSEMENT', amount: 500 },
      ],
    });
    expect(await desk.journal(paidOut)).toEqual(['DEBIT 1100 10500 -', 'CREDIT 1000 9800 -', 'CREDIT 4000 700 -']);
    expect(await desk.standing(loan)).toEqual(['DISBURSEMENT 10500.00 2026-03-10', 'FEE_APPLIED 100.00 2026-03-10']);
    expect(await desk.account(loan)).toMatchObject({
      loanAmount: 10_000,
      balances: { principalBalance: 10_500, feesBalance: 100 },
    });
    const owed = await desk.newest(loan, 'FEE_APPLIED');
    expect(owed).toMatchObject({ fees: [{ name: 'APPRAISAL', trigger: 'UPFRONT_DISBURSEMENT', amount: 100 }] });
    const body = { notes: 'a mistake' };
    const path = { loanTransactionId: String(owed.id) };
    expect(await desk.refused('adjustLoanTransaction', loan, { path, body })).toContain(
      'TRANSACTION_MADE_BY_A_DISBURSEMENT_FEE',
    );
    await desk.adjust(paidOut);
    expect(await desk.standing(loan)).toEqual([]);
    expect(await desk.account(loan)).toMatchObject({
      accountState: 'APPROVED',
      balances: { principalBalance: 0, feesBalance: 0 },
      disbursementDetails: { fees: [{ percentage: 2 }] },
    });
  });

  test('are agreed with the account, shown in its schedule and in a preview, and charged without being repeated', async () => {
    const loan = await approvedWith({ disbursementDetails: { fees: onAccount } });
    const told = await desk.account(loan);
    expect(told.disbursementDetails?.fees).toMatchObject([{ percentage: 2 }, { amount: 500 }, { percentage: 1 }]);
    const planned = await desk.schedule(loan);
    expect(planned[0]).toBe('827.91+105.00+100.00 0.00 PENDING');
    const preview = await bank.ok('previewSchedule', {
      body: {
        productTypeKey: product,
        loanAmount: 10_000,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { repaymentInstallments: 12, gracePeriod: 0 },
        disbursementDetails: { fees: onAccount },
      } as never,
    });
    expect(preview.installments?.[0]).toMatchObject({
      principal: { amount: { expected: 827.91 } },
      fee: { amount: { expected: 100 } },
    });
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: told as never });
    await desk.disburse(loan);
    expect(await desk.schedule(loan)).toEqual(planned);
    expect(await desk.standing(loan)).toEqual(['DISBURSEMENT 10500.00 2026-03-10', 'FEE_APPLIED 100.00 2026-03-10']);
  });

  test('of an application are agreed anew when it is edited, and pinned once it is approved', async () => {
    const loan = await lender.loan(product, { disbursementDetails: { fees: onAccount } });
    const told = await desk.account(loan);
    const body = { ...told, disbursementDetails: { fees: onAccount.slice(0, 2) } };
    await bank.ok('updateLoanAccount', { path: loanPath(loan), body: body as never });
    expect((await desk.account(loan)).disbursementDetails?.fees).toHaveLength(2);
    const approved = await approvedWith();
    const change = { ...(await desk.account(approved)), disbursementDetails: { fees: onAccount } };
    expect(
      await desk.refused('updateLoanAccount', approved, { path: loanPath(approved), body: change as never }),
    ).toContain('ILLEGAL_LOAN_PARAMETERS_MODIFICATION');
  });

  test('that are required come by themselves, and to a deposit account goes what is left', async () => {
    const customer = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey: customer.encodedKey });
    const loan = await approvedWith({ accountHolderKey: customer.encodedKey });
    const paidOut = await desk.disburse(loan, { transferDetails: { linkedAccountId: account.id } });
    expect(paidOut).toMatchObject({ amount: 10_000, fees: [{ name: 'ORIGINATION', amount: 200 }] });
    const { balances } = await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } });
    expect(balances?.totalBalance).toBe(9800);
    await openDesk(bank).verify();
  });

  test.each<[string, readonly object[]]>([
    ['REQUIRED_FEE_MISSING', [{ predefinedFeeKey: 'INSURANCE' }]],
    ['INVALID_FEE_KEY', [{ predefinedFeeKey: '💥' }]],
    ['DUPLICATE_DISBURSEMENT_FEE', [{ predefinedFeeKey: 'ORIGINATION' }, { predefinedFeeKey: 'ORIGINATION' }]],
    [
      'INCONSISTENT_FEE_AMOUNT_WITH_PRODUCT_FEE',
      [{ predefinedFeeKey: 'ORIGINATION' }, { predefinedFeeKey: 'INSURANCE', amount: 1 }],
    ],
    ['MANDATORY_FEE_AMOUNT', [{ predefinedFeeKey: 'ORIGINATION' }, { predefinedFeeKey: 'APPRAISAL' }]],
    ['INVALID_FEES_DETAILS', [{ predefinedFeeKey: 'ORIGINATION', amount: 1e30 }]],
    [
      'INVALID_FEES_DETAILS',
      [{ predefinedFeeKey: 'ORIGINATION' }, { predefinedFeeKey: 'APPRAISAL', percentage: 1e30 }],
    ],
    [
      'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE',
      [{ predefinedFeeKey: 'ORIGINATION' }, { predefinedFeeKey: 'APPRAISAL', percentage: -1 }],
    ],
  ])('are refused with %s, by a disbursement and by an application', async (reason, wanted) => {
    const loan = await approvedWith();
    expect(
      await desk.refused('makeDisbursement', loan, { path: loanPath(loan), body: { fees: wanted } as never }),
    ).toContain(reason);
    const accountHolderKey = (await lender.client()).encodedKey;
    const body = {
      accountHolderKey,
      accountHolderType: 'CLIENT',
      productTypeKey: product,
      loanAmount: 10_000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
      disbursementDetails: {
        fees: wanted.map((one) => {
          const { predefinedFeeKey, ...more } = one as { predefinedFeeKey: string };
          return { predefinedFeeEncodedKey: predefinedFeeKey, ...more };
        }),
      },
    };
    expect(await desk.reason('createLoanAccount', { body: body as never })).toBe(`400 ${reason}`);
  });

  test('of a product belong to no instalment', async () => {
    const wrong = fee('F', 'DISBURSEMENT', { amountCalculationMethod: 'REPAYMENT_PRINCIPAL_AMOUNT_PERCENTAGE' });
    const body = loanProductBody('WRONG', lender.gl, { others: { feesSettings: { fees: [wrong] } } });
    expect(await desk.reason('createLoanProduct', { body: body as never })).toBe('400 INVALID_PARAMETERS');
  });
});
