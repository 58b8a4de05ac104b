// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RuntimeError, WorkerCreationFailure } from '@stackport/wsgi';
import { describe, expect, it, vi } from 'vitest';
import { fail } from './failure.js';

describe('fail', () => {
  it.each([
    [new RuntimeError('Unable to load x'), 1, 'ERROR: Unable to load x\n'],
    [new WorkerCreationFailure('No worker could be started'), 2, 'ERROR: No worker could be started\n'],
    [Object.assign(new Error('no store'), { exitCode: 3 }), 3, 'ERROR: no store\n'],
    ['only a text', 1, 'ERROR: only a text\n'],
  ])('tells of %s on stderr and ends with %i (G0-12)', (error, exitCode, text) => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      expect(fail(error, undefined)).toBe(exitCode);
      expect(written.mock.calls).toEqual([[text]]);
    } finally {
      written.mockRestore();
    }
  });

  it('logs the stack of a mistake of our own, and of nothing else', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const logged: unknown[] = [];
    const logger = { ...silentLogger, critical: (_text: string, error?: unknown) => void logged.push(error) };
    const bug = new TypeError('undefined is not a function');
    fail(bug, logger);
    fail(new RuntimeError('no bug'), logger);
    expect(logged).toEqual([bug]);
    vi.restoreAllMocks();
  });
});
