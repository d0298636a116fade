import { appendFileSync } from 'node:fs';

/** Notes which operation answered with which status; the run's teardown tells which operations lack a happy path or a failing input. */
export const recordAnswer = (operation: string, status: number): void => {
  const file = process.env.FLORIN_TEST_COVERAGE;
  if (file) appendFileSync(file, `${operation} ${status}\n`);
};
