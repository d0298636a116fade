// What was found out about a list lies at the list itself, as long as somebody keeps that. A weak map would say the same, but the collector of garbage has
// to look at each of its thousands of entries once more.

/** Notes of one kind on lists. Who compares, copies or writes down a list does not see them. */
export type NotesOnLists<Item, Value> = {
  readonly of: (list: readonly Item[]) => Value | undefined;
  readonly put: (list: readonly Item[], value: Value | undefined) => void;
};

/** A new kind of notes, told apart from all others. */
export const notesOnLists = <Item, Value>(what: string): NotesOnLists<Item, Value> => {
  const note = Symbol(what);
  type Noted = readonly Item[] & { readonly [note]?: Value };
  return {
    of: (list: Noted) => list[note],
    put: (list, value) => {
      Object.defineProperty(list, note, { value, writable: true, configurable: true });
    },
  };
};
