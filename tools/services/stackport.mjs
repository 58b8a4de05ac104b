// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudSession, readCloud } from './cloud.mjs';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';
import { freePorts } from './ports.mjs';

/** What `npm start` runs. */
export const program = join(root, 'apps', 'stackport', 'dist', 'bundle', 'main.js');
const readySeconds = 60;

/** The flags that take a port. */
export const portFlags = ['keystone', 'glance', 'cinder', 'placement', 'nova', 'metadata'];

/**
 * Starts Stackport on free ports with a state folder of its own.
 * @param {import('./children.mjs').Children} children - it ends with them
 * @param {{ environment?: NodeJS.ProcessEnv, args?: readonly string[] }} [init] - args: further flags
 * @returns {Promise<{ cloud: import('./cloud.mjs').Cloud, child: import('node:child_process').ChildProcess, seconds: number, log: () => string, stop: () => Promise<void> }>}
 *   once every endpoint of its catalog answers; seconds: from the start of the process until then
 * @throws {Failure} with what it printed, when it ends or is not ready in a minute
 */
export async function startStackport(children, { environment = {}, args = [] } = {}) {
  if (!existsSync(program)) throw new Failure('Stackport is not built', 'Run: npm run build');
  const state = mkdtempSync(join(tmpdir(), 'stackport-'));
  const forget = () => rmSync(state, { recursive: true, force: true });
  // Also when the command is interrupted.
  process.once('exit', forget);
  const ports = await freePorts(portFlags.length);
  const flags = portFlags.flatMap((name, index) => [`--${name}-port`, String(ports[index])]);
  const started = performance.now();
  const child = children.spawn(
    process.execPath,
    [program, '--state-dir', state, '--admin-password', 'secret', ...flags, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // As `npm start`.
      env: { ...process.env, MALLOC_ARENA_MAX: '1', ...environment },
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    // Enough to tell what went wrong; a long run logs more than one wants to keep.
    stream.setEncoding('utf8').on('data', (text) => (printed = (printed + text).slice(-20_000)));
  const stop = async () => {
    await children.end(child);
    forget();
    process.off('exit', forget);
  };
  let cloud;
  while ((cloud = await whenReady(join(state, 'clouds.yaml'))) === undefined) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || performance.now() - started > readySeconds * 1000) {
      await stop();
      throw new Failure(
        `Stackport ${ended ? 'ended at start' : `was not ready in ${readySeconds} s`}:\n${printed.trimEnd()}`,
      );
    }
    await sleep(10);
  }
  return { cloud, child, seconds: (performance.now() - started) / 1000, log: () => printed, stop };
}

async function whenReady(cloudsFile) {
  if (!existsSync(cloudsFile)) return undefined;
  try {
    const cloud = readCloud(cloudsFile);
    await answers(cloud);
    return cloud;
  } catch {
    // Not listening yet, or half of the file: what is wrong for good ends in the time limit, with what Stackport printed.
    return undefined;
  }
}

/**
 * Waits for an answer of every service: a token, and something below 500 from each public endpoint.
 * @param {import('./cloud.mjs').Cloud} cloud
 * @throws {Error} when one does not answer
 */
export async function answers(cloud) {
  const session = await CloudSession.open(cloud);
  await Promise.all(
    session.catalog.map(async ({ type }) => {
      const response = await fetch(session.endpoint(type));
      await response.arrayBuffer();
      if (response.status >= 500) throw new Failure(`${type}: ${response.status}`);
    }),
  );
}
