import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { judgedPostingFields, prepareFields, uniqueRows } from '../../../platform/customFields/postingFields.ts';
import { toldValues, withoutIndexes } from '../../../platform/customFields/values.ts';
import { appended, changed, command, touch } from '../../../platform/posting/command.ts';
import { applyPatch, type PatchOperation } from '../../../platform/resources/patch.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import {
  editedDepositFields,
  findDepositTransaction,
  storedDepositTransactions,
} from '../store/depositTransactionStore.ts';
import type { PreparedPosting } from './transactionFields.ts';

/** The notes of a transfer fit where a repayment's do; everything else has the room that all notes have. */
const longestNotesOf = (type: string): number => (type === 'TRANSFER' ? 255 : 10_000);

/** The notes after the operations that are not about custom fields. */
const editedNotes = (
  { type, notes }: Pick<DepositTransaction, 'type' | 'notes'>,
  operations: readonly PatchOperation[],
): { readonly notes: string | null } | Rejection => {
  const longest = longestNotesOf(type);
  let edited = notes;
  for (const { op, path, value } of operations) {
    if (path !== '/notes')
      return reject('FIELD_IS_NOT_EDITABLE', `${path.slice(0, 100)} of a posted transaction can't be changed`);
    if (op === 'REMOVE') edited = null;
    else if (op === 'MOVE') return reject('OPERATION_NOT_ALLOWED_ON_FIELD', 'MOVE is not possible on /notes');
    else if (typeof value !== 'string' || value.length > longest || value.includes('\u0000') || !value.isWellFormed()) {
      return reject('INVALID_PARAMETERS', `/notes must be a text of at most ${longest} characters`);
    } else edited = value;
  }
  return { notes: edited };
};

/** The types whose transactions take custom fields from whoever posts them. */
const carrying: readonly string[] = ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER'];

const isAboutFields = ({ path, from }: PatchOperation): boolean =>
  path.startsWith('/_') || from?.startsWith('/_') === true;

/** The custom field sets as the operations about them leave them; undefined where there are none. */
const editedSets = (
  { type, customFields }: Pick<DepositTransaction, 'type' | 'customFields'>,
  operations: readonly PatchOperation[],
): Readonly<Record<string, unknown>> | Rejection | undefined => {
  const about = operations.filter(isAboutFields);
  if (about.length === 0) return undefined;
  if (!carrying.includes(type)) {
    return reject('TRANSACTION_TYPE_NOT_ACCEPTING_CUSTOM_FIELDS', `a transaction of type ${type} has no custom fields`);
  }
  const patched = applyPatch('DepositTransaction', toldValues(customFields ?? {}), about);
  return isRejection(patched) ? patched : withoutIndexes(patched);
};

/** What the audit record tells of one side: custom fields only where the request was about them. */
const told = (
  notes: { readonly notes: string | null },
  values: DepositTransaction['customFields'] | undefined,
): Readonly<Record<string, unknown>> => ({ ...notes, ...toldValues(values ?? {}) });

const notFound = (ref: string): Rejection =>
  reject('INVALID_TRANSACTION_ID', `transaction ${ref.slice(0, 80)} does not exist`, 404);

/** PATCH /deposits/transactions/{depositTransactionId}: the notes and the custom fields of a posted transaction may change, nothing else. */
export default command<'editDepositTransaction', DepositTransaction, PreparedPosting>('editDepositTransaction', {
  prepare: async ({ path, body }, db, by) => {
    const operations = body as readonly PatchOperation[];
    if (!operations.some(isAboutFields)) return { fields: await prepareFields({}, db, by) };
    const transaction = await findDepositTransaction(db, path.depositTransactionId);
    if (!transaction) return notFound(path.depositTransactionId);
    const sets = editedSets(transaction, operations) ?? {};
    return isRejection(sets) ? sets : { fields: await prepareFields(sets, db, by, transaction.encodedKey) };
  },
  touches: ({ path }) => [touch(storedDepositTransactions, path.depositTransactionId)],
  decide: ({ path, body, prepared }, state, context) => {
    const transaction = state.get(storedDepositTransactions, path.depositTransactionId);
    if (!transaction) return notFound(path.depositTransactionId);
    const operations = body as readonly PatchOperation[];
    const edited = editedNotes(
      transaction,
      operations.filter((operation) => !isAboutFields(operation)),
    );
    if (isRejection(edited)) return edited;
    const sets = editedSets(transaction, operations);
    if (isRejection(sets)) return sets;
    const { encodedKey, channelKey, type, customFields: before } = transaction;
    const fields = sets && judgedPostingFields({ channelKey, type, before }, sets, prepared.fields, context);
    if (isRejection(fields)) return fields;
    const after = { ...transaction, ...edited, ...(fields ? { customFields: fields.values } : {}) };
    return {
      changes: [changed(storedDepositTransactions, after)],
      rows: fields
        ? [
            appended(editedDepositFields, { transactionKey: encodedKey, values: fields.values }),
            ...uniqueRows(encodedKey, fields, true),
          ]
        : [],
      outcome: after,
      subject: {
        type: 'DEPOSIT_TRANSACTION',
        key: encodedKey,
        before: told({ notes: transaction.notes }, fields && before),
        after: told(edited, fields?.values),
      },
    };
  },
  answer: () => undefined,
});
