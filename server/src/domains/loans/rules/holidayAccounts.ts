import { firstRefusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import type { LoanResource } from './loanJournal.ts';

// Interest of payment holidays has ledger accounts of its own where the product names them. Holidays are granted later, by hand, so that no product
// must foresee them: where it names none, theirs are those of the other interest.

const stoodInFor = {
  PAYMENT_HOLIDAY_INTEREST_INCOME: 'INTEREST_INCOME',
  PAYMENT_HOLIDAY_INTEREST_RECEIVABLE: 'INTEREST_RECEIVABLE',
} as const;

/** The resource whose account a line goes to, given the rules of the product. */
export const bookedOn = (resource: LoanResource, rules: ReadonlyMap<string, unknown>): LoanResource =>
  resource in stoodInFor && !rules.has(resource) ? stoodInFor[resource as keyof typeof stoodInFor] : resource;

/** Refuses one of the two accounts without the other where both are used: what is booked on one would come off another. */
export const checkHolidayAccounts = (
  accountingMethod: string,
  rules: readonly { readonly financialResource: string }[],
  at: string,
): Rejection | undefined => {
  const named = (resource: string): boolean => rules.some((rule) => rule.financialResource === resource);
  const income = named('PAYMENT_HOLIDAY_INTEREST_INCOME');
  const receivable = named('PAYMENT_HOLIDAY_INTEREST_RECEIVABLE');
  const missing = income ? 'PAYMENT_HOLIDAY_INTEREST_RECEIVABLE' : 'PAYMENT_HOLIDAY_INTEREST_INCOME';
  return firstRefusal([
    [accountingMethod === 'ACCRUAL' && income !== receivable, 'MISSING_RULE', `${at} needs a rule for ${missing}`],
  ]);
};
