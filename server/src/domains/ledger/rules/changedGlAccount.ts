import type { Schemas } from '../../../generated/schemas.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Rejection, reject, rejectAll } from '../../../kernel/rejection.ts';
import type { GlAccount } from './glAccount.ts';
import { checkTexts } from './newGlAccounts.ts';

/** History hangs on these: an account with another type, usage or currency is another account. */
const fixed = ['type', 'usage', 'currency', 'balance', 'migrationEventKey'] as const;

/** The account as a PATCH leaves it, judged against what it was: `before` and `wanted` are told in the contract's shape. */
export const changedGlAccount = (
  account: GlAccount,
  before: Schemas['GLAccount'],
  wanted: Schemas['GLAccount'],
  now: Instant,
): GlAccount | Rejection => {
  const touched = fixed.find((property) => JSON.stringify(before[property]) !== JSON.stringify(wanted[property]));
  if (touched !== undefined) return reject('FIELD_IS_NOT_EDITABLE', `${touched} of a GL account can't be changed`);
  const { glCode, name, activated, allowManualJournalEntries, stripTrailingZeros } = wanted;
  if (glCode === undefined) return missing('glCode');
  if (name === undefined) return missing('name');
  if (activated === undefined) return missing('activated');
  if (allowManualJournalEntries === undefined) return missing('allowManualJournalEntries');
  const fault = checkTexts(glCode, name, '');
  if (fault) return rejectAll([fault]);
  return {
    ...account,
    glCode,
    name,
    description: wanted.description ?? null,
    activated,
    allowManualJournalEntries,
    stripTrailingZeros: stripTrailingZeros ?? false,
    lastModifiedDate: now,
  };
};

const missing = (property: string): Rejection => reject('INVALID_PARAMETERS', `Property ${property} may not be null`);
