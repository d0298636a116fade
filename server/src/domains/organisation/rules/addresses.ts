import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { Decimal, type Decimalish } from '../../../kernel/money.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';

/** An address as it is stored and told. */
export type Address = {
  readonly encodedKey?: EncodedKey | undefined;
  readonly parentKey?: EncodedKey | undefined;
  readonly indexInList?: number | undefined;
  readonly line1?: string | undefined;
  readonly line2?: string | undefined;
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  readonly postcode?: string | undefined;
  readonly country?: string | undefined;
  readonly latitude?: Decimalish | undefined;
  readonly longitude?: Decimalish | undefined;
};

const coordinateDigits = 6;

/** Most elements of a list that belongs to one entity: addresses, identity documents. */
export const longestList = 100;

const checkCoordinate = (value: Decimalish | undefined, property: string, largest: number): Rejection | undefined => {
  if (value === undefined) return undefined;
  const degrees = new Decimal(value);
  if (degrees.abs().greaterThan(largest)) {
    return reject('INVALID_PARAMETERS', `${property} must be between -${largest} and ${largest}`);
  }
  return degrees.decimalPlaces() > coordinateDigits
    ? reject('INVALID_PARAMETERS', `${property} may have at most ${coordinateDigits} decimals`)
    : undefined;
};

/** Refuses places that are not on the globe. */
export const checkAddresses = (addresses: readonly Address[], property = 'addresses'): Rejection | undefined => {
  if (addresses.length > longestList) {
    return reject('INVALID_PARAMETERS', `${property} may have at most ${longestList} elements`);
  }
  for (const [index, address] of addresses.entries()) {
    const refusal =
      checkCoordinate(address.latitude, `${property}[${index}].latitude`, 90) ??
      checkCoordinate(address.longitude, `${property}[${index}].longitude`, 180);
    if (refusal) return refusal;
  }
  return undefined;
};

type Listed = { readonly encodedKey?: EncodedKey | undefined; readonly indexInList?: number | undefined };

/**
 * Brings a list that belongs to an entity into its order (`indexInList` where it is given) and gives every element its index and its key.
 * Requests carry no keys, so an element keeps the stored key of the one that `same` recognises, else of the one that stood in its place.
 */
export const keptInList = <T extends Listed>(
  wanted: readonly T[],
  stored: readonly T[],
  same: (left: T, right: T) => boolean,
): (T & { readonly encodedKey: EncodedKey; readonly indexInList: number })[] => {
  const ordered = wanted
    .map((element, place) => ({ element, place: element.indexInList ?? place }))
    .sort((left, right) => left.place - right.place)
    .map(({ element }) => element);
  const free = new Set(stored);
  const take = (found: T | undefined): EncodedKey | undefined => {
    if (found === undefined || !free.delete(found)) return undefined;
    return found.encodedKey;
  };
  const recognised = ordered.map((element) => take([...free].find((candidate) => same(candidate, element))));
  return ordered.map((element, index) => ({
    ...element,
    encodedKey: recognised[index] ?? take(stored[index]) ?? newEncodedKey(),
    indexInList: index,
  }));
};

/** The lines of an address, by which one is recognised. */
export const addressLines = ['line1', 'line2', 'city', 'region', 'postcode', 'country'] as const;

/** The addresses of an entity with their keys, in their order. */
export const addressesOf = (
  wanted: readonly Address[],
  stored: readonly Address[],
  parentKey: EncodedKey,
): readonly Address[] =>
  keptInList(wanted, stored, (left, right) => addressLines.every((property) => left[property] === right[property])).map(
    (address) => ({ ...address, parentKey }),
  );
