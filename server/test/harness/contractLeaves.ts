import { readFileSync } from 'node:fs';

type Schema = {
  readonly $ref?: string;
  readonly readOnly?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
};

const { components } = JSON.parse(readFileSync(new URL('../../../contract/schemas.json', import.meta.url), 'utf8')) as {
  components: { schemas: Readonly<Record<string, Schema>> };
};

const leaves = (schema: Schema, path: string): readonly string[] => {
  if (schema.readOnly) return [];
  if (schema.$ref) return leaves(components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, path);
  if (schema.items) return leaves(schema.items, path);
  if (!schema.properties) return [path];
  return Object.entries(schema.properties).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name));
};

/** Every property of a shape of the contract that a request may write, as `interestSettings.interestRateSettings.interestRate.minValue`; lists have no index. */
export const writableLeaves = (schema: string): readonly string[] => leaves({ $ref: schema }, '');

/** What stands in a body: a line for each of its values, as `fees.0.amount 5`. */
export const valuesOf = (body: unknown, path = ''): readonly string[] => {
  if (body === null || body === undefined) return [];
  if (typeof body !== 'object') return [`${path} ${String(body)}`];
  return Object.entries(body).flatMap(([name, inner]) => valuesOf(inner, path ? `${path}.${name}` : name));
};

/** The leaves that a body names. */
export const namedLeaves = (body: unknown): readonly string[] =>
  valuesOf(body).map((line) => line.slice(0, line.indexOf(' ')).replace(/\.\d+(?=\.|$)/g, ''));
