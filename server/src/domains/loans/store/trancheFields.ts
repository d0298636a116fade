import type { FieldType, ListField } from '../../../platform/resources/filters.ts';

// Tranches as searches of loan accounts see them: told as the account tells them, those that are paid out with what was paid.

const tranches = `jsonb_array_elements(a.terms -> 'tranches') WITH ORDINALITY AS t (agreed, number)
  CROSS JOIN LATERAL (SELECT a.disbursed_tranches -> (t.number - 1)::int AS made) AS d`;

/** A field that each tranche has; a list is sorted by that of the first one. */
const ofTranche = (sql: string, type: FieldType): ListField => ({
  sql,
  type,
  sorts: `(SELECT ${sql} FROM ${tranches} WHERE t.number = 1)`,
  anyOf: (condition) =>
    `(a.terms -> 'tranches' IS NOT NULL AND EXISTS (SELECT FROM ${tranches} WHERE ${condition ?? `${sql} IS NOT NULL`}))`,
});

/** The fields of the contract's search that are about tranches. */
export const trancheFields: Readonly<Record<string, ListField>> = {
  'tranches.parentAccountKey': ofTranche('a.encoded_key', 'KEY'),
  'tranches.amount': ofTranche(`coalesce(d.made ->> 'amount', t.agreed ->> 'amount')::numeric`, 'NUMBER'),
  'tranches.disbursementDetails.disbursementTransactionKey': ofTranche(`(d.made ->> 'transactionKey')::uuid`, 'KEY'),
  'tranches.disbursementDetails.expectedDisbursementDate': ofTranche(
    `(t.agreed ->> 'expectedDisbursementDate')::date`,
    'DATE',
  ),
};
