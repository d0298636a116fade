import { isJsonObject, type Json, type JsonObject, referencedName } from './contractDocuments.ts';

// What Swagger 2.0 has no word for. oneOf stands in the contract once, for values that are an object or a list.
const unknownWords = new Set(['oneOf', 'patternProperties', 'writeOnly']);

// Swagger 2.0 has no unions. Text is the safest of several types: the server reads numbers and booleans from text.
const singleType = (types: readonly Json[]): Json => (types.includes('string') ? 'string' : (types[0] ?? 'object'));

const isReadOnly = (schema: JsonObject, property: Json): boolean => {
  const declared = isJsonObject(schema.properties) ? schema.properties[String(property)] : undefined;
  return isJsonObject(declared) && declared.readOnly === true;
};

const convertedWord = (schema: JsonObject, word: string, value: Json): Json => {
  if (word === '$ref') return `#/definitions/${referencedName(String(value))}`;
  if (word === 'type' && Array.isArray(value)) return singleType(value);
  if (word === 'properties' && isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, isJsonObject(item) ? swaggerSchema(item) : item]),
    );
  // Swagger 2.0: what only answers have may not be required.
  if (word === 'required' && Array.isArray(value)) return value.filter((name) => !isReadOnly(schema, name));
  if ((word === 'items' || word === 'additionalProperties') && isJsonObject(value)) return swaggerSchema(value);
  return value;
};

/** A shape of the contract in the words of Swagger 2.0, which knows less: no unions, no patterns of names. */
export const swaggerSchema = (schema: JsonObject): JsonObject => {
  const entries = Object.entries(schema)
    .filter(([word]) => !unknownWords.has(word))
    .map(([word, value]): [string, Json] => [word, convertedWord(schema, word, value)])
    .filter(([word, value]) => !(word === 'required' && Array.isArray(value) && value.length === 0));
  const converted = Object.fromEntries(entries);
  return '$ref' in converted || 'type' in converted ? converted : { type: 'object', ...converted };
};
