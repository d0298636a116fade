import { randomUUID } from 'node:crypto';
import type { TestBank } from './bank.ts';

/** A bank with a chart of accounts and a current account product: what most tests need before they begin. */
export type OpenBank = {
  /** GL account keys by their codes. */
  readonly gl: Readonly<Record<string, string>>;
  readonly currentProductKey: string;
  readonly savingsProductKey: string;
  client(changes?: Record<string, unknown>): Promise<{ id: string; encodedKey: string }>;
  /** An approved account of a new client. */
  depositAccount(changes?: Record<string, unknown>): Promise<{ id: string; encodedKey: string }>;
};

const chart: readonly [string, string, string][] = [
  ['1000', 'Cash', 'ASSET'],
  ['1100', 'Loan portfolio', 'ASSET'],
  ['1110', 'Interest receivable', 'ASSET'],
  ['1120', 'Fee receivable', 'ASSET'],
  ['1130', 'Penalty receivable', 'ASSET'],
  ['1200', 'Overdraft portfolio', 'ASSET'],
  ['1900', 'Between branches', 'ASSET'],
  ['2000', 'Customer deposits', 'LIABILITY'],
  ['3000', 'Capital', 'EQUITY'],
  ['4000', 'Fee income', 'INCOME'],
  ['4100', 'Interest income', 'INCOME'],
  ['4200', 'Penalty income', 'INCOME'],
  ['5000', 'Write-offs', 'EXPENSE'],
];

/** Accounting rules of a deposit product over the chart. */
export const depositRules = (
  gl: Readonly<Record<string, string>>,
): { financialResource: string; glAccountKey: string }[] => [
  { financialResource: 'DEPOSIT_REFERENCE', glAccountKey: gl['1000'] ?? '' },
  { financialResource: 'SAVINGS_CONTROL', glAccountKey: gl['2000'] ?? '' },
  { financialResource: 'OVERDRAFT_PORTFOLIO_CONTROL', glAccountKey: gl['1200'] ?? '' },
  { financialResource: 'FEE_INCOME', glAccountKey: gl['4000'] ?? '' },
];

const text = (value: unknown): string => String(value ?? '');

/** Sets the bank up over its own API. */
export const openBank = async (bank: TestBank): Promise<OpenBank> => {
  const accounts = await bank.ok('createGlAccounts', {
    body: chart.map(([glCode, name, type]) => ({
      glCode,
      name,
      type,
      usage: 'DETAIL',
      allowManualJournalEntries: true,
    })),
  });
  const gl = Object.fromEntries(accounts.map((account) => [text(account.glCode), text(account.encodedKey)]));
  const product = async (id: string, type: string, overdraft: boolean): Promise<string> =>
    text(
      (
        await bank.ok('createDepositProduct', {
          body: {
            id,
            name: id,
            type,
            state: 'ACTIVE',
            newAccountSettings: { idGeneratorType: 'RANDOM_PATTERN', idPattern: '@@@#######' },
            accountingSettings: { accountingMethod: 'CASH', accountingRules: depositRules(gl) },
            feesSettings: { allowArbitraryFees: true },
            ...(overdraft ? { overdraftSettings: { allowOverdraft: true, maxOverdraftLimit: 1000 } } : {}),
          },
        })
      ).encodedKey,
    );
  const currentProductKey = await product('CURRENT', 'CURRENT_ACCOUNT', true);
  const savingsProductKey = await product('SAVINGS', 'REGULAR_SAVINGS', false);
  const client: OpenBank['client'] = async (changes = {}) => {
    const created = await bank.ok('createClient', { body: { firstName: 'Ana', lastName: 'Pop', ...changes } });
    return { id: text(created.id), encodedKey: text(created.encodedKey) };
  };
  return {
    gl,
    currentProductKey,
    savingsProductKey,
    client,
    depositAccount: async (changes = {}) => {
      const accountHolderKey = changes.accountHolderKey ?? (await client()).encodedKey;
      const created = await bank.ok('createDepositAccount', {
        body: {
          accountHolderKey,
          accountHolderType: 'CLIENT',
          name: 'Everyday',
          productTypeKey: currentProductKey,
          ...changes,
        },
        headers: { 'Idempotency-Key': randomUUID() },
      });
      await bank.ok('changeDepositAccountState', {
        path: { depositAccountId: text(created.id) },
        body: { action: 'APPROVE' },
      });
      return { id: text(created.id), encodedKey: text(created.encodedKey) };
    },
  };
};
