import { Decimal } from '../../kernel/money.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import { isSetId } from '../customFields/definitions.ts';
import { contractSchemas, isSystemProperty, type JsonSchema, resolved } from '../http/requestSchema.ts';

/** One operation of a PATCH body. */
export type PatchOperation = {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
  readonly from?: string | undefined;
};

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Decimal);

const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf);
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copyOf(inner)]));
  return value;
};

const partsOf = (path: string): readonly string[] | undefined =>
  path.startsWith('/') && path.length > 1
    ? path
        .slice(1)
        .split('/')
        .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    : undefined;

/** A property of an object's own: what it inherits belongs to every object of the process, and must be neither told nor written through. */
const own = (holder: Plain, part: string): unknown => (Object.hasOwn(holder, part) ? holder[part] : undefined);

/**
 * The entity as the operations leave it, all or nothing. ADD appends to lists (`/list` or `/list/-`) and sets properties, REPLACE sets,
 * REMOVE clears, MOVE takes from `from`. The path must be a writable property of the contract's schema; the result is checked against it afterwards.
 */
export const applyPatch = (
  schemaName: string,
  entity: Readonly<Plain>,
  operations: readonly PatchOperation[],
): Plain | Rejection => {
  const root: JsonSchema = contractSchemas()[schemaName] ?? {};
  const result = copyOf(entity) as Plain;
  for (const operation of operations) {
    const refusal = applyOne(root, result, operation);
    if (refusal) return refusal;
  }
  return result;
};

const applyOne = (root: JsonSchema, target: Plain, operation: PatchOperation): Rejection | undefined => {
  const op = operation.op.toUpperCase();
  const parts = partsOf(operation.path);
  if (!parts)
    return reject(
      'INVALID_PARAMETERS',
      `path must start with / and name a property, not ${operation.path.slice(0, 100)}`,
    );
  const editable = checkEditable(root, parts, operation.path) ?? checkCustomFieldPath(op, parts, operation);
  if (editable) return editable;
  if (op === 'MOVE') {
    const from = partsOf(operation.from ?? '');
    if (!from) return reject('INVALID_PARAMETERS', 'MOVE needs from');
    const movable = checkEditable(root, from, operation.from ?? '');
    if (movable) return movable;
    const value = valueAt(target, from);
    return setAt(target, from, undefined, 'REMOVE') ?? setAt(target, parts, value, 'ADD');
  }
  if (op === 'REMOVE') return setAt(target, parts, undefined, 'REMOVE');
  if (operation.value === undefined || operation.value === null) {
    return reject('INVALID_PARAMETERS', `${op} ${operation.path} needs a value; use REMOVE to clear`);
  }
  return setAt(target, parts, copyOf(operation.value), op === 'ADD' ? 'ADD' : 'REPLACE');
};

/** A group of a grouped set is added at the end, by the id of the set alone, and its index is its place. */
const checkCustomFieldPath = (
  op: string,
  parts: readonly string[],
  { path, from }: PatchOperation,
): Rejection | undefined => {
  if (op === 'MOVE' && (isSetId(parts[0] ?? '') || from?.startsWith('/_'))) {
    return reject(
      'INVALID_PARAMETERS',
      `custom fields are not moved: ${path.slice(0, 100)} takes ADD, REPLACE and REMOVE`,
    );
  }
  if (!isSetId(parts[0] ?? '')) return undefined;
  if (parts.at(-1) === '_index') return reject('FIELD_IS_NOT_EDITABLE', `${path.slice(0, 100)} can't be changed`);
  return op === 'ADD' && parts.length === 2 && /^(\d+|-)$/.test(parts[1] ?? '')
    ? reject(
        'INVALID_CUSTOM_FIELD_GROUP_INDEX',
        `${path.slice(0, 100)}: a new group is added to the end; ADD to /${parts[0]}`,
      )
    : undefined;
};

/** Walks the schema along the path: unknown and read-only properties can't be patched. */
const checkEditable = (root: JsonSchema, parts: readonly string[], path: string): Rejection | undefined => {
  let schema = resolved(root);
  if (parts.includes('__proto__')) return reject('FIELD_NOT_ALLOWED', `${path.slice(0, 100)} leads nowhere`);
  if (schema.patternProperties && isSetId(parts[0] ?? '')) {
    return parts.length > 3 ? reject('FIELD_NOT_ALLOWED', `${path.slice(0, 100)} leads nowhere`) : undefined;
  }
  for (const part of parts) {
    if (schema.items && (part === '-' || /^\d{1,4}$/.test(part))) {
      schema = resolved(schema.items);
      continue;
    }
    const property = schema.properties && Object.hasOwn(schema.properties, part) ? schema.properties[part] : undefined;
    if (!property) {
      if (typeof schema.additionalProperties === 'object') {
        schema = resolved(schema.additionalProperties);
        continue;
      }
      return reject('FIELD_NOT_ALLOWED', `${path.slice(0, 100)} is not a property that exists`);
    }
    if (isSystemProperty(part, property))
      return reject('FIELD_IS_NOT_EDITABLE', `${path.slice(0, 100)} can't be changed`);
    schema = resolved(property);
  }
  return undefined;
};

const valueAt = (target: unknown, parts: readonly string[]): unknown => {
  let value = target;
  for (const part of parts) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isPlain(value) ? own(value, part) : undefined;
  }
  return value;
};

const setAt = (
  target: Plain,
  parts: readonly string[],
  value: unknown,
  mode: 'ADD' | 'REPLACE' | 'REMOVE',
): Rejection | undefined => {
  const last = parts.at(-1) ?? '';
  let holder: unknown = target;
  for (const part of parts.slice(0, -1)) {
    if (isPlain(holder) && own(holder, part) === undefined && mode !== 'REMOVE') holder[part] = {};
    holder = Array.isArray(holder) ? holder[Number(part)] : isPlain(holder) ? own(holder, part) : undefined;
  }
  if (Array.isArray(holder)) return setInList(holder, last, value, mode);
  if (!isPlain(holder)) return reject('INVALID_PARAMETERS', `/${parts.join('/')} does not exist`);
  if (mode === 'REMOVE') {
    delete holder[last];
    return undefined;
  }
  const current = own(holder, last);
  // Adding to a list appends, one value or several.
  if (mode === 'ADD' && Array.isArray(current))
    holder[last] = [...current, ...(Array.isArray(value) ? value : [value])];
  else holder[last] = value;
  return undefined;
};

const setInList = (
  list: unknown[],
  part: string,
  value: unknown,
  mode: 'ADD' | 'REPLACE' | 'REMOVE',
): Rejection | undefined => {
  const index = part === '-' ? list.length : Number(part);
  if (!Number.isInteger(index) || index < 0 || index > list.length - (mode === 'ADD' ? 0 : 1)) {
    return reject('INVALID_PARAMETERS', `there is no element ${part.slice(0, 20)} in the list`);
  }
  if (mode === 'REMOVE') list.splice(index, 1);
  else if (mode === 'ADD') list.splice(index, 0, value);
  else list[index] = value;
  return undefined;
};

/** Whether a property of a contract schema is set by the system only. */
export const isReadOnly = (schemaName: string, property: string): boolean => {
  const schema = contractSchemas()[schemaName]?.properties?.[property];
  return schema !== undefined && isSystemProperty(property, schema);
};
