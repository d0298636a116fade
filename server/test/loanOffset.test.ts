import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank } from './harness/bank.ts';
import { loanProductBody } from './harness/loanBank.ts';
import { loanPath } from './harness/loanDesk.ts';
import { type OffsetBank, offsetBank, offsetProduct } from './harness/offsetLoans.ts';

// One clock for all loans of the file, so the tests go on from each other's day.

let of: OffsetBank;

beforeAll(async () => {
  of = await offsetBank(await startBank({ today: '2026-01-01', timeZone: 'Europe/Berlin' }));
}, 60_000);
afterAll(async () => {
  await of.desk.verify();
  await of.bank.stop();
});

const at = (day: string): string => `${day}T12:00:00+0${day > '2026-03-29' ? 2 : 1}:00`;
const patched = (value: unknown, path: string, op = 'REPLACE') => [{ op, path, ...(op === 'REMOVE' ? {} : { value }) }];

describe('what goes with it', () => {
  test('a loan tells whether a deposit lowers its interest, by default as its product says', async () => {
    const account = await of.deposit();
    expect(await of.desk.account(await of.linked(account))).toMatchObject({ allowOffset: true });
    const without = await of.linked(await of.deposit(), { allowOffset: false });
    expect(await of.desk.account(without)).toMatchObject({ allowOffset: false });
    const plain = await of.lender.approvedLoan(of.lender.dynamicDeclining, { allowOffset: false });
    expect(await of.desk.account(plain)).toMatchObject({ allowOffset: false });
  });

  test('an account of a product without offset refuses it by name, and one that is not boolean', async () => {
    const body = {
      accountHolderKey: (await of.lender.client()).encodedKey,
      accountHolderType: 'CLIENT',
      productTypeKey: of.lender.dynamicDeclining,
      loanAmount: 1000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
    };
    const refusal = async (allowOffset: unknown) => {
      const reply = await of.bank.call('createLoanAccount', { body: { ...body, allowOffset } });
      return [reply.status, JSON.stringify(reply.body)];
    };
    const [status, text] = await refusal(true);
    expect(status).toBe(400);
    expect(text).toContain('INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION');
    expect(text).toContain('allowOffset');
    expect((await refusal('perhaps'))[0]).toBe(400);
    expect((await refusal(12))[0]).toBe(400);
  });

  test.each([
    [
      'a fixed loan',
      { type: 'FIXED_TERM_LOAN', schedule: { repaymentScheduleMethod: 'FIXED' } },
      {},
      'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION',
    ],
    ['redraw', {}, { redrawSettings: { allowRedraw: true } }, 'REDRAW_AND_OFFSET_SETTINGS_ENABLED_SIMULTANEOUSLY'],
    [
      'no linked accounts',
      {},
      { accountLinkSettings: { enabled: false } },
      'PRODUCT_LINKING_IS_MANDATORY_WHEN_OFFSET_ENABLED',
    ],
    ['something else than yes or no', {}, { offsetSettings: { allowOffset: 'maybe' } }, 'INVALID_PARAMETERS'],
  ])('a product refuses it beside %s', async (_what, changes, others, reason) => {
    const usual = offsetProduct(of.lender, changes);
    const body = loanProductBody('UNFIT', of.lender.gl, { ...usual, others: { ...usual.others, ...others } });
    expect(await of.desk.reason('createLoanProduct', { body })).toBe(`400 ${reason}`);
  });

  test('a product with accounts keeps it, and a deposit product that loans name has to allow it', async () => {
    await of.linked(await of.deposit());
    const path = { loanProductId: of.product };
    const off = patched(false, '/offsetSettings/allowOffset');
    expect(await of.desk.reason('patchLoanProduct', { path, body: off })).toBe('400 FIELD_IS_NOT_EDITABLE');
    const link = { enabled: true, settlementMethod: 'NO_AUTOMATED_TRANSFERS' };
    const body = (linkableDepositProductKey: string) => {
      const usual = offsetProduct(of.lender);
      return loanProductBody('NAMES', of.lender.gl, {
        ...usual,
        others: { ...usual.others, accountLinkSettings: { ...link, linkableDepositProductKey } },
      });
    };
    const refused = { body: body(of.lender.currentProductKey) };
    expect(await of.desk.reason('createLoanProduct', refused)).toBe('400 LINKED_DEPOSIT_PRODUCT_DOES_NOT_ALLOW_OFFSET');
    await of.bank.ok('createLoanProduct', { body: body(of.depositProduct) });
  });

  test('only an account whose product allows it is linked, and to one loan', async () => {
    const account = await of.deposit();
    const unfit = await of.lender.depositAccount({ accountHolderKey: account.holder });
    const body = {
      accountHolderKey: account.holder,
      accountHolderType: 'CLIENT',
      productTypeKey: of.product,
      loanAmount: 1000,
      interestSettings: { interestRate: 12 },
      scheduleSettings: { gracePeriod: 0, repaymentInstallments: 12 },
    };
    const refusal = (settlementAccountKey: string) =>
      of.desk.reason('createLoanAccount', { body: { ...body, settlementAccountKey } });
    expect(await refusal(unfit.encodedKey)).toBe('400 SAVINGS_PRODUCT_DOES_NOT_ALLOW_OFFSET_LINKING');
    const loan = await of.linked(account);
    expect(await refusal(account.encodedKey)).toBe('400 SAVINGS_ACCOUNT_ALREADY_LINKED');
    // Another one settles from it, but bears all its interest.
    await of.linked(account, { allowOffset: false });
    await of.desk.disburse(loan);
    for (const [value, op] of [
      [unfit.encodedKey, 'REPLACE'],
      ['', 'REMOVE'],
    ] as const) {
      const change = { path: loanPath(loan), body: patched(value, '/settlementAccountKey', op) };
      expect(await of.desk.refused('patchLoanAccount', loan, change)).toMatch(
        /^400 CANNOT_DELETE_LINK_FOR_ACTIVATED_OFFSET_LOAN: settlementAccountKey/,
      );
    }
  });
});

describe('a life', () => {
  test('by the clock, over months: what lies in the account at the end of each day bears no interest', async () => {
    const account = await of.deposit();
    await of.tellers.deposit(account, 2000);
    const loan = await of.linked(account);
    await of.desk.disburse(loan, { firstRepaymentDate: '2026-02-01T00:00:00+01:00' });
    await of.desk.advanceTo('2026-01-15');
    // 10,000 x 12 % x 14 / 365.
    expect(await of.accrued(loan)).toBe('46.03');
    await of.tellers.deposit(account, 3500);
    await of.tellers.withdraw(account, 500);
    await of.desk.advanceTo('2026-02-01');
    // On its due date the interest is owed already; its transaction comes with the night.
    expect((await of.desk.account(loan)).balances).toMatchObject({ interestDue: 85.15 });
    await of.desk.advanceTo('2026-02-02');
    expect(await of.applied(loan)).toEqual(['85.15 2026-02-01']);
    expect(await of.accrued(loan)).toBe('2.30');
    expect(await of.parts(loan)).toEqual([
      '2026-01-01 2026-01-15 10000 46.03 2000 9.21',
      '2026-01-15 2026-02-01 7000 39.12 5000 27.95',
    ]);
    await of.desk.verify();

    // From another bank's account; what was due is paid, on the next day.
    await of.desk.repay(loan, 1085.15);
    await of.desk.advanceTo('2026-02-10');
    // Dated back into January, whose interest stays as it was applied, and into February, which is not applied yet.
    await of.tellers.deposit(account, 1000, { valueDate: at('2026-01-20') });
    await of.tellers.deposit(account, 2000, { valueDate: at('2026-02-05') });
    await of.desk.advanceTo('2026-03-02');
    // 12,000 - 6,000 for a day, 11,000 - 6,000 for three, 11,000 - 8,000 for 24: 93,000 x 12 % / 365.
    expect(await of.applied(loan)).toEqual(['85.15 2026-02-01', '30.58 2026-03-01']);
    await of.desk.verify();

    // The same is refused backwards.
    const [deposited] = await of.bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    expect(
      await of.tellers.reason('adjustDepositTransaction', {
        path: { depositTransactionId: String(deposited?.id) },
        body: { notes: 'x' },
      }),
    ).toBe('400 CANNOT_REVERSE_OFFSET_DEPOSIT_TRANSACTION');

    // All is there, and more: nothing is borne, and the deposit earns nothing by it.
    await of.tellers.deposit(account, 50_000);
    await of.desk.advanceTo('2026-04-02');
    // March: 11,000 - 8,000 on its first day.
    expect(await of.applied(loan)).toEqual(['85.15 2026-02-01', '30.58 2026-03-01', '0.99 2026-04-01']);
    expect(await of.accrued(loan)).toBe('0.00');
    await of.desk.verify();
  });

  test('undoing a repayment folds the loan again over what was read, and days that are open again are read again', async () => {
    const account = await of.deposit();
    await of.tellers.deposit(account, 2000);
    const loan = await of.linked(account);
    await of.desk.disburse(loan);
    await of.desk.advanceTo('2026-04-12');
    // 10 days on 10,000: a payment ahead applies what has accrued.
    const repaid = await of.desk.repay(loan, 500);
    expect(await of.applied(loan)).toEqual(['32.88 2026-04-12']);
    await of.desk.advanceTo('2026-04-14');
    await of.tellers.deposit(account, 1000, { valueDate: at('2026-04-07') });
    await of.desk.advanceTo('2026-04-15');
    // Before the payment nothing changes: its interest was applied.
    expect(await of.applied(loan)).toEqual(['32.88 2026-04-12']);
    await of.desk.adjust(repaid);
    expect(await of.applied(loan)).toEqual([]);
    await of.desk.advanceTo('2026-04-16');
    // 10,000 for five days, 9,000 for nine.
    expect(await of.accrued(loan)).toBe('43.07');
    await of.desk.verify();
    await of.desk.adjust(await of.desk.newest(loan, 'DISBURSEMENT'));
    expect(await of.desk.account(loan)).toMatchObject({ accountState: 'APPROVED' });
    await of.desk.verify();
  });

  test('a disbursement that is dated back has what lay there since', async () => {
    const account = await of.deposit();
    await of.tellers.deposit(account, 4000, { valueDate: at('2026-04-02') });
    await of.tellers.withdraw(account, 1000, { valueDate: at('2026-04-10') });
    const loan = await of.linked(account);
    await of.desk.disburse(loan, { valueDate: at('2026-04-06') });
    // 8,000 for four days, 9,000 for six: 86,000 x 12 % / 365.
    expect(await of.accrued(loan)).toBe('28.27');
    expect(await of.parts(loan)).toEqual([
      '2026-04-06 2026-04-10 8000 10.52 4000 5.26',
      '2026-04-10 2026-04-16 9000 17.75 3000 5.92',
      '2026-04-16 2026-05-06 12000 78.90 - -',
    ]);
    await of.desk.advanceTo('2026-04-17');
    expect(await of.accrued(loan)).toBe('31.23');
    await of.desk.verify();
    // A pay-off asks for no more than that.
    await of.bank.ok('payOffLoan', { path: loanPath(loan), body: {} });
    expect(await of.desk.account(loan)).toMatchObject({ accountState: 'CLOSED' });
    expect(await of.applied(loan)).toEqual(['31.23 2026-04-17']);
    await of.desk.verify();
    // The loan is over: what was deposited can be taken back.
    const transactions = await of.bank.ok('getDepositTransactions', { path: { depositAccountId: account.id } });
    const withdrawn = transactions.find(({ type }) => type === 'WITHDRAWAL');
    await of.tellers.adjust({ id: String(withdrawn?.id) });
  });

  test('an account that is linked later counts from that day on', async () => {
    const account = await of.deposit();
    await of.tellers.deposit(account, 6000);
    const loan = await of.lender.approvedLoan(of.product, { accountHolderKey: account.holder, loanAmount: 12_000 });
    await of.desk.disburse(loan);
    await of.desk.advanceTo('2026-04-20');
    await of.bank.ok('patchLoanAccount', {
      path: loanPath(loan),
      body: patched(account.encodedKey, '/settlementAccountKey', 'ADD'),
    });
    await of.desk.advanceTo('2026-04-22');
    // Three days on 12,000, two on 6,000.
    expect(await of.accrued(loan)).toBe('15.78');
    await of.desk.verify();
  });
});
