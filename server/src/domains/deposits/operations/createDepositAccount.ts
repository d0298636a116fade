import { isRejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import { isWithinReach } from '../../../platform/auth/reach.ts';
import { write } from '../../../platform/http/handler.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import { shownDepositAccount, toldDepositAccount } from '../convert.ts';
import { checkAvailability, openAccount } from '../rules/accountTerms.ts';
import { withOwnSettings } from '../rules/interest/accountInterest.ts';
import { checkBuilt } from '../rules/notYetBuilt.ts';
import { recordTaxSource } from '../store/accountTaxStore.ts';
import { accountIdExists, saveDepositAccount } from '../store/depositAccountQueries.ts';
import { decimalsOf, notYetOnAccounts, productOf, wantedTerms, withAccountFields } from './accountBody.ts';
import { drawAccountId } from './drawAccountId.ts';
import { taxSourceOf } from './withholdingTax.ts';

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
    const wanted = wantedTerms(body, context, holder.assignedBranchKey);
    if (isRejection(wanted)) return wanted;
    const unavailable =
      checkAvailability(product, body.accountHolderType, wanted.assignedBranchKey) ?? checkBuilt(product);
    if (unavailable) return unavailable;
    if (body.accountType !== undefined && body.accountType !== product.type) {
      return reject('INVALID_ACCOUNT_TYPE', `accountType must be ${product.type}, the type of the product`);
    }
    const approved = body.accountState === 'APPROVED';
    if (approved && !may(context.principal, 'APPROVE_SAVINGS')) {
      return reject('INVALID_PERMISSIONS', 'accountState APPROVED needs the permission APPROVE_SAVINGS');
    }
    const id = await drawAccountId(context.db, product, body.id, (taken) => accountIdExists(context.db, taken));
    if (isRejection(id)) return id;
    const withholdingTaxSourceKey = taxSourceOf(body.withholdingTaxSourceKey, product, context);
    if (isRejection(withholdingTaxSourceKey)) return withholdingTaxSourceKey;
    const opened = openAccount(
      {
        id,
        holderKey: holder.encodedKey,
        holderType: body.accountHolderType,
        approved,
        withholdingTaxSourceKey,
        now: context.now,
      },
      wanted,
      { product, decimalsOf: (code) => decimalsOf(code, context) },
    );
    if (isRejection(opened)) return opened;
    const interest = withOwnSettings(opened.interest, body, product, true);
    if (isRejection(interest)) return interest;
    const account = await withAccountFields(undefined, { ...opened, interest }, body, context, false);
    if (isRejection(account)) return account;
    await saveDepositAccount(context.db, account);
    await recordTaxSource(context.db, account);
    context.audit('DEPOSIT_ACCOUNT', account.encodedKey, undefined, toldDepositAccount(account, context));
    return { body: shownDepositAccount(account, context) };
  },
  { notYet: notYetOnAccounts, customFields: true, settable: ['accountState'] },
);
