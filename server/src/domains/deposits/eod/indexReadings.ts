import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { daysBetween, type LocalDate, plusDays } from '../../../kernel/localDate.ts';
import type { EndOfDayContext, EndOfDayStep } from '../../eod/index.ts';
import { type IndexRateSource, indexRateReference, keepIndexReviews } from '../../organisation/index.ts';
import { type Bank, termFingerprints } from '../operations/interestFacts.ts';
import { toldRateOn } from '../operations/toldRateOn.ts';
import type { DepositAccount } from '../rules/depositAccount.ts';
import type { DepositProduct, ProductRateSettings } from '../rules/depositProduct.ts';
import { accruesFrom, ratesOn } from '../rules/interest/accountInterest.ts';
import { effectiveRates } from '../rules/interest/effectiveRates.ts';
import { newReadings, toldReading } from '../rules/interest/indexReading.ts';
import { lastReadings } from '../rules/interest/lastReadings.ts';
import { withOwnRates } from '../rules/interest/ownSettings.ts';
import { accrualTerms } from '../store/accrualQueries.ts';
import { depositProductReference, productOfAccount } from '../store/depositProductReference.ts';
import { accountsNearReviews, indexReaders, type Reviewed } from '../store/rateTraceStore.ts';
import { type DatedTrace, tellRates } from './tellRates.ts';

/** Accounts that are in memory at a time. */
const chunk = 2000;

const kinds = ['credit', 'overdraft'] as const;

const settingsOf = ({ interest, overdraftInterest }: DepositProduct): readonly ProductRateSettings[] =>
  [interest, overdraftInterest].flatMap((kind) => (kind?.rateSettings.index ? [kind.rateSettings] : []));

const longestMonth = 31;
const longestIn = { DAYS: 1, WEEKS: 7, MONTHS: longestMonth } as const;

/** The reviews of a product's that may find on a day what no review before found: a value of the source is as new as that. */
const reviewsOf = (
  product: DepositProduct,
  date: LocalDate,
  sourceOf: (key: EncodedKey) => IndexRateSource | undefined,
) =>
  settingsOf(product).flatMap(({ index }): readonly Reviewed[] => {
    if (index === null) return [];
    const { unit, count } = index.review;
    const isNew = ({ startDay }: IndexRateSource['rates'][number]): boolean =>
      startDay <= date && daysBetween(startDay, date) <= longestIn[unit] * count;
    return sourceOf(index.indexSourceKey)?.rates.some(isNew)
      ? [{ productKey: product.encodedKey, review: index.review }]
      : [];
  });

/** The traces of an account: of the day that begins and, where a value or its activation was told late, of the days since interest was applied last. */
const tracesOf = (account: DepositAccount, date: LocalDate, bank: Bank): readonly DatedTrace[] => {
  const { interest, activationDate, encodedKey: accountKey } = account;
  const { zone } = bank.clock;
  const from = accruesFrom(account, { localDateOf: zone.localDateOf });
  const product = productOfAccount(bank.reference, account.productTypeKey);
  const isOver = account.accountState === 'MATURED' && product.interest?.accrueInterestAfterMaturity !== true;
  if (interest === null || activationDate === null || from === null || isOver) return [];
  const sources = bank.reference.get(indexRateReference).byKey;
  return kinds.flatMap((kind) => {
    const borne =
      kind === 'credit'
        ? withOwnRates(product.interest, interest.own?.credit)
        : withOwnRates(product.overdraftInterest, interest.own?.overdraft);
    const index = borne?.rateSettings.index;
    const source = index && sources.get(index.indexSourceKey);
    if (!index || !source) return [];
    return newReadings(source, zone.localDateOf(activationDate), index.review, { from, to: date }).flatMap((day) => {
      const told = toldReading(
        toldRateOn(account, kind, plusDays(day, -1), bank),
        toldRateOn(account, kind, day, bank),
        ratesOn(effectiveRates(interest)[kind], day)?.terms,
      );
      const type = kind === 'credit' ? 'INTEREST_RATE_CHANGED' : 'OVERDRAFT_INTEREST_RATE_CHANGED';
      return told ? [{ accountKey, trace: { type, told } as const, date: day }] : [];
    });
  });
};

const indexedProducts = ({ reference }: Pick<Bank, 'reference'>): readonly DepositProduct[] =>
  [...reference.get(depositProductReference).byKey.values()].filter((product) => settingsOf(product).length > 0);

/**
 * Keeps the last day up to one on which accounts read each index, before any of it is told: a value of that day or before comes too late from now on. Answers
 * whether accounts may read any.
 */
const keepReviews = async ({ tenant }: EndOfDayContext, date: LocalDate): Promise<boolean> => {
  const { pool, clock } = tenant;
  const reference = await tenant.reference.current();
  const keys = indexedProducts({ reference }).map(({ encodedKey }) => encodedKey);
  if (keys.length === 0) return false;
  const readers = await indexReaders(pool, keys, clock.zone.name);
  const products = reference.get(depositProductReference).byKey;
  const sources = reference.get(indexRateReference).byKey;
  const last = lastReadings(
    readers,
    (key) => products.get(key),
    (key) => sources.get(key),
    date,
  );
  await keepIndexReviews(pool, last);
  return true;
};

/**
 * The night's step that tells statements of rates which begin with the new day, because an index is read anew. It looks at the terms of the night before, so it
 * comes ahead of the accrual: of a product whose terms changed, a new value of its index among them, all accounts are looked at. Interest accrues by the
 * index without it.
 */
export const indexReadings: EndOfDayStep = {
  name: 'deposits: rates of index reviews',
  run: async (night) => {
    const { tenant, day } = night;
    const { pool, clock, reference } = tenant;
    const date = plusDays(day, 1);
    if (!(await keepReviews(night, date))) return 0;
    const bank: Bank = { reference: await reference.current(), clock };
    const products = indexedProducts(bank);
    const terms = termFingerprints(bank.reference);
    const before = await accrualTerms(pool);
    const sources = bank.reference.get(indexRateReference).byKey;
    const keys = products.map(({ encodedKey }) => encodedKey);
    const which = {
      all: keys.filter((key) => terms.get(key) !== before.get(key)),
      reviewed: products.flatMap((product) => reviewsOf(product, date, (key) => sources.get(key))),
      indexed: keys,
    };
    let count = 0;
    for (let after: EncodedKey | null = null; ; ) {
      const page: readonly DepositAccount[] = await accountsNearReviews(pool, which, date, after, chunk);
      const traces = page.flatMap((account) => tracesOf(account, date, bank));
      count += await tellRates(night, traces, 'readIndex');
      after = page.at(-1)?.encodedKey ?? null;
      if (page.length < chunk) return count;
    }
  },
};
