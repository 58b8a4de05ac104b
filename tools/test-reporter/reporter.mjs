// SPDX-License-Identifier: Apache-2.0

/**
 * A vitest reporter that closes the run with `N passed, N failed, N skipped`, alone on the last line. A file that could not be run and an
 * error outside a test count as failed, so that the line never says that all is well when the exit code does not.
 */
export default class ClosingLineReporter {
  #counts = { passed: 0, failed: 0, skipped: 0 };

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} errors - outside of tests
   */
  onTestRunEnd(modules, errors) {
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      const failedBefore = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // One that never got its turn, as after --bail, did not pass.
        counts[state === 'pending' ? 'skipped' : state] += 1;
      }
      // Import errors, and hooks of a suite, fail the file without failing a test.
      if (module.state() === 'failed' && counts.failed === failedBefore) counts.failed += 1;
    }
    this.#counts = counts;
  }

  /** @param {import('vitest/node').Vitest} vitest */
  onInit(vitest) {
    // In watch mode there is no end. Other reporters and coverage write until the process ends.
    if (vitest.config.watch) return;
    process.once('exit', () => {
      const { passed, failed, skipped } = this.#counts;
      console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    });
  }
}
