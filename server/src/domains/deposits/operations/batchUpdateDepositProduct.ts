import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { type BulkOperation, itemCommand, storeBulk } from '../../../platform/bulk/bulkOperation.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { declaredWrite } from '../../../platform/http/handler.ts';
import { parseJson } from '../../../platform/json.ts';
import { changed, internalCommand, touch } from '../../../platform/posting/command.ts';
import { toldDepositAccount } from '../convert.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import { accruesFrom, productRates } from '../rules/interest/accountInterest.ts';
import { ratesOfProduct } from '../rules/interest/accountRates.ts';
import type { QuotedRates } from '../rules/interest/interestTerms.ts';
import { repriced } from '../rules/interest/repriced.ts';
import { openAccountsOfProduct } from '../store/depositAccountQueries.ts';
import { depositAccounts } from '../store/depositAccountStore.ts';
import { depositProductReference, productOfAccount } from '../store/depositProductReference.ts';
import { accountNotFound } from './postingFacts.ts';

const name = 'batchUpdateDepositProduct';

/** The rates that accounts of a product have unless they say otherwise; refused where it names none. */
const ratesOf = (product: DepositProduct): QuotedRates | Rejection => {
  const rates = productRates(product.interest);
  return rates === null
    ? reject('INVALID_PARAMETERS', `interestSettings: product ${product.id} pays no interest into accounts`)
    : ratesOfProduct(rates, { interestRate: null, interestSpread: null, interestRateTiers: null }, 'INTEREST');
};

const productNamed = (ref: string, { reference }: OperationContext): DepositProduct | Rejection => {
  const { byKey, byId } = reference.get(depositProductReference);
  return (
    byKey.get(ref.toLowerCase() as EncodedKey) ??
    byId.get(ref) ??
    reject('INVALID_PRODUCT_ID', `deposit product ${ref.slice(0, 80)} does not exist`, 404)
  );
};

type Item = { readonly accountKey: EncodedKey };

/** Gives one account the rates that its product has when its turn comes. */
const update = internalCommand<{ readonly body: Item }, DepositAccount>(name, {
  touches: ({ body }) => [touch(depositAccounts, body.accountKey)],
  decide: ({ body }, state, context) => {
    const account = state.get(depositAccounts, body.accountKey);
    if (!account) return accountNotFound(body.accountKey);
    const rates = ratesOf(productOfAccount(context.reference, account.productTypeKey));
    if (isRejection(rates)) return rates;
    const after = repriced(account, rates, accruesFrom(account, context.clock.zone));
    const stored = after === account ? after : { ...after, lastModifiedDate: context.now };
    return {
      changes: after === account ? [] : [changed(depositAccounts, stored)],
      rows: [],
      outcome: stored,
      subject: {
        type: 'DEPOSIT_ACCOUNT',
        key: account.encodedKey,
        before: toldDepositAccount(account, context),
        after: toldDepositAccount(stored, context),
      },
    };
  },
});

/**
 * POST /depositproducts/{depositProductId}:batchUpdate with UPDATE_INTEREST_SETTINGS: the open accounts of a product get its rates, in the background and one by
 * one, as a bulk whose items are accounts.
 */
export const batchUpdateDepositProduct: BulkOperation<typeof name> = {
  handler: declaredWrite(name, async ({ path }, context) => {
    const product = productNamed(path.depositProductId, context);
    if (isRejection(product)) return product;
    const rates = ratesOf(product);
    if (isRejection(rates)) return rates;
    const keys = await openAccountsOfProduct(context.db, product.encodedKey);
    const Location = await storeBulk(
      name,
      keys.map((accountKey): Item => ({ accountKey })),
      context,
    );
    return { body: { state: 'QUEUED' }, headers: { Location } };
  }),
  work: {
    name,
    command: itemCommand(name, { kind: 'command', name, command: update }, () => undefined),
    read: (item, input) => ({ path: {}, query: {}, body: parseJson(input), item: { ...item, externalId: null } }),
  },
};
