import { instant } from '../../../kernel/instant.ts';
import { daysBetween, type LocalDate, parseLocalDate, plusDays } from '../../../kernel/localDate.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import { isConflict } from '../../../platform/db/pool.ts';
import { read, write } from '../../../platform/http/handler.ts';
import type { Tenant } from '../../../platform/tenant.ts';
import { type EndOfDayStep, endPassedDays, type RefusedStep } from '../pipeline.ts';
import { storeClockOffset, tryEndOfDayLock } from '../store/endOfDayStore.ts';

const longestAdvance = 366 * 50;

/** So many refusals are told in an answer; all are in the record of the steps. */
const mostRefusals = 1000;

const clockAnswer = ({
  clock,
  sandbox,
}: Tenant): { now: string; today: string; timeZone: string; sandbox: boolean } => ({
  now: clock.zone.format(clock.now()),
  today: clock.today(),
  timeZone: clock.zone.name,
  sandbox,
});

/** GET /florin/clock */
export const getClock = read('getClock', async (_input, { tenant }) => ({ body: clockAnswer(tenant) }));

/** The day that a body asks for: a date, or a number of days from today. */
const targetOf = (
  body: { readonly to?: string | undefined; readonly days?: number | undefined },
  today: LocalDate,
): LocalDate | Rejection => {
  if ((body.to === undefined) === (body.days === undefined))
    return reject('INVALID_PARAMETERS', 'send either to (a date) or days (a number)');
  if (body.days !== undefined && (body.days < 1 || body.days > longestAdvance)) {
    return reject('INVALID_PARAMETERS', `days must be between 1 and ${longestAdvance}`);
  }
  const target = body.to === undefined ? plusDays(today, body.days ?? 0) : parseLocalDate(body.to);
  if (target === undefined) return reject('INVALID_DATE', 'to must be an existing day like 2026-03-01');
  if (target <= today) return reject('INVALID_DATE', `to must lie after today, ${today}: time only goes forward`);
  return daysBetween(today, target) > longestAdvance
    ? reject('INVALID_DATE', `to lies more than ${longestAdvance} days ahead`)
    : target;
};

/** Sets the clock to a moment, in the database and in this process. */
const moveClock = async (tenant: Tenant, moment: number): Promise<void> => {
  const offset = Math.round(tenant.clock.offset() + (moment - tenant.clock.now()));
  await storeClockOffset(tenant.pool, offset);
  tenant.clock.setOffset(offset);
};

/**
 * POST /florin/clock:advance. The clock passes each midnight on the way, and every day that ended gets its end of day before the next begins.
 * The time of day stays.
 */
export const advanceClockOperation = (steps: readonly EndOfDayStep[]) =>
  write('advanceClock', async ({ body }, { tenant, db, principal }) => {
    if (!tenant.sandbox)
      return reject('FEATURE_NOT_ENABLED', 'only the clock of a sandbox can be moved; start with FLORIN_SANDBOX=true');
    const { clock } = tenant;
    const target = targetOf(body, clock.today());
    if (isRejection(target)) return target;
    if (!(await tryEndOfDayLock(db)))
      return reject('BLOCKING_OPERATION_IN_PROGRESS', 'an end of day is running; please try again', 409);
    const arrival = clock.zone.sameTimeOn(target, clock.now());
    const days: LocalDate[] = [];
    const refused: RefusedStep[] = [];
    const end = (until: LocalDate) => endPassedDays(steps, tenant, principal, until, (one) => refused.push(one));
    try {
      days.push(...(await end(clock.today())));
      for (let next = plusDays(clock.today(), 1); next <= target; next = plusDays(next, 1)) {
        await moveClock(tenant, clock.zone.startOf(next));
        days.push(...(await end(next)));
      }
    } catch (error) {
      if (!isConflict(error)) throw error;
      // Told here: trying the whole request again from the day it came to would go further than was asked.
      const today = clock.today();
      return reject(
        'BLOCKING_OPERATION_IN_PROGRESS',
        `the end of ${plusDays(today, -1)} met others at work; the clock stands at ${today}, please try again`,
        409,
      );
    }
    await moveClock(tenant, Math.max(arrival, instant(clock.now())));
    return { body: { ...clockAnswer(tenant), endOfDayRuns: days, endOfDayRefusals: refused.slice(0, mostRefusals) } };
  });
