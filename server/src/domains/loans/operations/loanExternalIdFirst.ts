import { dateReasons, externalIdBefore } from '../../deposits/index.ts';

/**
 * The refusal of a loan's posting where its external id is taken: that comes before dates, amounts and what is owed, as on deposits. And before what the
 * posting itself brought about: who sends a disbursement again, or the repayment that closed the loan, hears that it was made.
 */
export const loanExternalIdFirst = externalIdBefore([
  ...dateReasons,
  'INVALID_DISBURSEMENT_DATE',
  'REPAYMENT_DATE_IN_THE_FUTURE_ERROR',
  'DUE_DATE_BEFORE_LOGGED_TRANSACTION',
  'DUE_DATE_BEFORE_ACCOUNTING_CLOSURE',
  'EXCESS_REPAYMENT_ERROR',
  'CANNOT_APPLY_REPAYMENT_ON_ZERO_BALANCE_ACCOUNT',
  'REPAYMENT_WAS_FULLY_PAID',
  'ACCOUNT_ALREADY_DISBURSED',
  'INVALID_ACCOUNT_STATE',
  'INVALID_ACCOUNT_STATE_FOR_REPAYMENTS',
]);
