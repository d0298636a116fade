import { createBusyMap } from '../busyMap.ts';
import type { Job } from './job.ts';

/** Jobs in order of arrival, and what the batches in flight name. */
export type JobQueue = {
  readonly length: () => number;
  readonly add: (job: Job) => void;
  /** The jobs of the next batch; `release` them when it is written. */
  readonly take: (most: number) => readonly Job[];
  readonly release: (jobs: readonly Job[]) => void;
};

type Waiting = { readonly job: Job; passedOver: boolean };

/**
 * An empty queue. A job that names what a batch in flight names as well would only wait for that one's row locks, and all of its own batch
 * with it: it is passed over once, unless most of the queue would be.
 */
export const createJobQueue = (): JobQueue => {
  let waiting: Waiting[] = [];
  /** How many jobs in flight name it. */
  const named = createBusyMap<string, number>();
  const count = (jobs: readonly Job[], by: 1 | -1): void => {
    for (const { names } of jobs) {
      if (names === null) continue;
      const left = (named.get(names) ?? 0) + by;
      if (left > 0) named.set(names, left);
      else named.delete(names);
    }
  };
  const isFree = ({ job, passedOver }: Waiting): boolean => passedOver || job.names === null || !named.has(job.names);

  const taken = (most: number): readonly Waiting[] => {
    const free = named.size() === 0 ? waiting : waiting.filter(isFree);
    if (free.length * 2 < waiting.length || free.length === waiting.length) {
      const first = waiting.slice(0, most);
      waiting = waiting.slice(most);
      return first;
    }
    const chosen = new Set(free.slice(0, most));
    waiting = waiting.filter((each) => !chosen.has(each));
    for (const each of waiting) each.passedOver ||= !isFree(each);
    return [...chosen];
  };

  return {
    length: () => waiting.length,
    add: (job) => {
      waiting.push({ job, passedOver: false });
    },
    take: (most) => {
      const jobs = taken(most).map(({ job }) => job);
      count(jobs, 1);
      return jobs;
    },
    release: (jobs) => count(jobs, -1),
  };
};
