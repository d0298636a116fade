import type { EditedInstalment } from './events.ts';

// What somebody wrote on an instalment when its schedule was edited. It stays until an edit says otherwise.

type Noted = { readonly notes?: string };

/** The notes of an instalment after a line of an edit: the line's own, those from before where it says none, none where it empties them. */
export const notesAfter = (kept: Noted | undefined, { notes = kept?.notes }: EditedInstalment): Noted =>
  notes ? { notes } : {};

/** Lines that a rule has made of an edit, with the notes of the edit: payment holidays lay the schedule out anew. */
export const withNotes = (
  lines: readonly EditedInstalment[],
  edit: readonly EditedInstalment[],
): readonly EditedInstalment[] => {
  const written = new Map(
    edit.flatMap(({ slot, notes }) => (slot === undefined || notes === undefined ? [] : [[slot, notes]])),
  );
  if (written.size === 0) return lines;
  return lines.map((line) => {
    const notes = line.slot === undefined ? undefined : written.get(line.slot);
    return notes === undefined ? line : { ...line, notes };
  });
};
