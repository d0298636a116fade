import { type Rejection, reject } from '../../../kernel/rejection.ts';

// Visible characters that stand in a path as they are.
const tokens = /^[\w.~+=:@!$*()-]{1,255}$/;

/** Refuses tokens that could not stand in an address. */
export const checkToken = (token: string): Rejection | undefined =>
  tokens.test(token)
    ? undefined
    : reject(
        'CARD_REFERENCE_TOKEN_FORMAT_INVALID',
        'referenceToken has 1 to 255 letters, digits and characters of - _ . ~ + = : @ ! $ * ( )',
      );

/** The states of accounts that take a card. */
const open: readonly string[] = ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT'];

/** Refuses accounts that cards can't pay from. */
export const checkLinkable = (account: {
  readonly id: string;
  readonly accountType: string;
  readonly accountState: string;
}): Rejection | undefined => {
  if (account.accountType !== 'CURRENT_ACCOUNT')
    return reject(
      'INVALID_SAVINGS_ACCOUNT_TYPE',
      `cards pay from current accounts; ${account.id} is a ${account.accountType}`,
    );
  return open.includes(account.accountState)
    ? undefined
    : reject(
        'INVALID_DEPOSIT_ACCOUNT_STATE',
        `account ${account.id} is ${account.accountState}; a card needs ${open.join(' or ')}`,
      );
};
