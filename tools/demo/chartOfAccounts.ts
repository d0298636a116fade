import type { Schemas } from '../../server/src/generated/schemas.ts';

type Line = readonly [glCode: string, name: string, type: Schemas['GLAccountInput']['type']];

const headers: readonly Line[] = [
  ['1000', 'Assets', 'ASSET'],
  ['2000', 'Liabilities', 'LIABILITY'],
  ['3000', 'Equity', 'EQUITY'],
  ['4000', 'Income', 'INCOME'],
  ['5000', 'Expenses', 'EXPENSE'],
];

const details: readonly Line[] = [
  ['1100', 'Cash at the counters', 'ASSET'],
  ['1110', 'Clearing with other banks', 'ASSET'],
  ['1210', 'Instalment loans', 'ASSET'],
  ['1220', 'Car and business loans', 'ASSET'],
  ['1230', 'Mortgages', 'ASSET'],
  ['1310', 'Interest receivable', 'ASSET'],
  ['1320', 'Fees receivable', 'ASSET'],
  ['1330', 'Penalties receivable', 'ASSET'],
  ['1900', 'Between branches', 'ASSET'],
  ['2100', 'Current accounts', 'LIABILITY'],
  ['2110', 'Savings accounts', 'LIABILITY'],
  ['2200', 'Interest payable', 'LIABILITY'],
  ['3100', 'Share capital', 'EQUITY'],
  ['4100', 'Interest on loans', 'INCOME'],
  ['4200', 'Fees', 'INCOME'],
  ['4300', 'Penalties', 'INCOME'],
  ['5100', 'Interest on deposits', 'EXPENSE'],
  ['5200', 'Loans written off', 'EXPENSE'],
];

/** A small bank's chart of accounts: a header per type, and the accounts that the products post to. */
export const chartOfAccounts: readonly Schemas['GLAccountInput'][] = [
  ...headers.map(([glCode, name, type]) => ({ glCode, name, type, usage: 'HEADER' as const })),
  ...details.map(([glCode, name, type]) => ({
    glCode,
    name,
    type,
    usage: 'DETAIL' as const,
    // What products post to is nobody's to change by hand.
    allowManualJournalEntries: type === 'EQUITY' || glCode.startsWith('11'),
  })),
];

/** The account that stands for each financial resource; loans have a portfolio account per kind of product. */
export const accountOf = {
  DEPOSIT_REFERENCE: '1110',
  FUND_SOURCE: '1110',
  INTEREST_RECEIVABLE: '1310',
  FEE_RECEIVABLE: '1320',
  PENALTY_RECEIVABLE: '1330',
  INTEREST_PAYABLE: '2200',
  INTEREST_INCOME: '4100',
  FEE_INCOME: '4200',
  PENALTY_INCOME: '4300',
  INTEREST_EXPENSE: '5100',
  WRITE_OFF_EXPENSE: '5200',
} as const;

/** The channel over which people pay at the counter, and the account that its cash lies in. */
export const counterChannel = { id: 'demo-counter', name: 'Demo counter', glCode: '1100' } as const;

/** What the owners pay in before the bank lends a cent. */
export const capital = { transactionId: 'DEMO-CAPITAL', amount: '3000000.00', debit: '1100', credit: '3100' } as const;
