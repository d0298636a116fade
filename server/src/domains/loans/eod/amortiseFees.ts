import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import { absolute, isNegative, isZero, minus, plus, sum } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { appended, changed, internalCommand, touch, unchanged } from '../../../platform/posting/command.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { Reference } from '../../../platform/reference/referenceCache.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { bookedLines, checkClosure, glAccountReference, journalRows, resolveRule } from '../../ledger/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import { lengthBy } from '../rules/effectiveInterest.ts';
import { type EarnedIn, type FeeInBooks, incomeByBranch, toldByNight, toRecognise } from '../rules/feeAmortization.ts';
import { feeAmortizations, openFeeAmortizations, type StoredFeeAmortization } from '../store/feeAmortizationStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';

/** Fees that are looked at in one statement. */
const chunk = 2000;

const inBooks = (stored: StoredFeeAmortization, reference: Reference): FeeInBooks => {
  const { amortization, amount, from, dueDates, currencyCode, branchKey, isUndone, isClosed, toldTo } = stored;
  const { payments, lent, counting } = stored;
  const organisation = reference.get(organisationReference);
  const decimals = organisation.currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;
  const lengthOf = lengthBy(counting, (date) => organisation.isWorkingDay(date, branchKey));
  const cashFlows = payments && lent ? { cashFlows: { payments, lent, lengthOf } } : {};
  return { fee: { amortization, amount, from, dueDates, decimals, ...cashFlows }, isUndone, isClosed, toldTo };
};

/** What of a fee was made income where its loan is now. */
const earnedHere = ({ branchKey, recognised, earnedIn }: StoredFeeAmortization): EarnedIn<EncodedKey | null> => ({
  branchKey,
  amount: minus(recognised, sum(earnedIn.map(({ amount }) => amount))),
});

/** Makes income of what one fee's intervals that ended by a day say; one that says nothing new stays as it is. */
const amortiseFee = (day: LocalDate) =>
  internalCommand<{ readonly accountKey: EncodedKey }, null>('amortiseLoanFee', {
    touches: ({ accountKey }) => [touch(feeAmortizations, accountKey)],
    decide: ({ accountKey }, state, context) => {
      const stored = state.get(feeAmortizations, accountKey);
      if (!stored) return reject('INTERNAL_ERROR', `amortisation ${accountKey} does not exist`);
      const { encodedKey, branchKey, currencyCode, productKey, predefinedFeeKey } = stored;
      const fee = inBooks(stored, context.reference);
      const amount = toRecognise(fee, stored.recognised, day);
      if (isZero(amount)) return unchanged(null);
      const product = productOfLoan(context.reference, productKey);
      const rules = new Map([
        ...product.accountingRules,
        ...(product.fees.get(predefinedFeeKey)?.accountingRules ?? new Map<never, never>()),
      ]);
      const glAccounts = context.reference.get(glAccountReference);
      const deferred = resolveRule(rules, 'DEFERRED_FEE_INCOME', glAccounts);
      if (isRejection(deferred)) return deferred;
      const income = resolveRule(rules, 'FEE_INCOME', glAccounts);
      if (isRejection(income)) return income;
      const { booked, left } = incomeByBranch(amount, earnedHere(stored), stored.earnedIn);
      // What would lie in a closed period is booked today.
      const next = plusDays(day, 1);
      const closed = [branchKey, ...booked.map((one) => one.branchKey)].some((one) =>
        checkClosure(glAccounts, next, one),
      );
      const bookingDate = closed ? context.now : context.clock.zone.startOf(next);
      const book = (parts: readonly EarnedIn<EncodedKey | null>[]) => {
        const [moves, back] = isNegative(amount) ? (['CREDIT', 'DEBIT'] as const) : (['DEBIT', 'CREDIT'] as const);
        const earned = parts.map((part) => ({
          ...part,
          glAccountKey: income,
          side: back,
          amount: absolute(part.amount),
        }));
        const ahead = { glAccountKey: deferred, side: moves, amount: absolute(amount), branchKey };
        return bookedLines([ahead, ...earned], currencyCode, bookingDate, glAccounts);
      };
      // Branches that have no account between them any more, or never had one, leave it all where the loan is.
      const apart = book(booked);
      const lines = isRejection(apart) ? book([{ branchKey, amount }]) : apart;
      if (isRejection(lines)) return lines;
      return {
        changes: [
          changed(feeAmortizations, {
            ...stored,
            recognised: plus(stored.recognised, amount),
            earnedIn: left,
            toldTo: toldByNight(fee, day),
          }),
        ],
        rows: [
          appended(journalRows, {
            source: { transactionId: `AMORTIZATION-${encodedKey}` },
            lines,
            bookingDate,
            creationDate: context.now,
            accountKey: stored.accountKey,
            productKey,
            productType: 'LOAN',
            userKey: context.principal.userKey,
            notes: `Fee amortised on ${day}`,
            currencyCode,
          }),
        ],
        outcome: null,
        subject: { type: 'LOAN_ACCOUNT', key: stored.accountKey },
      };
    },
  });

/** The night's step that makes income of amortised fees: only those of which something has to be booked go through the runner. */
export const amortiseLoanFees: EndOfDayStep = {
  name: 'loans: amortise fees',
  run: async (context) => {
    const { tenant, day } = context;
    const reference = await tenant.reference.current();
    let count = 0;
    for (let after: EncodedKey | null = null; ; ) {
      const open = await openFeeAmortizations(tenant.pool, after, chunk);
      const due = open.filter((stored) => !isZero(toRecognise(inBooks(stored, reference), stored.recognised, day)));
      const keys = due.map(({ encodedKey }) => encodedKey);
      count += await runForAccounts(amortiseFee(day), keys, context);
      after = open.at(-1)?.encodedKey ?? null;
      if (after === null) return count;
    }
  },
};
