import { describe, expect, it } from 'vitest';
import { instant } from '../../../kernel/instant.ts';
import { localDate } from '../../../kernel/localDate.ts';
import { money } from '../../../kernel/money.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { decideStateChange } from './accountStates.ts';
import { decideTerms, type WantedTerms } from './accountTerms.ts';
import { decideTransferIn, decideTransferOut } from './decidePosting.ts';
import type { DepositAccountType } from './depositAccount.ts';
import { exampleAccount, exampleFacts, exampleProduct, noon, request } from './examples.ts';
import { checkEarlyWithdrawal, checkOpeningCredit, checkOpeningOfTerm, checkTermCredit } from './term.ts';

const reasonOf = (result: Rejection | object | undefined): string =>
  result !== undefined && isRejection(result) ? String(result.errors[0]?.reason) : 'fine';

const later = instant(noon + 1);
const earlier = instant(noon - 1);

describe('money for a term deposit', () => {
  it.each([
    ['FIXED_DEPOSIT', null, 'fine'],
    ['FIXED_DEPOSIT', later, 'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET'],
    ['FIXED_DEPOSIT', earlier, 'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET'],
    ['SAVINGS_PLAN', null, 'fine'],
    ['SAVINGS_PLAN', later, 'fine'],
    ['SAVINGS_PLAN', noon, 'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET'],
    ['SAVINGS_PLAN', earlier, 'DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET'],
    ['INVESTOR_ACCOUNT', null, 'fine'],
  ] as const)('of type %s with maturity date %s: %s', (accountType, maturityDate, expected) => {
    expect(reasonOf(checkTermCredit(exampleAccount({ accountType, maturityDate }), noon))).toBe(expected);
    expect(reasonOf(decideTransferIn(exampleFacts({ accountType, maturityDate }), request(5)))).toBe(expected);
  });
});

describe('money out of a term deposit, without the permission', () => {
  it.each([
    ['FIXED_DEPOSIT', null, 'INVALID_PERMISSIONS'],
    ['FIXED_DEPOSIT', later, 'INVALID_PERMISSIONS'],
    ['FIXED_DEPOSIT', noon, 'fine'],
    ['SAVINGS_PLAN', null, 'INVALID_PERMISSIONS'],
    ['SAVINGS_PLAN', later, 'INVALID_PERMISSIONS'],
    ['SAVINGS_PLAN', earlier, 'fine'],
    ['REGULAR_SAVINGS', null, 'fine'],
    ['CURRENT_ACCOUNT', null, 'fine'],
    ['INVESTOR_ACCOUNT', null, 'fine'],
  ] as const)('of type %s with maturity date %s: %s', (accountType, maturityDate, expected) => {
    const terms = { accountType, maturityDate, totalBalance: money(10) };
    const facts = exampleFacts(terms, { may: () => false });
    expect(reasonOf(checkEarlyWithdrawal(facts, noon))).toBe(expected);
    expect(reasonOf(decideTransferOut(facts, request(5)))).toBe(expected);
    expect(reasonOf(decideTransferOut(exampleFacts(terms), request(5)))).toBe('fine');
  });
});

describe('an opening balance between 100 and 200', () => {
  const opening = { min: money(100), max: money(200), defaultValue: null };
  const fresh = { accountState: 'APPROVED', activationDate: null } as const;
  it.each([
    ['REGULAR_SAVINGS', fresh, 99, 'MINIMUM_OPENING_BALANCE_ACHIEVED'],
    ['REGULAR_SAVINGS', fresh, 100, 'fine'],
    ['SAVINGS_PLAN', fresh, 201, 'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS'],
    ['SAVINGS_PLAN', { totalBalance: money(200) }, 500, 'fine'],
    ['FIXED_DEPOSIT', fresh, 1, 'fine'],
    ['FIXED_DEPOSIT', fresh, 201, 'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS'],
    ['FIXED_DEPOSIT', { totalBalance: money(150) }, 50, 'fine'],
    ['FIXED_DEPOSIT', { totalBalance: money(150) }, 51, 'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS'],
  ] as const)('of type %s, with %o, a credit of %d: %s', (accountType, account, amount, expected) => {
    expect(reasonOf(checkOpeningCredit(exampleAccount({ accountType, ...account }), opening, money(amount)))).toBe(
      expected,
    );
  });
  it.each([
    ['FIXED_DEPOSIT', 99.99, 'MINIMUM_OPENING_BALANCE_ACHIEVED'],
    ['FIXED_DEPOSIT', 100, 'fine'],
    ['FIXED_DEPOSIT', 200, 'fine'],
    ['FIXED_DEPOSIT', 201, 'ACCOUNT_BALANCE_OUTSIDE_CONSTRAINTS'],
    ['SAVINGS_PLAN', 99, 'MINIMUM_OPENING_BALANCE_ACHIEVED'],
    ['SAVINGS_PLAN', 5000, 'fine'],
  ] as const)('gates the term of a %s that has %d: %s', (accountType, balance, expected) => {
    const account = exampleAccount({ accountType, totalBalance: money(balance) });
    expect(reasonOf(checkOpeningOfTerm(account, opening))).toBe(expected);
  });
  it('that is not set lets a savings plan start empty, but no fixed deposit', () => {
    const { openingBalance } = exampleProduct;
    expect(reasonOf(checkOpeningOfTerm(exampleAccount({ accountType: 'SAVINGS_PLAN' }), openingBalance))).toBe('fine');
    expect(reasonOf(checkOpeningOfTerm(exampleAccount({ accountType: 'FIXED_DEPOSIT' }), openingBalance))).toBe(
      'MINIMUM_OPENING_BALANCE_ACHIEVED',
    );
  });
});

it('is not taken back to APPROVED while its term runs', () => {
  const account = exampleAccount({ accountType: 'SAVINGS_PLAN', maturityDate: later });
  const today = localDate(2026, 1, 15);
  const facts = { account, now: noon, today, decimals: 2, hasTransactions: true, hasStandingTransactions: false };
  expect(reasonOf(decideStateChange(facts, 'UNDO_ACTIVATE'))).toBe('DEPOSIT_ACCOUNT_HAS_MATURITY_DATE_SET');
});

describe('limits of an account', () => {
  const none: WantedTerms = {
    name: 'A',
    notes: null,
    currencyCode: null,
    assignedBranchKey: null,
    assignedCentreKey: null,
    assignedUserKey: null,
    allowOverdraft: null,
    overdraftLimit: null,
    overdraftExpiryDate: null,
    maxDepositBalance: null,
    maxWithdrawalAmount: null,
    recommendedDepositAmount: null,
    targetAmount: null,
    interestRates: { interestRate: null, interestSpread: null, interestRateTiers: null },
    overdraftRates: { interestRate: null, interestSpread: null, interestRateTiers: null },
  };
  const all: readonly DepositAccountType[] = [
    'CURRENT_ACCOUNT',
    'REGULAR_SAVINGS',
    'FIXED_DEPOSIT',
    'SAVINGS_PLAN',
    'INVESTOR_ACCOUNT',
  ];
  it.each([
    ['targetAmount', 'ACCOUNT_TYPE_DOES_NOT_ALLOW_TARGET_AMOUNT', ['SAVINGS_PLAN']],
    [
      'recommendedDepositAmount',
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_RECOMMENDED_DEPOSIT_AMOUNT',
      ['REGULAR_SAVINGS', 'SAVINGS_PLAN'],
    ],
    [
      'maxWithdrawalAmount',
      'ACCOUNT_TYPE_DOES_NOT_ALLOW_MAX_WITHDRAWAL_AMOUNT',
      all.filter((type) => type !== 'FIXED_DEPOSIT'),
    ],
    [
      'maxDepositBalance',
      'MAX_DEPOSIT_BALANCE_NOT_AVAILABLE_FOR_INVESTOR_ACCOUNTS',
      all.filter((type) => type !== 'INVESTOR_ACCOUNT'),
    ],
  ])('%s is refused with %s but for %s', (property, reason, types) => {
    const of = (type: DepositAccountType): string =>
      reasonOf(
        decideTerms({ ...none, [property]: money(5) }, { product: { ...exampleProduct, type }, decimalsOf: () => 2 }),
      );
    for (const type of all) expect([type, of(type)]).toEqual([type, types.includes(type) ? 'fine' : reason]);
  });
});
