import type { Schemas } from '../../../generated/schemas.ts';
import { daysBetween } from '../../../kernel/localDate.ts';
import type { Money } from '../../../kernel/money.ts';
import { read } from '../../../platform/http/handler.ts';
import { type Explained, type ExplainedInstalment, explainLoan as explain } from '../rules/explainLoan.ts';
import type { ChargePart } from '../rules/explanation.ts';
import {
  feeFormula,
  feeRateFormula,
  interestFormula,
  penaltyFormula,
  principalFormula,
  roundingText,
  taxFormula,
} from '../rules/explanationTexts.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import type { InstalmentFee, LoanState } from '../rules/state.ts';
import type { LoanTerms } from '../rules/terms.ts';
import { findLoanAccount } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { calendarOf, factsOf, loanNotFound } from './loanContext.ts';

const toApiPart = ({
  from,
  to,
  balance,
  rate,
  factor,
  amount,
  fromArrears,
  offset,
}: ChargePart): Schemas['FlorinChargePart'] => ({
  from,
  to,
  days: daysBetween(from, to),
  balance,
  rate,
  factor,
  amount,
  ...(fromArrears ? { isFromArrears: true } : {}),
  ...(offset ? { offsetBalance: offset.balance, interestSaved: offset.saved } : {}),
});

/** The tax in a charge, where there is any. */
const taxIn = ({ tax }: LoanTerms, amount: Money | undefined): { readonly tax?: Schemas['FlorinTaxExplanation'] } =>
  tax && amount && !amount.isZero()
    ? { tax: { amount, rate: tax.rate, method: tax.taxCalculationMethod, formula: taxFormula(tax) } }
    : {};

const toApiCharge = (charge: Explained, formula: string, rounding: string): Schemas['FlorinChargeExplanation'] => ({
  amount: charge.amount,
  formula,
  parts: charge.parts.map(toApiPart),
  unrounded: charge.unrounded,
  rounding,
  rounded: charge.rounded,
  moved: charge.moved,
});

const toApiFee =
  (terms: LoanTerms, product: LoanProduct) =>
  ({ predefinedFeeKey, name, expected, reduced, tax }: InstalmentFee): Schemas['FlorinFeeExplanation'] => {
    const fee = predefinedFeeKey === undefined ? undefined : product.fees.get(predefinedFeeKey);
    return {
      ...(predefinedFeeKey === undefined ? {} : { predefinedFeeKey }),
      ...(name === undefined ? {} : { name }),
      ...(fee?.percentageAmount ? { percentage: fee.percentageAmount } : {}),
      amount: expected,
      reduced,
      formula: feeFormula(fee?.amountCalculationMethod, fee?.trigger),
      ...taxIn(terms, tax?.expected),
    };
  };

const toApiInstalment = (
  { instalment, from, balanceBefore, interest, penalty, feeRate, holiday }: ExplainedInstalment,
  loan: LoanState,
  product: LoanProduct,
): Schemas['FlorinInstalmentExplanation'] => {
  const { terms } = loan;
  const rounding = roundingText(terms);
  return {
    number: String(instalment.number),
    from,
    dueDate: instalment.dueDate,
    state: instalment.state,
    isPaymentHoliday: instalment.holiday ?? false,
    balanceBefore,
    principal: { amount: instalment.principal.expected, formula: principalFormula(terms, loan) },
    interest: {
      ...toApiCharge(interest, interestFormula(terms), rounding),
      ...taxIn(terms, instalment.tax?.interest.expected),
    },
    penalty: {
      ...toApiCharge(penalty, penaltyFormula(terms), rounding),
      ...taxIn(terms, instalment.tax?.penalty.expected),
    },
    ...(feeRate
      ? { feeRate: toApiCharge(feeRate, feeRateFormula(terms), `to ${terms.currencyDecimals} decimals, half up`) }
      : {}),
    ...(holiday
      ? {
          paymentHolidayInterest: {
            accrued: holiday.accrued,
            formula: interestFormula(terms),
            parts: holiday.parts.map(toApiPart),
            applied: holiday.applied,
          },
        }
      : {}),
    fees: instalment.feeDetails.map(toApiFee(terms, product)),
  };
};

/** GET /florin/loans/{loanAccountId}/explanation: a loan that is not disbursed has nothing to explain but its preview. */
export const explainLoan = read('explainLoan', async ({ path }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const facts = factsOf(account, context);
  const calendar = calendarOf(context, account.assignedBranchKey);
  const { loan, instalments } = explain(facts, context.today, calendar);
  const { interest } = loan.terms;
  const product = productOfLoan(context.reference, account.productTypeKey);
  return {
    body: {
      loanAccountKey: account.encodedKey,
      asOf: context.today,
      currencyCode: account.currencyCode,
      interestCalculationMethod: interest.interestCalculationMethod,
      interestType: interest.interestType,
      interestRate: interest.interestRate,
      interestChargeFrequency: interest.interestChargeFrequency,
      daysInYear: interest.daysInYear,
      scheduleInterestDaysCountMethod: interest.scheduleInterestDaysCountMethod,
      installments: instalments.map((one) => toApiInstalment(one, loan, product)),
      ...(loan.unscheduledFees ? { nonScheduledFees: loan.unscheduledFees.map(toApiFee(loan.terms, product)) } : {}),
    },
  };
});
