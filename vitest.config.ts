// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/*.e2e.ts', '**/node_modules/**', '**/dist/**', '**/.cache/**'],
    reporters: ['default', './tools/features/reporter.mjs', './tools/test-reporter/reporter.mjs'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
