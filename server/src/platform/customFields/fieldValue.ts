import { asEncodedKey } from '../../kernel/encodedKey.ts';
import { parseLocalDate } from '../../kernel/localDate.ts';
import { Decimal } from '../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../kernel/rejection.ts';
import { matchesPattern } from '../../kernel/textPattern.ts';
import type { Zone } from '../clock/zone.ts';
import type { CustomField } from './definitions.ts';

export const longestValue = 255;

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const longestNumber = 60;

const textOf = (value: unknown): string | undefined => {
  if (value instanceof Decimal) return value.toFixed();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
};

const wrongType = (path: string, field: CustomField, expected: string): Rejection =>
  reject('INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE', `${path} is of type ${field.type}: it must be ${expected}`);

const freeText = (path: string, field: CustomField, text: string): string | Rejection => {
  if (text.length > longestValue) {
    return reject(
      'MAX_CUSTOM_FIELD_VALUE_LENGTH_EXCEEDED',
      `${path} may have at most ${longestValue} characters, not ${text.length}`,
    );
  }
  if (field.validationPattern !== null && !matchesPattern(field.validationPattern, text)) {
    return reject(
      'INCONSISTENT_CUSTOM_FIELD_VALUE_WITH_PATTERN',
      `${path} must look like ${field.validationPattern}, where @ is a letter, # a digit and $ either`,
    );
  }
  return text;
};

/** A moment as it is stored and told: organisation time with milliseconds and offset. */
const dateTime = (path: string, text: string, zone: Zone): string | Rejection => {
  const moment = zone.parse(text, path);
  if (isRejection(moment)) {
    return reject(
      'INCONSISTENT_VALUE_WITH_CUSTOM_FIELD_TYPE',
      `${path}: ${moment.errors[0]?.source ?? 'not a date-time'}`,
    );
  }
  const milliseconds = String(((moment % 1000) + 1000) % 1000).padStart(3, '0');
  return zone.format(moment).replace(/^(.{19})/, `$1.${milliseconds}`);
};

/** The option's value, which may be named by its selection key too. Whether it fits the parent's value is judged with the whole group. */
const selection = (path: string, field: CustomField, text: string): string | Rejection => {
  const options = field.selectionOptions.flatMap(({ availableOptions }) => availableOptions);
  const option =
    options.find(({ value }) => value === text) ?? options.find(({ selectionKey }) => selectionKey === text);
  if (option) return option.value;
  const some = [...new Set(options.map(({ value }) => value))].slice(0, 20).join(', ');
  return wrongType(path, field, `one of its options (${some})`);
};

/**
 * One value as it is stored, always a text: numbers and truths may be sent as such. Refusals name the property by `path`.
 * Links are looked up later; here they only have to be texts.
 */
export const judgedValue = (path: string, field: CustomField, value: unknown, zone: Zone): string | Rejection => {
  const text = textOf(value);
  if (text === undefined || text.trim() === '') {
    return reject('INVALID_PARAMETERS', `Property ${path} may not be empty; leave it out or REMOVE it instead`);
  }
  if (text.includes('\u0000') || !text.isWellFormed())
    return wrongType(path, field, 'a text without control characters');
  switch (field.type) {
    case 'FREE_TEXT':
      return freeText(path, field, text);
    case 'NUMBER': {
      const number = text.trim();
      return numberText.test(number) && number.length <= longestNumber
        ? number.replace(/^\+/, '')
        : wrongType(path, field, 'a number like 12.5');
    }
    case 'CHECKBOX':
      return /^(true|false)$/i.test(text) ? text.toUpperCase() : wrongType(path, field, 'TRUE or FALSE');
    case 'DATE':
      return parseLocalDate(text) === undefined ? wrongType(path, field, 'an existing day like 2018-12-14') : text;
    case 'DATE_TIME':
      return dateTime(path, text, zone);
    case 'SELECTION':
      return selection(path, field, text);
    default:
      return text.length > longestValue
        ? wrongType(path, field, 'the key or id of the record')
        : (asEncodedKey(text) ?? text);
  }
};
