// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { opendir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@stackport/config';
import { processIdentity, processState } from '../process-identity.js';
import { isMissing, textOf } from './system-error.js';

/** `.<image>.<where>-<process>-<its start>-<random>.part` */
const PARTIAL = /^\..+\.([0-9a-f]{12}-\d+-\d+)-[0-9a-f]+\.part$/;

/** How long a partial file of another machine or container may rest before it is taken for abandoned. */
const FOREIGN_AGE = 24 * 3600 * 1000;

/** The name that an image's file has while it is written: hidden, and it tells which process writes it. */
export function partialName(imageId: string): string {
  return `.${imageId}.${processIdentity()}-${randomBytes(4).toString('hex')}.part`;
}

/** Removes what killed processes have left in a folder; what a running process writes stays. */
export async function removeAbandoned(folder: string, logger: Logger): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const match = PARTIAL.exec(entry.name);
    if (match === null || !entry.isFile()) continue;
    const path = join(folder, entry.name);
    try {
      if (!(await isAbandoned(path, match[1] ?? ''))) continue;
      await unlink(path);
      logger.warning(`Removed ${path}, which an interrupted upload had left`);
    } catch (error) {
      if (!isMissing(error)) logger.warning(`Unable to remove partial image data ${path}: ${textOf(error)}`);
    }
  }
}

async function isAbandoned(path: string, identity: string): Promise<boolean> {
  const state = processState(identity);
  if (state === 'elsewhere') return Date.now() - (await stat(path)).mtimeMs > FOREIGN_AGE;
  return state === 'gone';
}
