import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage as a server needs it that remembers accounts and answers many at once; docs/decisions/0024-remembered-states.md explains both. To be called before anything is
 * busy.
 */
export const tuneCollector = (): void => {
  // Every new object goes into the young heap. V8 would put some into the old one at once, for most of what a collection finds still waits for a commit; there they keep
  // answered requests alive.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // The old heap may grow to three times what lived in it, never beyond its limit, before all of it is looked through again. V8 would do so after a sixth, and take most of both processors
  // for half a second. Each time costs what some ten thousand postings do; it comes half as often as with a heap that only doubles.
  setFlagsFromString('--heap-growing-percent=200');
};
