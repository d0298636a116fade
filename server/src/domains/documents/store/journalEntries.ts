import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Db } from '../../../platform/db/pool.ts';

/**
 * The entries of a journal transaction in their order, named by the number of one entry, or else by the id of the transaction. Number and id may
 * look alike: the number wins.
 */
export const journalEntryKeys = async (db: Db, ref: string): Promise<readonly EncodedKey[]> => {
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `WITH named AS (
       SELECT encoded_key, entry_id, 1 AS choice FROM journal_entry
        WHERE entry_id = CASE WHEN $1 ~ '^[0-9]{1,18}$' THEN $1::bigint END
       UNION ALL SELECT encoded_key, entry_id, 2 FROM journal_entry
        WHERE lower(transaction_id) = lower($1) AND transaction_id = $1)
     SELECT encoded_key FROM named WHERE choice = (SELECT min(choice) FROM named) ORDER BY entry_id`,
    [ref],
  );
  return rows.map((row) => row.encoded_key);
};
