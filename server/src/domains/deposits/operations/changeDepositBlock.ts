import type { Schemas } from '../../../generated/schemas.ts';
import { type Money, money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, type PostingState, touch } from '../../../platform/posting/command.ts';
import { applyPatch, type PatchOperation } from '../../../platform/resources/patch.ts';
import { type DepositBlock, decideBlockAmount, decideUnblock } from '../rules/block.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { touchBlock, touchedBlock } from '../store/depositBlockStore.ts';
import { blockDecision, blockFacts, blockNotFound } from './blockDecision.ts';
import { accountNotFound } from './postingFacts.ts';

type Path = { readonly depositAccountId: string; readonly externalReferenceId: string };

const touches = ({ path }: { readonly path: Path }) => [
  touch(depositAccounts, path.depositAccountId),
  touchBlock(path.depositAccountId, path.externalReferenceId),
];

const found = (
  { depositAccountId, externalReferenceId }: Path,
  state: PostingState,
): { readonly account: DepositAccount; readonly block: DepositBlock } | Rejection => {
  const account = state.get(depositAccounts, depositAccountId);
  if (!account) return accountNotFound(depositAccountId);
  const block = touchedBlock(state, account.encodedKey, externalReferenceId);
  return block ? { account, block } : blockNotFound(externalReferenceId, account.id, 404);
};

/** The amount that the operations of a PATCH ask for. Reference and notes stay what the block was made with. */
const patchedAmount = (
  { externalReferenceId, amount, notes }: DepositBlock,
  operations: readonly PatchOperation[],
  { clock }: OperationContext,
): Money | Rejection => {
  const patched = applyPatch('BlockFund', { externalReferenceId, amount, notes: notes ?? undefined }, operations);
  if (isRejection(patched)) return patched;
  const checked = checkBody('BlockFund', false, patched, clock.zone);
  if (isRejection(checked)) return checked;
  const wanted = checked.body as Schemas['BlockFund'];
  const other = wanted.externalReferenceId === externalReferenceId ? '/notes' : '/externalReferenceId';
  return other === '/externalReferenceId' || (wanted.notes ?? null) !== notes
    ? reject('FIELD_IS_NOT_EDITABLE', `${other} of a block can't be changed`)
    : money(wanted.amount);
};

/** PATCH /deposits/{depositAccountId}/blocks/{externalReferenceId} */
export const patchDepositBlock = command<'patchDepositBlock', DepositBlock>('patchDepositBlock', {
  touches,
  decide: ({ path, body }, state, context) => {
    const of = found(path, state);
    if (isRejection(of)) return of;
    const amount = patchedAmount(of.block, body as readonly PatchOperation[], context);
    if (isRejection(amount)) return amount;
    const blocked = decideBlockAmount(blockFacts(of.account, context), of.block, amount);
    return isRejection(blocked) ? blocked : blockDecision(of.block, blocked);
  },
  answer: () => undefined,
});

/** DELETE /deposits/{depositAccountId}/blocks/{externalReferenceId}: the block stays on record, as REMOVED. */
export const deleteDepositBlock = command<'deleteDepositBlock', DepositBlock>('deleteDepositBlock', {
  touches,
  decide: ({ path }, state, context) => {
    const of = found(path, state);
    if (isRejection(of)) return of;
    const blocked = decideUnblock(blockFacts(of.account, context), of.block);
    return isRejection(blocked) ? blocked : blockDecision(of.block, blocked);
  },
  answer: () => undefined,
});
