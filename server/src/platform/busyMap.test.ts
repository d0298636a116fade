import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBusyMap } from './busyMap.ts';

test('it holds what an ordinary map holds, however much comes and goes', () => {
  const step = fc.tuple(fc.constantFrom('set', 'delete'), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 50, maxLength: 60 }), (steps) => {
      const [busy, ordinary] = [createBusyMap<number, number>(), new Map<number, number>()];
      // Often enough for several tables.
      for (let round = 0; round < 40; round += 1) {
        for (const [index, [what, key]] of steps.entries()) {
          if (what === 'set') {
            busy.set(key, round + index);
            ordinary.set(key, round + index);
          } else {
            busy.delete(key);
            ordinary.delete(key);
          }
          expect(busy.size()).toBe(ordinary.size);
        }
        for (let key = 0; key <= 40; key += 1) {
          expect(busy.has(key)).toBe(ordinary.has(key));
          expect(busy.get(key)).toBe(ordinary.get(key));
        }
      }
    }),
    { numRuns: 20 },
  );
});
