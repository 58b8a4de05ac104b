// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { singleZipEntry } from './plugins/zip-entry.js';
import { ADMIN, LiveGlance } from './test-support.js';

const DATA = Buffer.concat([randomBytes(200_000), Buffer.alloc(200_000)]);

let folder: string;
let glance: LiveGlance | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-plugins-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  await glance?.close();
  glance = undefined;
});

async function started(plugins: string[], values: Record<string, Record<string, unknown>> = {}, multiStore = false) {
  glance = await LiveGlance.start({
    multiStore,
    values: { image_import_opts: { image_import_plugins: plugins }, ...values },
  });
  return glance;
}

/** Stages and imports; resolves to the task. */
async function imported(data: Buffer, values: Record<string, unknown> = {}, more = {}, token = 'demo:member') {
  const service = glance as LiveGlance;
  const id = await service.create(values, { 'X-Auth-Token': token });
  const as = { 'X-Auth-Token': token };
  expect((await service.ask('PUT', `/v2/images/${id}/stage`, data, as)).status).toBe(204);
  const reply = await service.ask(
    'POST',
    `/v2/images/${id}/import`,
    { method: { name: 'glance-direct' }, ...more },
    as,
  );
  expect(reply.status, reply.text).toBe(202);
  const task = await service.finished(id);
  return { id, task, image: await service.image(id), staged: await service.files('staging') };
}

/** An archive that Python has made, of files by name. */
function zip(files: Record<string, Buffer>, code = 'zipfile.ZIP_DEFLATED'): Buffer {
  const path = join(folder, 'archive.zip');
  const names = Object.keys(files);
  for (const [index, name] of names.entries()) writeFileSync(join(folder, String(index)), files[name] ?? '');
  const list = JSON.stringify(names.map((name, index) => [join(folder, String(index)), name]));
  execFileSync('python3', [
    '-c',
    `import zipfile\nwith zipfile.ZipFile('${path}', 'w', ${code}) as z:\n  for path, name in ${list}:\n    with open(path, 'rb') as f, z.open(name, 'w', force_zip64=${name64(code)}) as e: e.write(f.read())`,
  ]);
  return readFileSync(path);
}
const name64 = (code: string): string => (code.endsWith('STORED') ? 'True' : 'False');

function disk(format: string, ...options: string[]): Buffer {
  const raw = join(folder, 'disk.raw');
  const path = join(folder, `disk.${format}`);
  writeFileSync(raw, DATA);
  execFileSync('truncate', ['-s', '1M', raw]);
  execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', format, ...options, raw, path]);
  return readFileSync(path);
}

describe('image_decompression', () => {
  it.each([
    ['gzip', () => gzipSync(DATA)],
    ['zip', () => zip({ 'disk.img': DATA })],
    ['zip, stored', () => zip({ 'disk.img': DATA }, 'zipfile.ZIP_STORED')],
    ['nothing', () => DATA],
  ])('unpacks %s', async (_name, packed) => {
    const service = await started(['image_decompression']);
    const { id, task, image, staged } = await imported(packed());
    expect(task).toMatchObject({ status: 'success' });
    expect(image).toMatchObject({ status: 'active', size: DATA.length, virtual_size: DATA.length });
    expect(readFileSync(join(service.folder, 'images', id)).equals(DATA)).toBe(true);
    expect(staged).toEqual([]);
  });

  it('unpacks for several stores that must all have it', async () => {
    await started(['image_decompression'], {}, true);
    const { image } = await imported(gzipSync(DATA), {}, { stores: ['fast', 'slow'] });
    expect(image).toMatchObject({ status: 'active', size: DATA.length, stores: 'fast,slow' });
  });

  it('leaves an image as it is that is to be compressed', async () => {
    await started(['image_decompression']);
    const packed = gzipSync(DATA);
    const { image } = await imported(packed, { container_format: 'compressed' });
    expect(image).toMatchObject({ status: 'active', size: packed.length });
  });

  it.each([
    ['two files', () => zip({ a: DATA, b: DATA })],
    ['a cut archive', () => zip({ a: DATA }).subarray(0, 100_000)],
    ['a cut gzip', () => gzipSync(DATA).subarray(0, 100_000)],
    ['LHA', () => Buffer.from('xx-lh5-and more')],
    ['more than an image may have', () => gzipSync(Buffer.alloc(2_000_000))],
  ])('fails on %s, and leaves the image queued and nothing staged', async (_name, packed) => {
    const service = await started(['image_decompression'], { DEFAULT: { image_size_cap: 1_000_000 } });
    const { task, image, staged } = await imported(packed());
    expect(task).toMatchObject({ status: 'failure' });
    expect(image).toMatchObject({ status: 'queued', size: null, checksum: null });
    expect([staged, await service.files('images')]).toEqual([[], []]);
  });

  it('looks at the checksum of what is in an archive', async () => {
    const archive = zip({ a: Buffer.from('hello hello hello') }, 'zipfile.ZIP_STORED');
    archive[archive.indexOf('hello')] = 0x48;
    const path = join(folder, 'damaged.zip');
    writeFileSync(path, archive);
    const file = await open(path);
    await expect(singleZipEntry(file).then(buffer)).rejects.toThrow('the archive is broken');
    await file.close();
  });
});

describe('image_conversion', () => {
  it('makes raw of qcow2, and says so of the image', async () => {
    const service = await started(['image_conversion']);
    const { id, image, task, staged } = await imported(disk('qcow2'), {
      disk_format: 'qcow2',
      container_format: 'bare',
    });
    expect(task).toMatchObject({ status: 'success' });
    expect(image).toMatchObject({
      status: 'active',
      disk_format: 'raw',
      container_format: 'bare',
      size: 1_048_576,
      virtual_size: 1_048_576,
    });
    expect(
      readFileSync(join(service.folder, 'images', id))
        .subarray(0, DATA.length)
        .equals(DATA),
    ).toBe(true);
    expect(staged).toEqual([]);
  });

  it('makes qcow2 of what is unpacked first', async () => {
    await started(['image_decompression', 'image_conversion'], { image_conversion: { output_format: 'qcow2' } });
    const { image } = await imported(gzipSync(DATA));
    expect(image).toMatchObject({ status: 'active', disk_format: 'qcow2', virtual_size: 400_384 });
  });

  it('takes what has the format already, and knows its size', async () => {
    await started(['image_conversion'], { image_conversion: { output_format: 'qcow2' } });
    const data = disk('qcow2');
    const { image } = await imported(data, { disk_format: 'qcow2' });
    expect(image).toMatchObject({ disk_format: 'qcow2', size: data.length, virtual_size: 1_048_576 });
  });

  it('does not guess a format: what is said to be raw stays as it is', async () => {
    await started(['image_conversion']);
    const data = disk('qcow2');
    expect((await imported(data)).image).toMatchObject({ disk_format: 'raw', size: data.length });
  });

  it.each([
    ['what is not of its format', () => DATA, 'Task failed due to Internal Error'],
    [
      'what has a backing file',
      () => {
        const path = join(folder, 'backed.qcow2');
        execFileSync('qemu-img', ['create', '-f', 'qcow2', '-u', '-b', '/etc/passwd', '-F', 'raw', path, '1M']);
        return readFileSync(path);
      },
      'The image has a backing file, aborting.',
    ],
    [
      'what would be larger than an image may be',
      () => {
        const path = join(folder, 'large.qcow2');
        execFileSync('qemu-img', ['create', '-f', 'qcow2', path, '1G']);
        return readFileSync(path);
      },
      'Task failed due to Internal Error',
    ],
  ])('fails on %s', async (_name, data, message) => {
    const service = await started(['image_conversion'], { DEFAULT: { image_size_cap: 10_000_000 } });
    const { task, image, staged } = await imported(data(), { disk_format: 'qcow2' });
    expect(task).toMatchObject({ status: 'failure', message });
    expect(image).toMatchObject({ status: 'queued', disk_format: 'qcow2', size: null });
    expect([staged, await service.files('images')]).toEqual([[], []]);
  });
});

describe('inject_image_metadata', () => {
  const values = { inject_metadata_properties: { inject: { origin: 'imported', hw_disk_bus: 'scsi' } } };

  it('gives properties to what users import, and not to what administrators do', async () => {
    await started(['inject_image_metadata', 'no_op', 'nosuch'], values);
    expect((await imported(DATA, { hw_disk_bus: 'ide' })).image).toMatchObject({
      origin: 'imported',
      hw_disk_bus: 'scsi',
    });
    const { image } = await imported(DATA, { hw_disk_bus: 'ide' }, {}, ADMIN);
    expect(image).toMatchObject({ hw_disk_bus: 'ide' });
    expect(image).not.toHaveProperty('origin');
    expect(glance?.log.join('')).toContain('There is no import plugin nosuch; it is left out');
  });
});
