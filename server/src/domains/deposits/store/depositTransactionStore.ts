import type pg from 'pg';
import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { instant } from '../../../kernel/instant.ts';
import { type Decimalish, money, rate } from '../../../kernel/money.ts';
import { present } from '../../../kernel/present.ts';
import { decimal, insertion, moment, plain, text } from '../../../platform/db/rowSource.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { RowSlot, StateSlot } from '../../../platform/posting/command.ts';
import { ownIds, rowStore, stateStore } from '../../../platform/posting/store.ts';
import type { AppliedFee, DepositTransaction } from '../rules/depositTransaction.ts';
import type { Accrued } from '../rules/interest/accrued.ts';
import type { AccrualKind, Booked } from '../rules/interest/booked.ts';

/** Transactions to append. */
export const depositTransactionRows: RowSlot<DepositTransaction> = { name: 'depositTransactionRows' };

/** A stored transaction that a command touches, to undo it: locked after its account. */
export const storedDepositTransactions: StateSlot<DepositTransaction> = {
  name: 'depositTransaction',
  keyOf: (transaction) => transaction.encodedKey,
  idOf: (transaction) => String(transaction.id ?? ''),
};

type Details = {
  readonly fees?: readonly AppliedFee[];
  readonly paymentDetails?: Readonly<Record<string, unknown>>;
  readonly terms?: Readonly<Record<string, unknown>>;
  readonly interestAccruedAmounts?: Readonly<Record<keyof Accrued, Decimalish>>;
  readonly interestFromBooks?: Readonly<Record<AccrualKind, Decimalish>>;
  readonly interestAppliedBefore?: Decimalish;
  readonly taxRate?: Decimalish;
  readonly blockId?: string;
  readonly card?: Schemas['CardTransaction'];
  readonly holdExternalReferenceId?: string;
  readonly technicalOverdraftAmount?: Decimalish;
};

const accruedOf = (stored: Details['interestAccruedAmounts']): Accrued | null =>
  stored
    ? {
        interestAccrued: money(stored.interestAccrued),
        negativeInterestAccrued: money(stored.negativeInterestAccrued),
        overdraftInterestAccrued: money(stored.overdraftInterestAccrued),
        technicalOverdraftInterestAccrued: money(stored.technicalOverdraftInterestAccrued),
      }
    : null;

const bookedOf = (stored: Details['interestFromBooks']): Booked | null =>
  stored
    ? {
        INTEREST: money(stored.INTEREST),
        NEGATIVE_INTEREST: money(stored.NEGATIVE_INTEREST),
        OVERDRAFT_INTEREST: money(stored.OVERDRAFT_INTEREST),
      }
    : null;

/** A row of deposit_transaction as the transaction it stores. */
export const transactionOfRow = (row: pg.QueryResultRow): DepositTransaction => {
  const details: Details = row.details ?? {};
  return {
    encodedKey: row.encoded_key,
    id: row.id,
    accountKey: row.account_key,
    type: row.type,
    amount: row.amount,
    fundsAmount: row.funds_amount,
    overdraftAmount: row.overdraft_amount,
    feesAmount: row.fees_amount,
    totalBalance: row.total_balance,
    valueDate: row.value_date,
    bookingDate: row.booking_date,
    creationDate: row.creation_date,
    currencyCode: row.currency_code,
    externalId: row.external_id,
    notes: row.notes,
    channelKey: row.transaction_channel_key,
    channelId: row.transaction_channel_id,
    userKey: row.user_key,
    branchKey: row.branch_key,
    centreKey: row.centre_key,
    originalTransactionKey: row.original_transaction_key,
    adjustmentTransactionKey: row.adjustment_transaction_key,
    linkedDepositTransactionKey: row.linked_deposit_transaction_key,
    linkedLoanTransactionKey: row.linked_loan_transaction_key,
    paymentOrderId: row.payment_order_id,
    paymentDetails: details.paymentDetails ?? null,
    fees: details.fees ?? [],
    terms: details.terms ?? null,
    interestAccruedAmounts: accruedOf(details.interestAccruedAmounts),
    interestFromBooks: bookedOf(details.interestFromBooks),
    interestAppliedBefore:
      details.interestAppliedBefore === undefined ? null : instant(Number(details.interestAppliedBefore)),
    technicalOverdraftAmount: money(details.technicalOverdraftAmount ?? 0),
    taxRate: details.taxRate === undefined ? null : rate(details.taxRate),
    blockId: details.blockId ?? null,
    card: details.card ?? null,
    holdExternalReferenceId: details.holdExternalReferenceId ?? null,
    customFields: row.custom_fields,
    ...(row.booked_in_branch ? { bookedInBranch: asEncodedKey(row.booked_in_branch) ?? null } : {}),
  };
};

const detailsOf = (row: DepositTransaction): string | null => {
  const { paymentDetails, terms, interestAccruedAmounts, interestFromBooks, interestAppliedBefore, taxRate, blockId } =
    row;
  const fees = row.fees.length > 0 ? row.fees : null;
  const technicalOverdraftAmount = row.technicalOverdraftAmount.isZero() ? null : row.technicalOverdraftAmount;
  const told = present({
    fees,
    technicalOverdraftAmount,
    paymentDetails,
    terms,
    interestAccruedAmounts,
    interestFromBooks,
    interestAppliedBefore,
    taxRate,
    blockId,
    card: row.card,
    holdExternalReferenceId: row.holdExternalReferenceId,
  });
  return Object.keys(told).length === 0 ? null : JSON.stringify(told);
};

const insertTransactions = insertion<DepositTransaction>(
  'deposit_transaction',
  [
    plain('encoded_key', 'uuid', (row) => row.encodedKey),
    plain('id', 'bigint', (row) => row.id),
    plain('account_key', 'uuid', (row) => row.accountKey),
    plain('type', 'text', (row) => row.type),
    decimal('amount', (row) => row.amount),
    decimal('funds_amount', (row) => row.fundsAmount),
    decimal('overdraft_amount', (row) => row.overdraftAmount),
    decimal('fees_amount', (row) => row.feesAmount),
    decimal('total_balance', (row) => row.totalBalance),
    moment('value_date', (row) => row.valueDate),
    moment('booking_date', (row) => row.bookingDate),
    moment('creation_date', (row) => row.creationDate),
    plain('currency_code', 'text', (row) => row.currencyCode),
    text('external_id', 'text', (row) => row.externalId),
    text('notes', 'text', (row) => row.notes),
    plain('transaction_channel_key', 'uuid', (row) => row.channelKey),
    text('transaction_channel_id', 'text', (row) => row.channelId),
    plain('user_key', 'uuid', (row) => row.userKey),
    plain('branch_key', 'uuid', (row) => row.branchKey),
    plain('centre_key', 'uuid', (row) => row.centreKey),
    plain('original_transaction_key', 'uuid', (row) => row.originalTransactionKey),
    plain('linked_deposit_transaction_key', 'uuid', (row) => row.linkedDepositTransactionKey),
    plain('linked_loan_transaction_key', 'uuid', (row) => row.linkedLoanTransactionKey),
    text('payment_order_id', 'text', (row) => row.paymentOrderId),
    text('details', 'jsonb', detailsOf),
    text('custom_fields', 'jsonb', ({ customFields }) => (customFields === null ? null : JSON.stringify(customFields))),
  ],
  'OVERRIDING SYSTEM VALUE',
);

/** The custom fields of a posted transaction after an edit; undoing one does not write them again. */
export type EditedFields = { readonly transactionKey: EncodedKey; readonly values: DepositTransaction['customFields'] };
export const editedDepositFields: RowSlot<EditedFields> = { name: 'editedDepositFields' };

export const editedDepositFieldStore = rowStore<EditedFields>({
  slot: editedDepositFields,
  statements: (edits) => {
    const latest = new Map(edits.map(({ transactionKey, values }) => [transactionKey, values]));
    return [
      {
        name: 'edit-deposit-transaction-fields',
        text: `UPDATE deposit_transaction t SET custom_fields = u.custom_fields
                 FROM unnest($1::uuid[], $2::jsonb[]) AS u(encoded_key, custom_fields) WHERE t.encoded_key = u.encoded_key`,
        values: [
          [...latest.keys()],
          [...latest.values()].map((values) => (values === null ? null : JSON.stringify(values))),
        ],
      },
    ];
  },
});

/** What a second use of an external id means, by whichever kind of transaction. */
const externalIdTaken = { transaction_external_id_unique: 'EXTERNAL_ID_ALREADY_EXISTS' } as const;

export const depositTransactionStore = rowStore<DepositTransaction>({
  slot: depositTransactionRows,
  leavesStates: true,
  numbering: ownIds('deposit_transaction_id_seq'),
  statements: (rows) => [insertTransactions(rows), ...insertExternalIds(rows)],
  constraints: externalIdTaken,
});

/** Whether a deposit or loan transaction carries this external id. */
export const isExternalIdTaken = async (db: Pick<pg.Pool, 'query'>, externalId: string): Promise<boolean> => {
  const { rows } = await db.query('SELECT 1 FROM transaction_external_id WHERE external_id = $1', [externalId]);
  return rows.length > 0;
};

/** Claims external ids: one that any deposit or loan transaction carries already fails the batch. */
export const insertExternalIds = (
  rows: readonly { readonly encodedKey: EncodedKey; readonly externalId: string | null }[],
): readonly Statement[] => {
  const named = rows.filter(({ externalId }) => externalId !== null);
  return named.length === 0
    ? []
    : [
        {
          name: 'insert-transaction-external-ids',
          text: 'INSERT INTO transaction_external_id (external_id, transaction_key) SELECT * FROM unnest($1::text[], $2::uuid[])',
          values: [named.map(({ externalId }) => externalId), named.map(({ encodedKey }) => encodedKey)],
        },
      ];
};

/** The same for changes outside the posting runner; for the registry. */
export const externalIdConstraints = { constraints: externalIdTaken };

export const storedDepositTransactionStore = stateStore<DepositTransaction>({
  slot: storedDepositTransactions,
  lockAndLoad: async (db, touches) => {
    const refs = touches.map(({ ref }) => ref);
    const { rows } = await db.query({
      name: 'lock-deposit-transactions',
      // The first move after it tells in whose books it was: all later ones begin elsewhere.
      text: `SELECT t.*, (SELECT m.details ->> 'previousBranchKey' FROM deposit_transaction m
                           WHERE m.account_key = t.account_key AND m.type = 'BRANCH_CHANGED' AND m.id > t.id ORDER BY m.id LIMIT 1) AS booked_in_branch
               FROM deposit_transaction t WHERE t.encoded_key = ANY($1::uuid[]) OR t.id = ANY($2::bigint[])
              ORDER BY t.encoded_key FOR UPDATE OF t`,
      values: [refs.flatMap((ref) => asEncodedKey(ref) ?? []), refs.filter((ref) => /^\d{1,18}$/.test(ref))],
    });
    return rows.map(transactionOfRow);
  },
  statements: (transactions) => [
    {
      name: 'mark-adjusted-deposit-transactions',
      text: `UPDATE deposit_transaction t SET adjustment_transaction_key = u.adjustment_key, notes = u.notes
               FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS u(encoded_key, adjustment_key, notes)
              WHERE t.encoded_key = u.encoded_key`,
      values: [
        transactions.map(({ encodedKey }) => encodedKey),
        transactions.map(({ adjustmentTransactionKey }) => adjustmentTransactionKey),
        transactions.map(({ notes }) => notes),
      ],
    },
  ],
});

/** The transaction that an id or key names, without a lock. */
export const findDepositTransaction = async (
  db: Pick<pg.Pool, 'query'>,
  ref: string,
): Promise<DepositTransaction | undefined> => {
  const key = asEncodedKey(ref);
  const { rows } = await db.query(
    'SELECT * FROM deposit_transaction WHERE encoded_key = $1::uuid OR id = $2::bigint LIMIT 1',
    [key ?? null, /^\d{1,18}$/.test(ref) ? ref : null],
  );
  return rows[0] ? transactionOfRow(rows[0]) : undefined;
};

/** The tax that was withheld from applied interest, without a lock; undefined where none was, or it was taken back. */
export const findWithholdingTax = async (
  db: Pick<pg.Pool, 'query'>,
  { accountKey, valueDate }: Pick<DepositTransaction, 'accountKey' | 'valueDate'>,
): Promise<DepositTransaction | undefined> => {
  const { rows } = await db.query(
    `SELECT * FROM deposit_transaction
      WHERE account_key = $1::uuid AND value_date = $2::timestamptz AND type = 'WITHHOLDING_TAX' AND adjustment_transaction_key IS NULL`,
    [accountKey, new Date(valueDate).toISOString()],
  );
  return rows[0] ? transactionOfRow(rows[0]) : undefined;
};

/** The applications of interest after a moment and their taxes, newest first, without locks: those that stand. */
export const findLaterApplications = async (
  db: Pick<pg.Pool, 'query'>,
  { accountKey, valueDate }: Pick<DepositTransaction, 'accountKey' | 'valueDate'>,
): Promise<readonly DepositTransaction[]> => {
  const { rows } = await db.query(
    `SELECT * FROM deposit_transaction
      WHERE account_key = $1::uuid AND value_date > $2::timestamptz AND type IN ('INTEREST_APPLIED', 'WITHHOLDING_TAX')
        AND adjustment_transaction_key IS NULL
      ORDER BY value_date DESC, id DESC`,
    [accountKey, new Date(valueDate).toISOString()],
  );
  return rows.map(transactionOfRow);
};
