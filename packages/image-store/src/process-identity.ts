// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const IDENTITY = /^([0-9a-f]{12})-(\d+)-(\d+)$/;

/** Names this process for good: where it runs, its id and its start. At most 40 characters, letters, digits and dashes. */
export function processIdentity(): string {
  return `${namespaceOf()}-${process.pid}-${startOf(process.pid) ?? 0}`;
}

/**
 * What became of a process that `processIdentity` named: `elsewhere` for one of another machine or container, of which
 * nothing can be told from here. Throws `RangeError` for a text that is no identity.
 */
export function processState(identity: string): 'running' | 'gone' | 'elsewhere' {
  const [, namespace, pid, start] = IDENTITY.exec(identity) ?? [];
  if (namespace === undefined) throw new RangeError(`${identity} is not the identity of a process`);
  if (namespace !== namespaceOf()) return 'elsewhere';
  return startOf(Number(pid)) === Number(start) ? 'running' : 'gone';
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
