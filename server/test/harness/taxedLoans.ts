import type { TestBank } from './bank.ts';
import { type LoanBank, type LoanProductChanges, loanBank, loanRules } from './loanBank.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A lending bank whose products can tax what they charge: 2300 is what is owed to the state, 1140 what customers owe of it. */
export type TaxedLoans = {
  readonly lender: LoanBank;
  /** The key of a new source of tax rates, each from a day on. */
  source(id: string, ...rates: readonly (readonly [day: string, percent: number])[]): Promise<string>;
  /** Adds a rate to a source. */
  rate(sourceKey: string, day: string, percent: number): Promise<unknown>;
  /** The key of a new product that taxes everything on top, unless its settings say otherwise. */
  product(id: string, settings: Settings, changes?: LoanProductChanges): Promise<string>;
};

const books = ['TAXES_PAYABLE', 'TAXES_RECEIVABLE'];

/** Opens such a bank. */
export const taxedLoans = async (bank: TestBank): Promise<TaxedLoans> => {
  const lender = await loanBank(bank);
  const accounts = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '2300', name: 'Taxes payable', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '1140', name: 'Taxes receivable', type: 'ASSET', usage: 'DETAIL' },
    ],
  });
  const rule = (financialResource: string, index: number) => ({
    financialResource,
    glAccountKey: String(accounts[index]?.encodedKey),
  });
  const rate: TaxedLoans['rate'] = (indexRateSourceId, day, percent) =>
    bank.ok('createIndexRate', {
      path: { indexRateSourceId },
      body: { startDate: `${day}T00:00:00+00:00`, rate: percent },
    });
  return {
    lender,
    rate,
    source: async (id, ...rates) => {
      const source = await bank.ok('createIndexRateSource', { body: { id, name: id, type: 'TAX_RATE' } });
      for (const [day, percent] of rates) await rate(id, day, percent);
      return String(source.encodedKey);
    },
    product: (id, settings, { others = {}, ...changes } = {}) => {
      const { accountingMethod = 'ACCRUAL', ...more } = others as { accountingMethod?: string };
      const receivables = ['INTEREST_RECEIVABLE', 'FEE_RECEIVABLE', 'PENALTY_RECEIVABLE', 'TAXES_RECEIVABLE'];
      const rules = [...loanRules(lender.gl), ...books.map(rule)];
      return lender.loanProduct(id, {
        ...changes,
        others: {
          accountingSettings: {
            accountingMethod,
            accountingRules: rules.filter(
              ({ financialResource }) => accountingMethod === 'ACCRUAL' || !receivables.includes(financialResource),
            ),
          },
          taxSettings: {
            taxCalculationMethod: 'EXCLUSIVE',
            taxesOnInterestEnabled: true,
            taxesOnFeesEnabled: true,
            taxesOnPenaltyEnabled: true,
            ...settings,
          },
          ...more,
        },
      });
    },
  };
};
