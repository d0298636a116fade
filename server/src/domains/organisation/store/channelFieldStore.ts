import type pg from 'pg';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { ChannelField, ChannelFieldChange } from '../rules/channelFields.ts';
import { displaySettings, editRights, keyText, usageOfAll, valueValidation, viewRights } from './definitionSql.ts';

const moment = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')`;

/** The definition of a field (alias f) as the contract tells it, without its usage. */
const definition = `jsonb_strip_nulls(jsonb_build_object(
  'encodedKey', ${keyText('f.encoded_key')}, 'id', f.id, 'type', f.type, 'state', f.state, 'availableFor', s.available_for,
  'displaySettings', ${displaySettings('f')}, 'valueValidationSettings', ${valueValidation('f')},
  'viewRights', ${viewRights('f')}, 'editRights', ${editRights('f')},
  'dependentFieldKey', ${keyText('f.dependent_field_key')}, 'selectionOptions', f.selection_options,
  'creationDate', ${moment('f.creation_date')}, 'lastModifiedDate', ${moment('f.last_modified_date')}))`;

const fromFields = `custom_field f JOIN custom_field_set s ON s.encoded_key = f.set_key AND s.available_for = 'TRANSACTION_CHANNEL'`;

/** The usage of a field (alias f) by a channel, as a list of one, or of none where the channel does not have the field. */
const usageBy = (channelKey: string): string =>
  `(SELECT coalesce(jsonb_agg(u), '[]') FROM jsonb_array_elements(f.usage) AS u WHERE u ->> 'objectKey' = ${channelKey})`;

/** The custom fields of a channel (alias t) with its own flags, in the order in which they are displayed; null without any. */
export const fieldsOfChannel = `SELECT jsonb_agg(told.field ORDER BY told.set_position, told.set_id, told.position, told.id)
  FROM (SELECT s.position AS set_position, s.id AS set_id, f.position, f.id, ${definition} || jsonb_build_object('usage',
                 CASE WHEN f.usage = '[]' THEN ${usageOfAll('f')} ELSE ${usageBy(keyText('t.encoded_key'))} END) AS field
          FROM ${fromFields}) AS told
 WHERE told.field -> 'usage' <> '[]'`;

type Flags = { readonly required: boolean; readonly default: boolean };
type Row = {
  encoded_key: EncodedKey;
  id: string;
  definition: Readonly<Record<string, unknown>>;
  for_all: Flags | null;
  own: Flags | null;
  channels: number;
};

/** All custom fields of transactions through channels, as one channel sees them. Locked, so that nobody else changes who has them. */
export const channelFields = async (db: pg.PoolClient, channelKey: EncodedKey): Promise<readonly ChannelField[]> => {
  const { rows } = await db.query<Row>(
    `SELECT f.encoded_key, f.id, ${definition} AS definition,
            CASE WHEN f.usage = '[]' THEN ${usageOfAll('f')} -> 0 END AS for_all,
            ${usageBy('$1')} -> 0 AS own,
            (SELECT count(*)::int FROM jsonb_array_elements(f.usage)) AS channels
       FROM ${fromFields} ORDER BY s.position, s.id, f.position, f.id FOR UPDATE OF f`,
    [channelKey],
  );
  return rows.map(({ encoded_key: encodedKey, id, definition: told, for_all: forAll, own, channels }) => ({
    encodedKey,
    id,
    definition: told,
    forAll,
    own,
    channels,
  }));
};

/** Gives a channel its usage of fields, and takes it away. */
export const changeChannelFields = async (
  db: pg.PoolClient,
  channelKey: EncodedKey,
  changes: readonly ChannelFieldChange[],
  now: Instant,
): Promise<void> => {
  if (changes.length === 0) return;
  await db.query(
    `UPDATE custom_field f SET last_modified_date = $3::timestamptz, usage =
        (SELECT coalesce(jsonb_agg(u ORDER BY n), '[]') FROM jsonb_array_elements(f.usage) WITH ORDINALITY AS e (u, n)
          WHERE u ->> 'objectKey' <> $1)
        || coalesce('[]'::jsonb || (c.usage || jsonb_build_object('objectKey', $1::text)), '[]')
       FROM jsonb_to_recordset($2::jsonb) AS c (field uuid, usage jsonb) WHERE f.encoded_key = c.field`,
    [channelKey, JSON.stringify(changes), new Date(now).toISOString()],
  );
};

/** Takes a channel that goes out of the usage of every field. */
export const dropChannelFields = async (db: pg.PoolClient, channelKey: EncodedKey, now: Instant): Promise<void> => {
  const fields = await channelFields(db, channelKey);
  const gone = fields.filter(({ own }) => own !== null).map(({ encodedKey: field }) => ({ field, usage: null }));
  await changeChannelFields(db, channelKey, gone, now);
};
