// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceProgram } from './service-program.js';
import { TemporaryFolder } from './temporary-folder.js';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await TemporaryFolder.create();
});
afterEach(() => folder.remove());

function run(text: string, environment?: Record<string, string>): ServiceProgram {
  writeFileSync(folder.file('main.mjs'), text);
  return ServiceProgram.run({
    file: folder.file('main.mjs'),
    args: ['--one'],
    folder: folder.path,
    ...(environment === undefined ? {} : { environment }),
  });
}

/** One that has ended may still be listed, until somebody asks for its status. */
function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe('ServiceProgram', () => {
  it('gives back output and exit code', async () => {
    const program = run(
      'console.log(process.argv[2], process.env.WORD, process.cwd()); console.error("no"); process.exit(7);',
      {
        WORD: 'hello',
      },
    );
    expect(await program.exited).toBe(7);
    expect([program.stdout, program.stderr]).toEqual([`--one hello ${folder.path}\n`, 'no\n']);
  });

  it('waits for what it says, and tells when it ends without', async () => {
    const program = run(
      'console.log("Starting single process server\\nx listening on 127.0.0.1:77"); setInterval(() => {}, 1000);',
    );
    await program.ready();
    expect(program.url).toBe('http://127.0.0.1:77');
    expect(await program.peakMemory()).toBeGreaterThan(1_000_000);
    await program.end();
    expect(await program.exited).toBe('SIGKILL');
    await expect(program.logged(/never/)).rejects.toThrow('The program ended before: line /never/');
  });

  it('ends its children too', async () => {
    const program = run(
      'import { fork } from "node:child_process"; if (process.send === undefined) fork(process.argv[1], { stdio: "inherit" }); console.log("up"); setInterval(() => {}, 1000);',
    );
    await program.until(async () => (await program.workers()).length === 1, 'a child');
    const [child] = await program.workers();
    await program.end();
    // It has closed its files a moment before it is gone.
    await expect.poll(() => isRunning(child ?? 0)).toBe(false);
  });
});
