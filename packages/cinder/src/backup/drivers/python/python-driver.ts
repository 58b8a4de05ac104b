// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Backup } from '../../../generated/mysql/client.js';
import { collect } from '../collect.js';

const SCRIPT = fileURLToPath(new URL('run_driver.py', import.meta.url));

/** A job of run_driver.py; see there. */
export type PythonJob = Readonly<Record<string, unknown>> & { readonly driver: string };

/** Runs the Python service's own code (Debian's python3-cinder). Rejects with its stderr where it fails. */
export async function runPython(job: PythonJob): Promise<Record<string, unknown>> {
  const child = spawn('/usr/bin/python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify({ options: {}, parents: [], ...job }));
  const [output, errors, [code]] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(errors.toString());
  return JSON.parse(output.toString()) as Record<string, unknown>;
}

/** A row by upstream's names. */
export function pythonRow(backup: Backup): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(backup).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value instanceof Date ? value.toISOString().slice(0, 19) : value,
    ]),
  );
}

/** What the driver made of a row. */
export function rowFromPython(before: Backup, values: unknown): Backup {
  const {
    container,
    service_metadata: serviceMetadata,
    object_count: objectCount,
  } = values as {
    container: string;
    service_metadata: string;
    object_count: number;
  };
  return { ...before, container, serviceMetadata, objectCount };
}
