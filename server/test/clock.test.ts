import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EndOfDayStep, endPassedDays } from '../src/domains/eod/pipeline.ts';
import { systemPrincipal } from '../src/domains/eod/scheduler.ts';
import type { ResponseBody } from '../src/generated/operations.ts';
import { type LocalDate, parseLocalDate } from '../src/kernel/localDate.ts';
import { endOfDaySteps } from '../src/registry.ts';
import { type BankOptions, startBank, type TestBank } from './harness/bank.ts';
import { openDesk, reasonOf, sourceOf } from './harness/depositDesk.ts';
import { openBank } from './harness/openBank.ts';
import { startSecondProcess } from './harness/secondProcess.ts';

let bank: TestBank;
const start = async (options: BankOptions = {}): Promise<void> => {
  await bank?.stop();
  bank = await startBank({ today: '2026-03-26', timeZone: 'Europe/Bucharest', ...options });
};
beforeEach(() => start());
afterAll(() => bank.stop());

type Advanced = ResponseBody<'advanceClock'>;
const advance = (body: object): Promise<Advanced> => bank.ok('advanceClock', { body: { ...body } });
const refused = async (body: object): Promise<string> => {
  const reply = await bank.call('advanceClock', { body: { ...body } });
  return `${reasonOf(reply)}: ${sourceOf(reply)}`;
};
const lastDay = async (): Promise<string | undefined> =>
  (await bank.db.query<{ day: string }>('SELECT last_end_of_day::text AS day FROM tenant_state')).rows[0]?.day;
const steps = async (): Promise<string[]> =>
  (
    await bank.db.query<{ told: string }>(
      `SELECT day || ' ' || count(*) AS told FROM end_of_day_step GROUP BY day ORDER BY day`,
    )
  ).rows.map(({ told }) => told);

describe('the clock', () => {
  test('tells its time, day and zone', async () => {
    expect(await bank.ok('getClock')).toEqual({
      // Noon in UTC, in winter time.
      now: expect.stringMatching(/^2026-03-26T14:00:\d\d\+02:00$/),
      today: '2026-03-26',
      timeZone: 'Europe/Bucharest',
      sandbox: true,
    });
  });

  test('goes to a day and keeps the time of day, also into summer time', async () => {
    const moved = await advance({ to: '2026-03-30' });
    expect(moved).toMatchObject({
      today: '2026-03-30',
      now: expect.stringMatching(/^2026-03-30T14:00:\d\d\+03:00$/),
      endOfDayRuns: ['2026-03-26', '2026-03-27', '2026-03-28', '2026-03-29'],
    });
    expect(await bank.ok('getClock')).toMatchObject({ today: '2026-03-30' });
    expect(await lastDay()).toBe('2026-03-29');
  });

  test('goes on by days, and ends each day it passes once', async () => {
    expect((await advance({ days: 1 })).endOfDayRuns).toEqual(['2026-03-26']);
    expect((await advance({ days: 2 })).endOfDayRuns).toEqual(['2026-03-27', '2026-03-28']);
    const perDay = endOfDaySteps.length;
    expect(await steps()).toEqual(
      perDay === 0 ? [] : ['2026-03-26', '2026-03-27', '2026-03-28'].map((day) => `${day} ${perDay}`),
    );
    expect(await bank.ok('getClock')).toMatchObject({ today: '2026-03-29' });
  });

  test.each<[object, RegExp]>([
    [{}, /^400 INVALID_PARAMETERS: send either to .* or days/],
    [{ to: '2026-04-01', days: 1 }, /^400 INVALID_PARAMETERS: send either to .* or days/],
    [{ days: 0 }, /^400 INVALID_PARAMETERS: days must be between 1 and/],
    [{ days: -1 }, /^400 INVALID_PARAMETERS: days must be between 1 and/],
    [{ days: 1.5 }, /^400 INVALID_PARAMETERS: Property days /],
    [{ days: 'many' }, /^400 INVALID_PARAMETERS: Property days /],
    [{ days: 1_000_000 }, /^400 INVALID_PARAMETERS: days must be between 1 and/],
    [{ to: '2026-03-26' }, /^400 INVALID_DATE: to must lie after today, 2026-03-26/],
    [{ to: '2026-03-25' }, /^400 INVALID_DATE: .*time only goes forward/],
    [{ to: '2026-02-30' }, /^400 INVALID_PARAMETERS: Property to must be an existing day/],
    [{ to: '2026-04-01T00:00:00+03:00' }, /^400 INVALID_PARAMETERS: Property to must be an existing day/],
    [{ to: '2126-03-26' }, /^400 INVALID_DATE: to lies more than/],
  ])('does not move with %j', async (body, told) => {
    const before = await lastDay();
    expect(await refused(body)).toMatch(told);
    expect(await bank.ok('getClock')).toMatchObject({ today: '2026-03-26' });
    expect(await lastDay()).toBe(before);
  });

  test('moves in a sandbox only, for who may run the end of day', async () => {
    await bank.ok('createUser', {
      body: {
        username: 'teller',
        firstName: 'T',
        password: 'long enough',
        access: {
          apiAccess: true,
          mambuAccess: true,
          canManageAllBranches: true,
          canManageEntitiesAssignedToOtherOfficers: true,
          permissions: ['MAKE_DEPOSIT'],
        },
      },
    });
    const user = 'teller:long enough';
    expect(reasonOf(await bank.call('advanceClock', { body: { days: 1 }, user }))).toBe('403 INVALID_PERMISSIONS');
    expect((await bank.call('getClock', { user })).status).toBe(200);
    await start({ sandbox: false });
    expect(await refused({ days: 1 })).toMatch(/^4\d\d FEATURE_NOT_ENABLED: .*sandbox/);
    expect(await bank.ok('getClock')).toMatchObject({ sandbox: false, today: '2026-03-26' });
  });

  test('waits for nobody: another end of day is a 409', async () => {
    const other = await bank.db.connect();
    await other.query('BEGIN');
    await other.query(`SELECT pg_advisory_xact_lock(hashtext('florin end of day'))`);
    expect(await refused({ days: 1 })).toMatch(/^409 BLOCKING_OPERATION_IN_PROGRESS: an end of day is running/);
    await other.query('COMMIT');
    other.release();
    expect((await advance({ days: 1 })).today).toBe('2026-03-27');
  });

  test('moved by five at once ends no day twice', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => bank.call('advanceClock', { body: { days: 1 } })),
    );
    const moved = replies.filter(({ status }) => status === 200);
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true);
    const days = moved.flatMap(({ body }) => (body as Advanced).endOfDayRuns ?? []);
    expect(new Set(days).size).toBe(days.length);
    expect(days).toHaveLength(moved.length);
  });

  test('stops where a night could not go on, and goes no further than asked when it is tried again', async () => {
    await advance({ days: 1 });
    await bank.db.query('CREATE SEQUENCE nights');
    await bank.db.query(`CREATE FUNCTION rival() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF nextval('nights') = 3 THEN RAISE EXCEPTION 'a rival' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$`);
    await bank.db.query(
      'CREATE TRIGGER rival BEFORE UPDATE OF last_end_of_day ON tenant_state FOR EACH ROW EXECUTE FUNCTION rival()',
    );
    expect(await refused({ days: 5 })).toMatch(
      /^409 BLOCKING_OPERATION_IN_PROGRESS: the end of 2026-03-29 met others at work.*2026-03-30/,
    );
    expect(await lastDay()).toBe('2026-03-28');
    const { today, endOfDayRuns } = await advance({ to: '2026-04-01' });
    expect([today, endOfDayRuns]).toEqual(['2026-04-01', ['2026-03-29', '2026-03-30', '2026-03-31']]);
  });

  test('passes ten years at once', async () => {
    const { today, endOfDayRuns = [] } = await advance({ to: '2036-03-26' });
    expect(today).toBe('2036-03-26');
    expect(endOfDayRuns).toHaveLength(3653);
    expect([endOfDayRuns[0], endOfDayRuns.at(-1)]).toEqual(['2026-03-26', '2036-03-25']);
    expect(endOfDayRuns).toContain('2028-02-29');
  }, 60_000);
});

describe('what follows the clock', () => {
  test('are the dates of postings, what may be dated back, and an overdraft that expires', async () => {
    const open = await openBank(bank);
    const desk = openDesk(bank);
    const account = await open.depositAccount({
      overdraftSettings: {
        allowOverdraft: true,
        overdraftLimit: 100,
        overdraftExpiryDate: '2026-03-29T00:00:00+02:00',
      },
    });
    const before = await desk.deposit(account, 10);
    await advance({ to: '2026-03-29' });
    expect(await desk.account(account)).toMatchObject({ balances: { availableBalance: 10 } });
    const after = await desk.deposit(account, 5);
    expect([before.valueDate, after.valueDate, after.creationDate]).toEqual([
      expect.stringMatching(/^2026-03-26T14:00:\d\d\+02:00$/),
      expect.stringMatching(/^2026-03-29T14:00:\d\d\+03:00$/),
      expect.stringMatching(/^2026-03-29T11:00:\d\d\+00:00$/),
    ]);
    expect(
      await desk.reason('makeWithdrawal', { path: { depositAccountId: account.id }, body: { amount: 16 } }),
    ).toMatch(/^400 INSUFFICIENT_BALANCE$/);
    await desk.deposit(account, 1, { valueDate: '2026-03-28T10:00:00+02:00' });
    const found = await bank.ok('searchDepositTransactions', {
      body: { filterCriteria: [{ field: 'valueDate', operator: 'TODAY' }] },
    });
    expect(found.map(({ id }) => id)).toEqual([after.id]);
    await desk.verify();
  });

  test('is never earlier than before, while others post', async () => {
    const open = await openBank(bank);
    const desk = openDesk(bank);
    const account = await open.depositAccount();
    let moving = true;
    const days: string[] = [];
    const watch = (async () => {
      while (moving) {
        days.push((await bank.ok('getClock')).now ?? '');
        await sleep(1);
      }
    })();
    const postings = (async () => {
      while (moving) await Promise.all(Array.from({ length: 5 }, () => desk.deposit(account, 1)));
    })();
    try {
      await advance({ days: 60 });
    } finally {
      moving = false;
    }
    await Promise.all([watch, postings]);
    const moments = days.map((now) => Date.parse(now));
    expect(moments.every((moment, index) => index === 0 || moment >= (moments[index - 1] ?? 0))).toBe(true);
    expect(moments.length).toBeGreaterThan(3);
    await desk.verify();
  });

  test('is what another process of the bank goes by with its next change', async () => {
    const open = await openBank(bank);
    const second = await startSecondProcess(bank);
    const account = await open.depositAccount();
    await advance({ to: '2026-06-01' });
    const reply = await second.post(`/api/deposits/${account.id}/deposit-transactions`, { amount: 1 });
    expect(reply.body).toMatchObject({ valueDate: expect.stringMatching(/^2026-06-01T/) });
    const client = await second.post('/api/clients', { firstName: 'A', lastName: 'B' });
    expect(client.body).toMatchObject({ creationDate: expect.stringMatching(/^2026-06-01T/) });
    await second.stop();
  });
});

describe('a night', () => {
  const day = (text: string): LocalDate => {
    const parsed = parseLocalDate(text);
    if (!parsed) throw new Error(text);
    return parsed;
  };
  const ran: string[] = [];
  const step = (name: string, fails: () => boolean = () => false): EndOfDayStep => ({
    name,
    run: async (context) => {
      if (fails()) throw new Error('a power cut');
      ran.push(`${context.day} ${name}`);
      return 1;
    },
  });
  const night = (list: readonly EndOfDayStep[], until: string): Promise<readonly LocalDate[]> =>
    endPassedDays(list, bank.app.tenant, systemPrincipal, day(until));
  afterEach(() => {
    ran.length = 0;
  });

  test('begins with the day the bank opened on', async () => {
    expect(await night([step('a')], '2026-03-26')).toEqual([]);
    expect(await lastDay()).toBe('2026-03-25');
  });

  test('that was missed runs as one of its own, in order', async () => {
    await night([step('a')], '2026-03-26');
    expect(await night([step('a'), step('b')], '2026-03-29')).toEqual(['2026-03-26', '2026-03-27', '2026-03-28']);
    expect(ran).toEqual([
      '2026-03-26 a',
      '2026-03-26 b',
      '2026-03-27 a',
      '2026-03-27 b',
      '2026-03-28 a',
      '2026-03-28 b',
    ]);
    expect(await night([step('a'), step('b')], '2026-03-29')).toEqual([]);
  });

  test('that was interrupted goes on where it stopped', async () => {
    await night([], '2026-03-26');
    let cut = true;
    const list = [step('a'), step('b', () => cut), step('c')];
    await expect(night(list, '2026-03-27')).rejects.toThrow('a power cut');
    expect([ran, await lastDay()]).toEqual([['2026-03-26 a'], '2026-03-25']);
    cut = false;
    expect(await night(list, '2026-03-27')).toEqual(['2026-03-26']);
    expect(ran).toEqual(['2026-03-26 a', '2026-03-26 b', '2026-03-26 c']);
    expect(await steps()).toEqual(['2026-03-26 3']);
  });
});
