// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Configuration, type Logger, option, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Capability } from './capabilities.js';
import { registeredDrivers } from './driver-registry.js';
import {
  BadStoreConfiguration,
  BadStoreUri,
  NotFound,
  StoreAddDisabled,
  StoreDeleteNotSupported,
  StoreGetNotSupported,
  StoreRandomGetNotSupported,
  StoreSelectionError,
  UnknownScheme,
} from './errors.js';
import { type ImageStore, defineDriver } from './image-store.js';
import { StoreContainer, type StoreContainerOptions } from './store-container.js';

let root: string;
const lines: string[] = [];
const containers: StoreContainer[] = [];
const logger: Logger = { ...silentLogger, warning: (line) => lines.push(line) };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'store-container-'));
  lines.length = 0;
});
afterEach(async () => {
  for (const container of containers.splice(0)) await container.close();
  await rm(root, { recursive: true, force: true });
});

/** A container out of an ini file, in which `@` is a folder of the test's own. */
async function containerOf(ini: string, options?: StoreContainerOptions): Promise<StoreContainer> {
  const file = join(root, 'glance-api.conf');
  writeFileSync(file, ini.replaceAll('@', root).replace(/^ +/gm, ''));
  const configuration = await Configuration.load({
    project: 'glance',
    program: 'glance-api',
    environment: {},
    groups: [],
    configFiles: [file],
  });
  const container = await StoreContainer.create(configuration, logger, options);
  containers.push(container);
  return container;
}

const OLD_STYLE = `
  [DEFAULT]
  node_staging_uri = file://@/staging/
  [glance_store]
  stores = file,http
  default_store = file
  filesystem_store_datadir = @/images
  [task]
  work_dir = @/work`;

const SEVERAL = `
  [DEFAULT]
  enabled_backends = fast:file, slow:file, web:http
  [glance_store]
  default_backend = fast
  [fast]
  filesystem_store_datadir = @/fast
  store_description = Flash
  [slow]
  filesystem_store_datadir = @/slow
  [os_glance_staging_store]
  filesystem_store_datadir = @/staging
  [os_glance_tasks_store]
  filesystem_store_datadir = @/tasks`;

const text = async (container: StoreContainer, uri: string, backend?: string): Promise<string> =>
  (await buffer((await container.get(uri, { backend })).data)).toString();

describe('StoreContainer in the old style', () => {
  it('adds, reads, measures and deletes by the scheme', async () => {
    const container = await containerOf(OLD_STYLE);
    const { uri, size, metadata } = await container.add(undefined, 'a', Readable.from(['hello']), 5);
    expect([uri, size, metadata]).toEqual([`file://${root}/images/a`, 5, {}]);
    expect(await text(container, uri)).toBe('hello');
    expect((await buffer((await container.get(uri, { offset: 1, length: 3 })).data)).toString()).toBe('ell');
    expect(await container.getSize(uri)).toBe(5);
    await container.delete(uri);
    await expect(container.get(uri)).rejects.toThrow(new NotFound({ image: `${root}/images/a` }));
    expect(container.multiStore).toBe(false);
    expect(container.defaultBackend).toBe('file');
  });

  it('has both stores, and file first, where nothing is configured', async () => {
    const container = await containerOf(`
      [glance_store]
      filesystem_store_datadir = @/images`);
    expect(
      container.stores().map(({ id, isDefault, readOnly, available }) => [id, isDefault, readOnly, available]),
    ).toEqual([
      ['file', true, false, true],
      ['http', false, true, true],
    ]);
    expect(container.knownSchemes).toEqual(['file', 'filesystem', 'http', 'https']);
  });

  it('knows drivers by their old class names, and schemes that share a store', async () => {
    const container = await containerOf(`
      [glance_store]
      stores = glance.store.filesystem.Store, glance.store.http.Store
      default_store = filesystem
      filesystem_store_datadir = @/images`);
    const { uri } = await container.add(undefined, 'a', Readable.from(['x']), 1);
    expect(await text(container, uri.replace('file:', 'filesystem:'))).toBe('x');
    expect(container.stores()[0]?.isDefault).toBe(true);
  });

  it('keeps staged images in the folder of node_staging_uri, made when it is needed', async () => {
    const container = await containerOf(OLD_STYLE);
    expect(existsSync(join(root, 'staging'))).toBe(false);
    expect(await container.stagedUriOf('a')).toBe(`file://${root}/staging/a`);
    const { uri } = await container.add('os_glance_staging_store', 'a', Readable.from(['x']), undefined);
    expect(uri).toBe(`file://${root}/staging/a`);
    expect(await text(container, uri)).toBe('x');
    await container.delete(uri, 'os_glance_staging_store');
    await container.add('os_glance_tasks_store', 'b', Readable.from(['x']), undefined);
    expect(readdirSync(join(root, 'work'))).toEqual(['b']);
  });

  it('has no folder for tasks without work_dir, and says when node_staging_uri is no folder', async () => {
    const container = await containerOf(`
      [DEFAULT]
      node_staging_uri = http://a/b
      [glance_store]
      filesystem_store_datadir = @/images`);
    for (const name of ['os_glance_tasks_store', 'os_glance_staging_store'])
      await expect(container.add(name, 'b', Readable.from(['x']), 1)).rejects.toThrow(
        `Store for identifier ${name} not found`,
      );
    expect(lines).toContain("'node_staging_uri' is not set correctly. Could not load staging store.");
  });

  it('leaves out drivers that are not here, and says so', async () => {
    const container = await containerOf(`
      [glance_store]
      stores = rbd,file,swift
      filesystem_store_datadir = @/images`);
    expect(container.stores().map(({ id, available }) => [id, available])).toEqual([
      ['rbd', false],
      ['file', true],
      ['swift', false],
    ]);
    expect(lines).toEqual([
      'Failed to load driver rbd: there is no such driver here. The driver will be disabled',
      'Failed to load driver swift: there is no such driver here. The driver will be disabled',
    ]);
    await expect(container.get('rbd://a/b')).rejects.toThrow(new UnknownScheme({ scheme: 'rbd' }));
  });

  it('refuses to start without its default store', async () => {
    const missing = await containerOf(`
      [glance_store]
      stores = rbd
      default_store = rbd`).catch((error: unknown) => error);
    expect(missing).toBeInstanceOf(BadStoreConfiguration);
    expect(String(missing)).toContain(
      'Store rbd could not be configured correctly. Reason: there is no driver rbd here.',
    );
    await expect(
      containerOf(`
      [glance_store]
      stores = http`),
    ).rejects.toThrow(new StoreSelectionError('Store for scheme file not found'));
  });

  it('leads no file URI out of its folders', async () => {
    const container = await containerOf(OLD_STYLE);
    writeFileSync(join(root, 'secret'), 'secret');
    for (const uri of ['file:///etc/passwd', `file://${root}/secret`, `file://${root}/images/../secret`]) {
      await expect(container.get(uri)).rejects.toThrow(BadStoreUri);
      await expect(container.delete(uri)).rejects.toThrow(BadStoreUri);
    }
  });
});

describe('StoreContainer with several back ends', () => {
  it('adds to the default one, or to the one that is named', async () => {
    const container = await containerOf(SEVERAL);
    const first = await container.add(undefined, 'a', Readable.from(['1']), 1);
    const second = await container.add('slow', 'a', Readable.from(['2']), 1);
    expect([first.uri, first.metadata]).toEqual([`file://${root}/fast/a`, { store: 'fast' }]);
    expect([second.uri, second.metadata]).toEqual([`file://${root}/slow/a`, { store: 'slow' }]);
    expect(await text(container, second.uri, 'slow')).toBe('2');
    await expect(container.get(second.uri, { backend: 'fast' })).rejects.toThrow(BadStoreUri);
    await container.delete(second.uri, 'slow');
    expect(readdirSync(join(root, 'slow'))).toEqual([]);
  });

  it('lists them', async () => {
    const container = await containerOf(SEVERAL);
    expect(container.stores()).toEqual([
      {
        id: 'fast',
        type: 'file',
        description: 'Flash',
        isDefault: true,
        readOnly: false,
        available: true,
        properties: { data_dir: join(root, 'fast'), chunk_size: 65536, thin_provisioning: false },
      },
      expect.objectContaining({ id: 'slow', description: undefined, isDefault: false }),
      {
        id: 'web',
        type: 'http',
        description: undefined,
        isDefault: false,
        readOnly: true,
        available: true,
        properties: {},
      },
    ]);
    expect([container.multiStore, container.defaultBackend]).toEqual([true, 'fast']);
  });

  it('finds the back end of a location that has none', async () => {
    const container = await containerOf(SEVERAL);
    const { uri } = await container.add('slow', 'a', Readable.from(['2']), 1);
    expect(await text(container, uri)).toBe('2');
    expect(lines).toContain('Backend is not set to image, searching all backends based on location URI.');
    expect(container.identifierOf(uri)).toBe('slow');
    expect(container.identifierOf('https://a/b')).toBe('web');
    expect(container.identifierOf('file:///etc/passwd')).toBeUndefined();
    expect(container.identifierOf('swift://x')).toBeUndefined();
    await container.delete(uri);
    await expect(container.getSize(uri)).rejects.toThrow(NotFound);
  });

  it('searches all that share a folder', async () => {
    const container = await containerOf(SEVERAL.replace('@/slow', '@/fast'));
    await expect(container.get(`file://${root}/fast/none`)).rejects.toThrow(
      new NotFound('Image not found in any configured backend'),
    );
  });

  it('has stores of its own, which it does not list', async () => {
    const container = await containerOf(SEVERAL);
    const { uri, metadata } = await container.add('os_glance_staging_store', 'a', Readable.from(['x']), undefined);
    expect([uri, metadata]).toEqual([`file://${root}/staging/a`, { store: 'os_glance_staging_store' }]);
    expect(await container.stagedUriOf('a')).toBe(uri);
    await container.add('os_glance_tasks_store', 'a', Readable.from(['x']), undefined);
    expect(readdirSync(join(root, 'tasks'))).toEqual(['a']);
    expect(container.stores().map(({ id }) => id)).toEqual(['fast', 'slow', 'web']);
  });

  it('does not know what is not enabled', async () => {
    const container = await containerOf(SEVERAL);
    await expect(container.add('none', 'a', Readable.from(['x']), 1)).rejects.toThrow(
      new UnknownScheme('Store for identifier none not found'),
    );
    await expect(container.get('http://a/b', { backend: 'none' })).rejects.toThrow(
      new UnknownScheme({ scheme: 'none' }),
    );
    await expect(container.get('http://a/b', { backend: 'fast' })).rejects.toThrow(
      new UnknownScheme({ scheme: 'fast' }),
    );
    await expect(container.get('cinder://a')).rejects.toThrow(new UnknownScheme({ scheme: 'cinder' }));
    await expect(container.get('a')).rejects.toThrow(new UnknownScheme({ scheme: '' }));
  });

  it('reads from web servers, and neither adds nor deletes there', async () => {
    const server = createServer((_, response) => void response.end('remote'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/image`;
    const container = await containerOf(SEVERAL);
    expect(await text(container, uri, 'web')).toBe('remote');
    expect(await text(container, uri)).toBe('remote');
    await expect(container.add('web', 'a', Readable.from(['x']), 1)).rejects.toThrow(StoreAddDisabled);
    await expect(container.delete(uri, 'web')).rejects.toThrow(StoreDeleteNotSupported);
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['enabled_backends = a:file', "'default_backend' config option is not set.", 1],
    ['enabled_backends = a:file\n[glance_store]\ndefault_backend = b', 'Store for identifier b not found', 1],
    [
      'enabled_backends = a:rbd\n[glance_store]\ndefault_backend = a',
      'Store a could not be configured correctly. Reason: there is no driver rbd here.',
      3,
    ],
    [
      'enabled_backends = os_glance_x:file\n[glance_store]\ndefault_backend = os_glance_x',
      "'os_glance_' prefix should not be used in enabled_backends config option. It is reserved for internal use only.",
      1,
    ],
  ])('does not start with %j', async (ini, message, exitCode) => {
    await expect(containerOf(`[DEFAULT]\n${ini}`)).rejects.toMatchObject({ message, exitCode });
  });

  it('shows a back end whose driver is not here as unavailable', async () => {
    const container = await containerOf(SEVERAL.replace('web:http', 'ceph:rbd'));
    expect(container.stores().at(-1)).toMatchObject({ id: 'ceph', type: 'rbd', available: false });
    await expect(container.add('ceph', 'a', Readable.from(['x']), 1)).rejects.toThrow(UnknownScheme);
  });
});

describe('StoreContainer and a store that cannot be configured', () => {
  const broken = SEVERAL.replace('@/slow', '@/file/slow');

  it('only takes adding and deleting from it', async () => {
    writeFileSync(join(root, 'file'), '');
    const container = await containerOf(broken);
    expect(lines).toContain(
      'Failed to configure store correctly: Store filesystem could not be configured correctly. Reason: ' +
        `Unable to create datadir: ${root}/file/slow Disabling add method.`,
    );
    await expect(container.add('slow', 'a', Readable.from(['x']), 1)).rejects.toThrow(
      new StoreAddDisabled('Configuration for store failed. Adding images to this store is disabled.'),
    );
    await expect(container.delete(`file://${root}/file/slow/a`, 'slow')).rejects.toThrow(StoreDeleteNotSupported);
    await expect(container.get(`file://${root}/file/slow/a`, { backend: 'slow' })).rejects.toThrow(NotFound);
    await container.add('fast', 'a', Readable.from(['x']), 1);
    expect(lines.filter((line) => line.startsWith('Failed to configure'))).toHaveLength(1);
  });

  it('refuses to start when asked to', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(containerOf(broken, { raiseBadConfiguration: true })).rejects.toThrow(BadStoreConfiguration);
  });
});

describe('StoreContainer.isAllowedForClients', () => {
  it.each([
    ['http', true],
    ['HTTPS', true],
    ['file', false],
    ['FILE', false],
    ['filesystem', false],
    ['swift+config', false],
    ['swift', false],
    ['', false],
  ])('%s: %s', async (scheme, allowed) => {
    expect((await containerOf(SEVERAL)).isAllowedForClients(scheme)).toBe(allowed);
  });
});

describe('a driver of one’s own', () => {
  /** Keeps images in memory, and reads them from the beginning only. */
  const memoryDriver = (capabilities: number = Capability.READ_ACCESS | Capability.WRITE_ACCESS) =>
    defineDriver({
      names: ['memory'],
      schemes: ['memory'],
      readOnly: false,
      options: { memory_prefix: option.string({ default: 'none' }) },
      create: ({ upload }, options): ImageStore => {
        const images = new Map<string, Buffer>();
        const found = (uri: string): Buffer => images.get(uri) ?? Buffer.alloc(0);
        return {
          capabilities,
          configure: async () => undefined,
          locationOf: (uri) => ({ scheme: 'memory', uri }),
          owns: () => true,
          uriOf: (imageId) => `memory://${options.memory_prefix}/${imageId}`,
          add: async (imageId, data, size, how) => {
            const pieces: Buffer[] = [];
            const result = await upload.run(data, size, how, async (bytes) => void pieces.push(Buffer.from(bytes)));
            const uri = `memory://${options.memory_prefix}/${imageId}`;
            images.set(uri, Buffer.concat(pieces));
            return { ...result, uri, metadata: {} };
          },
          get: async ({ uri }) => ({ data: Readable.from([found(uri)]), size: found(uri).length }),
          getSize: async ({ uri }) => found(uri).length,
          delete: async ({ uri }) => void images.delete(uri),
          properties: () => ({ prefix: options.memory_prefix }),
          close: async () => undefined,
        };
      },
    });
  const ini = `
    [DEFAULT]
    enabled_backends = m:memory
    [glance_store]
    default_backend = m
    [m]
    memory_prefix = p
    [os_glance_staging_store]
    filesystem_store_datadir = @/staging
    [os_glance_tasks_store]
    filesystem_store_datadir = @/tasks`;

  it('is one object, with options of its own group', async () => {
    const container = await containerOf(ini, { drivers: [...registeredDrivers, memoryDriver()] });
    const { uri } = await container.add(undefined, 'a', Readable.from(['abc']), 3);
    expect(uri).toBe('memory://p/a');
    expect(await text(container, uri, 'm')).toBe('abc');
    expect(container.isAllowedForClients('memory')).toBe(true);
  });

  it('is asked only for what it can', async () => {
    const container = await containerOf(ini, { drivers: [memoryDriver()] });
    await expect(container.get('memory://p/a', { offset: 1 })).rejects.toThrow(
      new StoreRandomGetNotSupported({ offset: 1, chunk_size: 'None' }),
    );
    await expect(container.get('memory://p/a', { length: 1 })).rejects.toThrow(StoreRandomGetNotSupported);
    const writeOnly = await containerOf(ini, { drivers: [memoryDriver(Capability.WRITE_ACCESS)] });
    await expect(writeOnly.get('memory://p/a')).rejects.toThrow(StoreGetNotSupported);
  });
});

describe('StoreContainer.close', () => {
  it('ends uploads, and leaves nothing of them', async () => {
    const container = await containerOf(OLD_STYLE);
    mkdirSync(join(root, 'images'), { recursive: true });
    const endless = new Readable({
      read() {
        setTimeout(() => this.push(Buffer.alloc(300_000)), 5);
      },
    });
    const upload = expect(container.add(undefined, 'a', endless, undefined)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await container.close();
    await upload;
    endless.destroy();
    expect(readdirSync(join(root, 'images'))).toEqual([]);
  });
});
