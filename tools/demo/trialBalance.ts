import { isNegative, type Money, minus, money, negated, plus, zero } from '../../server/src/kernel/money.ts';
import { table } from '../client/table.ts';

/** An account of the general ledger as the API tells it: the balance is on the account's natural side. */
export type LedgerAccount = {
  readonly glCode: string;
  readonly name: string;
  readonly type: 'ASSET' | 'LIABILITY' | 'EQUITY' | 'INCOME' | 'EXPENSE';
  readonly balance: Money;
};

export type TrialBalanceLine = LedgerAccount & { readonly debit: Money; readonly credit: Money };

export type TrialBalance = {
  readonly lines: readonly TrialBalanceLine[];
  readonly debits: Money;
  readonly credits: Money;
  /** Debits minus credits; anything but zero means that the books are wrong. */
  readonly difference: Money;
};

const debitSide = new Set(['ASSET', 'EXPENSE']);

/** Puts every balance into the column of its side; a negative one stands on the other side. */
export const trialBalance = (accounts: readonly LedgerAccount[]): TrialBalance => {
  const lines = accounts.map((account): TrialBalanceLine => {
    const size = isNegative(account.balance) ? negated(account.balance) : account.balance;
    const onDebit = debitSide.has(account.type) !== isNegative(account.balance);
    return { ...account, debit: onDebit ? size : zero, credit: onDebit ? zero : size };
  });
  const debits = lines.reduce((total, { debit }) => plus(total, debit), money(0));
  const credits = lines.reduce((total, { credit }) => plus(total, credit), money(0));
  return { lines, debits, credits, difference: minus(debits, credits) };
};

const shown = (amount: Money): string => (amount.isZero() ? '' : grouped(amount));

/** 1234567.5 as 1,234,567.50. */
const grouped = (amount: Money): string => {
  const [whole = '0', decimals = ''] = amount.toFixed(Math.max(2, amount.decimalPlaces())).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}.${decimals}`;
};

/** The trial balance as a table; accounts that nothing was posted to are left out. */
export const trialBalanceTable = ({ lines, debits, credits }: TrialBalance): string =>
  table(
    [
      { heading: 'Code' },
      { heading: 'Account' },
      { heading: 'Debit', numeric: true },
      { heading: 'Credit', numeric: true },
    ],
    [
      ...lines
        .filter(({ balance }) => !balance.isZero())
        .toSorted((left, right) => (left.glCode < right.glCode ? -1 : 1))
        .map(({ glCode, name, debit, credit }) => [glCode, name, shown(debit), shown(credit)]),
      ['', 'Total', grouped(debits), grouped(credits)],
    ],
  );
