// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/*.e2e.ts', '**/node_modules/**', '**/dist/**', '**/.cache/**'],
    reporters: ['default', './tools/features/reporter.mjs', './tools/test-reporter/reporter.mjs'],
    pool: 'forks',
    // Tests wait for processes and servers more than they compute: vitest's own choice leaves a processor idle.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    // What is waited for comes when it comes: the test's own time is the bound.
    expect: { poll: { timeout: 25_000 } },
    hookTimeout: 60_000,
  },
});
