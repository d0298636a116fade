import { expect, test } from 'vitest';
import { notesOnLists } from './notesOnLists.ts';

const counts = notesOnLists<string, number>('count');
const names = notesOnLists<string, string>('name');

test('a list keeps its notes, each kind for itself', () => {
  const list = ['a', 'b'];
  counts.put(list, 2);
  names.put(list, 'letters');
  expect([counts.of(list), names.of(list)]).toEqual([2, 'letters']);
  counts.put(list, undefined);
  expect([counts.of(list), names.of(list)]).toEqual([undefined, 'letters']);
});

test('nobody sees a note who compares, copies or writes down its list', () => {
  const list = ['a', 'b'];
  counts.put(list, 2);
  expect(list).toStrictEqual(['a', 'b']);
  expect(Object.keys(list)).toEqual(['0', '1']);
  expect(JSON.stringify(list)).toBe('["a","b"]');
  for (const copy of [[...list], list.concat([]), list.slice(), structuredClone(list)]) {
    expect(copy).toStrictEqual(list);
    expect(counts.of(copy)).toBeUndefined();
  }
});
