import { describe, expect, it } from 'vitest';
import { checkPeriod, eventFilter } from './eventQuery.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const everything = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER, conditions: [] };

describe('filters', () => {
  it.each([
    ['none', {}, {}],
    ['other parameters', { limit: 10, sort_order: 'asc' }, {}],
    ['from a moment', { 'occurred_at[gte]': '2026-01-15T12:00:00Z' }, { from: noon }],
    ['after a moment', { 'occurred_at[gt]': '2026-01-15T12:00:00Z' }, { from: noon + 1 }],
    ['to a moment', { 'occurred_at[lte]': '2026-01-15T12:00:00.25Z' }, { to: noon + 250 }],
    ['before a moment', { 'occurred_at[lt]': '2026-01-15T12:00Z' }, { to: noon - 1 }],
    ['at a moment', { 'occurred_at[eq]': '2026-01-15T12:00:00.000999999Z' }, { from: noon, to: noon }],
    [
      'the closest of several bounds',
      { 'occurred_at[gte]': '2026-01-01', 'occurred_at[gt]': '2026-01-15T12:00:00Z' },
      { from: noon + 1 },
    ],
    ['an offset', { 'occurred_at[gte]': '2026-01-15T14:00:00+02:00' }, { from: noon }],
    ['an offset whose plus became a space', { 'occurred_at[gte]': '2026-01-15T14:00:00 02:00' }, { from: noon }],
    ['no offset: UTC', { 'occurred_at[gte]': '2026-01-15T12:00:00' }, { from: noon }],
    ['a day: its start in UTC', { 'occurred_at[gte]': '2026-01-15' }, { from: noon - 12 * 3_600_000 }],
    ['a text', { 'username[eq]': ' ann ' }, { conditions: [{ field: 'username', operator: 'eq', values: [' ann '] }] }],
    [
      'texts',
      { 'username[in]': 'ann, bob' },
      { conditions: [{ field: 'username', operator: 'in', values: ['ann', 'bob'] }] },
    ],
    [
      'a number',
      { 'response_code[gte]': '400' },
      { conditions: [{ field: 'response_code', operator: 'gte', values: [400] }] },
    ],
    [
      'a part',
      { 'request_uri[contains]': "';--" },
      { conditions: [{ field: 'request_uri', operator: 'contains', values: ["';--"] }] },
    ],
    [
      'not a moment',
      { 'occurred_at[ne]': '2026-01-15T12:00:00Z' },
      { conditions: [{ field: 'occurred_at', operator: 'ne', values: [noon] }] },
    ],
  ])('understands %s', (_, query, expected) => {
    expect(eventFilter(query)).toEqual({ ...everything, ...expected });
  });

  it.each([
    ['an unknown field', { 'password[eq]': 'x' }, 'INVALID_FILTER_ELEMENT', 'password'],
    ['a field of objects', { 'constructor[eq]': 'x' }, 'INVALID_FILTER_ELEMENT', 'constructor'],
    ['an unknown operator', { 'username[like]': 'x' }, 'INVALID_FILTER_ELEMENT', 'like'],
    ['a part of a number', { 'response_code[contains]': '4' }, 'INVALID_FILTER_ELEMENT', 'response_code'],
    ['a part of a moment', { 'occurred_at[contains]': '4' }, 'INVALID_FILTER_ELEMENT', 'occurred_at'],
    ['an empty value', { 'username[eq]': '' }, 'INVALID_FILTER_VALUE', 'username[eq]'],
    ['an empty value among others', { 'username[in]': 'a,,b' }, 'INVALID_FILTER_VALUE', 'username[in]'],
    ['too many values', { 'username[in]': `${'a,'.repeat(100)}b` }, 'INVALID_FILTER_VALUES', 'username[in]'],
    ['no number', { 'response_code[eq]': '4e2' }, 'INVALID_FILTER_VALUE', 'response_code[eq]'],
    ['a huge number', { 'response_code[eq]': '9999999999' }, 'INVALID_FILTER_VALUE', 'response_code[eq]'],
    ['no moment', { 'occurred_at[gte]': 'yesterday' }, 'INVALID_FILTER_VALUE', 'occurred_at[gte]'],
    [
      'a day that does not exist',
      { 'occurred_at[gte]': '2026-02-30T00:00:00Z' },
      'INVALID_FILTER_VALUE',
      'occurred_at[gte]',
    ],
    ['a month that does not exist', { 'occurred_at[gte]': '2026-13-01' }, 'INVALID_FILTER_VALUE', 'occurred_at[gte]'],
    [
      'an hour that does not exist',
      { 'occurred_at[gte]': '2026-01-01T25:00:00Z' },
      'INVALID_FILTER_VALUE',
      'occurred_at[gte]',
    ],
    [
      'too many filters',
      Object.fromEntries(
        ['username', 'resource', 'client_ip'].flatMap((field) =>
          ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in'].map((operator) => [`${field}[${operator}]`, 'x']),
        ),
      ),
      'TOO_MANY_FILTERS_PROVIDED',
      '20',
    ],
  ])('refuses %s', (_, query, reason, source) => {
    expect(eventFilter(query)).toMatchObject({ errors: [{ reason, source: expect.stringContaining(source) }] });
  });
});

describe('the period of version 2', () => {
  const days = 86_400_000;
  it.each([
    ['30 days', 0, 30 * days, true],
    ['a millisecond more', 0, 30 * days + 1, false],
    ['a moment', 5, 5, true],
    ['nothing between two moments', 5, 4, true],
    ['backwards', 5, 3, false],
  ])('%s', (_, from, to, allowed) => {
    expect(checkPeriod({ from, to, conditions: [] }) === undefined).toBe(allowed);
  });
});
