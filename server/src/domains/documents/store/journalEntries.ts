import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { journalWithinReach } from '../../../platform/auth/reach.ts';
import type { Db } from '../../../platform/db/pool.ts';
import { createBindings } from '../../../platform/resources/bindings.ts';

/**
 * The entries of a journal transaction that the caller may see, in their order, named by the number of one entry, or else by the id of the transaction. Number and id may
 * look alike: the number wins.
 */
export const journalEntryKeys = async (
  db: Db,
  ref: string,
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<readonly EncodedKey[]> => {
  const bindings = createBindings();
  const named = bindings.bind(ref);
  const reach = journalWithinReach(caller, 'j').map((condition) => ` AND ${condition(bindings)}`);
  const { rows } = await db.query<{ encoded_key: EncodedKey }>(
    `WITH named AS (
       SELECT encoded_key, entry_id, 1 AS choice FROM journal_entry j
        WHERE entry_id = CASE WHEN ${named} ~ '^[0-9]{1,18}$' THEN ${named}::bigint END${reach.join('')}
       UNION ALL SELECT encoded_key, entry_id, 2 FROM journal_entry j
        WHERE lower(transaction_id) = lower(${named}) AND transaction_id = ${named}${reach.join('')})
     SELECT encoded_key FROM named WHERE choice = (SELECT min(choice) FROM named) ORDER BY entry_id`,
    bindings.values,
  );
  return rows.map((row) => row.encoded_key);
};
