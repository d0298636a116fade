import type { LocalDate } from '../../../kernel/localDate.ts';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { command, type Decision, touch } from '../../../platform/posting/command.ts';
import type { LoanDecision } from '../rules/decide/account.ts';
import { decideRepaymentValueChange } from '../rules/decide/decideRepaymentValue.ts';
import { decideSpreadChange } from '../rules/decide/decideSpreadChange.ts';
import {
  decideArrearsChange,
  decideDueDatesChange,
  decidePaymentChange,
  decideRateChange,
} from '../rules/decide/decideTermsChange.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { loanAccounts } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { factsOf, loanContext, loanNotFound, momentOf } from './loanContext.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';
import { checkFinite, requestedMoments } from './loanRequest.ts';

// Changes of a running loan's terms; each answers 204 and is told by a transaction of its own (arrears settings by the account alone).

const required = (text: string, context: OperationContext): LocalDate => {
  const moment = momentOf(text, context);
  if (moment === undefined) throw new Error('an unchecked body reached a command');
  return context.clock.zone.localDateOf(moment);
};

const effects = (
  account: LoanAccount,
  decision: LoanDecision | Rejection,
  body: { readonly valueDate?: string | undefined; readonly notes?: string | undefined },
  context: OperationContext,
): Decision<LoanOutcome> | Rejection =>
  isRejection(decision)
    ? decision
    : loanEffects(account, decision, context, {
        details: { ...requestedMoments({ valueDate: body.valueDate }, context), notes: body.notes ?? null },
      });

/** POST /loans/{loanAccountId}:changeInterestRate */
export const changeLoanInterestRate = command<'changeLoanInterestRate', LoanOutcome>('changeLoanInterestRate', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const request = { interestRate: rate(body.interestRate), valueDate: required(body.valueDate, context) };
    const interestSpread = body.interestSpread === undefined ? undefined : rate(body.interestSpread);
    const product = productOfLoan(context.reference, account.productTypeKey);
    const surroundings = loanContext(account, context);
    const facts = factsOf(account, context);
    if (account.terms.interest.rates) {
      const decision = decideSpreadChange(facts, { ...request, interestSpread }, product, surroundings);
      return effects(account, decision, body, context);
    }
    if (interestSpread && !interestSpread.isZero())
      return reject('INTEREST_SPREAD_NOT_AVAILABLE_FOR_FIXED_RATES', 'interestSpread: the rate is fixed');
    const decision = decideRateChange(facts, request, product.interestRate, surroundings);
    return effects(account, decision, body, context);
  },
  answer: () => undefined,
});

/** POST /loans/{loanAccountId}:changePeriodicPayment */
export const changeLoanPeriodicPayment = command<'changeLoanPeriodicPayment', LoanOutcome>(
  'changeLoanPeriodicPayment',
  {
    touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
    decide: ({ path, body }, state, context) => {
      const account = state.get(loanAccounts, path.loanAccountId);
      if (!account) return loanNotFound(path.loanAccountId);
      const infinite = checkFinite(body.periodicPayment);
      if (infinite) return infinite;
      const request = { periodicPayment: money(body.periodicPayment), valueDate: required(body.valueDate, context) };
      const decision = decidePaymentChange(factsOf(account, context), request, loanContext(account, context));
      return effects(account, decision, body, context);
    },
    answer: () => undefined,
  },
);

/** POST /loans/{loanAccountId}:changeRepaymentValue */
export const changeLoanRepaymentValue = command<'changeLoanRepaymentValue', LoanOutcome>('changeLoanRepaymentValue', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const infinite = checkFinite(body.amount) ?? checkFinite(body.percentage);
    if (infinite) return infinite;
    const request = {
      valueDate: required(body.valueDate, context),
      amount: body.amount === undefined ? undefined : money(body.amount),
      percentage: body.percentage === undefined ? undefined : rate(body.percentage),
    };
    const { repaymentValue: limits } = productOfLoan(context.reference, account.productTypeKey);
    const decision = decideRepaymentValueChange(
      factsOf(account, context),
      request,
      limits,
      loanContext(account, context),
    );
    return effects(account, decision, body, context);
  },
  answer: () => undefined,
});

/** POST /loans/{loanAccountId}:changeDueDatesSettings. The value date decides; entryDate stands in where there is none. */
export const changeLoanDueDates = command<'changeLoanDueDates', LoanOutcome>('changeLoanDueDates', {
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const date = body.valueDate ?? body.entryDate;
    const valueDate = date === undefined ? undefined : required(date, context);
    const decision = decideDueDatesChange(
      factsOf(account, context),
      { fixedDaysOfMonth: body.fixedDaysOfMonth, valueDate },
      loanContext(account, context),
    );
    return effects(account, decision, { valueDate: date, notes: body.notes }, context);
  },
  answer: () => undefined,
});

/** POST /loans/{loanAccountId}:changeArrearsSettings */
export const changeLoanArrearsSettings = command<'changeLoanArrearsSettings', LoanOutcome>(
  'changeLoanArrearsSettings',
  {
    touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
    decide: ({ path, body }, state, context) => {
      const account = state.get(loanAccounts, path.loanAccountId);
      if (!account) return loanNotFound(path.loanAccountId);
      const { tolerancePeriod: limits } = productOfLoan(context.reference, account.productTypeKey);
      const decision = decideArrearsChange(
        factsOf(account, context),
        { tolerancePeriod: body.arrearsTolerancePeriod, entryDate: required(body.entryDate, context) },
        limits,
        loanContext(account, context),
      );
      return effects(account, decision, { valueDate: body.entryDate, notes: body.notes }, context);
    },
    answer: () => undefined,
  },
);
