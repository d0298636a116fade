import { beforeEach, describe, expect, test } from 'vitest';
import { type EncodedKey, newEncodedKey } from '../../kernel/encodedKey.ts';
import { createStateMemory, recognise } from './rememberedStates.ts';

type Account = { readonly encodedKey: EncodedKey; readonly id: string; readonly balance: number };

const slot = { keyOf: ({ encodedKey }: Account) => encodedKey, idOf: ({ id }: Account) => id };
const accounts = [1, 2, 3, 4, 5].map((number) => ({ encodedKey: newEncodedKey(), id: `A${number}`, balance: number }));
const [first, second, third, fourth, fifth] = accounts as [Account, Account, Account, Account, Account];
const changed = { ...first, balance: 100 };

describe('a memory of states', () => {
  let now = 0;
  let memory = createStateMemory(slot);
  beforeEach(() => {
    now = 0;
    memory = createStateMemory(slot, { room: 2, roomOf: () => 1, now: () => now });
  });

  test('recalls a state only in the version it was remembered in', () => {
    memory.remember(first, '7');
    expect(memory.recall(first.encodedKey, '7')).toBe(first);
    expect(memory.recall(first.encodedKey, '8')).toBeUndefined();
    memory.remember(changed, '8');
    expect(memory.recall(first.encodedKey, '7')).toBeUndefined();
    expect(memory.recall(first.encodedKey, '8')).toBe(changed);
  });

  test('knows it by key and by id', () => {
    memory.remember(first, '7');
    expect([first.id, first.encodedKey, second.id, second.encodedKey].map(memory.knows)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('keeps what was used lately and gives up the rest', () => {
    for (const account of [first, second, third]) memory.remember(account, '7');
    expect(memory.recall(first.encodedKey, '7')).toBe(first);
    memory.remember(fourth, '7');
    memory.remember(fifth, '7');
    expect(accounts.map(({ id }) => memory.knows(id))).toEqual([true, false, true, true, true]);
  });

  test('never falls back on an older version of what it gave up', () => {
    memory.remember(first, '7');
    memory.remember(second, '7');
    memory.remember(changed, '8');
    expect(memory.recall(first.encodedKey, '7')).toBeUndefined();
    expect(memory.recall(first.encodedKey, '8')).toBe(changed);
  });

  test('keeps fewer states that take more room each', () => {
    const large = createStateMemory(slot, { room: 6, roomOf: ({ balance }) => balance, now: () => now });
    for (const account of [first, first, fourth, second, third]) large.remember(account, '7');
    expect(accounts.map(({ id }) => large.knows(id))).toEqual([true, true, true, true, false]);
    large.remember(fifth, '7');
    large.remember(fourth, '7');
    expect([first, second, third, fifth].map(({ id }) => large.knows(id))).toEqual([false, false, true, true]);
  });

  test('trusts nothing that is old', () => {
    memory.remember(first, '7');
    now = 300_001;
    memory.remember(second, '7');
    expect(memory.recall(first.encodedKey, '7')).toBe(first);
    now = 900_002;
    expect(memory.recall(first.encodedKey, '7')).toBeUndefined();
  });

  test('of one server is forgotten in front of another', () => {
    const batch = {
      server: 'started at noon',
      ofSlot: new Map([['account', createStateMemory<unknown>(slot as never)]]),
    };
    const states = batch.ofSlot.get('account');
    states?.remember(first, '7');
    expect(recognise(batch, 'started at noon')).toBe(true);
    expect(states?.recall(first.encodedKey, '7')).toBe(first);
    expect(recognise(batch, 'started at one')).toBe(false);
    expect(states?.recall(first.encodedKey, '7')).toBeUndefined();
    expect(recognise(batch, 'started at one')).toBe(true);
  });
});
