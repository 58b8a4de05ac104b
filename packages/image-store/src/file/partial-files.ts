// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { opendir, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@stackport/config';
import { isMissing, textOf } from './system-error.js';

/** `.<image>.<where>-<process>-<its start>-<random>.part` */
const PARTIAL = /^\..+\.([0-9a-f]{12})-(\d+)-(\d+)-[0-9a-f]+\.part$/;

/** How long a partial file of another machine or container may rest before it is taken for abandoned. */
const FOREIGN_AGE = 24 * 3600 * 1000;

/** The name that an image's file has while it is written: hidden, and it tells which process writes it. */
export function partialName(imageId: string): string {
  return `.${imageId}.${namespaceOf()}-${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(4).toString('hex')}.part`;
}

/** Removes what killed processes have left in a folder; what a running process writes stays. */
export async function removeAbandoned(folder: string, logger: Logger): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const match = PARTIAL.exec(entry.name);
    if (match === null || !entry.isFile()) continue;
    const path = join(folder, entry.name);
    try {
      if (!(await isAbandoned(path, match))) continue;
      await unlink(path);
      logger.warning(`Removed ${path}, which an interrupted upload had left`);
    } catch (error) {
      if (!isMissing(error)) logger.warning(`Unable to remove partial image data ${path}: ${textOf(error)}`);
    }
  }
}

async function isAbandoned(path: string, [, namespace, pid, start]: RegExpExecArray): Promise<boolean> {
  if (namespace !== namespaceOf()) return Date.now() - (await stat(path)).mtimeMs > FOREIGN_AGE;
  return startOf(Number(pid)) !== Number(start);
}

/** Tells apart machines, boots of them, and containers: process ids mean the same within one only. */
function namespaceOf(): string {
  const parts = [
    hostname(),
    attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    attempt(() => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

/** When a process began, in clock ticks since boot; 0 where there is no /proc; undefined when it is not running. */
function startOf(pid: number): number | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return undefined;
  }
  // proc(5): the name in parentheses may hold anything; the start is the 22nd field, the 20th after it.
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? 0);
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
