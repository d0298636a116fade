import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Decimalish, type Money, money } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { appended, type RowEffect } from '../../../platform/posting/command.ts';
import {
  bookedLines,
  checkClosure,
  glAccountReference,
  type JournalDraft,
  type JournalLine,
  journalRows,
  resolveRule,
} from '../../ledger/index.ts';
import { channelFor, checkChannelConstraints, organisationReference } from '../../organisation/index.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct } from '../rules/depositProduct.ts';
import type { DepositTransaction } from '../rules/depositTransaction.ts';
import { type AccountOverrides, type ResourceLine, rulesFor } from '../rules/journal.ts';
import type { PostingChannel, PostingFacts, PostingRequest } from '../rules/posting.ts';
import { productOfAccount } from '../store/depositProductReference.ts';

type ChannelDetails = {
  readonly transactionChannelId?: string | undefined;
  readonly transactionChannelKey?: string | undefined;
};

/** A date-time of a body as a moment. Bodies are checked before, so a refusal here is a broken invariant. */
export const momentOf = (text: string | undefined, context: OperationContext): Instant | null => {
  if (text === undefined) return null;
  const moment = context.clock.zone.parse(text, 'date');
  if (isRejection(moment)) throw new Error(`an unchecked date-time reached a command: ${text}`);
  return moment;
};

export type PostingBody = {
  readonly amount: Decimalish;
  readonly valueDate?: string | undefined;
  readonly bookingDate?: string | undefined;
  readonly externalId?: string | undefined;
  readonly notes?: string | undefined;
  readonly paymentOrderId?: string | undefined;
  readonly paymentDetails?: object | undefined;
};

/** The posting part of a request body. */
export const postingRequest = (body: PostingBody, context: OperationContext): PostingRequest => ({
  amount: money(body.amount),
  valueDate: momentOf(body.valueDate, context),
  bookingDate: momentOf(body.bookingDate, context),
  externalId: body.externalId ?? null,
  notes: body.notes ?? null,
  paymentOrderId: body.paymentOrderId ?? null,
  paymentDetails: body.paymentDetails ? { ...body.paymentDetails } : null,
});

/** History is loaded only for what is dated back. */
export const historyOption = (
  valueDate: string | undefined,
  context: OperationContext,
): { readonly historySince: Instant } | undefined => {
  const moment = momentOf(valueDate, context);
  return moment !== null && moment < context.now ? { historySince: moment } : undefined;
};

const channelOf = (
  details: ChannelDetails | undefined,
  product: DepositProduct,
  posting: { readonly amount: Money; readonly type: string },
  context: OperationContext,
): PostingChannel | Rejection => {
  const channel = channelFor(context.reference.get(organisationReference), details ?? {}, context.principal);
  if (isRejection(channel)) return channel;
  const refusal = checkChannelConstraints(channel, 'deposit', { ...posting, productKey: product.encodedKey });
  if (refusal) return refusal;
  const { encodedKey, id, glAccountKey, overdraftAllowed } = channel;
  return { encodedKey, id, glAccountKey, overdraftAllowed };
};

/** Refuses a booking date in a period that is closed in the books of a branch. */
export const closureOf = (
  branchKey: EncodedKey | null,
  bookingDate: Instant,
  { reference, clock }: OperationContext,
): Rejection | undefined =>
  checkClosure(reference.get(glAccountReference), clock.zone.localDateOf(bookingDate), branchKey);

/** Gathers what a decision about an account needs. `details` is null for postings that use no channel. */
export const postingFacts = (
  account: DepositAccount,
  context: OperationContext,
  posting: { readonly amount: Money; readonly type: string; readonly details: ChannelDetails | null | undefined },
): PostingFacts => {
  const organisation = context.reference.get(organisationReference);
  const product = productOfAccount(context.reference, account.productTypeKey);
  const { principal, clock } = context;
  return {
    account,
    product,
    decimals: organisation.currencies.get(account.currencyCode)?.digitsAfterDecimal ?? 2,
    now: context.now,
    startOfToday: clock.zone.startOf(context.today),
    today: context.today,
    userKey: principal.userKey,
    userBranchKey: principal.branchKey,
    may: (permission) => may(principal, permission),
    limitOf: (kind) => principal.transactionLimits.get(kind),
    channel: posting.details === null ? null : channelOf(posting.details, product, posting, context),
    closure: (bookingDate) => closureOf(account.assignedBranchKey, bookingDate, context),
  };
};

/** Lines of one account by resource, as GL lines in the account's branch; the transaction source belongs to the branch that handled it. */
export const glLines = (
  lines: readonly ResourceLine[],
  account: DepositAccount,
  product: DepositProduct,
  transaction: Pick<DepositTransaction, 'branchKey'>,
  context: OperationContext,
  overrides: AccountOverrides = {},
): readonly JournalLine[] | Rejection => {
  const glAccounts = context.reference.get(glAccountReference);
  const rules = rulesFor(product, overrides);
  const resolved: JournalLine[] = [];
  for (const { resource, side, amount } of lines) {
    const glAccountKey = resolveRule(rules as ReadonlyMap<never, EncodedKey>, resource as never, glAccounts);
    if (isRejection(glAccountKey)) return glAccountKey;
    const branchKey = resource === 'DEPOSIT_REFERENCE' ? transaction.branchKey : account.assignedBranchKey;
    resolved.push({ glAccountKey, side, amount, branchKey });
  }
  return resolved;
};

/** The journal of a posting as an effect, balanced per branch; nothing when the product keeps no accounts. */
export const journalEffect = (
  lines: readonly JournalLine[],
  account: DepositAccount,
  product: DepositProduct,
  transaction: Booking,
  context: OperationContext,
): readonly RowEffect[] | Rejection => {
  const drafts = journalDrafts(lines, account, product, transaction, context);
  return isRejection(drafts) ? drafts : drafts.map((draft) => appended(journalRows, draft));
};

/** What of a transaction its journal tells. */
type Booking = Pick<DepositTransaction, 'encodedKey' | 'id' | 'valueDate' | 'bookingDate' | 'creationDate' | 'userKey'>;

/** The same as data: one posting, or none. */
export const journalDrafts = (
  lines: readonly JournalLine[],
  account: DepositAccount,
  product: DepositProduct,
  transaction: Booking,
  context: OperationContext,
): readonly JournalDraft[] | Rejection => {
  if (lines.length === 0) return [];
  const glAccounts = context.reference.get(glAccountReference);
  const balanced = bookedLines(lines, account.currencyCode, transaction.valueDate, glAccounts);
  if (isRejection(balanced)) return balanced;
  // A posting handled elsewhere also writes the books of that branch.
  for (const branchKey of new Set(balanced.map((line) => line.branchKey))) {
    const closed = closureOf(branchKey, transaction.bookingDate, context);
    if (closed) return closed;
  }
  return [
    {
      source: transaction,
      lines: balanced,
      bookingDate: transaction.bookingDate,
      creationDate: transaction.creationDate,
      accountKey: account.encodedKey,
      productKey: product.encodedKey,
      productType: 'SAVINGS',
      userKey: transaction.userKey,
      currencyCode: account.currencyCode,
    },
  ];
};

export const accountNotFound = (ref: string): Rejection =>
  reject('INVALID_DEPOSIT_ACCOUNT_ID', `deposit account ${ref.slice(0, 80)} does not exist`, 404);
