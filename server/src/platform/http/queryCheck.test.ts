import { describe, expect, it } from 'vitest';
import type { QueryParameterDefinition } from './operationDefinition.ts';
import { checkQuery } from './queryCheck.ts';

const optional = (definition: Partial<QueryParameterDefinition>): QueryParameterDefinition => ({
  type: 'string',
  required: false,
  ...definition,
});

const parameters: Readonly<Record<string, QueryParameterDefinition>> = {
  offset: optional({ type: 'integer', default: 0 }),
  limit: optional({ type: 'integer', default: 50 }),
  text: optional({}),
  state: optional({ enum: ['ACTIVE', 'LOCKED'] }),
  states: optional({ type: 'array', itemType: 'string', enum: ['ACTIVE', 'LOCKED', 'CLOSED'] }),
  names: optional({ type: 'array', itemType: 'string' }),
  counts: optional({ type: 'array', itemType: 'integer' }),
  seconds: optional({ type: 'number' }),
  open: optional({ type: 'boolean' }),
  day: optional({ format: 'date' }),
};
const defaults = { offset: 0, limit: 50 };

describe('checkQuery accepts', () => {
  it.each([
    [{}, {}],
    [
      { offset: '20', limit: '0' },
      { offset: 20, limit: 0 },
    ],
    [{ text: 'a,b' }, { text: 'a,b' }],
    [{ state: 'LOCKED' }, { state: 'LOCKED' }],
    [{ states: 'ACTIVE' }, { states: ['ACTIVE'] }],
    [{ states: 'ACTIVE,CLOSED' }, { states: ['ACTIVE', 'CLOSED'] }],
    [{ states: 'ACTIVE, CLOSED' }, { states: ['ACTIVE', 'CLOSED'] }],
    [{ states: ['ACTIVE', 'CLOSED'] }, { states: ['ACTIVE', 'CLOSED'] }],
    [{ states: ['ACTIVE,LOCKED', 'CLOSED'] }, { states: ['ACTIVE', 'LOCKED', 'CLOSED'] }],
    [{ names: 'x,y' }, { names: ['x', 'y'] }],
    [{ counts: '1,-2' }, { counts: [1, -2] }],
    [{ seconds: '2.5' }, { seconds: 2.5 }],
    [{ seconds: '.5' }, { seconds: 0.5 }],
    [{ seconds: '-3' }, { seconds: -3 }],
    [{ open: 'TRUE' }, { open: true }],
    [{ day: '2024-02-29' }, { day: '2024-02-29' }],
  ])('%j as %j', (given, expected) => {
    expect(checkQuery(parameters, given)).toEqual({ ...defaults, ...expected });
  });
});

describe('checkQuery refuses', () => {
  it.each([
    [{ other: '1' }, 'PARAMETER_NOT_ALLOWED', 'other is not a parameter of this operation'],
    [{ toString: '1' }, 'PARAMETER_NOT_ALLOWED', 'toString is not a parameter of this operation'],
    [{ text: ['a', 'b'] }, 'INVALID_PARAMETERS', 'text may be given only once'],
    [{ limit: ['1', '2'] }, 'INVALID_PARAMETERS', 'limit may be given only once'],
    [{ offset: 'x' }, 'INVALID_PAGINATION_OFFSET_VALUE', 'offset must be a whole number, not x'],
    [{ offset: '-1' }, 'OUT_OF_BOUNDS_PAGINATION_OFFSET_VALUE', 'offset must be 0 or more'],
    [{ limit: '1.5' }, 'INVALID_PAGINATION_LIMIT_VALUE', 'limit must be a whole number, not 1.5'],
    [{ limit: '1001' }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE', 'limit must be between 0 and 1000'],
    [{ state: 'active' }, 'INVALID_PARAMETERS', 'state must be one of ACTIVE, LOCKED'],
    [{ states: 'ACTIVE,GONE' }, 'INVALID_PARAMETERS', 'states must be one of ACTIVE, LOCKED, CLOSED'],
    [{ states: ['ACTIVE', 'GONE'] }, 'INVALID_PARAMETERS', 'states must be one of ACTIVE, LOCKED, CLOSED'],
    [{ states: '' }, 'INVALID_PARAMETERS', 'states has an empty value; write its values like a,b'],
    [{ names: 'x,,y' }, 'INVALID_PARAMETERS', 'names has an empty value; write its values like a,b'],
    [{ counts: '1,two' }, 'INVALID_PARAMETERS', 'counts must be a whole number, not two'],
    [{ seconds: 'soon' }, 'INVALID_PARAMETERS', 'seconds must be a number, not soon'],
    [{ seconds: '1e9' }, 'INVALID_PARAMETERS', 'seconds must be a number, not 1e9'],
    [{ seconds: '' }, 'INVALID_PARAMETERS', 'seconds must be a number, not '],
    [{ seconds: 'NaN' }, 'INVALID_PARAMETERS', 'seconds must be a number, not NaN'],
    [{ open: 'yes' }, 'INVALID_PARAMETERS', 'open must be true or false'],
    [{ day: '2023-02-29' }, 'INVALID_PARAMETERS', 'day must be an existing day like 2016-09-06, not 2023-02-29'],
    [{ text: 'a\u0000' }, 'INVALID_PARAMETERS', 'text is too long or has control characters'],
    [{ text: 'x'.repeat(2001) }, 'INVALID_PARAMETERS', 'text is too long or has control characters'],
  ])('%j: %s', (given, reason, source) => {
    expect(checkQuery(parameters, given)).toMatchObject({ errors: [{ reason, source }] });
  });

  it('a required parameter that is missing', () => {
    expect(checkQuery({ day: { type: 'string', format: 'date', required: true } }, {})).toMatchObject({
      errors: [{ reason: 'MISSING_REQUIRED_PARAMETER', source: 'the query parameter day is required' }],
    });
  });
});

describe('a family of filters', () => {
  const filtered: Readonly<Record<string, QueryParameterDefinition>> = {
    'at[gte]': optional({ format: 'date-time', required: true }),
    'FIELD[OPERATOR]': optional({}),
    limit: optional({ type: 'integer', maximum: 5000 }),
  };
  it.each([
    [
      { 'at[gte]': 'x', 'name[eq]': 'Ann' },
      { 'at[gte]': 'x', 'name[eq]': 'Ann' },
    ],
    [
      { 'at[gt]': 'x', limit: '5000' },
      { 'at[gt]': 'x', limit: 5000 },
    ],
  ])('is taken by its form: %j', (query, expected) => {
    expect(checkQuery(filtered, query)).toEqual(expected);
  });
  it.each([
    [{ 'at[gte]': 'x', name: 'Ann' }, 'PARAMETER_NOT_ALLOWED'],
    [{ 'at[gte]': 'x', 'name[eq': 'Ann' }, 'PARAMETER_NOT_ALLOWED'],
    [{ 'at[gte]': 'x', 'name[eq]': ['Ann', 'Bob'] }, 'INVALID_PARAMETERS'],
    [{ 'at[lte]': 'x' }, 'MISSING_REQUIRED_PARAMETER'],
    [{ 'at[gte]': 'x', limit: '5001' }, 'OUT_OF_BOUNDS_PAGINATION_LIMIT_VALUE'],
  ])('has its limits: %j', (query, reason) => {
    expect(checkQuery(filtered, query)).toMatchObject({ errors: [{ reason }] });
  });
  it('is for operations that have one', () => {
    expect(checkQuery(parameters, { 'text[eq]': 'Ann' })).toMatchObject({
      errors: [{ reason: 'PARAMETER_NOT_ALLOWED' }],
    });
  });
});
