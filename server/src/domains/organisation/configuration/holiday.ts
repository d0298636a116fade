import { dayOf, lengthOfMonth, localDate, monthOf, parseLocalDate, yearOf } from '../../../kernel/localDate.ts';
import {
  checked,
  group,
  list,
  meaning,
  type Problem,
  required,
  type Shape,
  text,
  truth,
  whole,
  withDefault,
} from '../../../platform/configuration/shape.ts';
import { type HolidayInput, largestHolidayId } from '../rules/holidays.ts';

/** A holiday whose parts are those of a day that exists. */
export type DocumentHoliday = HolidayInput & { readonly id: number; readonly name: string; readonly date: string };

const parts = checked(
  group({
    id: required(whole(0, largestHolidayId, 'HOLIDAY_ID_OUT_OF_LIMITS'), 'BLANK_HOLIDAY_ID'),
    name: required(text({ blank: 'BLANK_HOLIDAY_NAME', length: 'HOLIDAY_NAME_LENGTH' }), 'BLANK_HOLIDAY_NAME'),
    dayOfMonth: required(whole(1, 31, 'HOLIDAY_DAY_OF_MONTH_ERROR'), 'HOLIDAY_DAY_OF_MONTH_ERROR'),
    monthOfYear: required(whole(1, 12, 'HOLIDAY_MONTH_OF_YEAR_ERROR'), 'HOLIDAY_MONTH_OF_YEAR_ERROR'),
    year: required(whole(1, 9999, 'HOLIDAY_YEAR_ERROR'), 'HOLIDAY_YEAR_ERROR'),
    isAnnuallyRecurring: withDefault(truth(), false),
  }),
  ({ dayOfMonth, monthOfYear, year }): readonly Problem[] =>
    dayOfMonth <= lengthOfMonth(year, monthOfYear)
      ? []
      : [
          {
            path: ['dayOfMonth'],
            message: `must exist: month ${monthOfYear} of ${year} has ${lengthOfMonth(year, monthOfYear)} days`,
            reason: 'HOLIDAY_VALID_DATE_ERROR',
          },
        ],
);

const holiday: Shape<DocumentHoliday> = meaning(
  parts,
  ({ id, name, dayOfMonth, monthOfYear, year, isAnnuallyRecurring }) => ({
    id,
    name,
    date: localDate(year, monthOfYear, dayOfMonth),
    isAnnuallyRecurring,
  }),
  ({ id, name, date, isAnnuallyRecurring }) => {
    const day = parseLocalDate(date);
    if (!day) throw new Error(`holiday ${id} has no day`);
    return {
      id,
      name,
      dayOfMonth: dayOf(day),
      monthOfYear: monthOf(day),
      year: yearOf(day),
      isAnnuallyRecurring: isAnnuallyRecurring ?? false,
    };
  },
);

/** The holidays of the organisation, or of a branch: no id twice. They are written by id. */
export const holidays: Shape<readonly DocumentHoliday[]> = meaning(
  checked(list(holiday), (all) =>
    all.flatMap(({ id }, index): readonly Problem[] =>
      all.findIndex((other) => other.id === id) === index
        ? []
        : [{ path: [index, 'id'], message: `${id} is there twice`, reason: 'DUPLICATE_HOLIDAY_ID' }],
    ),
  ),
  (all) => all,
  (all) => [...all].sort((left, right) => left.id - right.id),
);
