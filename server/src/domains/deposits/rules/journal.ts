import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { absolute, isNegative, isZero, type Money, minus, negated, sum, zero } from '../../../kernel/money.ts';
import type { DepositProduct, DepositResource } from './depositProduct.ts';
import type { DepositTransactionType, Split } from './depositTransaction.ts';
import { type Accrued, nothingAccrued } from './interest/accrued.ts';
import {
  type AccrualKind,
  accrualKinds,
  accrualResources,
  type Booked,
  inKinds,
  nothingBooked,
} from './interest/booked.ts';

type InterestProduct = Pick<DepositProduct, 'accountingMethod' | 'interestAccruedAccountingMethod'>;

const otherSide = (side: 'DEBIT' | 'CREDIT'): 'DEBIT' | 'CREDIT' => (side === 'DEBIT' ? 'CREDIT' : 'DEBIT');

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

/**
 * Interest as it is applied: out of what the books held as accrued, and the rest is expense or income of now. Under ACCRUAL without entries of
 * accruals it was owed before it was paid all the same: what accrues and is paid at once passes through.
 */
const interestLine = (
  product: InterestProduct,
  kind: AccrualKind,
  applied: Booked,
  taken: Booked,
): readonly ResourceLine[] => {
  const { result, owed, side } = accrualResources[kind];
  const fromNow = minus(applied[kind], taken[kind]);
  const passesThrough = product.accountingMethod === 'ACCRUAL' && product.interestAccruedAccountingMethod === 'NONE';
  return [
    ...counter(result, side, fromNow),
    ...(passesThrough ? [...counter(owed, otherSide(side), fromNow), ...counter(owed, side, fromNow)] : []),
    ...counter(owed, side, taken[kind]),
  ];
};

const interestLines = (product: InterestProduct, accrued: Accrued, taken: Booked | null): readonly ResourceLine[] => {
  const applied = inKinds(accrued);
  return accrualKinds.flatMap((kind) => interestLine(product, kind, applied, taken ?? nothingBooked));
};

/** What the books hold as accrued of an account, on the accounts of what is owed: a payable for what the bank owes, a receivable for what it is owed. */
export const owedLines = (held: Booked): readonly ResourceLine[] =>
  accrualKinds.flatMap((kind) => {
    const { owed, side } = accrualResources[kind];
    return counter(owed, isNegative(held[kind]) ? side : otherSide(side), held[kind]);
  });

/**
 * The lines of a deposit, withdrawal, seizure, fee or application of interest; none when the product keeps no accounts. A transfer has only its control lines here: the two
 * accounts' control lines are each other's counterparts.
 */
export const journalLines = (
  product: InterestProduct,
  type: DepositTransactionType,
  split: Split,
  accrued: Accrued | null = null,
  fromBooks: Booked | null = null,
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
    case 'CARD_TRANSACTION_REVERSAL':
      // The mirror of the payment: of a purchase booked like a deposit, of a refund like a withdrawal.
      return journalLines(
        product,
        isNegative(sum([split.fundsAmount, split.overdraftAmount])) ? 'WITHDRAWAL' : 'DEPOSIT',
        split,
      );
    case 'FEE_APPLIED':
      return [...control, ...counter('FEE_INCOME', 'CREDIT', moved)];
    case 'TRANSFER':
      return [...control, ...counter('FEE_INCOME', 'CREDIT', split.feesAmount)];
    case 'WITHHOLDING_TAX':
      return [...control, ...counter('TAXES_PAYABLE', 'CREDIT', moved)];
    case 'WRITE_OFF':
      // Fees that were due were no income yet: giving them up books nothing. Interest that was booked as accrued is lost with the overdraft.
      return [
        ...control,
        ...accrualKinds.flatMap((kind) =>
          counter(accrualResources[kind].owed, 'CREDIT', (fromBooks ?? nothingBooked)[kind]),
        ),
        ...counter('OVERDRAFT_WRITE_OFF_EXPENSE', 'DEBIT', sum([moved, ...Object.values(fromBooks ?? nothingBooked)])),
      ];
    case 'INTEREST_APPLIED':
      return [...control, ...interestLines(product, accrued ?? nothingAccrued, fromBooks)];
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
