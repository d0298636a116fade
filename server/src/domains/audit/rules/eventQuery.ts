import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';

type FieldType = 'text' | 'number' | 'moment';

/** The fields of an event, in the names of the contract. */
export const eventFields = {
  event_source: 'text',
  request_uri: 'text',
  request_method: 'text',
  request_payload: 'text',
  response_code: 'number',
  response_payload: 'text',
  user_agent: 'text',
  resource: 'text',
  resource_fragment: 'text',
  username: 'text',
  client_ip: 'text',
  occurred_at: 'moment',
} as const satisfies Readonly<Record<string, FieldType>>;
export type EventField = keyof typeof eventFields;

const operators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains'] as const;
export type EventOperator = (typeof operators)[number];

/** One filter: moments are milliseconds; `values` has one value, but for `in`. */
export type EventCondition = {
  readonly field: EventField;
  readonly operator: EventOperator;
  readonly values: readonly (string | number)[];
};

/** Which events are asked for: those from one millisecond to another, both included, that meet all conditions. */
export type EventFilter = {
  readonly from: number;
  readonly to: number;
  readonly conditions: readonly EventCondition[];
};

const mostFilters = 20;
const mostValues = 100;
const filterName = /^(\w+)\[(\w+)\]$/;
const isField = (name: string): name is EventField => Object.hasOwn(eventFields, name);
const isOperator = (name: string): name is EventOperator => operators.some((operator) => operator === name);
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const momentPattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** A moment in milliseconds; without an offset it is UTC. A `+` that was not escaped arrives as a space. */
const momentOf = (text: string): number | undefined => {
  const restored = text.replace(/ (\d\d:\d\d)$/, '+$1').toUpperCase();
  if (!momentPattern.test(restored)) return undefined;
  const fine = restored.replace(/(\.\d{3})\d+/, '$1');
  const milliseconds = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(fine) || !fine.includes('T') ? fine : `${fine}Z`);
  // 30 February would roll over into March.
  const existing = new Date(`${fine.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(milliseconds) || Number.isNaN(existing.getTime())) return undefined;
  return existing.toISOString().startsWith(fine.slice(0, 10)) ? milliseconds : undefined;
};

const typedValue = (name: string, field: EventField, text: string): string | number | Rejection => {
  const type: FieldType = eventFields[field];
  if (type === 'text') return text;
  if (type === 'number') {
    return /^\d{1,9}$/.test(text)
      ? Number(text)
      : reject('INVALID_FILTER_VALUE', `${name} must be a whole number, not ${shown(text)}`);
  }
  return (
    momentOf(text) ??
    reject('INVALID_FILTER_VALUE', `${name} must be a date-time like 2016-09-06T13:37:50Z, not ${shown(text)}`)
  );
};

const conditionOf = (name: string, text: string): EventCondition | Rejection => {
  const [, field = '', operator = ''] = filterName.exec(name) ?? [];
  if (!isField(field))
    return reject(
      'INVALID_FILTER_ELEMENT',
      `${shown(field)} is no field of an event; there are ${Object.keys(eventFields).join(', ')}`,
    );
  if (!isOperator(operator))
    return reject('INVALID_FILTER_ELEMENT', `${shown(operator)} is no operator; there are ${operators.join(', ')}`);
  if (operator === 'contains' && eventFields[field] !== 'text')
    return reject('INVALID_FILTER_ELEMENT', `contains is for texts, and ${field} is none`);
  const texts = operator === 'in' ? text.split(',').map((part) => part.trim()) : [text];
  if (texts.some((part) => part === '')) return reject('INVALID_FILTER_VALUE', `${name} needs a value`);
  if (texts.length > mostValues) return reject('INVALID_FILTER_VALUES', `${name} takes at most ${mostValues} values`);
  const values: (string | number)[] = [];
  for (const part of texts) {
    const value = typedValue(name, field, part);
    if (isRejection(value)) return value;
    values.push(value);
  }
  return { field, operator, values };
};

/** What the filters in a query string ask for, such as `username[eq]=ann`; other parameters are not looked at. Refuses by name. */
export const eventFilter = (query: Readonly<Record<string, unknown>>): EventFilter | Rejection => {
  const filters = Object.entries(query).filter(([name, value]) => filterName.test(name) && value !== undefined);
  if (filters.length > mostFilters)
    return reject('TOO_MANY_FILTERS_PROVIDED', `at most ${mostFilters} filters can be combined`);
  let [from, to] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const conditions: EventCondition[] = [];
  for (const [name, value] of filters) {
    const condition = conditionOf(name, String(value));
    if (isRejection(condition)) return condition;
    const at = condition.field === 'occurred_at' ? Number(condition.values[0]) : undefined;
    // The trail knows no time between two milliseconds.
    if (at !== undefined && condition.operator === 'gte') from = Math.max(from, at);
    else if (at !== undefined && condition.operator === 'gt') from = Math.max(from, at + 1);
    else if (at !== undefined && condition.operator === 'lte') to = Math.min(to, at);
    else if (at !== undefined && condition.operator === 'lt') to = Math.min(to, at - 1);
    else if (at !== undefined && condition.operator === 'eq') [from, to] = [Math.max(from, at), Math.min(to, at)];
    else conditions.push(condition);
  }
  return { from, to, conditions };
};

const longestPeriod = 30 * 86_400_000;

/** Version 2 asks for a period of at most 30 days. */
export const checkPeriod = ({ from, to }: EventFilter): Rejection | undefined => {
  if (from > to + 1) return reject('INVALID_PARAMETERS', 'occurred_at begins after it ends');
  return to - from > longestPeriod
    ? reject('INVALID_PARAMETERS', 'occurred_at may span at most 30 days in one request')
    : undefined;
};
