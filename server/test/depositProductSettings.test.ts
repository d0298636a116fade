import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestBody } from '../src/generated/operations.ts';
import { startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { productBody } from './harness/loanPreviews.ts';
import { type OpenBank, openBank } from './harness/openBank.ts';

type Body = Readonly<Record<string, unknown>>;

let bank: TestBank;
let open: OpenBank;
let desk: ReturnType<typeof openDesk>;
let rules: readonly Body[];

beforeAll(async () => {
  bank = await startBank({ today: '2026-03-10', timeZone: 'Europe/Bucharest' });
  open = await openBank(bank);
  desk = openDesk(bank);
  await bank.ok('createBranch', { body: { id: 'B1', name: 'One' } });
  await bank.ok('createIndexRateSource', { body: { id: 'EURIBOR', name: 'Euribor', type: 'INTEREST_RATE' } });
  const more = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '2100', name: 'Interest payable', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '5100', name: 'Interest expense', type: 'EXPENSE', usage: 'DETAIL' },
    ],
  });
  const [payable, expense] = more.map(({ encodedKey }) => String(encodedKey));
  const rule = (financialResource: string, glAccountKey: string | undefined): Body => ({
    financialResource,
    glAccountKey,
  });
  rules = [
    rule('DEPOSIT_REFERENCE', open.gl['1000']),
    rule('SAVINGS_CONTROL', open.gl['2000']),
    rule('OVERDRAFT_PORTFOLIO_CONTROL', open.gl['1200']),
    rule('OVERDRAFT_WRITE_OFF_EXPENSE', expense),
    rule('OVERDRAFT_INTEREST_INCOME', open.gl['4100']),
    rule('OVERDRAFT_INTEREST_RECEIVABLE', open.gl['1110']),
    rule('FEE_INCOME', open.gl['4000']),
    rule('INTEREST_EXPENSE', expense),
    rule('INTEREST_PAYABLE', payable),
    rule('TAXES_PAYABLE', payable),
    rule('NEGATIVE_INTEREST_INCOME', open.gl['4100']),
    rule('NEGATIVE_INTEREST_RECEIVABLE', open.gl['1110']),
  ];
});
afterAll(() => bank.stop());

const interest = (type: string): Body => ({
  interestPaidIntoAccount: true,
  collectInterestWhenLocked: true,
  daysInYear: 'ACTUAL_ACTUAL_ISDA',
  interestCalculationBalance: 'END_OF_DAY',
  maximumBalance: 100000.5,
  interestGainsProvidedStartDate: '2030-01-01',
  interestGainsProvidedEndDate: '2030-12-31',
  interestPaymentSettings: {
    interestPaymentPoint: 'ON_FIXED_DATES',
    interestPaymentDates: [
      { month: 6, day: 30 },
      { month: 12, day: 31 },
    ],
  },
  interestRateSettings: {
    interestRateTerms: 'TIERED',
    interestRateSource: 'FIXED_INTEREST_RATE',
    interestChargeFrequency: 'EVERY_X_DAYS',
    interestChargeFrequencyCount: 90,
    accrueInterestAfterMaturity: type === 'FIXED_DEPOSIT' || type === 'SAVINGS_PLAN',
    allowNegativeInterestRate: false,
    interestRateTiers: [
      { endingBalance: 1000, interestRate: 1.25 },
      { endingBalance: 5000, interestRate: 2.125 },
      { interestRate: 3 },
    ],
  },
});

/** Every setting that a type has. */
const whole = (id: string, type: string): Body => {
  const isCurrent = type === 'CURRENT_ACCOUNT';
  const isTerm = type === 'FIXED_DEPOSIT' || type === 'SAVINGS_PLAN';
  const isOpen = isCurrent || type === 'REGULAR_SAVINGS';
  return {
    id,
    name: `Whole ${type}`,
    notes: 'everything',
    type,
    state: 'ACTIVE',
    category: 'PERSONAL_DEPOSIT',
    newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#####' },
    availabilitySettings: {
      availableFor: ['INDIVIDUALS', 'PURE_GROUPS'],
      branchSettings: { forAllBranches: false, availableProductBranches: ['B1'] },
    },
    currencySettings: { currencies: [{ code: 'EUR', currencyCode: 'EUR' }] },
    interestSettings: interest(type),
    internalControls: {
      dormancyPeriodDays: 180,
      openingBalance: { minValue: 10, maxValue: 1000, defaultValue: 20.5 },
      ...(type === 'FIXED_DEPOSIT' ? {} : { maxWithdrawalAmount: 300 }),
      ...(type === 'REGULAR_SAVINGS' || type === 'SAVINGS_PLAN' ? { recommendedDepositAmount: 25 } : {}),
    },
    ...(isTerm
      ? {
          maturitySettings: {
            maturityPeriodUnit: 'MONTHS',
            maturityPeriod: { minValue: 3, maxValue: 60, defaultValue: 12 },
          },
        }
      : {}),
    ...(isCurrent
      ? {
          overdraftSettings: { allowOverdraft: true, allowTechnicalOverdraft: true, maxOverdraftLimit: 500 },
          overdraftInterestSettings: {
            daysInYear: 'ACTUAL_360',
            interestCalculationBalance: 'AVERAGE',
            interestRateSettings: {
              interestRateTerms: 'FIXED',
              interestRateSource: 'INDEX_INTEREST_RATE',
              indexSourceKey: 'EURIBOR',
              interestRateReviewCount: 3,
              interestRateReviewUnit: 'MONTHS',
              interestChargeFrequency: 'ANNUALIZED',
              interestChargeFrequencyCount: 1,
              interestRate: { minValue: 1, maxValue: 9, defaultValue: 4.5 },
            },
          },
        }
      : {}),
    ...(isOpen ? { offsetSettings: { allowOffset: true } } : {}),
    taxSettings: { withholdingTaxEnabled: true },
    creditArrangementSettings: { creditArrangementRequirement: 'REQUIRED' },
    feesSettings: {
      allowArbitraryFees: true,
      fees: [
        fee('MONTHLY', { trigger: 'MONTHLY_FEE', amount: 2.5, applyDateMethod: 'MONTHLY_FROM_ACTIVATION' }),
        fee('FREE', { trigger: 'ARBITRARY' }),
        fee('MANUAL', { amount: 7, accountingRules: [rules.find((one) => one.financialResource === 'FEE_INCOME')] }),
        fee('COMPUTED', { amountCalculationMethod: 'MAMBU_FUNCTION', amountCalculationFunctionName: 'balance_fee' }),
      ],
    },
    accountingSettings: {
      accountingMethod: 'ACCRUAL',
      interestAccruedAccountingMethod: 'DAILY',
      interestAccrualCalculation: 'BREAKDOWN_PER_ACCOUNT',
      accountingRules: rules,
    },
    templates: [{ name: 'Statement', type: 'ACCOUNT_WITH_TRANSACTIONS' }],
  };
};

const fee = (id: string, more: Body): Body => ({
  id,
  name: `Fee ${id}`,
  state: 'ACTIVE',
  trigger: 'MANUAL',
  feeApplication: 'REQUIRED',
  amountCalculationMethod: 'FLAT',
  ...more,
});

const create = (body: Body) => bank.ok('createDepositProduct', { body: body as RequestBody<'createDepositProduct'> });
const at = (id: string): { depositProductId: string } => ({ depositProductId: id });
const read = (id: string) => bank.ok('getDepositProduct', { path: at(id), query: { detailsLevel: 'FULL' } });

const types = ['CURRENT_ACCOUNT', 'REGULAR_SAVINGS', 'FIXED_DEPOSIT', 'SAVINGS_PLAN', 'INVESTOR_ACCOUNT'];

describe('a product with all its settings', () => {
  test.each(types)('%s is told as it was sent, and survives a PUT of what was told', async (type) => {
    const branch = String((await bank.ok('getBranch', { path: { branchId: 'B1' } })).encodedKey);
    const index = String((await bank.ok('getIndexRateSource', { path: { indexRateSourceId: 'EURIBOR' } })).encodedKey);
    const sent = whole(`WHOLE-${type}`, type);
    const created = await create(sent);
    const expected = JSON.parse(
      JSON.stringify(sent).replace('"B1"', `"${branch}"`).replace('"EURIBOR"', `"${index}"`),
    ) as Body;
    expect(created).toMatchObject(expected);
    const told = await read(`WHOLE-${type}`);
    expect(told).toEqual(created);
    const updated = await bank.ok('updateDepositProduct', { path: at(`WHOLE-${type}`), body: told });
    expect({ ...updated, lastModifiedDate: '' }).toEqual({ ...told, lastModifiedDate: '' });
    expect(await read(`WHOLE-${type}`)).toEqual(updated);
    expect(await bank.ok('getDepositProducts', { query: { limit: 1000, detailsLevel: 'FULL' } })).toContainEqual(
      updated,
    );
  });

  test.each(types)('%s with something that contradicts is refused whole', async (type) => {
    const before = await read(`WHOLE-${type}`);
    const body = { ...before, name: 'Other', interestSettings: { ...interest(type), maximumBalance: -1 } };
    const refused = await bank.call('updateDepositProduct', { path: at(`WHOLE-${type}`), body });
    expect(reasonOf(refused)).toBe('400 DEPOSIT_PRODUCT_INTEREST_SETTINGS_INVALID_MAXIMUM_BALANCE_VALUE');
    expect(sourceOf(refused)).toMatch(/^interestSettings.maximumBalance/);
    expect(await read(`WHOLE-${type}`)).toEqual(before);
  });

  test('that wants an account is refused by the name of the setting', async () => {
    const client = await open.client();
    const wanted: readonly [string, Body][] = [
      ['creditArrangementSettings.creditArrangementRequirement', { productTypeKey: 'WHOLE-FIXED_DEPOSIT' }],
      ['creditArrangementSettings.creditArrangementRequirement', { productTypeKey: 'WHOLE-SAVINGS_PLAN' }],
      ['creditArrangementSettings.creditArrangementRequirement', { productTypeKey: 'WHOLE-INVESTOR_ACCOUNT' }],
      ['creditArrangementSettings.creditArrangementRequirement', { productTypeKey: 'WHOLE-REGULAR_SAVINGS' }],
      ['creditArrangementSettings.creditArrangementRequirement', { productTypeKey: 'WHOLE-CURRENT_ACCOUNT' }],
    ];
    for (const [property, more] of wanted) {
      const reply = await bank.call('createDepositAccount', {
        body: {
          accountHolderKey: client.encodedKey,
          accountHolderType: 'CLIENT',
          name: 'A',
          assignedBranchKey: 'B1',
          ...more,
        },
      });
      expect(reasonOf(reply)).toBe('400 INVALID_PARAMETERS');
      expect(sourceOf(reply)).toBe(
        `Property ${property} of product ${String(more.productTypeKey)} is not supported yet on accounts`,
      );
    }
  });

  test('applies a predefined fee with trigger ARBITRARY by hand, for any amount', async () => {
    await create({
      ...whole('FREE', 'CURRENT_ACCOUNT'),
      ...{ interestSettings: {}, overdraftSettings: {}, overdraftInterestSettings: {}, taxSettings: {} },
      ...{ offsetSettings: {}, internalControls: {}, creditArrangementSettings: {}, availabilitySettings: {} },
      accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules: rules },
      feesSettings: { allowArbitraryFees: true, fees: [fee('FREE', { trigger: 'ARBITRARY' })] },
    });
    const account = await open.depositAccount({ productTypeKey: 'FREE' });
    await desk.deposit(account, 100);
    const path = { depositAccountId: account.id };
    const applied = await bank.ok('applyDepositFee', { path, body: { predefinedFeeKey: 'FREE', amount: 12.5 } });
    expect(applied.fees).toMatchObject([{ name: 'Fee FREE', trigger: 'ARBITRARY', amount: 12.5 }]);
    expect(await desk.balance(account)).toBe('87.5');
    expect(await desk.reason('applyDepositFee', { path, body: { predefinedFeeKey: 'FREE' } })).toBe(
      '400 MANDATORY_FEE_AMOUNT',
    );
  });

  test('gets no setting that its accounts would ignore', async () => {
    await open.depositAccount();
    const before = await read('CURRENT');
    const refused = await bank.call('patchDepositProduct', {
      path: at('CURRENT'),
      body: [{ op: 'ADD', path: '/creditArrangementSettings', value: { creditArrangementRequirement: 'REQUIRED' } }],
    });
    expect(reasonOf(refused)).toBe('400 INVALID_PARAMETERS');
    expect(sourceOf(refused)).toMatch(
      /^Property creditArrangementSettings.creditArrangementRequirement of product CURRENT is not supported yet/,
    );
    expect(await read('CURRENT')).toEqual(before);
    for (const [path, value, reason] of [
      ['/accountingSettings/accountingMethod', 'ACCRUAL', 'FIELD_IS_NOT_EDITABLE'],
      ['/currencySettings/currencies', [{ code: 'USD' }], 'CURRENCY_NOT_EDITABLE'],
    ] as const) {
      await bank.call('createCurrency', { body: { code: 'USD', name: 'Dollar', symbol: '$' } });
      const body = [{ op: 'REPLACE', path, value }];
      expect(await desk.reason('patchDepositProduct', { path: at('CURRENT'), body })).toBe(`400 ${reason}`);
    }
  });
});

describe('a PATCH', () => {
  const rates = '/interestSettings/interestRateSettings';
  const patch = (...body: readonly Body[]): Promise<string> =>
    desk.reason('patchDepositProduct', { path: at('P'), body });

  test('sets, appends to, moves within and clears nested settings', async () => {
    await create(whole('P', 'CURRENT_ACCOUNT'));
    expect(await patch({ op: 'REPLACE', path: `${rates}/interestRateTiers/0/interestRate`, value: 0.75 })).toBe('204');
    expect(
      await patch({
        op: 'ADD',
        path: `${rates}/interestRateTiers/2`,
        value: { endingBalance: 9000, interestRate: 2.5 },
      }),
    ).toBe('204');
    expect(await patch({ op: 'REMOVE', path: `${rates}/interestRateTiers/1` })).toBe('204');
    expect(
      await patch({
        op: 'ADD',
        path: '/interestSettings/interestPaymentSettings/interestPaymentDates',
        value: { month: 3, day: 31 },
      }),
    ).toBe('204');
    expect(await patch({ op: 'REMOVE', path: '/interestSettings/interestGainsProvidedEndDate' })).toBe('204');
    expect(await patch({ op: 'REMOVE', path: '/interestSettings/maximumBalance' })).toBe('204');
    expect(
      await patch({
        op: 'REPLACE',
        path: '/overdraftInterestSettings/interestRateSettings/interestRate/maxValue',
        value: 8,
      }),
    ).toBe('204');
    expect(
      await patch({
        op: 'MOVE',
        from: '/internalControls/openingBalance/minValue',
        path: '/internalControls/maxWithdrawalAmount',
      }),
    ).toBe('204');
    expect(await patch({ op: 'ADD', path: '/templates', value: { name: 'Letter', type: 'ACCOUNT' } })).toBe('204');
    expect(await patch({ op: 'REMOVE', path: '/feesSettings/fees/3' })).toBe('204');
    const patched = await read('P');
    expect(patched.interestSettings).toMatchObject({
      interestGainsProvidedStartDate: '2030-01-01',
      interestPaymentSettings: {
        interestPaymentDates: [
          { month: 6, day: 30 },
          { month: 12, day: 31 },
          { month: 3, day: 31 },
        ],
      },
      interestRateSettings: {
        interestRateTiers: [
          { endingBalance: 1000, interestRate: 0.75 },
          { endingBalance: 9000, interestRate: 2.5 },
          { interestRate: 3 },
        ],
      },
    });
    expect(patched.interestSettings).not.toHaveProperty('maximumBalance');
    expect(patched.interestSettings).not.toHaveProperty('interestGainsProvidedEndDate');
    expect(patched.overdraftInterestSettings?.interestRateSettings?.interestRate).toEqual({
      minValue: 1,
      maxValue: 8,
      defaultValue: 4.5,
    });
    expect(patched.internalControls).toEqual({
      dormancyPeriodDays: 180,
      maxWithdrawalAmount: 10,
      openingBalance: { maxValue: 1000, defaultValue: 20.5 },
    });
    expect(patched.templates?.map(({ name }) => name)).toEqual(['Statement', 'Letter']);
    expect(patched.feesSettings?.fees?.map(({ id }) => id)).toEqual(['MONTHLY', 'FREE', 'MANUAL']);
  });

  test('takes whole groups of settings away, and the balance of overdraft interest not', async () => {
    expect(await patch({ op: 'REMOVE', path: '/taxSettings' }, { op: 'REMOVE', path: '/interestSettings' })).toBe(
      '204',
    );
    expect(await patch({ op: 'REMOVE', path: '/overdraftInterestSettings/interestCalculationBalance' })).toBe('204');
    const patched = await read('P');
    expect(patched).not.toHaveProperty('interestSettings');
    expect(patched).not.toHaveProperty('taxSettings');
    expect(patched.overdraftInterestSettings?.interestCalculationBalance).toBe('AVERAGE');
  });

  test('that leaves a contradiction, or names what only the system sets, changes nothing', async () => {
    const before = await read('P');
    expect(await patch({ op: 'ADD', path: '/taxSettings', value: { withholdingTaxEnabled: true } })).toBe(
      '400 DEPOSIT_PRODUCT_INVALID_WITHHOLDING_TAX_ENABLED',
    );
    expect(await patch({ op: 'ADD', path: '/maturitySettings', value: { maturityPeriodUnit: 'DAYS' } })).toBe(
      '400 ACCOUNT_TYPE_DOES_NOT_ALLOW_FIELD',
    );
    expect(await patch({ op: 'REPLACE', path: '/overdraftSettings/allowOverdraft', value: false })).toBe(
      '400 OVERDRAFT_NOT_ALLOWED',
    );
    expect(
      await patch(
        { op: 'REPLACE', path: '/name', value: 'New' },
        { op: 'REMOVE', path: '/accountingSettings/accountingRules/0' },
      ),
    ).toBe('400 MISSING_RULE');
    expect(await patch({ op: 'REPLACE', path: '/templates/0/encodedKey', value: 'x' })).toBe(
      '400 FIELD_IS_NOT_EDITABLE',
    );
    expect(await patch({ op: 'REPLACE', path: '/overdraftInterestSettings/noSuch', value: 1 })).toBe(
      '400 FIELD_NOT_ALLOWED',
    );
    expect(await patch({ op: 'REPLACE', path: '/feesSettings/fees/9/amount', value: 1 })).toBe(
      '400 INVALID_PARAMETERS',
    );
    expect(await patch({ op: 'REPLACE', path: '/internalControls/dormancyPeriodDays', value: 1.5 })).toBe(
      '400 INVALID_PARAMETERS',
    );
    expect(await read('P')).toEqual(before);
  });
});

describe('what a product points to', () => {
  test('an index that does not exist is refused, and one that is followed stays', async () => {
    const body = { ...whole('INDEXED', 'CURRENT_ACCOUNT') } as {
      overdraftInterestSettings: { interestRateSettings: Body };
    };
    const overdraftInterestSettings = {
      ...body.overdraftInterestSettings,
      interestRateSettings: { ...body.overdraftInterestSettings.interestRateSettings, indexSourceKey: 'LIBOR' },
    };
    expect(await desk.reason('createDepositProduct', { body: { ...body, overdraftInterestSettings } })).toBe(
      '400 INVALID_INDEX_RATE_SOURCE',
    );
    await create(whole('INDEXED', 'CURRENT_ACCOUNT'));
    expect(await desk.reason('deleteIndexRateSource', { path: { indexRateSourceId: 'EURIBOR' } })).toBe(
      '400 INDEX_RATE_SOURCE_IN_USE',
    );
  });

  test('a product that a loan product names is not deleted', async () => {
    const { encodedKey } = await create({ ...whole('LINKED', 'REGULAR_SAVINGS') });
    const key = String(encodedKey);
    await bank.ok('createLoanProduct', {
      body: { ...productBody('LINKING', {}), accountLinkSettings: { enabled: true, linkableDepositProductKey: key } },
    });
    expect(await desk.reason('deleteDepositProduct', { path: at('LINKED') })).toBe(
      '400 DEPOSIT_PRODUCT_IS_LINKED_BY_LOAN_PRODUCT',
    );
    expect(await desk.reason('getDepositProduct', { path: at('LINKED') })).toBe('200');
  });
});
