import type { ErrorReason } from '../../generated/errors.ts';
import { createGlAccounts } from './operations/createGlAccounts.ts';
import { createJournalEntries } from './operations/createJournalEntries.ts';
import { getGlAccount } from './operations/getGlAccount.ts';
import { getGlAccounts } from './operations/getGlAccounts.ts';
import { getJournalEntries } from './operations/getJournalEntries.ts';
import { patchGlAccount } from './operations/patchGlAccount.ts';
import { searchInterestAccruals } from './operations/searchInterestAccruals.ts';
import { searchJournalEntries } from './operations/searchJournalEntries.ts';

/** The ledger's operations; `verifyLedger` is put together where all domains' checks are known. */
export const ledgerHandlers = {
  createGlAccounts,
  createJournalEntries,
  getGlAccount,
  getGlAccounts,
  getJournalEntries,
  patchGlAccount,
  searchInterestAccruals,
  searchJournalEntries,
};

/** What the unique constraints of the ledger's tables mean to a client. */
export const ledgerConstraints: { readonly constraints: Readonly<Record<string, ErrorReason>> } = {
  constraints: { gl_account_gl_code: 'GL_ACCOUNT_CODE_IS_NOT_UNIQUE' },
};
