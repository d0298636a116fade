import type { Schemas } from '../../../generated/schemas.ts';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isZero, type Money, money, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { refuseWithout } from '../../../platform/auth/authorise.ts';
import { ifWithinReach } from '../../../platform/auth/reach.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import { type AccountHolder, lockAccountHolder } from '../../groups/index.ts';
import { exchanged, exchangeRateReference, organisationReference } from '../../organisation/index.ts';
import type { OriginalAmount } from '../rules/loanAccount.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import {
  type Asset,
  checkNoneTwice,
  checkSecurityAmount,
  type Guarantor,
  pledgesOf,
  type Securities,
  sameAssetName,
  securityPermissions,
} from '../rules/securities.ts';
import { pledgedAccount } from './pledges.ts';

type Body = Pick<Schemas['LoanAccountFullDetails'], 'guarantors' | 'assets'>;
type SentGuarantor = Schemas['GuarantorFullDetails'];
type SentAsset = Schemas['AssetFullDetails'];

/** Each guarantor is looked up and locked by itself, so there is an end to them. */
const most = 100;

/** What surrounds the securities of a loan. */
export type SecurityFacts = {
  readonly product: LoanProduct;
  readonly borrowerKey: EncodedKey;
  /** What the loan has by now. */
  readonly before: Securities;
  /** Whether a list that the body leaves out stays as it is: a PUT may come from somebody who was not told of it. */
  readonly keepsOmitted: boolean;
};

const ownDecimals = ({ currencyCode }: LoanProduct, { reference }: OperationContext): number =>
  // Currencies that products use can't be removed.
  reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;

/** The client or the group that guarantees, locked, so that it neither exits nor goes meanwhile. */
const lockGuarantor = async (
  { guarantorKey, guarantorType: type }: SentGuarantor,
  at: string,
  context: WriteContext,
): Promise<AccountHolder | Rejection> => {
  const found = async (one: SentGuarantor['guarantorType']): Promise<AccountHolder | undefined> =>
    ifWithinReach(context.principal, await lockAccountHolder(context.db, one, guarantorKey));
  const holder = await found(type);
  if (holder) return holder.noGuarantor ?? holder;
  const other = type === 'CLIENT' ? 'GROUP' : 'CLIENT';
  return (await found(other))
    ? reject('GUARANTY_KEY_TYPE_MISMATCH', `${at}.guarantorKey is a ${other}, and guarantorType says ${type}`)
    : reject('INVALID_GUARANTOR_KEY', `${at}.guarantorKey is no ${type.toLowerCase()}`);
};

const isSameGuarantor = (sent: SentGuarantor, one: Guarantor): boolean =>
  sent.guarantorType === one.guarantorType &&
  sent.guarantorKey.toLowerCase() === one.guarantorKey &&
  (sent.depositAccountKey?.toLowerCase() ?? null) === one.depositAccountKey;

const judgedGuarantor = async (
  sent: SentGuarantor,
  at: string,
  { product, borrowerKey, before }: SecurityFacts,
  context: WriteContext,
): Promise<Guarantor | Rejection> => {
  if (sent.assetName !== undefined)
    return reject('GUARANTOR_ASSET_NAME_NOT_ALLOWED', `${at}.assetName is for assets; a guarantor has none`);
  const amount = money(sent.amount);
  const stays = before.guarantors.find((one) => isSameGuarantor(sent, one) && one.amount.equals(amount));
  if (stays) return stays;
  if (!product.securities.guarantors)
    return reject('GUARANTOR_NOT_ALLOWED_BY_PRODUCT', `${at}: product ${product.id} takes no guarantors`);
  const wrong = checkSecurityAmount(amount, ownDecimals(product, context), `${at}.amount`);
  if (wrong) return wrong;
  const holder = await lockGuarantor(sent, at, context);
  if (isRejection(holder)) return holder;
  const { depositAccountKey: ref } = sent;
  if (holder.encodedKey === borrowerKey && ref === undefined)
    return reject('INVALID_GUARANTOR_KEY', `${at}.guarantorKey is the borrower, who owes the loan anyway`);
  const already = (key: EncodedKey): Money => pledgesOf(before).get(key) ?? zero;
  const depositAccountKey =
    ref === undefined
      ? null
      : await pledgedAccount(ref, { holder, amount, already }, product, `${at}.depositAccountKey`, context);
  if (isRejection(depositAccountKey)) return depositAccountKey;
  const known = before.guarantors.find(
    (one) => one.guarantorKey === holder.encodedKey && one.depositAccountKey === depositAccountKey,
  );
  return {
    encodedKey: known?.encodedKey ?? newEncodedKey(),
    guarantorKey: holder.encodedKey,
    guarantorType: holder.type,
    amount,
    depositAccountKey,
  };
};

/** Guarantors in the order of the body, locked in the order of their keys. */
const judgedGuarantors = async (
  sent: readonly SentGuarantor[],
  facts: SecurityFacts,
  context: WriteContext,
): Promise<readonly Guarantor[] | Rejection> => {
  const places = sent.map((one, index) => ({ one, index }));
  places.sort((left, right) => (left.one.guarantorKey < right.one.guarantorKey ? -1 : 1));
  const judged = new Map<number, Guarantor>();
  for (const { one, index } of places) {
    const guarantor = await judgedGuarantor(one, `guarantors[${index}]`, facts, context);
    if (isRejection(guarantor)) return guarantor;
    judged.set(index, guarantor);
  }
  return sent.flatMap((_, index) => judged.get(index) ?? []);
};

/** What an asset is worth in another currency, as the body says; null where it does not. */
const originalOf = ({ originalAmount, originalCurrency }: SentAsset, at: string): OriginalAmount | null | Rejection => {
  if (originalAmount === undefined && originalCurrency === undefined) return null;
  const { code, currencyCode = code } = originalCurrency ?? {};
  if (originalAmount === undefined || currencyCode === undefined)
    return reject('INVALID_PARAMETERS', `${at}: originalAmount and originalCurrency need each other`);
  if (code !== undefined && code !== 'NON_FIAT' && code !== currencyCode)
    return reject('CURRENCY_NOT_DEFINED', `${at}.originalCurrency says ${code} and ${currencyCode.slice(0, 20)}`);
  return { amount: money(originalAmount), currencyCode };
};

/** What an original amount is worth in the loan's currency now: what the bank would buy it for. */
const worthNow = (
  { amount, currencyCode }: OriginalAmount,
  product: LoanProduct,
  at: string,
  context: OperationContext,
): Money | Rejection => {
  const { currencies } = context.reference.get(organisationReference);
  const [other, own] = [currencies.get(currencyCode), currencies.get(product.currencyCode)];
  if (!other || !own) {
    return reject(
      'CURRENCY_NOT_DEFINED',
      `${at}.originalCurrency ${currencyCode.slice(0, 20)} is not a currency of the organisation`,
    );
  }
  const wrong = checkSecurityAmount(amount, other.digitsAfterDecimal, `${at}.originalAmount`);
  if (wrong) return wrong;
  const worth = exchanged(amount, other, own, context.now, context.reference.get(exchangeRateReference));
  return !isRejection(worth) && isZero(worth)
    ? reject('INVALID_AMOUNT', `${at}.originalAmount is worth nothing in ${product.currencyCode}`)
    : worth;
};

const sameOriginal = (left: OriginalAmount | null, right: OriginalAmount | null): boolean =>
  left === right ||
  (left !== null && right !== null && left.currencyCode === right.currencyCode && left.amount.equals(right.amount));

/** An asset that is valued in another currency is worth what that is now; its amount stays until somebody values it anew. */
const judgedAsset = (
  sent: SentAsset,
  at: string,
  { product, before }: SecurityFacts,
  context: OperationContext,
): Asset | Rejection => {
  if (sent.guarantorKey !== undefined || sent.guarantorType !== undefined)
    return reject('GUARANTOR_KEY_NOT_ALLOWED', `${at}: guarantorKey and guarantorType are for guarantors`);
  if (sent.depositAccountKey !== undefined)
    return reject('GUARANTOR_SAVINGS_KEY_NOT_ALLOWED', `${at}.depositAccountKey is for guarantors`);
  const original = originalOf(sent, at);
  if (isRejection(original)) return original;
  const { assetName } = sent;
  const known = before.assets.find((one) => sameAssetName(one.assetName, assetName));
  const stays =
    known?.assetName === assetName &&
    sameOriginal(known.original, original) &&
    (original !== null || known.amount.equals(sent.amount));
  if (known && stays) return known;
  if (assetName.trim() === '') return reject('INVALID_ASSET_NAME', `${at}.assetName may not be blank`);
  if (!product.securities.assets)
    return reject('COLLATERAL_NOT_ALLOWED_BY_PRODUCT', `${at}: product ${product.id} takes no collateral`);
  const amount = original ? worthNow(original, product, at, context) : money(sent.amount);
  if (isRejection(amount)) return amount;
  return (
    checkSecurityAmount(amount, ownDecimals(product, context), `${at}.amount`) ?? {
      encodedKey: known?.encodedKey ?? newEncodedKey(),
      assetName,
      amount,
      original,
    }
  );
};

const judgedAssets = (
  sent: readonly SentAsset[],
  facts: SecurityFacts,
  context: OperationContext,
): readonly Asset[] | Rejection => {
  const assets: Asset[] = [];
  for (const [index, one] of sent.entries()) {
    const asset = judgedAsset(one, `assets[${index}]`, facts, context);
    if (isRejection(asset)) return asset;
    assets.push(asset);
  }
  return assets;
};

/**
 * The securities of a loan after a body, judged, and whether its caller may change them so. What repeats what the loan has is not judged again,
 * whatever has become of the guarantor or of the product since.
 */
export const wantedSecurities = async (
  body: Body,
  facts: SecurityFacts,
  context: WriteContext,
): Promise<Securities | Rejection> => {
  const { before, keepsOmitted } = facts;
  for (const name of ['guarantors', 'assets'] as const) {
    if ((body[name]?.length ?? 0) > most) return reject('INVALID_PARAMETERS', `${name} has more than ${most} items`);
  }
  const sentAssets = body.assets ?? (keepsOmitted ? undefined : []);
  const assets = sentAssets ? judgedAssets(sentAssets, facts, context) : before.assets;
  if (isRejection(assets)) return assets;
  const sentGuarantors = body.guarantors ?? (keepsOmitted ? undefined : []);
  const guarantors = sentGuarantors ? await judgedGuarantors(sentGuarantors, facts, context) : before.guarantors;
  if (isRejection(guarantors)) return guarantors;
  const after: Securities = { guarantors, assets };
  return checkNoneTwice(after) ?? refuseWithout(context.principal, securityPermissions(before, after)) ?? after;
};
