import { setImmediate as endOfTurn } from 'node:timers/promises';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { gatheredLookup } from './gatheredLookup.ts';

const db: Pick<pg.Pool, 'query'> = {
  query: () => {
    throw new Error('not asked here');
  },
};

/** A look-up among a few keys that tells which were asked together. */
const among = (known: Readonly<Record<string, number>>) => {
  const asked: (readonly string[])[] = [];
  const lookUp = gatheredLookup(async (_, keys) => {
    asked.push(keys);
    await endOfTurn();
    if (keys.includes('broken')) throw new Error('the connection broke');
    return new Map(Object.entries(known).filter(([key]) => keys.includes(key)));
  });
  return { asked, lookUp };
};

describe('a gathered look-up', () => {
  it('asks together for all who come in one turn, and for those who come while it is asked', async () => {
    const { asked, lookUp } = among({ a: 1, b: 2 });
    const first = ['a', 'c'].map((key) => lookUp(db, key));
    await endOfTurn();
    const later = ['b', 'c', 'b'].map((key) => lookUp(db, key));
    expect(await Promise.all([...first, ...later])).toEqual([1, undefined, 2, undefined, 2]);
    expect(asked).toEqual([
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });

  it('remembers nothing', async () => {
    const { asked, lookUp } = among({ a: 1 });
    await lookUp(db, 'a');
    await lookUp(db, 'a');
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('fails for those of a failed query only', async () => {
    const { lookUp } = among({ a: 1 });
    const answers = await Promise.allSettled(['broken', 'a', 'broken'].map((key) => lookUp(db, key)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await lookUp(db, 'a')).toBe(1);
  });
});
