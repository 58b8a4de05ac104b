// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { silentLogger } from '@stackport/config';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BadStoreConfiguration,
  BadStoreUri,
  Duplicate,
  Forbidden,
  Invalid,
  NotFound,
  SizeMismatch,
  StorageFull,
  StorageWriteDenied,
} from '../errors.js';
import { HashPool } from '../hashing/hash-pool.js';
import { Upload } from '../upload.js';
import type { FileOptions } from './file-options.js';
import { FileStore } from './file-store.js';

const pool = new HashPool();
afterAll(() => pool.close());

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'file-store-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function newStore(given: Partial<FileOptions> = {}, backend?: string): Promise<FileStore> {
  const options: FileOptions = {
    filesystem_store_datadir: join(root, 'images'),
    filesystem_store_datadirs: undefined,
    filesystem_store_metadata_file: undefined,
    filesystem_store_file_perm: 0,
    filesystem_store_chunk_size: 65536,
    filesystem_thin_provisioning: false,
    ...given,
  };
  const store = new FileStore({ backend, upload: new Upload(pool), logger: silentLogger }, options);
  await store.configure();
  return store;
}

const at = (path: string): { scheme: string; uri: string } => ({ scheme: 'file', uri: `file://${path}` });

describe('FileStore.add', () => {
  it('stores the bytes under the id, with checksum, hash and URI', async () => {
    const store = await newStore();
    const [id, bytes] = [randomUUID(), randomBytes(3_000_001)];
    const stored = await store.add(id, Readable.from([bytes]), bytes.length, {});
    expect(stored).toEqual({
      uri: `file://${root}/images/${id}`,
      size: bytes.length,
      checksum: createHash('md5').update(bytes).digest('hex'),
      multihash: createHash('sha512').update(bytes).digest('hex'),
      metadata: {},
    });
    expect(readFileSync(join(root, 'images', id)).equals(bytes)).toBe(true);
    expect(readdirSync(join(root, 'images'))).toEqual([id]);
  });

  it('stores nothing at all as an empty file', async () => {
    const store = await newStore();
    const stored = await store.add('empty', Readable.from([]), 0, {});
    expect([stored.size, stored.checksum]).toEqual([0, 'd41d8cd98f00b204e9800998ecf8427e']);
    expect((await store.get(at(`${root}/images/empty`), {})).size).toBe(0);
  });

  it('names its back end in the metadata', async () => {
    const store = await newStore({}, 'fast');
    expect((await store.add('a', Readable.from(['x']), 1, {})).metadata).toEqual({ store: 'fast' });
  });

  it('takes an id once', async () => {
    const store = await newStore();
    await store.add('a', Readable.from(['first']), undefined, {});
    await expect(store.add('a', Readable.from(['second']), undefined, {})).rejects.toThrow(
      new Duplicate({ image: join(root, 'images', 'a') }),
    );
    expect(readFileSync(join(root, 'images', 'a'), 'utf8')).toBe('first');
  });

  it('lets one of several uploads of an id win, whole', async () => {
    const store = await newStore();
    const attempts = ['1', '2', '3', '4'].map((digit) =>
      store.add('a', Readable.from([digit.repeat(700_000)]), 700_000, {}),
    );
    const results = await Promise.allSettled(attempts);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Duplicate);
    expect(readFileSync(join(root, 'images', 'a'), 'utf8')).toMatch(/^(1+|2+|3+|4+)$/);
    expect(readdirSync(join(root, 'images'))).toEqual(['a']);
  });

  it('leaves nothing of an upload that is cut', async () => {
    const store = await newStore();
    async function* cut(): AsyncGenerator<Buffer> {
      yield randomBytes(2_000_000);
      expect(readdirSync(join(root, 'images'))).toHaveLength(1);
      throw new Error('connection lost');
    }
    await expect(store.add('a', Readable.from(cut()), 3_000_000, {})).rejects.toThrow('connection lost');
    expect(readdirSync(join(root, 'images'))).toEqual([]);
  });

  it('leaves nothing when the size is another one', async () => {
    const store = await newStore();
    for (const size of [4, 6])
      await expect(store.add('a', Readable.from(['12345']), size, {})).rejects.toThrow(SizeMismatch);
    expect(readdirSync(join(root, 'images'))).toEqual([]);
  });

  it('shows nothing under the id before it is complete', async () => {
    const store = await newStore();
    async function* slow(): AsyncGenerator<Buffer> {
      yield randomBytes(1_000_000);
      await expect(store.getSize(at(`${root}/images/a`))).rejects.toThrow(NotFound);
      yield Buffer.from('end');
    }
    expect((await store.add('a', Readable.from(slow()), undefined, {})).size).toBe(1_000_003);
  });

  it.each(['../a', '/etc/passwd', 'a/b', '.hidden', '..', '', 'a\0b', 'a\nb', 'x'.repeat(300)])(
    'refuses the id %j',
    async (id) => {
      const store = await newStore();
      await expect(store.add(id, Readable.from(['x']), 1, {})).rejects.toThrow(Invalid);
      expect(readdirSync(root)).toEqual(['images']);
      expect(readdirSync(join(root, 'images'))).toEqual([]);
    },
  );

  it('gives the file the permissions that are asked for, and lets their owners through the folder', async () => {
    const store = await newStore({ filesystem_store_file_perm: 644 });
    chmodSync(join(root, 'images'), 0o700);
    await newStore({ filesystem_store_file_perm: 644 });
    await store.add('a', Readable.from(['x']), 1, {});
    expect(statSync(join(root, 'images', 'a')).mode & 0o777).toBe(0o644);
    expect(statSync(join(root, 'images')).mode & 0o777).toBe(0o711);
  });

  it('leaves holes for zeros when it may', async () => {
    const store = await newStore({ filesystem_thin_provisioning: true, filesystem_store_chunk_size: 65536 });
    const bytes = Buffer.alloc(8 * 1024 * 1024 + 100);
    bytes.fill(1, 3_000_000, 3_000_010);
    const stored = await store.add('a', Readable.from([bytes]), bytes.length, {});
    expect(stored.checksum).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(readFileSync(join(root, 'images', 'a')).equals(bytes)).toBe(true);
    expect(statSync(join(root, 'images', 'a')).blocks * 512).toBeLessThan(1_000_000);
  });

  it('writes the same with holes of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 4000 })), { maxLength: 10 }),
        async (hole, runs) => {
          const store = await newStore({
            filesystem_thin_provisioning: true,
            filesystem_store_chunk_size: hole,
          });
          const bytes = Buffer.concat(runs.map(([zero, length]) => Buffer.alloc(length, zero ? 0 : 7)));
          const id = randomUUID();
          await store.add(id, Readable.from([bytes]), bytes.length, {});
          expect(readFileSync(join(root, 'images', id)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps memory flat for 512 MiB', async () => {
    const store = await newStore();
    const [piece, pieces] = [randomBytes(65536), 8192];
    let given = 0;
    const data = new Readable({
      highWaterMark: 65536,
      read() {
        this.push(given++ < pieces ? Buffer.from(piece) : null);
      },
    });
    await store.add('warm-up', Readable.from([Buffer.alloc(4_000_000)]), undefined, {});
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 10);
    const stored = await store.add('large', data, pieces * piece.length, {}).finally(() => clearInterval(timer));
    expect(stored.size).toBe(512 * 1024 * 1024);
    expect(peak - before).toBeLessThan(100 * 1024 * 1024);
    const expected = createHash('md5');
    for (let i = 0; i < pieces; i++) expected.update(piece);
    expect(stored.checksum).toBe(expected.digest('hex'));
    let read = 0;
    for await (const chunk of (await store.get(at(`${root}/images/large`), {})).data) read += (chunk as Buffer).length;
    expect(read).toBe(stored.size);
  }, 240_000);
});

describe('FileStore.add on a file system that takes no more', () => {
  /** A file system of 1 MiB; where that may not be made, the process's own limit for files. */
  function limit(folder: string): () => void {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
      return () => execFileSync('umount', [folder]);
    } catch {
      return limitFiles();
    }
  }

  function limitFiles(): () => void {
    const set = (soft: string): unknown => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${soft}:`]);
    set('1048576');
    return () => set('unlimited');
  }

  it('tells that it is full, and leaves nothing', async () => {
    const store = await newStore();
    const restore = limit(join(root, 'images'));
    try {
      const data = Readable.from([randomBytes(5_000_000)]);
      await expect(store.add('a', data, undefined, {})).rejects.toThrow(StorageFull);
      expect(readdirSync(join(root, 'images'))).toEqual([]);
      expect((await store.add('b', Readable.from([randomBytes(500_000)]), undefined, {})).size).toBe(500_000);
    } finally {
      restore();
    }
  });

  it('tells the same when a file may not be larger', async () => {
    const store = await newStore();
    const restore = limitFiles();
    try {
      await expect(store.add('a', Readable.from([randomBytes(5_000_000)]), undefined, {})).rejects.toThrow(StorageFull);
    } finally {
      restore();
    }
    expect(readdirSync(join(root, 'images'))).toEqual([]);
  });
});

/** Runs something as a user that root's rights do not help. */
async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user !== 0) return action();
  chmodSync(root, 0o755);
  process.seteuid?.(65534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}

describe('FileStore without the right to write', () => {
  it('StorageWriteDenied', async () => {
    const store = await newStore();
    writeFileSync(join(root, 'images', 'old'), 'data');
    chmodSync(join(root, 'images'), 0o555);
    await asNobody(async () => {
      await expect(store.add('a', Readable.from(['x']), 1, {})).rejects.toThrow(StorageWriteDenied);
      await expect(store.delete(at(`${root}/images/old`))).rejects.toThrow(
        new Forbidden(`You cannot delete file ${root}/images/old`),
      );
      expect((await buffer((await store.get(at(`${root}/images/old`), {})).data)).toString()).toBe('data');
    });
    chmodSync(join(root, 'images'), 0o755);
  });

  it('BadStoreConfiguration for a folder that is there, or cannot be made', async () => {
    mkdirSync(join(root, 'images'), { mode: 0o555 });
    await asNobody(async () => {
      await expect(newStore()).rejects.toThrow(`Permission to write in ${root}/images denied`);
      await expect(newStore({ filesystem_store_datadir: join(root, 'images', 'sub') })).rejects.toThrow(
        `Unable to create datadir: ${root}/images/sub`,
      );
    });
  });
});

describe('FileStore.get', () => {
  it('gives any range', async () => {
    const store = await newStore();
    const bytes = randomBytes(300_000);
    writeFileSync(join(root, 'images', 'a'), bytes);
    const number = fc.oneof(
      fc.integer({ min: 0, max: 310_000 }),
      fc.constantFrom(0, 1, 65535, 65536, 131072, 299_999, 300_000),
    );
    await fc.assert(
      fc.asyncProperty(number, fc.option(number, { nil: undefined }), async (offset, length) => {
        const range = length === undefined ? { offset } : { offset, length };
        const { data, size } = await store.get(at(`${root}/images/a`), range);
        const expected = bytes.subarray(offset, length === undefined ? undefined : offset + length);
        expect(size).toBe(expected.length);
        expect((await buffer(data)).equals(expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('gives everything without a range, and reads filesystem:// too', async () => {
    const store = await newStore();
    writeFileSync(join(root, 'images', 'a'), 'hello');
    const { data, size } = await store.get({ scheme: 'filesystem', uri: `filesystem://${root}/images/a` }, {});
    expect([size, (await buffer(data)).toString()]).toEqual([5, 'hello']);
  });

  it('does not find what is missing, and no folders', async () => {
    const store = await newStore();
    mkdirSync(join(root, 'images', 'folder'));
    for (const name of ['none', 'folder', 'folder/none']) {
      const location = at(`${root}/images/${name}`);
      await expect(store.get(location, {})).rejects.toThrow(new NotFound({ image: `${root}/images/${name}` }));
      await expect(store.getSize(location)).rejects.toThrow(NotFound);
    }
  });

  it('closes its file when it is not read to the end', async () => {
    const store = await newStore();
    writeFileSync(join(root, 'images', 'a'), randomBytes(5_000_000));
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let i = 0; i < 20; i++) {
      const { data } = await store.get(at(`${root}/images/a`), {});
      for await (const chunk of data) if ((chunk as Buffer).length > 0) break;
      if (!data.closed) await new Promise((resolve) => data.once('close', resolve));
    }
    expect(open()).toBeLessThan(before + 5);
  });
});

describe('FileStore and paths', () => {
  it.each([
    '/etc/passwd',
    '/images/../secret',
    '/images/../../../../../../etc/passwd',
    '/images',
    '/images/',
    '/images/.',
    '/images2/a',
    '/other/a',
  ])('does not lead to %s', async (path) => {
    const store = await newStore();
    writeFileSync(join(root, 'secret'), 'secret');
    const location = at(path === '/etc/passwd' ? path : `${root}${path}`);
    await expect(store.get(location, {})).rejects.toThrow(BadStoreUri);
    await expect(store.getSize(location)).rejects.toThrow(BadStoreUri);
    await expect(store.delete(location)).rejects.toThrow(BadStoreUri);
    expect(store.owns(location)).toBe(false);
    expect(existsSync(join(root, 'secret'))).toBe(true);
  });

  it('knows its folder by the name that a link has, and by its own', async () => {
    mkdirSync(join(root, 'disk'));
    symlinkSync(join(root, 'disk'), join(root, 'images'));
    const store = await newStore();
    const stored = await store.add('a', Readable.from(['x']), 1, {});
    expect(stored.uri).toBe(`file://${root}/images/a`);
    expect(await store.getSize(at(`${root}/disk/a`))).toBe(1);
  });

  it.each([
    ['file://', 'No path specified in URI'],
    ['file://   ', 'No path specified in URI'],
    ['file://host/a', 'The Store URI was malformed: file://host/a'],
    ['http://a/b', 'Location URI must start with one of the following schemas: file://, filesystem://'],
    ['file:/a', 'Location URI must start with one of the following schemas: file://, filesystem://'],
    ['FILE:///a', 'Location URI must start with one of the following schemas: file://, filesystem://'],
  ])('%s is malformed', async (uri, message) => {
    const store = await newStore();
    expect(() => store.locationOf(uri)).toThrow(new BadStoreUri(message));
  });

  it('decodes nothing', async () => {
    const store = await newStore();
    expect(store.locationOf('file:///a%2e%2e/b').path).toBe('/a%2e%2e/b');
    await expect(store.get(at(`${root}/images/%2e%2e/secret`), {})).rejects.toThrow(NotFound);
  });
});

describe('FileStore.delete', () => {
  it('removes the file, once', async () => {
    const store = await newStore();
    const { uri } = await store.add('a', Readable.from(['x']), 1, {});
    await store.delete(store.locationOf(uri));
    expect(readdirSync(join(root, 'images'))).toEqual([]);
    await expect(store.delete(store.locationOf(uri))).rejects.toThrow(NotFound);
  });

  it('removes no folder', async () => {
    const store = await newStore();
    mkdirSync(join(root, 'images', 'folder'));
    await expect(store.delete(at(`${root}/images/folder`))).rejects.toThrow(Forbidden);
  });
});

describe('FileStore and its options', () => {
  it.each<[string, Partial<FileOptions>, string]>([
    ['no folder', { filesystem_store_datadir: '' }, "Specify at least 'filesystem_store_datadir' or"],
    [
      'both',
      { filesystem_store_datadir: '/a', filesystem_store_datadirs: ['/b'] },
      "Specify either 'filesystem_store_datadir' or",
    ],
    [
      'a priority',
      { filesystem_store_datadir: '', filesystem_store_datadirs: ['/b:high'] },
      'Invalid priority value high',
    ],
    [
      'an empty one',
      { filesystem_store_datadir: '', filesystem_store_datadirs: [':1'] },
      'Invalid directory specified',
    ],
    [
      'a repeated one',
      { filesystem_store_datadir: '', filesystem_store_datadirs: ['/b:1', '/b:2'] },
      'Directory /b specified multiple times',
    ],
    ['unreadable files', { filesystem_store_file_perm: 44 }, "Invalid 'filesystem_store_file_perm' option."],
    ['no octal digits', { filesystem_store_file_perm: 689 }, "Invalid 'filesystem_store_file_perm' option."],
    [
      'no metadata file',
      { filesystem_store_metadata_file: '/none' },
      'The path for the metadata file /none could not be accessed',
    ],
  ])('%s', async (_, options, reason) => {
    const failure = await newStore(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BadStoreConfiguration);
    expect(String(failure)).toContain(`Store filesystem could not be configured correctly. Reason: ${reason}`);
  });

  it('puts images into the folder of the highest priority that has room', async () => {
    const options = {
      filesystem_store_datadir: '',
      filesystem_store_datadirs: [`${root}/low:1`, `${root}/high:20`, `${root}/none`, `${root}/high:20`],
    };
    const store = await newStore(options);
    expect(readdirSync(root).sort()).toEqual(['high', 'low', 'none']);
    const { uri } = await store.add('a', Readable.from(['x']), undefined, {});
    expect(uri).toBe(`file://${root}/high/a`);
    writeFileSync(join(root, 'low', 'b'), 'yy');
    expect(await store.getSize(at(`${root}/low/b`))).toBe(2);
    const huge = 2 ** 60;
    await expect(store.add('c', Readable.from(['x']), huge, {})).rejects.toThrow(
      new StorageFull(`There is no enough disk space left on the image storage media. requested=${huge}`),
    );
    expect(store.uriOf('a')).toBeUndefined();
  });

  it('adds the metadata of the mount point', async () => {
    const file = join(root, 'metadata.json');
    writeFileSync(
      file,
      JSON.stringify([
        { id: 'x', mountpoint: '/nowhere' },
        { id: 'y', mountpoint: root, note: 'n' },
      ]),
    );
    const store = await newStore({ filesystem_store_metadata_file: file }, 'fast');
    const { metadata } = await store.add('a', Readable.from(['x']), 1, {});
    expect(metadata).toEqual({ id: 'y', mountpoint: root, note: 'n', store: 'fast' });
    for (const bad of [
      '{',
      '{"id": 1, "mountpoint": "/a"}',
      '[{"id": "a"}]',
      '{"id": "a", "mountpoint": "/", "n": 1}',
    ]) {
      writeFileSync(file, bad);
      await expect(newStore({ filesystem_store_metadata_file: file })).rejects.toThrow(
        'is not valid and it can not be used',
      );
    }
  });

  it('shows upstream’s properties', async () => {
    const store = await newStore();
    expect(store.properties()).toEqual({
      data_dir: `${root}/images`,
      chunk_size: 65536,
      thin_provisioning: false,
    });
    expect(store.uriOf('a')).toBe(`file://${root}/images/a`);
  });
});
