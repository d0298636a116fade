import type pg from 'pg';
import { type Decimal, type Money, money, zero } from '../../../kernel/money.ts';
import { type Column, decimal, plain, text } from '../../../platform/db/rowSource.ts';
import { revived } from '../rules/instalmentJson.ts';
import type { Instalment, InstalmentElement } from '../rules/state.ts';

// An instalment in its row: what nearly all of them tell are columns, and the few that have more to tell keep it as a document.

/** What an instalment tells that has a column of its own. */
type InColumns = Pick<
  Instalment,
  | 'slot'
  | 'number'
  | 'dueDate'
  | 'state'
  | 'principal'
  | 'interest'
  | 'penalty'
  | 'interestAccrued'
  | 'lastPaidDate'
  | 'repaidDate'
>;

/** What has none, whatever somebody adds one day. */
type InDocument = Omit<Instalment, keyof InColumns | 'fee' | 'feeDetails'> & {
  readonly feeDetails?: Instalment['feeDetails'];
  readonly expectedUnapplied?: Money;
};

const documentOf = ({
  slot: _slot,
  number: _number,
  dueDate: _dueDate,
  state: _state,
  principal: _principal,
  interest: _interest,
  penalty: _penalty,
  interestAccrued: _interestAccrued,
  lastPaidDate: _lastPaidDate,
  repaidDate: _repaidDate,
  fee: { expectedUnapplied },
  feeDetails,
  ...others
}: Instalment): string | null => {
  const document: InDocument = {
    ...others,
    ...(feeDetails.length === 0 ? {} : { feeDetails }),
    ...(expectedUnapplied.isZero() ? {} : { expectedUnapplied }),
  };
  const json = JSON.stringify(document);
  return json === '{}' ? null : json;
};

/** The columns of an instalment but for its keys and its slot, of rows that hold one. */
export const instalmentColumnsOf = <Row>(of: (row: Row) => Instalment): readonly Column<Row>[] => [
  plain('number', 'int', (row) => of(row).number),
  plain('due_date', 'date', (row) => of(row).dueDate),
  plain('state', 'text', (row) => of(row).state),
  decimal('principal_expected', (row) => of(row).principal.expected),
  decimal('principal_paid', (row) => of(row).principal.paid),
  decimal('interest_expected', (row) => of(row).interest.expected),
  decimal('interest_applied', (row) => of(row).interest.applied),
  decimal('interest_paid', (row) => of(row).interest.paid),
  decimal('interest_accrued', (row) => of(row).interestAccrued),
  decimal('fee_expected', (row) => of(row).fee.expected),
  decimal('fee_paid', (row) => of(row).fee.paid),
  decimal('penalty_expected', (row) => of(row).penalty.expected),
  decimal('penalty_paid', (row) => of(row).penalty.paid),
  plain('last_paid_date', 'date', (row) => of(row).lastPaidDate ?? null),
  plain('repaid_date', 'date', (row) => of(row).repaidDate ?? null),
  text('more', 'json', (row) => documentOf(of(row))),
];

// Most amounts are nothing, and many instalments are remembered: what is nothing is one and the same.
const amount = (value: Decimal): Money => (value.isZero() ? zero : money(value));
const nothing: InstalmentElement = { expected: zero, paid: zero };
const noFee: Instalment['fee'] = { ...nothing, expectedUnapplied: zero };
const noFees: Instalment['feeDetails'] = [];
const element = (expected: Decimal, paid: Decimal): InstalmentElement =>
  expected.isZero() && paid.isZero() ? nothing : { expected: amount(expected), paid: amount(paid) };

/** A row of loan_instalment as the instalment it stores. */
export const instalmentOfRow = (row: pg.QueryResultRow): Instalment => {
  // What this program stored.
  const more = row.more === null ? {} : (revived(row.more) as InDocument);
  const { expectedUnapplied = zero, feeDetails = noFees, ...others } = more;
  const fee = element(row.fee_expected, row.fee_paid);
  return {
    slot: row.slot,
    number: row.number,
    dueDate: row.due_date,
    state: row.state,
    principal: element(row.principal_expected, row.principal_paid),
    interest: {
      expected: amount(row.interest_expected),
      paid: amount(row.interest_paid),
      applied: amount(row.interest_applied),
    },
    fee: fee === nothing && expectedUnapplied.isZero() ? noFee : { ...fee, expectedUnapplied },
    penalty: element(row.penalty_expected, row.penalty_paid),
    feeDetails,
    interestAccrued: amount(row.interest_accrued),
    ...(row.last_paid_date === null ? {} : { lastPaidDate: row.last_paid_date }),
    ...(row.repaid_date === null ? {} : { repaidDate: row.repaid_date }),
    ...others,
  };
};

/** The columns that `instalmentOfRow` reads, of a table of some name. */
export const instalmentSelection = (table: string): string =>
  ['slot', ...instalmentColumnsOf<Instalment>((instalment) => instalment).map(({ name }) => name)]
    .map((name) => `${table}.${name}`)
    .join(', ');
