import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Directory } from './organisation.ts';

/** A directory over things that have a key and another name. */
export const directory = <T extends { readonly encodedKey: EncodedKey }>(
  things: readonly T[],
  idOf: (thing: T) => string,
): Directory<T> => {
  const byKey = new Map(things.map((thing) => [thing.encodedKey, thing]));
  const byId = new Map(things.map((thing) => [idOf(thing), thing]));
  return {
    byKey,
    byId,
    find: (ref) => {
      const key = asEncodedKey(ref);
      return (key === undefined ? undefined : byKey.get(key)) ?? byId.get(ref);
    },
  };
};
