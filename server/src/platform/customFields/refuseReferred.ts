import type pg from 'pg';
import type { EncodedKey } from '../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../kernel/rejection.ts';
import type { CustomFieldSets, CustomFieldType } from './definitions.ts';
import { hostTables } from './hostTables.ts';

/** The types of fields whose values are keys of records. */
export type LinkType = Extract<CustomFieldType, `${string}_LINK`>;

/**
 * Refuses that a client, group or user disappears to which a custom field of any record links. A bank without fields of that type is asked
 * nothing. Whoever writes such a link holds the row of what it links to (see `checkFacts`), so that one of two at the same time is refused.
 */
export const refuseReferred = async (
  db: Pick<pg.Pool, 'query'>,
  sets: CustomFieldSets,
  type: LinkType,
  target: EncodedKey,
  label: string,
): Promise<Rejection | undefined> => {
  for (const set of sets.values()) {
    const links = [...set.fields.values()].filter((field) => field.type === type);
    if (links.length === 0) continue;
    const documents = links.map(({ id }) =>
      JSON.stringify({ [set.id]: set.grouped ? [{ [id]: target }] : { [id]: target } }),
    );
    for (const table of hostTables[set.availableFor] ?? []) {
      // A record that links to itself goes with its link.
      const { rows } = await db.query<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM ${table} WHERE encoded_key <> $1 AND (${documents
          .map((_, index) => `custom_fields @> $${index + 2}::jsonb`)
          .join(' OR ')})) AS found`,
        [target, ...documents],
      );
      if (rows[0]?.found) {
        return reject(
          'REFERRED_IN_CUSTOM_FIELD',
          `${label} is linked in ${set.id} of a ${set.availableFor}: ${links.map(({ id }) => id).join(', ')}`,
        );
      }
    }
  }
  return undefined;
};

/**
 * Refuses that a role, product or channel disappears which the definition of a custom field names: without it, a field that was for nobody else
 * would be for everybody.
 */
export const refuseNamedInDefinitions = async (
  db: Pick<pg.Pool, 'query'>,
  target: EncodedKey,
  label: string,
): Promise<Rejection | undefined> => {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM custom_field
      WHERE usage @> jsonb_build_array(jsonb_build_object('objectKey', $1::text)) OR view_rights->'roles' ? $1 OR edit_rights->'roles' ? $1
      ORDER BY id LIMIT 20`,
    [target],
  );
  return rows.length === 0
    ? undefined
    : reject(
        'REFERRED_IN_CUSTOM_FIELD',
        `${label} is named by the definitions of custom fields: ${rows.map(({ id }) => id).join(', ')}`,
      );
};
