import type { Schemas } from '../../../generated/schemas.ts';
import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Rejection, type RejectionError, reject, rejectAll } from '../../../kernel/rejection.ts';
import type { GlAccount, GlAccounts } from './glAccount.ts';

type Input = Schemas['GLAccountInput'];

/** Refuses codes and names that nobody could find again: blank ones, and codes with spaces around them. */
export const checkTexts = (glCode: string, name: string, at: string): RejectionError | undefined => {
  if (glCode.trim() === '') return { reason: 'INVALID_PARAMETERS', source: `${at}glCode may not be blank` };
  if (glCode !== glCode.trim()) {
    return { reason: 'INVALID_PARAMETERS', source: `${at}glCode may not start or end with spaces` };
  }
  return name.trim() === '' ? { reason: 'INVALID_PARAMETERS', source: `${at}name may not be blank` } : undefined;
};

const checkCurrency = (input: Input, glAccounts: GlAccounts, at: string): RejectionError | undefined => {
  const code = input.currency?.code === 'NON_FIAT' ? undefined : input.currency?.code;
  const base = glAccounts.baseCurrency?.code;
  if (base === undefined) return { reason: 'BASE_CURRENCY_REQUIRED', source: 'the organisation has no base currency' };
  const foreign = [code, input.currency?.currencyCode].find((wanted) => wanted !== undefined && wanted !== base);
  return foreign === undefined
    ? undefined
    : {
        reason: 'FOREIGN_CURRENCY_IS_NOT_ALLOWED',
        source: `${at}currency ${foreign} is not the base currency ${base}`,
      };
};

/** The accounts of a list to be created, all or nothing: every fault is told with its place in the list. */
export const newGlAccounts = (
  inputs: readonly Input[],
  glAccounts: GlAccounts,
  now: Instant,
): readonly GlAccount[] | Rejection => {
  if (inputs.length === 0) return reject('INVALID_PARAMETERS', 'the list needs at least one GL account');
  const errors: RejectionError[] = [];
  const codes = new Set<string>();
  const accounts = inputs.map((input, index): GlAccount => {
    const at = `[${index}].`;
    const fault = checkTexts(input.glCode, input.name, at) ?? checkCurrency(input, glAccounts, at);
    if (fault) errors.push(fault);
    if (codes.has(input.glCode) || glAccounts.byCode.has(input.glCode)) {
      errors.push({ reason: 'GL_ACCOUNT_CODE_IS_NOT_UNIQUE', source: `${at}glCode ${input.glCode} is already in use` });
    }
    codes.add(input.glCode);
    return {
      encodedKey: newEncodedKey(),
      glCode: input.glCode,
      name: input.name,
      description: input.description ?? null,
      type: input.type,
      usage: input.usage,
      activated: true,
      allowManualJournalEntries: input.allowManualJournalEntries ?? false,
      stripTrailingZeros: input.stripTrailingZeros ?? false,
      currencyCode: glAccounts.baseCurrency?.code ?? '',
      creationDate: now,
      lastModifiedDate: now,
    };
  });
  return errors.length === 0 ? accounts : rejectAll(errors);
};
