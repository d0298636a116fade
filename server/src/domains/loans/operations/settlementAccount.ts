import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject, rejectAll } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import type { PostingState } from '../../../platform/posting/command.ts';
import { type DepositAccount, depositAccounts, findDepositAccount, openDefaultAccount } from '../../deposits/index.ts';
import type { AccountHolder } from '../../groups/index.ts';
import type { Assignment } from '../../organisation/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { hasAccountOf, onlyAccountToLink } from '../store/accountsToLink.ts';

const open: readonly string[] = ['APPROVED', 'ACTIVE', 'ACTIVE_IN_ARREARS', 'DORMANT', 'PENDING_APPROVAL'];

const judge = (account: DepositAccount, product: LoanProduct, holderKey: EncodedKey): Rejection | undefined => {
  const { enabled, linkableDepositProductKey } = product.accountLink;
  if (!enabled)
    return reject(
      'PRODUCT_DOES_NOT_ALLOW_LINKING',
      `settlementAccountKey: product ${product.id} allows no settlement account`,
    );
  if (linkableDepositProductKey !== null && linkableDepositProductKey !== account.productTypeKey) {
    return reject(
      'UNLINKABLE_DEPOSIT_PRODUCT',
      `settlementAccountKey: account ${account.id} is of a product that can't be linked`,
    );
  }
  if (account.accountHolderKey !== holderKey) {
    return reject(
      'INVALID_DEPOSIT_ACCOUNT_HOLDER',
      `settlementAccountKey: account ${account.id} belongs to somebody else`,
    );
  }
  if (account.currencyCode !== product.currencyCode) {
    return reject(
      'ACCOUNT_CURRENCY_NOT_MATCH',
      `settlementAccountKey: account ${account.id} is in ${account.currencyCode}`,
    );
  }
  return open.includes(account.accountState)
    ? undefined
    : reject(
        'INVALID_SETTLEMENT_ACCOUNT_STATE',
        `settlementAccountKey: account ${account.id} is ${account.accountState}`,
      );
};

const isClosed = ({ accountState }: DepositAccount): boolean =>
  accountState.startsWith('CLOSED') || accountState === 'WITHDRAWN';

/**
 * What becomes of the settlement account when a closed loan is opened again. It was let go of, so it may have been closed meanwhile: the loan
 * then waits until it is open again, rather than losing what was agreed unseen. One that was deleted, or handed over to somebody else, can't come
 * back, and is dropped.
 */
const settlementOnReturn = (
  account: DepositAccount | undefined,
  holderKey: EncodedKey,
): EncodedKey | null | Rejection => {
  if (account?.accountHolderKey !== holderKey) return null;
  return isClosed(account)
    ? reject(
        'INVALID_SETTLEMENT_ACCOUNT_STATE',
        `settlementAccountKey: account ${account.id} is ${account.accountState}; open it again first`,
      )
    : account.encodedKey;
};

/** The settlement account that a closed loan takes again when it is opened; `looked` is the one that was locked for it. */
export const settlementReturning = (
  { settlementAccountKey: key, accountHolderKey }: LoanAccount,
  looked: EncodedKey | null,
  state: PostingState,
): EncodedKey | null | Rejection => {
  if (key === null) return null;
  return key === looked
    ? settlementOnReturn(state.get(depositAccounts, key), accountHolderKey)
    : reject(
        'INVALID_SETTLEMENT_ACCOUNT_STATE',
        'the settlement account was changed meanwhile; send the request again',
      );
};

/** The deposit account that a loan settles from, judged and locked; null when none is wanted. */
export const settlementAccount = async (
  ref: string | undefined,
  product: LoanProduct,
  holderKey: EncodedKey,
  context: WriteContext,
): Promise<EncodedKey | null | Rejection> => {
  if (ref === undefined) return null;
  const account = ifWithinReach(context.principal, await findDepositAccount(context.db, ref, true));
  if (!account) return reject('INVALID_SETTLEMENT_ACCOUNT_KEY', 'settlementAccountKey is no deposit account');
  return judge(account, product, holderKey) ?? account.encodedKey;
};

/** The only account of a holder that a loan of the product could name, within the caller's reach. */
const onlyOne = async (
  product: LoanProduct,
  holderKey: EncodedKey,
  context: WriteContext,
): Promise<EncodedKey | null> => {
  const only = await onlyAccountToLink(context.db, {
    holderKey,
    productKey: product.accountLink.linkableDepositProductKey,
    currencyCode: product.currencyCode,
    states: open,
  });
  const linked = await settlementAccount(only, product, holderKey, context);
  return isRejection(linked) ? null : linked;
};

/** The account that is made for a loan: of the linkable product, with its defaults, where the loan itself belongs; null where one exists. */
const madeForLoan = async (
  product: LoanProduct,
  holder: AccountHolder,
  assignment: Assignment,
  context: WriteContext,
): Promise<EncodedKey | null | Rejection> => {
  const { currencyCode, accountLink } = product;
  const { linkableDepositProductKey: productKey } = accountLink;
  if (!accountLink.creates || productKey === null) return null;
  if (await hasAccountOf(context.db, { holderKey: holder.encodedKey, productKey, currencyCode })) return null;
  const made = await openDefaultAccount(productKey, holder, { ...assignment, currencyCode }, context);
  return isRejection(made)
    ? rejectAll(
        made.errors.map((error) => ({ ...error, source: `the loan's settlement account: ${error.source ?? ''}` })),
      )
    : made.encodedKey;
};

/**
 * The deposit account that a new loan settles from: the one that it names, else, where its product links by itself, the only one of its holder
 * that it could name. Of several none is guessed, and one beyond the caller's reach is left alone. Where the product makes accounts, a holder
 * without any account of the linkable product gets one in the same transaction; the deposits' refusal of it refuses the loan.
 */
export const settlementOfNewLoan = async (
  ref: string | undefined,
  product: LoanProduct,
  holder: AccountHolder,
  assignment: Assignment,
  context: WriteContext,
): Promise<EncodedKey | null | Rejection> => {
  if (ref !== undefined) return settlementAccount(ref, product, holder.encodedKey, context);
  const found = product.accountLink.automatic ? await onlyOne(product, holder.encodedKey, context) : null;
  return found ?? madeForLoan(product, holder, assignment, context);
};
