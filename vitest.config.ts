import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['server/test/harness/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    projects: [
      { extends: true, test: { name: 'units', include: ['server/src/**/*.test.ts', 'tools/**/*.test.ts'] } },
      // Files that open a bank share the modules of their worker: loading the server for each of them anew was a third of the time. What a module
      // remembers decides about no test of a bank, as it must not of a bank.
      {
        extends: true,
        test: {
          name: 'banks',
          include: ['server/test/**/*.test.ts'],
          globalSetup: ['server/test/harness/operationCoverage.ts'],
          isolate: false,
        },
      },
    ],
  },
});
