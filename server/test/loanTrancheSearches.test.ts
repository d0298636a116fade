import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanDesk, type LoanRef, loanDesk, loanPath } from './harness/loanDesk.ts';
import { openTranches, type TrancheDesk, tranche } from './harness/loanTranches.ts';

// What others see of tranches: searches of loan accounts, and the exposure of their holder.

let bank: TestBank;
let lender: LoanBank;
let desk: LoanDesk;
let tranches: TrancheDesk;
let half: LoanRef;
let waiting: LoanRef;
let paidOut: string;

beforeAll(async () => {
  bank = await startBank({ today: '2024-03-01', timeZone: 'UTC' });
  lender = await loanBank(bank);
  desk = loanDesk(bank);
  tranches = await openTranches(bank, lender);
  half = await tranches.approved([tranche(1000, '2024-03-01'), tranche(2000, '2024-04-17')]);
  paidOut = String((await desk.disburse(half, { amount: 900 })).encodedKey);
  waiting = await tranches.approved([tranche(500, '2024-03-20'), tranche(2500, '2024-04-18')]);
  await lender.approvedLoan(lender.fixedEqual);
});
afterAll(async () => {
  await desk.verify();
  await bank.stop();
});

describe('a search of loan accounts', () => {
  type Criterion = readonly [field: string, operator: string, value?: unknown, secondValue?: unknown];
  const found = async ([field, operator, value, secondValue]: Criterion, sort?: string): Promise<string[]> => {
    const filterCriteria = [{ field: `tranches.${field}`, operator, value, secondValue }];
    const sortingCriteria = sort === undefined ? undefined : { field: 'tranches.amount', order: sort };
    const accounts = await bank.ok('searchLoanAccounts', { body: { filterCriteria, sortingCriteria } as never });
    const ids = (accounts as readonly { id?: unknown }[]).map(({ id }) => String(id));
    return sort === undefined ? ids.toSorted() : ids;
  };
  const names = (...loans: readonly LoanRef[]): string[] => loans.map(({ id }) => id).toSorted();

  test('finds loans by any of their tranches, those that are paid out by what was paid', async () => {
    expect(await found(['amount', 'EQUALS', 900])).toEqual(names(half));
    expect(await found(['amount', 'EQUALS', 1000])).toEqual([]);
    expect(await found(['amount', 'BETWEEN', 400, 600])).toEqual(names(waiting));
    expect(await found(['amount', 'MORE_THAN', 1500])).toEqual(names(half, waiting));
    expect(await found(['disbursementDetails.expectedDisbursementDate', 'ON', '2024-04-17'])).toEqual(names(half));
    expect(await found(['disbursementDetails.expectedDisbursementDate', 'AFTER', '2024-04-17'])).toEqual(
      names(waiting),
    );
    expect(await found(['disbursementDetails.disbursementTransactionKey', 'EQUALS', paidOut])).toEqual(names(half));
    expect(await found(['disbursementDetails.disbursementTransactionKey', 'NOT_EMPTY'])).toEqual(names(half));
    const { encodedKey } = await desk.account(waiting);
    expect(await found(['parentAccountKey', 'EQUALS', encodedKey])).toEqual(names(waiting));
    expect(await found(['amount', 'EMPTY'])).toHaveLength(1);
  });

  test('sorts by the first tranche', async () => {
    expect(await found(['amount', 'NOT_EMPTY'], 'ASC')).toEqual([waiting.id, half.id]);
    expect(await found(['amount', 'NOT_EMPTY'], 'DESC')).toEqual([half.id, waiting.id]);
  });

  test.each(['2024-13-45', 'x'.repeat(3000), 1e40, '🙂'])('takes no nonsense, %#', async (value) => {
    for (const field of ['amount', 'disbursementDetails.expectedDisbursementDate']) {
      const filterCriteria = [{ field: `tranches.${field}`, operator: 'EQUALS_CASE_SENSITIVE', value }];
      const reply = await bank.call('searchLoanAccounts', { body: { filterCriteria } as never });
      expect(reply.status).toBeLessThan(500);
    }
  });
});

describe('the exposure of a holder', () => {
  const limit = async (exposureAmount: number): Promise<void> => {
    const settings = { exposureType: 'SUM_OF_LOANS', exposureAmount };
    await bank.db.query('UPDATE general_setup SET settings = settings || $1', [JSON.stringify(settings)]);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    bank.app.tenant.reference.invalidate();
  };

  test('counts what a loan in tranches still pays out, in an application and in an approval', async () => {
    const { accountHolderKey } = await desk.account(half);
    const other = (loanAmount: number) =>
      bank.call('createLoanAccount', {
        body: {
          accountHolderKey,
          accountHolderType: 'CLIENT',
          productTypeKey: lender.fixedEqual,
          loanAmount,
          interestSettings: { interestRate: 12 },
          scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
        } as never,
      });
    const first = await lender.loan(lender.fixedEqual, { accountHolderKey, loanAmount: 200 });
    // 900 are owed, 2000 are still to come.
    await limit(3000);
    expect(reasonOf(await other(101))).toBe('400 MAXIMUM_EXPOSURE_EXCEEDED');
    expect(reasonOf(await other(100))).toBe('201');
    const approval = await bank.call('changeLoanAccountState', { path: loanPath(first), body: { action: 'APPROVE' } });
    expect(reasonOf(approval)).toBe('400 MAXIMUM_EXPOSURE_EXCEEDED');
    // Without its second tranche there is room.
    await tranches.update(half, [tranche(1000)]);
    const again = await bank.call('changeLoanAccountState', { path: loanPath(first), body: { action: 'APPROVE' } });
    expect(reasonOf(again)).toBe('200');
  });
});
