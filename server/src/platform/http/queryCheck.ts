import { parseLocalDate } from '../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { QueryParameterDefinition } from './operationDefinition.ts';

const whole = /^[+-]?\d{1,9}$/;
const decimal = /^[+-]?(\d{1,15}(\.\d{1,15})?|\.\d{1,15})$/;
const longestText = 2000;
export const largestPage = 1000;

/** A value given in the query string, typed; a refusal names the parameter. */
type Checked = string | number | boolean | readonly (string | number | boolean)[] | Rejection;
type Scalar = Exclude<Checked, readonly unknown[]>;

// A value comes back to its sender in the refusal: shortened, so that nobody has to read a page of it.
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const checkPaging = (name: 'offset' | 'limit', text: string, most = largestPage): number | Rejection => {
  if (name === 'offset') {
    if (!whole.test(text))
      return reject('INVALID_PAGINATION_OFFSET_VALUE', `offset must be a whole number, not ${shown(text)}`);
    return Number(text) < 0
      ? reject('OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE', 'offset must be 0 or more')
      : Number(text);
  }
  if (!whole.test(text))
    return reject('INVALID_PAGINATION_LIMIT_VALUE', `limit must be a whole number, not ${shown(text)}`);
  return Number(text) < 0 || Number(text) > most
    ? reject('OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE', `limit must be between 0 and ${most}`)
    : Number(text);
};

const checkScalar = (
  name: string,
  type: Exclude<QueryParameterDefinition['type'], 'array'>,
  definition: QueryParameterDefinition,
  text: string,
): Scalar => {
  if (definition.enum && !definition.enum.includes(text)) {
    return reject('INVALID_PARAMETERS', `${name} must be one of ${definition.enum.join(', ')}`);
  }
  if (type === 'integer') {
    return whole.test(text)
      ? Number(text)
      : reject('INVALID_PARAMETERS', `${name} must be a whole number, not ${shown(text)}`);
  }
  if (type === 'number') {
    return decimal.test(text)
      ? Number(text)
      : reject('INVALID_PARAMETERS', `${name} must be a number, not ${shown(text)}`);
  }
  if (type === 'boolean') {
    if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    return reject('INVALID_PARAMETERS', `${name} must be true or false`);
  }
  if (definition.format === 'date' && parseLocalDate(text) === undefined) {
    return reject('INVALID_PARAMETERS', `${name} must be an existing day like 2016-09-06, not ${shown(text)}`);
  }
  if (text.length > longestText || text.includes('\u0000')) {
    return reject('INVALID_PARAMETERS', `${name} is too long or has control characters`);
  }
  return text;
};

/** A list may be separated by commas, repeat its name, or do both. */
const checkList = (name: string, definition: QueryParameterDefinition, texts: readonly string[]): Checked => {
  const values: (string | number | boolean)[] = [];
  for (const text of texts.flatMap((part) => part.split(','))) {
    if (text.trim() === '')
      return reject('INVALID_PARAMETERS', `${name} has an empty value; write its values like a,b`);
    const value = checkScalar(name, definition.itemType ?? 'string', definition, text.trim());
    if (isRejection(value)) return value;
    values.push(value);
  }
  return values;
};

const checkValue = (name: string, definition: QueryParameterDefinition, texts: readonly string[]): Checked => {
  if (definition.type === 'array') return checkList(name, definition, texts);
  const [text, ...others] = texts;
  if (text === undefined || others.length > 0) return reject('INVALID_PARAMETERS', `${name} may be given only once`);
  return name === 'offset' || name === 'limit'
    ? checkPaging(name, text, definition.maximum)
    : checkScalar(name, definition.type, definition, text);
};

/**
 * Where the contract names a parameter so, every name of that form is a filter: username[eq]. The operation itself knows which fields and
 * operators there are.
 */
const filterFamily = 'FIELD[OPERATOR]';
const filterName = /^\w{1,50}\[\w{1,20}\]$/;

/** `occurred_at[gt]` says what `occurred_at[gte]` asks for. */
const strictly = (name: string): string => name.replace(/e\]$/, ']');

/** The query parameters of a request, typed and with their defaults, or the refusal that names the first wrong one. */
export const checkQuery = (
  definitions: Readonly<Record<string, QueryParameterDefinition>>,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> | Rejection => {
  const checked: Record<string, unknown> = {};
  const family = definitions[filterFamily];
  for (const [name, value] of Object.entries(query)) {
    const definition = Object.hasOwn(definitions, name)
      ? definitions[name]
      : filterName.test(name)
        ? family
        : undefined;
    if (!definition)
      return reject('PARAMETER_NOT_ALLOWED', `${name.slice(0, 80)} is not a parameter of this operation`);
    const result = checkValue(name, definition, (Array.isArray(value) ? value : [value]).map(String));
    if (isRejection(result)) return result;
    checked[name] = result;
  }
  for (const [name, definition] of Object.entries(definitions)) {
    if (checked[name] !== undefined) continue;
    if (definition.required && family && checked[strictly(name)] !== undefined) continue;
    if (definition.required) return reject('MISSING_REQUIRED_PARAMETER', `the query parameter ${name} is required`);
    if (definition.default !== undefined) checked[name] = definition.default;
  }
  return checked;
};
