import { isRejection, reject } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { glAccountAnswer } from '../answers.ts';
import { findGlAccount } from '../store/glAccounts.ts';
import { balancesOf } from './balancesOf.ts';

/** GET /glaccounts/{glAccountId}: one account by code or key. */
export const getGlAccount = read('getGlAccount', async ({ path, query }, context) => {
  const account = await findGlAccount(context.db, path.glAccountId);
  if (!account)
    return reject('INVALID_GL_ACCOUNT_ID', `GL account ${path.glAccountId.slice(0, 80)} does not exist`, 404);
  const balances = await balancesOf([account], query, context);
  if (isRejection(balances)) return balances;
  return { body: glAccountAnswer(account, balances.get(account.encodedKey)) };
});
