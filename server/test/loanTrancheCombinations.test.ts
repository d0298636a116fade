import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import type { LoanProductChanges } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { inTranches, moment, tranche, tranchedProduct } from './harness/loanTranches.ts';
import { type TaxedLoans, taxedLoans } from './harness/taxedLoans.ts';

// Loans in tranches whose interest is taxed, becomes principal, is applied on days of the month or follows an index: 1000 on 10 January 2026 and 2000
// on 25 February, in four monthly instalments, at 12 % on months of 30 days. All of them live through the same days, by one clock.

const two = [tranche(1000, '2026-01-10'), tranche(2000, '2026-02-25')];
const months: LoanProductChanges['interest'] = { ...tranchedProduct.interest, daysInYear: 'E30_360' };
const following = {
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: 'EURIBOR',
  interestRateReviewUnit: 'MONTHS',
  interestRateReviewCount: 1,
  interestRate: { minValue: 1, maxValue: 5, defaultValue: 2 },
};

let bank: TestBank;
let of: TaxedLoans;
let desk: LoanDesk;
const loans = new Map<string, LoanRef>();
const loan = (name: string): LoanRef => loans.get(name) ?? { id: name };

const begin = async (name: string, changes: LoanProductChanges, taxSettings?: Record<string, unknown>) => {
  const product = { ...tranchedProduct, ...changes, interest: { ...months, ...changes.interest } };
  const others = { ...inTranches(3), ...changes.others };
  const key = taxSettings
    ? await of.product(name, taxSettings, { ...product, others })
    : await of.lender.loanProduct(name, { ...product, others });
  const application = {
    loanAmount: 3000,
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 4 },
    interestSettings: changes.rate ? { interestSpread: 2 } : { interestRate: 12 },
    tranches: two,
  };
  loans.set(name, await of.lender.approvedLoan(key, application));
};

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-10', timeZone: 'UTC' });
  of = await taxedLoans(bank);
  desk = loanDesk(bank);
  const vat = await of.source('VAT', ['2026-01-01', 16]);
  await bank.ok('createIndexRateSource', { body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' } });
  for (const [startDay, rate] of [
    ['2026-01-01', 10],
    ['2026-02-01', 16],
  ] as const) {
    await bank.call('createIndexRate', {
      path: { indexRateSourceId: 'EURIBOR' },
      body: { startDate: moment(startDay), rate },
    });
  }
  const fixed = { schedule: { repaymentScheduleMethod: 'FIXED' } };
  const byDays = {
    interestApplicationMethod: 'FIXED_DAYS_OF_MONTH',
    interestApplicationDays: { daysInMonth: [1], shortMonthHandlingMethod: 'LAST_DAY_IN_MONTH' },
  };
  await begin('TAXED', {}, { taxSourceKey: vat });
  await begin('TAXED-FIXED', fixed, { taxSourceKey: vat, taxCalculationMethod: 'INCLUSIVE' });
  await begin('CAPITALISED', { interest: { interestType: 'CAPITALIZED_INTEREST' } });
  await begin('BY-DAYS', { interest: byDays });
  await begin('INDEXED', { rate: following });
  await begin('INDEXED-FIXED', { rate: following, ...fixed });
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

const taxed = ['250.00+11.60', '916.67+20.30', '916.67+21.26', '916.66+10.64'];
const within = ['250.00+10.00', '916.67+17.50', '916.67+18.33', '916.66+9.17'];
const grown = ['0.00+0.00', '0.00+0.00', '0.00+0.00', '3000.00+91.00'];
// 21 days of 1000; 9 days of 1000, 15 of 750 and 6 of 2750; 9 days of 2750 and 21 of 1833.33; 9 of that and 30 of 916.66.
const byDays = ['250.00+7.00', '916.67+12.25', '916.67+21.08', '916.66+14.67'];
// 18 % from 10 February on: 15 days of 750 and 15 of 2750, then 1833.33 and 916.66.
const indexed = ['250.00+10.00', '916.67+26.25', '916.67+27.50', '916.66+13.75'];

const expected: readonly (readonly [name: string, amounts: readonly string[]])[] = [
  ['TAXED', taxed],
  ['TAXED-FIXED', within],
  ['CAPITALISED', grown],
  ['BY-DAYS', byDays],
  ['INDEXED', indexed],
  ['INDEXED-FIXED', indexed],
];

/** Principal and interest of a schedule, as they were agreed. */
const amounts = async (name: string): Promise<string[]> =>
  (await desk.schedule(loan(name))).map((line) => line.split('+').slice(0, 2).join('+'));

const dueOf = async (name: string): Promise<number> => {
  const { principalDue = 0, interestDue = 0 } = (await desk.account(loan(name))).balances ?? {};
  return Number(principalDue) + Number(interestDue);
};

const payAll = async (): Promise<void> => {
  for (const [name] of expected) {
    const due = await dueOf(name);
    if (due > 0) await desk.repay(loan(name), Number(due.toFixed(2)));
  }
};

describe('a loan in tranches', () => {
  test.each(expected)('%s shows before its disbursement what all its tranches will cost', async (name, wanted) => {
    expect(await amounts(name)).toEqual(wanted);
    const { installments = [] } = await bank.ok('previewLoanTranches', { path: loanPath(loan(name)), body: two });
    expect(
      installments.map(({ principal, interest }) =>
        [principal, interest].map((one) => Number(one?.amount?.expected).toFixed(2)).join('+'),
      ),
    ).toEqual(wanted);
  });

  test.each(expected)('%s explains every cent of it', async (name) => {
    const { installments } = await bank.ok('explainLoan', { path: loanPath(loan(name)) });
    expect(installments).toHaveLength(4);
    for (const { interest } of installments) expect(Math.abs(Number(interest?.moved ?? 0))).toBeLessThan(0.031);
  });

  test('is paid out and paid on its days, and asks for what it had shown', async () => {
    for (const [name] of expected) await desk.disburse(loan(name));
    await desk.advanceTo('2026-02-10');
    await payAll();
    await desk.advanceTo('2026-02-25');
    for (const [name] of expected) await desk.disburse(loan(name));
    for (const [name, wanted] of expected.filter(([one]) => one !== 'CAPITALISED')) {
      expect([name, await amounts(name)]).toEqual([name, wanted]);
    }
    // What has become principal is told as such: 10.00 of January.
    expect(await amounts('CAPITALISED')).toEqual([...grown.slice(0, 3), '3010.00+81.00']);
    expect((await desk.account(loan('INDEXED'))).interestSettings).toMatchObject({ interestRate: 18 });
    await desk.verify();
  });

  test('loses its last tranche and gets it again, to the cent', async () => {
    for (const [name] of expected) {
      const before = [await desk.schedule(loan(name)), (await desk.account(loan(name))).balances];
      await desk.adjust(await desk.newest(loan(name), 'DISBURSEMENT'));
      expect((await desk.account(loan(name))).balances).not.toEqual(before[1]);
      await desk.disburse(loan(name));
      expect([await desk.schedule(loan(name)), (await desk.account(loan(name))).balances]).toEqual(before);
    }
    await desk.verify();
  });

  test('is paid to the end, taxes and all', async () => {
    for (const day of ['2026-03-10', '2026-04-10', '2026-05-10']) {
      await desk.advanceTo(day);
      await payAll();
      await desk.verify();
    }
    for (const [name, wanted] of expected) {
      expect((await desk.account(loan(name))).balances).toMatchObject({ principalBalance: 0, interestBalance: 0 });
      if (name !== 'CAPITALISED') expect([name, await amounts(name)]).toEqual([name, wanted]);
    }
    expect((await desk.account(loan('CAPITALISED'))).balances).toMatchObject({ principalPaid: 3091 });
    // 1.60, 2.80, 2.93 and 1.47 on top; within the fixed one 1.38, 2.41, 2.53 and 1.26.
    const taxes = async (name: string): Promise<number> =>
      (await desk.transactions(loan(name)))
        .filter(({ type, adjustmentTransactionKey }) => type === 'REPAYMENT' && !adjustmentTransactionKey)
        .reduce((all, { taxes: part }) => all + Number(part?.taxOnInterestAmount ?? 0), 0);
    expect([await taxes('TAXED'), await taxes('TAXED-FIXED')].map((one) => one.toFixed(2))).toEqual(['8.80', '7.58']);
  });
});
