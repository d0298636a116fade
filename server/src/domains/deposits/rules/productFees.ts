import type { Schemas } from '../../../generated/schemas.ts';
import { fitsDecimals, largestAmount, money } from '../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../kernel/refusals.ts';
import type { Rejection } from '../../../kernel/rejection.ts';
import type { AccountingFacts } from '../../ledger/rules/accountingRules.ts';
import { depositRuleRefusals } from './productAccounting.ts';

type Product = Schemas['DepositProduct'];
type Fee = Schemas['DepositProductPredefinedFee'];

const amountRefusals = (fee: Fee, at: string, decimals: number): readonly Refusal[] => {
  const amount = fee.amount === undefined ? undefined : money(fee.amount);
  const isComputed = fee.amountCalculationMethod === 'MAMBU_FUNCTION';
  const isNamed = (fee.amountCalculationFunctionName ?? '').trim() !== '';
  return [
    [
      amount?.greaterThan(largestAmount) === true,
      'INVALID_PARAMETERS',
      `${at}.amount is larger than any account can hold`,
    ],
    [
      !isComputed && amount !== undefined && !amount.greaterThan(0),
      'FEE_AMOUNT_MUST_BE_STRICTLY_POSITIVE',
      `${at}.amount must be more than 0`,
    ],
    [
      amount !== undefined && !fitsDecimals(amount, decimals),
      'INVALID_AMOUNT',
      `${at}.amount has more than the ${decimals} decimals of the product's currency`,
    ],
    [
      isComputed && amount !== undefined && !amount.isZero(),
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      `${at}.amount does not go with amountCalculationMethod MAMBU_FUNCTION`,
    ],
    [
      isComputed && !isNamed,
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      `${at}.amountCalculationFunctionName is required for amountCalculationMethod MAMBU_FUNCTION`,
    ],
    [
      !isComputed && isNamed,
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      `${at}.amountCalculationFunctionName needs amountCalculationMethod MAMBU_FUNCTION`,
    ],
  ];
};

const triggerRefusals = (fee: Fee, at: string, product: Product): readonly Refusal[] => {
  const isMonthly = fee.trigger === 'MONTHLY_FEE';
  return [
    [
      isMonthly && fee.applyDateMethod === undefined,
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      `${at}.applyDateMethod is required for trigger MONTHLY_FEE`,
    ],
    [
      !isMonthly && fee.applyDateMethod !== undefined,
      'SAVINGS_FEE_INCOMPATIBLE_INPUT',
      `${at}.applyDateMethod needs trigger MONTHLY_FEE`,
    ],
    [
      isMonthly && fee.amount === undefined && fee.amountCalculationMethod !== 'MAMBU_FUNCTION',
      'MANDATORY_FEE_AMOUNT',
      `${at}.amount is required for trigger MONTHLY_FEE: nobody names it at night`,
    ],
    [
      fee.trigger === 'ARBITRARY' && product.feesSettings?.allowArbitraryFees !== true,
      'ARBITRARY_SAVINGS_FEE_NOT_ALLOWED',
      `${at}.trigger ARBITRARY needs feesSettings.allowArbitraryFees`,
    ],
  ];
};

/** Refuses fees that can't be applied, and two that can't be told apart. `decimals` are those of the coarsest currency. */
export const checkProductFees = (product: Product, facts: AccountingFacts, decimals: number): Rejection | undefined => {
  const fees = product.feesSettings?.fees ?? [];
  return firstRefusal(
    fees.flatMap((fee, index): readonly Refusal[] => {
      const at = `feesSettings.fees[${index}]`;
      return [
        [fee.id?.trim() === '', 'SAVINGS_FEE_BLANK_ID', `${at}.id may not be blank`],
        [
          fee.id !== undefined && fees.findIndex(({ id }) => id === fee.id) !== index,
          'INVALID_PARAMETERS',
          `${at}.id ${fee.id} is that of another fee`,
        ],
        ...triggerRefusals(fee, at, product),
        ...amountRefusals(fee, at, decimals),
        ...depositRuleRefusals(
          fee.accountingRules ?? [],
          `${at}.accountingRules`,
          product,
          facts,
          (resource) => resource === 'FEE_INCOME',
        ),
      ];
    }),
  );
};
