import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { may } from '../../../platform/auth/principal.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { checkClosure, glAccountReference } from '../../ledger/index.ts';
import { indexRateReference, organisationReference } from '../../organisation/index.ts';
import type { LoanCalendar } from '../rules/calendar.ts';
import type { LoanAccountFacts, LoanContext } from '../rules/decide/account.ts';
import type { LoanAccount } from '../rules/loanAccount.ts';
import { firstPeriodOf } from '../rules/rates/agreedPeriods.ts';
import { withSourceRates } from '../rules/taxes.ts';
import type { LoanTerms } from '../rules/terms.ts';

const calendars = new WeakMap<OperationContext['reference'], Map<LoanAccount['assignedBranchKey'], LoanCalendar>>();

const makeCalendar = (
  reference: OperationContext['reference'],
  branchKey: LoanAccount['assignedBranchKey'],
): LoanCalendar => {
  const organisation = reference.get(organisationReference);
  const sources = reference.get(indexRateReference);
  return {
    isWorkingDay: (date) => organisation.isWorkingDay(date, branchKey),
    indexRates: (sourceKey) => sources.byKey.get(sourceKey)?.rates ?? [],
  };
};

/**
 * The working days of the organisation and of an account's branch, and what indexes say. One and the same for the same reference data: a walk through a
 * loan that was made with it can go on.
 */
export const calendarOf = (
  { reference }: Pick<OperationContext, 'reference'>,
  branchKey: LoanAccount['assignedBranchKey'],
): LoanCalendar => {
  const ofBranches = calendars.get(reference) ?? new Map<LoanAccount['assignedBranchKey'], LoanCalendar>();
  calendars.set(reference, ofBranches);
  const calendar = ofBranches.get(branchKey) ?? makeCalendar(reference, branchKey);
  ofBranches.set(branchKey, calendar);
  return calendar;
};

/** What surrounds a decision about an account. */
export const loanContext = (
  account: Pick<LoanAccount, 'assignedBranchKey'>,
  context: OperationContext,
): LoanContext => {
  const glAccounts = context.reference.get(glAccountReference);
  return {
    today: context.today,
    calendar: calendarOf(context, account.assignedBranchKey),
    daysOff: (from) => context.reference.get(organisationReference).daysOff(account.assignedBranchKey, from),
    may: (permission) => may(context.principal, permission),
    limitOf: (kind) => context.principal.transactionLimits.get(kind),
    closure: (bookingDay) => checkClosure(glAccounts, bookingDay, account.assignedBranchKey),
    newKey: newEncodedKey,
  };
};

const dayOf = (moment: Instant | null, context: OperationContext): LocalDate | null =>
  moment === null ? null : context.clock.zone.localDateOf(moment);

/** The terms of an account with the tax rates that are known now. What it has been told to already stays as it was told. */
export const knownTerms = (
  { terms, disbursementDate, figures }: Pick<LoanAccount, 'terms' | 'disbursementDate' | 'figures'>,
  { reference }: Pick<OperationContext, 'reference'>,
): LoanTerms =>
  terms.tax
    ? withSourceRates(
        terms,
        reference.get(indexRateReference).find(terms.tax.taxSourceKey),
        disbursementDate === null ? null : figures.foldedTo,
      )
    : terms;

/** The account as the rules' decisions see it. */
export const factsOf = (account: LoanAccount, context: OperationContext): LoanAccountFacts => ({
  id: account.id,
  state: account.accountState,
  subState: account.accountSubState,
  terms: knownTerms(account, context),
  events: account.events,
  nextSequence: account.nextSequence,
  held: account.holdBalance,
  expectedDisbursementDate: dayOf(account.expectedDisbursementDate, context),
  approvedOn: dayOf(account.approvedDate, context),
  closedOn: dayOf(account.closedDate, context),
  stateBeforeClosure: account.stateBeforeClosure,
});

/** A date-time of a body as a moment. Bodies are checked before, so a refusal here is a broken invariant. */
export const momentOf = (text: string | undefined, context: OperationContext): Instant | undefined => {
  if (text === undefined) return undefined;
  const moment = context.clock.zone.parse(text, 'date');
  if (isRejection(moment)) throw new Error(`an unchecked date-time reached a command: ${text}`);
  return moment;
};

/** The day of a date-time of a body. */
export const requestedDay = (text: string | undefined, context: OperationContext): LocalDate | undefined => {
  const moment = momentOf(text, context);
  return moment === undefined ? undefined : context.clock.zone.localDateOf(moment);
};

/** When the disbursement is expected: as a request says, else with the first tranche or the first of the agreed rates. */
export const expectedMoment = (
  text: string | undefined,
  terms: LoanTerms,
  context: OperationContext,
): Instant | null => {
  const first = terms.tranches?.[0]?.expectedDisbursementDate ?? firstPeriodOf(terms);
  return momentOf(text, context) ?? (first === undefined ? null : context.clock.zone.startOf(first));
};

export const loanNotFound = (ref: string): Rejection =>
  reject('INVALID_LOAN_ACCOUNT_ID', `loan account ${ref.slice(0, 80)} does not exist`, 404);
