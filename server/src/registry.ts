import type { Constraints } from './platform/http/runOperation.ts';
import type { AnyRowStore, AnyStateStore } from './platform/posting/store.ts';
import type { ReferenceSlot } from './platform/reference/referenceCache.ts';

/** Everything the domains register: how their states and rows are stored, which reference data rules read, what their constraints mean. */

/** In the order in which their rows are locked, everywhere. */
export const stateStores: readonly AnyStateStore[] = [];

/** In the order in which they are written: transactions draw their numbers before journal lines name them. */
export const rowStores: readonly AnyRowStore[] = [];

export const referenceSlots: readonly ReferenceSlot<unknown>[] = [];

export const constraints: Constraints = [];
