import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanProductBody, rulesWith } from './harness/loanBank.ts';
import { type LoanDesk, loanDesk, loanPath } from './harness/loanDesk.ts';
import { type LoanOffice, openOffice } from './harness/loanOffice.ts';
import { at, four } from './harness/scheduleLines.ts';

// 4,000 at 12 % 30/360 in four parts of 1,000, paid out on 10 January; the first instalment becomes a holiday, so that its 40.00 accrue apart.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let office: LoanOffice;
let rules: { financialResource: string; glAccountKey: string }[];

const own = [
  ['1116', 'ASSET', 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE'],
  ['4120', 'INCOME', 'PAYMENT_HOLIDAY_INTEREST_INCOME'],
] as const;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'Europe/Bucharest' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  office = openOffice(bank, lender);
  rules = await rulesWith(bank, lender.gl, own);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

type Rules = typeof rules;

const settings = (
  accountingRules: Rules,
  interestAccruedAccountingMethod = 'NONE',
  accountingMethod = 'ACCRUAL',
): LoanProductChanges => ({
  type: 'DYNAMIC_TERM_LOAN',
  interest: { scheduleInterestDaysCountMethod: 'ACTUAL_DAYS_COUNT', interestCalculationMethod: 'DECLINING_BALANCE' },
  schedule: { repaymentScheduleMethod: 'DYNAMIC', repaymentScheduleEditOptions: ['ADJUST_PAYMENT_HOLIDAYS'] },
  others: {
    accountingSettings: {
      accountingMethod,
      accountingRules,
      interestAccruedAccountingMethod,
      ...(interestAccruedAccountingMethod === 'NONE' ? {} : { interestAccrualCalculation: 'AGGREGATED_AMOUNT' }),
    },
  },
});

const withoutReceivables = (): Rules => rules.filter(({ financialResource }) => !/RECEIVABLE/.test(financialResource));
const withoutHolidays = (): Rules => rules.filter(({ financialResource }) => !/HOLIDAY/.test(financialResource));

/** A loan on its way, whose first instalment is a holiday. */
const lend = async (id: string, changes: LoanProductChanges) => {
  const productKey = await lender.loanProduct(id, changes);
  const loan = await lender.approvedLoan(productKey, { ...four, loanAmount: 4000 });
  await desk.disburse(loan);
  const lines = await office.lines(loan);
  at(lines, 0).isPaymentHoliday = true;
  expect(reasonOf(await office.edit(loan, lines))).toBe('200');
  return { ...loan, productKey };
};

const apply = (loan: { readonly id: string }, body: Record<string, unknown> = {}) =>
  bank.call('applyLoanInterest', {
    path: loanPath(loan),
    body: { interestApplicationDate: '2026-02-20T12:00:00+02:00', isPaymentHolidaysInterest: true, ...body },
  });

/** What a product has on GL accounts: debits less credits. */
const onAccounts = async (productKey: string, ...codes: readonly string[]): Promise<string[]> => {
  const { rows } = await bank.db.query<{ code: string; sum: string }>(
    `SELECT g.gl_code AS code, trim_scale(sum(CASE WHEN j.is_debit THEN j.amount ELSE -j.amount END))::text AS sum
       FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key WHERE j.product_key = $1::uuid GROUP BY 1`,
    [productKey],
  );
  return codes.map((code) => rows.find((row) => row.code === code)?.sum ?? '0');
};

/** Interest and interest of payment holidays that the newest transaction of a type moved. */
const moved = async (loan: { readonly id: string }, type: string) => {
  const { affectedAmounts, amount } = await desk.newest(loan, type);
  return [amount, affectedAmounts?.interestAmount, affectedAmounts?.paymentHolidaysInterestAmount];
};

describe('interest of payment holidays', () => {
  test('has ledger accounts of its own where a product names both', async () => {
    const one = rules.filter(({ financialResource }) => financialResource !== 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE');
    const other = rules.filter(({ financialResource }) => financialResource !== 'PAYMENT_HOLIDAY_INTEREST_INCOME');
    const wrong = rules.map((rule) =>
      rule.financialResource === 'PAYMENT_HOLIDAY_INTEREST_INCOME'
        ? { ...rule, glAccountKey: String(lender.gl['1110']) }
        : rule,
    );
    const refusal = async (accountingRules: Rules, method?: string) => {
      const body = loanProductBody('REFUSED', lender.gl, settings(accountingRules, 'NONE', method));
      const reply = await bank.call('createLoanProduct', { body });
      return `${reasonOf(reply)}: ${sourceOf(reply)}`;
    };
    expect(await refusal(one)).toBe(
      '400 MISSING_RULE: accountingSettings.accountingRules needs a rule for PAYMENT_HOLIDAY_INTEREST_RECEIVABLE',
    );
    expect(await refusal(other)).toBe(
      '400 MISSING_RULE: accountingSettings.accountingRules needs a rule for PAYMENT_HOLIDAY_INTEREST_INCOME',
    );
    expect(await refusal(wrong)).toContain('400 INVALID_GL_ACCOUNT_TYPE');
    const receivable = rules.filter(({ financialResource }) => /HOLIDAY.*RECEIVABLE/.test(financialResource));
    expect(await refusal([...withoutReceivables(), ...receivable], 'CASH')).toContain('400 NOT_REQUIRED_RULE');
  });

  test('accrues, is applied, paid, undone and lost on accounts of its own', async () => {
    const [daily, none, plain, cash, letOff] = [
      await lend('DAILY', settings(rules, 'DAILY')),
      await lend('NONE', settings(rules)),
      await lend('PLAIN', settings(withoutHolidays(), 'DAILY')),
      await lend('CASH', settings(withoutReceivables(), 'NONE', 'CASH')),
      await lend('LETOFF', settings(rules, 'DAILY')),
    ];
    await desk.advanceTo('2026-02-20');
    // 40.00 of the holiday, 13.33 of the ten days since: nights booked both where they book at all.
    const held = (loan: { readonly productKey: string }) => onAccounts(loan.productKey, '1110', '4100', '1116', '4120');
    expect(await held(daily)).toEqual(['13.33', '-13.33', '40', '-40']);
    expect(await held(plain)).toEqual(['53.33', '-53.33', '0', '0']);
    expect(await held(none)).toEqual(['0', '0', '0', '0']);

    for (const loan of [daily, none, plain, cash]) {
      expect((await desk.account(loan)).paymentHolidaysAccruedInterest).toBe(40);
      expect(reasonOf(await apply(loan, { paymentHolidaysInterestAmount: 15 }))).toBe('204');
      expect(await moved(loan, 'INTEREST_APPLIED')).toEqual([15, 0, 15]);
      const { balances, paymentHolidaysAccruedInterest } = await desk.account(loan);
      expect([balances?.interestBalance, paymentHolidaysAccruedInterest]).toEqual([15, 25]);
    }
    expect(await held(daily)).toEqual(['13.33', '-13.33', '40', '-40']);
    expect(await held(none)).toEqual(['0', '0', '15', '-15']);
    expect(await desk.journal(await desk.newest(none, 'INTEREST_APPLIED'))).toHaveLength(2);

    // The regular interest to the day is paid first.
    for (const loan of [daily, none, plain, cash]) {
      const paid = await desk.repay(loan, 20);
      expect(await moved(loan, 'REPAYMENT')).toEqual([20, 13.33, 6.67]);
      await desk.adjust(paid);
      expect(await moved(loan, 'REPAYMENT_ADJUSTMENT')).toEqual([-20, 13.33, 6.67]);
      await desk.repay(loan, 20);
    }
    expect(await held(daily)).toEqual(['0', '-13.33', '33.33', '-40']);
    expect(await held(none)).toEqual(['0', '-13.33', '8.33', '-15']);
    expect(await held(plain)).toEqual(['33.33', '-53.33', '0', '0']);
    expect(await held(cash)).toEqual(['0', '-13.33', '0', '-6.67']);
    await office.verify();

    // All but 10.00 of 53.33 is let off: the regular interest first, then that of the holiday.
    const payOffAdjustableAmounts = { interestPaid: 10 };
    await bank.ok('payOffLoan', { path: loanPath(letOff), body: { payOffAdjustableAmounts } });
    expect(await moved(letOff, 'INTEREST_DUE_REDUCED')).toEqual([43.33, 13.33, 30]);
    expect(await moved(letOff, 'REPAYMENT')).toEqual([4010, 0, 10]);
    expect(await held(letOff)).toEqual(['0', '0', '0', '-10']);

    // What was applied is undone, and applied again.
    const applied = (await desk.transactions(daily)).find(({ affectedAmounts, type, adjustmentTransactionKey }) => {
      const ofHolidays = Number(affectedAmounts?.paymentHolidaysInterestAmount) > 0;
      return type === 'INTEREST_APPLIED' && ofHolidays && adjustmentTransactionKey === undefined;
    });
    expect(
      await desk.reason('adjustLoanTransaction', {
        path: { loanTransactionId: String(applied?.id) },
        body: { notes: 'too early' },
      }),
    ).toBe('200');
    await office.verify();

    // A pay-off pays the rest, a write-off loses it.
    await bank.ok('payOffLoan', { path: loanPath(none), body: {} });
    expect(await held(none)).toEqual(['0', '-13.33', '0', '-40']);
    await bank.ok('payOffLoan', { path: loanPath(cash), body: {} });
    expect(await held(cash)).toEqual(['0', '-13.33', '0', '-40']);
    for (const loan of [daily, plain]) {
      await bank.ok('writeOffLoan', { path: loanPath(loan), body: {} });
      expect((await held(loan)).filter((_, index) => index % 2 === 0)).toEqual(['0', '0']);
    }
    expect(await desk.journal(await desk.newest(daily, 'WRITE_OFF'))).toEqual([
      'DEBIT 5000 4033.33 -',
      'CREDIT 1100 3993.33 -',
      'CREDIT 1116 40 -',
    ]);
    await office.verify();
    await bank.ok('undoWriteOffLoan', { path: loanPath(daily), body: { notes: 'a mistake' } });
    expect((await held(daily)).filter((_, index) => index === 2)).toEqual(['40']);
    await desk.advanceTo('2026-04-01');
    await office.verify();
  });
});
