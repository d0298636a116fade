import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { zero } from '../../../kernel/money.ts';
import { isRejection, reject } from '../../../kernel/rejection.ts';
import { isWithinReach } from '../../../platform/auth/reach.ts';
import { send, sendAll } from '../../../platform/db/statement.ts';
import { write } from '../../../platform/http/handler.ts';
import { drawAccountId, linkSettlementAccount } from '../../deposits/index.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import { checkAssignment, checkReach, organisationReference } from '../../organisation/index.ts';
import { shownLoanAccount, toldLoanAccount } from '../convertAccount.ts';
import { checkLoanAvailability, loanTermsOf } from '../rules/accountTerms.ts';
import type { LoanAccount, LoanFigures } from '../rules/loanAccount.ts';
import { firstPeriodOf } from '../rules/rates/agreedPeriods.ts';
import { noSecurities } from '../rules/securities.ts';
import { loanIdExists } from '../store/loanAccountStore.ts';
import { writeLoanAccounts } from '../store/writeLoanAccounts.ts';
import { agreedChannel } from './agreedChannel.ts';
import { agreedDeposit } from './agreedDeposit.ts';
import { checkProductSettings, loanProductOf, notYetOnLoanAccounts, termsFactsOf, wantedLoan } from './loanBody.ts';
import { expectedMoment, momentOf } from './loanContext.ts';
import { checkNewLoan } from './loanControls.ts';
import { foldToToday, withFigures } from './loanEffects.ts';
import { storeLoanFields, withLoanFields } from './loanFields.ts';
import { checkOffsetDeposit } from './offsetDeposit.ts';
import { withPlans } from './plannedFeesBody.ts';
import { movePledges } from './pledges.ts';
import { wantedSecurities } from './securities.ts';
import { settlementOfNewLoan } from './settlementAccount.ts';

const nothing = { balance: zero, due: zero, paid: zero };

/** The figures of a loan to which nothing has happened yet. */
const noFigures: Omit<LoanFigures, 'terms'> = {
  balances: {
    principal: nothing,
    interest: nothing,
    fromArrears: nothing,
    fees: nothing,
    penalty: nothing,
    tax: nothing,
    total: zero,
    totalDue: zero,
    redraw: zero,
  },
  accruedInterest: zero,
  accruedFromArrears: zero,
  holidayInterest: zero,
  accruedPenalty: zero,
  accruedFee: zero,
  daysLate: 0,
  daysInArrears: 0,
  hasCustomSchedule: false,
  instalments: [],
  lock: null,
  foldedTo: null,
};

/** POST /loans */
export default write(
  'createLoanAccount',
  async ({ body }, context) => {
    const product = loanProductOf(body.productTypeKey, context);
    if (isRejection(product)) return product;
    const holder = await lockAccountHolder(context.db, body.accountHolderType, body.accountHolderKey);
    if (!holder || !isWithinReach(context.principal, holder)) {
      return reject('ACCOUNT_HOLDER_NOT_FOUND', `accountHolderKey is no ${body.accountHolderType.toLowerCase()}`);
    }
    if (holder.unwelcome) return holder.unwelcome;
    const organisation = context.reference.get(organisationReference);
    const assignment = checkAssignment(
      organisation,
      {
        assignedBranchKey: body.assignedBranchKey ?? holder.assignedBranchKey,
        assignedCentreKey: body.assignedCentreKey,
        assignedUserKey: body.assignedUserKey,
      },
      organisation.users,
    );
    if (isRejection(assignment)) return assignment;
    const unreachable = checkReach(assignment, context.principal);
    if (unreachable) return unreachable;
    const unavailable = checkLoanAvailability(product, body.accountHolderType, assignment.assignedBranchKey);
    if (unavailable) return unavailable;
    const wanted = wantedLoan(body, context);
    if (isRejection(wanted)) return wanted;
    const facts = termsFactsOf(product, context, assignment.assignedBranchKey);
    const agreed = loanTermsOf(product, wanted, facts);
    if (isRejection(agreed)) return agreed;
    const differing = checkProductSettings(body, agreed.terms, product);
    if (differing) return differing;
    const dated = (wanted.expectedDisbursementDate ?? firstPeriodOf(agreed.terms)) !== undefined;
    const planned = withPlans(body.plannedInstallmentFees, agreed, product, { facts, dated }, context);
    if (isRejection(planned)) return planned;
    const { currencyCode } = product;
    const { loanAmount } = agreed.terms;
    const exceeded = await checkNewLoan(context.db, holder.encodedKey, { loanAmount, currencyCode }, context);
    if (exceeded) return exceeded;
    const loanKey = newEncodedKey();
    const linked = await settlementOfNewLoan(body.settlementAccountKey, product, holder, assignment, context);
    if (isRejection(linked)) return linked;
    const toLink = { encodedKey: loanKey, terms: planned.terms, settlementAccountKey: linked };
    const unfit = await checkOffsetDeposit(toLink, undefined, context);
    if (unfit && body.settlementAccountKey !== undefined) return unfit;
    const settlementAccountKey = unfit ? null : linked;
    const id = await drawAccountId(context.db, product, body.id, (taken) => loanIdExists(context.db, taken));
    if (isRejection(id)) return id;
    const disbursementChannelKey = agreedChannel(body, context);
    if (isRejection(disbursementChannelKey)) return disbursementChannelKey;
    const disbursementDepositKey = await agreedDeposit(body, product, context);
    if (isRejection(disbursementDepositKey)) return disbursementDepositKey;
    const securities = await wantedSecurities(
      body,
      { product, borrowerKey: holder.encodedKey, before: noSecurities, keepsOmitted: false },
      context,
    );
    if (isRejection(securities)) return securities;
    const details = body.disbursementDetails;
    const created: LoanAccount = {
      ...assignment,
      encodedKey: loanKey,
      id,
      loanName: body.loanName ?? product.name,
      notes: body.notes ?? null,
      accountHolderKey: holder.encodedKey,
      accountHolderType: body.accountHolderType,
      productTypeKey: product.encodedKey,
      accountState: product.accountInitialState,
      accountSubState: null,
      stateBeforeClosure: null,
      currencyCode: product.currencyCode,
      settlementAccountKey,
      customFields: null,
      terms: planned.terms,
      nextSequence: 1,
      expectedDisbursementDate: expectedMoment(details?.expectedDisbursementDate, agreed.terms, context),
      firstRepaymentDate: momentOf(details?.firstRepaymentDate, context) ?? null,
      disbursementDate: null,
      disbursementChannelKey,
      disbursementDepositKey,
      securities,
      activationTransactionKey: null,
      disbursedTranches: [],
      lastInterestAppliedDate: null,
      lastSetToArrearsDate: null,
      lastLockedDate: null,
      holdBalance: zero,
      bookedInterest: zero,
      bookedFromArrears: zero,
      bookedOfHolidays: zero,
      bookedTo: null,
      approvedDate: null,
      approvedByKey: null,
      createdByKey: context.principal.userKey,
      closedDate: null,
      creationDate: context.now,
      lastModifiedDate: context.now,
      events: [],
      eventDetails: [],
      transactions: [],
      instalmentKeys: planned.keys,
      figures: { ...noFigures, terms: planned.terms },
    };
    const figured = withFigures(created, foldToToday(created, context), context);
    const account = await withLoanFields(undefined, figured, body, context, false);
    if (isRejection(account)) return account;
    await sendAll(
      context.db,
      writeLoanAccounts([account], () => undefined),
    );
    await movePledges(noSecurities, account.securities, context);
    await storeLoanFields(undefined, account, context);
    if (settlementAccountKey !== null)
      await send(context.db, linkSettlementAccount(settlementAccountKey, account.encodedKey));
    context.audit('LOAN_ACCOUNT', account.encodedKey, undefined, toldLoanAccount(account, context));
    return { body: shownLoanAccount(account, context) };
  },
  { notYet: notYetOnLoanAccounts, customFields: true },
);
