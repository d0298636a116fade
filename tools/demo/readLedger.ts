import { money } from '../../server/src/kernel/money.ts';
import type { BankClient } from '../client/bankClient.ts';
import type { LedgerAccount } from './trialBalance.ts';

const types = ['ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE'] as const;
const PAGE = 200;

const accountsOfType = async (bank: BankClient, type: (typeof types)[number]): Promise<LedgerAccount[]> => {
  const accounts: LedgerAccount[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await bank.ok('getGlAccounts', { query: { type, offset, limit: PAGE } });
    // Headers only group what stands below them.
    for (const { glCode = '', name = '', balance, usage } of page) {
      if (usage === 'DETAIL') accounts.push({ glCode, name, type, balance: money(balance ?? 0) });
    }
    if (page.length < PAGE) return accounts;
  }
};

/** All accounts of the general ledger that can be posted to, with their balances of this moment. */
export const readLedger = async (bank: BankClient): Promise<readonly LedgerAccount[]> =>
  (await Promise.all(types.map((type) => accountsOfType(bank, type)))).flat();
