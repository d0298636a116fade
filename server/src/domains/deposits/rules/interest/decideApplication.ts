import type { Instant } from '../../../../kernel/instant.ts';
import { type LocalDate, latest } from '../../../../kernel/localDate.ts';
import { isNegative, isPositive, negated, zero } from '../../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../../kernel/rejection.ts';
import { type Posted, post } from '../decidePosting.ts';
import type { PostingFacts } from '../posting.ts';
import { splitCredit, splitDebit } from '../split.ts';
import { foldInterest, type InterestFacts } from './accountInterest.ts';
import { minusAccrued, nothingAccrued } from './accrued.ts';
import { applyAccrued, type InterestApplication } from './application.ts';
import { isNothingBooked, minusBooked, takenFromBooks } from './booked.ts';
import { taxRateOn } from './withholdingTax.ts';

/** An application of interest that a decision is about. */
export type ApplicationRequest = {
  /** The day of the application: what accrued before it is applied. */
  readonly date: LocalDate;
  /** The first moment of that day. */
  readonly valueDate: Instant;
  /** The value date unless given. */
  readonly bookingDate?: Instant;
  readonly notes: string | null;
};

/** What applying did: the posting and, where tax is withheld, that of the tax behind it; or the reason why nothing was posted. */
export type Applied =
  | { readonly posted: Posted; readonly tax: Posted | null }
  | { readonly posted: null; readonly application: Exclude<InterestApplication, { outcome: 'APPLIED' }> };

/**
 * Applies the interest that accrued before a day, folded anew from the last application. The amount moves the balance, also below zero; it pays no
 * fees that are due. The tax of credit interest is withheld right behind it, from the balance that it left. The account's history must hold its
 * movements since then. What accrued on that day and later stays.
 */
export const decideApplication = (
  facts: Pick<PostingFacts, 'account' | 'product' | 'decimals' | 'now' | 'today' | 'userKey' | 'userBranchKey'>,
  request: ApplicationRequest,
  of: InterestFacts,
): Applied | Rejection => {
  const { account, product, decimals } = facts;
  const movements = account.history ?? [];
  const before = foldInterest(account, product, movements, request.date, of);
  if (isRejection(before)) return before;
  // Days that the night accrued already, of an application that is dated back.
  const to = latest(account.accruedTo ?? request.date, request.date);
  const all = foldInterest(account, product, movements, to, of);
  if (isRejection(all)) return all;
  const accruedBefore = before?.accrued ?? nothingAccrued;
  const taxRate = isPositive(accruedBefore.interestAccrued) ? taxRateOn(request.date, account, product, of) : null;
  if (isRejection(taxRate)) return taxRate;
  const application = applyAccrued({
    accruedBefore,
    accruedSince: minusAccrued(all?.accrued ?? nothingAccrued, accruedBefore),
    currencyDecimals: decimals,
    withholdingTaxRate: taxRate,
  });
  if (application.outcome !== 'APPLIED') return { posted: null, application };
  const { amount, interestAccruedAmounts, withholdingTax } = application;
  const split = isNegative(amount)
    ? splitDebit(account, negated(amount))
    : splitCredit({ totalBalance: account.totalBalance, feesDue: zero }, amount);
  const dates = { valueDate: request.valueDate, bookingDate: request.bookingDate ?? request.valueDate };
  const taken = takenFromBooks(account.booked, interestAccruedAmounts, decimals);
  const posted = post({ ...facts, userBranchKey: null }, 'INTEREST_APPLIED', amount, split, {
    ...dates,
    notes: request.notes,
    interestAccruedAmounts,
    interestFromBooks: isNothingBooked(taken) ? null : taken,
    interestAppliedBefore: account.lastInterestStoredDate,
  });
  const tax = isPositive(withholdingTax)
    ? post(
        { ...facts, account: posted.account, userBranchKey: null },
        'WITHHOLDING_TAX',
        negated(withholdingTax),
        splitDebit(posted.account, withholdingTax),
        { ...dates, taxRate },
      )
    : null;
  const after = {
    ...(tax ?? posted).account,
    booked: minusBooked(posted.account.booked, taken),
    lastInterestStoredDate: request.valueDate,
    interestChanged: true,
  };
  // What was applied bears interest itself from that day on.
  const since = foldInterest(after, product, after.history ?? [], to, of);
  if (isRejection(since)) return since;
  const left = { ...after, accrued: since?.accrued ?? nothingAccrued, accruedTo: to };
  return { posted: { ...posted, account: left }, tax: tax && { ...tax, account: left } };
};
