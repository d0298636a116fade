import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import { type Answer, type ReadContext, read } from '../../../platform/http/handler.ts';
import { toApiSchedule } from '../convert.ts';
import { loanTermsOf } from '../rules/accountTerms.ts';
import { chargedFees } from '../rules/disbursementFees.ts';
import type { LoanEvent } from '../rules/events.ts';
import { foldLoan, previewSchedule as foresee } from '../rules/foldLoan.ts';
import { withForeseen } from '../rules/foreseenRevolving.ts';
import { checkLoanDates } from '../rules/loanDates.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { loanProductOf, notYetOnPreview, termsFactsOf, wantedOfPreview } from './loanBody.ts';
import { withPlans } from './plannedFeesBody.ts';

/** The instalments that a withdrawal of the whole amount would come to, where the product foresees any. */
const previewRevolving = (
  body: Schemas['PreviewLoanAccountSchedule'],
  product: LoanProduct,
  context: ReadContext,
): Answer<Schemas['LoanAccountSchedule']> | Rejection => {
  if (product.template.revolving?.previewed === undefined) {
    return reject(
      'SCHEDULE_PREVIEW_NOT_AVAILABLE_FOR_REVOLVING_CREDIT',
      `productTypeKey: ${product.id} is a revolving credit, which has no schedule before it is drawn on`,
    );
  }
  const { expectedDisbursementDate, firstRepaymentDate, ...wanted } = wantedOfPreview(body, context);
  const facts = termsFactsOf(product, context, null);
  const agreed = loanTermsOf(product, wanted, facts);
  if (isRejection(agreed)) return agreed;
  // Nothing can be planned on instalments that are only foreseen: what an account would be refused, so is its preview.
  const planned = withPlans(body.plannedInstallmentFees, agreed, product, { facts, dated: true }, context);
  if (isRejection(planned)) return planned;
  const day = expectedDisbursementDate ?? context.today;
  const unfit =
    checkLoanDates(day, firstRepaymentDate) ??
    (firstRepaymentDate !== undefined && firstRepaymentDate <= day
      ? reject('INVALID_FIRST_REPAYMENT_DUE_DATE', `firstRepaymentDate must lie after the withdrawal of ${day}`)
      : undefined);
  if (unfit) return unfit;
  const { terms } = agreed;
  const events: LoanEvent[] = [
    {
      type: 'DISBURSED',
      key: '',
      sequence: 0,
      valueDate: day,
      bookingDate: day,
      amount: terms.loanAmount,
      fees: chargedFees(terms),
      ...(firstRepaymentDate === undefined ? {} : { firstRepaymentDate }),
    },
  ];
  const loan = foldLoan(terms, events, day, facts.calendar);
  const { zone } = context.clock;
  const answer = { zone, currencyCode: product.currencyCode, product, keyOf: () => undefined };
  return { body: toApiSchedule(withForeseen(terms, events, loan, facts.calendar), answer) };
};

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
  if (product.template.revolving) return previewRevolving(body, product, context);
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
      product,
      keyOf: () => undefined,
    }),
  };
};

/** POST /loans/schedule:preview */
export const previewSchedule = read('previewSchedule', ({ body }, context) => preview(body, context));

/** POST /loans:previewSchedule */
export const previewLoanSchedule = read('previewLoanSchedule', ({ body }, context) => preview(body, context));
