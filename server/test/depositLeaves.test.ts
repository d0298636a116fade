import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newEncodedKey } from '../src/kernel/encodedKey.ts';
import { namedLeaves, valuesOf, writableLeaves } from './harness/contractLeaves.ts';
import { reasonOf, sourceOf, to } from './harness/depositDesk.ts';
import { openRatesBank, type RatesBank } from './harness/ratesBank.ts';

// Every property that the contract lets somebody write on deposits is kept and told, does what other tests look at, or is refused by its name. The bodies
// here name all of them together: a property that the contract gets is missed.

type Body = Readonly<Record<string, unknown>>;

let at: RatesBank;
let index: string;
let tax: string;
let branch: string;
beforeAll(async () => {
  at = await openRatesBank('2026-03-10');
  const keyOf = async (id: string) =>
    String((await at.bank.ok('getIndexRateSource', { path: { indexRateSourceId: id } })).encodedKey);
  index = await keyOf(await at.source('INTEREST_RATE', ['2026-01-01', 2]));
  tax = await keyOf(await at.source('WITHHOLDING_TAX_RATE', ['2026-01-01', 10]));
  branch = String((await at.bank.ok('createBranch', { body: { id: 'B1', name: 'One' } })).encodedKey);
});
afterAll(async () => {
  await at.desk.verify();
  await at.bank.stop();
});

/** What of a body an answer does not tell as it was sent. */
const lost = (sent: Body, told: unknown): readonly string[] => {
  const kept = new Set(valuesOf(told));
  return valuesOf(sent).filter((line) => !kept.has(line));
};
/** What of a shape no body names. */
const unnamed = (schema: string, bodies: readonly Body[], others: readonly string[]): readonly string[] => {
  const named = new Set([...bodies.flatMap((body) => namedLeaves(body)), ...others]);
  return writableLeaves(schema).filter((leaf) => !named.has(leaf));
};

const reviewed = (): Body => ({
  interestRateSource: 'INDEX_INTEREST_RATE',
  indexSourceKey: index,
  interestRateReviewCount: 3,
  interestRateReviewUnit: 'MONTHS',
});
const tuple = { interestRate: { minValue: 0.5, maxValue: 9, defaultValue: 4.5 } };
const often = { interestChargeFrequency: 'EVERY_X_DAYS', interestChargeFrequencyCount: 90 };
const fixed = { interestRateTerms: 'FIXED', interestRateSource: 'FIXED_INTEREST_RATE' };
const paid = (interestRateSettings: Body, more: Body = {}): Body => ({
  interestSettings: {
    interestPaidIntoAccount: true,
    collectInterestWhenLocked: true,
    daysInYear: 'ACTUAL_360',
    interestCalculationBalance: 'END_OF_DAY',
    interestPaymentSettings: {
      interestPaymentPoint: 'ON_FIXED_DATES',
      interestPaymentDates: [
        { month: 6, day: 30 },
        { month: 12, day: 31 },
      ],
    },
    interestRateSettings: { ...interestRateSettings, ...often },
    ...more,
  },
});
const product = (id: string, type: string, more: Body): Body => ({
  id,
  type,
  name: `Leaves of ${id}`,
  state: 'ACTIVE',
  newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
  accountingSettings: { accountingMethod: 'NONE' },
  ...more,
});
/** What only the system sets: see below. */
const times = ['', 'feesSettings.fees.'].flatMap((of) => [`${of}creationDate`, `${of}lastModifiedDate`]);
const overdraft = { allowOverdraft: true, allowTechnicalOverdraft: true, maxOverdraftLimit: 500 };

const products = (): readonly Body[] => [
  product('LEAVES1', 'CURRENT_ACCOUNT', {
    notes: 'all of it',
    category: 'DAILY_BANKING_ACCOUNTS',
    availabilitySettings: {
      availableFor: ['INDIVIDUALS'],
      branchSettings: { forAllBranches: false, availableProductBranches: [branch] },
    },
    currencySettings: { currencies: [{ code: 'EUR', currencyCode: 'EUR' }] },
    ...paid({ interestRateTerms: 'FIXED', ...reviewed(), ...tuple, allowNegativeInterestRate: true }),
    overdraftSettings: overdraft,
    overdraftInterestSettings: {
      daysInYear: 'ACTUAL_ACTUAL_ISDA',
      interestCalculationBalance: 'AVERAGE',
      interestRateSettings: { interestRateTerms: 'FIXED', ...reviewed(), ...tuple, ...often },
    },
    internalControls: {
      dormancyPeriodDays: 180,
      maxWithdrawalAmount: 300,
      openingBalance: { minValue: 10, maxValue: 1000, defaultValue: 20.5 },
    },
    offsetSettings: { allowOffset: true },
    creditArrangementSettings: { creditArrangementRequirement: 'OPTIONAL' },
    feesSettings: {
      allowArbitraryFees: true,
      fees: [
        {
          id: 'MONTHLY',
          name: 'Monthly',
          state: 'ACTIVE',
          trigger: 'MONTHLY_FEE',
          feeApplication: 'OPTIONAL',
          amount: 2.5,
          amountCalculationMethod: 'FLAT',
          applyDateMethod: 'FIRST_OF_EVERY_MONTH',
        },
        {
          id: 'SCRIPT',
          name: 'Script',
          state: 'INACTIVE',
          trigger: 'MANUAL',
          feeApplication: 'REQUIRED',
          amountCalculationMethod: 'MAMBU_FUNCTION',
          amountCalculationFunctionName: 'script',
        },
      ],
    },
    templates: [{ name: 'Statement', type: 'ACCOUNT' }],
  }),
  product('LEAVES2', 'CURRENT_ACCOUNT', {
    ...paid(
      {
        interestRateTerms: 'TIERED',
        interestRateTiers: [{ endingBalance: 100, interestRate: 1 }, { interestRate: 2 }],
      },
      {
        maximumBalance: 5000,
        interestGainsProvidedStartDate: '2030-01-01',
        interestGainsProvidedEndDate: '2030-12-31',
      },
    ),
    overdraftSettings: overdraft,
    overdraftInterestSettings: {
      daysInYear: 'ACTUAL_365_FIXED',
      interestRateSettings: {
        interestRateTerms: 'TIERED_BAND',
        interestRateTiers: [{ endingBalance: 100, interestRate: 11 }, { interestRate: 12 }],
      },
    },
    taxSettings: { withholdingTaxEnabled: true },
  }),
  product('LEAVES3', 'SAVINGS_PLAN', {
    ...paid({
      interestRateTerms: 'TIERED_PERIOD',
      accrueInterestAfterMaturity: true,
      interestRateTiers: [{ endingDay: 30, interestRate: 1 }, { interestRate: 2 }],
    }),
    internalControls: { recommendedDepositAmount: 25 },
    maturitySettings: {
      maturityPeriodUnit: 'MONTHS',
      maturityPeriod: { minValue: 3, maxValue: 60, defaultValue: 12 },
    },
  }),
  product('LEAVES4', 'CURRENT_ACCOUNT', {
    ...paid({ ...fixed, ...tuple }),
    overdraftSettings: overdraft,
    overdraftInterestSettings: { daysInYear: 'ACTUAL_360', interestRateSettings: { ...fixed, ...tuple, ...often } },
    taxSettings: { withholdingTaxEnabled: true },
  }),
  product('LEAVES5', 'SAVINGS_PLAN', { ...paid({ ...fixed, ...tuple }), internalControls: { openingBalance: {} } }),
];

describe('a product', () => {
  test('keeps every property that may be written', async () => {
    for (const body of products()) {
      await at.bank.ok('createDepositProduct', { body: body as never });
      const told = await at.bank.ok('getDepositProduct', {
        path: { depositProductId: String(body.id) },
        query: { detailsLevel: 'FULL' },
      });
      expect(lost(body, told), String(body.id)).toEqual([]);
    }
    // Rules and accrual of the books are told by products that keep some: depositProductSettings.test.ts.
    const books = [
      'accountingSettings.accountingRules.financialResource',
      'accountingSettings.accountingRules.glAccountKey',
      'accountingSettings.interestAccrualCalculation',
      'accountingSettings.interestAccruedAccountingMethod',
      'feesSettings.fees.accountingRules.financialResource',
      'feesSettings.fees.accountingRules.glAccountKey',
    ];
    expect(unnamed('DepositProduct', products(), [...books, ...times])).toEqual([]);
  });

  test('has times that only the system sets', async () => {
    const path = { depositProductId: 'LEAVES1' };
    const before = await at.bank.ok('getDepositProduct', { path, query: { detailsLevel: 'FULL' } });
    const old = '2001-01-01T00:00:00+00:00';
    const dated = {
      ...before,
      creationDate: old,
      lastModifiedDate: old,
      feesSettings: {
        ...before.feesSettings,
        fees: before.feesSettings?.fees?.map((fee) => ({ ...fee, creationDate: old, lastModifiedDate: old })),
      },
    };
    const after = await at.bank.ok('updateDepositProduct', { path, body: dated });
    expect({ ...after, lastModifiedDate: '' }).toEqual({ ...before, lastModifiedDate: '' });
    for (const property of ['/creationDate', '/lastModifiedDate', '/feesSettings/fees/0/creationDate']) {
      const reply = await at.bank.call('patchDepositProduct', {
        path,
        body: [{ op: 'REPLACE', path: property, value: old }],
      });
      expect([reasonOf(reply), property]).toEqual(['400 FIELD_IS_NOT_EDITABLE', property]);
    }
  });
});

describe('what nobody says how to compute', () => {
  const settings: readonly (readonly [name: string, more: () => Body])[] = [
    ['daysInYear E30_42_365', () => paid({ ...fixed, ...tuple }, { daysInYear: 'E30_42_365' })],
    [
      'interestCalculationBalance FRENCH_INTEREST_ACCRUAL',
      () => paid({ ...fixed, ...tuple }, { interestCalculationBalance: 'FRENCH_INTEREST_ACCRUAL' }),
    ],
    [
      'daysInYear E30_42_365',
      () => ({
        overdraftSettings: overdraft,
        overdraftInterestSettings: { daysInYear: 'E30_42_365', interestRateSettings: { ...fixed, ...tuple } },
      }),
    ],
    [
      'feesSettings.fees.amountCalculationMethod MAMBU_FUNCTION',
      () => ({
        feesSettings: {
          fees: [
            {
              id: 'SCRIPT',
              name: 'Script',
              state: 'ACTIVE',
              trigger: 'MANUAL',
              feeApplication: 'REQUIRED',
              amountCalculationMethod: 'MAMBU_FUNCTION',
              amountCalculationFunctionName: 'script',
            },
          ],
        },
      }),
    ],
    [
      'creditArrangementSettings.creditArrangementRequirement',
      () => ({ creditArrangementSettings: { creditArrangementRequirement: 'REQUIRED' } }),
    ],
  ];

  test.each(settings.map(([name, more], index) => [name, `NOBODY${index}`, more] as const))(
    '%s stands in a product (%s), and its accounts are refused by name',
    async (name, id, more) => {
      const body = product(id, 'CURRENT_ACCOUNT', more());
      await at.bank.ok('createDepositProduct', { body: body as never });
      const { encodedKey: accountHolderKey } = await at.open.client();
      const account = { accountHolderKey, accountHolderType: 'CLIENT', name: 'N', productTypeKey: id } as const;
      const reply = await at.bank.call('createDepositAccount', { body: account });
      expect([reasonOf(reply), sourceOf(reply)]).toEqual([
        '400 INVALID_PARAMETERS',
        `Property ${name} of product ${id} is not supported yet on accounts`,
      ]);
    },
  );

  test('is refused for a product that has accounts', async () => {
    await at.account('LEAVES5');
    const path = { depositProductId: 'LEAVES5' };
    const before = await at.bank.ok('getDepositProduct', { path, query: { detailsLevel: 'FULL' } });
    const reply = await at.bank.call('patchDepositProduct', {
      path,
      body: [{ op: 'REPLACE', path: '/interestSettings/daysInYear', value: 'E30_42_365' }],
    });
    expect([reasonOf(reply), sourceOf(reply)]).toEqual([
      '400 INVALID_PARAMETERS',
      'Property daysInYear E30_42_365 of product LEAVES5 is not supported yet on accounts',
    ]);
    expect(await at.bank.ok('getDepositProduct', { path, query: { detailsLevel: 'FULL' } })).toEqual(before);
  });
});

describe('an account', () => {
  const create = async (body: Body) => at.account(String(body.productTypeKey), body);
  const read = (of: { id: string }) =>
    at.bank.ok('getDepositAccount', { path: { depositAccountId: of.id }, query: { detailsLevel: 'FULL' } });
  const ownTimes = {
    interestChargeFrequency: 'EVERY_X_DAYS',
    interestChargeFrequencyCount: 30,
    interestRateReviewCount: 2,
    interestRateReviewUnit: 'WEEKS',
  };

  test('keeps every property that may be written, or refuses it by its name', async () => {
    const centre = newEncodedKey();
    await at.bank.db.query(
      `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, creation_date, last_modified_date)
       VALUES ($1, 'C1', 'Centre', 'ACTIVE', $2, now(), now())`,
      [centre, branch],
    );
    await at.bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    at.bank.app.tenant.reference.invalidate();
    const officer = String(
      (
        await at.bank.ok('createUser', {
          body: {
            username: 'officer',
            firstName: 'O',
            password: 'long enough',
            assignedBranchKey: branch,
            access: {
              creditOfficerAccess: true,
              canManageAllBranches: true,
              canManageEntitiesAssignedToOtherOfficers: true,
            },
          } as never,
        })
      ).encodedKey,
    );
    const client = await at.open.client({ assignedBranchKey: branch });
    const bodies: readonly Body[] = [
      {
        id: 'LEAF1',
        accountHolderKey: client.encodedKey,
        accountHolderType: 'CLIENT',
        accountType: 'CURRENT_ACCOUNT',
        productTypeKey: 'LEAVES1',
        name: 'Leaf',
        notes: 'noted',
        currencyCode: 'EUR',
        assignedBranchKey: branch,
        assignedCentreKey: centre,
        assignedUserKey: officer,
        interestSettings: {
          interestPaymentSettings: {
            interestPaymentPoint: 'ON_FIXED_DATES',
            interestPaymentDates: [{ month: 3, day: 31 }],
          },
          interestRateSettings: { interestRateTerms: 'FIXED', interestSpread: 1.5, ...ownTimes },
        },
        overdraftSettings: {
          allowOverdraft: true,
          overdraftLimit: 200,
          overdraftExpiryDate: '2030-01-01T00:00:00+02:00',
        },
        overdraftInterestSettings: {
          interestRateSettings: { interestRateTerms: 'FIXED', interestSpread: 2.5, ...ownTimes },
        },
        internalControls: { maxDepositBalance: 900, maxWithdrawalAmount: 100 },
      },
      {
        productTypeKey: 'LEAVES2',
        interestSettings: {
          interestRateSettings: { interestRateTiers: [{ endingBalance: 50, interestRate: 1 }, { interestRate: 3 }] },
        },
        overdraftSettings: { allowOverdraft: true },
        overdraftInterestSettings: {
          interestRateSettings: { interestRateTiers: [{ endingBalance: 50, interestRate: 5 }, { interestRate: 6 }] },
        },
        withholdingTaxSourceKey: tax,
      },
      {
        productTypeKey: 'LEAVES3',
        interestSettings: {
          interestRateSettings: { interestRateTiers: [{ endingDay: 5, interestRate: 1 }, { interestRate: 3 }] },
        },
        internalControls: { recommendedDepositAmount: 30, targetAmount: 5000 },
      },
      {
        productTypeKey: 'LEAVES4',
        interestSettings: { interestRateSettings: { interestRate: 5 } },
        overdraftSettings: { allowOverdraft: true },
        overdraftInterestSettings: { interestRateSettings: { interestRate: 8 } },
      },
    ];
    for (const body of bodies) {
      const { productTypeKey: _, ...sent } = body;
      expect(lost(sent, await read(await create(body))), String(body.productTypeKey)).toEqual([]);
    }
    const refused: readonly [string, Body][] = [
      ['creditArrangementKey', { creditArrangementKey: branch }],
      [
        'overdraftInterestSettings.interestRateSettings.interestRateTiers.endingDay',
        {
          productTypeKey: 'LEAVES2',
          overdraftSettings: { allowOverdraft: true },
          overdraftInterestSettings: {
            interestRateSettings: { interestRateTiers: [{ endingDay: 5, interestRate: 5 }] },
          },
        },
      ],
    ];
    for (const [leaf, more] of refused) {
      const reply = await at.bank.call('createDepositAccount', {
        body: {
          accountHolderKey: client.encodedKey,
          accountHolderType: 'CLIENT',
          name: 'N',
          productTypeKey: 'LEAVES4',
          ...more,
        },
      });
      expect([reply.status, sourceOf(reply)]).toEqual([400, expect.stringContaining(leaf.split('.').at(-1) ?? '')]);
    }
    expect(
      unnamed(
        'DepositAccount',
        bodies,
        refused.map(([leaf]) => leaf),
      ),
    ).toEqual([]);
  });
});

describe('a transaction', () => {
  const party = (name: string): Body => ({ name });
  const accountOf = (iban: string): Body => ({
    currency: 'EUR',
    identification: { iban, other: { identification: `ID ${iban}`, scheme: 'BANK' } },
  });
  const agent = (bic: string): Body => ({ financialInstitutionIdentification: { bic } });
  const paymentDetails: Body = {
    creditor: party('Shop'),
    creditorAccount: accountOf('RO49AAAA1B31007593840000'),
    creditorAgent: agent('AAAAROBU'),
    debtor: party('Boss'),
    debtorAccount: accountOf('DE02120300000000202051'),
    debtorAgent: agent('BYLADEM1001'),
    paymentIdentification: {
      endToEndIdentification: 'E2E',
      instructionIdentification: 'INSTR',
      transactionIdentification: 'TX',
    },
    paymentTypeInformation: { serviceLevel: { code: 'SEPA' } },
    remittanceInformation: {
      structured: {
        creditorReferenceInformation: { reference: 'RF18', referenceIssuer: 'ISO', referenceType: 'SCOR' },
      },
      unstructured: 'for the rent',
    },
  };
  /** What a request says of a posting; the hold, the channel and the dates are told by the transaction as well. */
  const posting = (n: number, hold: string): Body => ({
    amount: 10,
    externalId: `LEAF ${n}`,
    notes: 'noted',
    paymentOrderId: `ORDER ${n}`,
    paymentDetails,
    holdExternalReferenceId: hold,
    transactionDetails: { transactionChannelId: 'wire' },
  });
  const channelKey = 'transactionDetails.transactionChannelKey';

  test('keeps every property that may be written', async () => {
    const free = { usage: 'UNCONSTRAINED' };
    await at.bank.ok('createTransactionChannel', {
      body: { id: 'wire', name: 'Wire', loanConstraints: free, depositConstraints: free } as never,
    });
    const of = await at.account('LEAVES5');
    const current = await at.open.depositAccount();
    await at.desk.deposit(current, 500);
    const hold = (externalReferenceId: string, creditDebitIndicator: string) =>
      at.bank.ok('createDepositAuthorizationHold', {
        path: { depositAccountId: current.id },
        body: { externalReferenceId, amount: 10, creditDebitIndicator } as never,
      });
    await hold('IN', 'CRDT');
    await hold('OUT', 'DBIT');
    const deposit = { ...posting(1, 'IN'), skipMaximumBalanceValidation: true };
    const { skipMaximumBalanceValidation: _, ...told } = deposit;
    expect(lost(told, await at.desk.deposit(current, 10, deposit))).toEqual([]);
    const withdrawal = posting(2, 'OUT');
    // What leaves is below zero.
    expect(lost({ ...withdrawal, amount: -10 }, await at.desk.withdraw(current, 10, withdrawal))).toEqual([]);
    const dates = { valueDate: '2026-03-10T00:00:01+02:00', bookingDate: '2026-03-10T00:00:02+02:00' };
    const dated = await at.desk.deposit(of, 20, { valueDate: dates.valueDate });
    expect(lost({ valueDate: dates.valueDate }, dated)).toEqual([]);
    expect(lost(dates, await at.desk.deposit(of, 20, dates))).toEqual([]);
    expect(lost(dates, await at.desk.withdraw(of, 1, dates))).toEqual([]);
    const names = [channelKey];
    expect(unnamed('DepositTransactionInput', [deposit, dates], names)).toEqual([]);
    expect(unnamed('WithdrawalDepositTransactionInput', [withdrawal, dates], names)).toEqual([]);

    const payee = await at.account('LEAVES5');
    const transfer = {
      amount: 5,
      externalId: 'LEAF 3',
      notes: 'moved',
      paymentOrderId: 'ORDER 3',
      valueDate: dates.valueDate,
    };
    expect(lost({ ...transfer, amount: -5 }, await at.desk.transfer(of, payee, 5, transfer))).toEqual([]);
    const linked = ['transferDetails.linkedAccountKey'];
    expect(unnamed('TransferDepositTransactionInput', [{ ...transfer, ...to(payee) }], linked)).toEqual([]);
  });
});
