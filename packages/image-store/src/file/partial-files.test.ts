// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partialName, removeAbandoned } from './partial-files.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partial-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Another process that uploads an image whose data never ends; resolves when it has begun to write. */
async function uploadElsewhere(): Promise<{ kill: () => Promise<void> }> {
  const built = (name: string): string => JSON.stringify(new URL(`../../dist/${name}`, import.meta.url).href);
  const script = `
    const { FileStore } = await import(${built('file/file-store.js')});
    const { Upload } = await import(${built('upload.js')});
    const { HashPool } = await import(${built('hashing/hash-pool.js')});
    const { silentLogger } = await import('@stackport/config');
    const { Readable } = await import('node:stream');
    const options = { filesystem_store_datadir: ${JSON.stringify(folder)}, filesystem_store_file_perm: 0, filesystem_store_chunk_size: 65536, filesystem_thin_provisioning: false };
    const store = new FileStore({ upload: new Upload(new HashPool()), logger: silentLogger }, options);
    async function* endless() { for (;;) { yield Buffer.alloc(1 << 20); console.log('piece'); await new Promise((go) => setTimeout(go, 20)); } }
    await store.add('image', Readable.from(endless()), undefined, {});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: new URL('.', import.meta.url),
  });
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), exit]);
  return {
    kill: () => {
      child.kill('SIGKILL');
      return exit;
    },
  };
}

describe('removeAbandoned', () => {
  it('removes what a killed process has left, and not while it runs', async () => {
    const upload = await uploadElsewhere();
    const [name, second] = readdirSync(folder);
    expect(name).toMatch(/^\.image\..*\.part$/);
    expect(second).toBeUndefined();
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([name]);
    await upload.kill();
    expect(readdirSync(folder)).toEqual([name]);
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the uploads of this process', async () => {
    const name = partialName('image');
    writeFileSync(join(folder, name), '');
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([name]);
  });

  it('takes a process that only has the same number for another one', async () => {
    const name = partialName('image').replace(/-(\d+)-([0-9a-f]+\.part)$/, '-1$1-$2');
    writeFileSync(join(folder, name), '');
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('gives the uploads of other machines a day', async () => {
    const name = `.image.0123456789ab-${process.pid}-1-abcd.part`;
    writeFileSync(join(folder, name), '');
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([name]);
    const old = Date.now() / 1000 - 25 * 3600;
    utimesSync(join(folder, name), old, old);
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('touches nothing else', async () => {
    const names = ['.hidden', '0b1f.part', '.x.part', 'image'];
    for (const name of names) writeFileSync(join(folder, name), '');
    await removeAbandoned(folder, silentLogger);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });
});
