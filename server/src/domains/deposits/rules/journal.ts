import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { absolute, isNegative, isZero, type Money, negated, plus, sum, zero } from '../../../kernel/money.ts';
import type { DepositProduct, DepositResource } from './depositProduct.ts';
import type { DepositTransactionType, Split } from './depositTransaction.ts';
import { type Accrued, nothingAccrued } from './interest/accrued.ts';

/** A line of a posting by what it books to; the operation turns resources into GL accounts and branches. */
export type ResourceLine = {
  readonly resource: DepositResource;
  readonly side: 'DEBIT' | 'CREDIT';
  readonly amount: Money;
};

/** The movement of the account itself: funds on the savings control, what is overdrawn on the overdraft portfolio. */
export const controlLines = (split: Split): readonly ResourceLine[] =>
  [
    controlLine('SAVINGS_CONTROL', split.fundsAmount),
    controlLine('OVERDRAFT_PORTFOLIO_CONTROL', split.overdraftAmount),
  ].filter(({ amount }) => !isZero(amount));

// A debit of the account lowers the bank's liability or raises its claim: both are debits in the ledger.
const controlLine = (resource: DepositResource, amount: Money): ResourceLine => ({
  resource,
  side: isNegative(amount) ? 'DEBIT' : 'CREDIT',
  amount: absolute(amount),
});

const counter = (resource: DepositResource, side: 'DEBIT' | 'CREDIT', amount: Money): readonly ResourceLine[] =>
  isZero(amount) ? [] : [{ resource, side, amount: absolute(amount) }];

/** Interest that is expense or income, and under ACCRUAL was owed before it was paid: what accrues and is paid at once passes through. */
const interestLine = (
  { accountingMethod }: Pick<DepositProduct, 'accountingMethod'>,
  amount: Money,
  side: 'DEBIT' | 'CREDIT',
  result: DepositResource,
  owed: DepositResource,
): readonly ResourceLine[] => {
  const other = side === 'DEBIT' ? 'CREDIT' : 'DEBIT';
  return [
    ...counter(result, side, amount),
    ...(accountingMethod === 'ACCRUAL' ? [...counter(owed, other, amount), ...counter(owed, side, amount)] : []),
  ];
};

const interestLines = (
  product: Pick<DepositProduct, 'accountingMethod'>,
  accrued: Accrued,
): readonly ResourceLine[] => [
  ...interestLine(product, accrued.interestAccrued, 'DEBIT', 'INTEREST_EXPENSE', 'INTEREST_PAYABLE'),
  ...interestLine(
    product,
    accrued.negativeInterestAccrued,
    'CREDIT',
    'NEGATIVE_INTEREST_INCOME',
    'NEGATIVE_INTEREST_RECEIVABLE',
  ),
  ...interestLine(
    product,
    plus(accrued.overdraftInterestAccrued, accrued.technicalOverdraftInterestAccrued),
    'CREDIT',
    'OVERDRAFT_INTEREST_INCOME',
    'OVERDRAFT_INTEREST_RECEIVABLE',
  ),
];

/**
 * The lines of a deposit, withdrawal, seizure, fee or application of interest; none when the product keeps no accounts. A transfer has only its control lines here: the two
 * accounts' control lines are each other's counterparts.
 */
export const journalLines = (
  product: Pick<DepositProduct, 'accountingMethod'>,
  type: DepositTransactionType,
  split: Split,
  accrued: Accrued | null = null,
): readonly ResourceLine[] => {
  if (product.accountingMethod === 'NONE') return [];
  const control = controlLines(split);
  const moved = absolute(sum([split.fundsAmount, split.overdraftAmount]));
  switch (type) {
    case 'DEPOSIT':
      return [
        ...counter('DEPOSIT_REFERENCE', 'DEBIT', sum([moved, split.feesAmount])),
        ...control,
        // Fees that were due become income when they are paid.
        ...counter('FEE_INCOME', 'CREDIT', split.feesAmount),
      ];
    case 'WITHDRAWAL':
    case 'SEIZED_AMOUNT':
      return [...control, ...counter('DEPOSIT_REFERENCE', 'CREDIT', moved)];
    case 'FEE_APPLIED':
      return [...control, ...counter('FEE_INCOME', 'CREDIT', moved)];
    case 'TRANSFER':
      return [...control, ...counter('FEE_INCOME', 'CREDIT', split.feesAmount)];
    case 'WITHHOLDING_TAX':
      return [...control, ...counter('TAXES_PAYABLE', 'CREDIT', moved)];
    case 'WRITE_OFF':
      // Fees that were due were no income yet: giving them up books nothing.
      return [...control, ...counter('OVERDRAFT_WRITE_OFF_EXPENSE', 'DEBIT', moved)];
    case 'INTEREST_APPLIED':
      return [...control, ...interestLines(product, accrued ?? nothingAccrued)];
    default:
      return control;
  }
};

/** Moves an amount between a customer's debt and a customer's money: more money and more debt, or less of both when it is negative. */
export const reclassification = (
  product: Pick<DepositProduct, 'accountingMethod'>,
  amount: Money,
): readonly ResourceLine[] =>
  product.accountingMethod === 'NONE'
    ? []
    : controlLines({ fundsAmount: amount, overdraftAmount: negated(amount), feesAmount: zero });

/** Whose GL account a resource is: a fee's own rule, the channel's account for the transaction source, else the product's rule. */
export type AccountOverrides = {
  readonly channelGlAccountKey?: EncodedKey | null;
  readonly feeRules?: ReadonlyMap<string, EncodedKey>;
};

/** The rules in force for one posting. */
export const rulesFor = (product: DepositProduct, overrides: AccountOverrides): ReadonlyMap<string, EncodedKey> => {
  if (!overrides.channelGlAccountKey && !overrides.feeRules?.size) return product.accountingRules;
  const rules = new Map(product.accountingRules);
  if (overrides.channelGlAccountKey) rules.set('DEPOSIT_REFERENCE', overrides.channelGlAccountKey);
  for (const [resource, key] of overrides.feeRules ?? []) rules.set(resource, key);
  return rules;
};
