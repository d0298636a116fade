import type { Schemas } from '../../generated/schemas.ts';
import type { Instant } from '../../kernel/instant.ts';
import { minus, zero } from '../../kernel/money.ts';
import { present } from '../../kernel/present.ts';
import { may } from '../../platform/auth/principal.ts';
import { formatUtc } from '../../platform/clock/zone.ts';
import { withFields, withVisibleFields } from '../../platform/customFields/entityFields.ts';
import type { OperationContext } from '../../platform/http/handler.ts';
import { organisationReference } from '../organisation/index.ts';
import { currencyToApi, loanTermsToApi, toApiSchedule } from './convert.ts';
import { toApiPlannedFee } from './convertPlannedFee.ts';
import { lastReviewToApi, ratesToApi } from './convertRates.ts';
import { toldTolerance } from './rules/accountArrears.ts';
import type { LoanAccount } from './rules/loanAccount.ts';
import type { Asset, Guarantor } from './rules/securities.ts';
import type { Instalment } from './rules/state.ts';
import { isTranched, type LoanTerms } from './rules/terms.ts';
import { productOfLoan } from './store/loanProductReference.ts';

const balancesOf = ({ figures, holdBalance }: LoanAccount): Record<string, unknown> => {
  const { principal, interest, fromArrears, fees, penalty } = figures.balances;
  return {
    principalBalance: principal.balance,
    principalDue: principal.due,
    principalPaid: principal.paid,
    interestBalance: minus(interest.balance, fromArrears.balance),
    interestDue: minus(interest.due, fromArrears.due),
    interestPaid: minus(interest.paid, fromArrears.paid),
    interestFromArrearsBalance: fromArrears.balance,
    interestFromArrearsDue: fromArrears.due,
    interestFromArrearsPaid: fromArrears.paid,
    feesBalance: fees.balance,
    feesDue: fees.due,
    feesPaid: fees.paid,
    penaltyBalance: penalty.balance,
    penaltyDue: penalty.due,
    penaltyPaid: penalty.paid,
    redrawBalance: figures.balances.redraw,
    holdBalance,
  };
};

const regularAccrual = ({ figures }: LoanAccount) => minus(figures.accruedInterest, figures.accruedFromArrears);

/** The fees that were agreed for the disbursement; what it charged is told by its transaction. */
const feesOf = ({ disbursementFees }: Pick<LoanTerms, 'disbursementFees'>): Schemas['CustomPredefinedFee'][] | null =>
  disbursementFees.length === 0
    ? null
    : disbursementFees.map(({ predefinedFeeKey, amount, percentageAmount }) => ({
        predefinedFeeEncodedKey: predefinedFeeKey,
        ...(amount === undefined ? {} : { amount }),
        ...(percentageAmount === undefined ? {} : { percentage: percentageAmount }),
      }));

/** The tranches of a loan: those that are paid out with what was paid, the others with what was agreed. */
export const tranchesOf = (
  { terms, disbursedTranches }: Pick<LoanAccount, 'terms' | 'disbursedTranches'>,
  { clock: { zone } }: OperationContext,
): Schemas['LoanTranche'][] =>
  (terms.tranches ?? []).map((tranche, index) => {
    const done = disbursedTranches[index];
    const { expectedDisbursementDate: expected } = tranche;
    return {
      encodedKey: tranche.key,
      trancheNumber: index + 1,
      amount: done?.amount ?? tranche.amount,
      disbursementDetails: {
        ...(expected === undefined ? {} : { expectedDisbursementDate: zone.format(zone.startOf(expected)) }),
        ...(done ? { disbursementTransactionKey: done.transactionKey } : {}),
      },
      fees: feesOf(tranche) ?? [],
    };
  });

/** The channel or the deposit account that was agreed for the disbursement. */
const agreedChannelToApi = (
  { disbursementChannelKey: channelKey, disbursementDepositKey }: LoanAccount,
  context: OperationContext,
): Schemas['LoanTransactionDetails'] | null => {
  if (disbursementDepositKey !== null)
    return { targetDepositAccountKey: disbursementDepositKey, internalTransfer: true };
  const channel =
    channelKey === null ? undefined : context.reference.get(organisationReference).channels.byKey.get(channelKey);
  return channel ? { transactionChannelKey: channel.encodedKey, transactionChannelId: channel.id } : null;
};

const guarantorToApi = ({ depositAccountKey, ...one }: Guarantor): Schemas['GuarantorFullDetails'] => ({
  ...one,
  ...(depositAccountKey === null ? {} : { depositAccountKey }),
});

const assetToApi = ({ original, ...one }: Asset): Schemas['AssetFullDetails'] => ({
  ...one,
  ...(original === null
    ? {}
    : { originalAmount: original.amount, originalCurrency: currencyToApi(original.currencyCode) }),
});

/** Guarantors and assets; an empty list only where the product takes such securities. */
const securitiesToApi = (
  { securities: { guarantors, assets }, productTypeKey }: LoanAccount,
  { reference }: OperationContext,
): Pick<Schemas['LoanAccountFullDetails'], 'guarantors' | 'assets'> => {
  const takes = productOfLoan(reference, productTypeKey).securities;
  return {
    ...(takes.guarantors || guarantors.length > 0 ? { guarantors: guarantors.map(guarantorToApi) } : {}),
    ...(takes.assets || assets.length > 0 ? { assets: assets.map(assetToApi) } : {}),
  };
};

/** A loan account in the contract's shape, without custom fields and securities: its own facts, the terms it agreed to, and what the last fold says of it. */
export const toApiLoanAccount = (
  account: LoanAccount,
  context: OperationContext,
): Schemas['LoanAccountFullDetails'] => {
  const { zone } = context.clock;
  const local = (moment: Instant | null): string | null => (moment === null ? null : zone.format(moment));
  const product = productOfLoan(context.reference, account.productTypeKey);
  const { terms: inForce, foldedTo } = account.figures;
  const appraised = foldedTo === null ? null : zone.format(zone.startOf(foldedTo));
  const terms = loanTermsToApi(inForce, product);
  const day = account.figures.foldedTo ?? context.today;
  return present({
    ...terms,
    interestSettings: { ...terms.interestSettings, ...ratesToApi(inForce.interest, day, zone) },
    lastInterestReviewDate: lastReviewToApi(inForce.interest, account.disbursementDate !== null, day, zone),
    encodedKey: account.encodedKey,
    id: account.id,
    loanName: account.loanName,
    notes: account.notes,
    accountHolderKey: account.accountHolderKey,
    accountHolderType: account.accountHolderType,
    productTypeKey: account.productTypeKey,
    accountState: account.accountState,
    accountSubState: account.accountSubState,
    loanAmount: account.terms.loanAmount,
    assignedBranchKey: account.assignedBranchKey,
    assignedCentreKey: account.assignedCentreKey,
    assignedUserKey: account.assignedUserKey,
    settlementAccountKey: account.settlementAccountKey,
    activationTransactionKey: account.activationTransactionKey,
    creationDate: formatUtc(account.creationDate),
    lastModifiedDate: formatUtc(account.lastModifiedDate),
    approvedDate: local(account.approvedDate),
    closedDate: local(account.closedDate),
    lastInterestAppliedDate: local(account.lastInterestAppliedDate),
    lastSetToArrearsDate: local(account.lastSetToArrearsDate),
    lastLockedDate: local(account.lastLockedDate),
    lockedOperations: account.figures.lock ? [...account.figures.lock.operations] : null,
    lockedAccountTotalDueType: account.figures.lock?.totalDueType ?? null,
    lastAccountAppraisalDate: appraised,
    balances: balancesOf(account),
    taxRate: inForce.tax?.rate ?? null,
    lastTaxRateReviewDate: inForce.tax ? appraised : null,
    accruedInterest: regularAccrual(account),
    interestFromArrearsAccrued: inForce.interest.decoupleInterestFromArrears
      ? account.figures.accruedFromArrears
      : null,
    interestAccruedInBillingCycle: inForce.revolving?.billingDays ? regularAccrual(account) : null,
    paymentHolidaysAccruedInterest: account.figures.holidayInterest,
    accruedPenalty: account.figures.accruedPenalty,
    // Fees by a rate do not go with interest from arrears that is told apart, so none of them is.
    feesSettings: inForce.feeRate
      ? { feeRate: inForce.feeRate.rate, accruedFee: account.figures.accruedFee, accruedFeeFromArrears: zero }
      : null,
    daysLate: account.figures.daysLate,
    daysInArrears: account.figures.daysInArrears,
    plannedInstallmentFees: inForce.plannedFees?.map((plan) => toApiPlannedFee(plan, zone)) ?? null,
    arrearsTolerancePeriod: toldTolerance(inForce.arrears),
    scheduleSettings: { ...(terms.scheduleSettings ?? {}), hasCustomSchedule: account.figures.hasCustomSchedule },
    disbursementDetails: present({
      expectedDisbursementDate: local(account.expectedDisbursementDate),
      disbursementDate: local(account.disbursementDate),
      firstRepaymentDate: local(account.firstRepaymentDate),
      fees: feesOf(account.terms),
      transactionDetails: agreedChannelToApi(account, context),
    }),
    ...(isTranched(account.terms) ? { tranches: tranchesOf(account, context) } : {}),
  }) as Schemas['LoanAccountFullDetails'];
};

/** The loan with all its custom fields and securities: what the audit trail and a PATCH see. */
export const toldLoanAccount = (account: LoanAccount, context: OperationContext): Schemas['LoanAccountFullDetails'] =>
  withFields({ ...toApiLoanAccount(account, context), ...securitiesToApi(account, context) }, account.customFields);

/** The loan as its caller may see it; its custom fields and its securities only with FULL, and these only to whom may look at them. */
export const shownLoanAccount = (
  account: LoanAccount,
  context: OperationContext,
  details: 'BASIC' | 'FULL' = 'FULL',
): Schemas['LoanAccountFullDetails'] => {
  const securities =
    details === 'FULL' && may(context.principal, 'VIEW_SECURITIES_DETAILS') ? securitiesToApi(account, context) : {};
  return withVisibleFields(
    { ...toApiLoanAccount(account, context), ...securities },
    account.customFields,
    details,
    context,
  );
};

/** The schedule that an account shows, in the contract's shape. */
export const scheduleOf = (
  account: LoanAccount,
  context: OperationContext,
  instalments: readonly Instalment[] = account.figures.instalments,
): Schemas['LoanAccountSchedule'] =>
  toApiSchedule(instalments, {
    zone: context.clock.zone,
    currencyCode: account.currencyCode,
    product: productOfLoan(context.reference, account.productTypeKey),
    parentAccountKey: account.encodedKey,
    keyOf: (slot) => account.instalmentKeys.get(slot),
  });
