import { randomBytes } from 'node:crypto';
import { type Money, money, plus, zero } from '../../server/src/kernel/money.ts';
import { type BankClient, basicAuthorization, createBankClient } from '../client/bankClient.ts';
import { type BankProcess, startBankProcess } from '../client/bankProcess.ts';
import { withProgress } from '../client/progress.ts';
import type { Defer } from '../client/scope.ts';
import { accountId, type LoadOrder } from './load.ts';
import { openLoanProduct } from './loanProduct.ts';

const PREFIX = 'BENCH';
const CONCURRENCY = 48;
const PAGE = 1000;

/** What every account holds before anything is measured. */
export const OPENING_AMOUNT = 1;
/** What every loan owes before anything is measured. */
export const LOAN_AMOUNT = 10_000;

/** A bank with accounts to post to. */
export type BankUnderTest = {
  readonly process: BankProcess;
  readonly client: BankClient;
  /** What a load generator needs to know of the bank. */
  readonly target: Pick<LoadOrder, 'host' | 'port' | 'authorization' | 'accountPrefix'>;
  /** Commands and batches that the posting runner wrote so far. */
  batches(): Promise<{ readonly commands: number; readonly batches: number }>;
  /** The sum of all balances of deposit accounts, as the API tells them. */
  total(): Promise<Money>;
  /** The principal that all loans owe, as the API tells it. */
  owed(): Promise<Money>;
};

const keyIn = (answer: { readonly encodedKey?: string | undefined } | undefined): string => {
  if (answer?.encodedKey === undefined) throw new Error('The answer of the bank has no encodedKey.');
  return answer.encodedKey;
};

/** A product that books every deposit in the general ledger (CASH). */
const createProduct = async (client: BankClient): Promise<string> => {
  const accounts = await client.ok('createGlAccounts', {
    body: [
      { glCode: '1100', name: 'Cash', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '2100', name: 'Current accounts', type: 'LIABILITY', usage: 'DETAIL' },
    ],
  });
  const product = await client.ok('createDepositProduct', {
    body: {
      id: 'bench',
      name: 'Current account',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '1' },
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: [
          { financialResource: 'DEPOSIT_REFERENCE', glAccountKey: keyIn(accounts[0]) },
          { financialResource: 'SAVINGS_CONTROL', glAccountKey: keyIn(accounts[1]) },
        ],
      },
    },
  });
  return keyIn(product);
};

/** Accounts of a hundred holders, all over the API. */
const createAccounts = async (client: BankClient, count: number): Promise<void> => {
  const productTypeKey = await createProduct(client);
  const holders = await withProgress(
    'clients',
    Array.from({ length: 100 }, (_, index) => index),
    CONCURRENCY,
    async (index) =>
      keyIn(await client.ok('createClient', { body: { firstName: 'Load', lastName: `Number ${index}` } })),
  );
  const indexes = Array.from({ length: count }, (_, index) => index);
  await withProgress('accounts', indexes, CONCURRENCY, (index) =>
    client.ok('createDepositAccount', {
      body: {
        id: accountId(PREFIX, index),
        name: 'Current account',
        accountHolderType: 'CLIENT',
        accountHolderKey: holders[index % holders.length] ?? '',
        productTypeKey,
      },
    }),
  );
  await withProgress('accounts approved', indexes, CONCURRENCY, (index) =>
    client.ok('changeDepositAccountState', {
      path: { depositAccountId: accountId(PREFIX, index) },
      body: { action: 'APPROVE' },
    }),
  );
  // An account's first deposit does more than any later one: it opens the account, and wakes its holder.
  await withProgress('opening deposits', indexes, CONCURRENCY, (index) =>
    client.ok('makeDeposit', {
      path: { depositAccountId: accountId(PREFIX, index) },
      body: { amount: OPENING_AMOUNT },
    }),
  );
};

/** A card for every account, whose token is the account's id. */
const linkCards = (client: BankClient, count: number): Promise<unknown> =>
  withProgress(
    'cards',
    Array.from({ length: count }, (_, index) => accountId(PREFIX, index)),
    CONCURRENCY,
    (id) => client.ok('createDepositCard', { path: { depositAccountId: id }, body: { referenceToken: id } }),
  );

/** Loans that a borrower has: whoever approves or pays out one looks at the others of its holder. */
const LOANS_EACH = 10;

/** A running loan for every account, of the same id. */
const openLoans = async (client: BankClient, count: number): Promise<void> => {
  const productTypeKey = await openLoanProduct(client);
  const borrowers = await withProgress(
    'borrowers',
    Array.from({ length: Math.ceil(count / LOANS_EACH) }, (_, index) => index),
    CONCURRENCY,
    async (index) =>
      keyIn(await client.ok('createClient', { body: { firstName: 'Load', lastName: `Borrower ${index}` } })),
  );
  const indexes = Array.from({ length: count }, (_, index) => index);
  const ids = indexes.map((index) => accountId(PREFIX, index));
  await withProgress('loans', indexes, CONCURRENCY, (index) =>
    client.ok('createLoanAccount', {
      body: {
        id: accountId(PREFIX, index),
        accountHolderType: 'CLIENT',
        accountHolderKey: borrowers[index % borrowers.length] ?? '',
        productTypeKey,
        loanAmount: LOAN_AMOUNT,
        interestSettings: { interestRate: 12 },
        scheduleSettings: { gracePeriod: 0, repaymentInstallments: 24 },
      },
    }),
  );
  await withProgress('loans approved', ids, CONCURRENCY, (loanAccountId) =>
    client.ok('changeLoanAccountState', { path: { loanAccountId }, body: { action: 'APPROVE' } }),
  );
  await withProgress('loans disbursed', ids, CONCURRENCY, (loanAccountId) =>
    client.ok('makeDisbursement', { path: { loanAccountId }, body: {} }),
  );
};

/** The value of a metric without labels, 0 when it is not told yet. */
export const metricOf = (text: string, name: string): number => {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
};

type Amount = Parameters<typeof money>[0];

/** The sum of one amount of everything that is listed, page by page. */
const sumOfPages = async (pageAt: (offset: number) => Promise<readonly (Amount | undefined)[]>): Promise<Money> => {
  let total = zero;
  for (let offset = 0; ; offset += PAGE) {
    const page = await pageAt(offset);
    for (const amount of page) total = plus(total, money(amount ?? 0));
    if (page.length < PAGE) return total;
  }
};

const detailed = (offset: number) => ({ query: { offset, limit: PAGE, detailsLevel: 'FULL' as const } });

/** Starts a bank over a database and opens accounts in it. */
export const startBankUnderTest = async (
  options: {
    readonly dataDir: string;
    readonly databaseUrl: string;
    readonly accounts: number;
    readonly settings: Readonly<Record<string, string>>;
  },
  defer: Defer,
): Promise<BankUnderTest> => {
  const bank = await startBankProcess({ ...options, password: randomBytes(12).toString('base64url') });
  defer(bank.stop);
  const client = createBankClient(bank.address, { timeoutMs: 600_000 });
  await createAccounts(client, options.accounts);
  await linkCards(client, options.accounts);
  await openLoans(client, options.accounts);
  const { hostname, port } = new URL(bank.address.url);
  return {
    process: bank,
    client,
    target: {
      host: hostname,
      port: Number(port),
      authorization: basicAuthorization(bank.address),
      accountPrefix: PREFIX,
    },
    batches: async () => {
      const text = await (await fetch(`${bank.address.url}/metrics`)).text();
      return {
        commands: metricOf(text, 'florin_posting_batch_commands_sum'),
        batches: metricOf(text, 'florin_posting_batch_commands_count'),
      };
    },
    total: () =>
      sumOfPages(async (offset) =>
        (await client.ok('getDepositAccounts', detailed(offset))).map(({ balances }) => balances?.totalBalance),
      ),
    owed: () =>
      sumOfPages(async (offset) =>
        (await client.ok('getLoanAccounts', detailed(offset))).map(({ balances }) => balances?.principalBalance),
      ),
  };
};
