import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { notYetOnProducts } from '../src/domains/loans/rules/productSettings.ts';
import type { OperationName } from '../src/generated/operations.ts';
import type { Schemas } from '../src/generated/schemas.ts';
import { type CallOptions, type Reply, startBank, type TestBank } from './harness/bank.ts';
import { type Group, type Product, productBody } from './harness/loanPreviews.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

let bank: TestBank;
let open: OpenBank;

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
});
afterAll(() => bank.stop());

const rule = (financialResource: string, code: string): Group => ({
  financialResource,
  glAccountKey: open.gl[code] ?? '',
});

const accrualRules = (): Group[] => [
  rule('PORTFOLIO_CONTROL', '1100'),
  rule('FUND_SOURCE', '1000'),
  rule('INTEREST_INCOME', '4100'),
  rule('INTEREST_RECEIVABLE', '1110'),
  rule('FEE_INCOME', '4000'),
  rule('FEE_RECEIVABLE', '1120'),
];

const fee = (id: string, more: Group = {}): Group => ({
  id,
  name: `Fee ${id}`,
  trigger: 'MANUAL',
  state: 'ACTIVE',
  feeApplication: 'OPTIONAL',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const draft = (id: string, others: Group = {}, product: Product = {}): Group => ({
  ...productBody(id, { rates: { interestRate: { minValue: 1, maxValue: 30, defaultValue: 12 } }, ...product }),
  ...others,
});

const create = (id: string, others: Group = {}): Promise<Schemas['LoanProduct']> =>
  bank.ok('createLoanProduct', { body: draft(id, others) });

const at = (id: string): { loanProductId: string } => ({ loanProductId: id });

const errorOf = ({ status, body }: Reply): readonly [reason: string, source: string] => {
  if (status < 400) return [String(status), ''];
  const [error] = (body as { errors: { errorReason: string; errorSource?: string }[] }).errors;
  return [error?.errorReason ?? '', error?.errorSource ?? ''];
};

const reasonOf = async <N extends OperationName>(name: N, options: CallOptions<N>): Promise<string> =>
  errorOf(await bank.call(name, options))[0];

/** Everything the contract lets one say of a fixed product, what is not supported switched off. */
const everything = (): Group => ({
  notes: 'fine print',
  category: 'SME_LENDING',
  currency: { code: 'EUR', currencyCode: 'EUR' },
  accountLinkSettings: {
    enabled: true,
    linkableDepositProductKey: open.currentProductKey,
    linkedAccountOptions: [],
    settlementMethod: 'PARTIAL_DUE_AMOUNTS',
  },
  accountingSettings: {
    accountingMethod: 'ACCRUAL',
    accountingRules: accrualRules(),
    interestAccrualCalculation: 'NONE',
    interestAccruedAccountingMethod: 'NONE',
  },
  adjustInterestForFirstInstallment: false,
  adjustTotalDueForInstallmentsWithDifferentInterval: false,
  allowCustomRepaymentAllocation: false,
  arrearsSettings: {
    toleranceCalculationMethod: 'ARREARS_TOLERANCE_PERIOD',
    dateCalculationMethod: 'ACCOUNT_FIRST_WENT_TO_ARREARS',
    nonWorkingDaysMethod: 'INCLUDED',
    monthlyToleranceDay: 0,
    toleranceFloorAmount: 0,
    tolerancePercentageOfOutstandingPrincipal: { defaultValue: 0 },
    tolerancePeriod: { minValue: 0, maxValue: 30, defaultValue: 5 },
  },
  availabilitySettings: { availableFor: ['INDIVIDUALS'], branchSettings: { forAllBranches: true } },
  creditArrangementSettings: { creditArrangementRequirement: 'OPTIONAL' },
  feesSettings: {
    allowArbitraryFees: true,
    fees: [fee('F1', { amount: 1.5, accountingRules: [rule('FEE_INCOME', '4000')] })],
  },
  fundingSettings: {
    enabled: false,
    funderInterestCommissionAllocationType: 'PERCENTAGE_OF_LOAN_FUNDING',
    funderInterestCommission: { minValue: 1, defaultValue: 2.5, maxValue: 4 },
    organizationInterestCommission: { maxValue: 1 },
    lockFundsAtApproval: true,
    requiredFunds: 50,
  },
  gracePeriodSettings: { gracePeriodType: 'NONE', gracePeriod: { minValue: 0, maxValue: 0, defaultValue: 0 } },
  internalControls: {
    dormancyPeriodDays: 30,
    fourEyesPrinciple: { activeForLoanApproval: true },
    lockSettings: {
      cappingConstraintType: 'SOFT_CAP',
      cappingMethod: 'ORIGINAL_PRINCIPAL_PERCENTAGE',
      cappingPercentage: 0,
    },
  },
  loanAmountSettings: { loanAmount: { minValue: 100, maxValue: 5000, defaultValue: 1000 } },
  offsetSettings: { allowOffset: false },
  penaltySettings: { loanPenaltyCalculationMethod: 'NONE', penaltyRate: { defaultValue: 0 } },
  redrawSettings: { allowRedraw: false },
  securitySettings: { isCollateralEnabled: false, isGuarantorsEnabled: false },
  taxSettings: { taxCalculationMethod: 'INCLUSIVE', taxesOnInterestEnabled: false },
  templates: [],
  useFeeIncludedInPMT: false,
});

describe('a loan product', () => {
  test('is created with defaults and told the same by key, id and list', async () => {
    const created = await create('DEFAULTS');
    expect(created).toMatchObject({
      id: 'DEFAULTS',
      state: 'ACTIVE',
      category: 'UNCATEGORIZED',
      currency: { code: 'EUR', currencyCode: 'EUR' },
      accountingSettings: { accountingMethod: 'NONE' },
      creationDate: expect.stringMatching(/^2026-03-10T\d\d:\d\d:\d\d\+00:00$/),
    });
    expect(await bank.ok('getLoanProduct', { path: at('DEFAULTS') })).toEqual(created);
    expect(await bank.ok('getLoanProduct', { path: at(String(created.encodedKey).toUpperCase()) })).toEqual(created);
    const list = await bank.ok('getLoanProducts', { query: { limit: 1000 } });
    expect(list.find(({ id }) => id === 'DEFAULTS')).toEqual(created);
  });

  test('keeps all its settings', async () => {
    const wanted = everything();
    const created = await create('EVERYTHING', wanted);
    // What the contract does not store of a loan product is only accepted switched off.
    const { templates, useFeeIncludedInPMT, ...kept } = wanted;
    expect([templates, useFeeIncludedInPMT]).toEqual([[], false]);
    expect(created).toMatchObject(kept);
    expect(created.feesSettings?.fees?.[0]).toMatchObject({ encodedKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  test('survives a PUT of what was fetched, keys of fees and rules included', async () => {
    const created = await create('ROUND', everything());
    const updated = await bank.ok('updateLoanProduct', { path: at('ROUND'), body: created });
    const untimed = (product: Schemas['LoanProduct']): unknown =>
      JSON.parse(JSON.stringify(product, (name, value) => (name === 'lastModifiedDate' ? undefined : value)));
    expect(untimed(updated)).toEqual(untimed(created));
  });

  test('keeps amounts to the last digit', async () => {
    const body = JSON.stringify(draft('DIGITS', { loanAmountSettings: { loanAmount: { maxValue: 1 } } })).replace(
      '"maxValue":1}',
      '"maxValue":123456789012345678901.23}',
    );
    expect((await bank.request('POST', '/api/loanproducts', { body })).status).toBe(201);
    const { text } = await bank.request('GET', '/api/loanproducts/DIGITS');
    expect(text).toContain('"maxValue":123456789012345678901.23');
  });

  test('loses what a PUT leaves out', async () => {
    await create('CLEARED', everything());
    const updated = await bank.ok('updateLoanProduct', { path: at('CLEARED'), body: draft('CLEARED') });
    for (const gone of [
      'notes',
      'feesSettings',
      'arrearsSettings',
      'internalControls',
      'loanAmountSettings',
    ] as const) {
      expect(updated).not.toHaveProperty(gone);
    }
    expect(updated.category).toBe('UNCATEGORIZED');
  });

  test('is changed by PATCH, and judged as a whole', async () => {
    await create('PATCHED');
    const patch = (...body: readonly Group[]): Promise<string> =>
      reasonOf('patchLoanProduct', { path: at('PATCHED'), body });
    expect(await patch({ op: 'REPLACE', path: '/name', value: 'Better' })).toBe('204');
    expect(await patch({ op: 'ADD', path: '/internalControls/dormancyPeriodDays', value: 9 })).toBe('204');
    expect(await patch({ op: 'REPLACE', path: '/state', value: 'INACTIVE' })).toBe('204');
    expect(await bank.ok('getLoanProduct', { path: at('PATCHED') })).toMatchObject({
      name: 'Better',
      state: 'INACTIVE',
      internalControls: { dormancyPeriodDays: 9 },
    });
    expect(await patch({ op: 'REMOVE', path: '/paymentSettings' })).toBe('INVALID_PARAMETERS');
    expect(await patch({ op: 'REPLACE', path: '/encodedKey', value: '0'.repeat(32) })).toBe('FIELD_IS_NOT_EDITABLE');
    expect(await patch({ op: 'REPLACE', path: '/type', value: 'DYNAMIC_TERM_LOAN' })).toBe('INVALID_PARAMETERS');
    expect(await patch({ op: 'REPLACE', path: '/nonsense', value: 1 })).toBe('FIELD_NOT_ALLOWED');
    expect(await patch({ op: 'ADD', path: '/redrawSettings', value: { allowRedraw: true } })).toBe(
      'INVALID_PARAMETERS',
    );
  });

  test('is created once for one idempotency key', async () => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = draft('ONCE');
    const first = await bank.ok('createLoanProduct', { body, headers });
    expect(await bank.ok('createLoanProduct', { body, headers })).toEqual(first);
    expect(await reasonOf('createLoanProduct', { body })).toBe('PRODUCT_ID_ALREADY_IN_USE');
  });

  test('is deleted while nobody has an account of it', async () => {
    const { encodedKey } = await create('GONE');
    expect((await bank.call('deleteLoanProduct', { path: at(String(encodedKey)) })).status).toBe(204);
    const unknown = await bank.call('getLoanProduct', { path: at('GONE') });
    expect([unknown.status, errorOf(unknown)[0]]).toEqual([404, 'INVALID_PRODUCT_ID']);
    expect((await bank.call('deleteLoanProduct', { path: at('GONE') })).status).toBe(404);
    expect((await bank.call('updateLoanProduct', { path: at('GONE'), body: draft('GONE') })).status).toBe(404);
  });
});

describe('the list of loan products', () => {
  test('is sorted as asked and paged', async () => {
    for (const [id, name] of [
      ['L-1', 'Zeta'],
      ['L-2', 'Alpha'],
    ] as const)
      await create(id, { name });
    const ids = async (sortBy: string): Promise<string[]> =>
      (await bank.ok('getLoanProducts', { query: { sortBy, limit: 1000 } })).flatMap(({ id }) =>
        id.startsWith('L-') ? [id] : [],
      );
    expect(await ids('id:ASC')).toEqual(['L-1', 'L-2']);
    expect(await ids('ID:DESC')).toEqual(['L-2', 'L-1']);
    expect(await ids('productName:ASC')).toEqual(['L-2', 'L-1']);
    expect(await ids('lastModifiedDate:ASC')).toEqual(['L-1', 'L-2']);
    expect(await ids('creationDate:DESC')).toEqual(['L-2', 'L-1']);
    const page = await bank.call('getLoanProducts', { query: { offset: 1, limit: 1, paginationDetails: 'ON' } });
    expect(page.body).toHaveLength(1);
    expect(page.headers).toMatchObject({ 'items-limit': '1', 'items-offset': '1' });
    expect(Number(page.headers['items-total'])).toBeGreaterThan(2);
  });

  test.each([
    ['sortBy', 'state:ASC', 'INVALID_SORTING_COLUMN'],
    ['sortBy', 'id:SIDEWAYS', 'INVALID_SORTING_ORDER'],
  ])('refuses %s %s', async (name, value, reason) => {
    expect(await reasonOf('getLoanProducts', { query: { [name]: value } })).toBe(reason);
  });
});

/** A body with a value at a dotted path; lists on the way get one element. */
const withValue = (body: Group, path: string, value: unknown): Group => {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...body, [head]: value };
  const inner = body[head];
  if (head === 'fees' || head === 'accountingRules') {
    const [first] = Array.isArray(inner) ? (inner as Group[]) : [];
    return { ...body, [head]: [withValue(first ?? {}, rest.join('.'), value)] };
  }
  return { ...body, [head]: withValue((inner ?? {}) as Group, rest.join('.'), value) };
};

/** A value for each unsupported property that the contract accepts and that is not off. */
const onValues: Readonly<Record<string, unknown>> = {
  'feesSettings.fees.amortizationSettings.feeAmortizationUponRescheduleRefinanceOption':
    'END_AMORTIZATION_ON_THE_ORIGINAL_ACCOUNT',
  'feesSettings.fees.applyDateMethod': 'FIRST_OF_EVERY_MONTH',
  'interestSettings.indexRateSettings.interestRateReviewUnit': 'DAYS',
  'interestSettings.indexRateSettings.interestRateTiers': [{ interestRate: 5 }],
  'interestSettings.interestApplicationDays.daysInMonth': [5],
  'interestSettings.interestRateSettings': [
    { interestRateSource: 'FIXED_INTEREST_RATE', interestRate: { defaultValue: 5 } },
  ],
  'loanAmountSettings.trancheSettings': { maxNumberOfTranches: 2 },
  offsetSettings: { allowOffset: true },
  'paymentSettings.principalPaymentSettings.amount': { defaultValue: 5 },
  'paymentSettings.principalPaymentSettings.percentage': { defaultValue: 5 },
  redrawSettings: { allowRedraw: true },
  'scheduleSettings.repaymentMethod': 'AMOUNT',
  templates: [{ name: 'Contract', type: 'ACCOUNT' }],
};

const numbers = /(Amount|Value|Day|Count|Percentage|Rate|Days|Allowance|Floor)$/;
const booleans = /(enabled|Enabled|allow|include|adjust|useFee|decouple|interestBearing)/;

const onValue = (path: string): unknown => {
  const last = path.split('.').at(-1) ?? '';
  if (path in onValues) return onValues[path];
  if (booleans.test(last)) return true;
  return numbers.test(last) ? 5 : 'text';
};

describe('what is not supported yet', () => {
  test.each(notYetOnProducts)('is refused by name: %s', async (path) => {
    const base = draft('LATER', {
      accountLinkSettings: { enabled: false },
      accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules: accrualRules() },
      feesSettings: { fees: [fee('F', { accountingRules: [rule('FEE_INCOME', '4000')] })] },
    });
    const reply = await bank.call('createLoanProduct', { body: withValue(base, path, onValue(path)) });
    expect(errorOf(reply)).toEqual(['INVALID_PARAMETERS', `Property ${path} is not supported yet`]);
  });
});

describe('a loan product that is refused', () => {
  test.each<[string, string, Group]>([
    ['INVALID_PARAMETERS', 'id', { id: undefined }],
    ['INVALID_PARAMETERS', 'type', { type: 'GIFT' }],
    ['INVALID_ID', 'id', { id: 'two words' }],
    ['INVALID_PARAMETERS', 'name', { name: 7 }],
    ['INVALID_PARAMETERS', 'name', { name: '  ' }],
    ['INVALID_PARAMETERS', 'creditArrangementSettings', { creditArrangementSettings: undefined }],
    ['INVALID_PARAMETERS', 'interestSettings', { interestSettings: undefined }],
    ['INVALID_PARAMETERS', 'interestSettings.daysInYear', { interestSettings: {} }],
    ['INVALID_PARAMETERS', 'scheduleSettings', { scheduleSettings: [] }],
    ['INVALID_PARAMETERS', 'paymentSettings', { paymentSettings: null }],
    ['INVALID_PARAMETERS', 'newAccountSettings', { newAccountSettings: undefined }],
    ['CURRENCY_NOT_DEFINED', 'currency', { currency: { code: 'CHF' } }],
    ['INVALID_PARAMETERS', 'currency.code', { currency: { code: 'DOUBLOON' } }],
    ['INVALID_AMOUNT', 'loanAmount', { loanAmountSettings: { loanAmount: { minValue: 2, maxValue: 1 } } }],
    [
      'LINKED_DEPOSIT_PRODUCT_DOES_NOT_EXIST',
      'linkableDepositProductKey',
      { accountLinkSettings: { enabled: true, linkableDepositProductKey: 'x' } },
    ],
    ['MISSING_RULE', 'PORTFOLIO_CONTROL', { accountingSettings: { accountingMethod: 'CASH' } }],
    ['INVALID_PARAMETERS', 'surprise', { surprise: 1 }],
  ])('%s naming %s %#', async (reason, property, changes) => {
    const [told, source] = errorOf(await bank.call('createLoanProduct', { body: { ...draft('BAD'), ...changes } }));
    expect(told).toBe(reason);
    expect(source).toContain(property);
  });

  test.each([
    ['INVALID_GL_ACCOUNT_TYPE', '4000'],
    ['INEXISTING_GLACCOUNT', 'nowhere'],
  ])('%s for the account of a rule', async (reason, code) => {
    const accountingRules = accrualRules().map((one) =>
      one.financialResource === 'PORTFOLIO_CONTROL' ? { ...one, glAccountKey: open.gl[code] ?? code } : one,
    );
    const body = draft('BAD', { accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules } });
    expect(await reasonOf('createLoanProduct', { body })).toBe(reason);
  });
});

describe('a product with accounts', () => {
  let key = '';
  let loan = '';
  beforeAll(async () => {
    const product = await create('LIVING', everything());
    key = String(product.encodedKey);
    const account = await bank.ok('createLoanAccount', {
      body: {
        accountHolderKey: (await open.client()).encodedKey,
        accountHolderType: 'CLIENT',
        productTypeKey: 'LIVING',
        loanAmount: 1000,
        interestSettings: {},
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 6 },
      },
    });
    loan = String(account.id);
  });

  test('can’t be deleted, nor changed in what its accounts live by', async () => {
    expect(await reasonOf('deleteLoanProduct', { path: at(key) })).toBe('PRODUCT_HAS_ASSOCIATED_ACCOUNTS');
    const body = { ...draft('LIVING'), ...everything() };
    const refused = (changes: Group): Promise<string> =>
      reasonOf('updateLoanProduct', { path: at(key), body: { ...body, ...changes } });
    expect(
      await refused({ accountingSettings: { accountingMethod: 'NONE' }, feesSettings: { fees: [fee('F1')] } }),
    ).toBe('FIELD_IS_NOT_EDITABLE');
    expect(await refused({ feesSettings: { allowArbitraryFees: true } })).toBe('FIELD_IS_NOT_EDITABLE');
    expect(await refused({ notes: 'changed' })).toBe('200');
  });

  test('gives new terms to new accounts only', async () => {
    const told = await bank.ok('getLoanAccount', { path: { loanAccountId: loan } });
    expect(told).toMatchObject({
      interestSettings: { interestRate: 12, interestCalculationMethod: 'DECLINING_BALANCE' },
      accountArrearsSettings: { tolerancePeriod: 5 },
      scheduleSettings: { repaymentInstallments: 6 },
    });
    const flat = { op: 'REPLACE', path: '/interestSettings/interestCalculationMethod', value: 'FLAT' };
    await bank.ok('patchLoanProduct', { path: at(key), body: [flat] });
    const put = await bank.ok('updateLoanAccount', { path: { loanAccountId: loan }, body: told });
    expect(put.interestSettings).toEqual(told.interestSettings);
    const changed = {
      ...told,
      interestSettings: { ...told.interestSettings, interestCalculationMethod: 'FLAT' as const },
    };
    const [reason, source] = errorOf(
      await bank.call('updateLoanAccount', { path: { loanAccountId: loan }, body: changed }),
    );
    expect(reason).toBe('PARAMS_INCONSISTENT_WITH_PRODUCT_RULES');
    expect(source).toContain('interestSettings.interestCalculationMethod');
  });
});
