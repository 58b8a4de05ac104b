// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance, MEMBER } from '../../import/test-support.js';

let glance: LiveGlance;
afterEach(() => glance.close());

const get = (path: string, token = MEMBER) => glance.ask('GET', path, undefined, { 'X-Auth-Token': token });

describe('a service with one store', () => {
  it('tells its import methods, and that there are no stores to choose from', async () => {
    glance = await LiveGlance.start();
    expect(await glance.json('/v2/info/import')).toEqual({
      'import-methods': {
        description: 'Import methods available.',
        type: 'array',
        value: ['glance-direct', 'web-download'],
      },
    });
    expect((await get('/v2/info/usage')).text).toBe('{"usage":{}}');
    for (const path of ['/v2/info/stores', '/v2/info/stores/detail']) {
      const { status, text } = await get(path);
      expect([status, text]).toEqual([404, expect.stringContaining('Multi backend is not supported at this site.')]);
    }
    const id = await glance.create();
    expect((await glance.ask('DELETE', `/v2/stores/x/${id}`)).status).toBe(404);
  });

  it('has no staging where the operator does not want it', async () => {
    glance = await LiveGlance.start({ values: { DEFAULT: { enabled_import_methods: ['web-download'] } } });
    const id = await glance.create();
    const { status, text } = await glance.ask('PUT', `/v2/images/${id}/stage`, Buffer.from('x'));
    expect([status, text]).toEqual([
      404,
      expect.stringContaining("'glance-direct' method is not available at this site."),
    ]);
  });
});

describe('a service with several stores', () => {
  it('tells of them, and admins more', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const stores = [
      { id: 'fast', description: 'The fast one', default: 'true' },
      { id: 'slow' },
      { id: 'web', 'read-only': 'true' },
    ];
    expect(await glance.json('/v2/info/stores')).toEqual({ stores });
    expect((await get('/v2/info/stores/detail')).status).toBe(403);
    const file = (name: string) => ({
      type: 'file',
      properties: { data_dir: join(glance.folder, name), chunk_size: 65536, thin_provisioning: false },
    });
    expect(await glance.json('/v2/info/stores/detail', ADMIN)).toEqual({
      stores: [
        { ...stores[0], ...file('fast') },
        { ...stores[1], ...file('slow') },
        { ...stores[2], type: 'http', properties: {} },
      ],
    });
    const { value } = (await glance.json<{ 'import-methods': { value: string[] } }>('/v2/info/import'))[
      'import-methods'
    ];
    expect(value).toEqual(['glance-direct', 'web-download', 'copy-image']);
  });

  it('lets an image be deleted from one of its stores', async () => {
    glance = await LiveGlance.start({ multiStore: true });
    const id = await glance.create();
    const remove = (store: string, image = id, token = ADMIN) =>
      glance.ask('DELETE', `/v2/stores/${store}/${image}`, undefined, { 'X-Auth-Token': token });
    const inactive = await remove('fast');
    expect([inactive.status, inactive.text]).toEqual([409, expect.stringContaining("if image status is not 'active'")]);
    await glance.ask('PUT', `/v2/images/${id}/file`, Buffer.from('data'));
    const last = await remove('fast');
    expect([last.status, last.text]).toEqual([
      403,
      expect.stringContaining('Cannot delete image data from the only store containing it.'),
    ]);
    await glance.ask(
      'POST',
      `/v2/images/${id}/import`,
      { method: { name: 'copy-image' }, stores: ['slow'] },
      { 'X-Auth-Token': ADMIN },
    );
    await glance.finished(id);
    const unknown = await remove('nope');
    expect([unknown.status, unknown.text]).toEqual([
      409,
      expect.stringContaining('The selected store nope is not available on this node.'),
    ]);
    const elsewhere = await remove('web');
    expect([elsewhere.status, elsewhere.text]).toEqual([
      404,
      expect.stringContaining(`Image ${id} is not stored in store web.`),
    ]);
    const missing = await remove('fast', 'nope');
    expect([missing.status, missing.text]).toEqual([404, expect.stringContaining('Failed to find image nope')]);
    expect((await remove('fast', id, 'other:member')).status).toBe(404);
    expect((await remove('fast')).status).toBe(204);
    expect(await glance.image(id)).toMatchObject({ status: 'active', stores: 'slow' });
    expect([await glance.files('fast'), await glance.files('slow')]).toEqual([[], [id]]);
    expect((await get(`/v2/images/${id}/file`)).text).toBe('data');
  });
});
