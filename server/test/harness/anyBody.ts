import fc from 'fast-check';
import { isSystemProperty, type JsonSchema, resolved } from '../../src/platform/http/requestSchema.ts';

// Bodies that nobody wrote: valid ones of the bank with some properties changed, each to something that its schema names, or to what no schema does.

type Body = Readonly<Record<string, unknown>>;

/** A property of a shape, by its path; lists have an index. */
type Place = { readonly path: readonly string[]; readonly schema: JsonSchema };

const deepest = 6;

const placesOf = (given: JsonSchema, path: readonly string[] = []): readonly Place[] => {
  const schema = resolved(given);
  if (path.length > deepest) return [];
  const here = path.length === 0 ? [] : [{ path, schema }];
  if (schema.items) return [...here, ...placesOf(schema.items, [...path, '0'])];
  const inner = Object.entries(schema.properties ?? {}).filter(([name, one]) => !isSystemProperty(name, one));
  return [...here, ...inner.flatMap(([name, one]) => placesOf(one, [...path, name]))];
};

const numbers = [0, 1, 2, 3, 5, 12, 12.5, 30, 31, 60, 100, 360, 1000, -1, -0.01, 0.001, 1e9, 1e12];
const texts = ['A1', 'some words', 'x', '', ' ', 'ä💥', '@@##', "'; --", '0'.repeat(32), 'x'.repeat(300)];
const nonsense: readonly unknown[] = [null, 'NO_SUCH_VALUE', -1, true, [], {}, '2026-13-45', [null], { a: { b: 1 } }];

const textOf = ({ format }: JsonSchema): fc.Arbitrary<unknown> => {
  if (format === 'date') return fc.constantFrom('2026-01-01', '2026-02-28', '2030-12-31');
  if (format === 'date-time') return fc.constantFrom('2026-01-01T00:00:00+00:00', '2030-12-31T00:00:00+00:00');
  return fc.constantFrom(...texts);
};

/** A value that a schema allows, mostly. */
const anyValue = (given: JsonSchema, keys: readonly string[], depth = 0): fc.Arbitrary<unknown> => {
  const schema = resolved(given);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'integer') return fc.constantFrom(...numbers.filter(Number.isInteger));
  if (schema.type === 'number') return fc.constantFrom(...numbers);
  if (schema.type === 'string') return fc.oneof({ weight: 3, arbitrary: textOf(schema) }, fc.constantFrom(...keys));
  if (schema.items) return fc.array(anyValue(schema.items, keys, depth + 1), { maxLength: 2 });
  const inner = Object.entries(schema.properties ?? {}).filter(([name, one]) => !isSystemProperty(name, one));
  if (inner.length === 0 || depth > deepest) return fc.constant({});
  const needed = inner.filter(([name]) => schema.required?.includes(name)).map(([name]) => name);
  const record = Object.fromEntries(inner.map(([name, one]) => [name, anyValue(one, keys, depth + 1)]));
  return fc.record(record, { requiredKeys: needed });
};

/** What somebody changes of a body; undefined takes a property away. */
type Change = { readonly path: readonly string[]; readonly value: unknown };

const anyChange = (places: readonly Place[], keys: readonly string[]): fc.Arbitrary<Change> =>
  fc
    .constantFrom(...places)
    .chain(({ path, schema }) =>
      fc
        .oneof(
          { weight: 12, arbitrary: anyValue(schema, keys) },
          { weight: 1, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.constantFrom(...nonsense) },
        )
        .map((value) => ({ path, value })),
    );

const changed = (before: unknown, [name, ...others]: readonly string[], value: unknown): unknown => {
  if (name === undefined) return value;
  if (name === '0') {
    const list = Array.isArray(before) ? before : [];
    return [changed(list[0], others, value), ...list.slice(1)];
  }
  const of = typeof before === 'object' && before !== null ? (before as Body) : {};
  return { ...of, [name]: changed(of[name], others, value) };
};

/** Changes of bodies of a shape: one to three properties each, wherever they are. Texts may be keys of what the bank has. */
export const anyChanges = (schema: JsonSchema, keys: readonly string[]): fc.Arbitrary<readonly Change[]> =>
  fc.array(anyChange(placesOf(schema), keys), { minLength: 1, maxLength: 3 });

/** A body with such changes. */
export const withChanges = (body: Body, changes: readonly Change[]): Body =>
  changes.reduce<Body>((made, { path, value }) => changed(made, path, value) as Body, body);
