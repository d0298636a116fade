import { type Decimalish, minus, money, zero } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { read } from '../../../platform/http/handler.ts';
import { command, touch } from '../../../platform/posting/command.ts';
import { decidePayOff, previewPayOff } from '../rules/decide/decidePayOff.ts';
import { findLoanAccount, loanAccounts } from '../store/loanAccountStore.ts';
import { factsOf, loanContext, loanNotFound, momentOf } from './loanContext.ts';
import { type LoanOutcome, loanEffects } from './loanEffects.ts';
import { loanExternalIdFirst } from './loanExternalIdFirst.ts';
import { channelDetails } from './loanRequest.ts';

const given = <K extends string>(name: K, value: Decimalish | undefined): { [P in K]?: ReturnType<typeof money> } =>
  (value === undefined ? {} : { [name]: money(value) }) as { [P in K]?: ReturnType<typeof money> };

/** POST /loans/{loanAccountId}:payOff */
export const payOffLoan = command<'payOffLoan', LoanOutcome>('payOffLoan', {
  notYet: [
    'payOffAdjustableAmounts.carriedForwardInterestAmount',
    'payOffAdjustableAmounts.carriedForwardInterestFromArrearsAmount',
    'payOffAdjustableAmounts.carriedForwardPrincipalInArrearsAmount',
  ],
  touches: ({ path }) => [touch(loanAccounts, path.loanAccountId)],
  refused: loanExternalIdFirst,
  decide: ({ path, body }, state, context) => {
    const account = state.get(loanAccounts, path.loanAccountId);
    if (!account) return loanNotFound(path.loanAccountId);
    const adjustable = body.payOffAdjustableAmounts;
    const decision = decidePayOff(
      factsOf(account, context),
      {
        ...given('interestPaid', adjustable?.interestPaid),
        ...given('interestFromArrearsPaid', adjustable?.interestFromArrearsPaid),
        ...given('feesPaid', adjustable?.feesPaid),
        ...given('penaltyPaid', adjustable?.penaltyPaid),
        ...given('unscheduledPaid', adjustable?.nonScheduledFeeAmount),
      },
      loanContext(account, context),
    );
    if (isRejection(decision)) return decision;
    const amount = decision.append.reduce((paid, event) => (event.type === 'PAID_OFF' ? event.amount : paid), zero);
    const channel = channelDetails(body.transactionDetails, { amount, type: 'REPAYMENT' }, account, context);
    if (isRejection(channel)) return channel;
    return loanEffects(account, decision, context, {
      details: { ...channel, notes: body.notes ?? null, externalId: body.externalId ?? null },
    });
  },
  answer: () => undefined,
});

/** POST /loans/{loanAccountId}:previewPayOffAmounts */
export const previewLoanPayOff = read('previewLoanPayOff', async ({ path, body }, context) => {
  const account = await findLoanAccount(context.db, path.loanAccountId, { parts: true });
  if (!account) return loanNotFound(path.loanAccountId);
  const valueDate = context.clock.zone.localDateOf(momentOf(body.valueDate, context) ?? context.now);
  const amounts = previewPayOff(factsOf(account, context), valueDate, loanContext(account, context));
  if (isRejection(amounts)) return amounts;
  return {
    body: {
      principalBalance: amounts.principal,
      interestBalance: minus(amounts.interest, amounts.fromArrears),
      interestFromArrearsBalance: amounts.fromArrears,
      feeBalance: amounts.fees,
      penaltyBalance: amounts.penalty,
      earlyRepaymentCharge: amounts.earlyRepayment,
      totalBalance: amounts.total,
    },
  };
});
