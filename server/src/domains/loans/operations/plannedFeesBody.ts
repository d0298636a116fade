import type { Schemas } from '../../../generated/schemas.ts';
import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { toApiPlannedFee } from '../convertPlannedFee.ts';
import type { AgreedTerms, TermsFacts } from '../rules/accountTerms.ts';
import { planFees, type WantedPlan } from '../rules/decide/planFees.ts';
import { previewSchedule } from '../rules/foldLoan.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { requestedDay } from './loanContext.ts';
import { checkFinite } from './loanRequest.ts';

type Sent = Schemas['PlannedInstallmentFee'];

/** Planned fees as a body asks for them; refuses amounts that no account can hold. */
export const wantedPlans = (body: readonly Sent[], context: OperationContext): readonly WantedPlan[] | Rejection => {
  const wanted: WantedPlan[] = [];
  for (const { predefinedFeeKey, amount, installmentKey, installmentNumber, applyOnDate } of body) {
    const unfit = checkFinite(amount);
    if (unfit) return unfit;
    const day = requestedDay(applyOnDate, context);
    wanted.push({
      predefinedFeeKey,
      ...(amount === undefined ? {} : { amount: money(amount) }),
      ...(installmentKey === undefined ? {} : { installmentKey }),
      ...(installmentNumber === undefined ? {} : { installmentNumber }),
      ...(day === undefined ? {} : { applyOnDate: day }),
    });
  }
  return wanted;
};

/** Terms with the fees that are planned on them, and the keys of the instalments that carry some. */
export type PlannedTerms = { readonly terms: LoanTerms; readonly keys: ReadonlyMap<string, EncodedKey> };

/** Plans fees on the schedule that a new loan, or a preview, will have; instalments are named by their number. */
export const withPlans = (
  body: readonly Sent[] | undefined,
  { terms, disbursement }: AgreedTerms,
  product: LoanProduct,
  { facts, dated }: { readonly facts: TermsFacts; readonly dated: boolean },
  context: OperationContext,
): PlannedTerms | Rejection => {
  if (body === undefined || body.length === 0) return { terms, keys: new Map() };
  const wanted = wantedPlans(body, context);
  if (isRejection(wanted)) return wanted;
  const { instalments } = previewSchedule(terms, disbursement, facts.calendar);
  const planning = { terms, events: [], instalments, disbursement, dated, fees: product.fees, newKey: newEncodedKey };
  const plans = planFees(wanted, [], planning, (index) => `plannedInstallmentFees[${index}]`);
  if (isRejection(plans)) return plans;
  const keys = new Map(plans.map(({ slot }) => [slot, newEncodedKey()]));
  const plannedFees = plans.map((plan) => ({ ...plan, installmentKey: keys.get(plan.slot) ?? '' }));
  return { terms: { ...terms, plannedFees }, keys };
};

const textOf = ({ predefinedFeeKey, amount, installmentKey, applyOnDate }: Sent, context: OperationContext): string =>
  JSON.stringify([
    predefinedFeeKey,
    amount === undefined ? null : money(amount),
    installmentKey ?? null,
    requestedDay(applyOnDate, context) ?? null,
  ]);

/** Refuses planned fees that an edit of the account sends otherwise than the account tells them: they have operations of their own. */
export const checkRepeatedPlans = (
  { figures }: LoanAccount,
  body: Schemas['LoanAccountFullDetails'],
  context: OperationContext,
): Rejection | undefined => {
  const sent = body.plannedInstallmentFees;
  if (sent === undefined) return undefined;
  const told = (figures.terms.plannedFees ?? []).map((plan) => toApiPlannedFee(plan, context.clock.zone));
  const texts = (list: readonly Sent[]): string => list.map((one) => textOf(one, context)).join();
  return texts(sent) === texts(told)
    ? undefined
    : reject(
        'LOAN_ACCOUNT_FIELD_NOT_EDITABLE',
        'plannedInstallmentFees: planned fees of an account are changed at /loans/{loanAccountId}/plannedfees',
      );
};
