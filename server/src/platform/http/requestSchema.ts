import { readFileSync } from 'node:fs';
import { Decimal } from '../../kernel/money.ts';

/** The part of JSON Schema that the contract's shapes use. */
export type JsonSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly readOnly?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly [extension: string]: unknown;
};

const contractFile = new URL('../../../../contract/schemas.json', import.meta.url);
let loaded: Readonly<Record<string, JsonSchema>> | undefined;

/** The contract's shapes by name, read once. */
export const contractSchemas = (): Readonly<Record<string, JsonSchema>> => {
  loaded ??= (JSON.parse(readFileSync(contractFile, 'utf8')) as { components: { schemas: Record<string, JsonSchema> } })
    .components.schemas;
  return loaded;
};

/** The name a reference points to: `#/components/schemas/Client` → `Client`. */
export const referencedName = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** The schema itself, or the one it refers to. */
export const resolved = (schema: JsonSchema): JsonSchema =>
  schema.$ref === undefined ? schema : (contractSchemas()[referencedName(schema.$ref)] ?? {});

/** Dates that only the system sets; the contract forgets to mark them read-only in some sections. */
const systemDates: ReadonlySet<string> = new Set(['creationDate', 'lastModifiedDate']);

/** Whether a property is told but never taken from a request. */
export const isSystemProperty = (name: string, schema: JsonSchema): boolean =>
  schema.readOnly === true || resolved(schema).readOnly === true || systemDates.has(name);

/**
 * Brings a parsed body into the form that rules expect, in place:
 * read-only properties are dropped (clients send back what they fetched), nulls of optional properties too, numbers become Decimals,
 * and exactly those scalars that arrive as text where the contract says number, integer or boolean are converted. Everything else is left
 * for the schema check to judge.
 */
export const normaliseBody = (schema: JsonSchema, value: unknown): unknown => {
  const shape = resolved(schema);
  if (Array.isArray(value)) {
    const items = shape.items;
    return items ? value.map((item) => normaliseBody(items, item)) : value;
  }
  if (value !== null && typeof value === 'object' && !(value instanceof Decimal)) {
    return normaliseObject(shape, value as Record<string, unknown>);
  }
  return normaliseScalar(shape, value);
};

const normaliseObject = (shape: JsonSchema, value: Record<string, unknown>): Record<string, unknown> => {
  const properties = shape.properties;
  const others = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined;
  for (const name of Object.keys(value)) {
    const declared = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const property = declared ?? others;
    if (!property) continue;
    if (isSystemProperty(name, property)) delete value[name];
    else if (value[name] === null && declared) delete value[name];
    else if (caseless.has(name)) value[name] = inCapitals(property, value[name]);
    else value[name] = normaliseBody(property, value[name]);
  }
  return value;
};

// The contract's own examples write these in either case.
const caseless: ReadonlySet<string> = new Set(['operator', 'order', 'op']);
const inCapitals = (schema: JsonSchema, value: unknown): unknown => {
  const capitals = typeof value === 'string' ? value.toUpperCase() : undefined;
  return resolved(schema).enum?.includes(capitals) ? capitals : value;
};

const decimalText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,6})?$/;
const wholeText = /^[+-]?\d{1,18}$/;

const normaliseScalar = (shape: JsonSchema, value: unknown): unknown => {
  if (shape.type === 'number') {
    if (typeof value === 'number' && Number.isFinite(value)) return new Decimal(value);
    if (typeof value === 'string' && decimalText.test(value.trim())) return new Decimal(value.trim());
  } else if (shape.type === 'integer') {
    if (typeof value === 'string' && wholeText.test(value.trim())) return Number(value);
  } else if (shape.type === 'boolean') {
    if (value === 'true' || value === 'TRUE') return true;
    if (value === 'false' || value === 'FALSE') return false;
  }
  return value;
};
