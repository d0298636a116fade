import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBank, type TestBank } from './harness/bank.ts';
import { errorsOf, tracesOf } from './harness/configuration.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-02-10' });
});
afterAll(() => bank.stop());

const calendar = `---
nonWorkingDays:
- "SATURDAY"
- "SUNDAY"
holidays:
- id: 0
  name: "Day of peace"
  dayOfMonth: 26
  monthOfYear: 4
  year: 2020
  isAnnuallyRecurring: true
- id: 11
  name: "Jubilee"
  dayOfMonth: 30
  monthOfYear: 6
  year: 2020
  isAnnuallyRecurring: false
`;

const put = (body: string) => bank.call('updateHolidaysConfiguration', { body });
const document = async (): Promise<string> => (await bank.call('getHolidaysConfiguration')).text;

test('a document comes back as it was sent, is told by the API, and twice changes nothing', async () => {
  const empty = await document();
  expect(empty).toBe('---\nnonWorkingDays: []\nholidays: []\n');
  expect((await put(calendar)).body).toEqual({ warnings: [] });
  expect(await document()).toBe(calendar);
  expect(await bank.ok('getHolidays')).toMatchObject({
    nonWorkingDays: ['SATURDAY', 'SUNDAY'],
    holidays: [
      { id: 0, date: '2020-04-26', isAnnuallyRecurring: true },
      { id: 11, date: '2020-06-30' },
    ],
  });
  const before = await tracesOf(bank);
  await put(calendar);
  expect(await tracesOf(bank)).toEqual(before);
});

test('a holiday that is left out goes, one that stays keeps its key', async () => {
  const { encodedKey } = await bank.ok('getHoliday', { path: { holidayIdentifier: '11' } });
  await put(calendar.replace(/- id: 0[\s\S]*?(?=- id: 11)/, '').replace('"Jubilee"', '"Great jubilee"'));
  expect((await bank.ok('getHolidays')).holidays).toMatchObject([{ id: 11, name: 'Great jubilee', encodedKey }]);
  await put(calendar);
});

test.each([
  ['nothing', '', ['YAML_PROCESSING_FAILED line 1: the document is empty']],
  [
    'a day twice',
    'holidays: []\nnonWorkingDays: [SUNDAY, SUNDAY]',
    ['DUPLICATE_NON_WORKING_DAYS line 2: nonWorkingDays names a day of the week twice'],
  ],
  [
    'a day that is none',
    'nonWorkingDays:\n- SUNDAY\n- HOLIDAY',
    [
      'INVALID_PARAMETERS line 3: nonWorkingDays[1] must be one of MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY',
    ],
  ],
  [
    'an id twice',
    `${calendar}- id: 11\n  name: "x"\n  dayOfMonth: 1\n  monthOfYear: 1\n  year: 2020\n`,
    ['DUPLICATE_HOLIDAY_ID line 18: holidays[2].id 11 is there twice'],
  ],
])('%s is refused', async (_case, body, expected) => {
  const reply = await put(body);
  expect(reply.status).toBe(400);
  expect(errorsOf(reply)).toEqual(expected);
  expect(await document()).toBe(calendar);
});
