// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BlockStorage, LATEST } from '../src/block-storage.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let storage: BlockStorage;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  storage = new BlockStorage(cloud);
});
afterAll(() => cloud.stop());

const asDemo = (...words: readonly string[]): Promise<string> => cloud.openstackAs('stackport-demo', ...words);

describe('openstack volume type', () => {
  it('create, set, unset: extra specs, name and description', async () => {
    const words = ['--description', 'fast', '--property', 'volume_backend_name=file', '--property', 'tier=1', 'gold'];
    const type = await storage.one('volume', 'type', 'create', ...words);
    expect(type).toMatchObject({ is_public: true, properties: { volume_backend_name: 'file', tier: '1' } });
    await storage.run('volume', 'type', 'set', '--name', 'golden', '--property', 'tier=2', type.id);
    await storage.run('volume', 'type', 'unset', '--property', 'tier', 'golden');
    expect(await storage.one('volume', 'type', 'show', 'golden')).toMatchObject({
      ...{ id: type.id, name: 'golden', description: 'fast', properties: { volume_backend_name: 'file' } },
    });
    expect(await storage.volume('of-type', '--size', '1', '--type', 'golden')).toMatchObject({ type: 'golden' });
    await expect(storage.run('volume', 'type', 'delete', 'golden')).rejects.toThrow(/1 of 1 volume types failed/);
    const users = JSON.parse(await asDemo('volume', 'type', 'show', type.id, '-f', 'json')) as object;
    expect(users).toMatchObject({ name: 'golden' });
  });

  it('no back end fits: the volume is an error, and a message says why', async () => {
    await storage.run('volume', 'type', 'create', '--property', 'volume_backend_name=nowhere', 'nowhere');
    const { id } = await storage.one('volume', 'create', '--size', '1', '--type', 'nowhere', 'homeless');
    await storage.until('volume', id, 'error');
    const [message = {}] = await storage.list(...LATEST, 'volume', 'message', 'list');
    expect(message).toMatchObject({
      ...{ 'Resource Type': 'VOLUME', 'Resource UUID': id, 'Message Level': 'ERROR' },
      'User Message': expect.stringContaining('Could not find any available weighted backend') as string,
    });
    const shown = await storage.one(...LATEST, 'volume', 'message', 'show', String(message.ID));
    expect(shown).toMatchObject({ resource_uuid: id });
    await storage.run(...LATEST, 'volume', 'message', 'delete', String(message.ID));
    expect(await storage.list(...LATEST, 'volume', 'message', 'list')).toEqual([]);
    await storage.remove('volume', id);
    await storage.run('volume', 'type', 'delete', 'nowhere');
  });

  it('private: for the projects that have access', async () => {
    const { id } = await storage.one('volume', 'type', 'create', '--private', 'secret');
    expect(await asDemo('volume', 'type', 'list', '-f', 'value', '-c', 'Name')).not.toContain('secret');
    await expect(asDemo('volume', 'create', '--size', '1', '--type', id, 'x')).rejects.toThrow(/could not be found/);
    await storage.run('volume', 'type', 'set', '--project', 'demo', 'secret');
    const { id: demo } = await storage.one('project', 'show', 'demo');
    expect(await storage.one('volume', 'type', 'show', 'secret')).toMatchObject({ access_project_ids: [demo] });
    expect(await asDemo('volume', 'type', 'list', '-f', 'value', '-c', 'Name')).toContain('secret');
    await storage.run('volume', 'type', 'unset', '--project', 'demo', 'secret');
    expect(await asDemo('volume', 'type', 'list', '-f', 'value', '-c', 'Name')).not.toContain('secret');
    await storage.run('volume', 'type', 'delete', 'secret');
    expect(await storage.list('volume', 'type', 'list')).not.toContainEqual(expect.objectContaining({ ID: id }));
  });

  it('with encryption: created with it, set, and taken away', async () => {
    const words = ['--encryption-provider', 'luks', '--encryption-control-location', 'front-end', 'sealed'];
    const created = await storage.one('volume', 'type', 'create', ...words);
    expect(created.encryption).toMatchObject({ provider: 'luks', control_location: 'front-end' });
    const set = ['--encryption-cipher', 'aes-xts-plain64', '--encryption-key-size', '256', 'sealed'];
    await storage.run('volume', 'type', 'set', ...set);
    const listed = await storage.list('volume', 'type', 'list', '--encryption-type');
    expect(listed.find(({ Name }) => Name === 'sealed')?.Encryption).toMatchObject({
      ...{ provider: 'luks', cipher: 'aes-xts-plain64', key_size: 256, control_location: 'front-end' },
    });
    await storage.run('volume', 'type', 'unset', '--encryption-type', 'sealed');
    const shown = await storage.one('volume', 'type', 'show', '--encryption-type', 'sealed');
    expect(shown.encryption).toEqual({});
    await storage.run('volume', 'type', 'delete', 'sealed');
  });

  it("a project's default", async () => {
    const { id: project } = await storage.one('project', 'show', 'demo');
    await storage.run('volume', 'type', 'create', 'usual');
    await cloud.cinder('--os-volume-api-version', '3.62', 'default-type-set', 'usual', project);
    const made = JSON.parse(await asDemo('volume', 'create', '--size', '1', 'd', '-f', 'json')) as object;
    expect(made).toMatchObject({ type: 'usual' });
    await cloud.cinder('--os-volume-api-version', '3.62', 'default-type-unset', project);
    expect(JSON.parse(await asDemo('volume', 'create', '--size', '1', 'e', '-f', 'json'))).toMatchObject({
      type: '__DEFAULT__',
    });
  });
});
