import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { type LocalDate, parseLocalDate, plusDays } from '../../../kernel/localDate.ts';
import { present } from '../../../kernel/present.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { formatUtc } from '../../../platform/clock/zone.ts';
import { type OperationContext, read, write } from '../../../platform/http/handler.ts';
import { indexRateReference } from '../../organisation/index.ts';
import { toldDepositAccount } from '../convert.ts';
import { type DepositAccount, openStates } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { checkTaxSource } from '../rules/interest/withholdingTax.ts';
import { checkState } from '../rules/posting.ts';
import { recordTaxSource, taxSourcesOf } from '../store/accountTaxStore.ts';
import { findDepositAccount, saveDepositAccount } from '../store/depositAccountQueries.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { accountNotFound } from './postingFacts.ts';

/** The source of taxes that a body names by key or id; null where it names none. */
export const taxSourceOf = (
  ref: string | undefined,
  product: DepositProduct,
  context: OperationContext,
): EncodedKey | null | Rejection => {
  if (ref === undefined) return null;
  const source = context.reference.get(indexRateReference).find(ref);
  return checkTaxSource(source, product) ?? source?.encodedKey ?? null;
};

/** The source of taxes after an edit, which may change it until the account is active. Left out, an active account keeps its own. */
export const editedTaxSource = (
  { activationDate, withholdingTaxSourceKey: own }: DepositAccount,
  ref: string | undefined,
  product: DepositProduct,
  context: OperationContext,
): EncodedKey | null | Rejection => {
  if (ref === undefined) return activationDate === null ? null : own;
  if (context.reference.get(indexRateReference).find(ref)?.encodedKey === own && own !== null) return own;
  return activationDate === null
    ? taxSourceOf(ref, product, context)
    : reject(
        'DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE',
        'withholdingTaxSourceKey of an active account: use :changeWithholdingTax',
      );
};

/** POST /deposits/{depositAccountId}:changeWithholdingTax: interest that is applied from now on is taxed by the rates of another source. */
export const changeDepositWithholdingTax = write('changeDepositWithholdingTax', async ({ path, body }, context) => {
  const before = await findDepositAccount(context.db, path.depositAccountId, true);
  if (!before) return accountNotFound(path.depositAccountId);
  const refused = checkState(before, openStates);
  if (refused) return refused;
  const product = productOfAccount(context.reference, before.productTypeKey);
  const withholdingTaxSourceKey = taxSourceOf(body.withholdingTaxSourceKey, product, context);
  if (isRejection(withholdingTaxSourceKey)) return withholdingTaxSourceKey;
  if (withholdingTaxSourceKey === before.withholdingTaxSourceKey) {
    context.unchanged();
    return { body: undefined };
  }
  const after: DepositAccount = { ...before, withholdingTaxSourceKey, lastModifiedDate: context.now };
  await saveDepositAccount(context.db, after);
  await recordTaxSource(context.db, after);
  context.audit(
    'DEPOSIT_ACCOUNT',
    after.encodedKey,
    toldDepositAccount(before, context),
    toldDepositAccount(after, context),
  );
  return { body: undefined };
});

const dayOf = (text: string | undefined): LocalDate | null => parseLocalDate(text ?? '') ?? null;

/** GET /deposits/{depositAccountId}/withholdingtaxes: the sources of its tax in a period, both its days included; oldest first. */
export const getDepositWithholdingTaxes = read('getDepositWithholdingTaxes', async ({ path, query }, context) => {
  const account = await findDepositAccount(context.db, path.depositAccountId);
  if (!account) return accountNotFound(path.depositAccountId);
  const [from, to] = [dayOf(query.from), dayOf(query.to)];
  if (from !== null && to !== null && to < from) return reject('INVALID_PARAMETERS', 'to may not be before from');
  const { zone } = context.clock;
  const sources = context.reference.get(indexRateReference);
  const taxes = await taxSourcesOf(context.db, account.encodedKey, {
    from: from && zone.startOf(from),
    to: to && zone.startOf(plusDays(to, 1)),
  });
  return {
    body: taxes.map(({ sourceKey, fromDate, toDate, creationDate, lastModifiedDate }) =>
      present({
        savingsAccountEncodedKey: account.encodedKey,
        rateSourceEncodedKey: sourceKey,
        rateSourceId: sources.byKey.get(sourceKey)?.id,
        rateSourceName: sources.byKey.get(sourceKey)?.name,
        fromDate: zone.format(fromDate),
        toDate: toDate && zone.format(toDate),
        creationDate: formatUtc(creationDate),
        lastModifiedDate: formatUtc(lastModifiedDate),
      }),
    ),
  };
});
