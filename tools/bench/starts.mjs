// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Failure } from '../services/failure.mjs';
import { freePorts } from '../services/ports.mjs';
import { program, portFlags } from '../services/stackport.mjs';
import { processTree, residentBytes } from './memory.mjs';

const runs = 5;

/**
 * Starts Stackport over an empty folder and once more over the same, several times.
 * @param {import('../services/children.mjs').Children} children
 * @returns {Promise<import('./measures.mjs').Measure[]>} from the start of the process to its word that it is ready: the median,
 *   with the extremes; and what it holds then
 */
export async function measureStarts(children) {
  const first = [];
  const later = [];
  for (let run = 0; run < runs; run += 1) {
    const state = mkdtempSync(join(tmpdir(), 'stackport-start-'));
    const forget = () => rmSync(state, { recursive: true, force: true });
    // Also when the command is interrupted.
    process.once('exit', forget);
    first.push(await measureStart(children, state));
    later.push(await measureStart(children, state));
    forget();
    process.off('exit', forget);
  }
  return [...summary('start to ready', first), ...summary('later start', later)];
}

async function measureStart(children, state) {
  const ports = await freePorts(portFlags.length);
  const flags = portFlags.flatMap((name, index) => [`--${name}-port`, String(ports[index])]);
  const started = performance.now();
  const child = children.spawn(process.execPath, [program, '--state-dir', state, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        printed += text;
        if (/^Ready in /m.test(printed)) resolve();
      });
    child.once('error', reject);
    child.once('exit', () => reject(new Failure(`Stackport ended at start:\n${printed.trimEnd()}`)));
  });
  const seconds = (performance.now() - started) / 1000;
  const bytes = residentBytes(processTree(child.pid));
  await children.end(child);
  return { seconds, bytes };
}

function summary(name, starts) {
  const seconds = starts.map((start) => start.seconds).sort((a, b) => a - b);
  const bytes = starts.map((start) => start.bytes).sort((a, b) => a - b);
  return [
    { name, unit: 's', value: median(seconds) },
    { name: `${name}, fastest of ${runs}`, unit: 's', value: seconds[0] },
    { name: `${name}, slowest of ${runs}`, unit: 's', value: seconds.at(-1) },
    { name: `${name}, memory then`, unit: 'MB', value: median(bytes) / 1e6 },
  ];
}

function median(sorted) {
  return sorted[Math.floor(sorted.length / 2)];
}
