import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, type EncodedKey } from '../../../kernel/encodedKey.ts';
import { type Rejection, reject } from '../../../kernel/rejection.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import type { OperationInput, WriteContext } from '../../../platform/http/handler.ts';
import { findDepositAccount } from '../../deposits/index.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { namesChannel } from './agreedChannel.ts';

const at = 'disbursementDetails.transactionDetails';

/** Refuses details that say a transfer and something else. */
const contradiction = (details: Schemas['LoanTransactionDetails'] | undefined): Rejection | undefined => {
  const target = details?.targetDepositAccountKey;
  if (details?.internalTransfer && target === undefined)
    return reject('INVALID_PARAMETERS', `${at}.internalTransfer needs targetDepositAccountKey`);
  if (target === undefined) return undefined;
  if (details?.internalTransfer === false)
    return reject('INVALID_PARAMETERS', `${at}.internalTransfer false does not go with targetDepositAccountKey`);
  return namesChannel(details)
    ? reject(
        'INVALID_PARAMETERS',
        `${at}.targetDepositAccountKey: a transfer uses no channel; send only one of the two`,
      )
    : undefined;
};

/**
 * The deposit account that an application wants to be paid out to; null where it leaves that to the disbursement. Whose it is and in what state is
 * judged by the disbursement, for whoever pays out. One that the account has already stays without being judged again.
 */
export const agreedDeposit = async (
  { disbursementDetails }: Pick<Schemas['LoanAccountFullDetails'], 'disbursementDetails'>,
  { currencyCode }: LoanProduct,
  context: WriteContext,
  before: EncodedKey | null = null,
): Promise<EncodedKey | null | Rejection> => {
  const details = disbursementDetails?.transactionDetails;
  const refused = contradiction(details);
  if (refused) return refused;
  const ref = details?.targetDepositAccountKey;
  if (ref === undefined) return null;
  if (before !== null && asEncodedKey(ref) === before) return before;
  const account = ifWithinReach(context.principal, await findDepositAccount(context.db, ref));
  if (!account) return reject('INVALID_SAVINGS_ACCOUNT_KEY', `${at}.targetDepositAccountKey is no deposit account`);
  return account.currencyCode === currencyCode
    ? account.encodedKey
    : reject(
        'ACCOUNT_CURRENCY_NOT_MATCH',
        `${at}.targetDepositAccountKey: account ${account.id} is in ${account.currencyCode}, the loan in ${currencyCode}`,
      );
};

type Body = OperationInput<'makeDisbursement'>['body'];

/** Whether a disbursement leaves it to the agreement where its money goes. */
export const leavesItToAgreement = ({ transferDetails, transactionDetails }: Body): boolean =>
  transferDetails === undefined && !namesChannel(transactionDetails);

/** Refuses a disbursement that looked for another account than the one that is agreed now. */
export const checkAgreedDeposit = (
  body: Body,
  looked: EncodedKey | null,
  { disbursementDepositKey }: LoanAccount,
): Rejection | undefined =>
  leavesItToAgreement(body) && looked !== disbursementDepositKey
    ? reject('BLOCKING_OPERATION_IN_PROGRESS', 'the loan is being changed; please try again', 409)
    : undefined;
