import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { plusDays } from '../../../kernel/localDate.ts';
import { absolute, isNegative, isZero, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import {
  appended,
  changed,
  type Decision,
  internalCommand,
  touch,
  unchanged,
} from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { Reference } from '../../../platform/reference/referenceCache.ts';
import type { EndOfDayContext } from '../../eod/index.ts';
import { type NumberedPosting, numberedPostings } from '../journalSlots.ts';
import { type AccrualKind, type AccrualScope, amountToBook, resultSides } from '../rules/accruals.ts';
import { accountingRateAt, bookedLines } from '../rules/bookedLines.ts';
import { checkClosure } from '../rules/closure.ts';
import type { JournalSide } from '../rules/journal.ts';
import { type Accrual, accruals, openAccruals } from '../store/accrualBookStore.ts';
import { glAccountReference } from '../store/glAccountReference.ts';

/** How the products of a domain have their accruals booked. */
export type AccrualBooks = {
  readonly kinds: readonly AccrualKind[];
  readonly productType: 'LOAN' | 'SAVINGS';
  /** Of one scope: its GL accounts by the product's rules in force, the currency's decimals, and whether a breakdown by account is kept. */
  readonly of: (
    scope: AccrualScope,
    reference: Reference,
  ) =>
    | {
        readonly resultKey: EncodedKey;
        readonly owedKey: EncodedKey;
        readonly decimals: number;
        readonly keepsBreakdown: boolean;
      }
    | Rejection;
};

const otherSide = (side: JournalSide): JournalSide => (side === 'DEBIT' ? 'CREDIT' : 'DEBIT');

/** The posting of an accrual, with what it will be known by; no rows where rounding leaves nothing. */
const posted = (accrual: Accrual, books: AccrualBooks, context: OperationContext): Decision<null> | Rejection => {
  const { encodedKey, day, productKey, branchKey, currencyCode, kind, accrued, carried } = accrual;
  const glAccounts = context.reference.get(glAccountReference);
  const booked = books.of(accrual, context.reference);
  if (isRejection(booked)) return booked;
  const { resultKey, owedKey, decimals, keepsBreakdown } = booked;
  const amount = amountToBook(accrued, carried, decimals);
  // An amount below zero takes back.
  const side = isNegative(amount) ? otherSide(resultSides[kind]) : resultSides[kind];
  const dated = context.clock.zone.startOf(plusDays(day, 1));
  // What would lie in a closed period is booked today.
  const isClosed = checkClosure(glAccounts, context.clock.zone.localDateOf(dated), branchKey) !== undefined;
  const bookingDate = isClosed ? context.now : dated;
  const lines = bookedLines(
    [
      { glAccountKey: resultKey, side, amount: absolute(amount), branchKey },
      { glAccountKey: owedKey, side: otherSide(side), amount: absolute(amount), branchKey },
    ],
    currencyCode,
    bookingDate,
    glAccounts,
  );
  if (isRejection(lines)) return lines;
  const isForeign = glAccounts.baseCurrency?.code !== currencyCode;
  const transactionId = `ACCRUAL-${day}-${encodedKey}`;
  const posting: NumberedPosting = {
    draft: {
      source: { transactionId },
      lines,
      bookingDate,
      creationDate: context.now,
      accountKey: null,
      productKey,
      productType: books.productType,
      userKey: context.principal.userKey,
      notes: `Interest accrued on ${day}`,
      currencyCode,
    },
    written: [],
  };
  const booking = {
    amount,
    transactionId,
    bookingDate,
    creationDate: context.now,
    resultGlAccountKey: resultKey,
    owedGlAccountKey: owedKey,
    written: posting.written,
    accountingRate: isForeign ? (accountingRateAt(glAccounts, currencyCode, bookingDate)?.rate ?? null) : null,
    told: keepsBreakdown ? carried : zero,
  };
  return {
    changes: [changed(accruals, { ...accrual, booking, isBooked: true })],
    rows: isZero(amount) ? [] : [appended(numberedPostings, posting)],
    outcome: null,
    subject: { type: books.productType === 'LOAN' ? 'LOAN_PRODUCT' : 'DEPOSIT_PRODUCT', key: productKey },
  };
};

/**
 * Makes the part of a night that books what the accounts of a domain's products accrued: one posting for all of them in a branch and a currency,
 * dated with the first moment after the day. What was left of an earlier night is booked first.
 */
export const accrualBooking = (name: string, books: AccrualBooks): ((context: EndOfDayContext) => Promise<void>) => {
  const bookAccrual = internalCommand<{ readonly accountKey: EncodedKey }, null>(name, {
    touches: ({ accountKey }) => [touch(accruals, accountKey)],
    decide: ({ accountKey }, state, context) => {
      const accrual = state.get(accruals, accountKey);
      if (!accrual) return reject('INTERNAL_ERROR', `accrual ${accountKey} does not exist`);
      return accrual.isBooked ? unchanged(null) : posted(accrual, books, context);
    },
  });
  return async (context) => {
    for (const keys of await openAccruals(context.tenant.pool, context.day, books.kinds))
      await runForAccounts(bookAccrual, keys, context);
  };
};
