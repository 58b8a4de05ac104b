// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileDriver, HOST, snapshotRow, volumeRow } from '../../test-support.js';
import type { ImageSource } from '../driver.js';
import { FileDriver, GIB } from './file-driver.js';
import { VolumeFolder } from './volume-folder.js';

const MIB = 1024 ** 2;
let folder: string;
let driver: FileDriver;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-driver-'));
  driver = fileDriver(folder);
  await driver.initialise();
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const pathOf = (name: string): string => join(folder, 'volumes', name);

async function writeAt(name: string, position: number, text: string): Promise<void> {
  const file = await open(pathOf(name), 'r+');
  await file.write(text, position);
  await file.close();
}

async function readAt(name: string, position: number, length: number): Promise<string> {
  const file = await open(pathOf(name), 'r');
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  await file.close();
  return buffer.toString();
}

function image(data: Buffer, values: Partial<ImageSource> = {}): ImageSource {
  return {
    id: 'image',
    diskFormat: 'raw',
    containerFormat: 'bare',
    size: data.length,
    minDisk: 0,
    open: async () => Readable.from([data]),
    ...values,
  };
}

describe('volumes', () => {
  it('are sparse files of their size', async () => {
    const volume = volumeRow({ size: 3 });
    await driver.createVolume(volume);
    const { size, blocks } = await stat(pathOf(`volume-${volume.id}`));
    expect(size).toBe(3 * GIB);
    expect(blocks).toBe(0);
    await driver.deleteVolume(volume);
    expect(await readdir(join(folder, 'volumes'))).toEqual([]);
    await driver.deleteVolume(volume);
  });

  it('are not made over another', async () => {
    const volume = volumeRow();
    await driver.createVolume(volume);
    await writeAt(`volume-${volume.id}`, 0, 'mine');
    await expect(driver.createVolume(volume)).rejects.toThrow('already exists');
    expect(await readAt(`volume-${volume.id}`, 0, 4)).toBe('mine');
  });

  it('grow and keep their bytes, and do not shrink', async () => {
    const volume = volumeRow();
    await driver.createVolume(volume);
    await writeAt(`volume-${volume.id}`, 5, 'kept');
    await driver.extendVolume(volume, 2);
    expect((await stat(pathOf(`volume-${volume.id}`))).size).toBe(2 * GIB);
    expect(await readAt(`volume-${volume.id}`, 5, 4)).toBe('kept');
    await expect(driver.extendVolume(volume, 1)).rejects.toThrow('Error extending volume');
  });

  it('are clones with bytes and holes of their own', async () => {
    const source = volumeRow();
    const clone = volumeRow({ size: 2, sourceVolumeId: source.id });
    await driver.createVolume(source);
    await writeAt(`volume-${source.id}`, 700 * MIB, 'original');
    await driver.createClonedVolume(clone, source);
    await writeAt(`volume-${source.id}`, 700 * MIB, 'changed!');
    const { size, blocks } = await stat(pathOf(`volume-${clone.id}`));
    expect(await readAt(`volume-${clone.id}`, 700 * MIB, 8)).toBe('original');
    expect(size).toBe(2 * GIB);
    expect(blocks * 512).toBeLessThan(MIB);
  });
});

describe('snapshots', () => {
  it('hold what was there, for a new volume and for the old one', async () => {
    const volume = volumeRow();
    await driver.createVolume(volume);
    await writeAt(`volume-${volume.id}`, 10, 'before');
    const snapshot = snapshotRow(volume);
    await driver.createSnapshot(snapshot, volume);
    await writeAt(`volume-${volume.id}`, 10, 'after!');
    const made = volumeRow({ snapshotId: snapshot.id });
    await driver.createVolumeFromSnapshot(made, snapshot);
    expect(await readAt(`volume-${made.id}`, 10, 6)).toBe('before');
    await driver.extendVolume(volume, 2);
    await driver.revertToSnapshot({ ...volume, size: 2 }, snapshot);
    expect(await readAt(`volume-${volume.id}`, 10, 6)).toBe('before');
    expect((await stat(pathOf(`volume-${volume.id}`))).size).toBe(2 * GIB);
    await driver.deleteSnapshot(snapshot);
    await expect(driver.createVolumeFromSnapshot(volumeRow(), snapshot)).rejects.toThrow('The snapshot is unavailable');
  });
});

describe('images', () => {
  it('are written with their zeros as holes', async () => {
    const data = Buffer.concat([Buffer.from('start'), Buffer.alloc(64 * MIB), Buffer.from('end')]);
    const volume = volumeRow();
    await driver.createVolume(volume);
    await driver.copyImageToVolume(volume, image(data));
    expect((await readFile(pathOf(`volume-${volume.id}`))).subarray(0, data.length).equals(data)).toBe(true);
    const { size, blocks } = await stat(pathOf(`volume-${volume.id}`));
    expect(size).toBe(GIB);
    expect(blocks * 512).toBeLessThan(MIB);
  });

  it('of qcow2 are converted, and refused where they are larger, backed by a file, or something else', async () => {
    const raw = join(folder, 'image.raw');
    const qcow2 = join(folder, 'image.qcow2');
    await writeFile(raw, Buffer.concat([Buffer.from('inside'), Buffer.alloc(MIB)]));
    execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', raw, qcow2]);
    const volume = volumeRow();
    await driver.createVolume(volume);
    await driver.copyImageToVolume(volume, image(await readFile(qcow2), { diskFormat: 'qcow2' }));
    expect(await readAt(`volume-${volume.id}`, 0, 6)).toBe('inside');

    execFileSync('qemu-img', ['create', '-f', 'qcow2', qcow2, '2G']);
    const large = image(await readFile(qcow2), { diskFormat: 'qcow2' });
    await expect(driver.copyImageToVolume(volume, large)).rejects.toThrow(
      "Image image is unacceptable: Image virtual size is 2GB and doesn't fit in a volume of size 1GB.",
    );
    execFileSync('qemu-img', ['create', '-f', 'qcow2', '-b', raw, '-F', 'raw', qcow2]);
    const backed = image(await readFile(qcow2), { diskFormat: 'qcow2' });
    await expect(driver.copyImageToVolume(volume, backed)).rejects.toThrow('backed by:');
    const lie = image(Buffer.from('no qcow2'), { diskFormat: 'qcow2' });
    await expect(driver.copyImageToVolume(volume, lie)).rejects.toThrow('is unacceptable');
    expect(await readAt(`volume-${volume.id}`, 0, 6)).toBe('inside');
    expect(await readdir(join(folder, 'conversion'))).toEqual([]);
  });

  it('of encrypted volumes are LUKS on the disk, and what they were to who has the passphrase', async () => {
    const passphrase = '0f'.repeat(32);
    const encryption = { cipher: 'aes-xts-plain64', keySize: 256, passphrase };
    const plain = Buffer.concat([Buffer.from('inside'), Buffer.alloc(MIB)]);
    const volume = volumeRow();
    const name = `volume-${volume.id}`;
    await driver.createVolume(volume);
    await driver.copyImageToEncryptedVolume(volume, image(plain), encryption);
    expect((await stat(pathOf(name))).size).toBe(GIB);
    expect(await readAt(name, 0, 4)).toBe('LUKS');
    expect(await readAt(name, 0, 8 * MIB)).not.toContain('inside');
    const opened = join(folder, 'opened');
    const source = `driver=luks,key-secret=key,file.driver=file,file.filename=${pathOf(name)}`;
    const secret = `secret,id=key,data=${passphrase}`;
    const part = ['bs=1M', 'count=2', `if=${source}`, `of=${opened}`];
    execFileSync('qemu-img', ['dd', '--image-opts', '--object', secret, '-O', 'raw', ...part]);
    expect((await readFile(opened)).subarray(0, plain.length).equals(plain)).toBe(true);
    expect(await readdir(join(folder, 'conversion'))).toEqual([]);

    const odd = driver.copyImageToEncryptedVolume(volume, image(plain), { ...encryption, cipher: 'aes,size=9' });
    await expect(odd).rejects.toThrow('Invalid cipher field in volume type');
    const huge = join(folder, 'huge.qcow2');
    execFileSync('qemu-img', ['create', '-f', 'qcow2', huge, '1G']);
    const full = image(await readFile(huge), { diskFormat: 'qcow2' });
    await expect(driver.copyImageToEncryptedVolume(volume, full, encryption)).rejects.toThrow("doesn't fit");
    expect(await readdir(join(folder, 'conversion'))).toEqual([]);
    expect(await readAt(name, 0, 4)).toBe('LUKS');
  }, 180_000);

  it('that break off leave the volume as it was', async () => {
    const volume = volumeRow();
    await driver.createVolume(volume);
    const broken = image(Buffer.alloc(0), {
      open: async () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('half');
            throw new Error('connection lost');
          })(),
        ),
    });
    await expect(driver.copyImageToVolume(volume, broken)).rejects.toThrow(
      'Failed to copy image to volume: connection lost',
    );
    expect(await readAt(`volume-${volume.id}`, 0, 4)).toBe('\0\0\0\0');
    expect(await readdir(join(folder, 'volumes'))).toEqual([`volume-${volume.id}`]);
  });

  it('are uploaded from volumes', async () => {
    const volume = volumeRow();
    await driver.createVolume(volume);
    await writeAt(`volume-${volume.id}`, 3, 'bytes');
    let length = 0;
    let start: Buffer = Buffer.alloc(0);
    await driver.copyVolumeToImage(volume, {
      id: 'image',
      diskFormat: 'raw',
      containerFormat: 'bare',
      upload: async (data) => {
        for await (const chunk of data as AsyncIterable<Buffer>) {
          if (length === 0) start = chunk.subarray(0, 8);
          length += chunk.length;
        }
      },
    });
    expect(length).toBe(GIB);
    expect(start.toString()).toBe('\0\0\0bytes');
  });
});

describe('files of others', () => {
  it('become volumes by their names, and nothing outside of the folder does', async () => {
    const volume = volumeRow({ size: 0 });
    await writeFile(pathOf('disk.raw'), 'theirs');
    await writeFile(join(folder, 'secret'), 'no');
    await symlink(join(folder, 'secret'), pathOf('link'));
    for (const name of ['../secret', '/etc/passwd', 'link', '.hidden', 'absent', 7])
      await expect(driver.manageExisting(volume, { 'source-name': name })).rejects.toThrow(
        'Manage existing volume failed due to invalid backend reference',
      );
    expect(await driver.getManageableVolumes([])).toEqual([
      expect.objectContaining({ reference: { 'source-name': 'disk.raw' }, size: 1, safe_to_manage: true }),
    ]);
    expect(await driver.manageExistingGetSize(volume, { 'source-name': 'disk.raw' })).toBe(1);
    await driver.manageExisting(volume, { 'source-name': 'disk.raw' });
    expect(await readAt(`volume-${volume.id}`, 0, 6)).toBe('theirs');
    expect(await driver.getManageableVolumes([volume])).toEqual([
      expect.objectContaining({ cinder_id: volume.id, safe_to_manage: false, reason_not_safe: 'already managed' }),
    ]);
  });

  it('are not reached through a volume’s id', async () => {
    await writeFile(join(folder, 'victim'), 'x');
    await expect(driver.deleteVolume(volumeRow({ id: '/../../victim' }))).rejects.toThrow('is not a name of a file');
    expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('x');
  });
});

it('tells nodes the path and reports what is free', async () => {
  const volume = volumeRow();
  await driver.createVolume(volume);
  expect(await driver.initializeConnection(volume)).toEqual({
    driver_volume_type: 'local',
    data: { device_path: pathOf(`volume-${volume.id}`), volume_id: volume.id },
  });
  const [pool] = (await driver.getVolumeStats()).pools;
  expect(pool).toMatchObject({ pool_name: 'files', provisioned_capacity_gb: 1, thin_provisioning_support: true });
  expect(pool?.free_capacity_gb).toBeGreaterThan(0);
});

it('gives readers and writers of backups the bytes', async () => {
  const volume = volumeRow();
  await driver.createVolume(volume);
  const writer = await driver.openForWriting(volume);
  expect(writer).toMatchObject({ size: GIB, isZeroed: true });
  await writer.write(GIB - 4, Buffer.from('last'));
  await expect(writer.write(GIB - 3, Buffer.from('last'))).rejects.toThrow(RangeError);
  await writer.flush();
  await writer.close();
  const reader = await driver.openForReading({ kind: 'volume', volume });
  expect((await reader.read(GIB - 4, 100)).toString()).toBe('last');
  expect(await reader.read(GIB, 10)).toHaveLength(0);
  await reader.close();
});

it('leaves nothing behind on a full disk', async () => {
  const small = join(folder, 'small');
  await mkdir(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', small]);
  try {
    const full = fileDriver(small);
    await full.initialise();
    const volume = volumeRow();
    await full.createVolume(volume);
    const data = Buffer.alloc(8 * MIB, 1);
    await expect(full.copyImageToVolume(volume, image(data))).rejects.toThrow('size exceeded available disk space');
    expect(await readdir(join(small, 'volumes'))).toEqual([`volume-${volume.id}`]);
    expect((await stat(join(small, 'volumes', `volume-${volume.id}`))).blocks).toBe(0);
  } finally {
    execFileSync('umount', [small]);
  }
});

it('removes at its start what a killed process left half made, and no other back end’s', async () => {
  // A process of its own that is killed in the middle of a write.
  const own = new VolumeFolder(join(folder, 'volumes'), HOST);
  const other = new VolumeFolder(join(folder, 'volumes'), 'node@other');
  let partial = '';
  let foreign = '';
  const keep = (store: (path: string) => void) => async (path: string) => {
    store(path);
    throw new Error('only the name is wanted');
  };
  await own
    .create(
      'x',
      keep((path) => (partial = path)),
    )
    .catch(() => undefined);
  await other
    .create(
      'x',
      keep((path) => (foreign = path)),
    )
    .catch(() => undefined);
  const writer = spawn('sh', ['-c', `printf half > '${partial}'; printf half > '${foreign}'; echo ready; sleep 60`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(writer.stdout, 'data');
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  await fileDriver(folder).initialise();
  expect((await readdir(join(folder, 'volumes'))).map((name) => join(folder, 'volumes', name))).toEqual([foreign]);
});
