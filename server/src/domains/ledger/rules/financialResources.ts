import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { type GlAccounts, takesPostings } from './glAccount.ts';

/** What a product's accounting rules map to ledger accounts: PORTFOLIO_CONTROL, SAVINGS_CONTROL, INTEREST_INCOME … */
export type FinancialResource = Schemas['GLAccountingRule']['financialResource'];

/** The ledger account a posting uses for a resource, by the product's rules in force now; refuses missing and unusable ones. */
export const resolveRule = (
  rules: ReadonlyMap<FinancialResource, EncodedKey>,
  resource: FinancialResource,
  glAccounts: GlAccounts,
): EncodedKey | Rejection => {
  const key = rules.get(resource);
  if (key === undefined) {
    return reject(
      'UNDEFINED_ACCOUNT_FOR_FINANCIAL_RESOURCE_ERROR',
      `the product has no accounting rule for ${resource}`,
    );
  }
  return usableAccount(key, glAccounts, resource) ?? key;
};

/** The refusal of an account that takes no postings, named by what it is used for; undefined when it does. */
export const usableAccount = (key: EncodedKey, glAccounts: GlAccounts, usedFor: string): Rejection | undefined => {
  const account = glAccounts.byKey.get(key);
  if (account && takesPostings(account)) return undefined;
  const problem = !account ? 'does not exist' : account.activated ? 'is a header account' : 'is not activated';
  return reject(
    'INVALID_ACCOUNT_FOR_JOURNAL_ENTRY_ERROR',
    `the GL account ${account?.glCode ?? key} of ${usedFor} ${problem}`,
  );
};

/** The ledger is kept in the base currency; other currencies wait for accounting rates. */
export const requireBaseCurrency = (currencyCode: string, glAccounts: GlAccounts): Rejection | undefined =>
  glAccounts.baseCurrency?.code === currencyCode
    ? undefined
    : reject('RATE_NOT_SET', `there is no accounting rate for currencyCode ${currencyCode}`);
