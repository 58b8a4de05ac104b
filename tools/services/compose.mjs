// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.mjs';
import { root } from './paths.mjs';

const run = promisify(execFile);
const composeFile = join(root, 'docker', 'compose.test.yaml');

/**
 * Whether a container engine answers, and has compose.
 * @returns {Promise<boolean>}
 */
export async function hasContainerEngine() {
  try {
    await run('docker', ['info']);
    await run('docker', ['compose', 'version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a service of docker/compose.test.yaml and waits until it is healthy.
 * @param {string} service
 */
export async function composeUp(service) {
  await run('docker', ['compose', '-f', composeFile, 'up', '--detach', '--wait', service]).catch((error) => {
    throw new Failure(
      `docker compose could not start ${service}:\n${error.stderr ?? error.message}`,
      `See: docker compose -f ${composeFile} logs`,
    );
  });
}

/** Stops all of docker/compose.test.yaml and deletes what it stored. */
export async function composeDown() {
  await run('docker', ['compose', '-f', composeFile, 'down', '--volumes']);
}
