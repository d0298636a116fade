import { setTimeout as sleep } from 'node:timers/promises';
import type { ResponseBody } from '../../src/generated/operations.ts';
import type { TestBank } from './bank.ts';

export type BulkStatus = ResponseBody<'getBulkStatus'>;

/** The key of a bulk that was accepted: its Location. */
export const bulkKeyOf = ({ status, text, headers }: Awaited<ReturnType<TestBank['request']>>): string => {
  if (status !== 202) throw new Error(`the bulk was answered ${status}: ${text}`);
  return String(headers.location);
};

/** Waits until a bulk is complete, and answers all that became of its items, page by page. */
export const completedBulk = async (
  bank: TestBank,
  bulkProcessKey: string,
  seconds = 10,
): Promise<Required<BulkStatus>> => {
  const until = performance.now() + seconds * 1000;
  const page = (offset: number, limit: number): Promise<BulkStatus> =>
    bank.ok('getBulkStatus', { path: { bulkProcessKey }, query: { offset, limit } });
  while ((await page(0, 0)).status !== 'COMPLETE') {
    if (performance.now() > until) throw new Error(`bulk ${bulkProcessKey} is not complete after ${seconds} s`);
    await sleep(20);
  }
  const whole: Required<BulkStatus> = { status: 'COMPLETE', processedItems: [], errors: [] };
  for (let offset = 0; ; offset += 1000) {
    const { processedItems = [], errors = [] } = await page(offset, 1000);
    whole.processedItems?.push(...processedItems);
    whole.errors?.push(...errors);
    if (processedItems.length + errors.length < 1000) return whole;
  }
};
