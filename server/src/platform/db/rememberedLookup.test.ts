import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { rememberedLookup } from './rememberedLookup.ts';

const db: Pick<pg.Pool, 'query'> = {
  query: () => {
    throw new Error('not asked here');
  },
};

/** A look-up in a table that may change, which tells what was read of it. */
const over = (table: Map<string, string>, most = 10) => {
  const read: string[] = [];
  const lookUp = rememberedLookup(async (_, key) => {
    read.push(key);
    return table.get(key);
  }, most);
  return { read, lookUp };
};

describe('a remembered look-up', () => {
  it('reads once what it is asked to recall, and every time what it is asked to find', async () => {
    const { read, lookUp } = over(new Map([['a', 'one']]));
    expect([await lookUp.recall(db, 'a'), await lookUp.recall(db, 'a')]).toEqual(['one', 'one']);
    expect(read).toEqual(['a']);
    expect([await lookUp.find(db, 'a'), await lookUp.find(db, 'a')]).toEqual(['one', 'one']);
    expect(read).toEqual(['a', 'a', 'a']);
  });

  it('recalls what is no longer true until somebody has found what is', async () => {
    const table = new Map([['a', 'one']]);
    const { lookUp } = over(table);
    await lookUp.recall(db, 'a');
    table.set('a', 'two');
    expect(await lookUp.recall(db, 'a')).toBe('one');
    expect(await lookUp.find(db, 'a')).toBe('two');
    expect(await lookUp.recall(db, 'a')).toBe('two');
  });

  it('asks again for what names nothing', async () => {
    const table = new Map<string, string>();
    const { lookUp } = over(table);
    expect(await lookUp.recall(db, 'a')).toBeUndefined();
    table.set('a', 'one');
    expect(await lookUp.recall(db, 'a')).toBe('one');
  });

  it('keeps what is used and gives up the rest', async () => {
    const { read, lookUp } = over(new Map(['a', 'b', 'c', 'd', 'e'].map((key) => [key, key])), 2);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) await lookUp.recall(db, key);
    read.length = 0;
    for (const key of ['a', 'b']) await lookUp.recall(db, key);
    expect(read).toEqual(['b']);
  });

  it('keeps what it knows of one database apart from another', async () => {
    const { read, lookUp } = over(new Map([['a', 'one']]));
    await lookUp.recall(db, 'a');
    await lookUp.recall({ ...db }, 'a');
    expect(read).toEqual(['a', 'a']);
  });
});
