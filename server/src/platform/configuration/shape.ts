import type { ErrorReason } from '../../generated/errors.ts';
import { Decimal } from '../../kernel/money.ts';
import type { YamlNode } from '../yaml.ts';

/** Where something stands in a document: `branches`, 0, `holidays`, 2, `name`. */
export type Path = readonly (string | number)[];

/** Something wrong with a document, and where. */
export type Problem = { readonly path: Path; readonly message: string; readonly reason: ErrorReason };

/** Takes the problems that a reader finds; all of them are told at once. */
export type Report = (path: Path, message: string, reason?: ErrorReason) => void;

/** What a reader answers when it has reported why there is no value. */
export const failed: unique symbol = Symbol('failed');
export type Failed = typeof failed;

/** How a value looks in a document: read and checked, and written. (Methods, so that shapes of different values fit into one group.) */
export type Shape<T> = {
  read(node: YamlNode, path: Path, report: Report): T | Failed;
  /** The value as it is written; undefined where it is left out. */
  write(value: T): unknown;
  /** Whether a group has a property of this name. */
  has?(name: string): boolean;
  /** What stands in a template: every name with nothing in it. A shape without one is a null there. */
  blank?(): unknown;
};

/** A property of a group: a shape, and what it means when it is not there. */
export type Property<T> = {
  read(node: YamlNode | undefined, path: Path, report: Report): T | Failed;
  write(value: T): unknown;
  blank?(): unknown;
};

const identity = (value: unknown): unknown => value;
const blankOf = (part: { blank?(): unknown }): unknown => part.blank?.() ?? null;
const isNull = (node: YamlNode | undefined): node is undefined =>
  node === undefined || (node.kind === 'scalar' && node.isNull);

/** A value that must be there. */
export const required = <T>(shape: Shape<T>, reason?: ErrorReason): Property<T> => ({
  read: (node, path, report) => {
    if (!isNull(node)) return shape.read(node, path, report);
    report(path, 'may not be missing', reason);
    return failed;
  },
  write: (value) => shape.write(value),
  blank: () => blankOf(shape),
});

/** A value that may be left out. */
export const optional = <T>(shape: Shape<T>): Property<T | undefined> => ({
  read: (node, path, report) => (isNull(node) ? undefined : shape.read(node, path, report)),
  write: (value) => (value === undefined ? undefined : shape.write(value)),
  blank: () => blankOf(shape),
});

/** A value that means something when it is left out, and is written nevertheless. */
export const withDefault = <T>(shape: Shape<T>, fallback: T): Property<T> => ({
  read: (node, path, report) => (isNull(node) ? fallback : shape.read(node, path, report)),
  write: (value) => shape.write(value),
  blank: () => blankOf(shape),
});

/** A list that is empty when it is left out, and left out when it is empty. */
export const optionalList = <T>(shape: Shape<readonly T[]>): Property<readonly T[]> => ({
  read: (node, path, report) => (isNull(node) ? [] : shape.read(node, path, report)),
  write: (value) => (value.length === 0 ? undefined : shape.write(value)),
  blank: () => blankOf(shape),
});

const ofScalar = <T>(
  parse: (text: string) => T | undefined,
  expected: string,
  reason: ErrorReason | undefined,
  write: (value: T) => unknown = identity,
): Shape<T> => ({
  read: (node, path, report) => {
    const value = node.kind === 'scalar' ? parse(node.text) : undefined;
    if (value !== undefined) return value;
    report(path, `must be ${expected}`, reason);
    return failed;
  },
  write,
});

type TextLimits = {
  readonly longest?: number;
  /** Whether the text must have something to read in it, and what is answered otherwise. */
  readonly blank?: ErrorReason;
  /** What is answered when it is too long. */
  readonly length?: ErrorReason;
};

/** A text of at most 255 characters unless said otherwise. Numbers without quotes are texts too: an id may look like one. */
export const text = ({ longest = 255, blank, length }: TextLimits = {}): Shape<string> => ({
  read: (node, path, report) => {
    if (node.kind !== 'scalar') report(path, 'must be a text');
    else if (blank !== undefined && node.text.trim() === '') report(path, 'may not be blank', blank);
    else if (node.text.length > longest) report(path, `may have at most ${longest} characters`, length);
    else if (!node.text.isWellFormed() || node.text.includes('\u0000')) report(path, 'has characters that are none');
    else return node.text;
    return failed;
  },
  write: identity,
});

/** A long text. */
export const notes = (): Shape<string> => text({ longest: 10_000 });

/** One of a closed list of values. */
export const oneOf = <const V extends string>(values: readonly V[], reason?: ErrorReason): Shape<V> =>
  ofScalar(
    (given) => values.find((value) => value === given),
    values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`,
    reason,
  );

/** True or false. */
export const truth = (): Shape<boolean> =>
  ofScalar(
    (given) => (/^(true|True|TRUE)$/.test(given) ? true : /^(false|False|FALSE)$/.test(given) ? false : undefined),
    'true or false',
    undefined,
  );

/** A whole number within limits. */
export const whole = (smallest: number, largest: number, reason?: ErrorReason): Shape<number> =>
  ofScalar(
    (given) => {
      const value = /^[+-]?\d{1,16}(\.0{1,10})?$/.test(given) ? Number(given) : Number.NaN;
      return value >= smallest && value <= largest ? value : undefined;
    },
    `a whole number from ${smallest} to ${largest}`,
    reason,
  );

/** A decimal number with all its digits, within limits. */
export const decimal = (smallest: number, largest: number, reason?: ErrorReason): Shape<Decimal> =>
  ofScalar(
    (given) => {
      if (!/^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/.test(given)) return undefined;
      const value = new Decimal(given);
      return value.greaterThanOrEqualTo(smallest) && value.lessThanOrEqualTo(largest) ? value : undefined;
    },
    `a number from ${smallest} to ${largest}`,
    reason,
  );

/** A value that a text can be turned into, such as a date. */
export const parsed = <T>(
  parse: (text: string) => T | undefined,
  expected: string,
  write: (value: T) => unknown,
  reason?: ErrorReason,
): Shape<T> => ofScalar(parse, expected, reason, write);

const longestList = 10_000;

/** A list. `entry` is what an empty entry is answered. */
export const list = <T>(shape: Shape<T>, entry?: ErrorReason): Shape<readonly T[]> => ({
  read: (node, path, report) => {
    if (node.kind !== 'list') {
      report(path, 'must be a list');
      return failed;
    }
    if (node.items.length > longestList) {
      report(path, `may have at most ${longestList} entries`);
      return failed;
    }
    const values: T[] = [];
    for (const [index, item] of node.items.entries()) {
      if (isNull(item)) {
        report([...path, index], 'may not be empty', entry);
        continue;
      }
      const value = shape.read(item, [...path, index], report);
      if (value !== failed) values.push(value);
    }
    // With an entry missing, the others would have other numbers than in the document.
    return values.length === node.items.length ? values : failed;
  },
  write: (values) => values.map((value) => shape.write(value)),
  blank: () => (shape.blank ? [shape.blank()] : null),
});

/** The values of a group, from the declaration of its properties. */
export type Values<P> = { readonly [K in keyof P]: P[K] extends Property<infer T> ? T : never };

/** Properties in the order in which they are written. */
export const group = <P extends Readonly<Record<string, Property<unknown>>>>(properties: P): Shape<Values<P>> => ({
  has: (name) => Object.hasOwn(properties, name),
  read: (node, path, report) => {
    if (node.kind !== 'map') {
      report(path, `must have properties: ${Object.keys(properties).join(', ')}`);
      return failed;
    }
    for (const name of node.entries.keys()) {
      if (!Object.hasOwn(properties, name)) report([...path, name.slice(0, 80)], 'does not exist');
    }
    let complete = true;
    const values: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(properties)) {
      const value = property.read(node.entries.get(name), [...path, name], report);
      if (value === failed) complete = false;
      else if (value !== undefined) values[name] = value;
    }
    // Every property was read by its own shape.
    return complete ? (values as Values<P>) : failed;
  },
  write: (value) =>
    Object.fromEntries(
      Object.entries(properties).flatMap(([name, property]) => {
        const written = property.write((value as Readonly<Record<string, unknown>>)[name]);
        return written === undefined ? [] : [[name, written]];
      }),
    ),
  blank: () => Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, blankOf(property)])),
});

/** A shape with a rule about its value; the rule's path begins at the value. */
export const checked = <T>(shape: Shape<T>, problemsOf: (value: T) => readonly Problem[]): Shape<T> => ({
  ...shape,
  read: (node, path, report) => {
    const value = shape.read(node, path, report);
    if (value === failed) return failed;
    const problems = problemsOf(value);
    for (const problem of problems) report([...path, ...problem.path], problem.message, problem.reason);
    return problems.length > 0 ? failed : value;
  },
});

/** A shape whose value means another one, such as three numbers a day. */
export const meaning = <T, M>(shape: Shape<T>, into: (value: T) => M, back: (value: M) => T): Shape<M> => ({
  ...(shape.has ? { has: shape.has } : {}),
  ...(shape.blank ? { blank: shape.blank } : {}),
  read: (node, path, report) => {
    const value = shape.read(node, path, report);
    return value === failed ? failed : into(value);
  },
  write: (value) => shape.write(back(value)),
});

/** A list in a property of its own; some of the reference's examples leave the property out and begin with the list. */
export const listDocument = <T>(name: string, shape: Shape<readonly T[]>, empty: ErrorReason): Shape<readonly T[]> => {
  const named = group({ [name]: required(shape, empty) });
  return {
    read: (node, path, report) => {
      if (node.kind === 'list') return shape.read(node, path, report);
      const value = named.read(node, path, report);
      return value === failed ? failed : (value[name] ?? []);
    },
    write: (value) => ({ [name]: shape.write(value) }),
    blank: () => named.blank?.(),
  };
};

/** Properties that the reference has and Florin not yet: refused by name unless there is nothing in them. */
export const notYet: Property<undefined> = {
  read: (node, path, report) => {
    if (isNull(node) || (node.kind === 'list' && node.items.length === 0)) return undefined;
    report(path, 'is not supported yet');
    return failed;
  },
  write: () => undefined,
};

/** Whether two values are written the same. */
export const sameIn = <T>(shape: Shape<T>, left: T, right: T): boolean =>
  JSON.stringify(shape.write(left)) === JSON.stringify(shape.write(right));

const written = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('');

const lineOf = (root: YamlNode, path: Path): number => {
  let node = root;
  // A document that begins with its list has no name for it.
  const steps = root.kind === 'list' && typeof path[0] === 'string' ? path.slice(1) : path;
  for (const part of steps) {
    const next: YamlNode | undefined =
      node.kind === 'map'
        ? node.entries.get(String(part))
        : node.kind === 'list'
          ? node.items[Number(part)]
          : undefined;
    if (!next) break;
    node = next;
  }
  return node.line;
};

/** A problem as people read it: the line, the path, and what is wrong there. */
export const sourceOf = (root: YamlNode, { path, message }: Problem): string =>
  `line ${lineOf(root, path)}: ${path.length === 0 ? 'the document' : written(path)} ${message}`;
