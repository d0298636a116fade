import type pg from 'pg';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { type Decimalish, money, rate, zero } from '../../../kernel/money.ts';
import { decimal, moment, plain, rowSource, text } from '../../../platform/db/rowSource.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { RateReview } from '../../organisation/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { type AccountInterest, fromTheBeginning } from '../rules/interest/accountInterest.ts';
import type { Accrued } from '../rules/interest/accrued.ts';
import type { InterestPaymentPoint } from '../rules/interest/applicationDates.ts';
import type { History } from '../rules/interest/history.ts';
import type { ChargeFrequency, QuotedRates } from '../rules/interest/interestTerms.ts';
import type { OwnPayment, OwnRates, OwnSettings } from '../rules/interest/ownSettings.ts';
import type { ScheduledRates } from '../rules/interest/scheduledRates.ts';

/** A tier as the column holds it: numbers come back as exact decimals. */
type StoredTier = {
  readonly endingBalance?: Decimalish | null;
  readonly endingDay?: Decimalish | null;
  readonly interestRate: Decimalish;
};
type StoredRates = {
  readonly terms: QuotedRates['terms'];
  readonly rate?: Decimalish;
  readonly tiers?: readonly StoredTier[];
};
type StoredHistory = readonly { readonly from: History<unknown>[number]['from']; readonly value: StoredRates }[];
type StoredOwnRates = {
  readonly frequency: {
    readonly interestChargeFrequency: ChargeFrequency;
    readonly interestChargeFrequencyCount: Decimalish;
  } | null;
  readonly review: { readonly unit: RateReview['unit']; readonly count: Decimalish } | null;
};
type StoredOwn = {
  readonly payment: {
    readonly interestPaymentPoint: InterestPaymentPoint;
    readonly interestPaymentDates: readonly { readonly month: Decimalish; readonly day: Decimalish }[];
  } | null;
  readonly credit: StoredOwnRates | null;
  readonly overdraft: StoredOwnRates | null;
};
/** Scheduled rates as the column holds them. */
export type StoredSchedule = Omit<ScheduledRates, 'value'> & { readonly value: StoredRates };
type StoredInterest = {
  readonly credit: StoredHistory;
  readonly overdraft: StoredHistory;
  readonly creditIndexed: boolean;
  readonly overdraftIndexed: boolean;
  readonly locks: AccountInterest['locks'];
  /** Left out by accounts that have all else of their product. */
  readonly own?: StoredOwn | null;
  /** Left out by accounts whose limit never changed. */
  readonly limits?: readonly { readonly from: LocalDate; readonly value: Decimalish }[];
  /** Left out by accounts that were never dormant. */
  readonly dormancies?: AccountInterest['dormancies'];
  /** Left out by accounts that never had any. */
  readonly scheduled?: readonly StoredSchedule[];
};

const ratesOf = ({ terms, rate: quoted, tiers = [] }: StoredRates): QuotedRates => {
  switch (terms) {
    case 'FIXED':
      return { terms, rate: rate(quoted ?? 0) };
    case 'TIERED_PERIOD':
      return {
        terms,
        tiers: tiers.map(({ endingDay, interestRate }) => ({
          endingDay: endingDay == null ? null : Number(endingDay),
          interestRate: rate(interestRate),
        })),
      };
    default:
      return {
        terms,
        tiers: tiers.map(({ endingBalance, interestRate }) => ({
          endingBalance: endingBalance == null ? null : money(endingBalance),
          interestRate: rate(interestRate),
        })),
      };
  }
};

const historyOf = (stored: StoredHistory): History<QuotedRates> =>
  stored.map(({ from, value }) => ({ from, value: ratesOf(value) }));

const ownRatesOf = (stored: StoredOwnRates | null): OwnRates | null =>
  stored && {
    frequency: stored.frequency && {
      ...stored.frequency,
      interestChargeFrequencyCount: Number(stored.frequency.interestChargeFrequencyCount),
    },
    review: stored.review && { ...stored.review, count: Number(stored.review.count) },
  };

/** When an account is paid interest, as its column says where that is not as its product does. */
export const ownPaymentOf = (stored: StoredOwn['payment']): OwnPayment | null =>
  stored && {
    ...stored,
    interestPaymentDates: stored.interestPaymentDates.map(({ month, day }) => ({
      month: Number(month),
      day: Number(day),
    })),
  };

const ownOf = (stored: StoredOwn | null): OwnSettings | null =>
  stored && {
    payment: ownPaymentOf(stored.payment),
    credit: ownRatesOf(stored.credit),
    overdraft: ownRatesOf(stored.overdraft),
  };
/** Scheduled rates of an account, from its column. */
export const scheduledOf = (stored: StoredSchedule): ScheduledRates => ({ ...stored, value: ratesOf(stored.value) });

const interestOf = (row: pg.QueryResultRow): AccountInterest | null => {
  const stored: StoredInterest | null = row.interest;
  return (
    stored && {
      ...stored,
      dormancies: stored.dormancies ?? [],
      own: ownOf(stored.own ?? null),
      scheduled: (stored.scheduled ?? []).map(scheduledOf),
      credit: historyOf(stored.credit),
      overdraft: historyOf(stored.overdraft),
      limits: stored.limits?.map(({ from, value }) => ({ from, value: money(value) })) ?? [
        { from: fromTheBeginning, value: row.allow_overdraft ? row.overdraft_limit : zero },
      ],
    }
  );
};

type InterestState = Pick<
  DepositAccount,
  'interest' | 'accrued' | 'booked' | 'accruedTo' | 'lastInterestStoredDate' | 'interestChanged'
>;

/** The columns of a row that are about interest. */
export const interestOfRow = (row: pg.QueryResultRow): InterestState => ({
  interest: interestOf(row),
  accrued: {
    interestAccrued: row.interest_accrued,
    negativeInterestAccrued: row.negative_interest_accrued,
    overdraftInterestAccrued: row.overdraft_interest_accrued,
    technicalOverdraftInterestAccrued: row.technical_overdraft_interest_accrued,
  },
  booked: {
    INTEREST: row.booked_interest,
    NEGATIVE_INTEREST: row.booked_negative_interest,
    OVERDRAFT_INTEREST: row.booked_overdraft_interest,
  },
  accruedTo: row.accrued_to,
  lastInterestStoredDate: row.last_interest_stored_date,
  interestChanged: false,
});

/** An account's own part of its interest as the column holds it. */
export const interestColumn = ({ interest }: Pick<DepositAccount, 'interest'>): string | null =>
  interest === null ? null : JSON.stringify(interest);

type AccruedRow = Pick<DepositAccount, 'encodedKey' | 'accrued' | 'accruedTo'>;

const bucket = (name: string, of: keyof Accrued) => decimal<AccruedRow>(name, ({ accrued }) => accrued[of]);

const accruedColumns = [
  plain<AccruedRow>('encoded_key', 'uuid', ({ encodedKey }) => encodedKey),
  bucket('interest_accrued', 'interestAccrued'),
  bucket('negative_interest_accrued', 'negativeInterestAccrued'),
  bucket('overdraft_interest_accrued', 'overdraftInterestAccrued'),
  bucket('technical_overdraft_interest_accrued', 'technicalOverdraftInterestAccrued'),
  plain<AccruedRow>('accrued_to', 'date', ({ accruedTo }) => accruedTo),
];

const accruedSet = `interest_accrued = u.interest_accrued, negative_interest_accrued = u.negative_interest_accrued,
  overdraft_interest_accrued = u.overdraft_interest_accrued,
  technical_overdraft_interest_accrued = u.technical_overdraft_interest_accrued, accrued_to = u.accrued_to`;

type BookedRow = AccruedRow & Pick<DepositAccount, 'booked'>;

const bookedColumns = [
  decimal<BookedRow>('booked_interest', ({ booked }) => booked.INTEREST),
  decimal<BookedRow>('booked_negative_interest', ({ booked }) => booked.NEGATIVE_INTEREST),
  decimal<BookedRow>('booked_overdraft_interest', ({ booked }) => booked.OVERDRAFT_INTEREST),
];

const bookedSet = `booked_interest = u.booked_interest, booked_negative_interest = u.booked_negative_interest,
  booked_overdraft_interest = u.booked_overdraft_interest`;

const accruedRows = rowSource<AccruedRow>(accruedColumns);

/** What a night accrued: touches no index. Until somebody else writes the account, the next night goes on from it. */
export const updateAccrued = (rows: readonly AccruedRow[]): Statement => {
  const { shape, query, values } = accruedRows(rows);
  return {
    name: `update-accrued-interest-${shape}`,
    text: `UPDATE deposit_account a SET ${accruedSet}, changed_since_night = false FROM (${query}) AS u WHERE a.encoded_key = u.encoded_key`,
    values,
  };
};

const bookedRows = rowSource<BookedRow>([...accruedColumns, ...bookedColumns]);

/** The same where the night books it, too. */
export const updateAccruedAndBooked = (rows: readonly BookedRow[]): Statement => {
  const { shape, query, values } = bookedRows(rows);
  return {
    name: `update-booked-interest-${shape}`,
    text: `UPDATE deposit_account a SET ${accruedSet}, ${bookedSet}, changed_since_night = false
             FROM (${query}) AS u WHERE a.encoded_key = u.encoded_key`,
    values,
  };
};

const interestRows = rowSource<DepositAccount>([
  ...accruedColumns,
  ...bookedColumns,
  moment('last_interest_stored_date', ({ lastInterestStoredDate }) => lastInterestStoredDate),
  text('interest', 'jsonb', interestColumn),
]);

/** The interest of accounts whose commands changed it; nothing for most batches. */
export const updateInterest = (accounts: readonly DepositAccount[]): readonly Statement[] => {
  const changed = accounts.filter(({ interestChanged }) => interestChanged);
  if (changed.length === 0) return [];
  const { shape, query, values } = interestRows(changed);
  return [
    {
      name: `update-interest-${shape}`,
      text: `UPDATE deposit_account a
                SET ${accruedSet}, ${bookedSet}, last_interest_stored_date = u.last_interest_stored_date, interest = u.interest
               FROM (${query}) AS u WHERE a.encoded_key = u.encoded_key`,
      values,
    },
  ];
};
