import { appendFileSync } from 'node:fs';

/** Notes which operation answered with which status; operationCoverage.ts tells at the end which lack a success or a refusal. */
export const recordAnswer = (operation: string, status: number): void => {
  const file = process.env.FLORIN_TEST_COVERAGE;
  if (file) appendFileSync(file, `${operation} ${status}\n`);
};
