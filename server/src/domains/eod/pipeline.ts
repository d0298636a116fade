import { type LocalDate, plusDays } from '../../kernel/localDate.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Tenant } from '../../platform/tenant.ts';
import { finishedSteps, lastEndOfDay, recordDay, recordStep } from './store/endOfDayStore.ts';

/** What a step of the night works with: the accounting day that ended, and whose work it is. */
export type EndOfDayContext = { readonly tenant: Tenant; readonly day: LocalDate; readonly principal: Principal };

/** One step of the night. Running it again for the same day must change nothing; it answers how many accounts it worked on. */
export type EndOfDayStep = { readonly name: string; readonly run: (context: EndOfDayContext) => Promise<number> };

/**
 * Ends one accounting day: the steps in their order, each once. A step that was finished before a crash is left out; a step that was interrupted
 * runs again, which its idempotence allows.
 */
export const endDay = async (steps: readonly EndOfDayStep[], context: EndOfDayContext): Promise<void> => {
  const done = await finishedSteps(context.tenant.pool, context.day);
  for (const step of steps) {
    if (done.has(step.name)) continue;
    const processed = await step.run(context);
    await recordStep(context.tenant.pool, context.day, step.name, processed, context.tenant.clock.now());
  }
  await recordDay(context.tenant.pool, context.day);
};

/** Ends every day that has passed and was not ended yet, one by one: three missed nights run as three days. Answers the days. */
export const endPassedDays = async (
  steps: readonly EndOfDayStep[],
  tenant: Tenant,
  principal: Principal,
  until: LocalDate,
): Promise<readonly LocalDate[]> => {
  const last = await lastEndOfDay(tenant.pool);
  if (last === null) {
    // A new bank has no past: its first day is the one it opened on.
    await recordDay(tenant.pool, plusDays(until, -1));
    return [];
  }
  const days: LocalDate[] = [];
  for (let day = plusDays(last, 1); day < until; day = plusDays(day, 1)) {
    await endDay(steps, { tenant, day, principal });
    days.push(day);
  }
  return days;
};
