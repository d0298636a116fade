import { describe, expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { everyDayWorks } from './calendar.ts';
import { explainLoan } from './explainLoan.ts';
import {
  dayEndsOf,
  firstDayToRead,
  type OffsetTerms,
  offsetOn,
  offsetStretches,
  offsetTermsOf,
  withDayEnds,
} from './offset.ts';
import { checkLoanProduct, checkProductChange } from './productSettings.ts';
import { disbursed, expectedOf, loanAt, on, paidOff, repaid, transactionsOf } from './testLoan.ts';
import { completed, facts, productBody } from './testProduct.ts';
import { dynamicTermsOf, type TermsOf } from './testTerms.ts';

/** Readings as `day balance` lines. */
const readings = (...lines: string[]): OffsetTerms => ({
  readings: lines.map((line) => {
    const [day = '', balance = ''] = line.split(' ');
    return { from: on(day), balance: money(balance) };
  }),
});

const told = ({ readings: all }: OffsetTerms): string[] =>
  all.map(({ from, balance }) => `${from} ${balance.toFixed()}`);

describe('what was read of a deposit', () => {
  const offset = readings('2026-01-10 100', '2026-01-12 0', '2026-01-20 50');

  test.each([
    ['2026-01-09', '0'],
    ['2026-01-10', '100'],
    ['2026-01-11', '100'],
    ['2026-01-12', '0'],
    ['2026-01-19', '0'],
    ['2026-01-20', '50'],
    ['2030-01-01', '50'],
  ])('on %s it is %s', (day, balance) => {
    expect(offsetOn(offset, on(day)).toFixed()).toBe(balance);
  });

  test.each([
    ['2026-01-01', '2026-02-01', ['2026-01-10', '2026-01-12', '2026-01-20', '2026-02-01']],
    ['2026-01-10', '2026-01-12', ['2026-01-12']],
    ['2026-01-11', '2026-01-20', ['2026-01-12', '2026-01-20']],
    ['2026-02-01', '2026-02-02', ['2026-02-02']],
  ])('from %s to %s it splits the days at %s', (from, to, days) => {
    expect(offsetStretches(offset, on(from), on(to))).toEqual(days);
  });

  test('a deposit is read at the end of each day by value date, never below zero', () => {
    const moves = [
      { day: on('2026-01-03'), amount: money(50) },
      { day: on('2026-01-04'), amount: money(-200) },
      { day: on('2026-01-05'), amount: money(-1) },
      { day: on('2026-01-09'), amount: money(500) },
    ];
    const read = dayEndsOf({ balance: money(449), moves }, on('2026-01-01'), on('2026-01-08'));
    expect(told({ readings: read })).toEqual(['2026-01-01 100', '2026-01-03 150', '2026-01-04 0']);
  });
});

describe('a night', () => {
  const offset = readings('2026-01-01 100');
  const loan = { offset, disbursedOn: on('2026-01-01'), lastDueDate: undefined, lastInterestApplied: undefined };
  const night = on('2026-02-10');

  test.each([
    ['from the first reading on where nothing was applied', {}, '2026-01-01'],
    ['from the last due date on', { lastDueDate: on('2026-02-01') }, '2026-02-01'],
    [
      'from the last interest on',
      { lastDueDate: on('2026-02-01'), lastInterestApplied: on('2026-02-05') },
      '2026-02-05',
    ],
    ['its own day, whatever was applied since', { lastInterestApplied: on('2026-02-11') }, '2026-02-10'],
    ['its own day only where no account was linked before', { offset: readings() }, '2026-02-10'],
    ['nothing of a loan that was disbursed later', { disbursedOn: on('2026-02-11') }, undefined],
  ])('reads %s', (_what, changes, first) => {
    expect(firstDayToRead({ ...loan, ...changes }, night)).toBe(first);
  });

  test.each([
    ['nothing new', ['2026-01-05 100'], undefined, ['2026-01-01 100']],
    ['another day', ['2026-01-05 100', '2026-02-10 70'], '2026-02-10', ['2026-01-01 100', '2026-02-10 70']],
    [
      'an earlier day corrected',
      ['2026-01-05 30', '2026-01-08 100'],
      '2026-01-05',
      ['2026-01-01 100', '2026-01-05 30', '2026-01-08 100'],
    ],
    ['all anew', ['2026-01-01 0'], '2026-01-01', ['2026-01-01 0']],
  ])('keeps %s', (_what, lines, changedFrom, kept) => {
    const found = withDayEnds(offset, readings(...lines).readings);
    expect([found?.changedFrom, told(found?.offset ?? offset)]).toEqual([changedFrom, kept]);
  });

  test('keeps a first reading of nothing, which says from when on an account was linked', () => {
    expect(withDayEnds(readings(), readings('2026-01-05 0').readings)?.changedFrom).toBe('2026-01-05');
  });
});

describe('what an account agrees', () => {
  const none = readings();
  test.each([
    ['a product with offset gives it', true, undefined, undefined, none],
    ['a product without gives none', false, undefined, undefined, undefined],
    ['an account may do without', true, false, undefined, undefined],
    ['no to what nobody offers is no contradiction', false, false, undefined, undefined],
    ['an account without stays so', true, undefined, {}, undefined],
    [
      'an account with it keeps its readings',
      true,
      undefined,
      { offset: readings('2026-01-01 5') },
      readings('2026-01-01 5'),
    ],
    ['it can be switched on', true, true, {}, none],
    ['it can be switched off', true, false, { offset: none }, undefined],
  ])('%s', (_what, allowed, wanted, before, agreed) => {
    expect(offsetTermsOf(allowed, wanted, before)).toEqual(agreed);
  });

  test('a product without offset refuses it by name', () => {
    const refused = offsetTermsOf(false, true, undefined);
    expect(isRejection(refused) && refused.errors[0]).toMatchObject({
      reason: 'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION',
      source: expect.stringContaining('allowOffset'),
    });
  });
});

/** 12,000 at 12 % a year by days, twelve parts of 1,000 of principal, from the first of the year on. */
const loanOf = (offset: OffsetTerms, given: TermsOf = {}) => ({
  ...dynamicTermsOf({ loanAmount: 12_000, rate: 12, ...given }),
  offset,
});
const begun = disbursed('2026-01-01', 12_000);

describe('interest of a loan with a deposit', () => {
  // 31 days of January: 12,000 x 12 % x 31 / 365 = 122.30.
  test.each([
    ['without a reading it is that of the whole principal', readings(), '122.30'],
    ['2,000 there leave 10,000 x 12 % x 31 / 365', readings('2026-01-01 2000'), '101.92'],
    [
      'from the 15th on 5,000: 10,000 for 14 days and 7,000 for 17',
      readings('2026-01-01 2000', '2026-01-15 5000'),
      '85.15',
    ],
    ['as much as is owed leaves nothing', readings('2026-01-01 12000'), '0.00'],
    ['more than is owed leaves nothing, and earns nothing', readings('2026-01-01 20000'), '0.00'],
    ['what comes on the due date is for the next period', readings('2026-02-01 5000'), '122.30'],
    ['what comes on the last day counts for one', readings('2026-01-31 5000'), '120.66'],
    ['what was there for one day counts for one', readings('2026-01-10 5000', '2026-01-11 0'), '120.66'],
  ])('%s', (_what, offset, interest) => {
    const loan = loanAt(loanOf(offset), [begun], '2026-02-01');
    expect(loan.balances.interest.balance.toFixed(2)).toBe(interest);
    expect(loan.balances.principal.balance.toFixed()).toBe('12000');
  });

  test('nothing of it is foreseen: what is ahead asks for the interest of the whole principal', () => {
    const plain = loanAt(loanOf(readings()), [begun], '2026-01-10').instalments.map(expectedOf);
    expect(loanAt(loanOf(readings('2026-01-01 5000')), [begun], '2026-01-10').instalments.map(expectedOf)).toEqual(
      plain,
    );
  });

  test('a payment applies what has accrued on the lowered principal', () => {
    // 10,000 x 12 % x 9 / 365 = 29.59.
    const loan = loanAt(loanOf(readings('2026-01-01 2000')), [begun, repaid('2026-01-10', '1029.59')], '2026-01-10');
    expect(transactionsOf(loan)).toEqual([
      '2026-01-01 DISBURSEMENT 12000.00',
      '2026-01-10 INTEREST_APPLIED 29.59',
      '2026-01-10 REPAYMENT 1029.59',
    ]);
    expect(loan.balances.principal.balance.toFixed(2)).toBe('11000.00');
  });

  test('equal totals put what was saved into principal where totals are fixed, and else ask for less', () => {
    const first = (elementsRecalculationMethod: 'TOTAL_EXPECTED_FIXED' | 'PRINCIPAL_EXPECTED_FIXED') => {
      const terms = loanOf(readings('2026-01-01 6000'), {
        interest: { interestCalculationMethod: 'DECLINING_BALANCE_DISCOUNTED' },
        payment: { prepayment: { elementsRecalculationMethod } },
      });
      return [begun].flatMap((event) =>
        ['2026-01-31', '2026-02-01'].map((day) => expectedOf(loanAt(terms, [event], day).instalments[0] ?? fail())),
      );
    };
    const fail = (): never => {
      throw new Error('no instalment');
    };
    // Half of the interest of 122.30 is saved: 61.15.
    const [planned = '', fixed = ''] = first('TOTAL_EXPECTED_FIXED');
    const [principal, interest] = planned.split('+').map(Number);
    expect(interest).toBe(122.3);
    expect(fixed).toBe(`${((principal ?? 0) + 61.15).toFixed(2)}+61.15`);
    expect(first('PRINCIPAL_EXPECTED_FIXED')).toEqual([planned, `${(principal ?? 0).toFixed(2)}+61.15`]);
  });

  test('principal past its due date that bears nothing is covered by no deposit', () => {
    // February: 11,000 of the 12,000 bear interest, less 2,000: 9,000 x 12 % x 28 / 365 = 82.85.
    const terms = loanOf(readings('2026-01-01 2000'), { interest: { accrueLateInterest: false } });
    const loan = loanAt(terms, [begun], '2026-03-01');
    expect(transactionsOf(loan).filter((line) => line.includes('INTEREST'))).toEqual([
      '2026-02-01 INTEREST_APPLIED 101.92',
      '2026-03-01 INTEREST_APPLIED 82.85',
    ]);
  });

  test('a deposit covers what is not overdue first', () => {
    // On 1 March 1,000 are overdue since 1 February; 11,500 of 12,000 are covered: all that bears interest is 500, overdue.
    const terms = loanOf(readings('2026-01-01 11500'), { interest: { decoupleInterestFromArrears: true } });
    const loan = loanAt(terms, [begun], '2026-03-01');
    expect(loan.balances.fromArrears.balance.toFixed(2)).toBe('4.60');
    expect(loan.balances.interest.balance.toFixed(2)).toBe('9.70');
  });

  test('a pay-off asks for the interest of the lowered principal', () => {
    const terms = loanOf(readings('2026-01-01 2000'));
    const loan = loanAt(terms, [begun, paidOff('2026-01-10', '12029.59')], '2026-01-10');
    expect([loan.balances.total.toFixed(), loan.overpaid.toFixed()]).toEqual(['0', '0']);
  });
});

describe('the explanation', () => {
  const partsOf = (offset: OffsetTerms, day: string) =>
    explainLoan(
      { terms: loanOf(offset), events: [begun], expectedDisbursementDate: null },
      on(day),
      everyDayWorks,
    ).instalments[0]?.interest.parts.map(
      ({ from, to, balance, amount, offset: covered }) =>
        `${from} ${to} ${balance.toFixed()} ${amount.toFixed(2)} ${covered ? `${covered.balance.toFixed()} ${covered.saved.toFixed(2)}` : '-'}`,
    );

  test('tells for each stretch what was covered and what that would have borne', () => {
    expect(partsOf(readings('2026-01-01 0', '2026-01-05 2000', '2026-01-15 13000'), '2026-02-01')).toEqual([
      '2026-01-01 2026-01-05 12000 15.78 -',
      '2026-01-05 2026-01-15 10000 32.88 2000 6.58',
      '2026-01-15 2026-02-01 0 0.00 12000 67.07',
    ]);
  });

  test('foresees none for days to come', () => {
    expect(partsOf(readings('2026-01-01 2000'), '2026-01-11')).toEqual([
      '2026-01-01 2026-01-11 10000 32.88 2000 6.58',
      '2026-01-11 2026-02-01 12000 82.85 -',
    ]);
  });
});

describe('products', () => {
  const link = { enabled: true, settlementMethod: 'NO_AUTOMATED_TRANSFERS' as const };
  const fit = {
    type: 'DYNAMIC_TERM_LOAN' as const,
    others: { offsetSettings: { allowOffset: true }, accountLinkSettings: link },
  };
  const judge = (changes: Parameters<typeof productBody>[0]) =>
    checkLoanProduct(completed(productBody(changes)), facts);
  const key = (sign: string): string => sign.padEnd(32, '0');

  test('of a dynamic loan with linked accounts may have it', () => {
    expect(judge(fit)).toBeUndefined();
    const linked = { ...link, linkableDepositProductKey: key('5') };
    expect(judge({ ...fit, others: { ...fit.others, accountLinkSettings: linked } })).toBeUndefined();
  });

  const with_ = (others: object) => ({ ...fit, others: { ...fit.others, ...others } });
  test.each([
    [
      'a fixed loan',
      { ...fit, type: 'FIXED_TERM_LOAN' as const },
      'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION',
      'offsetSettings.allowOffset',
    ],
    [
      'redraw',
      with_({ redrawSettings: { allowRedraw: true } }),
      'REDRAW_AND_OFFSET_SETTINGS_ENABLED_SIMULTANEOUSLY',
      'redrawSettings.allowRedraw',
    ],
    [
      'compounding interest',
      { ...fit, interest: { interestType: 'COMPOUNDING_INTEREST' as const } },
      'INCONSISTENT_OFFSET_SETTINGS_WITH_PRODUCT_CONFIGURATION',
      'interestSettings.interestType',
    ],
    [
      'no linked accounts',
      with_({ accountLinkSettings: { enabled: false } }),
      'PRODUCT_LINKING_IS_MANDATORY_WHEN_OFFSET_ENABLED',
      'accountLinkSettings.enabled',
    ],
    [
      'a deposit product without offset',
      with_({ accountLinkSettings: { ...link, linkableDepositProductKey: key('2') } }),
      'LINKED_DEPOSIT_PRODUCT_DOES_NOT_ALLOW_OFFSET',
      'accountLinkSettings.linkableDepositProductKey',
    ],
    [
      'solidarity groups',
      with_({ availabilitySettings: { availableFor: ['SOLIDARITY_GROUPS'] } }),
      'HYBRID_GROUP_NOT_AVAILABLE_FOR_OFFSET_LOAN',
      'availabilitySettings.availableFor',
    ],
    [
      'taxes',
      with_({ taxSettings: { taxesOnInterestEnabled: true, taxSourceKey: key('3') } }),
      'TAXES_NOT_AVAILABLE_WHEN_OFFSET_ENABLED',
      'taxSettings',
    ],
    [
      'another currency',
      with_({ currency: { code: 'USD', currencyCode: 'USD' } }),
      'OFFSET_NOT_ALLOWED_FOR_PRODUCT_IN_FOREIGN_CURRENCY',
      'currency',
    ],
  ])('refuse it beside %s', (_what, changes, reason, source) => {
    expect(judge(changes)?.errors[0]).toMatchObject({ reason, source: expect.stringContaining(source) });
  });

  test('keep it while they have accounts', () => {
    const [before, after] = [
      completed(productBody(fit)),
      completed(productBody({ ...fit, others: { accountLinkSettings: link } })),
    ];
    expect(checkProductChange(before, after, true)?.errors[0]).toMatchObject({ reason: 'FIELD_IS_NOT_EDITABLE' });
    expect(checkProductChange(before, after, false)).toBeUndefined();
    expect(checkProductChange(after, before, true)).toBeUndefined();
  });
});
