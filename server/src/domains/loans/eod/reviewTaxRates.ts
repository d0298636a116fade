import { isRejection } from '../../../kernel/rejection.ts';
import { runForAccounts } from '../../../platform/posting/nightWork.ts';
import type { EndOfDayStep } from '../../eod/index.ts';
import { indexRateReference, rateInForce } from '../../organisation/index.ts';
import { accountsTaxedOtherwise, type RateNow } from '../store/taxReviews.ts';
import { foldLoanToToday } from './foldDueLoans.ts';

/** The night's step that lets new rates of taxes count: loans whose source says another one now are brought to today, which takes the rate into them. */
export const reviewTaxRates: EndOfDayStep = {
  name: 'loans: review the rates of taxes',
  run: async (context) => {
    const { tenant } = context;
    const today = tenant.clock.today();
    const sources = (await tenant.reference.current()).get(indexRateReference).byKey.values();
    const rates = sources
      .filter(({ type }) => type === 'TAX_RATE')
      .flatMap((source): RateNow[] => {
        const rate = rateInForce(source, today);
        return isRejection(rate) ? [] : [{ sourceKey: source.encodedKey, rate }];
      })
      .toArray();
    if (rates.length === 0) return 0;
    return runForAccounts(foldLoanToToday, await accountsTaxedOtherwise(tenant.pool, rates), context);
  },
};
