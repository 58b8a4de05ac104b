// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Configuration, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BackendException,
  BadStoreConfiguration,
  BadStoreUri,
  Duplicate,
  NotFound,
  RemoteServiceUnavailable,
  SizeMismatch,
  StorageWriteDenied,
  StoreAddDisabled,
} from '../errors.js';
import { StoreContainer } from '../store-container.js';
import { S3TestServer } from '../testing/index.js';
import { parseS3Location } from './s3-location.js';

const MIB = 1024 * 1024;
/** Two parts of the smallest size and a little more. */
const LARGE = randomBytes(11 * MIB);

let folder: string;
let server: S3TestServer;
const containers: StoreContainer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-s3-store-'));
  server = await S3TestServer.start();
});
afterEach(async () => {
  for (const container of containers.splice(0)) await container.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Stores `files` and `objects`, the second of them in S3. */
async function stores(values: Record<string, unknown> = {}, raise = false): Promise<StoreContainer> {
  const configuration = await Configuration.load({
    project: 'glance',
    program: 'glance-api',
    environment: {},
    groups: [],
    configFiles: [],
    overrides: {
      DEFAULT: { enabled_backends: { files: 'file', objects: 's3' } },
      glance_store: { default_backend: 'files' },
      files: { filesystem_store_datadir: join(folder, 'images') },
      os_glance_staging_store: { filesystem_store_datadir: join(folder, 'staging') },
      os_glance_tasks_store: { filesystem_store_datadir: join(folder, 'tasks') },
      objects: {
        s3_store_host: server.url,
        s3_store_access_key: server.accessKey,
        s3_store_secret_key: server.secretKey,
        s3_store_bucket: 'glance',
        s3_store_create_bucket_on_put: true,
        s3_store_large_object_chunk_size: 5,
        s3_store_thread_pools: 2,
        ...values,
      },
    },
  });
  const container = await StoreContainer.create(configuration, silentLogger, { raiseBadConfiguration: raise });
  containers.push(container);
  return container;
}

const read = async (container: StoreContainer, uri: string, range = {}): Promise<Buffer> =>
  buffer((await container.get(uri, { backend: 'objects', ...range })).data);
const uriOf = (id: string): string => `s3://${server.accessKey}:${server.secretKey}@${server.host}/glance/${id}`;
const asked = (): string[] => server.requests.map(({ method, query }) => `${method}${query.replace(/=[^&]*/g, '')}`);
const md5 = (data: Buffer): string => createHash('md5').update(data).digest('hex');

describe('the s3 store', () => {
  it('keeps a small image as one object, under upstream’s location, and gives it back', async () => {
    const container = await stores();
    const data = randomBytes(70_000);
    const stored = await container.add('objects', 'small', Readable.from([data]), data.length);
    expect(stored).toEqual({
      uri: uriOf('small'),
      size: 70_000,
      checksum: md5(data),
      multihash: createHash('sha512').update(data).digest('hex'),
      metadata: { store: 'objects' },
    });
    expect(server.objects('glance')?.get('small')).toEqual(data);
    expect(asked().filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(await read(container, stored.uri)).toEqual(data);
    expect(await read(container, stored.uri, { offset: 69_000, length: 5000 })).toEqual(data.subarray(69_000));
    expect(await read(container, stored.uri, { offset: 10, length: 20 })).toEqual(data.subarray(10, 30));
    expect(await read(container, stored.uri, { offset: 70_000 })).toHaveLength(0);
    expect(await container.getSize(stored.uri, 'objects')).toBe(70_000);
    expect(container.identifierOf(stored.uri)).toBe('objects');
    await container.delete(stored.uri, 'objects');
    expect(server.objects('glance')?.size).toBe(0);
    await expect(container.delete(stored.uri, 'objects')).rejects.toThrow(NotFound);
    await expect(container.get(stored.uri, { backend: 'objects' })).rejects.toThrow('Image small not found');
  });

  it('keeps an image of no bytes', async () => {
    const container = await stores();
    const { uri, size } = await container.add('objects', 'empty', Readable.from([]), 0);
    expect([size, server.objects('glance')?.get('empty')?.length]).toEqual([0, 0]);
    expect(await read(container, uri)).toHaveLength(0);
  });

  it.each([LARGE.length, undefined])('sends a large image in parts, announced as %s', async (size) => {
    const container = await stores();
    const stored = await container.add('objects', 'large', Readable.from([LARGE]), size);
    expect([stored.size, stored.checksum]).toEqual([LARGE.length, md5(LARGE)]);
    expect(asked().filter((line) => line.includes('partNumber'))).toHaveLength(3);
    expect(server.objects('glance')?.get('large')?.equals(LARGE)).toBe(true);
    expect(server.buckets.get('glance')?.uploads.size).toBe(0);
    expect((await read(container, stored.uri)).equals(LARGE)).toBe(true);
  });

  it('takes no image twice, and none whose bytes are not those announced', async () => {
    const container = await stores();
    await container.add('objects', 'one', Readable.from(['x']), 1);
    await expect(container.add('objects', 'one', Readable.from(['y']), 1)).rejects.toThrow(Duplicate);
    await expect(container.add('objects', 'two', Readable.from(['y']), 2)).rejects.toThrow(SizeMismatch);
    await expect(container.add('objects', 'big', Readable.from([LARGE]), LARGE.length + 1)).rejects.toThrow(
      SizeMismatch,
    );
    expect([...(server.objects('glance')?.keys() ?? [])]).toEqual(['one']);
    expect(server.objects('glance')?.get('one')?.toString()).toBe('x');
    expect(server.buckets.get('glance')?.uploads.size).toBe(0);
  });

  it.each(['PUT partNumber', 'POST uploadId', 'POST uploads'])('leaves nothing where %s fails', async (request) => {
    const container = await stores();
    server.broken = request;
    await expect(container.add('objects', 'large', Readable.from([LARGE]), LARGE.length)).rejects.toThrow(
      RemoteServiceUnavailable,
    );
    expect(server.objects('glance')?.size).toBe(0);
    expect(server.buckets.get('glance')?.uploads.size).toBe(0);
  });

  it('passes on what the stream fails with', async () => {
    const container = await stores();
    const torn = Readable.from(
      (async function* () {
        yield LARGE;
        throw new Error('the client is gone');
      })(),
    );
    await expect(container.add('objects', 'torn', torn, undefined)).rejects.toThrow('the client is gone');
    expect(server.objects('glance')?.size).toBe(0);
    expect(server.buckets.get('glance')?.uploads.size).toBe(0);
  });

  it('makes no bucket unless told to, and asks again where the server is busy', async () => {
    const container = await stores({ s3_store_create_bucket_on_put: false });
    await expect(container.add('objects', 'a', Readable.from(['x']), 1)).rejects.toThrow(
      new BackendException(
        'The bucket glance does not exist in S3. Please set the s3_store_create_bucket_on_put option to add bucket to S3 automatically.',
      ),
    );
    expect(server.buckets.size).toBe(0);
    const making = await stores();
    server.failures = 2;
    expect((await making.add('objects', 'a', Readable.from(['x']), 1)).size).toBe(1);
  });

  it('refuses with the words for it where keys are wrong or the server is away', async () => {
    const container = await stores({ s3_store_secret_key: 'wrong' });
    await expect(container.add('objects', 'a', Readable.from(['x']), 1)).rejects.toThrow(StorageWriteDenied);
    const withWrongKeys = uriOf('a').replace(server.secretKey, 'wrong');
    await expect(read(container, withWrongKeys)).rejects.toThrow(RemoteServiceUnavailable);
    const away = await stores({ s3_store_host: 'http://127.0.0.1:9' });
    await expect(away.add('objects', 'a', Readable.from(['x']), 1)).rejects.toThrow(RemoteServiceUnavailable);
  });

  it('fails a download that is cut', async () => {
    const container = await stores();
    const { uri } = await container.add('objects', 'a', Readable.from([randomBytes(500_000)]), 500_000);
    server.cutDownloads = 1;
    await expect(read(container, uri)).rejects.toThrow('aborted');
  });

  it('reads a location with the keys in it, and none without', async () => {
    const container = await stores({ s3_store_secret_key: 'another', s3_store_access_key: 'NOBODY' });
    server.buckets.clear();
    const owner = await stores();
    await owner.add('objects', 'a', Readable.from(['hello']), 5);
    expect((await read(container, uriOf('a'))).toString()).toBe('hello');
    await expect(read(owner, `s3://${server.host}/glance/a`)).rejects.toThrow(BadStoreUri);
  });

  it.each([
    [{ s3_store_host: undefined }, 'Could not find s3_store_host in configuration options.'],
    [{ s3_store_bucket: '' }, 'Could not find s3_store_bucket in configuration options.'],
    [{ s3_store_large_object_chunk_size: 4 }, 's3_store_large_object_chunk_size must be at least 5 MB.'],
    [{ s3_store_thread_pools: 0 }, 's3_store_thread_pools must be a positive integer. 0'],
    [{ s3_store_host: 'a b' }, 's3_store_host is no host: a b'],
    [
      { s3_store_bucket_url_format: 'virtual', s3_store_bucket: 'Not_A_Host' },
      "the bucket Not_A_Host cannot be part of a host's name, as s3_store_bucket_url_format virtual asks",
    ],
    [{ s3_store_cacert: '/nowhere/ca.pem' }, 'cannot read /nowhere/ca.pem: ENOENT'],
  ])('cannot be configured with %j', async (values, reason) => {
    await expect(stores(values, true)).rejects.toThrow(BadStoreConfiguration);
    await expect(stores(values, true)).rejects.toThrow(`Store s3 could not be configured correctly. Reason: ${reason}`);
    const container = await stores(values);
    await expect(container.add('objects', 'a', Readable.from(['x']), 1)).rejects.toThrow(StoreAddDisabled);
  });

  it('is chosen by its scheme in the old style, and shows its sizes', async () => {
    const file = join(folder, 'glance-api.conf');
    writeFileSync(
      file,
      `[glance_store]\nstores = s3\ndefault_store = s3\ns3_store_host = ${server.host}\n` +
        `s3_store_access_key = ${server.accessKey}\ns3_store_secret_key = ${server.secretKey}\n` +
        's3_store_bucket = glance\ns3_store_create_bucket_on_put = true\n',
    );
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      environment: {},
      groups: [],
      configFiles: [file],
    });
    const container = await StoreContainer.create(configuration);
    containers.push(container);
    const { uri, metadata } = await container.add(undefined, 'a', Readable.from(['x']), 1);
    expect([uri, metadata]).toEqual([uriOf('a'), {}]);
    expect(container.stores()).toMatchObject([
      {
        id: 's3',
        readOnly: false,
        properties: {
          s3_store_large_object_size: 100 * MIB,
          s3_store_large_object_chunk_size: 10 * MIB,
          s3_store_thread_pools: 10,
        },
      },
    ]);
  });
});

describe('a location in S3', () => {
  it('may have slashes in its secret key', () => {
    expect(parseS3Location('s3+https://key:se/cr/et@s3.example.org:8080/path/bucket/object')).toEqual({
      scheme: 's3+https',
      uri: 's3+https://key:se/cr/et@s3.example.org:8080/path/bucket/object',
      credentials: { accessKey: 'key', secretKey: 'se/cr/et' },
      host: 's3.example.org:8080/path',
      bucket: 'bucket',
      key: 'object',
    });
  });

  it.each([
    's3://key:secret@http://host/bucket/object',
    's3://key@host/bucket/object',
    's3://host/bucket/object',
    's3://key:secret@host/object',
    's3://key:secret@object',
    's3://a:b@c:d@host/bucket/object',
    'http://key:secret@host/bucket/object',
  ])('is not %s', (uri) => {
    expect(() => parseS3Location(uri)).toThrow(BadStoreUri);
    try {
      parseS3Location(uri);
    } catch (error) {
      expect((error as Error).message).not.toContain('secret');
    }
  });
});
