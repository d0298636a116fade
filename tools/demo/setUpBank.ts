import { type BankClient, RefusedError } from '../client/bankClient.ts';
import { lookUp } from '../client/lookUp.ts';
import { withProgress } from '../client/progress.ts';
import { capital, chartOfAccounts, counterChannel } from './chartOfAccounts.ts';
import { branches } from './customer.ts';
import { depositProducts } from './depositProducts.ts';
import type { BankDays } from './journey.ts';
import { loanProducts } from './loanProducts.ts';

/** What the customers need to find: keys of branches by id, and the channel of the counter. */
export type BankSetup = { readonly branchKeys: ReadonlyMap<string, string>; readonly counterChannelId: string };

const needed = (key: string | undefined, what: string): string => {
  if (key === undefined) throw new Error(`The answer of the bank has no encodedKey for ${what}.`);
  return key;
};

/** Two setups at the same time: the one that comes second finds what the first one made. */
const unlessThere = async <T>(find: () => Promise<T | null>, make: () => Promise<T>): Promise<T> => {
  const found = await find();
  if (found !== null) return found;
  try {
    return await make();
  } catch (error) {
    const made = error instanceof RefusedError ? await find() : null;
    if (made === null) throw error;
    return made;
  }
};

/** The owners' money, in cash: paid in by hand once, whoever runs the demo how often. */
const payInCapital = async (bank: BankClient, days: BankDays, keyOf: (glCode: string) => string): Promise<void> => {
  const { transactionId, amount, debit, credit } = capital;
  try {
    await bank.ok('createJournalEntries', {
      body: {
        date: days.dateTime(days.today),
        debits: [{ glAccount: keyOf(debit), amount }],
        credits: [{ glAccount: keyOf(credit), amount }],
        transactionId,
        notes: 'Share capital',
      },
    });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.reason !== 'DUPLICATE_JOURNAL_TRANSACTION_ID') throw error;
  }
};

/** Creates what a bank needs before its first customer, or finds it when an earlier run has made it already. */
export const setUpBank = async (bank: BankClient, days: BankDays): Promise<BankSetup> => {
  const branchKeys = await withProgress(
    'branches',
    branches,
    2,
    async ({ id, name, city }): Promise<[string, string]> => {
      const branch = await unlessThere(
        () => lookUp(bank, 'getBranch', { path: { branchId: id } }),
        () => bank.ok('createBranch', { body: { id, name, addresses: [{ city }] } }),
      );
      return [id, needed(branch.encodedKey, `branch ${id}`)];
    },
  );
  const glKeys = await withProgress(
    'general ledger accounts',
    chartOfAccounts,
    4,
    async (line): Promise<[string, string]> => {
      const account = await unlessThere(
        () => lookUp(bank, 'getGlAccount', { path: { glAccountId: line.glCode } }),
        async () => (await bank.ok('createGlAccounts', { body: [line] }))[0] ?? null,
      );
      return [line.glCode, needed(account?.encodedKey, `GL account ${line.glCode}`)];
    },
  );
  const keyByCode = new Map(glKeys);
  const keyOf = (glCode: string): string => needed(keyByCode.get(glCode), `GL account ${glCode}`);
  await withProgress('share capital', [capital], 1, () => payInCapital(bank, days, keyOf));
  await withProgress('transaction channel', [counterChannel], 1, ({ id, name, glCode }) =>
    unlessThere(
      () => lookUp(bank, 'getTransactionChannel', { path: { transactionChannelId: id } }),
      () =>
        bank.ok('createTransactionChannel', {
          body: {
            id,
            name,
            glAccount: keyOf(glCode),
            state: 'ACTIVE',
            availableForAll: true,
            depositConstraints: { usage: 'UNCONSTRAINED' },
            loanConstraints: { usage: 'UNCONSTRAINED' },
          },
        }),
    ),
  );
  await withProgress('deposit products', depositProducts(keyOf), 1, (product) =>
    unlessThere(
      () => lookUp(bank, 'getDepositProduct', { path: { depositProductId: product.id } }),
      () => bank.ok('createDepositProduct', { body: product }),
    ),
  );
  await withProgress('loan products', loanProducts(keyOf), 1, (product) =>
    unlessThere(
      () => lookUp(bank, 'getLoanProduct', { path: { loanProductId: product.id } }),
      () => bank.ok('createLoanProduct', { body: product }),
    ),
  );
  return { branchKeys: new Map(branchKeys), counterChannelId: counterChannel.id };
};
