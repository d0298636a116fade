import { zero } from '../../../../kernel/money.ts';
import type { Locked, LockedOperation, Unlocked } from '../events.ts';
import type { LoanTransactionType } from '../state.ts';
import { accrueTo, releaseInterest } from './accrual.ts';
import { applyMissed } from './applyOnDay.ts';
import { chargeWaiting } from './penalty.ts';
import { originOf, record, type Working } from './working.ts';

const lockedAs: Record<LockedOperation, LoanTransactionType> = {
  APPLY_INTEREST: 'INTEREST_LOCKED',
  APPLY_FEES: 'FEE_LOCKED',
  APPLY_PENALTIES: 'PENALTY_LOCKED',
};

const unlockedAs: Record<LockedOperation, LoanTransactionType> = {
  APPLY_INTEREST: 'INTEREST_UNLOCKED',
  APPLY_FEES: 'FEE_UNLOCKED',
  APPLY_PENALTIES: 'PENALTY_UNLOCKED',
};

/** Stops charges of a loan. They go on accruing. */
export const lock = (loan: Working, event: Locked): void => {
  const { operations, totalDueType, valueDate } = event;
  loan.lock = { operations, since: valueDate, ...(totalDueType === undefined ? {} : { totalDueType }) };
  for (const operation of operations) {
    const type = lockedAs[operation];
    record(loan, originOf(event, type), type, zero, {});
  }
};

/** Lets charges of a loan go on: interest of the due dates that passed and penalties that waited are applied. */
export const unlock = (loan: Working, event: Unlocked): void => {
  const operations = loan.lock?.operations ?? [];
  accrueTo(loan, event.valueDate);
  loan.lock = undefined;
  for (const operation of operations) {
    const type = unlockedAs[operation];
    record(loan, originOf(event, type), type, zero, {});
  }
  releaseInterest(loan, event);
  applyMissed(loan, originOf(event, 'INTEREST_APPLIED'));
  chargeWaiting(loan, originOf(event, 'PENALTY_APPLIED'));
};
