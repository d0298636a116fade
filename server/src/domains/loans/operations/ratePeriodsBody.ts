import type { Schemas } from '../../../generated/schemas.ts';
import { Decimal, type Decimalish, type Rate, rate } from '../../../kernel/money.ts';
import type { OperationContext } from '../../../platform/http/handler.ts';
import { indexRateReference } from '../../organisation/index.ts';
import type { WantedPeriod } from '../rules/rates/agreedPeriods.ts';
import { requestedDay } from './loanContext.ts';

type Sent = Schemas['AccountInterestRateSettings'];

const rateOrNone = (value: Decimalish | undefined): Rate | undefined => (value === undefined ? undefined : rate(value));

// Zero is how clients send what a period does not have.
const unlessZero = (value: Decimalish | undefined): Rate | undefined =>
  value === undefined || new Decimal(value).isZero() ? undefined : rate(value);

const wantedPeriod = (sent: Sent, context: OperationContext): WantedPeriod => {
  const { interestRateReviewCount: count, interestRateReviewUnit: unit, indexSourceKey: ref } = sent;
  const validFrom = requestedDay(sent.validFrom, context);
  if (validFrom === undefined) throw new Error('an unchecked body reached an operation');
  const fixed = sent.interestRateSource === 'FIXED_INTEREST_RATE';
  return {
    interestRateSource: sent.interestRateSource,
    validFrom,
    // A period of an index has no rate of its own, and a fixed one no spread: zero is as good as nothing there.
    interestRate: fixed ? rateOrNone(sent.interestRate) : unlessZero(sent.interestRate),
    interestSpread: fixed ? unlessZero(sent.interestSpread) : rateOrNone(sent.interestSpread),
    // The index may be named by its id.
    indexSourceKey: ref ? (context.reference.get(indexRateReference).find(ref)?.encodedKey ?? ref) : undefined,
    interestRateFloorValue: rateOrNone(sent.interestRateFloorValue),
    interestRateCeilingValue: rateOrNone(sent.interestRateCeilingValue),
    ...(count || unit ? { interestRateReview: { ...(count ? { count } : {}), ...(unit ? { unit } : {}) } } : {}),
  };
};

/** The agreed rates that a request names; undefined where it names none. */
export const wantedPeriods = (
  sent: readonly Sent[] | undefined,
  context: OperationContext,
): readonly WantedPeriod[] | undefined =>
  sent === undefined || sent.length === 0 ? undefined : sent.map((one) => wantedPeriod(one, context));
