import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { DepositAccount } from '../depositAccount.ts';
import { fromTheBeginning } from './accountInterest.ts';
import { replacedSince, valueOn } from './history.ts';
import type { QuotedRates } from './interestTerms.ts';

/**
 * The account with the credit rates of its product in the place of all that held since its last application of interest, or since the beginning
 * where it was never active (`since` null). What accrued since then is priced anew by the next night. An account without credit
 * interest, and one that has these rates already, stays as it is.
 */
export const repriced = (account: DepositAccount, rates: QuotedRates, since: LocalDate | null): DepositAccount => {
  const { interest } = account;
  if (interest === null || interest.credit.length === 0) return account;
  const from = since ?? fromTheBeginning;
  const same = (held: QuotedRates | undefined): boolean => JSON.stringify(held) === JSON.stringify(rates);
  if (same(valueOn(interest.credit, from)) && interest.credit.every((entry) => entry.from <= from || same(entry.value)))
    return account;
  return {
    ...account,
    interest: { ...interest, credit: replacedSince(interest.credit, from, rates) },
    interestChanged: true,
  };
};
