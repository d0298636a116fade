import type { Schemas } from '../../../../generated/schemas.ts';
import type { Decimalish } from '../../../../kernel/money.ts';
import { firstRefusal, type Refusal } from '../../../../kernel/refusals.ts';
import { isRejection, type Rejection, reject } from '../../../../kernel/rejection.ts';
import type { RateReview } from '../../../organisation/index.ts';
import type { DepositProduct, ProductInterest, ProductRateSettings } from '../depositProduct.ts';
import { paymentRefusals } from '../productInterest.ts';
import { creditReasons, frequencyRefusals, overdraftReasons, type Reasons, reviewRefusals } from '../productRates.ts';

// What an account may have otherwise than its product, besides its rates: for what time a rate is paid, when its index is read again, and when
// interest is applied. What an account has like its product stays the product's.

export type OwnFrequency = Pick<ProductRateSettings, 'interestChargeFrequency' | 'interestChargeFrequencyCount'>;
export type OwnPayment = Pick<ProductInterest, 'interestPaymentPoint' | 'interestPaymentDates'>;
export type OwnRates = { readonly frequency: OwnFrequency | null; readonly review: RateReview | null };

/** Each part is null where it is the product's. */
export type OwnSettings = {
  readonly payment: OwnPayment | null;
  readonly credit: OwnRates | null;
  readonly overdraft: OwnRates | null;
};

/** A kind of interest with what an account has of its own in it. */
export const withOwnRates = <Interest extends { readonly rateSettings: ProductRateSettings }>(
  interest: Interest | null,
  own: OwnRates | null | undefined,
): Interest | null => {
  if (interest === null || !own) return interest;
  const { index } = interest.rateSettings;
  return {
    ...interest,
    rateSettings: {
      ...interest.rateSettings,
      ...own.frequency,
      index: index && own.review ? { ...index, review: own.review } : index,
    },
  };
};

/** When an account is paid interest: as it says itself, or as its product does. */
export const paymentOf = (interest: ProductInterest, own: Pick<OwnSettings, 'payment'> | null): OwnPayment => {
  const { interestPaymentPoint, interestPaymentDates } = own?.payment ?? interest;
  return { interestPaymentPoint, interestPaymentDates };
};

type SentRates = Schemas['DepositAccountInterestRateSettings'];
type SentPayment = Schemas['DepositAccountInterestPaymentSettings'];

const count = (value: Decimalish | undefined): number | undefined => (value === undefined ? undefined : Number(value));
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
const orNull = <T>(value: T, products: T): T | null => (same(value, products) ? null : value);

type Kind = {
  readonly at: string;
  readonly reasons: Reasons;
  readonly product: { readonly rateSettings: ProductRateSettings } | null;
};

const notEditable = (property: string): Rejection =>
  reject('DEPOSIT_ACCOUNT_FIELD_NOT_EDITABLE', `${property} of an active account can't be changed`);

const decideRates = (
  sent: SentRates | undefined,
  own: OwnRates | null,
  { at, reasons, product }: Kind,
  editable: boolean,
): OwnRates | null | Rejection => {
  const frequency = sent?.interestChargeFrequency;
  const frequencyCount = count(sent?.interestChargeFrequencyCount);
  const unit = sent?.interestRateReviewUnit;
  const reviewCount = count(sent?.interestRateReviewCount);
  const terms = sent?.interestRateTerms;
  if (product === null) {
    return [frequency, frequencyCount, unit, reviewCount, terms].some((value) => value !== undefined)
      ? reject('INVALID_PARAMETERS', `${at}: the product has no such interest`)
      : null;
  }
  const { rateSettings } = product;
  if (terms !== undefined && terms !== rateSettings.interestRateTerms) {
    return reject(
      'INTEREST_RATE_TERMS_ARE_READONLY',
      `${at}.interestRateTerms are the product's: ${rateSettings.interestRateTerms}`,
    );
  }
  const current = withOwnRates(product, own)?.rateSettings ?? rateSettings;
  const wanted: OwnFrequency = {
    interestChargeFrequency: frequency ?? current.interestChargeFrequency,
    interestChargeFrequencyCount:
      frequencyCount ?? (frequency === undefined ? current.interestChargeFrequencyCount : 1),
  };
  const review: RateReview | null = current.index && {
    unit: unit ?? current.index.review.unit,
    count: reviewCount ?? current.index.review.count,
  };
  const isCountMissing =
    frequency === 'EVERY_X_DAYS' && frequencyCount === undefined && frequency !== current.interestChargeFrequency;
  const refusals: readonly Refusal[] = [
    ...frequencyRefusals(isCountMissing ? { interestChargeFrequency: 'EVERY_X_DAYS' } : wanted, at, reasons),
    ...reviewRefusals({ unit, count: reviewCount }, at, reasons, current.index !== null),
  ];
  const refusal = firstRefusal(refusals);
  if (refusal) return refusal;
  const { interestChargeFrequency, interestChargeFrequencyCount, index } = current;
  const isChanged =
    !same(wanted, { interestChargeFrequency, interestChargeFrequencyCount }) || !same(review, index?.review ?? null);
  if (isChanged && !editable) return notEditable(at);
  const products: OwnFrequency = {
    interestChargeFrequency: rateSettings.interestChargeFrequency,
    interestChargeFrequencyCount: rateSettings.interestChargeFrequencyCount,
  };
  const decided: OwnRates = {
    frequency: orNull(wanted, products),
    review: orNull(review, rateSettings.index?.review ?? null),
  };
  return decided.frequency === null && decided.review === null ? null : decided;
};

const decidePayment = (
  sent: SentPayment | undefined,
  own: OwnSettings | null,
  { interest, type }: DepositProduct,
  editable: boolean,
): OwnPayment | null | Rejection => {
  const at = 'interestSettings.interestPaymentSettings';
  const { interestPaymentPoint: point, interestPaymentDates: dates } = sent ?? {};
  if (interest === null) {
    return point === undefined && (dates ?? []).length === 0
      ? null
      : reject('INVALID_PARAMETERS', `${at}: the product has no such interest`);
  }
  const current = paymentOf(interest, own);
  const sentDates = dates?.map(({ month, day }) => ({ month: Number(month), day: Number(day) }));
  const wanted: OwnPayment = {
    interestPaymentPoint: point ?? current.interestPaymentPoint,
    interestPaymentDates:
      sentDates ?? (point === undefined || point === current.interestPaymentPoint ? current.interestPaymentDates : []),
  };
  const refusal = firstRefusal(
    paymentRefusals({
      type,
      payment: { ...wanted, interestPaymentDates: dates ?? [...wanted.interestPaymentDates] },
    }),
  );
  if (refusal) return refusal;
  if (!same(wanted, current) && !editable) return notEditable(at);
  return orNull(wanted, paymentOf(interest, null));
};

/**
 * What an account has otherwise than its product after a creation or an edit; parts that are not sent stay. Refused where it contradicts itself, where the
 * product lacks such interest or another way of finding rates is asked for, and where an account that was active would change. Null for nothing.
 */
export const decideOwnSettings = (
  { interestSettings, overdraftInterestSettings }: Schemas['DepositAccount'],
  before: OwnSettings | null,
  product: DepositProduct,
  editable: boolean,
): OwnSettings | null | Rejection => {
  const credit = decideRates(
    interestSettings?.interestRateSettings,
    before?.credit ?? null,
    { at: 'interestSettings.interestRateSettings', reasons: creditReasons, product: product.interest },
    editable,
  );
  if (isRejection(credit)) return credit;
  const payment = decidePayment(interestSettings?.interestPaymentSettings, before, product, editable);
  if (isRejection(payment)) return payment;
  const overdraft = decideRates(
    overdraftInterestSettings?.interestRateSettings,
    before?.overdraft ?? null,
    {
      at: 'overdraftInterestSettings.interestRateSettings',
      reasons: overdraftReasons,
      product: product.overdraftInterest,
    },
    editable,
  );
  if (isRejection(overdraft)) return overdraft;
  return credit === null && payment === null && overdraft === null ? null : { credit, payment, overdraft };
};
