import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['server/**/*.test.ts', 'tools/**/*.test.ts'],
    globalSetup: ['server/test/harness/globalSetup.ts', 'server/test/harness/operationCoverage.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files share the modules of their worker: loading the server for each of them anew was a third of the time. What a module remembers decides about no test.
    isolate: false,
    testTimeout: 15_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
