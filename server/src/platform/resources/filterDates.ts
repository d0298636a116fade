import { type Instant, instant } from '../../kernel/instant.ts';
import {
  earliest,
  type LocalDate,
  latest,
  localDate,
  monthOf,
  parseLocalDate,
  plusDays,
  weekdayOf,
  yearOf,
} from '../../kernel/localDate.ts';
import type { Zone } from '../clock/zone.ts';

/** A day as given in a filter, or a moment; days are counted in the tenant's zone. */
export type FilterDate = { readonly day: LocalDate } | { readonly moment: Instant };

const dateTime = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

// The ends of the calendar have no neighbours to compare with; `9999-12-31` and the like mean "ever" and are read as the day next to them.
const firstDay = localDate(1, 1, 2);
const lastDay = localDate(9999, 12, 30);
const withinCalendar = (day: LocalDate): LocalDate => earliest(latest(day, firstDay), lastDay);

/** A filter's date or date-time. An offset may be any, unlike in bodies; without one the tenant's zone is meant. Undefined when it is neither. */
export const filterDate = (value: unknown, zone: Zone): FilterDate | undefined => {
  if (typeof value !== 'string') return undefined;
  const day = parseLocalDate(value);
  if (day) return { day: withinCalendar(day) };
  const match = dateTime.exec(value);
  const dayPart = parseLocalDate(match?.[1] ?? '');
  if (!match || !dayPart) return undefined;
  if (withinCalendar(dayPart) !== dayPart) return { day: withinCalendar(dayPart) };
  const wall = Date.parse(match[4] ? value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2') : `${value}Z`);
  if (Number.isNaN(wall)) return undefined;
  if (match[4]) return { moment: instant(wall) };
  return { moment: zone.timeOf(dayPart, wall - Date.parse(`${dayPart}T00:00:00Z`)) };
};

/** The half-open range of days that a dateless operator means, counted from today. Weeks start on Monday. */
export const periodOf = (
  operator: string,
  today: LocalDate,
): { readonly from: LocalDate; readonly to: LocalDate } | undefined => {
  const year = yearOf(today);
  const month = monthOf(today);
  switch (operator) {
    case 'TODAY':
      return { from: today, to: plusDays(today, 1) };
    case 'THIS_WEEK': {
      const monday = plusDays(today, 1 - weekdayOf(today));
      return { from: monday, to: plusDays(monday, 7) };
    }
    case 'THIS_MONTH':
      return {
        from: localDate(year, month, 1),
        to: month === 12 ? localDate(year + 1, 1, 1) : localDate(year, month + 1, 1),
      };
    case 'THIS_YEAR':
      return { from: localDate(year, 1, 1), to: localDate(year + 1, 1, 1) };
    default:
      return undefined;
  }
};
