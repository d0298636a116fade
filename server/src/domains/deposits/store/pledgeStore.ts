import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Statement } from '../../../platform/db/statement.ts';
import type { RowSlot } from '../../../platform/posting/command.ts';
import { rowStore } from '../../../platform/posting/store.ts';

/** By how much more is locked on a deposit account as a guarantee from now on; a negative amount sets money free. */
export type Pledge = { readonly depositKey: EncodedKey; readonly amount: Money };

/** Appended by commands that open or close loans with such guarantees. */
export const pledges: RowSlot<Pledge> = { name: 'pledges' };

/** Locks and sets free, all accounts at once. */
export const changePledges = (changes: readonly Pledge[]): Statement => ({
  name: 'change-pledges',
  text: `UPDATE deposit_account d SET locked_balance = d.locked_balance + p.amount
           FROM (SELECT deposit_key, sum(amount) AS amount FROM unnest($1::uuid[], $2::numeric[]) AS t (deposit_key, amount) GROUP BY 1) p
          WHERE d.encoded_key = p.deposit_key`,
  values: [changes.map(({ depositKey }) => depositKey), changes.map(({ amount }) => amount.toFixed())],
});

/** Keeps `lockedBalance` of deposit accounts: no posting of theirs writes it. */
export const pledgeStore = rowStore<Pledge>({
  slot: pledges,
  afterStates: true,
  statements: (changes) => [changePledges(changes)],
});
