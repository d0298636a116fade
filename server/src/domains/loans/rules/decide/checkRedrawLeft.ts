import { isPositive } from '../../../../kernel/money.ts';
import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanDecision } from './account.ts';

/** Refuses what would let a withdrawal or a repayment from the redraw balance, this or a later one, have taken more than lay there. */
export const checkRedrawLeft = ({ loan }: Pick<LoanDecision, 'loan'>): Rejection | undefined =>
  isPositive(loan.redrawShort)
    ? reject(
        'INSUFFICIENT_REDRAW_BALANCE',
        `withdrawals and repayments from the redraw balance would at some time be ${loan.redrawShort.toFixed()} more than it`,
      )
    : undefined;
