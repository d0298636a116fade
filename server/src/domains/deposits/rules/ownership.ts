import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { isZero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkAvailability } from './accountTerms.ts';
import type { DepositAccount, DepositAccountState } from './depositAccount.ts';
import type { DepositProduct } from './depositProduct.ts';

/** Whom an account is handed to. */
export type NewOwner = {
  readonly type: 'CLIENT' | 'GROUP';
  readonly encodedKey: EncodedKey;
  /** Why the new owner gets no account, by state or role. */
  readonly unwelcome: Rejection | undefined;
};

const closed: readonly DepositAccountState[] = ['CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED', 'WITHDRAWN'];

/**
 * The account in the hands of another client or group, or why it stays where it is: it is closed, the new owner has it already or gets no
 * accounts, the product is not for such owners, a loan of the old owner settles from it, or money in it is locked as his guarantee. The money, the terms and the branch stay.
 */
export const decideTransferOfOwnership = (
  account: DepositAccount,
  owner: NewOwner,
  product: DepositProduct,
  now: Instant,
): DepositAccount | Rejection => {
  if (closed.includes(account.accountState))
    return reject('INVALID_DEPOSIT_ACCOUNT_STATE', `account ${account.id} is ${account.accountState}`);
  if (owner.encodedKey === account.accountHolderKey)
    return reject('INVALID_TARGET_ACCOUNT_HOLDER_KEY', `targetHolderKey holds account ${account.id} already`);
  // An inactive product takes no new accounts; this one has been there before.
  const refused =
    owner.unwelcome ?? checkAvailability({ ...product, state: 'ACTIVE' }, owner.type, account.assignedBranchKey);
  if (isRejection(refused)) return refused;
  if (account.linkedSettlementAccountKeys.length > 0)
    return reject('ACCOUNT_ALREADY_LINKED', `a loan of its holder settles from account ${account.id}`);
  if (!isZero(account.lockedBalance)) {
    return reject(
      'ACCOUNT_HAS_REMAINING_BALANCE',
      `${account.lockedBalance.toFixed()} of account ${account.id} is locked as a guarantee of its holder`,
    );
  }
  return {
    ...account,
    accountHolderKey: owner.encodedKey,
    accountHolderType: owner.type,
    ownershipHistory: [...account.ownershipHistory, { previousOwnerKey: account.accountHolderKey, transferDate: now }],
    lastModifiedDate: now,
  };
};
