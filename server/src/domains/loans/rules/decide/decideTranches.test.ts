import { describe, expect, test } from 'vitest';
import type { Permission } from '../../../../generated/permissions.ts';
import { money } from '../../../../kernel/money.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import type { LoanEvent } from '../events.ts';
import type { Tranche } from '../terms.ts';
import { disbursed, on, repaid } from '../testLoan.ts';
import { dynamicTermsOf } from '../testTerms.ts';
import type { WantedTranche } from '../wantedLoan.ts';
import { type LoanAccountFacts, partly } from './account.ts';
import { decideAdjustment } from './decideAdjustment.ts';
import { type DisbursementRequest, decideDisbursement } from './decideDisbursement.ts';
import { checkTranchesMakeLoan, decideTranches } from './decideTranches.ts';
import { accepted, accountOf, contextOn, outcome } from './testAccount.ts';

const today = '2024-03-15';
const context = contextOn(today);

const wanted = (amount: number | string, day?: string, number?: number): WantedTranche => ({
  key: `key-${amount}`,
  number,
  amount: money(amount),
  ...(day === undefined ? {} : { expectedDisbursementDate: on(day) }),
});
const agreed = (amount: number, day?: string): Tranche => ({
  key: `key-${amount}`,
  amount: money(amount),
  disbursementFees: [],
  ...(day === undefined ? {} : { expectedDisbursementDate: on(day) }),
});

const loan = (given: Partial<LoanAccountFacts> = {}, tranches = [agreed(2000), agreed(4000, '2024-04-20')]) =>
  accountOf({
    terms: {
      ...dynamicTermsOf({ productType: 'TRANCHED_LOAN', loanAmount: 6000, schedule: { repaymentInstallments: 6 } }),
      tranches,
    },
    ...given,
  });
const waiting = (given: Partial<LoanAccountFacts> = {}, tranches?: Tranche[]) =>
  loan({ state: 'APPROVED', events: [], ...given }, tranches);
const running = (...later: readonly LoanEvent[]) => loan({ events: [disbursed('2024-01-10', 2000), ...later] });

const product = { fees: new Map(), maxNumberOfTranches: 3 };
const edit = (account: LoanAccountFacts, ...list: readonly WantedTranche[]): string => {
  const terms = decideTranches(account, list, product, context);
  return isRejection(terms)
    ? (terms.errors[0]?.reason ?? '')
    : (terms.tranches ?? []).map(({ amount }) => amount.toFixed()).join('+');
};

describe('other tranches', () => {
  const application = waiting({ state: 'PENDING_APPROVAL' });
  const first = wanted(2000);
  test.each<[string, LoanAccountFacts, readonly WantedTranche[]]>([
    ['1000+500', application, [wanted(1000), wanted(500)]],
    ['', application, []],
    ['1000+5000', waiting(), [wanted(1000), wanted(5000)]],
    ['2000+1000+3000', running(), [first, wanted(1000), wanted(3000)]],
    ['2000+1000', running(), [first, wanted(1000)]],
    ['2000+1000', running(), [wanted(1000, undefined, 2)]],
    ['2000', running(), [first]],
    ['TRANCHES_NOT_ALLOWED', accountOf(), [first]],
    ['TRANCHES_CANNOT_BE_EDITED', loan({ state: 'CLOSED', subState: 'REPAID' }), [first]],
    ['TRANCHES_CANNOT_BE_EDITED', loan({ subState: 'LOCKED' }), [first]],
    ['ALL_TRANCHES_ALREADY_DISBURSED', running(disbursed('2024-02-01', 4000)), [first, wanted(1)]],
    ['CANNOT_MODIFY_DISBURSED_TRANCHE', running(), [wanted(1999), wanted(1)]],
    ['MORE_TRANCHES_THAN_ALLOWED', running(), [first, wanted(1), wanted(1), wanted(1)]],
    ['INVALID_PARAMETERS', application, [wanted(1, undefined, 2), wanted(1, undefined, 1)]],
    ['TRANCHE_AMOUNT_SHOULD_BE_STRICT_POSITIVE', running(), [first, wanted(0)]],
    ['INVALID_AMOUNT', running(), [first, wanted('0.001')]],
    ['TRANCHES_EXPECTED_DISBURSMENT_DATES_NOT_ORDERED', running(), [first, wanted(1, '2024-01-10')]],
    ['INVALID_ANTICIPATED_DISBURSEMENT', running(), [first, wanted(1, '3999-01-10')]],
    ['DISBURSEMENT_DATE_AFTER_LAST_REPAYMENT_DUE_DATE', running(), [first, wanted(1, '2024-07-10')]],
    ['TOTAL_TRANCHES_AMOUNT_MORE_THAN_LOAN_AMOUNT', running(), [first, wanted('4000.01')]],
    ['TOTAL_AMOUNT_NOT_EQUAL_WITH_LOAN_AMOUNT', waiting(), [wanted(1000), wanted(4999)]],
    ['TRANCHES_NOT_DEFINED', waiting(), []],
  ])('%s %#', (reason, account, list) => {
    expect(edit(account, ...list)).toBe(reason);
  });

  test('keep the total that was paid out where it was less than agreed', () => {
    const less = loan({ events: [disbursed('2024-01-10', 1500)] });
    expect(edit(less, wanted(1500), wanted(4500))).toBe('2000+4500');
    expect(edit(less, wanted(1500), wanted('4500.01'))).toBe('TOTAL_TRANCHES_AMOUNT_MORE_THAN_LOAN_AMOUNT');
  });

  test('are asked for by an approval, which wants the whole loan amount', () => {
    expect(checkTranchesMakeLoan(waiting())).toBeUndefined();
    expect(checkTranchesMakeLoan(accountOf())).toBeUndefined();
    expect(checkTranchesMakeLoan(waiting({}, []))?.errors[0]?.reason).toBe('TRANCHES_NOT_DEFINED');
    expect(checkTranchesMakeLoan(waiting({}, [agreed(5999)]))?.errors[0]?.reason).toBe(
      'TOTAL_AMOUNT_NOT_EQUAL_WITH_LOAN_AMOUNT',
    );
  });
});

describe('the disbursement of a tranche, by order of precedence', () => {
  const bad = { amount: money(9999), valueDate: on('2024-03-16') };
  const without = (...permissions: readonly Permission[]) => contextOn(today, { without: permissions });
  test.each<[string, LoanAccountFacts, DisbursementRequest, typeof context?]>([
    ['CANNOT_DISBURSE_LOCKED_ACCOUNTS', loan({ subState: 'LOCKED' }), bad],
    ['INVALID_ACCOUNT_STATE', waiting({ state: 'PENDING_APPROVAL' }), bad],
    ['ALL_TRANCHES_ALREADY_DISBURSED', running(disbursed('2024-02-01', 4000)), bad],
    ['TRANCHES_NOT_DEFINED', waiting({}, []), bad],
    ['INVALID_DISBURSEMENT_DATE', running(), bad],
    ['INVALID_AMOUNT', running(), { amount: money('4000.01') }],
    ['INVALID_AMOUNT', running(), { amount: money(0) }],
    ['INVALID_FIRST_REPAYMENT_DUE_DATE', running(), { firstRepaymentDate: on('2024-05-01') }],
    ['INCONSISTENT_DATE_WITH_NEXT_TRANCHE', waiting({}, [agreed(2000), agreed(4000, '2024-03-14')]), {}],
    ['DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION', running(), { valueDate: on('2024-01-09') }],
    [
      'DISBURSEMENT_DATE_BEFORE_NOT_REVERSED_TRANSACTION',
      running(repaid('2024-02-20', 100)),
      { valueDate: on('2024-02-19') },
      without('BULK_LOAN_CORRECTIONS'),
    ],
    ['accepted', running(repaid('2024-02-20', 100)), { valueDate: on('2024-02-19') }],
    ['accepted', running(repaid('2024-02-20', 100)), {}, without('BULK_LOAN_CORRECTIONS')],
    ['accepted', running(), { amount: money(1) }],
    ['USER_TRANSACTION_LIMIT_EXCEEDED', running(), {}, contextOn(today, { limitOf: () => money(3999) })],
  ])('%s %#', (reason, account, request, given = context) => {
    expect(outcome(decideDisbursement(account, request, given))).toBe(reason);
  });

  test('is of the next one, and tells whether more are to come', () => {
    const first = accepted(decideDisbursement(waiting(), {}, context));
    expect(first.append).toMatchObject([{ type: 'DISBURSED', amount: money(2000) }]);
    expect(first.account).toMatchObject({ state: 'ACTIVE', subState: 'PARTIALLY_DISBURSED' });
    const second = accepted(decideDisbursement(first.account, {}, context));
    expect(second.account).toMatchObject({ state: 'ACTIVE', subState: null });
    expect(partly({ ...first.account, subState: 'LOCKED' }).subState).toBe('LOCKED');
  });
});

describe('undoing', () => {
  const undo = (account: LoanAccountFacts, event: LoanEvent): string =>
    outcome(
      decideAdjustment(
        account,
        {
          notes: 'a mistake',
          transaction: {
            id: '1',
            eventKey: event.key,
            role: 'DISBURSEMENT',
            type: 'DISBURSEMENT',
            valueDate: event.valueDate,
            bookingDate: event.bookingDate,
            reversed: false,
          },
        },
        context,
      ),
    );
  const [one, two, three] = [
    disbursed('2024-01-10', 2000),
    disbursed('2024-02-01', 1000),
    disbursed('2024-03-01', 1000),
  ];
  const agreedFour = [agreed(2000), agreed(1000), agreed(1000), agreed(2000)];
  const of = (...events: readonly LoanEvent[]) => loan({ events }, agreedFour);

  test.each<[string, LoanAccountFacts, LoanEvent]>([
    ['accepted', of(one), one],
    ['accepted', of(one, two), two],
    ['accepted', of(one, two, three), three],
    ['UNREVERSED_TRANSACTION_LOGGED_AFTER_CURRENT_ONE', of(one, two, three), two],
    ['CANNOT_BULK_ADJUST_ACTIVATION_TRANSACTION', of(one, two), one],
    ['accepted', of(one, two, repaid('2024-03-01', 500)), two],
    ['EXCESS_REPAYMENT_ERROR', of(one, two, repaid('2024-03-01', 2500)), two],
  ])('a disbursement is %s %#', (reason, account, event) => {
    expect(undo(account, event)).toBe(reason);
  });
});
