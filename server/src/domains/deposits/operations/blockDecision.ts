import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { changed, type Decision } from '../../../platform/posting/command.ts';
import { shownBlock } from '../blockShown.ts';
import type { Blocked, BlockFacts, DepositBlock } from '../rules/block.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositBlocks } from '../store/depositBlockStore.ts';
import { decimalsOf } from './accountBody.ts';

/** What a decision about a block reads of its account and the bank. */
export const blockFacts = (account: DepositAccount, context: OperationContext): BlockFacts => ({
  account,
  decimals: decimalsOf(account.currencyCode, context) ?? 2,
  now: context.now,
});

/** Writes a block and what it changes of its account. */
export const blockDecision = (before: DepositBlock | null, { account, block }: Blocked): Decision<DepositBlock> => ({
  changes: [changed(depositAccounts, account), changed(depositBlocks, block)],
  rows: [],
  outcome: block,
  subject: {
    type: 'DEPOSIT_BLOCK',
    key: block.encodedKey,
    ...(before ? { before: shownBlock(before) } : {}),
    after: shownBlock(block),
  },
});

export const blockNotFound = (reference: string, accountId: string, status?: number): Rejection =>
  reject('BLOCK_FUND_DOES_NOT_EXIST', `account ${accountId} has no block ${reference.slice(0, 80)}`, status);
