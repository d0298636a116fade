import { startBank, type TestBank } from './bank.ts';
import { type DepositDesk, openDesk } from './depositDesk.ts';
import { depositRules, openBank } from './openBank.ts';

type Body = Readonly<Record<string, unknown>>;
export type InterestAccount = { readonly id: string; readonly encodedKey: string };

/** A bank whose products bear interest. */
export type InterestBank = {
  readonly bank: TestBank;
  readonly desk: DepositDesk;
  readonly gl: Readonly<Record<string, string>>;
  /** A current account product with 3.65 % on the closing balance, applied on the first of the month, with overdrafts at 14.6 %; `more` replaces whole settings. */
  product(id: string, more?: Body, interestSettings?: Body): Promise<string>;
  /** Accounting settings of ACCRUAL with all rules, and `more`. */
  accrual(more?: Body): Body;
  account(productId: string, more?: Body): Promise<InterestAccount>;
  advance(to: string): Promise<unknown>;
  /** The text of an accrued amount, as it is stored. */
  accrued(account: InterestAccount, bucket?: string): Promise<string>;
  /** `2026-06-01 25.42` of each application of interest, oldest first. */
  applied(account: InterestAccount): Promise<string[]>;
  transactions(account: InterestAccount): Promise<readonly { type?: string; id?: string; encodedKey?: string }[]>;
  /** All that accounts and books hold after nights, to be compared with another bank's: without keys and times. */
  books(): Promise<string[]>;
};

/** 3.65 %: a tenth of a unit a day on 1,000. */
export const creditRate = { interestRate: { minValue: 0, maxValue: 20, defaultValue: 3.65 } };
const overdraftRate = { interestRate: { minValue: 0, maxValue: 20, defaultValue: 14.6 } };
const fixed = { interestRateTerms: 'FIXED', interestRateSource: 'FIXED_INTEREST_RATE' };

/** Opens it on a day. */
export const openInterestBank = async (today: string, timeZone = 'Europe/Bucharest'): Promise<InterestBank> => {
  const bank = await startBank({ today, timeZone });
  const open = await openBank(bank);
  const desk = openDesk(bank);
  const more = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '2100', name: 'Interest payable', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '2200', name: 'Taxes payable', type: 'LIABILITY', usage: 'DETAIL' },
      { glCode: '5100', name: 'Interest expense', type: 'EXPENSE', usage: 'DETAIL' },
      { glCode: '1300', name: 'Overdraft interest receivable', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '4300', name: 'Overdraft interest', type: 'INCOME', usage: 'DETAIL' },
    ],
  });
  const gl: Record<string, string> = { ...open.gl };
  for (const { glCode, encodedKey } of more) gl[String(glCode)] = String(encodedKey);
  const rule = (financialResource: string, glCode: string) => ({ financialResource, glAccountKey: String(gl[glCode]) });
  const cash = [
    ...depositRules(open.gl),
    rule('INTEREST_EXPENSE', '5100'),
    rule('OVERDRAFT_INTEREST_INCOME', '4300'),
    rule('NEGATIVE_INTEREST_INCOME', '4300'),
    rule('TAXES_PAYABLE', '2200'),
  ];
  const accruing = [
    ...cash,
    rule('INTEREST_PAYABLE', '2100'),
    rule('OVERDRAFT_INTEREST_RECEIVABLE', '1300'),
    rule('NEGATIVE_INTEREST_RECEIVABLE', '1300'),
  ];
  const transactions: InterestBank['transactions'] = async (of) =>
    (
      await bank.ok('getDepositTransactions', { path: { depositAccountId: of.id }, query: { limit: 200 } })
    ).toReversed() as never;
  return {
    bank,
    desk,
    gl,
    product: async (id, settings = {}, interestSettings = {}) => {
      await bank.ok('createDepositProduct', {
        body: {
          id,
          name: id,
          type: 'CURRENT_ACCOUNT',
          state: 'ACTIVE',
          newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '100' },
          accountingSettings: { accountingMethod: 'CASH', accountingRules: cash },
          interestSettings: {
            interestPaidIntoAccount: true,
            daysInYear: 'ACTUAL_365_FIXED',
            interestCalculationBalance: 'END_OF_DAY',
            interestPaymentSettings: { interestPaymentPoint: 'FIRST_DAY_OF_MONTH' },
            interestRateSettings: { ...fixed, ...creditRate },
            ...interestSettings,
          },
          overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 5000 },
          overdraftInterestSettings: {
            daysInYear: 'ACTUAL_365_FIXED',
            interestCalculationBalance: 'END_OF_DAY',
            interestRateSettings: { ...fixed, ...overdraftRate },
          },
          ...settings,
        } as never,
      });
      return id;
    },
    accrual: (settings = {}) => ({ accountingMethod: 'ACCRUAL', accountingRules: accruing, ...settings }),
    account: (productTypeKey, settings = {}) => open.depositAccount({ productTypeKey, ...settings }),
    advance: (to) => bank.ok('advanceClock', { body: { to } }),
    accrued: async (of, bucket = 'interest_accrued') => {
      const { rows } = await bank.db.query<{ told: string }>(
        `SELECT trim_scale(${bucket})::text AS told FROM deposit_account WHERE id = $1`,
        [of.id],
      );
      return rows[0]?.told ?? '';
    },
    applied: async (of) => {
      const posted = (await transactions(of)) as readonly { type?: string; amount?: unknown; valueDate?: unknown }[];
      return posted
        .filter(({ type }) => type === 'INTEREST_APPLIED')
        .map(({ amount, valueDate }) => `${String(valueDate).slice(0, 10)} ${String(amount)}`);
    },
    transactions,
    books: async () => {
      const { rows } = await bank.db.query<{ line: string }>(
        `(SELECT concat_ws(' ', a.id, a.account_state, trim_scale(a.total_balance), trim_scale(a.interest_accrued),
                           trim_scale(a.overdraft_interest_accrued), a.accrued_to, a.last_interest_stored_date) AS line
            FROM deposit_account a ORDER BY a.id)
         UNION ALL
         (SELECT concat_ws(' ', a.id, t.type, trim_scale(t.amount), t.value_date, trim_scale(t.total_balance))
            FROM deposit_transaction t JOIN deposit_account a ON a.encoded_key = t.account_key
           WHERE t.type = 'INTEREST_APPLIED' ORDER BY a.id, t.value_date)
         UNION ALL
         (SELECT concat_ws(' ', g.gl_code, j.booking_date, j.is_debit, trim_scale(sum(j.amount)))
            FROM journal_entry j JOIN gl_account g ON g.encoded_key = j.gl_account_key
           WHERE j.user_key = '00000000-0000-0000-0000-000000000000'
           GROUP BY g.gl_code, j.booking_date, j.is_debit ORDER BY 1)`,
      );
      return rows.map(({ line }) => line);
    },
  };
};
