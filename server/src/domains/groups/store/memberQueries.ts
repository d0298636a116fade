import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { withinReach } from '../../../platform/auth/reach.ts';
import { createBindings } from '../../../platform/resources/bindings.ts';
import { type ClientState, mayJoin } from '../../clients/index.ts';
import type { MemberCandidate } from '../rules/groupMembers.ts';

type CandidateRow = { encoded_key: EncodedKey; id: string; state: ClientState };

/**
 * The clients within the caller's reach that keys or ids name, locked until the end of the transaction: none of them leaves the bank or joins another group meanwhile.
 * The memberships are asked for in a statement of its own, so that it sees what those who held the locks before have committed.
 */
export const lockCandidates = async (
  db: pg.PoolClient,
  refs: readonly string[],
  groupKey: EncodedKey,
  caller: Pick<Principal, 'userKey' | 'reach'>,
): Promise<readonly MemberCandidate[]> => {
  if (refs.length === 0) return [];
  const bindings = createBindings();
  const keys = bindings.bind(refs.flatMap((ref) => asEncodedKey(ref) ?? []));
  const ids = bindings.bind(refs);
  const reach = withinReach(caller, 'c').map((condition) => ` AND ${condition(bindings)}`);
  const { rows } = await db.query<CandidateRow>(
    `SELECT encoded_key, id, state FROM client c
      WHERE (encoded_key = ANY(${keys}::uuid[]) OR id = ANY(${ids}::text[]))${reach.join('')} ORDER BY encoded_key FOR NO KEY UPDATE`,
    bindings.values,
  );
  const { rows: memberships } = await db.query<{ client_key: EncodedKey; id: string }>(
    `SELECT c.client_key, min(g.id) AS id
       FROM unnest($1::uuid[]) AS c (client_key)
       JOIN client_group g ON g.group_members @> jsonb_build_array(jsonb_build_object('clientKey', replace(c.client_key::text, '-', '')))
      WHERE g.encoded_key <> $2::uuid
      GROUP BY c.client_key`,
    [rows.map((row) => row.encoded_key), groupKey],
  );
  const otherGroups = new Map(memberships.map((row) => [row.client_key, row.id]));
  return rows.map((row) => ({
    encodedKey: row.encoded_key,
    id: row.id,
    state: row.state,
    mayJoin: mayJoin(row.state),
    otherGroup: otherGroups.get(row.encoded_key) ?? null,
  }));
};
