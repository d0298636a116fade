import type { BankAnswer, BankClient } from '../client/bankClient.ts';
import { UnreachableError } from '../client/bankClient.ts';
import { inParallel } from '../client/parallel.ts';
import type { Found } from './judge.ts';
import { amountOf, centsOf, type Outcome, type Posting } from './postings.ts';

/** Id of an account of the test. */
export const accountId = (account: number): string => `CRASH${String(account).padStart(3, '0')}`;

const keyIn = (answer: { readonly encodedKey?: string | undefined } | undefined): string => {
  if (answer?.encodedKey === undefined) throw new Error('The answer of the bank has no encodedKey.');
  return answer.encodedKey;
};

/** Opens the accounts of the test, on a product that keeps books. */
export const openAccounts = async (bank: BankClient, count: number): Promise<void> => {
  const glAccounts = await bank.ok('createGlAccounts', {
    body: [
      { glCode: '1100', name: 'Cash', type: 'ASSET', usage: 'DETAIL' },
      { glCode: '2100', name: 'Current accounts', type: 'LIABILITY', usage: 'DETAIL' },
    ],
  });
  const product = await bank.ok('createDepositProduct', {
    body: {
      id: 'crash',
      name: 'Current account',
      type: 'CURRENT_ACCOUNT',
      state: 'ACTIVE',
      newAccountSettings: { idGeneratorType: 'INCREMENTAL_NUMBER', idPattern: '1' },
      accountingSettings: {
        accountingMethod: 'CASH',
        accountingRules: [
          { financialResource: 'DEPOSIT_REFERENCE', glAccountKey: keyIn(glAccounts[0]) },
          { financialResource: 'SAVINGS_CONTROL', glAccountKey: keyIn(glAccounts[1]) },
        ],
      },
    },
  });
  const holder = keyIn(await bank.ok('createClient', { body: { firstName: 'Crash', lastName: 'Test' } }));
  await inParallel(
    Array.from({ length: count }, (_, index) => accountId(index)),
    8,
    async (id) => {
      await bank.ok('createDepositAccount', {
        body: { id, name: id, accountHolderType: 'CLIENT', accountHolderKey: holder, productTypeKey: keyIn(product) },
      });
      await bank.ok('changeDepositAccountState', { path: { depositAccountId: id }, body: { action: 'APPROVE' } });
    },
  );
};

type AnyAnswer = BankAnswer<{ readonly id?: string | undefined }>;

const send = (bank: BankClient, { kind, account, target, cents, key, externalId }: Posting): Promise<AnyAnswer> => {
  const path = { depositAccountId: accountId(account) };
  const body = { amount: amountOf(cents), externalId };
  switch (kind) {
    case 'DEPOSIT':
      return bank.call('makeDeposit', { path, body, key });
    case 'WITHDRAWAL':
      return bank.call('makeWithdrawal', { path, body, key });
    case 'TRANSFER':
      return bank.call('makeTransfer', {
        path,
        body: { ...body, transferDetails: { linkedAccountType: 'DEPOSIT', linkedAccountId: accountId(target) } },
        key,
      });
  }
};

/** Sends a posting. Only a 201 is an acknowledgement, only a 4xx a refusal; after anything else the client knows nothing. */
export const post = async (bank: BankClient, posting: Posting): Promise<Outcome> => {
  try {
    const { status, text, body } = await send(bank, posting);
    if (status === 201) return { kind: 'acknowledged', text, transactionId: body.id ?? '' };
    return status >= 500 || status === 409 || status === 429
      ? { kind: 'unknown' }
      : { kind: 'refused', reason: text.slice(0, 200) };
  } catch (error) {
    if (error instanceof UnreachableError) return { kind: 'unknown' };
    throw error;
  }
};

const PAGE = 1000;

/** What the bank has: the ids of all transactions by external id, and the balances in cents. */
export const readBank = async (
  bank: BankClient,
  accounts: number,
): Promise<{ readonly found: Found; readonly balances: readonly number[] }> => {
  const found = new Map<string, string[]>();
  const indexes = Array.from({ length: accounts }, (_, index) => index);
  const balances = await inParallel(indexes, 4, async (account) => {
    const path = { depositAccountId: accountId(account) };
    for (let offset = 0; ; offset += PAGE) {
      const page = await bank.ok('getDepositTransactions', {
        path,
        query: { offset, limit: PAGE, detailsLevel: 'FULL' },
      });
      // The receiving half of a transfer has no external id; the paying one stands for both.
      for (const { externalId, id = '' } of page) {
        if (externalId !== undefined) found.set(externalId, [...(found.get(externalId) ?? []), id]);
      }
      if (page.length < PAGE) break;
    }
    const { balances } = await bank.ok('getDepositAccount', { path, query: { detailsLevel: 'FULL' } });
    return centsOf(String(balances?.totalBalance ?? 0));
  });
  return { found, balances };
};
