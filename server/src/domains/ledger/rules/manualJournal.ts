import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import {
  type Decimalish,
  fitsDecimals,
  isPositive,
  isZero,
  largestAmount,
  type Money,
  minus,
  money,
  sum,
} from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkClosure } from './closure.ts';
import { requireBaseCurrency } from './financialResources.ts';
import type { GlAccount, GlAccounts } from './glAccount.ts';
import type { JournalLine, JournalSide } from './journal.ts';

type Amount = { readonly glAccount?: string | undefined; readonly amount?: Decimalish | undefined };

/** What a user wants to book by hand. */
export type ManualJournal = {
  readonly debits: readonly Amount[];
  readonly credits: readonly Amount[];
  readonly transactionId: string | undefined;
  /** Whether another manual entry has the id. */
  readonly idTaken: boolean;
  readonly branchKey: EncodedKey | null;
  readonly bookingDay: LocalDate;
  readonly today: LocalDate;
};

type NamedLine = {
  readonly at: string;
  readonly side: JournalSide;
  readonly glAccount: string;
  readonly amount: Money;
};

/** The lines of a manual entry, one per amount in the order given, or the first refusal in the documented order. */
export const manualJournalLines = (
  journal: ManualJournal,
  glAccounts: GlAccounts,
): readonly JournalLine[] | Rejection => {
  const lines = namedLines(journal);
  if (isRejection(lines)) return lines;
  const refusal = checkTransactionId(journal) ?? checkTotals(lines) ?? checkDate(journal, glAccounts);
  if (refusal) return refusal;
  const posted: JournalLine[] = [];
  for (const { at, side, glAccount, amount } of lines) {
    const account = manualAccount(glAccount, `${at}.glAccount`, glAccounts);
    if (isRejection(account)) return account;
    posted.push({ glAccountKey: account.encodedKey, side, amount, branchKey: journal.branchKey });
  }
  return checkAmounts(lines, glAccounts) ?? posted;
};

const namedLines = ({ debits, credits }: ManualJournal): readonly NamedLine[] | Rejection => {
  const lines: NamedLine[] = [];
  for (const [property, side, amounts] of [
    ['debits', 'DEBIT', debits],
    ['credits', 'CREDIT', credits],
  ] as const) {
    if (amounts.length === 0) return reject('INVALID_PARAMETERS', `${property} needs at least one amount`);
    for (const [index, { glAccount, amount }] of amounts.entries()) {
      const at = `${property}[${index}]`;
      if (glAccount === undefined)
        return reject('INVALID_GL_ACCOUNT_ID', `Property ${at}.glAccount may not be null`, 400);
      if (amount === undefined) return reject('INVALID_AMOUNT', `Property ${at}.amount may not be null`);
      lines.push({ at, side, glAccount, amount: money(amount) });
    }
  }
  return lines;
};

const checkTransactionId = ({ transactionId, idTaken }: ManualJournal): Rejection | undefined => {
  if (transactionId === undefined) return undefined;
  if (transactionId === '' || transactionId !== transactionId.trim()) {
    return reject('INVALID_JOURNAL_TRANSACTION_ID', 'transactionId may not be blank nor start or end with spaces');
  }
  return idTaken
    ? reject('DUPLICATE_JOURNAL_TRANSACTION_ID', `transactionId ${transactionId} is already in use`)
    : undefined;
};

const checkTotals = (lines: readonly NamedLine[]): Rejection | undefined => {
  const total = (side: JournalSide): Money =>
    sum(lines.filter((line) => line.side === side).map((line) => line.amount));
  const debits = total('DEBIT');
  const credits = total('CREDIT');
  return isZero(minus(debits, credits))
    ? undefined
    : // Not toFixed: a hostile exponent would write a million digits.
      reject('DEBITS_DO_NOT_MATCH_CREDITS', `debits are ${debits.toString()} and credits ${credits.toString()}`);
};

/** No bank books further back; a day near the start of the calendar is a slip of the pen. */
const firstBookingDay = '1900-01-01';

const checkDate = ({ bookingDay, today, branchKey }: ManualJournal, glAccounts: GlAccounts): Rejection | undefined => {
  if (bookingDay > today) {
    return reject('JOURNAL_ENTRY_DATE_IN_THE_FUTURE', `date ${bookingDay} is after today, ${today}`);
  }
  if (bookingDay < firstBookingDay) {
    return reject(
      'JOURNAL_ENTRY_DATE_IN_THE_PAST_BEFORE_THE_ALLOWED_LIMIT',
      `date ${bookingDay} is before ${firstBookingDay}`,
    );
  }
  return checkClosure(glAccounts, bookingDay, branchKey);
};

const manualAccount = (ref: string, at: string, glAccounts: GlAccounts): GlAccount | Rejection => {
  const account = glAccounts.byCode.get(ref) ?? glAccounts.byKey.get(ref.toLowerCase() as EncodedKey);
  if (!account) return reject('INVALID_GL_ACCOUNT_ID', `${at} ${ref.slice(0, 80)} does not exist`, 400);
  if (account.usage === 'HEADER') return reject('GL_ACCOUNT_IS_HEADER', `${at} ${account.glCode} is a header account`);
  if (!account.activated) {
    return reject('INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR', `${at} ${account.glCode} is not activated`);
  }
  if (!account.allowManualJournalEntries) {
    return reject('GL_ACCOUNT_DOES_NOT_SUPPORT_MANUALLY_ENTRIES', `${at} ${account.glCode} takes no manual entries`);
  }
  return requireBaseCurrency(account.currencyCode, glAccounts) ?? account;
};

const checkAmounts = (lines: readonly NamedLine[], { baseCurrency }: GlAccounts): Rejection | undefined => {
  const decimals = baseCurrency?.decimals ?? 0;
  for (const { at, amount } of lines) {
    if (!isPositive(amount)) return reject('INVALID_AMOUNT', `${at}.amount must be more than 0`);
    if (amount.greaterThan(largestAmount)) return reject('INVALID_AMOUNT', `${at}.amount is too large`);
    if (!fitsDecimals(amount, decimals)) {
      return reject('INVALID_AMOUNT', `${at}.amount may have at most ${decimals} decimals`);
    }
  }
  return undefined;
};
