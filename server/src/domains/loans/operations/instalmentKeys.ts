import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { Instalment } from '../rules/state.ts';

/** The keys of instalments by slot: those that the account has, and new ones. */
export const instalmentKeysOf = (
  instalments: readonly Instalment[],
  { instalmentKeys: known, figures }: Pick<LoanAccount, 'instalmentKeys' | 'figures'>,
): ReadonlyMap<string, EncodedKey> =>
  known.size === instalments.length &&
  // Nearly always they are those that the account told before, most of them the very same.
  instalments.every((one, index) => one === figures.instalments[index] || known.has(one.slot))
    ? known
    : new Map(instalments.map(({ slot }) => [slot, known.get(slot) ?? newEncodedKey()]));
