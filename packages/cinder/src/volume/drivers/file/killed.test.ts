// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileDriver, volumeRow } from '../../test-support.js';

const require = createRequire(import.meta.url);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
  await fileDriver(folder).initialise();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const names = (): Promise<string[]> => readdir(join(folder, 'volumes'));

/** Runs statements in a process of its own, with a driver `driver` over the folder, and kills it in the middle of a file. */
async function killInTheMiddle(statements: string): Promise<void> {
  // Node 20 runs no TypeScript: vitest's own vite reads it.
  const vite = pathToFileURL(createRequire(require.resolve('vitest')).resolve('vite')).href;
  const support = new URL('../../test-support.ts', import.meta.url).pathname;
  const program = `
    import { Readable } from 'node:stream';
    import { runnerImport } from ${JSON.stringify(vite)};
    const { module } = await runnerImport(${JSON.stringify(support)}, { logLevel: 'silent' });
    const driver = module.fileDriver(${JSON.stringify(folder)});
    ${statements}
    await new Promise(() => setInterval(() => undefined, 1000));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  await expect
    .poll(async () => errors + (await names()).filter((name) => name.startsWith('.partial-')).join(), {
      timeout: 30_000,
      interval: 2,
    })
    .toContain('.partial-');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

it('keeps the volume as it was when it is killed while an image is written', async () => {
  const volume = volumeRow();
  await fileDriver(folder).createVolume(volume);
  await killInTheMiddle(`
    const open = async () => Readable.from((async function* () {
      yield Buffer.alloc(1024 * 1024, 1);
      await new Promise(() => undefined);
    })());
    await driver.copyImageToVolume(${JSON.stringify(volume)}, {
      id: 'image', diskFormat: 'raw', containerFormat: 'bare', size: 2 ** 30, minDisk: 0, open,
    });
  `);
  expect(await names()).toHaveLength(2);
  await fileDriver(folder).initialise();
  expect(await names()).toEqual([`volume-${volume.id}`]);
  expect((await readFile(join(folder, 'volumes', `volume-${volume.id}`))).subarray(0, 4)).toEqual(Buffer.alloc(4));
}, 60_000);

it('has no clone when it is killed while one is made, and its source', async () => {
  const source = volumeRow();
  const clone = volumeRow({ sourceVolumeId: source.id });
  const data = randomBytes(96 * 1024 * 1024);
  await writeFile(join(folder, 'volumes', `volume-${source.id}`), data);
  await killInTheMiddle(`await driver.createClonedVolume(${JSON.stringify(clone)}, ${JSON.stringify(source)});`);
  await fileDriver(folder).initialise();
  expect(await names()).toEqual([`volume-${source.id}`]);
  expect((await readFile(join(folder, 'volumes', `volume-${source.id}`))).equals(data)).toBe(true);
  await fileDriver(folder).createClonedVolume(clone, source);
  const made = await readFile(join(folder, 'volumes', `volume-${clone.id}`));
  expect(made.subarray(0, data.length).equals(data)).toBe(true);
}, 60_000);
