import { isRejection, reject } from '../../../kernel/rejection.ts';
import { isWithinReach } from '../../../platform/auth/reach.ts';
import { write } from '../../../platform/http/handler.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import { shownDepositAccount } from '../convert.ts';
import { notYetOnAccounts, productOf } from './accountBody.ts';
import { newDepositAccount } from './newDepositAccount.ts';

/** POST /deposits */
export default write(
  'createDepositAccount',
  async ({ body }, context) => {
    const product = productOf(body.productTypeKey, context);
    if (isRejection(product)) return product;
    const holder = await lockAccountHolder(context.db, body.accountHolderType, body.accountHolderKey);
    if (!holder || !isWithinReach(context.principal, holder)) {
      return reject('ACCOUNT_HOLDER_NOT_FOUND', `accountHolderKey is no ${body.accountHolderType.toLowerCase()}`);
    }
    if (holder.unwelcome) return holder.unwelcome;
    const account = await newDepositAccount(body, product, holder, context);
    return isRejection(account) ? account : { body: shownDepositAccount(account, context) };
  },
  { notYet: notYetOnAccounts, customFields: true, settable: ['accountState'] },
);
