import { isRejection, reject } from '../../../kernel/rejection.ts';
import { changed, command, touch } from '../../../platform/posting/command.ts';
import type { PatchOperation } from '../../../platform/resources/patch.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { storedDepositTransactions } from '../store/depositTransactionStore.ts';

/** The notes of a transfer fit where a repayment's do; everything else has the room that all notes have. */
const longestNotesOf = (type: string): number => (type === 'TRANSFER' ? 255 : 10_000);

/** The notes after the operations: the only details of a posted transaction that may change. */
const editedNotes = (
  { type, notes }: Pick<DepositTransaction, 'type' | 'notes'>,
  operations: readonly PatchOperation[],
): { readonly notes: string | null } | ReturnType<typeof reject> => {
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

/** PATCH /deposits/transactions/{depositTransactionId} */
export default command<'editDepositTransaction', DepositTransaction>('editDepositTransaction', {
  touches: ({ path }) => [touch(storedDepositTransactions, path.depositTransactionId)],
  decide: ({ path, body }, state) => {
    const transaction = state.get(storedDepositTransactions, path.depositTransactionId);
    if (!transaction)
      return reject(
        'INVALID_TRANSACTION_ID',
        `transaction ${path.depositTransactionId.slice(0, 80)} does not exist`,
        404,
      );
    const edited = editedNotes(transaction, body as readonly PatchOperation[]);
    if (isRejection(edited)) return edited;
    const after = { ...transaction, ...edited };
    return {
      changes: [changed(storedDepositTransactions, after)],
      rows: [],
      outcome: after,
      subject: {
        type: 'DEPOSIT_TRANSACTION',
        key: transaction.encodedKey,
        before: { notes: transaction.notes },
        after: edited,
      },
    };
  },
  answer: () => undefined,
});
