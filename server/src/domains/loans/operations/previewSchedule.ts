import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import { type Answer, type ReadContext, read } from '../../../platform/http/handler.ts';
import { toApiSchedule } from '../convert.ts';
import { loanTermsOf } from '../rules/accountTerms.ts';
import { previewSchedule as foresee } from '../rules/foldLoan.ts';
import { loanProductOf, notYetOnPreview, termsFactsOf, wantedOfPreview } from './loanBody.ts';
import { withPlans } from './plannedFeesBody.ts';

/** The schedule that a disbursement of the whole amount on the expected day, else today, would make. */
const preview = async (
  body: Schemas['PreviewLoanAccountSchedule'],
  context: ReadContext,
): Promise<Answer<Schemas['LoanAccountSchedule']> | Rejection> => {
  // Reads declare no unsupported properties; the body itself has been checked before.
  const checked = checkBody('PreviewLoanAccountSchedule', false, body, context.clock.zone, {
    notYet: notYetOnPreview,
  });
  if (isRejection(checked)) return checked;
  const product = loanProductOf(body.productTypeKey, context);
  if (isRejection(product)) return product;
  if (product.type === 'REVOLVING_CREDIT') {
    return reject(
      'SCHEDULE_PREVIEW_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      `productTypeKey: ${product.id} is a revolving credit, which has no schedule before it is drawn on`,
    );
  }
  const facts = termsFactsOf(product, context, null);
  const agreed = loanTermsOf(product, wantedOfPreview(body, context), facts);
  if (isRejection(agreed)) return agreed;
  const planned = withPlans(body.plannedInstallmentFees, agreed, product, { facts, dated: true }, context);
  if (isRejection(planned)) return planned;
  const loan = foresee(planned.terms, agreed.disbursement, facts.calendar);
  return {
    body: toApiSchedule(loan.instalments, {
      zone: context.clock.zone,
      currencyCode: product.currencyCode,
      keyOf: () => undefined,
    }),
  };
};

/** POST /loans/schedule:preview */
export const previewSchedule = read('previewSchedule', ({ body }, context) => preview(body, context));

/** POST /loans:previewSchedule */
export const previewLoanSchedule = read('previewLoanSchedule', ({ body }, context) => preview(body, context));
