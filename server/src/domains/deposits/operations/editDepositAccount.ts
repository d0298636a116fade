import type { Schemas } from '../../../generated/schemas.ts';
import { asEncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { withoutIndexes } from '../../../platform/customFields/values.ts';
import { sendAll } from '../../../platform/db/statement.ts';
import { checkBody } from '../../../platform/http/bodyCheck.ts';
import { type WriteContext, write } from '../../../platform/http/handler.ts';
import { applyPatch, type PatchOperation } from '../../../platform/resources/patch.ts';
import { lockAccountHolder } from '../../groups/index.ts';
import { journalStatements } from '../../ledger/index.ts';
import { refuseWithAttached } from '../../organisation/index.ts';
import { shownDepositAccount, toldDepositAccount } from '../convert.ts';
import { judgedArrears } from '../rules/accountStates.ts';
import { checkAvailability, decideTerms, editedInterest } from '../rules/accountTerms.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import { ratesOn, withOwnSettings } from '../rules/interest/accountInterest.ts';
import { recordTaxSource } from '../store/accountTaxStore.ts';
import {
  findDepositAccount,
  hasTransactions,
  deleteDepositAccount as removeAccount,
  saveDepositAccount,
} from '../store/depositAccountQueries.ts';
import { productOfAccount } from '../store/depositProductReference.ts';
import { hasHolds } from '../store/holdStore.ts';
import { insertTermsChange } from '../store/termsChangeStore.ts';
import { decimalsOf, notYetOnAccounts, productOf, wantedTerms, withAccountFields } from './accountBody.ts';
import { checkBranchMove, inTheBooks, movedLines, movedRemainders } from './branchMove.ts';
import { accountNotFound, journalDrafts } from './postingFacts.ts';
import { toldRateOn } from './toldRateOn.ts';
import { editedTaxSource } from './withholdingTax.ts';

const closed: readonly string[] = ['CLOSED', 'CLOSED_WRITTEN_OFF', 'CLOSED_REJECTED', 'WITHDRAWN'];

/** What can never be changed by an edit, and how it is asked for: the holder and the product by key or id. */
const fixed = async (
  before: DepositAccount,
  body: Schemas['DepositAccount'],
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const product = productOf(body.productTypeKey, context);
  const isHolder = async (): Promise<boolean> =>
    asEncodedKey(body.accountHolderKey) === before.accountHolderKey ||
    (await lockAccountHolder(context.db, before.accountHolderType, body.accountHolderKey))?.encodedKey ===
      before.accountHolderKey;
  const changes: readonly [string, boolean][] = [
    ['accountHolderKey', !(await isHolder())],
    ['accountHolderType', body.accountHolderType !== before.accountHolderType],
    ['productTypeKey', isRejection(product) || product.encodedKey !== before.productTypeKey],
    ['id', body.id !== undefined && body.id !== before.id],
    ['accountType', body.accountType !== undefined && body.accountType !== before.accountType],
    [
      'currencyCode',
      before.activationDate !== null && body.currencyCode !== undefined && body.currencyCode !== before.currencyCode,
    ],
  ];
  const found = changes.find(([, isChanged]) => isChanged);
  return found
    ? reject('DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE', `${found[0]} of this account can't be changed`)
    : undefined;
};

/** The trace of an account's move to another branch, with what it has, from the books of one to those of the other. */
const recordMove = async (
  before: DepositAccount,
  after: DepositAccount,
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const { now } = context;
  const { userKey } = context.principal;
  const encodedKey = newEncodedKey();
  const details = { previousBranchKey: before.assignedBranchKey };
  const id = await insertTermsChange(context.db, {
    encodedKey,
    account: after,
    type: 'BRANCH_CHANGED',
    userKey,
    now,
    details,
  });
  const product = productOfAccount(context.reference, after.productTypeKey);
  if (product.accountingMethod === 'NONE') return undefined;
  const branches = { from: before.assignedBranchKey, to: after.assignedBranchKey };
  const lines = movedLines(inTheBooks(before, context), branches, after, product, context);
  if (isRejection(lines)) return lines;
  const booking = { encodedKey, id, valueDate: now, bookingDate: now, creationDate: now, userKey };
  const drafts = journalDrafts(lines, after, product, booking, context);
  if (isRejection(drafts)) return drafts;
  const remainders = movedRemainders(before, branches, product, context);
  await sendAll(context.db, [...journalStatements(drafts), ...remainders]);
  return undefined;
};

/** The traces that an edit of an active account leaves in its statement. */
const recordChanges = async (
  before: DepositAccount,
  after: DepositAccount,
  context: WriteContext,
): Promise<Rejection | undefined> => {
  if (before.activationDate === null) return undefined;
  const trace = { account: after, userKey: context.principal.userKey, now: context.now };
  if (!after.overdraftLimit.equals(before.overdraftLimit)) {
    await insertTermsChange(context.db, {
      ...trace,
      encodedKey: newEncodedKey(),
      type: 'OVERDRAFT_LIMIT_CHANGED',
      details: { terms: { overdraftSettings: { overdraftLimit: after.overdraftLimit } } },
    });
  }
  const owed = ratesOn(after.interest?.overdraft, context.today);
  if (owed?.terms === 'FIXED' && owed !== ratesOn(before.interest?.overdraft, context.today)) {
    await insertTermsChange(context.db, {
      ...trace,
      encodedKey: newEncodedKey(),
      type: 'OVERDRAFT_INTEREST_RATE_CHANGED',
      details: { terms: { overdraftInterestSettings: toldRateOn(after, 'overdraft', context.today, context) } },
    });
  }
  return after.assignedBranchKey === before.assignedBranchKey ? undefined : recordMove(before, after, context);
};

/** The stored account after an edit. A changed overdraft limit or branch of an active account leaves a transaction as its trace. */
const edit = async (
  before: DepositAccount,
  body: Schemas['DepositAccount'],
  context: WriteContext,
  replaces: boolean,
): Promise<DepositAccount | Rejection> => {
  if (closed.includes(before.accountState))
    return reject('DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE', `account ${before.id} is ${before.accountState}`);
  const refused = await fixed(before, body, context);
  if (refused) return refused;
  const product = productOfAccount(context.reference, before.productTypeKey);
  const wanted = wantedTerms(body, context, null, before);
  if (isRejection(wanted)) return wanted;
  const unmovable = checkBranchMove(before, wanted.assignedBranchKey, product);
  if (unmovable) return unmovable;
  const unavailable = checkAvailability(
    { ...product, state: 'ACTIVE' },
    before.accountHolderType,
    wanted.assignedBranchKey,
  );
  if (unavailable) return unavailable;
  const terms = decideTerms(
    { ...wanted, currencyCode: wanted.currencyCode ?? before.currencyCode },
    { product, decimalsOf: (code) => decimalsOf(code, context) },
  );
  if (isRejection(terms)) return terms;
  const edited = editedInterest(before, terms, wanted, product, context.today);
  if (isRejection(edited)) return edited;
  const interest = withOwnSettings(edited, body, product, before.activationDate === null);
  if (isRejection(interest)) return interest;
  const withholdingTaxSourceKey = editedTaxSource(before, body.withholdingTaxSourceKey, product, context);
  if (isRejection(withholdingTaxSourceKey)) return withholdingTaxSourceKey;
  const changed: DepositAccount = {
    ...before,
    ...terms,
    interest,
    withholdingTaxSourceKey,
    lastModifiedDate: context.now,
  };
  const judged: DepositAccount = { ...changed, ...judgedArrears(changed, context.now) };
  const after = await withAccountFields(before, judged, body, context, replaces);
  if (isRejection(after)) return after;
  await saveDepositAccount(context.db, after);
  if (after.withholdingTaxSourceKey !== before.withholdingTaxSourceKey) await recordTaxSource(context.db, after);
  return (await recordChanges(before, after, context)) ?? after;
};

const changedAccount = async (ref: string, context: WriteContext): Promise<DepositAccount | Rejection> =>
  (await findDepositAccount(context.db, ref, true)) ?? accountNotFound(ref);

const audited = (before: DepositAccount, after: DepositAccount, context: WriteContext): void =>
  context.audit(
    'DEPOSIT_ACCOUNT',
    after.encodedKey,
    toldDepositAccount(before, context),
    toldDepositAccount(after, context),
  );

/** PUT /deposits/{depositAccountId} */
export const updateDepositAccount = write(
  'updateDepositAccount',
  async ({ path, body }, context) => {
    const before = await changedAccount(path.depositAccountId, context);
    if (isRejection(before)) return before;
    const after = await edit(before, body, context, true);
    if (isRejection(after)) return after;
    audited(before, after, context);
    return { body: shownDepositAccount(after, context) };
  },
  { notYet: notYetOnAccounts, customFields: true },
);

/** PATCH /deposits/{depositAccountId} */
export const patchDepositAccount = write('patchDepositAccount', async ({ path, body }, context) => {
  const before = await changedAccount(path.depositAccountId, context);
  if (isRejection(before)) return before;
  const patched = applyPatch('DepositAccount', toldDepositAccount(before, context), body as readonly PatchOperation[]);
  if (isRejection(patched)) return patched;
  const checked = checkBody('DepositAccount', false, patched, context.clock.zone, {
    notYet: notYetOnAccounts,
    customFields: true,
  });
  if (isRejection(checked)) return checked;
  const wanted = withoutIndexes(checked.body as Schemas['DepositAccount']) as Schemas['DepositAccount'];
  const after = await edit(before, wanted, context, false);
  if (isRejection(after)) return after;
  audited(before, after, context);
  return { body: undefined };
});

/** DELETE /deposits/{depositAccountId}: only an account that never had a transaction. */
export const deleteDepositAccount = write('deleteDepositAccount', async ({ path }, context) => {
  const account = await changedAccount(path.depositAccountId, context);
  if (isRejection(account)) return account;
  if (await hasTransactions(context.db, account.encodedKey))
    return reject('ACCOUNT_HAS_TRANSACTIONS', `account ${account.id} has transactions`);
  if (await hasHolds(context.db, account.encodedKey))
    return reject('ACCOUNT_HAS_TRANSACTIONS', `account ${account.id} has authorization holds`);
  if (account.linkedSettlementAccountKeys.length > 0) {
    return reject('LINKED_ACCOUNT_DELETION_ERROR', `account ${account.id} is the settlement account of a loan`);
  }
  const refusal = await refuseWithAttached(context.db, [account.encodedKey], `account ${account.id}`);
  if (refusal) return refusal;
  await removeAccount(context.db, account.encodedKey);
  context.audit('DEPOSIT_ACCOUNT', account.encodedKey, toldDepositAccount(account, context), undefined);
  return { body: undefined };
});
