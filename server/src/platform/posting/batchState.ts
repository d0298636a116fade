import { asEncodedKey, type EncodedKey } from '../../kernel/encodedKey.ts';
import type { PostingState, RowEffect, StateChange, StateSlot } from './command.ts';

type SlotStates = {
  readonly loaded: Map<EncodedKey, unknown>;
  readonly byKey: Map<EncodedKey, unknown>;
  readonly keyOfId: Map<string, EncodedKey>;
  readonly dirty: Set<EncodedKey>;
};

/** The working memory of one batch: loaded states, what commands made of them so far, and the rows to append. */
export type BatchState = PostingState & {
  /** Takes in a state as the database holds it. */
  put(slot: StateSlot<never>, state: unknown): void;
  /** Takes over a decision's effects, so that the next command of the batch sees them. */
  apply(changes: readonly StateChange[], rows: readonly RowEffect[]): void;
  /** The states of a kind that have to be written. */
  changedStates(slotName: string): readonly unknown[];
  /** The state with this key as the database holds it; undefined for one that is new. */
  loadedState(slotName: string, key: EncodedKey): unknown;
  rowsOf(slotName: string): readonly unknown[];
};

/** An empty working memory. */
export const createBatchState = (): BatchState => {
  const slots = new Map<string, SlotStates>();
  const rows = new Map<string, unknown[]>();
  const slotStates = (name: string): SlotStates => {
    const known = slots.get(name);
    if (known) return known;
    const made = { loaded: new Map(), byKey: new Map(), keyOfId: new Map(), dirty: new Set<EncodedKey>() };
    slots.set(name, made);
    return made;
  };
  const put = (slot: StateSlot<never>, state: unknown): EncodedKey => {
    const held = slotStates(slot.name);
    const typed = slot as unknown as StateSlot<unknown>;
    const key = typed.keyOf(state);
    held.byKey.set(key, state);
    held.keyOfId.set(typed.idOf(state), key);
    return key;
  };
  return {
    get: <State>(slot: StateSlot<State>, ref: string): State | undefined => {
      const held = slots.get(slot.name);
      if (!held) return undefined;
      const key = asEncodedKey(ref);
      const byKey = key === undefined ? undefined : held.byKey.get(key);
      const id = byKey === undefined ? held.keyOfId.get(ref) : undefined;
      // Only states of this very slot were put under its name.
      return (byKey ?? (id === undefined ? undefined : held.byKey.get(id))) as State | undefined;
    },
    put: (slot, state) => {
      slotStates(slot.name).loaded.set(put(slot, state), state);
    },
    apply: (changes, appended) => {
      for (const change of changes) slotStates(change.slot.name).dirty.add(put(change.slot, change.state));
      for (const effect of appended) {
        const known = rows.get(effect.slot.name);
        if (known) known.push(effect.row);
        else rows.set(effect.slot.name, [effect.row]);
      }
    },
    changedStates: (slotName) => {
      const held = slots.get(slotName);
      return held ? [...held.dirty].map((key) => held.byKey.get(key)) : [];
    },
    loadedState: (slotName, key) => slots.get(slotName)?.loaded.get(key),
    rowsOf: (slotName) => rows.get(slotName) ?? [],
  };
};
