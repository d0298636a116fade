import type { EncodedKey } from '../../../../kernel/encodedKey.ts';
import type { LocalDate } from '../../../../kernel/localDate.ts';
import { isRejection } from '../../../../kernel/rejection.ts';
import { type IndexRateSource, rateInForce } from '../../../organisation/rules/indexRates.ts';
import { lastReview, type RateReview } from '../../../organisation/rules/rateReviews.ts';
import type { DepositProduct } from '../depositProduct.ts';

/** What of a kind of interest an account decides: whether it has rates of it, and when it reads its index if not as its product says. */
type Reads = { readonly bears: boolean; readonly review: RateReview | null };

/** Accounts of a product that read an index on the same days, as they were activated on the same one. */
export type IndexReaders = {
  readonly productKey: EncodedKey;
  readonly activation: LocalDate;
  /** Whether their term is over. */
  readonly matured: boolean;
  readonly credit: Reads;
  readonly overdraft: Reads;
};

/**
 * The last day up to one, which counts, on which any of these accounts read each source, their activation among them. Where the source had no value yet, nothing was read.
 */
export const lastReadings = (
  readers: readonly IndexReaders[],
  productOf: (key: EncodedKey) => Pick<DepositProduct, 'interest' | 'overdraftInterest'> | undefined,
  sourceOf: (key: EncodedKey) => Pick<IndexRateSource, 'id' | 'rates'> | undefined,
  date: LocalDate,
): ReadonlyMap<EncodedKey, LocalDate> => {
  const last = new Map<EncodedKey, LocalDate>();
  for (const { productKey, activation, matured, credit, overdraft } of readers) {
    const { interest = null, overdraftInterest = null } = productOf(productKey) ?? {};
    if (activation > date || (matured && interest?.accrueInterestAfterMaturity !== true)) continue;
    for (const [kind, { bears, review }] of [
      [interest, credit],
      [overdraftInterest, overdraft],
    ] as const) {
      const index = kind?.rateSettings.index;
      const source = index && sourceOf(index.indexSourceKey);
      if (!index || !source || !bears) continue;
      const day = lastReview(activation, review ?? index.review, date);
      const isLater = day > (last.get(index.indexSourceKey) ?? '');
      if (isLater && !isRejection(rateInForce(source, day))) last.set(index.indexSourceKey, day);
    }
  }
  return last;
};
