import { daysBetween, type LocalDate, monthOf, plusDays, plusMonths, yearOf } from '../../../kernel/localDate.ts';

/** How often an account reads its index anew. */
export type RateReview = { readonly unit: 'DAYS' | 'WEEKS' | 'MONTHS'; readonly count: number };

const reviewDate = (start: LocalDate, { unit, count }: RateReview, number: number): LocalDate => {
  if (unit === 'MONTHS') return plusMonths(start, count * number);
  return plusDays(start, (unit === 'WEEKS' ? 7 : 1) * count * number);
};

const lastNumber = (start: LocalDate, review: RateReview, day: LocalDate): number => {
  const { unit, count } = review;
  if (count < 1) throw new RangeError('a review comes every 1 or more days, weeks or months');
  const passed =
    unit === 'MONTHS'
      ? (yearOf(day) - yearOf(start)) * 12 + monthOf(day) - monthOf(start)
      : daysBetween(start, day) / (unit === 'WEEKS' ? 7 : 1);
  const number = Math.floor(passed / count);
  // In the month of a review, its day may be still to come.
  return reviewDate(start, review, number) <= day ? number : number - 1;
};

/** The last day of review up to a day, which counts. Reviews are counted from a start, which is one of them. */
export const lastReview = (start: LocalDate, review: RateReview, day: LocalDate): LocalDate =>
  reviewDate(start, review, lastNumber(start, review, day));

/** The first day of review after a day. */
export const nextReview = (start: LocalDate, review: RateReview, day: LocalDate): LocalDate =>
  reviewDate(start, review, lastNumber(start, review, day) + 1);

/** The day of review on which a value that begins on a day is read: that day itself, or the next one of review. */
export const reviewFrom = (start: LocalDate, review: RateReview, day: LocalDate): LocalDate => {
  if (day <= start) return start;
  const last = lastReview(start, review, day);
  return last === day ? day : nextReview(start, review, day);
};
