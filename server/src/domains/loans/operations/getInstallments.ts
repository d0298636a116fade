import { parseLocalDate } from '../../../kernel/localDate.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { withinReach } from '../../../platform/auth/reach.ts';
import { read } from '../../../platform/http/handler.ts';
import { listContext, runListing } from '../../../platform/resources/listing.ts';
import { toApiInstalment } from '../convert.ts';
import { instalmentConditions, instalmentListing } from '../store/instalmentListing.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { loanProductOf } from './loanBody.ts';

/**
 * GET /installments: what running loans ask for between two days, in the order of due dates. Figures are the stored ones, as in other lists of
 * loans. Loans in other states have no instalments here, so a filter by such a state finds none.
 */
export const getInstallments = read('getInstallments', async ({ query }, context) => {
  const dueFrom = parseLocalDate(query.dueFrom);
  const dueTo = parseLocalDate(query.dueTo);
  if (dueFrom === undefined || dueTo === undefined)
    return reject('INVALID_PARAMETERS', 'dueFrom and dueTo must be days');
  if (dueFrom > dueTo) return reject('START_DATE_AFTER_END_DATE', 'dueFrom must not be after dueTo');
  const { productTypeKey, accountState, installmentState: instalmentState } = query;
  const product = productTypeKey === undefined ? undefined : loanProductOf(productTypeKey, context);
  if (isRejection(product)) return reject('INVALID_PRODUCT_ID', 'productTypeKey is no loan product');
  const conditions = instalmentConditions({
    dueFrom,
    dueTo,
    ...(product ? { productKey: product.encodedKey } : {}),
    ...(accountState === undefined ? {} : { accountState }),
    ...(instalmentState === undefined ? {} : { instalmentState }),
  });
  const { offset, limit, paginationDetails } = query;
  const where = [...conditions, ...withinReach(context.principal, 'a')];
  const page = await runListing(
    context.db,
    instalmentListing,
    { offset, limit, paginationDetails, where },
    listContext(context),
  );
  if (isRejection(page)) return page;
  const { zone } = context.clock;
  return {
    body: page.rows.map(({ encodedKey, accountKey, productKey, instalment }) =>
      toApiInstalment(instalment, {
        zone,
        product: productOfLoan(context.reference, productKey),
        parentAccountKey: accountKey,
        keyOf: () => encodedKey,
      }),
    ),
    headers: page.headers,
  };
});
