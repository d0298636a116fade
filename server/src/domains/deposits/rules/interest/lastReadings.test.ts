import { describe, expect, test } from 'vitest';
import type { EncodedKey } from '../../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import { rate } from '../../../../kernel/money.ts';
import { type IndexReaders, lastReadings } from './lastReadings.ts';

const day = (text: string) => text as LocalDate;
const key = (text: string) => text as EncodedKey;
const monthly = { unit: 'MONTHS', count: 1 } as const;
const weekly = { unit: 'WEEKS', count: 1 } as const;

// Two sources: one with values since the beginning of the year, one since 10 March.
const sources: Readonly<Record<string, string>> = { OLD: '2026-01-01', NEW: '2026-03-10' };
const sourceOf = (source: EncodedKey) => {
  const first = sources[source];
  return first === undefined ? undefined : { id: source, rates: [{ startDay: day(first), rate: rate(3) }] };
};
const kind = (source: string | undefined, more: object = {}) => ({
  rateSettings: { index: source === undefined ? null : { indexSourceKey: key(source), review: monthly } },
  ...more,
});
/** Products by their names: paid by an index or not, one on after maturity, one that charges overdrafts by another. */
const products: Readonly<Record<string, object>> = {
  PAID: { interest: kind('OLD'), overdraftInterest: null },
  YOUNG: { interest: kind('NEW'), overdraftInterest: null },
  GONE: { interest: kind('DELETED'), overdraftInterest: null },
  FIXED: { interest: kind(undefined), overdraftInterest: null },
  RUNS_ON: { interest: kind('OLD', { accrueInterestAfterMaturity: true }), overdraftInterest: null },
  BOTH: { interest: kind('OLD'), overdraftInterest: kind('NEW') },
};
const readers = (productKey: string, activation: string, more: Partial<IndexReaders> = {}): IndexReaders => ({
  productKey: key(productKey),
  activation: day(activation),
  matured: false,
  credit: { bears: true, review: null },
  overdraft: { bears: true, review: null },
  ...more,
});
const last = (...given: readonly IndexReaders[]) =>
  Object.fromEntries(lastReadings(given, (of) => products[of] as never, sourceOf, day('2026-03-20')));

describe('the last day on which an index was read', () => {
  test.each<[string, readonly IndexReaders[], Readonly<Record<string, string>>]>([
    [
      'is the last review of anybody',
      [readers('PAID', '2026-01-18'), readers('PAID', '2026-01-31')],
      { OLD: '2026-03-18' },
    ],
    ['counts the day itself', [readers('PAID', '2026-01-20')], { OLD: '2026-03-20' }],
    ['is the activation, too', [readers('PAID', '2026-03-19')], { OLD: '2026-03-19' }],
    ['is none before the activation', [readers('PAID', '2026-03-21')], {}],
    [
      'follows the reviews of an account',
      [readers('PAID', '2026-01-18', { credit: { bears: true, review: weekly } })],
      { OLD: '2026-03-15' },
    ],
    ['needs a value to read', [readers('YOUNG', '2026-01-05'), readers('GONE', '2026-01-05')], {}],
    ['needs an index', [readers('FIXED', '2026-01-05')], {}],
    [
      'needs an account that bears interest',
      [readers('PAID', '2026-01-18', { credit: { bears: false, review: null } })],
      {},
    ],
    ['ends with the term', [readers('PAID', '2026-01-18', { matured: true })], {}],
    ['unless interest runs on', [readers('RUNS_ON', '2026-01-18', { matured: true })], { OLD: '2026-03-18' }],
    [
      'is told of each kind by itself',
      [readers('BOTH', '2026-01-12', { overdraft: { bears: true, review: weekly } })],
      { OLD: '2026-03-12', NEW: '2026-03-16' },
    ],
  ])('%s', (_what, given, expected) => {
    expect(last(...given)).toEqual(expected);
    expect(last(...given.toReversed())).toEqual(expected);
  });
});
