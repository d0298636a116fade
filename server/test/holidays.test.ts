import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationName } from '../src/generated/operations.ts';
import { type CallOptions, startBank, type TestBank } from './harness/bank.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startBank({ today: '2026-01-15' });
});
afterAll(() => bank.stop());

type Errors = { errors?: { errorReason: string; errorSource?: string }[] };

/** Status, reason and source of a refusal; the status alone when it was none. */
const refusal = async <N extends OperationName>(name: N, options: CallOptions<N> = {}): Promise<unknown[]> => {
  const { status, body } = await bank.call(name, options);
  const error = (body as Errors | undefined)?.errors?.[0];
  return error ? [status, error.errorReason, error.errorSource ?? ''] : [status];
};

const christmas = { id: 25, name: 'Christmas', date: '2026-12-25', isAnnuallyRecurring: true };
const calendar = () => bank.ok('getHolidays');
const clear = () => bank.ok('updateHolidays', { body: { holidays: [], nonWorkingDays: [] } });

describe('general holidays', () => {
  test('are created with chosen and with drawn ids, found by id and key, and deleted', async () => {
    const created = await bank.ok('createHolidays', {
      body: [christmas, { name: 'Eröffnung ✓', date: '2026-03-02' }, { id: 0, name: 'Zero', date: '2024-02-29' }],
    });
    expect(created).toMatchObject([
      { ...christmas, encodedKey: expect.any(String), creationDate: expect.stringMatching(/^2026-01-15T/) },
      { id: 26, name: 'Eröffnung ✓', date: '2026-03-02', isAnnuallyRecurring: false },
      { id: 0 },
    ]);
    for (const holidayIdentifier of ['25', String(created[0]?.encodedKey)]) {
      expect(await bank.ok('getHoliday', { path: { holidayIdentifier } })).toEqual(created[0]);
    }
    expect((await calendar()).holidays).toEqual([created[2], created[1], created[0]]);
    expect((await bank.call('deleteHoliday', { path: { holidayIdentifier: '26' } })).status).toBe(204);
    for (const name of ['getHoliday', 'deleteHoliday'] as const) {
      expect(await refusal(name, { path: { holidayIdentifier: '26' } })).toEqual([
        404,
        'INVALID_GENERAL_HOLIDAY_IDENTIFIER',
        'holiday 26 does not exist',
      ]);
    }
    // An id that was drawn once is not drawn again.
    expect(await bank.ok('createHolidays', { body: [{ name: 'Next', date: '2026-05-01' }] })).toMatchObject([
      { id: 27 },
    ]);
    await clear();
  });

  test.each([
    ['no name', [{ date: '2026-05-01' }], 'BLANK_HOLIDAY_NAME', 'body[0].name'],
    ['a blank name', [{ name: ' ', date: '2026-05-01' }], 'BLANK_HOLIDAY_NAME', 'body[0].name'],
    ['a long name', [{ name: 'x'.repeat(256), date: '2026-05-01' }], 'INVALID_PARAMETERS', 'name'],
    ['a number as name', [{ name: 5, date: '2026-05-01' }], 'INVALID_PARAMETERS', 'name'],
    ['no date', [{ name: 'x' }], 'HOLIDAY_VALID_DATE_ERROR', 'body[0].date'],
    ['a day that does not exist', [{ name: 'x', date: '2026-02-30' }], 'INVALID_PARAMETERS', 'date'],
    ['a text as id', [{ id: 'x', name: 'x', date: '2026-05-01' }], 'INVALID_PARAMETERS', 'id'],
    ['a negative id', [{ id: -1, name: 'x', date: '2026-05-01' }], 'HOLIDAY_ID_OUT_OF_LIMITS', 'body[0].id'],
    ['a huge id', [{ id: 1e12, name: 'x', date: '2026-05-01' }], 'HOLIDAY_ID_OUT_OF_LIMITS', 'body[0].id'],
    ['an endless id', [{ id: 1e40, name: 'x', date: '2026-05-01' }], 'INVALID_PARAMETERS', 'id'],
    ['an unknown property', [{ name: 'x', date: '2026-05-01', colour: 'red' }], 'INVALID_PARAMETERS', 'colour'],
    ['no list', { name: 'x', date: '2026-05-01' }, 'INVALID_PARAMETERS', 'body'],
    [
      'an id twice',
      [
        { id: 1, name: 'x', date: '2026-05-01' },
        { id: 1, name: 'y', date: '2026-05-02' },
      ],
      'DUPLICATE_HOLIDAY_ID',
      'body[1].id',
    ],
    ['one bad of two', [christmas, { name: 'x' }], 'HOLIDAY_VALID_DATE_ERROR', 'body[1].date'],
  ])('with %s are refused, and none is created', async (_case, body, reason, named) => {
    const [status, given, source] = await refusal('createHolidays', { body });
    expect([status, given]).toEqual([400, reason]);
    expect(String(source)).toContain(named);
    expect((await calendar()).holidays).toEqual([]);
  });

  test('an id is taken once, also by many at the same time, and a key makes a repetition harmless', async () => {
    const body = [christmas];
    const answers = await Promise.all(Array.from({ length: 6 }, () => refusal('createHolidays', { body })));
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([status, reason]) => status === 400 && reason === 'DUPLICATE_HOLIDAY_ID')).toHaveLength(5);
    const headers = { 'idempotency-key': '11111111-2222-4333-8444-555555555556' };
    const nameless = [{ name: 'x', date: '2026-05-01' }];
    const once = await bank.ok('createHolidays', { body: nameless, headers });
    expect(await bank.ok('createHolidays', { body: nameless, headers })).toEqual(once);
    // Many without ids at the same time all get their own.
    const drawn = await Promise.all(
      Array.from({ length: 6 }, () => bank.ok('createHolidays', { body: [...nameless, ...nameless] })),
    );
    expect(new Set(drawn.flat().map(({ id }) => id)).size).toBe(12);
    await clear();
  });

  test('are replaced as a whole: one that keeps its id keeps its key, a list that is not sent stays', async () => {
    const [first] = await bank.ok('createHolidays', { body: [christmas, { id: 7, name: 'Gone', date: '2026-07-07' }] });
    const replaced = await bank.ok('updateHolidays', {
      body: {
        holidays: [
          { ...first, name: 'Xmas' },
          { name: 'New', date: '2026-08-08' },
        ],
        nonWorkingDays: ['SUNDAY', 'SATURDAY'],
      },
    });
    expect(replaced).toMatchObject({
      holidays: [
        { name: 'New', id: expect.any(Number) },
        { ...first, name: 'Xmas' },
      ],
      nonWorkingDays: ['SATURDAY', 'SUNDAY'],
    });
    expect(await calendar()).toEqual(replaced);
    expect(await bank.ok('updateHolidays', { body: {} })).toEqual(replaced);
    expect(await bank.ok('updateHolidays', { body: replaced })).toEqual(replaced);
    const { rows } = await bank.db.query(
      `SELECT count(*)::int AS records FROM audit_record WHERE operation = 'updateHolidays' AND entity_type IS NOT NULL`,
    );
    // The replacement (added, changed, removed, weekdays) and nothing for the two that changed nothing; clearing came before.
    const before = rows[0];
    await bank.ok('updateHolidays', { body: replaced });
    const again = await bank.db.query(
      `SELECT count(*)::int AS records FROM audit_record WHERE operation = 'updateHolidays' AND entity_type IS NOT NULL`,
    );
    expect(again.rows[0]).toEqual(before);
    await clear();
    expect(await calendar()).toEqual({ holidays: [], nonWorkingDays: [] });
  });

  test('a bad part of a replacement leaves everything as it was', async () => {
    await bank.ok('updateHolidays', { body: { holidays: [christmas], nonWorkingDays: ['SUNDAY'] } });
    const before = await calendar();
    expect(await refusal('updateHolidays', { body: { holidays: [], nonWorkingDays: ['MONDAY', 'MONDAY'] } })).toEqual([
      400,
      'DUPLICATE_NON_WORKING_DAYS',
      expect.any(String),
    ]);
    expect(await refusal('updateHolidays', { body: { holidays: [{ name: 'x' }] } })).toMatchObject([
      400,
      'HOLIDAY_VALID_DATE_ERROR',
      expect.stringContaining('holidays[0].date'),
    ]);
    expect(await calendar()).toEqual(before);
    await clear();
  });
});

describe('weekdays without work', () => {
  const week = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

  test('are set and told in the order of the week', async () => {
    const set = await bank.ok('updateNonWorkingDays', { body: { nonWorkingDays: ['SUNDAY', 'FRIDAY'] } });
    expect(set).toEqual({ nonWorkingDays: ['FRIDAY', 'SUNDAY'] });
    expect(await bank.ok('getNonWorkingDays')).toEqual(set);
    expect((await calendar()).nonWorkingDays).toEqual(['FRIDAY', 'SUNDAY']);
    await clear();
    expect(await bank.ok('getNonWorkingDays')).toEqual({ nonWorkingDays: [] });
  });

  test.each([
    ['all of them', { nonWorkingDays: week }, 'INVALID_HOLIDAY_SETUP', 'at least one day'],
    ['one twice', { nonWorkingDays: ['SUNDAY', 'SUNDAY'] }, 'DUPLICATE_NON_WORKING_DAYS', 'twice'],
    ['an unknown one', { nonWorkingDays: ['FUNDAY'] }, 'INVALID_PARAMETERS', 'nonWorkingDays'],
    ['none sent', {}, 'INVALID_PARAMETERS', 'nonWorkingDays'],
    ['no list', { nonWorkingDays: 'SUNDAY' }, 'INVALID_PARAMETERS', 'nonWorkingDays'],
  ])('%s is refused', async (_case, body, reason, named) => {
    const [status, given, source] = await refusal('updateNonWorkingDays', { body });
    expect([status, given]).toEqual([400, reason]);
    expect(String(source)).toContain(named);
    expect(await bank.ok('getNonWorkingDays')).toEqual({ nonWorkingDays: [] });
  });

  test('a day on which an active centre meets stays a working day', async () => {
    const branch = await bank.ok('createBranch', { body: { id: 'B1', name: 'B1' } });
    await bank.db.query(
      `INSERT INTO centre (encoded_key, id, name, state, assigned_branch_key, meeting_day, creation_date, last_modified_date)
       VALUES (gen_random_uuid(), 'market', 'Market', 'ACTIVE', $1, 'SATURDAY', now(), now())`,
      [branch.encodedKey],
    );
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    const wanted = { nonWorkingDays: ['SATURDAY', 'SUNDAY'] };
    expect(await refusal('updateNonWorkingDays', { body: wanted })).toMatchObject([
      400,
      'CENTRE_MEETING_DAY_IN_NON_WORKING_DAY',
      expect.stringContaining('market'),
    ]);
    await bank.db.query(`UPDATE centre SET state = 'INACTIVE'`);
    await bank.db.query('UPDATE tenant_state SET reference_version = reference_version + 1');
    expect(await bank.ok('updateNonWorkingDays', { body: wanted })).toEqual(wanted);
    await clear();
  });
});

test('only who may manage holidays changes them; everybody sees them', async () => {
  const access = { apiAccess: true, canManageAllBranches: true, canManageEntitiesAssignedToOtherOfficers: true };
  for (const [username, permissions] of [
    ['looker', []],
    ['keeper', ['MANAGE_HOLIDAYS']],
  ] as const) {
    await bank.ok('createUser', {
      body: { username, firstName: username, password: 'long enough', access: { ...access, permissions } },
    });
  }
  const user = 'looker:long enough';
  const path = { holidayIdentifier: '1' };
  expect((await bank.call('getHolidays', { user })).status).toBe(200);
  expect((await bank.call('getNonWorkingDays', { user })).status).toBe(200);
  for (const answer of [
    await bank.call('createHolidays', { user, body: [christmas] }),
    await bank.call('updateHolidays', { user, body: {} }),
    await bank.call('updateNonWorkingDays', { user, body: { nonWorkingDays: [] } }),
    await bank.call('deleteHoliday', { user, path }),
  ]) {
    expect(answer.status).toBe(403);
  }
  expect((await bank.call('createHolidays', { user: 'keeper:long enough', body: [christmas] })).status).toBe(201);
});
