import { describe, expect, test } from 'vitest';
import { money, rate } from '../../../kernel/money.ts';
import { isRejection } from '../../../kernel/rejection.ts';
import { allowanceOfJson, allowanceToJson, freeAllowanceOf } from './freeAllowance.ts';

const agreed = (amount?: string, percentage?: string, offered?: string): string => {
  const allowance = freeAllowanceOf(
    {
      loanAmount: money(1000),
      ...(amount === undefined ? {} : { freeAllowanceAmount: money(amount) }),
      ...(percentage === undefined ? {} : { freeAllowancePercentage: rate(percentage) }),
    },
    offered === undefined ? undefined : rate(offered),
    2,
  );
  if (isRejection(allowance)) return `${allowance.errors[0]?.reason} ${allowance.errors[0]?.source?.split(' ')[0]}`;
  return allowance ? JSON.stringify(allowanceToJson(allowance)) : 'none';
};

describe('what may be prepaid free of charge', () => {
  test.each<[string, string, (string | undefined)[]]>([
    ['nothing is said', 'none', []],
    ['the product has a percentage', '{"percentage":"10"}', [undefined, undefined, '10']],
    ['the account has another', '{"percentage":"12.5"}', [undefined, '12.5', '10']],
    ['the account has none', 'none', [undefined, '0', '10']],
    ['the account has an amount instead', '{"amount":"200"}', ['200', undefined, '10']],
    ['the account has both', '{"percentage":"20","amount":"200"}', ['200', '20']],
    ['the amount is the whole loan', '{"amount":"1000"}', ['1000']],
    ['an amount of nothing', 'none', ['0']],
    ['more than the loan', 'INVALID_AMOUNT prepaymentSettings.ercFreeAllowanceAmount', ['1000.01']],
    ['a negative amount', 'INVALID_AMOUNT prepaymentSettings.ercFreeAllowanceAmount', ['-1']],
    ['parts of a cent', 'INVALID_AMOUNT prepaymentSettings.ercFreeAllowanceAmount', ['1.001']],
    ['more than everything', 'INVALID_PARAMETERS prepaymentSettings.ercFreeAllowancePercentage', [undefined, '100.1']],
    ['less than nothing', 'INVALID_PARAMETERS prepaymentSettings.ercFreeAllowancePercentage', [undefined, '-1']],
  ])('%s: %s', (_name, expected, [amount, percentage, offered]) => {
    expect(agreed(amount, percentage, offered)).toBe(expected);
  });

  test('is stored with every digit', () => {
    const allowance = { percentage: rate('0.1000000001'), amount: money('12345678901234567890.12') };
    expect(allowanceOfJson(JSON.parse(JSON.stringify(allowanceToJson(allowance))))).toEqual(allowance);
  });
});
