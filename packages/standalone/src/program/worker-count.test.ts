// SPDX-License-Identifier: Apache-2.0
import { cpus } from 'node:os';
import { Configuration, silentLogger, type Logger } from '@stackport/config';
import { databaseOptions } from '@stackport/database';
import { describe, expect, it } from 'vitest';
import { workerCount } from './worker-count.js';

const over = (connection?: string) =>
  Configuration.of([databaseOptions], connection === undefined ? {} : { database: { connection } });
const server = over('mysql://root@127.0.0.1/x');

function logged(): { readonly lines: string[]; readonly logger: Logger } {
  const lines: string[] = [];
  const note = (text: string): void => void lines.push(text);
  return { lines, logger: { ...silentLogger, info: note, warning: note } };
}

describe('workerCount', () => {
  it('is what is configured, or one for each processor up to the most', () => {
    expect(workerCount({ option: 'workers', value: 3 }, server, silentLogger)).toBe(3);
    expect(workerCount({ option: 'workers', value: 0 }, server, silentLogger)).toBe(0);
    expect(workerCount({ option: 'workers', value: undefined }, server, silentLogger)).toBe(cpus().length);
    expect(workerCount({ option: 'workers', value: undefined, most: 1 }, server, silentLogger)).toBe(1);
  });

  it.each([over(), over('sqlite:////x')])('is none where the database is one process’s own, and says so', (alone) => {
    const wanted = logged();
    expect(workerCount({ option: 'public_workers', value: 4 }, alone, wanted.logger)).toBe(0);
    expect(wanted.lines).toEqual([
      'public_workers = 4 has no effect: with SQLite there is one process. Using public_workers = 0',
    ]);
    const unset = logged();
    expect(workerCount({ option: 'workers', value: undefined }, alone, unset.logger)).toBe(0);
    expect(unset.lines).toEqual(['With SQLite there is one process: workers = 0']);
    const none = logged();
    expect(workerCount({ option: 'workers', value: 0 }, alone, none.logger)).toBe(0);
    expect(none.lines).toEqual([]);
  });
});
