import { type LocalDate, plusDays } from '../../kernel/localDate.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { RefusedAtNight } from '../../platform/posting/nightWork.ts';
import type { Tenant } from '../../platform/tenant.ts';
import { lastEndOfDay, recordDay, recordStep, stepsOf } from './store/endOfDayStore.ts';

/** What a step of the night works with: the accounting day that ended, and whose work it is. */
export type EndOfDayContext = {
  readonly tenant: Tenant;
  readonly day: LocalDate;
  readonly principal: Principal;
  /** Told of each account that the step's work is refused on; the step goes on with the others. */
  readonly onRefused?: (refused: RefusedAtNight) => void;
  /** What the same step was refused in the night before: to be tried again. */
  readonly refusedBefore?: readonly RefusedAtNight[];
};

/** One step of the night. Running it again for the same day must change nothing; it answers how many accounts it worked on. */
export type EndOfDayStep = { readonly name: string; readonly run: (context: EndOfDayContext) => Promise<number> };

/** A refusal with the step that met it. */
export type RefusedStep = RefusedAtNight & { readonly step: string };

type Told = (refused: RefusedStep) => void;

/**
 * Ends one accounting day: the steps in their order, each once. A step that was finished before a crash is left out; a step that was interrupted
 * runs again, which its idempotence allows. Accounts that a step was refused on are recorded with it, told, and tried again in the next night.
 */
export const endDay = async (
  steps: readonly EndOfDayStep[],
  context: EndOfDayContext,
  onRefused: Told = () => {},
): Promise<void> => {
  const { tenant, day } = context;
  const { done, refusedBefore } = await stepsOf(tenant.pool, day);
  for (const step of steps) {
    if (done.has(step.name)) continue;
    const refused: RefusedAtNight[] = [];
    const processed = await step.run({
      ...context,
      refusedBefore: refusedBefore.get(step.name) ?? [],
      onRefused: (one) => refused.push(one),
    });
    await recordStep(tenant.pool, { day, step: step.name, processed, refused }, tenant.clock.now());
    for (const one of refused) onRefused({ ...one, step: step.name });
  }
  await recordDay(tenant.pool, day);
};

/** Ends every day that has passed and was not ended yet, one by one: three missed nights run as three days. Answers the days. */
export const endPassedDays = async (
  steps: readonly EndOfDayStep[],
  tenant: Tenant,
  principal: Principal,
  until: LocalDate,
  onRefused: Told = () => {},
): Promise<readonly LocalDate[]> => {
  const last = await lastEndOfDay(tenant.pool);
  if (last === null) {
    // A new bank has no past: its first day is the one it opened on.
    await recordDay(tenant.pool, plusDays(until, -1));
    return [];
  }
  const days: LocalDate[] = [];
  for (let day = plusDays(last, 1); day < until; day = plusDays(day, 1)) {
    await endDay(steps, { tenant, day, principal }, onRefused);
    days.push(day);
  }
  return days;
};
