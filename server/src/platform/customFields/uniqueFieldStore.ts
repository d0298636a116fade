import type { EncodedKey } from '../../kernel/encodedKey.ts';
import type { Statement } from '../db/statement.ts';
import type { RowSlot } from '../posting/command.ts';
import { rowStore } from '../posting/store.ts';

/** The unique values among the custom fields of one transaction: all it has, of which a change replaces the former ones. */
export type UniqueFieldValues = {
  readonly transactionKey: EncodedKey;
  readonly values: readonly { readonly fieldKey: EncodedKey; readonly value: string }[];
  readonly replaces: boolean;
};

/** Appended only where a transaction has or had unique values. */
export const uniqueFieldValues: RowSlot<UniqueFieldValues> = { name: 'uniqueFieldValues' };

/** Claims unique values for their transactions: of two at the same time the database refuses one. */
export const uniqueFieldStore = rowStore<UniqueFieldValues>({
  slot: uniqueFieldValues,
  statements: (rows): readonly Statement[] => {
    const latest = [...new Map(rows.map((row) => [row.transactionKey, row])).values()];
    const replaced = latest.filter(({ replaces }) => replaces);
    const claims = latest.flatMap(({ transactionKey, values }) =>
      values.map(({ fieldKey, value }) => ({ transactionKey, fieldKey, value })),
    );
    return [
      ...(replaced.length > 0
        ? [
            {
              name: 'release-unique-fields',
              text: 'DELETE FROM transaction_unique_field WHERE transaction_key = ANY($1::uuid[])',
              values: [replaced.map(({ transactionKey }) => transactionKey)],
            },
          ]
        : []),
      ...(claims.length > 0
        ? [
            {
              name: 'claim-unique-fields',
              text: `INSERT INTO transaction_unique_field (field_key, value, transaction_key)
                     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[])`,
              values: [
                claims.map(({ fieldKey }) => fieldKey),
                claims.map(({ value }) => value),
                claims.map(({ transactionKey }) => transactionKey),
              ],
            },
          ]
        : []),
    ];
  },
  constraints: { transaction_unique_field_value: 'DUPLICATE_CUSTOM_FIELD_VALUES' },
});
