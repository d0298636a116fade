import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { reasonOf, sourceOf } from './harness/depositDesk.ts';
import { type LoanBank, loanBank } from './harness/loanBank.ts';
import { type LoanOffice, openOffice } from './harness/loanOffice.ts';

let bank: TestBank;
let lender: LoanBank;
let office: LoanOffice;
let north: string;
let south: string;

beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15', timeZone: 'Europe/Berlin' });
  lender = await loanBank(bank);
  office = openOffice(bank, lender);
  const branch = async (id: string) => String((await bank.ok('createBranch', { body: { id, name: id } })).encodedKey);
  north = await branch('NORTH');
  south = await branch('SOUTH');
});
afterAll(async () => {
  await office.verify();
  await bank.stop();
});

type Body = Record<string, unknown>;
const create = async (changes: Body = {}, headers?: Record<string, string>) =>
  bank.call('createLoanAccount', { body: await office.body(changes), ...(headers ? { headers } : {}) });
const told = (reply: { body: unknown }) => reply.body as Body & { id: string; encodedKey: string };
const refusal = async (changes: Body): Promise<string> => {
  const reply = await create(changes);
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};

describe('a new loan', () => {
  test('tells all it agreed to, and owes nothing yet', async () => {
    const client = await lender.client();
    const reply = await create({ accountHolderKey: client.encodedKey });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      id: expect.stringMatching(/^[A-Z]{3}\d{6}$/),
      encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      loanName: 'FIXED-EQUAL',
      accountHolderKey: client.encodedKey,
      accountHolderType: 'CLIENT',
      productTypeKey: lender.fixedEqual,
      accountState: 'PENDING_APPROVAL',
      loanAmount: 10_000,
      currency: { code: 'EUR', currencyCode: 'EUR' },
      creationDate: expect.stringMatching(/^2026-01-15T.*\+00:00$/),
      interestSettings: {
        interestRate: 12,
        interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED',
        interestType: 'SIMPLE_INTEREST',
        interestChargeFrequency: 'ANNUALIZED',
      },
      scheduleSettings: {
        repaymentInstallments: 12,
        gracePeriod: 0,
        gracePeriodType: 'NONE',
        repaymentPeriodCount: 1,
        repaymentPeriodUnit: 'MONTHS',
        repaymentScheduleMethod: 'FIXED',
        scheduleDueDatesMethod: 'INTERVAL',
        principalRepaymentInterval: 1,
        hasCustomSchedule: false,
      },
      paymentMethod: 'HORIZONTAL',
      daysLate: 0,
      daysInArrears: 0,
      accruedInterest: 0,
      arrearsTolerancePeriod: 0,
    });
    const { balances } = told(reply);
    expect(new Set(Object.values(balances as Body))).toEqual(new Set([0]));
    expect(Object.keys(balances as Body)).toHaveLength(17);
    expect(told(reply)).not.toHaveProperty('accountSubState');
    expect(await bank.ok('getLoanAccount', { path: { loanAccountId: told(reply).id } })).toEqual(reply.body);
    expect(await bank.ok('getLoanAccount', { path: { loanAccountId: told(reply).encodedKey } })).toEqual(reply.body);
  });

  test('takes everything that is supported', async () => {
    const client = await lender.client();
    const account = await lender.depositAccount({ accountHolderKey: client.encodedKey });
    const asked = {
      id: 'Kredit-7-ä',
      loanName: 'Ein Haus — 家 🏠',
      notes: 'ё'.repeat(200),
      assignedBranchKey: north,
      loanAmount: '123456.78',
      interestSettings: { interestRate: 3.25 },
      arrearsTolerancePeriod: 5,
      settlementAccountKey: account.encodedKey,
      scheduleSettings: {
        gracePeriod: 0,
        repaymentInstallments: 24,
        repaymentPeriodCount: 2,
        repaymentPeriodUnit: 'WEEKS',
      },
      disbursementDetails: {
        expectedDisbursementDate: '2026-02-01T00:00:00+01:00',
        firstRepaymentDate: '2026-02-20T00:00:00+01:00',
      },
    };
    const reply = await create({ accountHolderKey: client.encodedKey, ...asked });
    expect(reply.body).toMatchObject({ ...asked, loanAmount: 123_456.78 });
    const lines = await office.lines(told(reply));
    expect([lines.length, lines[0]?.dueDate, lines[1]?.dueDate]).toEqual([
      24,
      '2026-02-20T00:00:00+01:00',
      '2026-03-06T00:00:00+01:00',
    ]);
    const deposit = await bank.ok('getDepositAccount', { path: { depositAccountId: account.id } });
    expect(deposit.linkedSettlementAccountKeys).toEqual([told(reply).encodedKey]);
  });

  test('takes product and client by id, and the branch of the client', async () => {
    const client = await lender.client({ assignedBranchKey: north });
    const reply = await create({ accountHolderKey: client.id, productTypeKey: 'FIXED-EQUAL' });
    expect(reply.body).toMatchObject({ accountHolderKey: client.encodedKey, assignedBranchKey: north });
  });

  test('leaves what the product has defaults for to it', async () => {
    const body = await office.body({ interestSettings: {}, scheduleSettings: { gracePeriod: 0 } });
    expect(await bank.ok('createLoanAccount', { body })).toMatchObject({
      interestSettings: { interestRate: 12 },
      scheduleSettings: { repaymentInstallments: 12 },
    });
  });

  test('begins incomplete where the product says so', async () => {
    const productTypeKey = await lender.loanProduct('INCOMPLETE', {
      others: {
        newAccountSettings: {
          accountInitialState: 'PARTIAL_APPLICATION',
          idGeneratorType: 'INCREMENTAL_NUMBER',
          idPattern: '100',
        },
      },
    });
    const first = await create({ productTypeKey });
    expect(first.body).toMatchObject({ accountState: 'PARTIAL_APPLICATION', id: '100' });
    await create({ id: '101' });
    expect((await create({ productTypeKey })).body).toMatchObject({ id: '102' });
  });

  test('ignores what only the bank says', async () => {
    const reply = await create({
      accountState: 'ACTIVE',
      accountSubState: 'LOCKED',
      balances: { principalBalance: 5 },
      daysLate: 7,
      approvedDate: '2026-01-01T00:00:00+01:00',
      encodedKey: '0'.repeat(32),
    });
    expect(reply.body).toMatchObject({
      accountState: 'PENDING_APPROVAL',
      balances: { principalBalance: 0 },
      daysLate: 0,
    });
    expect(reply.body).not.toHaveProperty('approvedDate');
    expect(told(reply).encodedKey).not.toBe('0'.repeat(32));
  });
});

describe('ids', () => {
  test('are taken once, also at the same time', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => create({ id: 'MINE' })));
    expect(replies.map(reasonOf).sort()).toEqual([
      '201',
      ...Array.from({ length: 3 }, () => '400 ACCOUNT_ID_ALREADY_IN_USE'),
    ]);
    expect(reasonOf(await create({ id: 'MINE' }))).toBe('400 ACCOUNT_ID_ALREADY_IN_USE');
  });

  test.each(['', ' ', 'x'.repeat(256), 'a\u0000b', 7])('%j is refused or made a text', async (id) => {
    expect((await create({ id })).status).toBe(400);
  });

  test('a key as id does not shadow another account', async () => {
    const victim = told(await create());
    const reply = await create({ id: victim.encodedKey });
    expect(reply.status).toBe(400);
  });
});

describe('an idempotency key', () => {
  test('answers the same loan again, and refuses another body', async () => {
    const body = await office.body();
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await bank.ok('createLoanAccount', { body, headers });
    expect(await bank.ok('createLoanAccount', { body, headers })).toEqual(first);
    const other = await bank.call('createLoanAccount', { body: { ...body, loanAmount: 5_000 }, headers });
    expect(other.status).toBeGreaterThanOrEqual(400);
    const replies = await Promise.all(
      [1, 2, 3].map(() => bank.call('createLoanAccount', { body, headers: { 'Idempotency-Key': 'a'.repeat(32) } })),
    );
    expect(new Set(replies.map((reply) => told(reply).id)).size).toBe(1);
  });
});

describe('refused by name', () => {
  const dates = (disbursement: string | undefined, first?: string) => ({
    disbursementDetails: {
      ...(disbursement ? { expectedDisbursementDate: `${disbursement}T00:00:00+01:00` } : {}),
      ...(first ? { firstRepaymentDate: `${first}T00:00:00+01:00` } : {}),
    },
  });
  const schedule = (settings: Body) => ({ scheduleSettings: { gracePeriod: 0, ...settings } });

  test.each<[string, Body]>([
    ['ACCOUNT_HOLDER_NOT_FOUND: accountHolderKey', { accountHolderKey: 'NOBODY' }],
    ['ACCOUNT_HOLDER_NOT_FOUND: accountHolderKey', { accountHolderKey: '0'.repeat(32) }],
    ['ACCOUNT_HOLDER_NOT_FOUND: accountHolderKey is no group', { accountHolderType: 'GROUP' }],
    ['INVALID_PRODUCT_KEY: productTypeKey', { productTypeKey: 'NOTHING' }],
    ['INVALID_PRODUCT_KEY: productTypeKey', { productTypeKey: 'CURRENT' }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: 99.99 }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: 1_000_000.01 }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: 0 }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: -500 }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: 100.001 }],
    ['INVALID_AMOUNT: loanAmount', { loanAmount: 1e90 }],
    ['INTEREST_RATE_OUTSIDE_CONSTRAINTS: interestSettings.interestRate', { interestSettings: { interestRate: 100.1 } }],
    ['INVALID_INTEREST_RATE: interestSettings.interestRate', { interestSettings: { interestRate: -1 } }],
    ['INTEREST_SPREAD_NOT_AVAILABLE', { interestSettings: { interestSpread: 2 } }],
    ['INVALID_INSTALLMENTS: scheduleSettings.repaymentInstallments', schedule({ repaymentInstallments: 0 })],
    ['INVALID_INSTALLMENTS: scheduleSettings.repaymentInstallments', schedule({ repaymentInstallments: 121 })],
    ['INVALID_INSTALLMENTS: scheduleSettings.repaymentInstallments', schedule({ repaymentInstallments: -3 })],
    ['INVALID_INSTALLMENTS', schedule({ repaymentInstallments: 120, repaymentPeriodUnit: 'YEARS' })],
    ['MISSING_REPAYMENT_PERIOD_COUNT', schedule({ repaymentPeriodCount: 0 })],
    ['INVALID_INSTALLMENTS', schedule({ repaymentPeriodCount: 2_000_000_000 })],
    ['INVALID_GRACE_PERIOD', schedule({ gracePeriod: 1 })],
    ['INVALID_GRACE_PERIOD', schedule({ gracePeriod: -1 })],
    ['FIXED_DAYS_OF_MONTH_NOT_ALLOWED', schedule({ fixedDaysOfMonth: [5] })],
    ['PAYMENT_PLAN_NOT_AVAILABLE', schedule({ paymentPlan: [{ amount: 5, toInstallment: 12 }] })],
    ['BALLOON_PAYMENTS_NOT_ALLOWED_BY_PRODUCT', schedule({ periodicPayment: 5 })],
    ['INVALID_PRINCIPAL_REPAYMENT_INVERVAL', schedule({ repaymentInstallments: 12, principalRepaymentInterval: 5 })],
    ['NEGATIVE_ARREARS_TOLERANCE_PERIOD', { arrearsTolerancePeriod: -1 }],
    [
      'INVALID_PARAMETERS: arrearsTolerancePeriod',
      { arrearsTolerancePeriod: 1, accountArrearsSettings: { tolerancePeriod: 2 } },
    ],
    ['FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE', dates('2026-02-01', '2026-02-01')],
    ['FIRST_REPAYMENT_DATE_BEFORE_EXPECTED_DISBURSEMENT_DATE', dates(undefined, '2026-01-15')],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', dates('2026-02-01', '9999-12-31')],
    ['INVALID_ANTICIPATED_DISBURSEMENT', dates('9999-12-31')],
    ['INVALID_ANTICIPATED_DISBURSEMENT', dates('9999-12-31', '9999-12-31')],
    ['INVALID_PARAMETERS', dates('2026-02-30')],
    ['INVALID_BRANCH_KEY', { assignedBranchKey: '0'.repeat(32) }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES: paymentMethod', { paymentMethod: 'VERTICAL' }],
    ['PARAMS_INCONSISTENT_WITH_PRODUCT_RULES: currency', { currency: { code: 'USD' } }],
    ['INVALID_PARAMETERS: Property nonsense does not exist', { nonsense: 1 }],
    ['INVALID_PARAMETERS', { loanAmount: 'much' }],
    ['INVALID_PARAMETERS', { loanAmount: null }],
    ['INVALID_PARAMETERS', { loanAmount: [] }],
    ['INVALID_PARAMETERS', { scheduleSettings: { repaymentInstallments: 2 } }],
    ['INVALID_PARAMETERS', { scheduleSettings: [] }],
    ['INVALID_PARAMETERS', { interestSettings: null }],
    ['INVALID_PARAMETERS', schedule({ repaymentInstallments: 1.5 })],
    ['INVALID_PARAMETERS', { notes: 'x'.repeat(10_001) }],
    ['INVALID_PARAMETERS', { loanName: 'x'.repeat(256) }],
    ['INVALID_PARAMETERS', { loanName: 'a\u0000' }],
    ['INVALID_PARAMETERS', { accountHolderType: 'DOG' }],
    ['INVALID_SETTLEMENT_ACCOUNT_KEY: settlementAccountKey', { settlementAccountKey: 'NONE' }],
  ])('%s', async (reason, changes) => {
    expect(await refusal(changes)).toContain(`400 ${reason}`);
  });

  test.each<[string, Body]>([
    ['assets', { assets: [{ assetName: 'car', amount: 5 }] }],
    ['guarantors', { guarantors: [{ guarantorKey: 'x', guarantorType: 'CLIENT', amount: 5 }] }],
    ['fundingSources', { fundingSources: [{ guarantorKey: 'x', guarantorType: 'CLIENT', amount: 5 }] }],
    ['tranches', { tranches: [{ amount: 5 }] }],
    ['creditArrangementKey', { creditArrangementKey: 'x' }],
    ['interestCommission', { interestCommission: 2 }],
    ['redrawSettings', { redrawSettings: { restrictNextDueWithdrawal: true } }],
    ['penaltySettings.penaltyRate', { penaltySettings: { loanPenaltyCalculationMethod: 'NONE', penaltyRate: 3 } }],
    ['plannedInstallmentFees', { plannedInstallmentFees: [{ predefinedFeeKey: 'x', amount: 5 }] }],
    ['scheduleSettings.billingCycle', schedule({ billingCycle: { days: [5] } })],
    ['accountArrearsSettings.monthlyToleranceDay', { accountArrearsSettings: { monthlyToleranceDay: 5 } }],
    ['allowOffset', { allowOffset: true }],
    ['taxRate', { taxRate: 5 }],
  ])('%s, which is not supported yet or comes from the product', async (name, changes) => {
    const text = await refusal(changes);
    expect(text).toMatch(/^400 /);
    expect(text).toContain(name);
  });

  test.each([
    'accountHolderKey',
    'accountHolderType',
    'productTypeKey',
    'loanAmount',
    'interestSettings',
    'scheduleSettings',
  ])('a body without %s', async (name) => {
    const { [name]: _, ...body } = await office.body();
    const reply = await bank.call('createLoanAccount', { body });
    expect(`${reasonOf(reply)}: ${sourceOf(reply)}`).toBe(`400 INVALID_PARAMETERS: Property ${name} may not be null`);
  });

  test.each(['', 'null', '[]', '"x"', '{', '{"a":1}'])('a body %s', async (body) => {
    const reply = await bank.request('POST', '/api/loans', { body, headers: { 'content-type': 'application/json' } });
    expect(reply.status).toBe(400);
  });
});

describe('product and holder', () => {
  test('a product that is inactive, or for other holders or branches', async () => {
    const inactive = await lender.loanProduct('INACTIVE', { others: { state: 'INACTIVE' } });
    expect(await refusal({ productTypeKey: inactive })).toContain('400 INVALID_PRODUCT_STATE');
    const groups = await lender.loanProduct('GROUPS', {
      others: { availabilitySettings: { availableFor: ['PURE_GROUPS'] } },
    });
    expect(await refusal({ productTypeKey: groups })).toContain('400 INCONSISTENT_ACCOUNT_ID_WITH_ACCOUNT_HOLDER_TYPE');
    const northern = await lender.loanProduct('NORTHERN', {
      others: {
        availabilitySettings: { branchSettings: { forAllBranches: false, availableProductBranches: [north] } },
      },
    });
    const mismatch = '400 ACCOUNT_PRODUCT_BRANCH_AVAILABILITY_MISMATCH';
    expect(await refusal({ productTypeKey: northern })).toContain(mismatch);
    expect(await refusal({ productTypeKey: northern, assignedBranchKey: south })).toContain(mismatch);
    expect((await create({ productTypeKey: northern, assignedBranchKey: north })).status).toBe(201);
  });

  test.each(['BLACKLISTED', 'EXITED'])('a client that is %s', async (state) => {
    const client = await lender.client();
    const path = { clientId: client.id };
    await bank.ok('patchClient', { path, body: [{ op: 'REPLACE', path: '/state', value: state }] });
    expect(await refusal({ accountHolderKey: client.id })).toContain('400 INVALID_ACCOUNT_HOLDER_STATE');
  });

  test('a client that waits for approval', async () => {
    const client = await lender.client({ state: 'PENDING_APPROVAL' });
    expect(await refusal({ accountHolderKey: client.id })).toContain('400 INVALID_ACCOUNT_HOLDER_STATE');
  });

  test('a settlement account of somebody else, closed, or where the product links none', async () => {
    const foreign = await lender.depositAccount();
    expect(await refusal({ settlementAccountKey: foreign.encodedKey })).toContain('400 INVALID_DEPOSIT_ACCOUNT_HOLDER');
    const client = await lender.client();
    const own = await lender.depositAccount({ accountHolderKey: client.encodedKey });
    const withOwn = { accountHolderKey: client.encodedKey, settlementAccountKey: own.id };
    const unlinked = await lender.loanProduct('UNLINKED', { others: { accountLinkSettings: { enabled: false } } });
    expect(await refusal({ ...withOwn, productTypeKey: unlinked })).toContain('400 PRODUCT_DOES_NOT_ALLOW_LINKING');
    const dollars = await lender
      .loanProduct('DOLLARS', { others: { currency: { code: 'USD' } } })
      .catch(() => undefined);
    if (dollars)
      expect(await refusal({ ...withOwn, productTypeKey: dollars })).toContain('400 ACCOUNT_CURRENCY_NOT_MATCH');
    await bank.ok('changeDepositAccountState', {
      path: { depositAccountId: own.id },
      body: { action: 'CLOSE_WITHDRAW' },
    });
    expect(await refusal(withOwn)).toContain('400 INVALID_SETTLEMENT_ACCOUNT_STATE');
  });

  test('a user without the permission', async () => {
    const user = await office.user('looker', ['VIEW_LOAN_ACCOUNT_DETAILS']);
    const reply = await bank.call('createLoanAccount', { body: await office.body(), user });
    expect(reasonOf(reply)).toBe('403 INVALID_PERMISSIONS');
  });
});
