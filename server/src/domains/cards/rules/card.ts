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

/** The states of credits that can be drawn on. */
const drawable: readonly string[] = ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS'];

/** Refuses loans that cards can't draw on: only revolving credits, and none whose draws cost fees that a merchant would have to bear. */
export const checkLinkableLoan = (loan: {
  readonly id: string;
  readonly productType: string;
  readonly accountState: string;
  readonly hasDisbursementFees: boolean;
}): Rejection | undefined => {
  if (loan.productType !== 'REVOLVING_CREDIT')
    return reject(
      'INVALID_ACCOUNT_TYPE',
      `cards draw on revolving credits; loan account ${loan.id} is a ${loan.productType}`,
    );
  if (!drawable.includes(loan.accountState))
    return reject(
      'INVALID_ACCOUNT_STATE',
      `loan account ${loan.id} is ${loan.accountState}; a card needs ${drawable.join(' or ')}`,
    );
  return loan.hasDisbursementFees
    ? reject(
        'PRODUCT_DISBURSEMENT_FEES_PREVENT_CARD_ATTACHMENT',
        `loan account ${loan.id} or its product has fees of disbursements, which a payment by card does not charge`,
      )
    : undefined;
};
