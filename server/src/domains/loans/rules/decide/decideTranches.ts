import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { checkTrancheDates, checkTrancheTotal, eachTranche, type TrancheProduct } from '../agreedTranches.ts';
import { disbursementsOf } from '../eventList.ts';
import { isTranched, type LoanTerms, type Tranche } from '../terms.ts';
import { trancheTotal, waitingTranches } from '../tranches.ts';
import type { WantedTranche } from '../wantedLoan.ts';
import { isActive, isLocked, type LoanAccountFacts, type LoanContext, shownLoan } from './account.ts';

// Changes of the tranches of a loan that exists, and what its approval asks of them.

/** Refuses the approval of a tranched loan whose tranches do not make its amount. */
export const checkTranchesMakeLoan = ({
  terms,
  events,
}: Pick<LoanAccountFacts, 'terms' | 'events'>): Rejection | undefined => {
  if (!isTranched(terms)) return undefined;
  if (!terms.tranches?.length) return reject('TRANCHES_NOT_DEFINED', 'tranches: the loan has none');
  const total = trancheTotal(terms, events);
  return total.equals(terms.loanAmount)
    ? undefined
    : reject(
        'TOTAL_AMOUNT_NOT_EQUAL_WITH_LOAN_AMOUNT',
        `tranches come to ${total.toFixed()} instead of the loan amount of ${terms.loanAmount.toFixed()}`,
      );
};

const checkState = (account: LoanAccountFacts): Rejection | undefined => {
  if (!isTranched(account.terms)) {
    return reject('TRANCHES_NOT_ALLOWED', `loan account ${account.id} is a ${account.terms.productType}`);
  }
  if (account.state.startsWith('CLOSED') || isLocked(account)) {
    const state = isLocked(account) ? 'locked' : account.state;
    return reject('TRANCHES_CANNOT_BE_EDITED', `loan account ${account.id} is ${state}`);
  }
  const done = isActive(account) && waitingTranches(account.terms, account.events).length === 0;
  return done ? reject('ALL_TRANCHES_ALREADY_DISBURSED', `all of loan account ${account.id} is disbursed`) : undefined;
};

/** Whether a request repeats a tranche that is paid out; what it leaves out it repeats. */
const repeats = (wanted: WantedTranche, agreed: Tranche, paidOut: Tranche['amount']): boolean =>
  (wanted.amount.equals(paidOut) || wanted.amount.equals(agreed.amount)) &&
  (wanted.expectedDisbursementDate ?? agreed.expectedDisbursementDate) === agreed.expectedDisbursementDate &&
  (wanted.fees === undefined ||
    (wanted.fees.length === agreed.disbursementFees.length &&
      wanted.fees.every(({ key, amount, percentage }, index) => {
        const fee = agreed.disbursementFees[index];
        return (
          fee?.predefinedFeeKey === key &&
          (amount === undefined || fee?.amount?.equals(amount) === true) &&
          (percentage === undefined || fee?.percentageAmount?.equals(percentage) === true)
        );
      })));

type Split = { readonly kept: readonly Tranche[]; readonly wanted: readonly WantedTranche[] };

/** What is paid out stays as it is, whether the request repeats it or leaves it out; the rest is what the request says. */
const withoutDisbursed = ({ terms, events }: LoanAccountFacts, sent: readonly WantedTranche[]): Split | Rejection => {
  const done = disbursementsOf(events);
  const kept = (terms.tranches ?? []).slice(0, done.length);
  const wanted: WantedTranche[] = [];
  for (const [index, one] of sent.entries()) {
    const number = one.number ?? index + 1;
    const [agreed, event] = [kept[number - 1], done[number - 1]];
    if (!agreed || !event) wanted.push(one);
    else if (!repeats(one, agreed, event.amount)) {
      return reject('CANNOT_MODIFY_DISBURSED_TRANCHE', `[${index}]: tranche ${number} is paid out`);
    }
  }
  return { kept, wanted };
};

/**
 * The terms with other tranches. Refusals in this order: a loan without tranches, its state, nothing left to pay out, a tranche that is
 * paid out and changed, too many, numbers, each amount and its fees, days, the total: that of an application or a running loan may be less
 * than the loan amount, that of an approved loan may not.
 */
export const decideTranches = (
  account: LoanAccountFacts,
  sent: readonly WantedTranche[],
  product: TrancheProduct,
  context: LoanContext,
): LoanTerms | Rejection => {
  const { terms, events } = account;
  const refusal = checkState(account);
  if (refusal) return refusal;
  const split = withoutDisbursed(account, sent);
  if (isRejection(split)) return split;
  const { kept, wanted } = split;
  const room = { ...product, maxNumberOfTranches: product.maxNumberOfTranches - kept.length };
  const tranches = eachTranche(wanted, room, terms);
  if (isRejection(tranches)) return tranches;
  const changed: LoanTerms = { ...terms, tranches: [...kept, ...tranches] };
  const last = disbursementsOf(events).at(-1)?.valueDate;
  const paid = kept.map((_tranche, index) =>
    last !== undefined && index === kept.length - 1 ? { expectedDisbursementDate: last } : {},
  );
  const dated = [...paid, ...tranches];
  const unordered = checkTrancheDates(dated, undefined);
  if (unordered) return unordered;
  const day = tranches[0]?.expectedDisbursementDate ?? account.expectedDisbursementDate;
  const shown = shownLoan({ ...account, expectedDisbursementDate: day, terms: changed }, context);
  return (
    checkTrancheDates(dated, shown.instalments.at(-1)?.dueDate) ??
    checkTrancheTotal(trancheTotal(changed, events), changed) ??
    (account.state === 'APPROVED' ? checkTranchesMakeLoan({ terms: changed, events }) : undefined) ??
    changed
  );
};
