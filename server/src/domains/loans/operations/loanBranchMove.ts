import { type EncodedKey, newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isZero, type Money, minus, negated, rounded, sum, zero } from '../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { sendAll } from '../../../platform/db/statement.ts';
import type { OperationContext, WriteContext } from '../../../platform/http/handler.ts';
import { appended, type RowEffect } from '../../../platform/posting/command.ts';
import {
  type AccruedByAccount,
  accruedInScopes,
  addAccrualEntries,
  addAccruals,
  bookedLines,
  checkClosure,
  glAccountReference,
  type JournalDraft,
  journalRows,
  journalStatements,
} from '../../ledger/index.ts';
import { organisationReference } from '../../organisation/index.ts';
import {
  type AccruedInBooks,
  type Held,
  movedLines,
  ownLines,
  receivablesOf,
  standingInBooks,
} from '../rules/branchMove.ts';
import { foldLoan } from '../rules/foldLoan.ts';
import type { LoanAccount, StandingTransaction } from '../rules/loanAccount.ts';
import { type JournalledTransaction, loanJournal } from '../rules/loanJournal.ts';
import type { LoanProduct } from '../rules/loanProduct.ts';
import { deferredFeesOf, markEarnedInBranch } from '../store/feeAmortizationStore.ts';
import { insertLoanTransaction, type LoanTransaction, markBookedInBranch } from '../store/loanTransactionStore.ts';
import { calendarOf } from './loanContext.ts';
import { deferring, glAccountOf } from './loanJournalEffect.ts';

type Branch = EncodedKey | null;
type Branches = { readonly from: Branch; readonly to: Branch };

const asJournalled = (standing: StandingTransaction): JournalledTransaction => ({
  ...standing,
  type: standing.type as JournalledTransaction['type'],
});

const decimalsOf = ({ currencyCode }: LoanAccount, { reference }: OperationContext): number =>
  reference.get(organisationReference).currencies.get(currencyCode)?.digitsAfterDecimal ?? 2;

/** What the books hold as accrued, in whole cents or what is left of them. */
const accruedOf = (account: LoanAccount, of: (amount: Money) => Money): AccruedInBooks => {
  const { bookedInterest, bookedFromArrears, bookedOfHolidays } = account;
  const [fromArrears, ofHolidays] = [of(bookedFromArrears), of(bookedOfHolidays)];
  const regular = of(minus(minus(bookedInterest, bookedFromArrears), bookedOfHolidays));
  return { all: sum([regular, fromArrears, ofHolidays]), fromArrears, ofHolidays };
};

/** What a loan has in the books of its branch. */
const inTheBooks = async (
  account: LoanAccount,
  product: LoanProduct,
  context: WriteContext,
): Promise<readonly Held[]> => {
  if (product.accountingMethod === 'NONE') return [];
  const decimals = decimalsOf(account, context);
  return [
    ...standingInBooks(product.accountingMethod, account.transactions.map(asJournalled)),
    ...receivablesOf(accruedOf(account, (amount) => rounded(amount, decimals, 'HALF_UP'))),
    ...(await deferredFeesOf(context.db, account.encodedKey)).map(
      ({ predefinedFeeKey, amount }): Held => ({
        resource: 'DEFERRED_FEE_INCOME',
        predefinedFeeKey,
        amount: negated(amount),
      }),
    ),
  ];
};

/** The journal of what moves, balanced between the branches; none where nothing does. */
const journalOf = (
  held: readonly Held[],
  { from, to }: Branches,
  account: LoanAccount,
  product: LoanProduct,
  source: Pick<LoanTransaction, 'encodedKey' | 'id' | 'valueDate' | 'bookingDate' | 'creationDate' | 'userKey'>,
  context: OperationContext,
): readonly JournalDraft[] | Rejection => {
  const glAccounts = context.reference.get(glAccountReference);
  const lines = [];
  for (const line of movedLines(held, from, to)) {
    const glAccountKey = glAccountOf(line, product, undefined, context);
    if (isRejection(glAccountKey)) return glAccountKey;
    lines.push({ glAccountKey, side: line.side, amount: line.amount, branchKey: line.branchKey });
  }
  if (lines.length === 0) return [];
  const balanced = bookedLines(lines, account.currencyCode, source.valueDate, glAccounts);
  if (isRejection(balanced)) return balanced;
  const { bookingDate, creationDate, userKey } = source;
  for (const branchKey of [from, to]) {
    const closed = checkClosure(glAccounts, context.clock.zone.localDateOf(bookingDate), branchKey);
    if (closed) return closed;
  }
  return [
    {
      source,
      lines: balanced,
      bookingDate,
      creationDate,
      accountKey: account.encodedKey,
      productKey: product.encodedKey,
      productType: 'LOAN',
      userKey,
      currencyCode: account.currencyCode,
    },
  ];
};

/** What less than a cent of accrued interest moves with: the sums of the nights, which are rounded by branch. */
const remainders = (account: LoanAccount, { from, to }: Branches, product: LoanProduct, context: WriteContext) => {
  const decimals = decimalsOf(account, context);
  const left = accruedOf(account, (amount) => minus(amount, rounded(amount, decimals, 'HALF_UP')));
  const { encodedKey: accountKey, productTypeKey: productKey, currencyCode } = account;
  const kinds: readonly [AccruedByAccount['kind'], Money][] = [
    ['LOAN_INTEREST', minus(minus(left.all, left.fromArrears), left.ofHolidays)],
    ['LOAN_INTEREST_FROM_ARREARS', left.fromArrears],
    ['LOAN_PAYMENT_HOLIDAY_INTEREST', left.ofHolidays],
  ];
  const rows = kinds
    .filter(([, amount]) => !isZero(amount))
    .flatMap(([kind, amount]): readonly AccruedByAccount[] => {
      const of = { accountKey, productKey, currencyCode, kind };
      return [
        { ...of, branchKey: from, amount: negated(amount) },
        { ...of, branchKey: to, amount },
      ];
    });
  if (rows.length === 0) return [];
  const told = product.interestAccrualCalculation === 'BREAKDOWN_PER_ACCOUNT';
  return [addAccruals(context.today, accruedInScopes(rows)), ...(told ? [addAccrualEntries(context.today, rows)] : [])];
};

const changeOf = (account: LoanAccount, context: WriteContext): LoanTransaction => ({
  encodedKey: newEncodedKey(),
  id: null,
  accountKey: account.encodedKey,
  eventKey: null,
  role: 'BRANCH_CHANGED',
  type: 'BRANCH_CHANGED',
  amount: zero,
  principalAmount: zero,
  interestAmount: zero,
  fromArrearsAmount: zero,
  ofHolidaysAmount: zero,
  feesAmount: zero,
  penaltyAmount: zero,
  totalBalance: account.figures.balances.total,
  principalBalance: account.figures.balances.principal.balance,
  redrawBalance: account.figures.balances.redraw,
  positions: foldLoan(account.terms, account.events, context.today, calendarOf(context, account.assignedBranchKey))
    .positions,
  valueDay: context.today,
  bookingDay: context.today,
  valueDate: context.now,
  bookingDate: context.now,
  creationDate: context.now,
  currencyCode: account.currencyCode,
  externalId: null,
  notes: null,
  channelKey: null,
  channelId: null,
  userKey: context.principal.userKey,
  branchKey: account.assignedBranchKey,
  centreKey: account.assignedCentreKey,
  originalTransactionKey: null,
  adjustmentTransactionKey: null,
  linkedDepositTransactionKey: null,
  original: null,
  customFields: null,
  card: null,
  fees: [],
  taxes: null,
  terms: null,
  parts: null,
  interestFromBooks: zero,
  arrearsFromBooks: zero,
  holidaysFromBooks: zero,
});

/**
 * A loan goes to another branch with what it owes: one journal takes it out of the books of the one and into those of the other, and a BRANCH_CHANGED
 * tells of it. Between a branch and none there is no account, so that a loan with anything in the books neither begins nor ends there.
 */
export const moveLoan = async (
  before: LoanAccount,
  after: LoanAccount,
  product: LoanProduct,
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const branches = { from: before.assignedBranchKey, to: after.assignedBranchKey };
  if (branches.from === branches.to) return undefined;
  const held = await inTheBooks(before, product, context);
  const isEmpty = held.every(({ amount }) => isZero(amount));
  if (!isEmpty && (branches.from === null || branches.to === null)) {
    return reject(
      'LOAN_ACCOUNT_FIELD_NOT_EDITABLE',
      'assignedBranchKey of a loan that the books hold something of goes from one branch to another; it can neither begin nor end with none',
    );
  }
  if (before.transactions.length === 0) return undefined;
  const change = changeOf(after, context);
  const source = { ...change, id: await insertLoanTransaction(context.db, change) };
  if (branches.from !== null) {
    await markBookedInBranch(context.db, before.encodedKey, branches.from);
    await markEarnedInBranch(context.db, before.encodedKey, branches.from);
  }
  const drafts = journalOf(held, branches, before, product, source, context);
  if (isRejection(drafts)) return drafts;
  await sendAll(context.db, [...journalStatements(drafts), ...remainders(before, branches, product, context)]);
  return undefined;
};

/** Undoing a transaction mirrors its journal where it was booked: what the loan owes by it has gone to another branch since, and follows. */
export const followedMove = (
  standing: StandingTransaction,
  adjustment: LoanTransaction,
  account: LoanAccount,
  product: LoanProduct,
  context: OperationContext,
): readonly RowEffect[] | Rejection => {
  const [from, to] = [standing.bookedInBranch ?? null, account.assignedBranchKey];
  if (from === null || to === null || from === to || product.accountingMethod === 'NONE') return [];
  const lines = deferring(loanJournal(product.accountingMethod, asJournalled(standing)), standing.type, product);
  const undone = ownLines(lines).map((one) => ({ ...one, amount: negated(one.amount) }));
  const drafts = journalOf(undone, { from, to }, account, product, adjustment, context);
  return isRejection(drafts) ? drafts : drafts.map((draft) => appended(journalRows, draft));
};
