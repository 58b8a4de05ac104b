// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declareOptions, option } from '@stackport/config';
import { loggingOptions } from '@stackport/context';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDaemon, type DaemonProgram } from './program.js';

const group = declareOptions('DEFAULT', {
  interval: option.integer({ default: 1, min: 0, help: 'Seconds', mutable: true }),
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackport-program-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const log = (): string => readFileSync(join(folder, 'log'), 'utf8');

function configure(interval: string): void {
  writeFileSync(join(folder, 'daemon.conf'), `[DEFAULT]\nlog_file = ${join(folder, 'log')}\ninterval = ${interval}\n`);
}

function programOf(rest: Pick<DaemonProgram, 'start' | 'defaultsFor'>): DaemonProgram {
  return {
    init: {
      project: 'daemon',
      program: 'daemon',
      argv: ['--config-file', join(folder, 'daemon.conf')],
      groups: [group, loggingOptions],
    },
    logName: 'daemon',
    ...rest,
  };
}

describe('runDaemon', () => {
  it('reads its configuration again at SIGHUP, keeps it where the new one does not do, and stops at SIGTERM', async () => {
    configure('5');
    const seen: number[] = [];
    let stopped = false;
    const listeners = () => process.listenerCount('SIGHUP');
    const before = listeners();
    const code = runDaemon(
      programOf({
        start: async (configuration) => {
          const look = () => seen.push(configuration.get(group).interval);
          look();
          configure('6');
          process.emit('SIGHUP');
          await vi.waitUntil(() => configuration.get(group).interval === 6);
          look();
          configure('many');
          process.emit('SIGHUP');
          await vi.waitUntil(() => log().includes('could not be reloaded'));
          look();
          setImmediate(() => process.emit('SIGTERM'));
          return { stop: async () => void (stopped = true) };
        },
      }),
    );
    expect(await code).toBe(0);
    expect(seen).toEqual([5, 6, 6]);
    expect(stopped).toBe(true);
    expect(listeners()).toBe(before);
  });

  it('ends at SIGTERM while its start still waits for others', async () => {
    configure('5');
    const start = () => {
      setImmediate(() => process.emit('SIGTERM'));
      return new Promise<never>(() => undefined);
    };
    expect(await runDaemon(programOf({ start }))).toBe(0);
  });

  it('tells why it does not start, with the exit code of the error', async () => {
    configure('5');
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const start = () => Promise.reject(Object.assign(new Error('no bus'), { exitCode: 3 }));
    expect(await runDaemon(programOf({ start }))).toBe(3);
    expect(written.mock.calls).toEqual([['ERROR: no bus\n']]);
  });

  it('puts what was configured before the defaults that depend on it', async () => {
    configure('5');
    const intervals: number[] = [];
    const start: DaemonProgram['start'] = async (configuration) => {
      intervals.push(configuration.get(group).interval);
      process.emit('SIGTERM');
      return { stop: () => Promise.resolve() };
    };
    const defaultsFor = () => ({ DEFAULT: { interval: 9 } });
    await runDaemon(programOf({ start, defaultsFor }));
    writeFileSync(join(folder, 'daemon.conf'), `[DEFAULT]\nlog_file = ${join(folder, 'log')}\n`);
    await runDaemon(programOf({ start, defaultsFor }));
    expect(intervals).toEqual([5, 9]);
  });
});
