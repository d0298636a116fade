import type { LocalDate } from '../../../../kernel/localDate.ts';
import type { Rate } from '../../../../kernel/money.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import { type IndexRateSource, rateInForce } from '../../../organisation/rules/indexRates.ts';
import type { DepositAccount } from '../depositAccount.ts';
import type { DepositProduct } from '../depositProduct.ts';
import type { InterestFacts } from './accountInterest.ts';

type Taxed = Pick<DepositProduct, 'id' | 'withholdingTaxEnabled'>;

/**
 * The rate, in percent, of the tax that is withheld from interest applied on a day: the value of the account's source on that day. Null where the
 * product withholds none, or the account has no source. Refused (NO_TAX_RATE_AVAILABLE) where the source has no value yet.
 */
export const taxRateOn = (
  date: LocalDate,
  { withholdingTaxSourceKey: key }: Pick<DepositAccount, 'withholdingTaxSourceKey'>,
  { withholdingTaxEnabled }: Taxed,
  { indexSource }: Pick<InterestFacts, 'indexSource'>,
): Rate | null | Rejection => {
  if (!withholdingTaxEnabled || key === null) return null;
  const source = indexSource(key);
  const rate = source && rateInForce(source, date);
  return rate === undefined || isRejection(rate)
    ? reject('NO_TAX_RATE_AVAILABLE', `the index rate source ${source?.id ?? key} has no tax rate on ${date}`)
    : rate;
};

/** Refuses a source of taxes that an account of the product can't have. */
export const checkTaxSource = (
  source: Pick<IndexRateSource, 'id' | 'type'> | undefined,
  { id, withholdingTaxEnabled }: Taxed,
): Rejection | undefined => {
  const property = 'withholdingTaxSourceKey';
  if (!withholdingTaxEnabled) {
    return reject('PRODUCT_DOESNT_ALLOW_WITHHOLDING_TAXES', `${property}: product ${id} withholds no tax`);
  }
  if (source === undefined) {
    return reject('INVALID_WITHHOLDING_TAX_SOURCE_KEY', `${property} is no index rate source`);
  }
  return source.type === 'WITHHOLDING_TAX_RATE'
    ? undefined
    : reject(
        'INVALID_WITHHOLDING_TAX_SOURCE_TYPE',
        `${property}: the rates of ${source.id} are of type ${source.type}, not WITHHOLDING_TAX_RATE`,
      );
};
