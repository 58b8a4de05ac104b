// SPDX-License-Identifier: Apache-2.0
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseAcceleration, runsGuests } from './acceleration.js';
import { QEMU } from './qemu-process.js';

const LONG = 60_000;

describe('acceleration', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acceleration-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const binary = async (script: string): Promise<string> => {
    const path = join(folder, 'qemu');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };

  it('works where a guest comes to its end', async () => {
    expect(await runsGuests(QEMU, 'tcg', LONG)).toBe(true);
  });

  it('does not where QEMU is not there, refuses, or hangs', async () => {
    expect(await runsGuests(join(folder, 'nothing'), 'tcg', LONG)).toBe(false);
    expect(await runsGuests(await binary('exit 1'), 'kvm', LONG)).toBe(false);
    expect(await runsGuests(await binary('exec sleep 1000'), 'kvm', 50)).toBe(false);
  });

  it('is KVM where that works, TCG with a word about it where it does not, and what the operator says in any case', async () => {
    const warnings: string[] = [];
    const logger: Logger = { ...silentLogger, warning: (message) => void warnings.push(message) };
    expect(await chooseAcceleration(await binary('exit 33'), 'auto', LONG, logger)).toBe('kvm');
    expect(warnings).toEqual([]);
    expect(await chooseAcceleration(await binary('exit 1'), 'auto', LONG, logger)).toBe('tcg');
    expect(warnings).toHaveLength(1);
    expect(await chooseAcceleration(join(folder, 'nothing'), 'kvm', LONG, logger)).toBe('kvm');
  });
});
