// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callers, projects, startTestAdministration, type TestAdministration } from '../test-administration.js';

const { admin, member, other } = callers;
let app: TestAdministration;
let defaultId: string;

beforeAll(async () => {
  app = await startTestAdministration();
  const made = await app.ask(admin, 'POST', '/types', { json: { volume_type: { name: '__DEFAULT__' } } });
  defaultId = (made.body as { volume_type: { id: string } }).volume_type.id;
});
afterAll(() => app.close());
beforeEach(() => {
  app.events.length = 0;
});

async function createType(name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await app.ask(admin, 'POST', '/types', { json: { volume_type: { name, ...more } } });
  expect(status).toBe(200);
  return (body as { volume_type: { id: string } }).volume_type.id;
}
const addVolume = (volumeTypeId: string) =>
  app.opened.database.client.volume.create({
    data: { id: crypto.randomUUID(), volumeTypeId, projectId: 'p', size: 1 },
  });

describe('volume types', () => {
  it('are created by administrators, with a notification', async () => {
    const json = { volume_type: { name: 'gold', extra_specs: { volume_backend_name: 'fake' }, description: 'd' } };
    expect(await app.ask(member, 'POST', '/types', { json })).toMatchObject({
      status: 403,
      body: { forbidden: { code: 403, message: "Policy doesn't allow volume_extension:type_create to be performed." } },
    });
    const made = await app.ask(admin, 'POST', '/types', { json });
    expect(made).toMatchObject({
      status: 200,
      body: {
        volume_type: {
          name: 'gold',
          is_public: true,
          extra_specs: { volume_backend_name: 'fake' },
          description: 'd',
          'os-volume-type-access:is_public': true,
        },
      },
    });
    expect(app.events).toMatchObject([['volume_type.create', 'info', { volume_types: { name: 'gold' } }]]);
    expect(await app.ask(admin, 'POST', '/types', { json })).toMatchObject({
      status: 409,
      body: { conflictingRequest: { code: 409, message: 'Volume Type gold already exists.' } },
    });
    expect(app.events[1]).toMatchObject(['volume_type.create', 'error', { name: 'gold' }]);
    expect(await app.ask(admin, 'POST', '/types', { json: { volume_type: { name: '' } } })).toMatchObject({
      status: 400,
      body: { badRequest: { message: "Invalid input for field/attribute name. Value: . '' is too short" } },
    });
  });

  it('show users only what they may see', async () => {
    const id = await createType('shown', { extra_specs: { multiattach: '<is> True', secret: 'x' } });
    const seen = await app.ask(member, 'GET', `/types/${id}`);
    expect(seen.body).toEqual({
      volume_type: {
        id,
        name: 'shown',
        is_public: true,
        description: null,
        extra_specs: { multiattach: '<is> True' },
        'os-volume-type-access:is_public': true,
      },
    });
    expect((await app.ask(admin, 'GET', `/types/${id}`)).body).toMatchObject({
      volume_type: { extra_specs: { multiattach: '<is> True', secret: 'x' }, qos_specs_id: null },
    });
    expect((await app.ask(member, 'GET', `/types/${id}/extra_specs`)).body).toEqual({
      extra_specs: { multiattach: '<is> True' },
    });
    expect((await app.ask(member, 'GET', `/types/${id}/extra_specs/secret`)).status).toBe(404);
    expect((await app.ask(admin, 'GET', `/types/${id}/extra_specs/secret`)).body).toEqual({ secret: 'x' });
  });

  it('are listed by page and filter', async () => {
    await createType('a-list', { extra_specs: { multiattach: '<is> True', colour: 'red' } });
    const names = async (query: string, caller = admin, version = 3070): Promise<unknown> => {
      const { body } = await app.ask(caller, 'GET', `/types${query}`, { version });
      return (body as { volume_types: { name: string }[] }).volume_types.map(({ name }) => name);
    };
    expect(await names('?sort=name:asc&limit=1')).toEqual(['__DEFAULT__']);
    expect(await names(`?sort=name:asc&limit=1&marker=${defaultId}`)).toEqual(['a-list']);
    expect(await names('?sort=name:asc&limit=1&offset=1')).toEqual(['a-list']);
    const colour = encodeURIComponent("{'colour': 'red'}");
    expect(await names(`?extra_specs=${colour}`)).toEqual(['a-list']);
    expect(await names(`?extra_specs=${colour}`, member)).toEqual([]);
    expect(
      await names(`?extra_specs=${encodeURIComponent('{"multiattach":"<is> True"}')}&sort=name:asc`, member),
    ).toContain('a-list');
    expect(await names('?bogus=1', member, 3051)).toContain('a-list');
    expect((await app.ask(member, 'GET', '/types?bogus=1', { version: 3052 })).body).toMatchObject({
      badRequest: { message: 'Invalid filters bogus are found in query options.' },
    });
    expect(await names('?bogus=1')).toEqual([]);
    expect((await app.ask(admin, 'GET', '/types?extra_specs=nothing')).status).toBe(400);
    const page = await app.ask(admin, 'GET', '/types?limit=1');
    expect(page.body).toMatchObject({
      volume_type_links: [
        {
          rel: 'next',
          href: expect.stringMatching(/^http:\/\/cinder\.example:8776\/v3\/types\?limit=1&marker=/) as string,
        },
      ],
    });
    expect((await app.ask(admin, 'GET', '/types?limit=x')).body).toMatchObject({
      badRequest: { message: 'limit param must be an integer' },
    });
    expect((await app.ask(admin, 'GET', '/types?sort=bogus')).body).toMatchObject({
      badRequest: { message: 'Invalid input received: Invalid sort key' },
    });
    expect((await app.ask(admin, 'GET', '/types?is_public=maybe')).body).toMatchObject({
      badRequest: { message: 'Invalid is_public filter [maybe]' },
    });
  });

  it('are private to the projects that have access', async () => {
    const id = await createType('private', { 'os-volume-type-access:is_public': false });
    expect((await app.ask(member, 'GET', `/types/${id}`)).status).toBe(404);
    const access = (verb: string, project: string, caller = admin) =>
      app.ask(caller, 'POST', `/types/${id}/action`, { json: { [verb]: { project } } });
    expect((await access('addProjectAccess', projects.demo, member)).status).toBe(403);
    expect((await access('addProjectAccess', projects.demo)).status).toBe(202);
    expect(app.events.at(-1)).toEqual([
      'volume_type_project.access.add',
      'info',
      { volume_type_id: id, project_id: projects.demo },
    ]);
    expect(await access('addProjectAccess', projects.demo)).toMatchObject({
      status: 409,
      body: {
        conflictingRequest: {
          message: `Volume type access for ${id} / ${projects.demo} combination already exists.`,
        },
      },
    });
    expect((await app.ask(member, 'GET', `/types/${id}`)).status).toBe(200);
    expect((await app.ask(other, 'GET', `/types/${id}`)).status).toBe(404);
    expect((await app.ask(admin, 'GET', `/types/${id}/os-volume-type-access`)).body).toEqual({
      volume_type_access: [{ volume_type_id: id, project_id: projects.demo }],
    });
    expect((await access('removeProjectAccess', projects.demo)).status).toBe(202);
    expect((await access('removeProjectAccess', projects.demo)).body).toMatchObject({
      itemNotFound: { message: `Volume type access not found for ${id} / ${projects.demo} combination.` },
    });
    // The pair can come back after it was taken away.
    expect((await access('addProjectAccess', projects.demo)).status).toBe(202);
    expect((await app.ask(admin, 'GET', `/types/${defaultId}/os-volume-type-access`)).status).toBe(404);
    expect(
      (
        await app.ask(admin, 'POST', `/types/${defaultId}/action`, {
          json: { addProjectAccess: { project: projects.demo } },
        })
      ).body,
    ).toMatchObject({
      badRequest: {
        message: 'Invalid volume type: Type access modification is not applicable to public volume type.',
      },
    });
  });

  it('are renamed with their quotas', async () => {
    const id = await createType('before');
    const limits = { json: { quota_set: { volumes_before: 3 } } };
    await app.ask(admin, 'PUT', `/os-quota-sets/${projects.other}`, limits);
    const changed = await app.ask(admin, 'PUT', `/types/${id}`, {
      json: { volume_type: { name: 'after', is_public: 'no' } },
    });
    expect(changed.body).toEqual({
      volume_type: { id, name: 'after', is_public: false, extra_specs: {}, description: null },
    });
    expect((await app.ask(admin, 'GET', `/os-quota-sets/${projects.other}`)).body).toMatchObject({
      quota_set: { volumes_after: 3 },
    });
    expect((await app.ask(admin, 'PUT', `/types/${id}`, { json: { volume_type: {} } })).body).toMatchObject({
      badRequest: { message: 'Specify volume type name, description, is_public or a combination thereof.' },
    });
    expect(
      (await app.ask(admin, 'PUT', `/types/${id}`, { json: { volume_type: { name: '__DEFAULT__' } } })).status,
    ).toBe(409);
    expect((await app.ask(admin, 'PUT', '/types/none', { json: { volume_type: { name: 'x' } } })).status).toBe(404);
  });

  it('are deleted unless somebody needs them', async () => {
    const id = await createType('old', { extra_specs: { a: 'b' } });
    expect((await app.ask(member, 'DELETE', `/types/${id}`)).status).toBe(403);
    expect((await app.ask(admin, 'DELETE', `/types/${defaultId}`)).body).toMatchObject({
      badRequest: { message: `The volume type ${defaultId} is a default volume type and cannot be deleted.` },
    });
    const volume = await addVolume(id);
    expect((await app.ask(admin, 'DELETE', `/types/${id}`)).body).toMatchObject({
      badRequest: { message: 'Target volume type is still in use.' },
    });
    // What was refused has changed nothing.
    expect((await app.ask(admin, 'GET', `/types/${id}/extra_specs`)).body).toEqual({ extra_specs: { a: 'b' } });
    await app.opened.database.client.volume.delete({ where: { id: volume.id } });
    expect((await app.ask(admin, 'DELETE', `/types/${id}`)).status).toBe(202);
    expect((await app.ask(admin, 'GET', `/types/${id}`)).status).toBe(404);
    expect(
      await app.opened.database.client.volumeTypeExtraSpec.count({ where: { volumeTypeId: id, deleted: false } }),
    ).toBe(0);
  });

  it('have extra specs that change only while no volume has the type', async () => {
    const id = await createType('specs');
    const path = `/types/${id}/extra_specs`;
    expect((await app.ask(member, 'POST', path, { json: { extra_specs: { a: 'b' } } })).status).toBe(403);
    expect((await app.ask(admin, 'POST', path, { json: { extra_specs: { a: 'b' } } })).body).toEqual({
      extra_specs: { a: 'b' },
    });
    expect((await app.ask(admin, 'PUT', `${path}/a`, { json: { a: 'c' } })).body).toEqual({ a: 'c' });
    expect((await app.ask(admin, 'PUT', `${path}/a`, { json: { z: 'c' } })).body).toMatchObject({
      badRequest: { message: 'Request body and URI mismatch' },
    });
    const both = { multiattach: '<is> True', cacheable: '<is> True' };
    expect((await app.ask(admin, 'POST', path, { json: { extra_specs: both } })).status).toBe(400);
    expect(
      (await app.ask(admin, 'POST', path, { json: { extra_specs: { 'image_service:store_id': 'no' } } })).status,
    ).toBe(404);
    expect(
      (await app.ask(admin, 'POST', path, { json: { extra_specs: { 'image_service:store_id': 'http' } } })).status,
    ).toBe(400);
    expect(
      (await app.ask(admin, 'POST', path, { json: { extra_specs: { 'image_service:store_id': 'fast' } } })).status,
    ).toBe(200);
    await addVolume(id);
    expect((await app.ask(admin, 'PUT', `${path}/a`, { json: { a: 'd' } })).body).toMatchObject({
      badRequest: { message: 'Volume Type is currently in use.' },
    });
    await app.opened.database.client.volume.deleteMany({ where: { volumeTypeId: id } });
    expect((await app.ask(admin, 'DELETE', `${path}/a`)).status).toBe(202);
    expect((await app.ask(admin, 'DELETE', `${path}/a`)).body).toMatchObject({
      itemNotFound: { message: `Volume Type ${id} has no extra specs with key a.` },
    });
    expect(app.events.map(([event]) => event)).toEqual([
      'volume_type.create',
      'volume_type_extra_specs.create',
      'volume_type_extra_specs.update',
      'volume_type_extra_specs.create',
      'volume_type_extra_specs.delete',
    ]);
  });

  it('have an encryption', async () => {
    const id = await createType('encrypted');
    const path = `/types/${id}/encryption`;
    const encryption = { provider: 'luks', control_location: 'front-end', key_size: 256, cipher: 'aes-xts-plain64' };
    expect((await app.ask(member, 'POST', path, { json: { encryption } })).status).toBe(403);
    expect((await app.ask(admin, 'GET', path)).body).toEqual({});
    const made = await app.ask(admin, 'POST', path, { json: { encryption } });
    expect(made).toMatchObject({ status: 200, body: { encryption: { ...encryption, volume_type_id: id } } });
    expect((await app.ask(admin, 'POST', path, { json: { encryption } })).body).toMatchObject({
      badRequest: { message: `Volume type encryption for type ${id} already exists.` },
    });
    expect((await app.ask(admin, 'GET', path)).body).toMatchObject({ ...encryption, deleted: false });
    expect((await app.ask(admin, 'GET', `${path}/cipher`)).body).toEqual({ cipher: 'aes-xts-plain64' });
    const changed = await app.ask(admin, 'PUT', `${path}/x`, { json: { encryption: { key_size: '128' } } });
    expect(changed.body).toEqual({ encryption: { key_size: 128 } });
    expect((await app.ask(admin, 'GET', `${path}/key_size`)).body).toEqual({ key_size: 128 });
    const volume = await addVolume(id);
    expect((await app.ask(admin, 'DELETE', `${path}/x`)).body).toMatchObject({
      badRequest: { message: 'Cannot delete encryption specs. Volume type in use.' },
    });
    await app.opened.database.client.volume.delete({ where: { id: volume.id } });
    expect((await app.ask(admin, 'DELETE', `${path}/x`)).status).toBe(202);
    expect((await app.ask(admin, 'DELETE', `${path}/x`)).status).toBe(404);
  });

  it('answer what upstream registers as actions and no body can be right for', async () => {
    for (const verb of ['create', 'update', 'delete'])
      expect((await app.ask(admin, 'POST', `/types/${defaultId}/action`, { json: { [verb]: {} } })).status).toBe(400);
  });
});

describe('default types', () => {
  const version = 3062;
  it('are set, shown and unset for a project, from 3.62 on', async () => {
    const id = await createType('own');
    const path = `/default-types/${projects.demo}`;
    const json = { default_type: { volume_type: 'own' } };
    expect((await app.ask(admin, 'GET', '/default-types', { version: 3061 })).status).toBe(404);
    expect((await app.ask(member, 'PUT', path, { json, version })).body).toMatchObject({
      forbidden: { message: 'You are not authorized to perform this operation.' },
    });
    expect((await app.ask(admin, 'PUT', path, { json, version })).body).toEqual({
      default_type: { project_id: projects.demo, volume_type_id: id },
    });
    expect((await app.ask(admin, 'GET', '/default-types', { version })).body).toEqual({
      default_types: [{ project_id: projects.demo, volume_type_id: id }],
    });
    expect((await app.ask(member, 'GET', '/types/default')).body).toMatchObject({ volume_type: { id } });
    expect((await app.ask(other, 'GET', '/types/default')).body).toMatchObject({ volume_type: { id: defaultId } });
    expect((await app.ask(admin, 'DELETE', `/types/${id}`)).status).toBe(400);
    expect((await app.ask(admin, 'DELETE', path, { version })).status).toBe(204);
    expect((await app.ask(admin, 'GET', path, { version })).body).toMatchObject({
      itemNotFound: { message: `Default type for project ${projects.demo} not found.` },
    });
    expect((await app.ask(admin, 'PUT', '/default-types/none', { json, version })).body).toMatchObject({
      itemNotFound: { message: 'Project with id none not found.' },
    });
    const wrong = { default_type: { volume_type: 'none' } };
    expect((await app.ask(admin, 'PUT', path, { json: wrong, version })).body).toMatchObject({
      badRequest: { message: 'Volume type with name none could not be found.' },
    });
  });
});

describe('QoS specs', () => {
  it('are made, changed, associated and deleted by administrators', async () => {
    const json = { qos_specs: { name: ' gq ', consumer: 'back-end', iops: '100' } };
    expect((await app.ask(member, 'POST', '/qos-specs', { json })).status).toBe(403);
    const made = await app.ask(admin, 'POST', '/qos-specs', { json });
    const { qos_specs: specs } = made.body as { qos_specs: { id: string } };
    expect(made.body).toEqual({
      qos_specs: { id: specs.id, name: 'gq', consumer: 'back-end', specs: { iops: '100' } },
      links: [
        { rel: 'self', href: `http://cinder.example:8776/v3/qos-specs/${specs.id}` },
        { rel: 'bookmark', href: `http://cinder.example:8776/qos-specs/${specs.id}` },
      ],
    });
    expect((await app.ask(admin, 'POST', '/qos-specs', { json })).body).toMatchObject({
      conflictingRequest: { message: 'QoS Specs gq already exists.' },
    });
    const path = `/qos-specs/${specs.id}`;
    expect((await app.ask(admin, 'GET', '/qos-specs')).body).toEqual({
      qos_specs: [{ id: specs.id, name: 'gq', consumer: 'back-end', specs: { iops: '100' } }],
    });
    expect((await app.ask(admin, 'PUT', path, { json: { qos_specs: { consumer: 'both', bytes: '7' } } })).status).toBe(
      200,
    );
    expect((await app.ask(admin, 'PUT', path, { json: { qos_specs: { consumer: 'none' } } })).status).toBe(400);
    expect((await app.ask(admin, 'GET', path)).body).toMatchObject({
      qos_specs: { consumer: 'both', specs: { iops: '100', bytes: '7' } },
    });
    expect(
      (await app.ask(admin, 'PUT', `${path}/delete_keys`, { json: { keys: ['bytes', 'none'] } })).body,
    ).toMatchObject({
      itemNotFound: { message: `QoS spec ${specs.id} has no spec with key none.` },
    });
    expect((await app.ask(admin, 'GET', path)).body).toMatchObject({ qos_specs: { specs: { iops: '100' } } });
    const type = await createType('with-qos');
    expect((await app.ask(admin, 'GET', `${path}/associate`)).body).toMatchObject({
      badRequest: { message: 'Volume Type id must not be None.' },
    });
    expect((await app.ask(admin, 'GET', `${path}/associate?vol_type_id=${type}`)).status).toBe(202);
    expect((await app.ask(admin, 'GET', `${path}/associate?vol_type_id=${type}`)).status).toBe(202);
    expect((await app.ask(admin, 'GET', `${path}/associations`)).body).toEqual({
      qos_associations: [{ association_type: 'volume_type', name: 'with-qos', id: type }],
    });
    const second = await app.ask(admin, 'POST', '/qos-specs', { json: { qos_specs: { name: 'second' } } });
    const secondId = (second.body as { qos_specs: { id: string; consumer: string } }).qos_specs.id;
    expect((await app.ask(admin, 'GET', `/qos-specs/${secondId}/associate?vol_type_id=${type}`)).body).toMatchObject({
      badRequest: {
        message: `Invalid volume type: Type ${type} is already associated with another qos specs: ${specs.id}`,
      },
    });
    expect((await app.ask(admin, 'DELETE', path)).body).toMatchObject({
      badRequest: { message: 'Qos specs still in use.' },
    });
    expect((await app.ask(admin, 'GET', `${path}/disassociate?vol_type_id=${type}`)).status).toBe(202);
    expect((await app.ask(admin, 'GET', `${path}/associate?vol_type_id=${type}`)).status).toBe(202);
    expect((await app.ask(admin, 'DELETE', `${path}?force=true`)).status).toBe(202);
    expect((await app.ask(admin, 'GET', path)).status).toBe(404);
    expect((await app.ask(admin, 'GET', `/types/${type}`)).body).toMatchObject({ volume_type: { qos_specs_id: null } });
    expect((await app.ask(admin, 'GET', `/qos-specs/${secondId}/disassociate_all`)).status).toBe(202);
  });
});
