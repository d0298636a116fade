import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instalment } from '../rules/state.ts';

/** The keys of instalments by slot: those they have, and new ones. */
export const instalmentKeysOf = (
  instalments: readonly Instalment[],
  known: ReadonlyMap<string, EncodedKey>,
): ReadonlyMap<string, EncodedKey> =>
  known.size === instalments.length && instalments.every(({ slot }) => known.has(slot))
    ? known
    : new Map(instalments.map(({ slot }) => [slot, known.get(slot) ?? newEncodedKey()]));
