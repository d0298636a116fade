import { type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { LoanAccountState } from './account.ts';

/** Another loan of the same holder, as far as the number of loans is concerned. */
export type HolderLoan = { readonly id: string; readonly accountState: LoanAccountState };

/** A step of a loan at which its holder's other loans count. Opening is applying, and opening a closed loan again. */
export type LoanStep = 'OPEN' | 'APPROVE' | 'DISBURSE';

const running: readonly LoanAccountState[] = ['ACTIVE', 'ACTIVE_IN_ARREARS'];

/** Which of the others stand in the way. Applications from before the rule may wait side by side; the first to be approved wins. */
const inTheWay: Readonly<Record<LoanStep, (state: LoanAccountState) => boolean>> = {
  OPEN: (state) => !state.startsWith('CLOSED'),
  APPROVE: (state) => state === 'APPROVED' || running.includes(state),
  DISBURSE: (state) => running.includes(state),
};

/**
 * Refuses a step that would give a holder a second loan, where the organisation allows one. The refusal names a loan that stands in the way only
 * where the caller may see it.
 */
export const checkOneLoan = <Loan extends HolderLoan>(
  others: readonly Loan[],
  step: LoanStep,
  isSeen: (loan: Loan) => boolean,
): Rejection | undefined => {
  const blocking = others.filter(({ accountState }) => inTheWay[step](accountState));
  if (blocking.length === 0) return undefined;
  const seen = blocking.find(isSeen);
  const which = seen ? `loan account ${seen.id} is ${seen.accountState}` : 'the holder has another';
  return reject('NUMBER_OF_LOANS_EXCEEDED', `the organisation allows one loan for each holder; ${which}`);
};
