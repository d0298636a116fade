import { asEncodedKey } from '../../kernel/encodedKey.ts';
import type { LocalDate } from '../../kernel/localDate.ts';
import { plusDays } from '../../kernel/localDate.ts';
import { Decimal } from '../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import type { Zone } from '../clock/zone.ts';
import type { Bindings, Condition } from './bindings.ts';
import { type FilterDate, filterDate, periodOf } from './filterDates.ts';

/** The data types of the contract's operator table. NUMBER stands for every kind of number (money, percent, long). */
export type FieldType = 'STRING' | 'ENUM' | 'KEY' | 'NUMBER' | 'BOOLEAN' | 'DATE' | 'DATE_TIME';

/** A field that lists can filter or sort by: its SQL expression and type. */
export type ListField = {
  readonly sql: string;
  readonly type: FieldType;
  /** Where equality can ask an index of documents instead: the condition on a document, and the document that holds a value. */
  readonly contains?: {
    readonly holds: (document: string) => string;
    readonly document: (value: string) => string;
  };
  /**
   * Where an entity has many values of the field, such as a client's groups: the condition that one of them fulfils the given one. Without a
   * condition: that there are any.
   */
  readonly anyOf?: (condition: string | undefined) => string;
  /** What a list is sorted by where that is not the expression itself, such as the first of many values. */
  readonly sorts?: string;
};

/** One criterion of a search, as the contract spells it. */
export type FilterCriterion = {
  readonly field: string;
  readonly operator: string;
  readonly value?: unknown;
  readonly secondValue?: unknown;
  readonly values?: readonly unknown[] | undefined;
};

export type FilterContext = { readonly zone: Zone; readonly today: LocalDate };

const dates: readonly FieldType[] = ['DATE', 'DATE_TIME'];
const all: readonly FieldType[] = ['STRING', 'ENUM', 'KEY', 'NUMBER', 'BOOLEAN', 'DATE', 'DATE_TIME'];

/** Which operator is available for which types; the table of the general chapter, with the two operators only the schemas name. */
const operatorTypes: Readonly<Record<string, readonly FieldType[]>> = {
  EQUALS: ['STRING', 'ENUM', 'KEY', 'NUMBER', 'BOOLEAN'],
  EQUALS_CASE_SENSITIVE: all,
  DIFFERENT_THAN: all,
  MORE_THAN: ['NUMBER'],
  LESS_THAN: ['NUMBER'],
  BETWEEN: ['NUMBER', ...dates],
  ON: dates,
  AFTER: dates,
  AFTER_INCLUSIVE: dates,
  BEFORE: dates,
  BEFORE_INCLUSIVE: dates,
  STARTS_WITH: ['STRING'],
  STARTS_WITH_CASE_SENSITIVE: ['STRING'],
  IN: ['ENUM', 'KEY', 'STRING'],
  TODAY: dates,
  THIS_WEEK: dates,
  THIS_MONTH: dates,
  THIS_YEAR: dates,
  LAST_DAYS: dates,
  EMPTY: all.filter((type) => type !== 'BOOLEAN'),
  NOT_EMPTY: all.filter((type) => type !== 'BOOLEAN'),
};

const scalar = (value: unknown): value is string | number | boolean | Decimal =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof Decimal;

/** A value as the column's type compares it; undefined when it can't be one. */
const typedValue = (type: FieldType, value: unknown): unknown => {
  if (!scalar(value)) return undefined;
  const text = value instanceof Decimal ? value.toFixed() : String(value);
  if (type === 'NUMBER')
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) && text.length < 60 ? text.trim() : undefined;
  if (type === 'BOOLEAN') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : undefined;
  // A text that is no key is a legal question with no match; the zero key belongs to nobody.
  if (type === 'KEY') return asEncodedKey(text) ?? '00000000000000000000000000000000';
  return text.includes('\u0000') ? undefined : text;
};

const casts: Readonly<Record<FieldType, string>> = {
  STRING: 'text',
  ENUM: 'text',
  KEY: 'uuid',
  NUMBER: 'numeric',
  BOOLEAN: 'boolean',
  DATE: 'date',
  DATE_TIME: 'timestamptz',
};

/** A field that no record has a value of: it is found empty, and sorts nothing. For what records of the contract have and ours do not. */
export const emptyField = (type: FieldType): ListField => ({ sql: `NULL::${casts[type]}`, type });

const likeEscaped = (text: string): string => text.replace(/[\\%_]/g, (found) => `\\${found}`);
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** The condition of one criterion, or the refusal that names what is wrong with it. */
export const conditionOf = (
  criterion: FilterCriterion,
  field: ListField,
  context: FilterContext,
): Condition | Rejection => {
  const operator = criterion.operator.toUpperCase();
  const types = operatorTypes[operator];
  if (!types) return reject('INVALID_FILTER_ELEMENT', `operator ${criterion.operator} does not exist`);
  if (!types.includes(field.type)) {
    return reject(
      'INVALID_FILTER_ELEMENT',
      `operator ${operator} is not available for ${criterion.field} of type ${field.type}`,
    );
  }
  const contained = containsCondition(operator, criterion, field);
  if (contained) return contained;
  const { anyOf } = field;
  if (anyOf) return manyValued(operator, criterion, field, anyOf, context);
  if (operator === 'EMPTY') return () => `${field.sql} IS NULL`;
  if (operator === 'NOT_EMPTY') return () => `${field.sql} IS NOT NULL`;
  if (operator === 'IN') return inCondition(criterion, field);
  if (dates.includes(field.type)) return dateCondition(operator, criterion, field, context);
  return scalarCondition(operator, criterion, field);
};

/** Equality by the index of documents; undefined where the operator or the value asks for something else. */
const containsCondition = (operator: string, criterion: FilterCriterion, field: ListField): Condition | undefined => {
  const { contains } = field;
  if (!contains) return undefined;
  const exact = operator === 'EQUALS_CASE_SENSITIVE' || (operator === 'EQUALS' && field.type === 'KEY');
  const given = exact ? [criterion.value] : operator === 'IN' ? (criterion.values ?? []) : [];
  const values = given.map((value) => typedValue(field.type, value));
  if (values.length === 0 || values.includes(undefined)) return undefined;
  return ({ bind }) =>
    `(${values.map((value) => contains.holds(`${bind(contains.document(String(value)))}::jsonb`)).join(' OR ')})`;
};

/** Whether one of many values fulfils the condition; different is who has none that is equal. */
const manyValued = (
  operator: string,
  criterion: FilterCriterion,
  { sql, type }: ListField,
  anyOf: NonNullable<ListField['anyOf']>,
  context: FilterContext,
): Condition | Rejection => {
  if (operator === 'EMPTY') return () => `NOT ${anyOf(undefined)}`;
  if (operator === 'NOT_EMPTY') return () => anyOf(undefined);
  const none = operator === 'DIFFERENT_THAN';
  const asked = none ? { ...criterion, operator: 'EQUALS_CASE_SENSITIVE' } : criterion;
  const one = conditionOf(asked, { sql, type }, context);
  return isRejection(one) ? one : (bindings) => `${none ? 'NOT ' : ''}${anyOf(one(bindings))}`;
};

const inCondition = (criterion: FilterCriterion, field: ListField): Condition | Rejection => {
  const values = criterion.values?.map((value) => typedValue(field.type, value)) ?? [];
  if (values.length === 0 || values.includes(undefined)) {
    return reject(
      'INVALID_FILTER_VALUES',
      `values of ${criterion.field} must be a list of at least one value of its type`,
    );
  }
  return ({ bind }) => `${field.sql} = ANY(${bind(values)}::${casts[field.type]}[])`;
};

const scalarCondition = (operator: string, criterion: FilterCriterion, field: ListField): Condition | Rejection => {
  const value = typedValue(field.type, criterion.value);
  if (value === undefined)
    return reject('INVALID_FILTER_VALUE', `value of ${criterion.field} must be of type ${field.type}`);
  const cast = `::${casts[field.type]}`;
  const compare =
    (sign: string): Condition =>
    ({ bind }) =>
      `${field.sql} ${sign} ${bind(value)}${cast}`;
  switch (operator) {
    case 'EQUALS':
      return field.type === 'STRING' || field.type === 'ENUM'
        ? ({ bind }) => `lower(${field.sql}) = lower(${bind(value)}::text)`
        : compare('=');
    case 'EQUALS_CASE_SENSITIVE':
      // Said twice for texts, so that the index of EQUALS serves this as well.
      return field.type === 'STRING'
        ? (bindings) => {
            const text = `${bindings.bind(value)}::text`;
            return `(lower(${field.sql}) = lower(${text}) AND ${field.sql} = ${text})`;
          }
        : compare('=');
    case 'DIFFERENT_THAN':
      return compare('IS DISTINCT FROM');
    case 'MORE_THAN':
      return compare('>');
    case 'LESS_THAN':
      return compare('<');
    case 'STARTS_WITH':
      return ({ bind }) => `lower(${field.sql}) LIKE lower(${bind(`${likeEscaped(String(value))}%`)}::text)`;
    case 'STARTS_WITH_CASE_SENSITIVE':
      return ({ bind }) => {
        const pattern = `${bind(`${likeEscaped(String(value))}%`)}::text`;
        return `(lower(${field.sql}) LIKE lower(${pattern}) AND ${field.sql} LIKE ${pattern})`;
      };
    default: {
      const second = typedValue(field.type, criterion.secondValue);
      if (second === undefined) {
        return reject('INVALID_FILTER_SECOND_VALUE', `secondValue of ${criterion.field} must be of type ${field.type}`);
      }
      return ({ bind }) => `${field.sql} BETWEEN ${bind(value)}${cast} AND ${bind(second)}${cast}`;
    }
  }
};

/** The first moment (or day) at or after which a date starts, or just after it ends. */
const boundary = (date: FilterDate, side: 'start' | 'end', field: ListField, { zone }: FilterContext): string => {
  if (field.type === 'DATE') {
    const day = 'day' in date ? date.day : zone.localDateOf(date.moment);
    return side === 'start' ? day : plusDays(day, 1);
  }
  if ('day' in date) return iso(zone.startOf(side === 'start' ? date.day : plusDays(date.day, 1)));
  return iso(date.moment);
};

const dateCondition = (
  operator: string,
  criterion: FilterCriterion,
  field: ListField,
  context: FilterContext,
): Condition | Rejection => {
  const cast = `::${casts[field.type]}`;
  const range =
    (from: string, to: string): Condition =>
    ({ bind }: Bindings) =>
      `(${field.sql} >= ${bind(from)}${cast} AND ${field.sql} < ${bind(to)}${cast})`;
  const days = (from: LocalDate, to: LocalDate): Condition =>
    range(boundary({ day: from }, 'start', field, context), boundary({ day: to }, 'start', field, context));
  const period = periodOf(operator, context.today);
  if (period) return days(period.from, period.to);
  if (operator === 'LAST_DAYS') {
    const count = Number(typedValue('NUMBER', criterion.value) ?? Number.NaN);
    if (!Number.isInteger(count) || count < 0 || count > 36_500) {
      return reject('INVALID_FILTER_VALUE', `value of ${criterion.field} must be a number of days`);
    }
    return days(plusDays(context.today, -count), plusDays(context.today, 1));
  }
  const first = filterDate(criterion.value, context.zone);
  if (!first)
    return reject('INVALID_FILTER_VALUE', `value of ${criterion.field} must be a date like 2016-09-06 or a date-time`);
  const at = (date: FilterDate, side: 'start' | 'end'): string => boundary(date, side, field, context);
  const exact = 'moment' in first && field.type === 'DATE_TIME';
  switch (operator) {
    case 'BETWEEN': {
      const second = filterDate(criterion.secondValue, context.zone);
      if (!second)
        return reject('INVALID_FILTER_SECOND_VALUE', `secondValue of ${criterion.field} must be a date or a date-time`);
      // As the contract has it: the first date is part of the range, the second is not.
      return range(at(first, 'start'), at(second, 'start'));
    }
    case 'AFTER':
      return ({ bind }) => `${field.sql} ${exact ? '>' : '>='} ${bind(at(first, 'end'))}${cast}`;
    case 'AFTER_INCLUSIVE':
      return ({ bind }) => `${field.sql} >= ${bind(at(first, 'start'))}${cast}`;
    case 'BEFORE':
      return ({ bind }) => `${field.sql} < ${bind(at(first, 'start'))}${cast}`;
    case 'BEFORE_INCLUSIVE':
      return ({ bind }) => `${field.sql} ${exact ? '<=' : '<'} ${bind(at(first, 'end'))}${cast}`;
    default: {
      const day = 'day' in first ? first.day : context.zone.localDateOf(first.moment);
      const on = days(day, plusDays(day, 1));
      return operator === 'DIFFERENT_THAN' ? (bindings) => `NOT COALESCE(${on(bindings)}, false)` : on;
    }
  }
};
