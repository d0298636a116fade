import { isJsonObject, type Json, type JsonObject, referencedName, schemaObjects } from './contractDocuments.ts';

const redirected = (value: Json, target: string): Json => {
  if (Array.isArray(value)) return value.map((item) => redirected(item, target));
  return isJsonObject(value) ? withReferences(value, target) : value;
};

/** A copy of an object in which every reference to a shape of the contract points into `target` instead. */
export const withReferences = (value: JsonObject, target: string): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? `${target}${referencedName(item)}` : redirected(item, target),
    ]),
  );

type Convert = (schema: JsonObject) => JsonObject;

const collect = (value: Json, convert: Convert, found: Map<string, JsonObject>): void => {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, convert, found);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$ref' || typeof item !== 'string') {
        collect(item, convert, found);
        continue;
      }
      const name = referencedName(item);
      if (found.has(name)) continue;
      const schema = schemaObjects()[name];
      if (!schema) throw new Error(`the contract refers to the unknown schema ${name}`);
      const converted = convert(schema);
      found.set(name, converted);
      collect(converted, convert, found);
    }
  }
};

/**
 * The shapes that a value refers to, directly and through other shapes, each converted, by name in alphabetical order.
 * What only a part refers to that the conversion drops is not among them.
 */
export const referencedSchemas = (value: Json, convert: Convert): JsonObject => {
  const found = new Map<string, JsonObject>();
  collect(value, convert, found);
  return Object.fromEntries([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
};
