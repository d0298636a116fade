import { firstRefusal } from '../../../../kernel/refusals.ts';
import type { Rejection } from '../../../../kernel/rejection.ts';
import type { LoanEvent } from '../events.ts';
import { recalculationsOf } from '../recalculations.ts';
import type { LoanTerms, PrepaymentRecalculationMethod } from '../terms.ts';

// A repayment of a mortgage may say what becomes of the schedule, instead of what the loan agreed on. Its own say and an edit by hand exclude each other:
// what somebody wrote into the schedule is not to be computed anew, nor the other way round.

const at = 'prepaymentRecalculationMethod';

type Chosen = { readonly recalculation?: PrepaymentRecalculationMethod; readonly slot?: string };

/**
 * Refuses a method that a repayment brings. In this order: a loan that is no dynamic mortgage, a method that its schedule can't have, one
 * instalment that is to be paid alone, a schedule that was edited.
 */
export const checkRepaymentRecalculation = (
  terms: LoanTerms,
  events: readonly LoanEvent[],
  { recalculation: method, slot }: Chosen,
): Rejection | undefined => {
  if (method === undefined) return undefined;
  return firstRefusal([
    [
      terms.productType !== 'DYNAMIC_MORTGAGE',
      'PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_ALLOWED_FOR_LOAN_ACCOUNT',
      `${at} comes from the product; only dynamic mortgages take another with a repayment`,
    ],
    [
      !recalculationsOf(terms).includes(method),
      'PREPAYMENT_RECALCULATION_METHOD_ON_REPAYMENT_NOT_SUPPORTED',
      `${at} ${method} does not go with equal instalments`,
    ],
    [slot !== undefined, 'INVALID_PARAMETERS', `either ${at} or installmentEncodedKey, not both`],
    [
      method !== 'NO_RECALCULATION' && events.some(({ type }) => type === 'SCHEDULE_EDITED'),
      'CONFLICT_BETWEEN_EDIT_SCHEDULE_OPERATIONS_AND_ATTEMPTED_PREPAYMENT_RECALCULATION_METHOD',
      `${at}: the schedule was edited by hand; a repayment computes it anew only as the loan agreed`,
    ],
  ]);
};

/** Refuses to edit a schedule that a repayment had computed in another way than the loan agreed on. */
export const checkEditAfterRecalculation = (terms: LoanTerms, events: readonly LoanEvent[]): Rejection | undefined =>
  firstRefusal([
    [
      events.some(
        (event) =>
          event.type === 'REPAID' &&
          event.recalculation !== undefined &&
          event.recalculation !== terms.payment.prepayment.prepaymentRecalculationMethod,
      ),
      'CONFLICT_BETWEEN_PREPAYMENT_RECALCULATION_METHOD_FROM_TRANSACTIONS_AND_NEW_SCHEDULE_EDIT',
      `a repayment brought a ${at} of its own; adjust it before the schedule is edited`,
    ],
  ]);
