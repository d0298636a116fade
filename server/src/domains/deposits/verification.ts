import type { Decimal } from '../../kernel/money.ts';
import type { VerificationCheck } from '../ledger/index.ts';
import { verifyAccruals } from './accrualVerification.ts';

type Mismatch = { readonly subject: string; readonly expected: Decimal | string; readonly actual: Decimal | string };

const balances = `
  SELECT a.id AS subject, coalesce(sum(t.funds_amount + t.overdraft_amount), 0) AS expected, a.total_balance AS actual
    FROM deposit_account a LEFT JOIN deposit_transaction t ON t.account_key = a.encoded_key
   GROUP BY a.encoded_key
  HAVING coalesce(sum(t.funds_amount + t.overdraft_amount), 0) <> a.total_balance`;

// Funds are a customer's money, never below zero; overdraft is his debt, never above. The ledger's control accounts are booked by these parts.
const parts = `
  SELECT a.id AS subject, 'funds ' || greatest(a.total_balance, 0) AS expected, 'funds ' || coalesce(sum(t.funds_amount), 0) AS actual
    FROM deposit_account a LEFT JOIN deposit_transaction t ON t.account_key = a.encoded_key
   GROUP BY a.encoded_key
  HAVING coalesce(sum(t.funds_amount), 0) <> greatest(a.total_balance, 0)`;

const feesDue = `
  SELECT a.id AS subject, coalesce(-sum(t.fees_amount), 0) AS expected, a.fees_due AS actual
    FROM deposit_account a LEFT JOIN deposit_transaction t ON t.account_key = a.encoded_key
   GROUP BY a.encoded_key
  HAVING coalesce(-sum(t.fees_amount), 0) <> a.fees_due`;

// What is held, and what is announced, is what the holds that stand say.
const holds = `
  SELECT a.id AS subject, 'held ' || trim_scale(coalesce(h.held, 0)) || ', announced ' || trim_scale(coalesce(h.announced, 0)) AS expected,
         'held ' || trim_scale(a.hold_balance) || ', announced ' || trim_scale(a.forward_available_balance) AS actual
    FROM deposit_account a
    LEFT JOIN (SELECT account_key, sum(amount) FILTER (WHERE direction = 'DBIT') AS held, sum(amount) FILTER (WHERE direction = 'CRDT') AS announced
                 FROM authorization_hold WHERE status = 'PENDING' GROUP BY account_key) h ON h.account_key = a.encoded_key
   WHERE coalesce(h.held, 0) <> a.hold_balance OR coalesce(h.announced, 0) <> a.forward_available_balance`;

// The journal of a posting must move the account's controls by exactly what the posting moved the account. Transfers keep one journal for both
// halves under the paying one, so they are compared as a pair.
// Fees that are given up were never booked.
// Interest that the books held as accrued is lost besides.
const booked = `(abs(t.funds_amount + t.overdraft_amount + CASE WHEN t.type = 'WRITE_OFF' THEN 0 ELSE t.fees_amount END)
  + CASE WHEN t.type = 'WRITE_OFF' THEN coalesce((t.details -> 'interestFromBooks' ->> 'NEGATIVE_INTEREST')::numeric, 0)
                                          + coalesce((t.details -> 'interestFromBooks' ->> 'OVERDRAFT_INTEREST')::numeric, 0) ELSE 0 END)`;
const journals = `
  SELECT t.id::text AS subject, ${booked} AS expected, coalesce(sum(coalesce(j.foreign_amount, j.amount)), 0) AS actual
    FROM deposit_transaction t
    JOIN deposit_account a ON a.encoded_key = t.account_key
    JOIN deposit_product p ON p.encoded_key = a.product_key
    LEFT JOIN journal_entry j ON j.transaction_key = t.encoded_key AND j.is_debit
         AND j.gl_account_key NOT IN (SELECT i.gl_account_key FROM inter_branch_rule i)
   WHERE t.type IN ('DEPOSIT', 'WITHDRAWAL', 'SEIZED_AMOUNT', 'WRITE_OFF', 'CARD_TRANSACTION_REVERSAL') AND p.accounting_settings ->> 'accountingMethod' <> 'NONE'
   GROUP BY t.id
  HAVING coalesce(sum(coalesce(j.foreign_amount, j.amount)), 0) <> ${booked}`;

// What an application moved the account by is what it applied of each kind.
const applications = `
  SELECT t.id::text AS subject, t.funds_amount + t.overdraft_amount AS actual,
         (d ->> 'interestAccrued')::numeric - (d ->> 'negativeInterestAccrued')::numeric
           - (d ->> 'overdraftInterestAccrued')::numeric - (d ->> 'technicalOverdraftInterestAccrued')::numeric AS expected
    FROM deposit_transaction t CROSS JOIN LATERAL (SELECT t.details -> 'interestAccruedAmounts') AS applied(d)
   WHERE t.type = 'INTEREST_APPLIED'
     AND t.funds_amount + t.overdraft_amount
       <> (d ->> 'interestAccrued')::numeric - (d ->> 'negativeInterestAccrued')::numeric
           - (d ->> 'overdraftInterestAccrued')::numeric - (d ->> 'technicalOverdraftInterestAccrued')::numeric`;

// What is blocked on an account is what its open blocks did not give up yet; what a block gave up was seized.
const blocked = `
  SELECT a.id AS subject, coalesce(sum(b.amount - b.seized_amount) FILTER (WHERE b.state IN ('PENDING', 'PARTIALLY_SEIZED')), 0) AS expected,
         a.blocked_balance AS actual
    FROM deposit_account a LEFT JOIN deposit_block b ON b.account_key = a.encoded_key
   GROUP BY a.encoded_key
  HAVING coalesce(sum(b.amount - b.seized_amount) FILTER (WHERE b.state IN ('PENDING', 'PARTIALLY_SEIZED')), 0) <> a.blocked_balance`;

const seized = `
  SELECT a.id || ', block ' || b.external_reference_id AS subject, coalesce(-sum(t.amount), 0) AS expected, b.seized_amount AS actual
    FROM deposit_block b
    JOIN deposit_account a ON a.encoded_key = b.account_key
    LEFT JOIN deposit_transaction t ON t.account_key = b.account_key AND t.type = 'SEIZED_AMOUNT'
         AND t.details ->> 'blockId' = b.external_reference_id
   GROUP BY b.encoded_key, a.encoded_key
  HAVING coalesce(-sum(t.amount), 0) <> b.seized_amount`;

// What nights booked of all accounts, less what standing applications and write-offs took from there, is what the books hold of them.
const inTheBooks = `
  SELECT p.id || ', ' || k.kind AS subject, coalesce(n.accrued, 0) - coalesce(t.taken, 0) AS expected, h.held AS actual
    FROM deposit_product p
   CROSS JOIN (VALUES ('INTEREST'), ('NEGATIVE_INTEREST'), ('OVERDRAFT_INTEREST')) AS k (kind)
    JOIN LATERAL (SELECT coalesce(sum(CASE k.kind WHEN 'INTEREST' THEN a.booked_interest WHEN 'NEGATIVE_INTEREST' THEN a.booked_negative_interest
                                                 ELSE a.booked_overdraft_interest END), 0) AS held
                    FROM deposit_account a WHERE a.product_key = p.encoded_key) h ON true
    JOIN LATERAL (SELECT sum(d.accrued) AS accrued FROM accrual d WHERE d.product_key = p.encoded_key AND d.kind = k.kind) n ON true
    JOIN LATERAL (SELECT sum((x.details -> 'interestFromBooks' ->> k.kind)::numeric) AS taken
                    FROM deposit_account a JOIN deposit_transaction x ON x.account_key = a.encoded_key
                   WHERE a.product_key = p.encoded_key AND x.type IN ('INTEREST_APPLIED', 'WRITE_OFF') AND x.adjustment_transaction_key IS NULL) t ON true
   WHERE p.accounting_settings ->> 'accountingMethod' = 'ACCRUAL' AND coalesce(n.accrued, 0) - coalesce(t.taken, 0) <> h.held`;

const subjects: ReadonlyMap<string, string> = new Map([
  ['DEPOSIT_JOURNAL_EQUALS_POSTING', 'deposit transaction'],
  ['DEPOSIT_INTEREST_IS_WHAT_WAS_APPLIED', 'deposit transaction'],
  ['DEPOSIT_ACCRUALS_ARE_WHAT_NIGHTS_BOOKED', 'deposit product'],
]);

const first = 100;

/** Every deposit account is the fold of its transactions, and its accrued interest that of its days; nothing else may have touched them. */
export const depositVerification: VerificationCheck = {
  name: 'deposits',
  run: async (db, context) => {
    const { rows: counts } = await db.query<{ accounts: number; transactions: number }>(
      'SELECT (SELECT count(*) FROM deposit_account) AS accounts, (SELECT count(*) FROM deposit_transaction) AS transactions',
    );
    const checks: readonly [string, string][] = [
      ['DEPOSIT_BALANCE_IS_SUM_OF_TRANSACTIONS', balances],
      ['DEPOSIT_FUNDS_ARE_THE_POSITIVE_BALANCE', parts],
      ['DEPOSIT_FEES_DUE_IS_SUM_OF_TRANSACTIONS', feesDue],
      ['DEPOSIT_HOLDS_ARE_SUM_OF_PENDING', holds],
      ['DEPOSIT_JOURNAL_EQUALS_POSTING', journals],
      ['DEPOSIT_INTEREST_IS_WHAT_WAS_APPLIED', applications],
      ['DEPOSIT_BLOCKED_BALANCE_IS_SUM_OF_BLOCKS', blocked],
      ['DEPOSIT_BLOCK_GAVE_WHAT_WAS_SEIZED', seized],
      ['DEPOSIT_ACCRUALS_ARE_WHAT_NIGHTS_BOOKED', inTheBooks],
    ];
    const differences = [];
    for (const [kind, sql] of checks) {
      const { rows } = await db.query<Mismatch>(`${sql} LIMIT ${first}`);
      for (const { subject, expected, actual } of rows) {
        differences.push({
          kind,
          subject: `${subjects.get(kind) ?? 'deposit account'} ${subject}`,
          expected: String(expected),
          actual: String(actual),
        });
      }
    }
    const accruals = await verifyAccruals(db, context);
    return {
      checked: {
        depositAccounts: counts[0]?.accounts ?? 0,
        depositTransactions: counts[0]?.transactions ?? 0,
        ...accruals.checked,
      },
      differences: [...differences, ...accruals.differences],
    };
  },
};
