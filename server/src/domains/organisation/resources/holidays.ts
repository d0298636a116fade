import { newEncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection } from '../../../kernel/rejection.ts';
import { read, type WriteContext, write } from '../../../platform/http/handler.ts';
import { boolean, date, integer, key, text, utc } from '../../../platform/resources/entity.ts';
import { getOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { deleteOperation } from '../../../platform/resources/writes.ts';
import { organisationReference } from '../reference.ts';
import { type HolidayInput, holidayChanges, holidaysOf, nonWorkingDaysOf } from '../rules/holidays.ts';
import {
  addHolidays,
  generalHolidays,
  lockCalendar,
  nonWorkingDays,
  replaceHolidays,
  replaceNonWorkingDays,
} from '../store/holidayStore.ts';

// Changes of the calendar are for schedules that are made from now on: a disbursed loan keeps the days off that it was disbursed with.

const organisation = { branchKey: null };

const holidays: Resource = {
  table: {
    type: 'HOLIDAY',
    table: 'general_holiday',
    columns: {
      encodedKey: key('encoded_key'),
      id: integer('id'),
      name: text('name'),
      date: date('date'),
      isAnnuallyRecurring: boolean('is_annually_recurring'),
      creationDate: utc('creation_date'),
    },
  },
  schema: 'Holiday',
  notFound: 'INVALID_GENERAL_HOLIDAY_IDENTIFIER',
  label: 'holiday',
  isReference: true,
  rules: {},
};

export const getHoliday = getOperation('getHoliday', holidays);
export const deleteHoliday = deleteOperation('deleteHoliday', holidays);

/** The general holidays and the weekdays without work. */
export const getHolidays = read('getHolidays', async (_input, { db }) => ({
  body: { holidays: await generalHolidays(db), nonWorkingDays: await nonWorkingDays(db) },
}));

/** Adds general holidays, all or none. */
export const createHolidays = write('createHolidays', async ({ body }, context) => {
  const wanted = holidaysOf(body, 'body', newEncodedKey);
  if (isRejection(wanted)) return wanted;
  await lockCalendar(context.db);
  const added = await addHolidays(context.db, organisation, wanted, context.now);
  for (const holiday of added) context.audit('HOLIDAY', holiday.encodedKey, undefined, holiday);
  context.referenceChanged();
  return { body: added };
});

/** Replaces the weekdays without work; the same ones leave no trace. */
export const setNonWorkingDays = async (
  days: readonly string[],
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const calendarKey = await lockCalendar(context.db);
  const wanted = nonWorkingDaysOf(days, context.reference.get(organisationReference).centres.byKey.values());
  if (isRejection(wanted)) return wanted;
  const before = await nonWorkingDays(context.db);
  if (before.join() === wanted.join()) return undefined;
  await replaceNonWorkingDays(context.db, wanted);
  context.audit('NON_WORKING_DAYS', calendarKey, { nonWorkingDays: before }, { nonWorkingDays: wanted });
  context.referenceChanged();
  return undefined;
};

/** Replaces the general holidays; those that stay as they are leave no trace. */
export const setHolidays = async (
  inputs: readonly HolidayInput[],
  context: WriteContext,
): Promise<Rejection | undefined> => {
  const wanted = holidaysOf(inputs, 'holidays', newEncodedKey);
  if (isRejection(wanted)) return wanted;
  await lockCalendar(context.db);
  const changes = holidayChanges(await generalHolidays(context.db), wanted);
  const added = await replaceHolidays(context.db, organisation, changes, context.now);
  for (const holiday of added) context.audit('HOLIDAY', holiday.encodedKey, undefined, holiday);
  for (const { before, after } of changes.changed) context.audit('HOLIDAY', after.encodedKey, before, after);
  for (const holiday of changes.removed) context.audit('HOLIDAY', holiday.encodedKey, holiday, undefined);
  if (added.length + changes.changed.length + changes.removed.length > 0) context.referenceChanged();
  return undefined;
};

/** Replaces the holidays, the weekdays without work, or both: a list that is not sent stays as it is. */
export const updateHolidays = write('updateHolidays', async ({ body }, context) => {
  const refusal =
    (body.holidays === undefined ? undefined : await setHolidays(body.holidays, context)) ??
    (body.nonWorkingDays === undefined ? undefined : await setNonWorkingDays(body.nonWorkingDays, context));
  if (refusal) return refusal;
  return { body: { holidays: await generalHolidays(context.db), nonWorkingDays: await nonWorkingDays(context.db) } };
});

/** The weekdays without work. */
export const getNonWorkingDays = read('getNonWorkingDays', async (_input, { db }) => ({
  body: { nonWorkingDays: await nonWorkingDays(db) },
}));

/** Replaces the weekdays without work. */
export const updateNonWorkingDays = write('updateNonWorkingDays', async ({ body }, context) => {
  const refusal = await setNonWorkingDays(body.nonWorkingDays, context);
  if (refusal) return refusal;
  return { body: { nonWorkingDays: await nonWorkingDays(context.db) } };
});
