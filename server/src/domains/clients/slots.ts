import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { RowSlot, StateSlot } from '../../platform/posting/command.ts';
import type { ClientHolder } from './rules/clientHolder.ts';

/** Clients as holders of accounts, for commands that judge or change them: `touch(clientStates, key)`. */
export const clientStates: StateSlot<ClientHolder> = {
  name: 'clients',
  keyOf: (holder) => holder.encodedKey,
  idOf: (holder) => holder.id,
};

/** Says that the state of one of a client's accounts changed. */
export type ClientAccountActivity = { readonly clientKey: EncodedKey; readonly now: Instant };

/**
 * Appended by commands that change the state of an account: after the accounts are written, the client becomes ACTIVE when one of them is, and
 * INACTIVE when all are closed. Commands that append it need not touch the client.
 */
export const clientAccountActivity: RowSlot<ClientAccountActivity> = { name: 'clientAccountActivity' };
