import { describe, expect, it } from 'vitest';
import { seeded } from '../client/seeded.ts';
import { compareBalances, judge } from './judge.ts';
import { amountOf, balancesAfter, centsOf, nextPosting, type Outcome, type Posting, seededUuid } from './postings.ts';

const posting = (externalId: string, more: Partial<Posting> = {}): Posting => ({
  kind: 'DEPOSIT',
  account: 0,
  target: 1,
  cents: 100,
  key: 'k',
  externalId,
  ...more,
});
const acknowledged = (transactionId: string): Outcome => ({ kind: 'acknowledged', text: '{}', transactionId });
const refusal = (reason: string): Outcome => ({ kind: 'refused', reason });
const refused = refusal('INSUFFICIENT_BALANCE');
const unknown: Outcome = { kind: 'unknown' };

describe('the judge', () => {
  it.each([
    ['acknowledged and there', acknowledged('7'), ['7'], 0],
    ['acknowledged and lost', acknowledged('7'), [], 1],
    ['acknowledged and doubled', acknowledged('7'), ['7', '8'], 1],
    ['acknowledged as another one', acknowledged('7'), ['8'], 1],
    ['refused and not there', refused, [], 0],
    ['refused and there', refused, ['7'], 1],
    ['unknown and not there', unknown, [], 0],
    ['unknown and there', unknown, ['7'], 0],
    ['unknown and doubled', unknown, ['7', '8'], 1],
  ])('%s', (_, outcome, ids, differences) => {
    const found = new Map(ids.length > 0 ? [['a', ids]] : []);
    expect(judge([{ posting: posting('a', { kind: 'WITHDRAWAL' }), outcome }], found)).toHaveLength(differences);
  });

  it('sees refusals that had no reason', () => {
    const judged = (kind: Posting['kind'], reason: string) =>
      judge([{ posting: posting('a', { kind }), outcome: refusal(reason) }], new Map());
    expect(judged('TRANSFER', 'BALANCE_BELOW_ZERO')).toEqual([]);
    expect(judged('PURCHASE', 'AVAILABLE_BALANCE_BELOW_ZERO')).toEqual([]);
    expect(judged('DEPOSIT', 'BALANCE_BELOW_ZERO')).toHaveLength(1);
    expect(judged('REPAYMENT', 'BALANCE_BELOW_ZERO')).toHaveLength(1);
    expect(judged('WITHDRAWAL', 'INVALID_DATE')).toHaveLength(1);
  });

  it('sees what nobody asked for', () => {
    expect(judge([], new Map([['ghost', ['1']]]))).toEqual(['the bank has a posting ghost that nobody asked for']);
  });
});

describe('the bookkeeping of the test', () => {
  it('adds deposits, takes withdrawals, moves transfers', () => {
    const done = [
      posting('a', { cents: 500 }),
      posting('b', { kind: 'WITHDRAWAL', cents: 120 }),
      posting('c', { kind: 'TRANSFER', target: 2, cents: 80 }),
      posting('d', { kind: 'PURCHASE', cents: 80 }),
      posting('e', { kind: 'REPAYMENT', account: 1, cents: 70 }),
    ];
    expect(balancesAfter(3, done)).toEqual([220, 0, 80, 0, 70, 0]);
    expect(compareBalances([300, 0, 80], [300, 1, 80])).toEqual(['account 1 has 1 cents instead of 0']);
  });

  it('speaks decimal with the bank', () => {
    expect([amountOf(5), amountOf(100), amountOf(12_345)]).toEqual(['0.05', '1.00', '123.45']);
    expect(centsOf('123.450')).toBe(12_345);
    expect(() => centsOf('0.001')).toThrow('parts of a cent');
  });
});

describe('the seeded postings', () => {
  it('are the same for the same seed, and never pay an account from itself', () => {
    const some = (seed: number): Posting[] => {
      const random = seeded(seed);
      return Array.from({ length: 300 }, (_, index) => nextPosting(random, 5, String(index)));
    };
    expect(some(1)).toEqual(some(1));
    expect(some(1)).not.toEqual(some(2));
    expect(some(1).every(({ account, target }) => account !== target && target >= 0 && target < 5)).toBe(true);
    expect(new Set(some(1).map(({ kind }) => kind)).size).toBe(5);
  });

  it('carry UUIDs of version 4', () => {
    const random = seeded(3);
    const keys = Array.from({ length: 100 }, () => seededUuid(random));
    expect(new Set(keys).size).toBe(100);
    for (const key of keys)
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
