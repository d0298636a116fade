import type { ResponseBody } from '../../src/generated/operations.ts';
import type { LocalDate } from '../../src/kernel/localDate.ts';
import { startBank, type TestBank } from './bank.ts';
import { openDesk } from './depositDesk.ts';
import { depositRules, type OpenBank, openBank } from './openBank.ts';

type Body = Readonly<Record<string, unknown>>;
export type Account = { readonly id: string; readonly encodedKey: string };

/** A bank whose deposit products pay interest, and what it takes to watch that over days. */
export type RatesBank = {
  readonly bank: TestBank;
  readonly open: OpenBank;
  readonly desk: ReturnType<typeof openDesk>;
  /** The id of a new product that pays interest by these rates; `settings` go into its interestSettings, `more` replaces whole settings. */
  product(rates: Body, settings?: Body, more?: Body): Promise<string>;
  /** The id of a source of rates, each from a day on. */
  source(type: string, ...rates: readonly (readonly [day: string, rate: number])[]): Promise<string>;
  /** An approved account. */
  account(productTypeKey: string, more?: Body): Promise<Account>;
  advance(to: string): Promise<unknown>;
  /** What is accrued, with all its decimals. */
  accrued(of: Account, bucket?: string): Promise<string>;
  /** The account's transactions, oldest first. */
  transactions(of: Account): Promise<ResponseBody<'getDepositTransactions'>>;
  /** Applications of interest and taxes as `2026-06-01 INTEREST_APPLIED 25.42 8025.42`: with the balance after them. */
  postings(of: Account): Promise<string[]>;
};

const chart: readonly [string, string, string, readonly string[]][] = [
  ['2100', 'Interest payable', 'LIABILITY', ['INTEREST_PAYABLE']],
  ['2200', 'Taxes payable', 'LIABILITY', ['TAXES_PAYABLE']],
  ['5100', 'Interest expense', 'EXPENSE', ['INTEREST_EXPENSE']],
  ['1300', 'Interest owed', 'ASSET', ['OVERDRAFT_INTEREST_RECEIVABLE', 'NEGATIVE_INTEREST_RECEIVABLE']],
  ['4300', 'Interest of customers', 'INCOME', ['OVERDRAFT_INTEREST_INCOME', 'NEGATIVE_INTEREST_INCOME']],
];
const whenAccrued = ['INTEREST_PAYABLE', 'OVERDRAFT_INTEREST_RECEIVABLE', 'NEGATIVE_INTEREST_RECEIVABLE'];

/** Opens such a bank on a day. Products book on CASH unless they say otherwise. */
export const openRatesBank = async (today: string): Promise<RatesBank> => {
  const bank = await startBank({ today, timeZone: 'Europe/Bucharest' });
  const open = await openBank(bank);
  const desk = openDesk(bank);
  const accounts = await bank.ok('createGlAccounts', {
    body: chart.map(([glCode, name, type]) => ({ glCode, name, type, usage: 'DETAIL' })),
  });
  const rules = [
    ...depositRules(open.gl),
    ...chart.flatMap(([, , , resources], index) =>
      resources.map((financialResource) => ({
        financialResource,
        glAccountKey: String(accounts[index]?.encodedKey),
      })),
    ),
  ];
  let made = 0;
  const at = (of: Account) => ({ depositAccountId: of.id });
  const transactions: RatesBank['transactions'] = async (of) =>
    (await bank.ok('getDepositTransactions', { path: at(of), query: { limit: 100 } })).toReversed();
  return {
    bank,
    open,
    desk,
    transactions,
    product: async (rates, settings = {}, more = {}) => {
      made += 1;
      const id = `INT${made}`;
      await bank.ok('createDepositProduct', {
        body: {
          id,
          name: id,
          type: 'CURRENT_ACCOUNT',
          state: 'ACTIVE',
          newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
          accountingSettings: {
            accountingMethod: 'CASH',
            accountingRules: rules.filter(({ financialResource }) => !whenAccrued.includes(financialResource)),
          },
          interestSettings: {
            interestPaidIntoAccount: true,
            daysInYear: 'ACTUAL_365_FIXED',
            interestCalculationBalance: 'END_OF_DAY',
            interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
            interestRateSettings: { interestRateTerms: 'FIXED', interestRateSource: 'FIXED_INTEREST_RATE', ...rates },
            ...settings,
          },
          ...more,
        },
      });
      return id;
    },
    source: async (type, ...rates) => {
      made += 1;
      const id = `RATES${made}`;
      await bank.ok('createIndexRateSource', { body: { id, name: id, type } });
      const { zone } = bank.app.tenant.clock;
      for (const [day, rate] of rates) {
        const startDate = zone.format(zone.startOf(day as LocalDate));
        await bank.ok('createIndexRate', { path: { indexRateSourceId: id }, body: { startDate, rate } });
      }
      return id;
    },
    account: (productTypeKey, more = {}) => open.depositAccount({ productTypeKey, ...more }),
    advance: (to) => bank.ok('advanceClock', { body: { to } }),
    accrued: async (of, bucket = 'interestAccrued') => {
      const { rows } = await bank.db.query<{ told: string }>(
        `SELECT trim_scale(${bucket.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)})::text AS told
           FROM deposit_account WHERE id = $1`,
        [of.id],
      );
      return rows[0]?.told ?? '';
    },
    postings: async (of) =>
      (await transactions(of))
        .filter(({ type }) => /INTEREST_APPLIED|TAX/.test(String(type)))
        .map(({ type, amount, valueDate, accountBalances }) =>
          [String(valueDate).slice(0, 10), type, amount, accountBalances?.totalBalance].join(' '),
        ),
  };
};
