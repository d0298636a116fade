import type { Schemas } from '../../generated/schemas.ts';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Decimal, Money } from '../../kernel/money.ts';
import { formatUtc, type Zone } from '../../platform/clock/zone.ts';
import { contractSchemas } from '../../platform/http/requestSchema.ts';
import type { GlAccount } from './rules/glAccount.ts';

type CurrencyCode = NonNullable<Schemas['Currency']['code']>;

let codes: ReadonlySet<unknown> | undefined;
const isListedCode = (code: string): code is CurrencyCode => {
  codes ??= new Set(contractSchemas().Currency?.properties?.code?.enum ?? []);
  return codes.has(code);
};

/** A currency in the contract's shape; those it does not list are told as NON_FIAT. */
export const currencyAnswer = (currencyCode: string): Schemas['Currency'] => ({
  code: isListedCode(currencyCode) ? currencyCode : 'NON_FIAT',
  currencyCode,
});

/** An account in the contract's shape, with its balance where one was asked for. */
export const glAccountAnswer = (account: GlAccount, balance?: Money): Schemas['GLAccount'] => ({
  encodedKey: account.encodedKey,
  glCode: account.glCode,
  name: account.name,
  ...(account.description === null ? {} : { description: account.description }),
  type: account.type,
  usage: account.usage,
  activated: account.activated,
  allowManualJournalEntries: account.allowManualJournalEntries,
  stripTrailingZeros: account.stripTrailingZeros,
  currency: currencyAnswer(account.currencyCode),
  creationDate: formatUtc(account.creationDate),
  lastModifiedDate: formatUtc(account.lastModifiedDate),
  ...(balance === undefined ? {} : { balance }),
});

/** A row of journal_entry as the driver reads it. */
export type JournalEntryRow = {
  readonly entry_id: number;
  readonly encoded_key: EncodedKey;
  readonly transaction_id: string;
  readonly is_debit: boolean;
  readonly amount: Money;
  readonly gl_account_key: EncodedKey;
  readonly booking_date: Instant;
  readonly creation_date: Instant;
  readonly account_key: EncodedKey | null;
  readonly product_key: EncodedKey | null;
  readonly product_type: 'LOAN' | 'SAVINGS' | null;
  readonly assigned_branch_key: EncodedKey | null;
  readonly user_key: EncodedKey;
  readonly notes: string | null;
  readonly reversal_entry_key: EncodedKey | null;
  readonly foreign_amount: Money | null;
  readonly foreign_currency_code: string | null;
  readonly accounting_rate_key: EncodedKey | null;
};

/** A row of accounting_rate with its end. */
export type AccountingRateRow = {
  readonly encoded_key: EncodedKey;
  readonly from_currency_code: string;
  readonly to_currency_code: string;
  readonly rate: Decimal;
  readonly start_date: Instant;
  readonly end_date: Instant | null;
};

/** What was moved in a foreign currency, and the rate it was booked with. */
const foreignAnswer = (
  amount: Money,
  currencyCode: string,
  rate: AccountingRateRow | undefined,
  zone: Zone,
): NonNullable<Schemas['GLJournalEntry']['foreignAmount']> => ({
  amount,
  currency: currencyAnswer(currencyCode),
  ...(rate === undefined
    ? {}
    : {
        accountingRate: {
          encodedKey: rate.encoded_key,
          fromCurrencyCode: rate.from_currency_code,
          toCurrencyCode: rate.to_currency_code,
          rate: rate.rate,
          startDate: zone.format(rate.start_date),
          ...(rate.end_date === null ? {} : { endDate: zone.format(rate.end_date) }),
        },
      }),
});

/** A journal entry in the contract's shape with its account: booked in organisation time, created in UTC. */
export const journalEntryAnswer = (
  row: JournalEntryRow,
  account: GlAccount,
  zone: Zone,
  rate?: AccountingRateRow,
): Schemas['GLJournalEntry'] => ({
  encodedKey: row.encoded_key,
  entryID: row.entry_id,
  transactionId: row.transaction_id,
  type: row.is_debit ? 'DEBIT' : 'CREDIT',
  amount: row.amount,
  glAccount: glAccountAnswer(account),
  ...(row.foreign_amount === null || row.foreign_currency_code === null
    ? {}
    : { foreignAmount: foreignAnswer(row.foreign_amount, row.foreign_currency_code, rate, zone) }),
  bookingDate: zone.format(row.booking_date),
  creationDate: formatUtc(row.creation_date),
  ...(row.account_key === null ? {} : { accountKey: row.account_key }),
  ...(row.product_key === null ? {} : { productKey: row.product_key }),
  ...(row.product_type === null ? {} : { productType: row.product_type }),
  ...(row.assigned_branch_key === null ? {} : { assignedBranchKey: row.assigned_branch_key }),
  userKey: row.user_key,
  ...(row.notes === null ? {} : { notes: row.notes }),
  ...(row.reversal_entry_key === null ? {} : { reversalEntryKey: row.reversal_entry_key }),
});
