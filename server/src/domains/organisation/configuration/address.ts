import { group, optional, text, type Values } from '../../../platform/configuration/shape.ts';
import { type Address, addressLines } from '../rules/addresses.ts';

/** The one address of a branch or a centre, as its document has it. */
export const address = group({
  line1: optional(text()),
  line2: optional(text()),
  city: optional(text()),
  region: optional(text()),
  postcode: optional(text()),
  country: optional(text()),
});

type DocumentAddress = Values<{ [Line in (typeof addressLines)[number]]: ReturnType<typeof optional<string>> }>;

/** The address that a document tells: the first one. */
export const firstAddress = (stored: unknown): DocumentAddress | undefined => {
  const [first] = (stored ?? []) as readonly Address[];
  return first && (Object.fromEntries(addressLines.map((line) => [line, first[line]])) as DocumentAddress);
};

/**
 * The addresses of which a document wants the first one so. The others are none of its business, unless it wants no address at all. An address
 * that stays keeps its place on the map.
 */
export const withFirstAddress = (stored: unknown, wanted: DocumentAddress | undefined): readonly Address[] => {
  if (wanted === undefined) return [];
  const [first, ...others] = (stored ?? []) as readonly Address[];
  const same = first !== undefined && addressLines.every((line) => first[line] === wanted[line]);
  return [same ? first : { ...wanted, indexInList: 0 }, ...others];
};
