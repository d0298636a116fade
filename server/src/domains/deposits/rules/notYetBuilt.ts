import { type Rejection, reject } from '../../../kernel/rejection.ts';
import type { DepositProduct, DepositProductFee } from './depositProduct.ts';

type Line = readonly [property: string, isUsed: (product: DepositProduct) => boolean];

const hasFee = (product: DepositProduct, is: (fee: DepositProductFee) => boolean): boolean =>
  product.fees.values().some((fee) => fee.state === 'ACTIVE' && is(fee));

/**
 * What products may have and accounts do not do yet: an account of such a product is refused by name (decision 11). Whoever builds the
 * behaviour of a line deletes the line.
 */
const notYetBuilt: readonly Line[] = [
  [
    'creditArrangementSettings.creditArrangementRequirement',
    ({ creditArrangementRequirement }) => creditArrangementRequirement === 'REQUIRED',
  ],
  [
    'feesSettings.fees.amountCalculationMethod MAMBU_FUNCTION',
    (product) => hasFee(product, (fee) => fee.amountCalculationFunctionName !== null),
  ],
  // Nobody says how these two are computed; they stay when the rest of interest is built.
  ['daysInYear E30_42_365', (product) => interests(product).some(({ daysInYear }) => daysInYear === 'E30_42_365')],
  [
    'interestCalculationBalance FRENCH_INTEREST_ACCRUAL',
    (product) => interests(product).some((one) => one.interestCalculationBalance === 'FRENCH_INTEREST_ACCRUAL'),
  ],
];

const interests = ({
  interest,
  overdraftInterest,
}: DepositProduct): readonly {
  readonly daysInYear: string;
  readonly interestCalculationBalance: string;
}[] => [...(interest ? [interest] : []), ...(overdraftInterest ? [overdraftInterest] : [])];

/** Refuses accounts of a product with a setting that they would ignore, naming the setting. */
export const checkBuilt = (product: DepositProduct): Rejection | undefined => {
  const line = notYetBuilt.find(([, isUsed]) => isUsed(product));
  return (
    line &&
    reject('INVALID_PARAMETERS', `Property ${line[0]} of product ${product.id} is not supported yet on accounts`)
  );
};
