import { randomInt } from 'node:crypto';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type WriteContext, write } from '../../../platform/http/handler.ts';
import { holderMayOpenAccounts, lockClientHolder } from '../../clients/index.ts';
import { idFromPattern } from '../../organisation/index.ts';
import { toApiDepositAccount } from '../convert.ts';
import { checkAvailability, openAccount } from '../rules/accountTerms.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { accountIdExists, nextAccountNumber, saveDepositAccount } from '../store/depositAccountQueries.ts';
import { decimalsOf, notYetOnAccounts, productOf, wantedTerms } from './accountBody.ts';

const attempts = 20;

/** The id of a new account: the one sent, the next number, or a random one of the product's pattern that is free. */
const accountId = async (
  given: string | undefined,
  product: DepositProduct,
  { db }: WriteContext,
): Promise<string | Rejection> => {
  if (given !== undefined) {
    return given.trim() === '' || /\s/.test(given)
      ? reject('INVALID_ID', 'id may not be empty or contain spaces')
      : given;
  }
  const { type, pattern } = product.idGenerator;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const id =
      type === 'INCREMENTAL_NUMBER'
        ? await nextAccountNumber(db, product.encodedKey, pattern)
        : idFromPattern(pattern, randomInt);
    if (!(await accountIdExists(db, id))) return id;
  }
  return reject('FAILED_TO_GENERATE_IDENTIFIER', `product ${product.id} finds no free account id; widen its idPattern`);
};

/** POST /deposits */
export default write(
  'createDepositAccount',
  async ({ body }, context) => {
    const product = productOf(body.productTypeKey, context);
    if (isRejection(product)) return product;
    if (body.accountHolderType === 'GROUP')
      return reject('INVALID_PARAMETERS', 'accountHolderType GROUP is not supported yet');
    const holder = await lockClientHolder(context.db, body.accountHolderKey);
    if (!holder) return reject('ACCOUNT_HOLDER_NOT_FOUND', 'accountHolderKey is no client');
    const refused = holderMayOpenAccounts(holder);
    if (refused) return refused;
    const wanted = wantedTerms(body, context, holder.assignedBranchKey);
    if (isRejection(wanted)) return wanted;
    const unavailable = checkAvailability(product, body.accountHolderType, wanted.assignedBranchKey);
    if (unavailable) return unavailable;
    if (body.accountType !== undefined && body.accountType !== product.type) {
      return reject('INVALID_ACCOUNT_TYPE', `accountType must be ${product.type}, the type of the product`);
    }
    const id = await accountId(body.id, product, context);
    if (isRejection(id)) return id;
    const account = openAccount(
      { id, holderKey: holder.encodedKey, holderType: body.accountHolderType, approved: false, now: context.now },
      wanted,
      { product, decimalsOf: (code) => decimalsOf(code, context) },
    );
    if (isRejection(account)) return account;
    await saveDepositAccount(context.db, account);
    const answer = toApiDepositAccount(account, context.clock);
    context.audit('DEPOSIT_ACCOUNT', account.encodedKey, undefined, answer);
    return { body: answer };
  },
  { notYet: notYetOnAccounts },
);
