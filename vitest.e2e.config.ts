// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

/** The long tests with unmodified clients: `npm run e2e`. */
export default defineConfig({
  test: {
    include: ['apps/*-e2e/test/**/*.e2e.ts'],
    reporters: ['default', './tools/test-reporter/reporter.mjs'],
    pool: 'forks',
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
});
