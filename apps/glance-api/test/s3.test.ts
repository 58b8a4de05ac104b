// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { S3TestServer } from '@stackport/image-store/testing';
import { Client } from '@stackport/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GlanceApi } from './glance-api.js';

describe('glance-api with a store in S3 beside one of files', () => {
  let s3: S3TestServer;
  let api: GlanceApi;
  let client: Client;
  beforeAll(async () => {
    s3 = await S3TestServer.start();
    api = await GlanceApi.create();
    await api.configure(
      '[DEFAULT]\nenabled_backends = files:file, objects:s3\n[glance_store]\ndefault_backend = files\n' +
        `[files]\nfilesystem_store_datadir = ${api.folder.file('images')}\n` +
        `[os_glance_staging_store]\nfilesystem_store_datadir = ${api.folder.file('staging')}\n` +
        `[os_glance_tasks_store]\nfilesystem_store_datadir = ${api.folder.file('tasks')}\n` +
        `[objects]\nstore_description = Objects\ns3_store_host = ${s3.url}\ns3_store_access_key = ${s3.accessKey}\n` +
        `s3_store_secret_key = ${s3.secretKey}\ns3_store_bucket = glance\ns3_store_create_bucket_on_put = true\n` +
        's3_store_large_object_chunk_size = 5\n',
    );
    client = Client.to((await api.start()).url);
  });
  afterAll(async () => {
    await api.clean();
    await s3.stop();
  });

  it('keeps an image where X-Image-Meta-Store says, and gives it back from there', async () => {
    const data = randomBytes(6 * 1024 * 1024);
    const id = (await client.post('/v2/images', { disk_format: 'raw', container_format: 'bare' })).field('id');
    const uploaded = await client.send('PUT', `/v2/images/${id}/file`, {
      headers: { 'Content-Type': 'application/octet-stream', 'X-Image-Meta-Store': 'objects' },
      body: data,
    });
    expect(uploaded.status, uploaded.text).toBe(204);
    expect(s3.objects('glance')?.get(id)?.equals(data)).toBe(true);
    expect(readdirSync(api.folder.file('images'))).toEqual([]);
    expect((await client.get(`/v2/images/${id}`)).json()).toMatchObject({ status: 'active', stores: 'objects' });
    expect((await client.get(`/v2/images/${id}/file`)).bytes.equals(data)).toBe(true);
    const part = await client.send('GET', `/v2/images/${id}/file`, { headers: { Range: 'bytes=10-19' } });
    expect([part.status, part.bytes.equals(data.subarray(10, 20))]).toEqual([206, true]);
    expect((await client.send('DELETE', `/v2/images/${id}`)).status).toBe(204);
    expect(s3.objects('glance')?.size).toBe(0);
  });

  it('shows it among its stores', async () => {
    expect((await client.get('/v2/info/stores')).json()).toMatchObject({
      stores: [
        { id: 'files', default: 'true' },
        { id: 'objects', description: 'Objects' },
      ],
    });
  });
});
