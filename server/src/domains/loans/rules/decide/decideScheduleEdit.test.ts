import { describe, expect, test } from 'vitest';
import { type Money, money } from '../../../../kernel/money.ts';
import type { EditedInstalment, LoanEvent } from '../events.ts';
import type { Instalment } from '../state.ts';
import type { ScheduleEditOption } from '../terms.ts';
import { disbursed, expectedOf, feeApplied, interestApplied, on, repaid, transactionsOf } from '../testLoan.ts';
import { dynamicTermsOf, type TermsOf, termsOf } from '../testTerms.ts';
import { type LoanAccountFacts, type LoanContext, loanOn, shownLoan } from './account.ts';
import { decideScheduleEdit } from './decideScheduleEdit.ts';
import { accepted, accountOf, approved, contextOn, outcome } from './testAccount.ts';

const today = '2024-02-20';

const allOptions: readonly ScheduleEditOption[] = [
  'ADJUST_PAYMENT_DATES',
  'ADJUST_PRINCIPAL_PAYMENT_SCHEDULE',
  'ADJUST_INTEREST_PAYMENT_SCHEDULE',
  'ADJUST_NUMBER_OF_INSTALLMENTS',
];

const terms = (options: readonly ScheduleEditOption[], more: TermsOf['schedule'] = {}): TermsOf => ({
  loanAmount: 4000,
  schedule: { repaymentInstallments: 4, repaymentScheduleEditOptions: options, ...more },
  interest: { daysInYear: 'E30_360' },
});

const life: readonly LoanEvent[] = [disbursed('2024-01-10', 4000), repaid('2024-02-10', 1040)];

/** Four instalments of 1000, the first of them paid. */
const dynamic = (options = allOptions, more: TermsOf['schedule'] = {}): LoanAccountFacts =>
  accountOf({ terms: dynamicTermsOf(terms(options, more)), events: life });
const fixed = (options = allOptions): LoanAccountFacts => accountOf({ terms: termsOf(terms(options)), events: life });
const pending = (account: LoanAccountFacts): LoanAccountFacts => ({
  ...account,
  state: 'PENDING_APPROVAL',
  events: [],
  expectedDisbursementDate: on('2024-03-10'),
});

type Change = Partial<EditedInstalment> | 'delete';

const lineOf = ({ slot, dueDate, principal, interest }: Instalment): EditedInstalment => ({
  slot,
  dueDate,
  principal: principal.expected,
  interest: interest.expected,
});

/** The schedule of the account with some instalments (by slot) changed and some lines added at the end. */
const editOf = (
  account: LoanAccountFacts,
  changes: Readonly<Record<string, Change>>,
  added: readonly EditedInstalment[] = [],
): EditedInstalment[] => {
  const lines = shownLoan(account, contextOn(today)).instalments.flatMap((instalment): EditedInstalment[] => {
    const change = changes[instalment.slot];
    if (change === 'delete') return [];
    return [{ ...lineOf(instalment), ...change }];
  });
  return [...lines, ...added];
};

const line = (date: string, principal: number, interest = 0): EditedInstalment => ({
  dueDate: on(date),
  principal: money(principal),
  interest: money(interest),
});

const of = (amount: number | string): { readonly principal: Money } => ({ principal: money(amount) });
const due = (date: string): Pick<EditedInstalment, 'dueDate'> => ({ dueDate: on(date) });

type Row = readonly [
  reason: string,
  account: LoanAccountFacts,
  changes: Readonly<Record<string, Change>>,
  added?: readonly EditedInstalment[],
  context?: LoanContext,
];

const grace = dynamic(allOptions, { gracePeriod: 2, gracePeriodType: 'INTEREST_FORGIVENESS' });
const noOptions: readonly ScheduleEditOption[] = [];
const only = (option: ScheduleEditOption): LoanAccountFacts => dynamic([option]);
const unpaid = { ...dynamic(), events: [disbursed('2024-01-10', 4000), interestApplied('2024-02-20')] };

const rows: readonly Row[] = [
  ['INVALID_ACCOUNT_STATE', approved({ subState: 'LOCKED' }), {}],
  ['INVALID_ACCOUNT_STATE', accountOf({ state: 'CLOSED', subState: 'REPAID' }), {}],
  ['ACCOUNT_IS_LOCKED', { ...dynamic(noOptions), subState: 'LOCKED' }, {}],
  ['DUE_DATE_BEFORE_LOGGED_TRANSACTION', { ...dynamic(noOptions), events: [...life, repaid('2024-04-10', 1)] }, {}],
  ['EDITING_REPAYMENTS_NOT_ALLOWED', dynamic(noOptions), {}],
  ['INVALID_INSTALLMENT_KEY', fixed(), { '4': { slot: '9' } }],
  ['INVALID_INSTALLMENT_KEY', fixed(), { '4': { slot: '3' } }],
  ['NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED', fixed(['ADJUST_PAYMENT_DATES']), { '4': 'delete' }],
  ['NON_DYNAMIC_ACCOUNT_REPAYMENT_DELETION_NOT_ALLOWED', fixed(), {}, [line('2024-06-10', 0)]],
  ['EDITING_REPAYMENTS_NOT_ALLOWED', only('ADJUST_PAYMENT_DATES'), { '1': 'delete' }],
  ['PAID_OR_PURE_GRACE_INSTALLMENT_CANNOT_BE_DELETED', dynamic(), { '1': 'delete' }],
  ['PAID_OR_PURE_GRACE_INSTALLMENT_CANNOT_BE_DELETED', pending(grace), { '1': 'delete' }],
  ['INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED', unpaid, { '1': 'delete' }],
  ['NON_ZERO_PRINCIPAL_REPAYMENT_CANNOT_BE_DELETED', dynamic(), { '4': 'delete' }],
  ['CUSTOM_MADE_INSTALLMENT_ADDED_BEFORE_PAID_INSTALLMENT', dynamic(), {}, [line('2024-02-09', 0)]],
  ['NEGATIVE_PRINCIPAL_FOR_INSTALLMENT', dynamic(), { '1': of(-1) }],
  ['INVALID_AMOUNT', dynamic(), { '1': of('0.001') }],
  ['PURE_GRACE_INSTALLMENT_ARE_NOT_EDITABLE', pending(grace), { '1': due('2024-04-11') }],
  ['REPAYMENT_WAS_FULLY_PAID', dynamic(), { '1': due('2024-02-12') }],
  ['INSTALLMENT_WITH_INTEREST_APPLIED_CANNOT_BE_EDITED', unpaid, { '2': due('2024-03-11') }],
  ['EDITING_REPAYMENTS_NOT_ALLOWED', only('ADJUST_PRINCIPAL_PAYMENT_SCHEDULE'), { '2': due('2024-02-01') }],
  ['EDITING_REPAYMENTS_NOT_ALLOWED', only('ADJUST_PAYMENT_DATES'), { '2': of(1) }],
  ['EDITING_REPAYMENTS_NOT_ALLOWED', fixed(['ADJUST_PAYMENT_DATES']), { '2': { interest: money(1) } }],
  ['INVALID_AMOUNT', { ...dynamic(), events: [...life, repaid('2024-02-10', 500)] }, { '2': of(400), '3': of(1600) }],
  ['DUE_DATES_NOT_UNIQUE', dynamic(), { '2': due('2024-04-10') }],
  ['DUE_DATES_NOT_IN_ASCENDING_ORDER', dynamic(), { '2': due('2024-04-11') }],
  ['RESCHEDULED_REPAYMENT_BEFORE_DISBURSEMENT_DATE', pending(dynamic()), { '1': due('2024-03-10') }],
  [
    'DUE_DATE_BEFORE_LOGGED_TRANSACTION',
    { ...dynamic(), events: [...life, feeApplied('2024-02-15', 1)] },
    { '2': due('2024-02-14') },
  ],
  [
    'DUE_DATE_BEFORE_ACCOUNTING_CLOSURE',
    dynamic(),
    { '2': due('2024-02-19') },
    [],
    contextOn(today, { closedUntil: '2024-02-19' }),
  ],
  ['INVALID_DUE_DATE', dynamic(), { '2': due(today), '3': of(1) }],
  ['INCONSISTENT_SCHEDULE_PRINCIPAL_DUE_WITH_LOAN_AMOUNT', fixed(), { '2': of(999), '3': { interest: money(1000) } }],
  ['INVALID_AMOUNT', fixed(), { '3': { interest: money(1000) } }],
  ['accepted', fixed(), { '2': { ...of(500), interest: money(1), dueDate: on('2024-03-20') }, '3': of(1500) }],
  ['accepted', dynamic(), { '2': { ...of(500), ...due('2024-03-20') }, '3': of(1500), '4': { interest: money(1000) } }],
  ['accepted', dynamic(), { '3': of(2000), '4': of(0) }, [line('2024-06-10', 0)]],
  ['accepted', pending(dynamic()), { '1': due('2024-04-15') }],
];

describe('refusals in order of precedence', () => {
  for (const [reason, account, changes, added = [], context = contextOn(today)] of rows) {
    test(reason, () => {
      expect(outcome(decideScheduleEdit(account, editOf(account, changes, added), context))).toBe(reason);
    });
  }
});

describe('what an edit does', () => {
  const context = contextOn(today);

  test('dynamic: interest follows the new dates and principal, from what has accrued already', () => {
    const account = dynamic();
    const edit = editOf(account, { '2': { ...of(500), ...due('2024-03-20') }, '3': of(1500) });
    const { loan } = accepted(decideScheduleEdit(account, edit, context));
    expect(loan.instalments.map(expectedOf)).toEqual(['1000+40.00', '500+40.00', '1500+16.67', '1000+10.00']);
    expect(loan.hasCustomSchedule).toBe(true);
    const later = loanOn(
      { ...account, events: [...account.events, ...accepted(decideScheduleEdit(account, edit, context)).append] },
      context,
      on('2024-03-20'),
    );
    expect(transactionsOf(later).at(-1)).toBe('2024-03-20 INTEREST_APPLIED 40.00');
  });

  test('fixed: the edited interest is the contract', () => {
    const account = fixed();
    const { loan } = accepted(
      decideScheduleEdit(account, editOf(account, { '2': { interest: money('12.34') } }), context),
    );
    expect(loan.instalments.map(expectedOf)).toEqual(['1000+40.00', '1000+12.34', '1000+20.00', '1000+10.00']);
  });

  test('an added instalment keeps its slot, a deleted one leaves the others theirs', () => {
    const moved = accepted(
      decideScheduleEdit(dynamic(), editOf(dynamic(), { '3': of(0) }, [line('2024-06-10', 1000)]), context),
    ).account;
    const { loan, append } = accepted(decideScheduleEdit(moved, editOf(moved, { '3': 'delete' }), context));
    const own = loan.instalments.map(({ slot }) => slot);
    expect(own).toEqual(['1', '2', '4', own[3]]);
    expect(loan.instalments.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(own[3]).toMatch(/^key-\d+:5$/);
    expect(append).toHaveLength(1);
  });

  test('before the disbursement it waits for it, and keeps its dates', () => {
    const account = pending(dynamic());
    const edited = accepted(decideScheduleEdit(account, editOf(account, { '1': due('2024-04-15') }), context)).account;
    expect(shownLoan(edited, context).instalments[0]?.dueDate).toBe('2024-04-15');
    const active = accountOf({ ...edited, state: 'ACTIVE', events: [...edited.events, disbursed('2024-03-12', 4000)] });
    const { instalments } = loanOn(active, context, on('2024-03-12'));
    expect(instalments.map(({ dueDate }) => dueDate)).toEqual(['2024-04-15', '2024-05-10', '2024-06-10', '2024-07-10']);
    expect(instalments[0] && expectedOf(instalments[0])).toBe('1000+44.00');
  });
});
