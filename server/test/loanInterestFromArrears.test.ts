import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody, rulesWith } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';

// 10,000 at 12 % 30/360 in six equal payments of 1,725.48, paid out on 1 June. Nothing is paid: from 1 July on 1,625.48 of principal is overdue.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let rules: { financialResource: string; glAccountKey: string }[];

const own = [
  ['1115', 'ASSET', 'INTEREST_FROM_ARREARS_RECEIVABLE'],
  ['4110', 'INCOME', 'INTEREST_FROM_ARREARS_INCOME'],
  ['5010', 'EXPENSE', 'INTEREST_FROM_ARREARS_WRITE_OFF_EXPENSE'],
] as const;

beforeAll(async () => {
  bank = await startBank({ today: '2026-06-01', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  rules = await rulesWith(bank, lender.gl, own);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const apart = (more: LoanProductChanges = {}): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  ...more,
  schedule: { repaymentScheduleMethod: 'DYNAMIC', ...more.schedule },
  interest: {
    scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT',
    decoupleInterestFromArrears: true,
    ...more.interest,
  },
  payment: {
    latePaymentsRecalculationMethod: 'NO_RECALCULATION',
    ...more.payment,
  },
  others: { allowCustomRepaymentAllocation: true, ...more.others },
});

const books = (interestAccruedAccountingMethod: string, accountingMethod = 'ACCRUAL') => ({
  accountingSettings: {
    accountingMethod,
    accountingRules:
      accountingMethod === 'CASH'
        ? rules.filter(({ financialResource: name }) => !/RECEIVABLE|FROM_ARREARS_WRITE/.test(name))
        : rules,
    interestAccruedAccountingMethod,
    ...(interestAccruedAccountingMethod === 'NONE' ? {} : { interestAccrualCalculation: 'AGGREGATED_AMOUNT' }),
  },
});

const lend = async (id: string, method: string, accounting?: string) => {
  const key = await lender.loanProduct(id, apart({ others: books(method, accounting) }));
  const loan = await lender.approvedLoan(key, { scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 } });
  await desk.disburse(loan);
  return { ...loan, productKey: key };
};

const figures = async (loan: { readonly id: string }) => {
  const { balances, accruedInterest, interestFromArrearsAccrued } = await desk.account(loan);
  return [
    balances?.interestBalance,
    balances?.interestFromArrearsBalance,
    balances?.interestFromArrearsDue,
    balances?.interestFromArrearsPaid,
    Number(accruedInterest).toFixed(2),
    Number(interestFromArrearsAccrued).toFixed(2),
  ];
};

/** What a product has on GL accounts: debits less credits. */
const onAccounts = async (productKey: string, ...codes: readonly string[]): Promise<string[]> => {
  const { rows } = await bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END))::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.product_key = $1::uuid GROUP BY 1`,
    [productKey],
  );
  return codes.map((code) => rows.find((row) => row.code === code)?.sum ?? '0');
};

describe('a product that tells interest from arrears apart', () => {
  test.each([
    ['a fixed schedule', { type: 'FIXED_TERM_LOAN', schedule: { repaymentScheduleMethod: 'FIXED' } }],
    ['late principal that bears none', { interest: { accrueLateInterest: false } }],
    ['interest that becomes principal', { interest: { interestType: 'CAPITALIZED_INTEREST' } }],
  ])('is refused with %s', async (_name, changes) => {
    const reply = await bank.call('createLoanProduct', {
      body: loanProductBody('REFUSED', lender.gl, apart({ ...changes, others: books('NONE') })),
    });
    expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toMatch(
      /^400 INVALID_PARAMETERS: interestSettings.decoupleInterestFromArrears/,
    );
  });

  test('needs ledger accounts for it, and stays as it is while it has loans', async () => {
    const missing = await bank.call('createLoanProduct', { body: loanProductBody('MISSING', lender.gl, apart()) });
    expect(`${reasonOf(missing)}: ${sourceOf(missing)}`).toContain(
      '400 MISSING_RULE: accountingSettings.accountingRules needs a rule for INTEREST_FROM_ARREARS_INCOME',
    );
    const loan = await lend('KEPT', 'NONE');
    const told = await bank.ok('getLoanProduct', {
      path: { loanProductId: loan.productKey },
      query: { detailsLevel: 'FULL' },
    });
    expect(told.interestSettings?.decoupleInterestFromArrears).toBe(true);
    const changed = await bank.call('updateLoanProduct', {
      path: { loanProductId: loan.productKey },
      body: { ...told, interestSettings: { ...told.interestSettings, decoupleInterestFromArrears: false } },
    });
    expect(reasonOf(changed)).toBe('400 FIELD_IS_NOT_EDITABLE');
  });
});

describe('a loan that nobody pays', () => {
  let daily: Awaited<ReturnType<typeof lend>>;
  let cash: Awaited<ReturnType<typeof lend>>;

  test('accrues it from the first due date on, and the next one applies it beside the regular interest', async () => {
    daily = await lend('DAILY', 'DAILY');
    cash = await lend('CASH', 'NONE', 'CASH');
    await desk.advanceTo('2026-07-11');
    expect(await figures(daily)).toEqual([100, 0, 0, 0, '27.92', '5.42']);
    // The night booked it on its own accounts.
    expect(await onAccounts(daily.productKey, '1110', '1115', '4100', '4110')).toEqual([
      '127.92',
      '5.42',
      '-127.92',
      '-5.42',
    ]);
    await desk.advanceTo('2026-08-02');
    const applied = await desk.newest(daily, 'INTEREST_APPLIED');
    expect([
      applied.amount,
      applied.affectedAmounts?.interestAmount,
      applied.affectedAmounts?.interestFromArrearsAmount,
    ]).toEqual([100, 83.75, 16.25]);
    expect((await figures(daily)).slice(0, 4)).toEqual([183.75, 16.25, 16.25, 0]);
    expect(await bank.ok('getLoanBalances', { path: loanPath(daily) })).toEqual({
      balances: { PRINCIPAL: 10000, INTEREST: 183.75, INTEREST_FROM_ARREARS: 16.25, FEE: 0, PENALTY: 0 },
    });
    const found = await bank.ok('searchLoanTransactions', {
      body: {
        filterCriteria: [
          { field: 'parentAccountKey', operator: 'EQUALS', value: daily.encodedKey },
          { field: 'affectedAmounts.interestFromArrearsAmount', operator: 'MORE_THAN', value: '16' },
        ],
      },
    });
    expect(found.map(({ id }) => id)).toEqual([applied.id]);
    await desk.verify();
  });

  test('is told with both kinds in its explanation', async () => {
    const { text } = await bank.call('explainLoan', { path: loanPath(daily) });
    expect(text).toContain('"balance":1625.48');
    expect(text).toContain('"isFromArrears":true');
  });

  test('applies one kind by hand, and undoes it', async () => {
    await desk.advanceTo('2026-08-11');
    const apply = (isInterestFromArrears: boolean) => ({
      path: loanPath(daily),
      body: { interestApplicationDate: '2026-08-11T00:00:00+03:00', isInterestFromArrears },
    });
    await bank.ok('applyLoanInterest', apply(true));
    const late = await desk.newest(daily, 'INTEREST_APPLIED');
    // Ten days of 3,267.21.
    expect([late.amount, late.affectedAmounts?.interestFromArrearsAmount]).toEqual([10.89, 10.89]);
    expect(await desk.reason('applyLoanInterest', apply(true))).toMatch(
      /ACCOUNT_HAS_NO_ACCRUED_INTEREST|INTEREST_APPLIED_WITH_NULL_AMOUNT/,
    );
    await bank.ok('applyLoanInterest', apply(false));
    const regular = await desk.newest(daily, 'INTEREST_APPLIED');
    expect([regular.amount, regular.affectedAmounts?.interestFromArrearsAmount]).toEqual([22.44, 0]);
    await desk.verify();
    await desk.adjust(regular);
    await desk.adjust(late);
    expect((await figures(daily)).slice(0, 4)).toEqual([183.75, 16.25, 16.25, 0]);
    await desk.verify();
    const plain = await lender.approvedLoan(lender.dynamicEqual);
    await desk.disburse(plain);
    expect(
      await desk.refused('applyLoanInterest', plain, {
        path: loanPath(plain),
        body: { interestApplicationDate: '2026-08-11T00:00:00+03:00', isInterestFromArrears: true },
      }),
    ).toMatch(/^400 INTEREST_CANNOT_BE_APPLIED: isInterestFromArrears/);
    expect(
      await desk.refused('applyLoanInterest', daily, {
        path: loanPath(daily),
        body: {
          interestApplicationDate: '2026-08-11T00:00:00+03:00',
          isInterestFromArrears: true,
          isPaymentHolidaysInterest: true,
        },
      }),
    ).toMatch(/^400 INVALID_PARAMETERS: isInterestFromArrears/);
  });

  test('a payment that names it pays it, on accounts of its own, in cash books too', async () => {
    const customPaymentAmounts = [{ customPaymentAmountType: 'INTEREST_FROM_ARREARS', amount: 16.25 }];
    for (const [loan, account] of [
      [daily, '1115'],
      [cash, '4110'],
    ] as const) {
      expect(
        await desk.refused('makeRepayment', loan, {
          path: loanPath(loan),
          body: { amount: 500, customPaymentAmounts: [{ ...customPaymentAmounts[0], amount: 500 }] },
        }),
      ).toMatch(/^400 EXCESS_REPAYMENT_ERROR/);
      const paid = await desk.repay(loan, 16.25, { customPaymentAmounts });
      expect(paid.affectedAmounts?.interestFromArrearsAmount).toBe(16.25);
      expect((await desk.journal(paid)).toSorted()).toContain(`CREDIT ${account} 16.25 -`);
      expect((await figures(loan)).slice(1, 4)).toEqual([expect.any(Number), expect.any(Number), 16.25]);
    }
    await desk.verify();
  });

  test('a pay-off lets some of it off', async () => {
    const preview = await bank.ok('previewLoanPayOff', {
      path: loanPath(cash),
      body: { valueDate: '2026-08-11T00:00:00+03:00' },
    });
    const late = Number(preview.interestFromArrearsBalance);
    expect(late).toBeGreaterThan(0);
    expect(
      await desk.refused('payOffLoan', cash, {
        path: loanPath(cash),
        body: { payOffAdjustableAmounts: { interestFromArrearsPaid: late + 1 } },
      }),
    ).toMatch(/^400 PAY_OFF_INVALID_INTEREST_PAID: interestFromArrearsPaid/);
    await bank.ok('payOffLoan', {
      path: loanPath(cash),
      body: { payOffAdjustableAmounts: { interestFromArrearsPaid: 0 } },
    });
    const reduced = await desk.newest(cash, 'INTEREST_DUE_REDUCED');
    expect([reduced.amount, reduced.affectedAmounts?.interestFromArrearsAmount]).toEqual([late, late]);
    expect((await figures(cash)).slice(0, 3)).toEqual([0, 0, 0]);
    await desk.verify();
  });

  test('a write-off loses it on an account of its own, and can be undone', async () => {
    const before = await figures(daily);
    await bank.ok('writeOffLoan', { path: loanPath(daily), body: { notes: 'lost' } });
    const lost = await desk.newest(daily, 'WRITE_OFF');
    expect(await desk.journal(lost)).toContainEqual(expect.stringMatching(/^DEBIT 5010 /));
    expect((await figures(daily)).slice(0, 3)).toEqual([0, 0, 0]);
    await desk.verify();
    await bank.ok('undoWriteOffLoan', { path: loanPath(daily), body: {} });
    expect(await figures(daily)).toEqual(before);
    await desk.advanceTo('2026-08-12');
    await desk.verify();
  });
});
