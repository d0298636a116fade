import type pg from 'pg';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { decimal, moment, plain, rowSource, text } from '../../../platform/db/rowSource.ts';
import { type PostingState, type StateSlot, type Touch, touch } from '../../../platform/posting/command.ts';
import { stateStore } from '../../../platform/posting/store.ts';
import type { Listing } from '../../../platform/resources/listing.ts';
import type { DepositBlock } from '../rules/block.ts';

type Named = { readonly account: string; readonly reference: string };

const refOf = ({ account, reference }: Named): string => `${account}/${reference}`;

/** Blocks as commands touch them: always after their account, whose lock also keeps two of one reference apart. */
export const depositBlocks: StateSlot<DepositBlock> = {
  name: 'depositBlock',
  keyOf: (block) => block.encodedKey,
  idOf: ({ accountKey, externalReferenceId }) => refOf({ account: accountKey, reference: externalReferenceId }),
};

/** Names the block that an account, given by key or id, has under a reference. */
export const touchBlock = (account: string, reference: string): Touch =>
  touch(depositBlocks, refOf({ account, reference }), { account, reference });

/** The touched block of an account. */
export const touchedBlock = (
  state: PostingState,
  accountKey: EncodedKey,
  reference: string,
): DepositBlock | undefined => state.get(depositBlocks, refOf({ account: accountKey, reference }));

const blockOfRow = (row: pg.QueryResultRow): DepositBlock => ({
  encodedKey: row.encoded_key,
  accountKey: row.account_key,
  externalReferenceId: row.external_reference_id,
  amount: row.amount,
  seizedAmount: row.seized_amount,
  state: row.state,
  notes: row.notes,
  creationDate: row.creation_date,
  lastModifiedDate: row.last_modified_date,
});

const blockRows = rowSource<DepositBlock>([
  plain('encoded_key', 'uuid', ({ encodedKey }) => encodedKey),
  plain('account_key', 'uuid', ({ accountKey }) => accountKey),
  text('external_reference_id', 'text', ({ externalReferenceId }) => externalReferenceId),
  decimal('amount', ({ amount }) => amount),
  decimal('seized_amount', ({ seizedAmount }) => seizedAmount),
  plain('state', 'text', ({ state }) => state),
  text('notes', 'text', ({ notes }) => notes),
  moment('creation_date', ({ creationDate }) => creationDate),
  moment('last_modified_date', ({ lastModifiedDate }) => lastModifiedDate),
]);

const columns =
  'encoded_key, account_key, external_reference_id, amount, seized_amount, state, notes, creation_date, last_modified_date';

export const depositBlockStore = stateStore<DepositBlock>({
  slot: depositBlocks,
  lockAndLoad: async (db, touches) => {
    const named = touches.map(({ options }) => options as Named);
    const { rows } = await db.query({
      name: 'load-deposit-blocks',
      // Who changes a block has locked its account before.
      text: `SELECT DISTINCT b.*
               FROM unnest($1::uuid[], $2::text[], $3::text[]) AS asked(account_key, account_id, reference)
               JOIN deposit_block b ON b.external_reference_id = asked.reference
                AND b.account_key = coalesce((SELECT a.encoded_key FROM deposit_account a WHERE a.encoded_key = asked.account_key),
                                             (SELECT a.encoded_key FROM deposit_account a WHERE a.id = asked.account_id))`,
      values: [
        named.map(({ account }) => asEncodedKey(account) ?? null),
        named.map(({ account }) => account),
        named.map(({ reference }) => reference),
      ],
    });
    return rows.map(blockOfRow);
  },
  statements: (blocks) => {
    const { shape, query, values } = blockRows(blocks);
    return [
      {
        name: `write-deposit-blocks-${shape}`,
        text: `INSERT INTO deposit_block (${columns}) SELECT ${columns} FROM (${query}) AS u
               ON CONFLICT (encoded_key) DO UPDATE SET amount = excluded.amount, seized_amount = excluded.seized_amount,
                  state = excluded.state, last_modified_date = excluded.last_modified_date`,
        values,
      },
    ];
  },
  constraints: { deposit_block_reference: 'DUPLICATE_BLOCK_ID' },
});

/** The blocks of deposit accounts, the oldest first. */
export const depositBlockListing: Listing<DepositBlock> = {
  from: 'deposit_block b',
  select: 'b.*',
  fields: {},
  defaultOrder: 'b.encoded_key',
  tieBreaker: 'b.encoded_key',
  row: blockOfRow,
};
