import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 put every new object into its young heap, as docs/decisions/0024-remembered-states.md explains. Otherwise it puts some into the old heap,
 * for most of what a collection finds is still waiting for a commit, and they keep answered requests alive. To be called before anything is busy.
 */
export const collectYoungFirst = (): void => setFlagsFromString('--no-allocation-site-pretenuring');
