import type { Schemas } from '../../../generated/schemas.ts';
import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { WriteContext } from '../../../platform/http/handler.ts';
import type { AccountHolder } from '../../groups/index.ts';
import { toldDepositAccount } from '../convert.ts';
import { checkAvailability, openAccount } from '../rules/accountTerms.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { withOwnSettings } from '../rules/interest/accountInterest.ts';
import { checkBuilt } from '../rules/notYetBuilt.ts';
import { recordTaxSource } from '../store/accountTaxStore.ts';
import { accountIdExists, saveDepositAccount } from '../store/depositAccountQueries.ts';
import { depositProductReference } from '../store/depositProductReference.ts';
import { decimalsOf, wantedTerms, withAccountFields } from './accountBody.ts';
import { drawAccountId } from './drawAccountId.ts';
import { taxSourceOf } from './withholdingTax.ts';

/**
 * A new account of a product for a holder who is locked and may open accounts, stored and recorded in the caller's transaction; refused by the
 * rules of the product, naming the property. It is approved at once where the body says so.
 */
export const newDepositAccount = async (
  body: Schemas['DepositAccount'],
  product: DepositProduct,
  holder: AccountHolder,
  context: WriteContext,
): Promise<DepositAccount | Rejection> => {
  const wanted = wantedTerms(body, context, holder.assignedBranchKey);
  if (isRejection(wanted)) return wanted;
  const unavailable = checkAvailability(product, holder.type, wanted.assignedBranchKey) ?? checkBuilt(product);
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
      holderType: holder.type,
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
  return account;
};

/** Where an account that nobody asked for by itself belongs, and in which currency it is. */
export type OpenedFor = {
  readonly currencyCode: string;
  readonly assignedBranchKey: EncodedKey | null;
  readonly assignedCentreKey: EncodedKey | null;
  readonly assignedUserKey: EncodedKey | null;
};

/** A new account of a product with the product's defaults, opened because another account needs one; refused as any new account is. */
export const openDefaultAccount = async (
  productKey: EncodedKey,
  holder: AccountHolder,
  { currencyCode, assignedBranchKey, assignedCentreKey, assignedUserKey }: OpenedFor,
  context: WriteContext,
): Promise<DepositAccount | Rejection> => {
  const product = context.reference.get(depositProductReference).byKey.get(productKey);
  if (!product) return reject('INVALID_PRODUCT_KEY', `${productKey} is no deposit product`);
  const body: Schemas['DepositAccount'] = {
    name: product.name,
    accountHolderKey: holder.encodedKey,
    accountHolderType: holder.type,
    productTypeKey: product.encodedKey,
    currencyCode,
    ...(assignedBranchKey === null ? {} : { assignedBranchKey }),
    ...(assignedCentreKey === null ? {} : { assignedCentreKey }),
    ...(assignedUserKey === null ? {} : { assignedUserKey }),
  };
  return newDepositAccount(body, product, holder, context);
};
