import type { Permission } from '../../../../generated/permissions.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { everyDayWorks } from '../calendar.ts';
import type { LoanEvent } from '../events.ts';
import { disbursed, on } from '../testLoan.ts';
import { dynamicTermsOf } from '../testTerms.ts';
import type { LoanAccountFacts, LoanContext, LoanDecision } from './account.ts';

/** A dynamic loan of 6000 in six instalments of 1000, 12 % 30/360, disbursed on 10 January 2024, unless a test says otherwise. */
export const accountOf = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts => ({
  id: 'LOAN1',
  state: 'ACTIVE',
  subState: null,
  terms: dynamicTermsOf({
    loanAmount: 6000,
    schedule: { repaymentInstallments: 6 },
    interest: { daysInYear: 'E30_360' },
  }),
  events: [disbursed('2024-01-10', 6000)],
  nextSequence: 1_000_000,
  expectedDisbursementDate: null,
  approvedOn: on('2024-01-05'),
  closedOn: null,
  stateBeforeClosure: null,
  ...given,
});

/** The same account before its disbursement. */
export const approved = (given: Partial<LoanAccountFacts> = {}): LoanAccountFacts =>
  accountOf({ state: 'APPROVED', events: [], ...given });

let keys = 0;

/** A context in which everything is allowed, unless a test says otherwise. */
export const contextOn = (
  today: string,
  given: Partial<LoanContext> & { readonly without?: readonly Permission[]; readonly closedUntil?: string } = {},
): LoanContext => ({
  today: on(today),
  calendar: everyDayWorks,
  daysOff: () => ({ weekdays: [], once: [], everyYear: [] }),
  may: (permission) => !given.without?.includes(permission),
  limitOf: () => undefined,
  closure: (day) =>
    given.closedUntil !== undefined && day <= on(given.closedUntil)
      ? reject('JOURNAL_ENTRY_BEFORE_CLOSURE', `${day} is closed`)
      : undefined,
  newKey: () => {
    keys += 1;
    return `key-${keys}`;
  },
  ...given,
});

/** A key that several events of a test must not share, and a later place in the order of logging. */
export const keyed = (event: LoanEvent, key: string): LoanEvent => ({ ...event, key });

/** The reason of a refusal, or 'accepted'. */
export const outcome = (decision: LoanDecision | Rejection): string =>
  isRejection(decision) ? (decision.errors[0]?.reason ?? 'no reason') : 'accepted';

/** The decision, which the test knows to be positive. */
export const accepted = (decision: LoanDecision | Rejection): LoanDecision => {
  if (isRejection(decision)) throw new Error(`refused: ${JSON.stringify(decision.errors)}`);
  return decision;
};
