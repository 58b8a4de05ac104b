// SPDX-License-Identifier: Apache-2.0
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { novaOptionGroups } from '../options/index.js';
import { GlanceClient } from './glance-client.js';
import type { ImageValues } from './images.js';
import { catalogOf, NeighbourStub } from './test-support.js';

const glance = new NeighbourStub();
const client = GlanceClient.fromConfiguration(Configuration.of([...novaOptionGroups]), silentLogger);
let context: RequestContext;
let folder: string;
beforeAll(async () => {
  await glance.listen();
  context = new RequestContext({ authToken: 'user token', serviceCatalog: catalogOf('image', glance.url) });
  folder = await mkdtemp(join(tmpdir(), 'stackport-download-image-'));
});
afterAll(async () => {
  await client.close();
  await glance.close();
  await rm(folder, { recursive: true });
});

/** An image of those bytes. */
function imageOf(bytes: Buffer, changes: Partial<ImageValues> = {}): ImageValues {
  return {
    id: 'i',
    name: 'i',
    status: 'active',
    disk_format: 'raw',
    container_format: 'bare',
    checksum: createHash('md5').update(bytes).digest('hex'),
    os_hash_algo: 'sha512',
    os_hash_value: createHash('sha512').update(bytes).digest('hex'),
    size: bytes.length,
    min_disk: 0,
    min_ram: 0,
    owner: null,
    is_public: true,
    deleted: false,
    deleted_at: null,
    created_at: '',
    updated_at: '',
    properties: {},
    ...changes,
  };
}

describe('download', () => {
  it('writes the bytes, which are those of the hash', async () => {
    const bytes = randomBytes(1_500_000);
    glance.answers.push({ body: bytes });
    await client.download(context, imageOf(bytes), join(folder, 'whole'));
    expect((await readFile(join(folder, 'whole'))).equals(bytes)).toBe(true);
    expect(glance.last.url).toBe('/v2/images/i/file');
  });

  it('takes the checksum where an image has no better hash', async () => {
    const bytes = Buffer.from('some bytes');
    for (const algorithm of [null, 'unheard-of']) {
      const path = join(folder, `checksum-${algorithm ?? 'none'}`);
      glance.answers.push({ body: bytes });
      await client.download(context, imageOf(bytes, { os_hash_algo: algorithm }), path);
      expect(await readFile(path, 'utf8')).toBe('some bytes');
      glance.answers.push({ body: Buffer.from('same bytes') });
      await expect(
        client.download(context, imageOf(bytes, { os_hash_algo: algorithm }), `${path}-2`),
      ).rejects.toMatchObject({ name: 'ImageUnacceptable' });
    }
  });

  it('leaves nothing of bytes that are others, or too few', async () => {
    const before = await readdir(folder);
    glance.answers.push({ body: Buffer.from('other') }, { body: Buffer.from('than') }, { status: 204 });
    await expect(client.download(context, imageOf(Buffer.from('bytes')), join(folder, 'x'))).rejects.toThrow(
      /^Image i is unacceptable: Corrupt image download\. Hash was [0-9a-f]{128} expected/,
    );
    await expect(client.download(context, imageOf(Buffer.from('bytes')), join(folder, 'x'))).rejects.toMatchObject({
      name: 'ImageUnacceptable',
    });
    await expect(client.download(context, imageOf(Buffer.from('bytes')), join(folder, 'x'))).rejects.toThrow(
      'Image i is unacceptable: Image has no associated data',
    );
    expect(await readdir(folder)).toEqual(before);
  });

  it('does not write over what is there', async () => {
    const bytes = Buffer.from('bytes');
    glance.answers.push({ body: bytes }, { body: bytes });
    await client.download(context, imageOf(bytes), join(folder, 'once'));
    await expect(client.download(context, imageOf(bytes), join(folder, 'once'))).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await readFile(join(folder, 'once'), 'utf8')).toBe('bytes');
  });
});
