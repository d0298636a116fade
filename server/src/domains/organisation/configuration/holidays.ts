import { isRejection } from '../../../kernel/rejection.ts';
import { getConfiguration, type Section, updateConfiguration } from '../../../platform/configuration/section.ts';
import { group, list, oneOf, type Problem, type Values, withDefault } from '../../../platform/configuration/shape.ts';
import { organisationReference } from '../reference.ts';
import { setHolidays, setNonWorkingDays } from '../resources/holidays.ts';
import { weekdays } from '../rules/calendar.ts';
import { nonWorkingDaysOf } from '../rules/holidays.ts';
import { generalHolidays, nonWorkingDays } from '../store/holidayStore.ts';
import { holidays } from './holiday.ts';

const properties = {
  nonWorkingDays: withDefault(list(oneOf(weekdays)), []),
  holidays: withDefault(holidays, []),
};

type Calendar = Values<typeof properties>;

const section: Section<Calendar> = {
  shape: group(properties),
  empty: 'YAML_PROCESSING_FAILED',
  load: async ({ db }) => ({ nonWorkingDays: await nonWorkingDays(db), holidays: await generalHolidays(db) }),
  plan: (calendar, context) => {
    const days = nonWorkingDaysOf(
      calendar.nonWorkingDays,
      context.reference.get(organisationReference).centres.byKey.values(),
    );
    const problems = isRejection(days)
      ? days.errors.map(
          ({ reason, source }): Problem => ({ path: ['nonWorkingDays'], message: textOf(source), reason }),
        )
      : [];
    return {
      problems,
      apply: async () =>
        (await setHolidays(calendar.holidays, context)) ??
        (await setNonWorkingDays(calendar.nonWorkingDays, context)) ??
        [],
    };
  },
};

/** The rule names the property, as the document's path does. */
const textOf = (source = 'is refused'): string => source.replace(/^nonWorkingDays:? /, '');

/** The general holidays and the weekdays without work as one document. */
export const getHolidaysConfiguration = getConfiguration('getHolidaysConfiguration', section);

/** Replaces the general holidays and the weekdays without work. Days off that a disbursed loan was agreed with stay its own. */
export const updateHolidaysConfiguration = updateConfiguration('updateHolidaysConfiguration', section);
