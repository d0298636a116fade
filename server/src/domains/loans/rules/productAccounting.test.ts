import { describe, expect, test } from 'vitest';
import { rule } from './testProduct.ts';
import { cash, cashRules, fee, fees, type Row, refused } from './testProductRows.ts';

type Rule = ReturnType<typeof rule>;
const of = (one: Rule, channel: string): Rule => ({ ...one, transactionChannelKey: channel.repeat(32) });
const twice = (one: Rule): readonly Rule[] => [one, { ...one }];

const feeRows: readonly Row[] = [
  ['INVALID_PARAMETERS', 'trigger', fees(fee({ trigger: 'ARBITRARY' }))],
  ['INVALID_PARAMETERS', 'fees[1].name', fees(fee(), fee({ name: ' ' }))],
  ['DUPLICATE_ID', 'fees[0]', fees(fee(), fee())],
  ['DUPLICATE_ID', 'fees[0]', fees(fee({ id: 'A' }), fee({ id: 'A', name: 'Other' }))],
  [
    'INVALID_PARAMETERS',
    'scheduleAllocationMethod',
    fees(fee({ scheduleAllocationMethod: 'NO_ALLOCATION', trigger: 'PAYMENT_DUE' })),
  ],
  ['INVALID_PARAMETERS', 'amountCalculationMethod', fees(fee({ amountCalculationMethod: 'MAMBU_FUNCTION' }))],
  ['FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE', 'amount', fees(fee({ amount: 0 }))],
  ['INVALID_AMOUNT', 'amount', fees(fee({ amount: '1.005' }))],
  ['INVALID_PARAMETERS', 'percentageAmount', fees(fee({ percentageAmount: 1 }))],
  [
    'INVALID_PARAMETERS',
    'percentageAmount',
    fees(fee({ amount: undefined, percentageAmount: -1, amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE' })),
  ],
  [
    'INVALID_PARAMETERS',
    'amount',
    fees(fee({ percentageAmount: 1, amountCalculationMethod: 'LOAN_AMOUNT_PERCENTAGE' })),
  ],
  ['NOT_REQUIRED_RULE', 'fees[0].accountingRules[0]', fees(fee({ accountingRules: [rule('FEE_INCOME', 'b')] }))],
];

const accountingRows: readonly Row[] = [
  [
    'NOT_REQUIRED_RULE',
    'accountingRules',
    { others: { accountingSettings: { accountingMethod: 'NONE', accountingRules: cashRules } } },
  ],
  ['MISSING_RULE', 'FUND_SOURCE', cash(rule('PORTFOLIO_CONTROL', 'a'))],
  ['MISSING_RULE', 'INTEREST_INCOME', cash(rule('PORTFOLIO_CONTROL', 'a'), rule('FUND_SOURCE', 'a'))],
  [
    'MISSING_RULE',
    'INTEREST_RECEIVABLE',
    { others: { accountingSettings: { accountingMethod: 'ACCRUAL', accountingRules: cashRules } } },
  ],
  [
    'MISSING_RULE',
    'FEE_INCOME',
    { others: { ...cash(...cashRules).others, feesSettings: { allowArbitraryFees: true } } },
  ],
  ['NOT_REQUIRED_RULE', 'SAVINGS_CONTROL', cash(...cashRules, rule('SAVINGS_CONTROL', 'a'))],
  ['NOT_REQUIRED_RULE', 'INTEREST_RECEIVABLE', cash(...cashRules, rule('INTEREST_RECEIVABLE', 'a'))],
  ['INVALID_PARAMETERS', 'two rules', cash(...cashRules, rule('FUND_SOURCE', 'a'))],
  ['INEXISTING_GLACCOUNT', 'accountingRules[3].glAccountKey', cash(...cashRules, rule('FEE_INCOME', '9'))],
  [
    'HEADER_ACCOUNT_NOT_ALLOWED',
    'accountingRules[1].glAccountKey',
    cash(cashRules[0] ?? rule('FUND_SOURCE', 'a'), rule('FUND_SOURCE', 'd'), rule('INTEREST_INCOME', 'b')),
  ],
  ['INVALID_GL_ACCOUNT_TYPE', 'INCOME', cash(...cashRules, rule('FEE_INCOME', 'a'))],
  [
    'INVALID_GL_ACCOUNT_ID',
    'not activated',
    cash(rule('PORTFOLIO_CONTROL', 'e'), rule('FUND_SOURCE', 'a'), rule('INTEREST_INCOME', 'b')),
  ],
  [
    'GLACCOUNTS_ARE_NOT_IN_ORGANIZATION_OR_PRODUCT_CURRENCY',
    'USD',
    cash(rule('PORTFOLIO_CONTROL', 'f'), rule('FUND_SOURCE', 'a'), rule('INTEREST_INCOME', 'b')),
  ],
  ['MISSING_RULE', 'PORTFOLIO_CONTROL', cash(...cashRules.map((one) => of(one, '1')))],
  [
    'NOT_REQUIRED_RULE',
    'accountingRules[3].transactionChannelKey',
    cash(...cashRules, of(rule('FEE_INCOME', 'b'), '1')),
  ],
  ['INVALID_TRANSACTION_CHANNEL', 'accountingRules[3]', cash(...cashRules, of(rule('FUND_SOURCE', 'a'), '2'))],
  ['INVALID_GL_ACCOUNT_TYPE', 'accountingRules[3]', cash(...cashRules, of(rule('FUND_SOURCE', 'b'), '1'))],
  ['INVALID_PARAMETERS', 'two rules', cash(...cashRules, ...twice(of(rule('FUND_SOURCE', 'a'), '1')))],
  ['accepted', '', cash(...cashRules, of(rule('FUND_SOURCE', 'a'), '1'))],
  ['accepted', '', cash(...cashRules.map((one) => ({ ...one, transactionChannelKey: '' })))],
  [
    'INVALID_INTEREST_ACCRUED_METHOD',
    'interestAccruedAccountingMethod',
    { others: { accountingSettings: { accountingMethod: 'NONE', interestAccruedAccountingMethod: 'DAILY' } } },
  ],
];

describe('fees and accounting rules that are refused', () => {
  test.each<Row>([...feeRows, ...accountingRows])('%s %s %#', (reason, property, changes) => {
    const error = refused(changes);
    expect(error).toMatchObject({ reason });
    expect(error.source).toContain(property);
  });
});
