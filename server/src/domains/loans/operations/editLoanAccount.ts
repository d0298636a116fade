import type { Schemas } from '../../../generated/schemas.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { withoutIndexes } from '../../../platform/customFields/values.ts';
import { send, sendAll } from '../../../platform/db/statement.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import { type WriteContext, write } from '../../../platform/http/handler.ts';
import { applyPatch, type PatchOperation } from '../../../platform/resources/patch.ts';
import { hasHolds, linkSettlementAccount, unlinkSettlementAccount } from '../../deposits/index.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import {
  type Assignment,
  checkAssignment,
  checkReach,
  organisationReference,
  refuseWithAttached,
} from '../../organisation/index.ts';
import { shownLoanAccount, toldLoanAccount } from '../convertAccount.ts';
import { checkLoanAvailability } from '../rules/accountTerms.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { checkCoverKept, noSecurities, type Securities } from '../rules/securities.ts';
import { findLoanAccount, hasLoanTransactions, removeLoanAccount } from '../store/loanAccountStore.ts';
import { productOfLoan } from '../store/loanProductReference.ts';
import { writeLoanAccounts } from '../store/writeLoanAccounts.ts';
import { agreedChannel } from './agreedChannel.ts';
import { agreedDeposit } from './agreedDeposit.ts';
import { asShownToday } from './asShownToday.ts';
import { termsAfterEdit } from './editedTerms.ts';
import { loanProductOf, notYetOnLoanAccounts } from './loanBody.ts';
import { moveLoan } from './loanBranchMove.ts';
import { expectedMoment, loanNotFound, momentOf } from './loanContext.ts';
import { foldToToday, withFigures } from './loanEffects.ts';
import { storeLoanFields, withLoanFields } from './loanFields.ts';
import { checkOffsetDeposit, checkOffsetLinkKept } from './offsetDeposit.ts';
import { movePledges } from './pledges.ts';
import { wantedSecurities } from './securities.ts';
import { settlementAccount } from './settlementAccount.ts';
import { standingSecurities } from './surroundingEffects.ts';

type Body = Schemas['LoanAccountFullDetails'];

const refuseClosed = ({ id, accountState }: LoanAccount): Rejection | undefined =>
  accountState.startsWith('CLOSED')
    ? reject('LOAN_ACCOUNT_FIELD_NOT_EDITABLE', `loan account ${id} is ${accountState}`)
    : undefined;

/** Terms may change while the loan is an application; an approved one has to be taken back first. */
const isApplication = ({ accountState }: LoanAccount): boolean =>
  accountState === 'PARTIAL_APPLICATION' || accountState === 'PENDING_APPROVAL';

/** What never changes, however the request names it: by key or by id. */
const fixed = async (before: LoanAccount, body: Body, context: WriteContext): Promise<Rejection | undefined> => {
  const holds = async (): Promise<boolean> =>
    body.accountHolderKey.toLowerCase() === before.accountHolderKey ||
    (await lockAccountHolder(context.db, before.accountHolderType, body.accountHolderKey))?.encodedKey ===
      before.accountHolderKey;
  const product = loanProductOf(body.productTypeKey, context);
  const changes: readonly [string, boolean][] = [
    ['accountHolderType', body.accountHolderType !== before.accountHolderType],
    ['accountHolderKey', !(await holds())],
    ['productTypeKey', isRejection(product) || product.encodedKey !== before.productTypeKey],
    ['id', body.id !== undefined && body.id !== before.id],
  ];
  const found = changes.find(([, isChanged]) => isChanged);
  return found ? reject('LOAN_ACCOUNT_FIELD_NOT_EDITABLE', `${found[0]} of a loan can't be changed`) : undefined;
};

const assignmentOf = (before: LoanAccount, body: Body, context: WriteContext): Assignment | Rejection => {
  const organisation = context.reference.get(organisationReference);
  const assignment = checkAssignment(
    organisation,
    {
      assignedBranchKey: body.assignedBranchKey,
      assignedCentreKey: body.assignedCentreKey,
      assignedUserKey: body.assignedUserKey,
    },
    organisation.users,
    before,
  );
  if (isRejection(assignment)) return assignment;
  const unreachable = checkReach(assignment, context.principal);
  if (unreachable) return unreachable;
  if (assignment.assignedBranchKey === before.assignedBranchKey) return assignment;
  // That the product takes no new accounts any more is no reason to keep one in its branch.
  const product = { ...productOfLoan(context.reference, before.productTypeKey), state: 'ACTIVE' as const };
  return checkLoanAvailability(product, before.accountHolderType, assignment.assignedBranchKey) ?? assignment;
};

/** Securities may change until the loan is closed; those of a loan that is no application any more go on covering what its product asks for. */
const editedSecurities = async (
  account: LoanAccount,
  body: Body,
  keepsOmitted: boolean,
  context: WriteContext,
): Promise<Securities | Rejection> => {
  const { securities: before, accountHolderKey: borrowerKey, terms } = account;
  const product = productOfLoan(context.reference, account.productTypeKey);
  const after = await wantedSecurities(body, { product, borrowerKey, before, keepsOmitted }, context);
  if (isRejection(after) || isApplication(account)) return after;
  return checkCoverKept(before, after, terms.loanAmount, product.securities) ?? after;
};

const edit = async (
  before: LoanAccount,
  body: Body,
  context: WriteContext,
  replaces: boolean,
): Promise<LoanAccount | Rejection> => {
  const refused = refuseClosed(before) ?? (await fixed(before, body, context));
  if (refused) return refused;
  const assignment = assignmentOf(before, body, context);
  if (isRejection(assignment)) return assignment;
  const terms = termsAfterEdit(before, body, context, isApplication(before));
  if (isRejection(terms)) return terms;
  const product = productOfLoan(context.reference, before.productTypeKey);
  const same = body.settlementAccountKey?.toLowerCase() === (before.settlementAccountKey ?? undefined);
  const settlement = same
    ? before.settlementAccountKey
    : await settlementAccount(body.settlementAccountKey, product, before.accountHolderKey, context);
  if (isRejection(settlement)) return settlement;
  const unlinked =
    checkOffsetLinkKept(before, settlement) ??
    (await checkOffsetDeposit({ ...before, terms, settlementAccountKey: settlement }, before, context));
  if (unlinked) return unlinked;
  const details = body.disbursementDetails;
  const disbursed = before.disbursementDate !== null;
  const channel = disbursed
    ? before.disbursementChannelKey
    : agreedChannel(body, context, before.disbursementChannelKey);
  if (isRejection(channel)) return channel;
  const deposit = disbursed
    ? before.disbursementDepositKey
    : await agreedDeposit(body, product, context, before.disbursementDepositKey);
  if (isRejection(deposit)) return deposit;
  const securities = await editedSecurities({ ...before, terms }, body, replaces, context);
  if (isRejection(securities)) return securities;
  const changed: LoanAccount = {
    ...before,
    ...assignment,
    terms,
    loanName: body.loanName ?? product.name,
    notes: body.notes ?? null,
    settlementAccountKey: settlement,
    disbursementChannelKey: channel,
    disbursementDepositKey: deposit,
    securities,
    expectedDisbursementDate: disbursed
      ? before.expectedDisbursementDate
      : expectedMoment(details?.expectedDisbursementDate, terms, context),
    firstRepaymentDate: disbursed
      ? before.firstRepaymentDate
      : (momentOf(details?.firstRepaymentDate, context) ?? null),
    lastModifiedDate: context.now,
  };
  const figured = disbursed ? changed : withFigures(changed, foldToToday(changed, context), context);
  const after = await withLoanFields(before, figured, body, context, replaces);
  if (isRejection(after)) return after;
  const unmoved = await moveLoan(before, after, product, context);
  if (unmoved) return unmoved;
  await sendAll(
    context.db,
    writeLoanAccounts([after], () => before),
  );
  await movePledges(before.securities, after.securities, context);
  await storeLoanFields(before, after, context);
  if (settlement !== before.settlementAccountKey) {
    if (before.settlementAccountKey)
      await send(context.db, unlinkSettlementAccount(before.settlementAccountKey, before.encodedKey));
    if (settlement) await send(context.db, linkSettlementAccount(settlement, before.encodedKey));
  }
  return after;
};

const locked = async (ref: string, context: WriteContext): Promise<LoanAccount | Rejection> =>
  (await findLoanAccount(context.db, ref, { parts: true, forUpdate: true })) ?? loanNotFound(ref);

const audited = (before: LoanAccount, after: LoanAccount, context: WriteContext): void =>
  context.audit('LOAN_ACCOUNT', after.encodedKey, toldLoanAccount(before, context), toldLoanAccount(after, context));

/** PUT /loans/{loanAccountId} */
export const updateLoanAccount = write(
  'updateLoanAccount',
  async ({ path, body }, context) => {
    const before = await locked(path.loanAccountId, context);
    if (isRejection(before)) return before;
    const after = await edit(before, body, context, true);
    if (isRejection(after)) return after;
    audited(before, after, context);
    return { body: shownLoanAccount(asShownToday(after, context), context) };
  },
  { notYet: notYetOnLoanAccounts, customFields: true },
);

/** PATCH /loans/{loanAccountId} */
export const patchLoanAccount = write('patchLoanAccount', async ({ path, body }, context) => {
  const before = await locked(path.loanAccountId, context);
  if (isRejection(before)) return before;
  const refused = refuseClosed(before);
  if (refused) return refused;
  const patched = applyPatch(
    'LoanAccountFullDetails',
    toldLoanAccount(before, context),
    body as readonly PatchOperation[],
  );
  if (isRejection(patched)) return patched;
  const checked = checkBody('LoanAccountFullDetails', false, patched, context.clock.zone, {
    notYet: notYetOnLoanAccounts,
    customFields: true,
  });
  if (isRejection(checked)) return checked;
  const after = await edit(before, withoutIndexes(checked.body as Body) as Body, context, false);
  if (isRejection(after)) return after;
  audited(before, after, context);
  return { body: undefined };
});

/** DELETE /loans/{loanAccountId}: only a loan that never had a transaction. */
export const deleteLoanAccount = write('deleteLoanAccount', async ({ path }, context) => {
  const account = await locked(path.loanAccountId, context);
  if (isRejection(account)) return account;
  if (await hasLoanTransactions(context.db, account.encodedKey))
    return reject('ACCOUNT_HAS_TRANSACTIONS', `loan account ${account.id} has transactions`);
  if (await hasHolds(context.db, account.encodedKey))
    return reject('ACCOUNT_HAS_TRANSACTIONS', `loan account ${account.id} has authorization holds`);
  const refusal = await refuseWithAttached(context.db, [account.encodedKey], `loan account ${account.id}`);
  if (refusal) return refusal;
  if (account.settlementAccountKey)
    await send(context.db, unlinkSettlementAccount(account.settlementAccountKey, account.encodedKey));
  await movePledges(standingSecurities(account), noSecurities, context);
  await removeLoanAccount(context.db, account.encodedKey);
  context.audit('LOAN_ACCOUNT', account.encodedKey, toldLoanAccount(account, context), undefined);
  return { body: undefined };
});
