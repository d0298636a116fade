import { describe, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { createJobQueue } from './jobQueue.ts';

type Named = Pick<Job, 'names'> & { readonly number: number };

const queueOf = (...names: readonly (string | null)[]) => {
  const queue = createJobQueue();
  let number = 0;
  const add = (...more: readonly (string | null)[]): void => {
    for (const each of more) {
      number += 1;
      queue.add({ names: each, number } as unknown as Job);
    }
  };
  add(...names);
  const take = (most: number): readonly Job[] => queue.take(most);
  return { add, take, release: queue.release, length: queue.length };
};

const numbers = (jobs: readonly Job[]): readonly number[] => jobs.map((job) => (job as unknown as Named).number);

describe('the queue of postings', () => {
  test('gives them in order of arrival', () => {
    const queue = queueOf('a', 'b', 'a', null);
    expect(numbers(queue.take(3))).toEqual([1, 2, 3]);
    expect(numbers(queue.take(3))).toEqual([4]);
    expect(numbers(queue.take(3))).toEqual([]);
  });

  test('passes over what would wait for a batch in flight, once', () => {
    const queue = queueOf('a', 'b');
    const first = queue.take(2);
    queue.add('c', 'a', 'd', 'e');
    expect(numbers(queue.take(10))).toEqual([3, 5, 6]);
    queue.add('f');
    expect(numbers(queue.take(10))).toEqual([4, 7]);
    queue.release(first);
    expect(queue.length()).toBe(0);
  });

  test('has them free again when the batch is written', () => {
    const queue = queueOf('a');
    const first = queue.take(1);
    queue.release(first);
    queue.add('b', 'a', 'c');
    expect(numbers(queue.take(3))).toEqual([2, 3, 4]);
  });

  test('does not wait with most of the queue: all of one busy account go together', () => {
    const queue = queueOf('a');
    queue.take(1);
    queue.add('a', 'a', 'b', 'a');
    expect(numbers(queue.take(3))).toEqual([2, 3, 4]);
  });

  test('counts a name as often as it is in flight', () => {
    const queue = queueOf('a', 'a');
    const first = queue.take(1);
    const second = queue.take(1);
    queue.release(first);
    queue.add('a', 'b', 'c');
    expect(numbers(queue.take(3))).toEqual([4, 5]);
    queue.release(second);
    queue.add('a');
    expect(numbers(queue.take(3))).toEqual([3, 6]);
  });
});
