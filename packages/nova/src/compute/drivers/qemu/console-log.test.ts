// SPDX-License-Identifier: Apache-2.0
import { appendFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONSOLE_BYTES, ConsoleLog } from './console-log.js';

let folder: string;
let path: string;
let log: ConsoleLog;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'console-log-'));
  path = join(folder, 'console.log');
  log = new ConsoleLog(path);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('is empty before the guest wrote', async () => {
  expect((await log.read()).length).toBe(0);
  await log.trim();
});

it('answers the last MiB', async () => {
  await writeFile(path, `${'a'.repeat(CONSOLE_BYTES)}end`);
  const text = (await log.read()).toString();
  expect(text).toHaveLength(CONSOLE_BYTES);
  expect(text.endsWith('aend')).toBe(true);
});

it('is cut where it has grown long, and answers the same before and after', async () => {
  await writeFile(path, `${'a'.repeat(5 * CONSOLE_BYTES)}end`);
  const before = await log.read();
  await log.trim();
  expect((await stat(path)).size).toBe(0);
  expect((await log.read()).equals(before)).toBe(true);
  await appendFile(path, ' and on');
  expect((await log.read()).toString().endsWith('aend and on')).toBe(true);
  expect((await log.read()).length).toBe(CONSOLE_BYTES);
  await log.clear();
  expect((await log.read()).length).toBe(0);
});
