import { RefusedError } from '../client/bankClient.ts';
import { withProgress } from '../client/progress.ts';
import type { Customer } from './customer.ts';
import type { Journey, JourneyContext, Step } from './journey.ts';

/** A call that the bank refused, and for whom. */
export type Failure = { readonly step: string; readonly customer: string; readonly message: string };

const CONCURRENCY = 8;

/**
 * Takes the customers through the steps, one step for all of them before the next begins. Somebody whose call is refused stays behind and is
 * told; the others go on.
 */
export const migrateCustomers = async (
  customers: readonly Customer[],
  steps: readonly Step[],
  context: JourneyContext,
): Promise<readonly Failure[]> => {
  const failures: Failure[] = [];
  let journeys: readonly Journey[] = customers.map((customer) => ({
    customer,
    clientKey: '',
    depositKey: '',
    loanKey: '',
  }));
  for (const { label, applies, perform } of steps) {
    const takers = journeys.filter(({ customer }) => applies?.(customer) ?? true);
    const outcomes = await withProgress(label, takers, CONCURRENCY, async (journey): Promise<Journey | null> => {
      try {
        return { ...journey, ...(await perform(journey, context)) };
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        failures.push({ step: label, customer: journey.customer.number, message: error.message });
        return null;
      }
    });
    const after = new Map(takers.map((journey, index) => [journey, outcomes[index] ?? null]));
    journeys = journeys.flatMap((journey) => {
      const outcome = after.get(journey);
      return outcome === undefined ? [journey] : (outcome ?? []);
    });
  }
  return failures;
};
