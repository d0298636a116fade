import { type Money, money } from '../../server/src/kernel/money.ts';
import type { Seeded } from '../client/seeded.ts';

/** A posting that somebody asks for. Amounts are whole cents: the test's own bookkeeping must not share the server's arithmetic. */
export type Posting = {
  readonly kind: 'DEPOSIT' | 'WITHDRAWAL' | 'TRANSFER' | 'PURCHASE' | 'REPAYMENT';
  readonly account: number;
  /** The receiver of a transfer. A purchase is by the account's card: held, then settled; a repayment is of the loan beside the account. */
  readonly target: number;
  readonly cents: number;
  readonly key: string;
  readonly externalId: string;
};

/** What the client knows of it: the stored answer, a refusal, or nothing, since the server died before it answered. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly text: string; readonly transactionId: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** A UUID of version 4 out of a seeded sequence. */
export const seededUuid = (random: Seeded): string =>
  'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replaceAll(/[xy]/g, (sign) =>
    (sign === 'x' ? random.whole(0, 15) : random.whole(8, 11)).toString(16),
  );

const KINDS = ['DEPOSIT', 'DEPOSIT', 'DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'TRANSFER', 'PURCHASE', 'REPAYMENT'] as const;

/** What a posting moves at most; loans must outlast the test. */
const most = (kind: Posting['kind']): number => (kind === 'REPAYMENT' ? 500 : 50_000);

/** The next posting of a sequence. A little more comes in than goes out, so most withdrawals find something, and some do not. */
export const nextPosting = (random: Seeded, accounts: number, externalId: string): Posting => {
  const kind = random.pick(KINDS);
  const account = random.whole(0, accounts - 1);
  const step = random.whole(1, accounts - 1);
  return {
    kind,
    account,
    target: (account + step) % accounts,
    cents: random.whole(1, most(kind)),
    key: seededUuid(random),
    externalId,
  };
};

/** Cents as the decimal text that the API takes. */
export const amountOf = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Balances in cents as the postings that were carried out leave them; after those of the accounts, what was repaid of the loan beside each of them. */
export const balancesAfter = (accounts: number, done: Iterable<Posting>): number[] => {
  const balances = new Array<number>(2 * accounts).fill(0);
  const move = (account: number, cents: number): void => {
    balances[account] = (balances[account] ?? 0) + cents;
  };
  for (const { kind, account, target, cents } of done) {
    if (kind === 'REPAYMENT') move(accounts + account, cents);
    else move(account, kind === 'DEPOSIT' ? cents : -cents);
    if (kind === 'TRANSFER') move(target, cents);
  }
  return balances;
};

/** A balance of the API in cents. Throws when it holds parts of a cent, which no posting here has. */
export const centsOf = (balance: Money | string | number): number => {
  const cents = money(balance).times(100);
  if (!cents.isInteger()) throw new Error(`the balance ${money(balance).toFixed()} has parts of a cent`);
  return cents.toNumber();
};
