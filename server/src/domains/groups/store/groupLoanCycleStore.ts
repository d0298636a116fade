import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { rowStore } from '../../../platform/posting/store.ts';
import { type GroupLoanActivity, groupLoanActivity } from '../slots.ts';

/**
 * Counts the loans of groups that were closed with all obligations met. The groups are locked by a statement of its own, so that the second
 * one sees what others who held the lock before have committed.
 */
export const groupLoanCycleStore = rowStore<GroupLoanActivity>({
  slot: groupLoanActivity,
  afterStates: true,
  // Groups are not remembered.
  leavesStates: true,
  statements: (rows) => {
    const latest = new Map<EncodedKey, Instant>();
    for (const { groupKey, now } of rows) latest.set(groupKey, now);
    const keys = [...latest.keys()];
    return [
      {
        name: 'lock-borrowing-groups',
        text: 'SELECT FROM client_group WHERE encoded_key = ANY($1::uuid[]) ORDER BY encoded_key FOR UPDATE',
        values: [keys],
      },
      {
        name: 'write-group-loan-cycles',
        text: `UPDATE client_group g SET loan_cycle = h.cycle, last_modified_date = h.now
                 FROM (SELECT u.encoded_key, u.now,
                              (SELECT count(*) FROM loan_account l WHERE l.account_holder_key = u.encoded_key
                                  AND l.account_state = 'CLOSED' AND l.account_sub_state = 'REPAID') AS cycle
                         FROM unnest($1::uuid[], $2::timestamptz[]) AS u (encoded_key, now)) h
                WHERE g.encoded_key = h.encoded_key AND g.loan_cycle <> h.cycle`,
        values: [keys, keys.map((key) => new Date(latest.get(key) ?? 0).toISOString())],
      },
    ];
  },
});
