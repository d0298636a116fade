import type { Principal } from '../../../platform/auth/principal.ts';
import { journalWithinReach, reachCondition } from '../../../platform/auth/reach.ts';
import type { Condition } from '../../../platform/resources/bindings.ts';

/**
 * The condition that what a row is about, as two of its columns say, lies within the caller's reach: of documents, tasks and the like. An
 * identity document belongs to its client, a credit arrangement to its holder, a journal entry to its branch; products, branches and users belong
 * to the bank, and what is about nothing is anybody's. None for whoever sees everything.
 */
export const recordWithinReach = (
  caller: Pick<Principal, 'userKey' | 'reach'>,
  typeColumn: string,
  keyColumn: string,
): readonly Condition[] => {
  const reach = reachCondition(caller, 'r');
  if (!reach) return [];
  const inTable =
    (table: string, key = `r.encoded_key = ${keyColumn}`): Condition =>
    (bindings) =>
      `EXISTS (SELECT FROM ${table} r WHERE ${key} AND ${reach(bindings)})`;
  const heldBy = (table: string): Condition =>
    inTable(
      `credit_arrangement held CROSS JOIN ${table}`,
      `r.encoded_key = held.holder_key AND held.encoded_key = ${keyColumn}`,
    );
  const byType: Readonly<Record<string, readonly Condition[]>> = {
    CLIENT: [inTable('client')],
    GROUP: [inTable('client_group')],
    DEPOSIT_ACCOUNT: [inTable('deposit_account')],
    LOAN_ACCOUNT: [inTable('loan_account')],
    ID_DOCUMENT: [
      inTable(
        'client',
        `r.id_documents @> jsonb_build_array(jsonb_build_object('encodedKey', replace(${keyColumn}::text, '-', '')))`,
      ),
    ],
    LINE_OF_CREDIT: [heldBy('client'), heldBy('client_group')],
    GL_JOURNAL_ENTRY: [
      (bindings) =>
        `EXISTS (SELECT FROM journal_entry j WHERE j.encoded_key = ${keyColumn} AND ${journalWithinReach(caller, 'j')
          .map((condition) => condition(bindings))
          .join(' AND ')})`,
    ],
  };
  return [
    (bindings) =>
      `CASE ${typeColumn} ${Object.entries(byType)
        .map(([type, any]) => `WHEN '${type}' THEN ${any.map((condition) => condition(bindings)).join(' OR ')}`)
        .join(' ')} ELSE true END`,
  ];
};
