import type { LocalDate } from '../../../kernel/localDate.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { termsOnDay } from '../rules/interest/accountInterest.ts';
import { type ToldRate, toldRate } from '../rules/interest/toldRate.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { type Bank, interestFactsOf } from './interestFacts.ts';

/** What a statement tells of the rate by which an account bears interest of a kind on a day; nothing where it bears none. */
export const toldRateOn = (
  account: DepositAccount,
  kind: 'credit' | 'overdraft',
  date: LocalDate,
  bank: Bank,
): ToldRate => {
  const { interest, activationDate, assignedBranchKey, productTypeKey } = account;
  if (interest === null || activationDate === null) return {};
  const activation = bank.clock.zone.localDateOf(activationDate);
  const product = productOfAccount(bank.reference, productTypeKey);
  const facts = interestFactsOf(bank, assignedBranchKey);
  const terms = termsOnDay({ ...account, interest }, activation, product, date, facts)[kind];
  return terms === null ? {} : toldRate(terms, date, activation);
};
