// SPDX-License-Identifier: Apache-2.0
// What Tempest found, beside what it found on the Python services of OpenStack Zed.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../services/paths.mjs';

const folder = join(root, 'packages', 'testing', 'reference', 'tempest-results');

/** Tests that were skipped on the Python services, and that fail on them where they are not. */
export const failsInZed = new Map([
  [
    'tempest.api.compute.volumes.test_attach_volume.AttachVolumeMultiAttachTest.test_snapshot_volume_backed_multiattach',
    'asks for a volume by `multiattach`, which cinder refuses since 3.50; the others of its class fail there for the same reason',
  ],
]);

/**
 * @typedef {object} Result
 * @property {string} id - without the attributes in brackets; `setUpClass (…)` for a class that was skipped or failed whole
 * @property {'PASS' | 'FAIL' | 'SKIP'} outcome
 * @property {string} [text] - the reason or the traceback
 */

/** A test's id without its attributes, of which the order changes: `[id-…,smoke]`. */
export function plainId(id) {
  return id.replace(/\[[^\]]*\]/, '');
}

/** Whether it is the success of a class's own set-up or tear-down, which is no test. */
export function isNoTest({ id, outcome }) {
  return outcome === 'PASS' && /^(setUpClass|tearDownClass|setUpModule|tearDownModule) /.test(id);
}

/**
 * What the Python services answered.
 * @param {RegExp} selection
 * @returns {Map<string, Result>} by id
 */
export function readReference(selection) {
  const rows = readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .map((line) => /^(PASS|FAIL|SKIP)\s+\S+\s+(.*)$/.exec(line))
    .filter((match) => match !== null && selection.test(match[2]))
    .map(([, outcome, id]) => ({ id: plainId(id), outcome }));
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * @param {ReadonlyMap<string, Result>} reference
 * @param {ReadonlyMap<string, Result>} results
 * @returns {{ regressions: { id: string, outcome: string, text: string }[], improvements: { id: string, before: string }[], failures: (Result & { before: string | undefined })[] }}
 *   regressions: passed there, not here; improvements: passed here, not there; failures: failed here, and did not pass there
 */
export function compare(reference, results) {
  const regressions = [];
  for (const { id, outcome } of reference.values()) {
    if (outcome !== 'PASS' || results.get(id)?.outcome === 'PASS') continue;
    const here = results.get(id) ?? results.get(classRow(id));
    regressions.push({ id, outcome: here?.outcome ?? 'NOT RUN', text: here?.text ?? '' });
  }
  const improvements = [];
  const failures = [];
  for (const result of results.values()) {
    const there = reference.get(result.id) ?? reference.get(classRow(result.id));
    if (result.outcome === 'PASS' && there !== undefined && there.outcome !== 'PASS')
      improvements.push({ id: result.id, before: there.outcome });
    if (result.outcome === 'FAIL' && reference.get(result.id)?.outcome !== 'PASS')
      failures.push({ ...result, before: there?.outcome });
  }
  return { regressions, improvements, failures };
}

/** The row that stands for all tests of a class when its set-up failed or was skipped. */
function classRow(id) {
  return `setUpClass (${id.slice(0, id.lastIndexOf('.'))})`;
}
