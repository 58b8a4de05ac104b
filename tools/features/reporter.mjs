// SPDX-License-Identifier: Apache-2.0
import { relative } from 'node:path';
import { readClaims } from './claims.mjs';

/**
 * A vitest reporter for the whole suite: fails the run when a test that docs/features.md names does not exist or did not
 * pass. It says nothing in a run of some tests only.
 */
export default class FeaturesReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    if (process.env.STACKPORT_ALL_TESTS !== '1') return;
    const passed = new Set();
    for (const module of modules)
      for (const test of module.children.allTests())
        if (test.result().state === 'passed') passed.add(`${relative(process.cwd(), module.moduleId)} › ${test.name}`);
    const missing = readClaims().flatMap(({ id, tests }) =>
      tests
        .filter(({ file, name }) => !passed.has(`${file} › ${name}`))
        .map(({ file, name }) => `${id}: ${file} › ${name}`),
    );
    if (missing.length === 0) return;
    process.exitCode = 1;
    console.error(
      `docs/features.md names tests that did not pass or do not exist:\n${missing.map((line) => `  ${line}\n`).join('')}`,
    );
  }
}
