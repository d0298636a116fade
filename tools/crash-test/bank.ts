import { openLoanProduct } from '../bench/loanProduct.ts';
import type { BankAnswer, BankClient } from '../client/bankClient.ts';
import { UnreachableError } from '../client/bankClient.ts';
import { inParallel } from '../client/parallel.ts';
import type { Found } from './judge.ts';
import { amountOf, centsOf, type Outcome, type Posting } from './postings.ts';

/** Id of an account of the test. */
export const accountId = (account: number): string => `CRASH${String(account).padStart(3, '0')}`;

const loanId = (account: number): string => `LOAN${accountId(account)}`;
const cardOf = (account: number): string => `card-${accountId(account)}`;
/** What every loan begins with. */
const LENT = 100_000;

const keyIn = (answer: { readonly encodedKey?: string | undefined } | undefined): string => {
  if (answer?.encodedKey === undefined) throw new Error('The answer of the bank has no encodedKey.');
  return answer.encodedKey;
};

/** A loan without interest, so that nothing but repayments changes what is owed. */
const openLoan = async (
  bank: BankClient,
  id: string,
  productTypeKey: string,
  accountHolderKey: string,
): Promise<void> => {
  const body = {
    id,
    accountHolderType: 'CLIENT' as const,
    accountHolderKey,
    productTypeKey,
    loanAmount: LENT,
    interestSettings: { interestRate: 0 },
    scheduleSettings: { gracePeriod: 0, repaymentInstallments: 24 },
  };
  await bank.ok('createLoanAccount', { body });
  await bank.ok('changeLoanAccountState', { path: { loanAccountId: id }, body: { action: 'APPROVE' } });
  await bank.ok('makeDisbursement', { path: { loanAccountId: id }, body: {} });
};

/** Opens the accounts of the test on products that keep books, each with a card and beside a loan. */
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
  const loanProduct = await openLoanProduct(bank);
  await inParallel(
    Array.from({ length: count }, (_, index) => index),
    8,
    async (index) => {
      const id = accountId(index);
      await bank.ok('createDepositAccount', {
        body: { id, name: id, accountHolderType: 'CLIENT', accountHolderKey: holder, productTypeKey: keyIn(product) },
      });
      await bank.ok('changeDepositAccountState', { path: { depositAccountId: id }, body: { action: 'APPROVE' } });
      await bank.ok('createDepositCard', { path: { depositAccountId: id }, body: { referenceToken: cardOf(index) } });
      await openLoan(bank, loanId(index), loanProduct, holder);
    },
  );
};

type AnyAnswer = BankAnswer<{ readonly id?: string | undefined }>;

/** Holds by card and settles the hold. What is answered is the settlement, or the refusal of either. */
const purchase = async (bank: BankClient, { account, cents, key, externalId }: Posting): Promise<AnyAnswer> => {
  const path = { cardReferenceToken: cardOf(account) };
  const body = { amount: amountOf(cents), advice: false };
  const externalAuthorizationReferenceId = `hold-${externalId}`;
  const held = await bank.call('createCardAuthorizationHold', {
    path,
    body: { ...body, externalReferenceId: externalAuthorizationReferenceId },
  });
  if (held.status !== 201) return { ...held, body: {} };
  const settlement = {
    ...body,
    externalReferenceId: externalId,
    externalAuthorizationReferenceId,
    transactionChannelId: 'cash',
  };
  const settled = await bank.call('createCardTransaction', { path, body: settlement, key });
  return { ...settled, body: { id: settled.body.linkedTransaction?.linkedTransactionKey } };
};

const send = (bank: BankClient, posting: Posting): Promise<AnyAnswer> => {
  const { kind, account, target, cents, key, externalId } = posting;
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
    case 'PURCHASE':
      return purchase(bank, posting);
    case 'REPAYMENT':
      return bank.call('makeRepayment', { path: { loanAccountId: loanId(account) }, body, key });
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

type Told = {
  readonly id?: string | undefined;
  readonly encodedKey?: string | undefined;
  readonly externalId?: string | undefined;
  readonly cardTransaction?: { readonly externalReferenceId?: string | undefined } | undefined;
};

/** Reads all pages of a list of transactions. */
const allOf = async (page: (offset: number) => Promise<readonly Told[]>): Promise<readonly Told[]> => {
  const list: Told[] = [];
  for (;;) {
    const next = await page(list.length);
    list.push(...next);
    if (next.length < PAGE) return list;
  }
};

type BankRead = {
  readonly found: Found;
  /** Of the accounts, then what was repaid of the loans. */
  readonly balances: readonly number[];
  /** What cards still hold. */
  readonly held: readonly number[];
};

/** What the bank has: the ids of all transactions by external id, and the balances in cents. */
export const readBank = async (bank: BankClient, accounts: number): Promise<BankRead> => {
  const found = new Map<string, string[]>();
  const note = (reference: string | undefined, id = ''): void => {
    if (reference !== undefined) found.set(reference, [...(found.get(reference) ?? []), id]);
  };
  const indexes = Array.from({ length: accounts }, (_, index) => index);
  const read = await inParallel(indexes, 4, async (account) => {
    const deposit = { path: { depositAccountId: accountId(account) } };
    const loan = { path: { loanAccountId: loanId(account) } };
    const query = { limit: PAGE, detailsLevel: 'FULL' } as const;
    // The receiving half of a transfer has no external id; the paying one stands for both.
    const posted = await allOf((offset) =>
      bank.ok('getDepositTransactions', { ...deposit, query: { ...query, offset } }),
    );
    const repaid = await allOf((offset) => bank.ok('getLoanTransactions', { ...loan, query: { ...query, offset } }));
    for (const { externalId, id } of [...posted, ...repaid]) note(externalId, id);
    for (const { cardTransaction, encodedKey } of posted) note(cardTransaction?.externalReferenceId, encodedKey);
    const { balances } = await bank.ok('getDepositAccount', { ...deposit, query: { detailsLevel: 'FULL' } });
    const lent = await bank.ok('getLoanAccount', { ...loan, query: { detailsLevel: 'FULL' } });
    return {
      total: centsOf(String(balances?.totalBalance ?? 0)),
      held: centsOf(String(balances?.holdBalance ?? 0)),
      repaid: LENT * 100 - centsOf(String(lent.balances?.principalBalance ?? 0)),
    };
  });
  return {
    found,
    balances: [...read.map(({ total }) => total), ...read.map(({ repaid }) => repaid)],
    held: read.map(({ held }) => held),
  };
};
