import { isJsonObject, type Json, type JsonObject, referencedName, schemaObjects } from './contractDocuments.ts';

/** A copy of a value in which every reference to a shape of the contract points into `target` instead. */
export const withReferences = (value: Json, target: string): Json => {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, target));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? `${target}${referencedName(item)}` : withReferences(item, target),
    ]),
  );
};

const collect = (value: Json, found: Set<string>): void => {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== '$ref' || typeof item !== 'string') {
        collect(item, found);
        continue;
      }
      const name = referencedName(item);
      if (found.has(name)) continue;
      found.add(name);
      collect(schemaObjects()[name] ?? null, found);
    }
  }
};

/** The shapes that a value refers to, directly and through other shapes, in alphabetical order. */
export const referencedSchemas = (value: Json): readonly (readonly [string, JsonObject])[] => {
  const found = new Set<string>();
  collect(value, found);
  return [...found].sort().map((name) => {
    const schema = schemaObjects()[name];
    if (!schema) throw new Error(`the contract refers to the unknown schema ${name}`);
    return [name, schema];
  });
};
