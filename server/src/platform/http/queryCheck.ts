import { parseLocalDate } from '../../kernel/localDate.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { QueryParameterDefinition } from './operationDefinition.ts';

const whole = /^[+-]?\d{1,9}$/;
export const largestPage = 1000;

const checkPaging = (name: 'offset' | 'limit', text: string): number | Rejection => {
  if (name === 'offset') {
    if (!whole.test(text)) return reject('INVALID_PAGINATION_OFFSET_VALUE', `offset must be a whole number, not ${text.slice(0, 40)}`);
    return Number(text) < 0 ? reject('OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE', 'offset must be 0 or more') : Number(text);
  }
  if (!whole.test(text)) return reject('INVALID_PAGINATION_LIMIT_VALUE', `limit must be a whole number, not ${text.slice(0, 40)}`);
  return Number(text) < 0 || Number(text) > largestPage
    ? reject('OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE', `limit must be between 0 and ${largestPage}`)
    : Number(text);
};

const checkValue = (name: string, definition: QueryParameterDefinition, text: string): unknown => {
  if (name === 'offset' || name === 'limit') return checkPaging(name, text);
  if (definition.enum && !definition.enum.includes(text)) {
    return reject('INVALID_PARAMETERS', `${name} must be one of ${definition.enum.join(', ')}`);
  }
  if (definition.type === 'integer') {
    return whole.test(text) ? Number(text) : reject('INVALID_PARAMETERS', `${name} must be a whole number`);
  }
  if (definition.type === 'boolean') {
    if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
    return reject('INVALID_PARAMETERS', `${name} must be true or false`);
  }
  if (definition.format === 'date' && parseLocalDate(text) === undefined) {
    return reject('INVALID_PARAMETERS', `${name} must be an existing day like 2016-09-06, not ${text.slice(0, 40)}`);
  }
  if (text.length > 2000 || text.includes('\u0000')) return reject('INVALID_PARAMETERS', `${name} is too long or has control characters`);
  return text;
};

/** The query parameters of a request, typed and with their defaults, or the refusal that names the first wrong one. */
export const checkQuery = (
  definitions: Readonly<Record<string, QueryParameterDefinition>>,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> | Rejection => {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (!definition) return reject('PARAMETER_NOT_ALLOWED', `${name.slice(0, 80)} is not a parameter of this operation`);
    if (typeof value !== 'string') return reject('INVALID_PARAMETERS', `${name} may be given only once`);
    const result = checkValue(name, definition, value);
    if (typeof result === 'object' && result !== null && 'rejected' in result) return result as Rejection;
    checked[name] = result;
  }
  for (const [name, definition] of Object.entries(definitions)) {
    if (checked[name] !== undefined) continue;
    if (definition.required) return reject('MISSING_REQUIRED_PARAMETER', `the query parameter ${name} is required`);
    if (definition.default !== undefined) checked[name] = definition.default;
  }
  return checked;
};
