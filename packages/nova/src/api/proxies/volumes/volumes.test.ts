// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NeighbourStub } from '../../../image/test-support.js';
import { novaOptionGroups } from '../../../options/index.js';
import { CinderClient } from '../../../volume/cinder-client.js';
import { messageOf, TestServers } from '../../servers/test-servers.js';

const cinderVolume = {
  ...{ id: 'v', status: 'available', size: 2, availability_zone: 'nova', created_at: '2026-11-21T09:40:01.000000' },
  ...{
    name: 'data',
    description: 'mine',
    volume_type: 'fast',
    snapshot_id: 's',
    metadata: { a: 'b' },
    attachments: [],
  },
};
const volume = {
  ...{ id: 'v', status: 'available', size: 2, availabilityZone: 'nova', createdAt: '2026-11-21T09:40:01.000000' },
  ...{ displayName: 'data', displayDescription: 'mine', volumeType: 'fast', snapshotId: 's', metadata: { a: 'b' } },
  attachments: [{}],
};
const cinderSnapshot = {
  ...{ id: 's', status: 'available', size: 3, volume_id: 'v', created_at: '2026-11-21T09:40:01.000000' },
  ...{ name: 'snap', description: null },
};
const snapshot = {
  ...{ id: 's', volumeId: 'v', status: 'available', size: 3, createdAt: '2026-11-21T09:40:01.000000' },
  ...{ displayName: 'snap', displayDescription: null },
};

let servers: TestServers;
let cinder: NeighbourStub;
beforeEach(async () => {
  cinder = await new NeighbourStub().listen();
  const section = { endpoint_template: `${cinder.url}/v3/%(project_id)s`, http_retries: '0' };
  const configuration = Configuration.of([...novaOptionGroups], { cinder: section });
  servers = await TestServers.start({}, { volumes: CinderClient.fromConfiguration(configuration, silentLogger) });
});
afterEach(async () => {
  expect(cinder.answers).toEqual([]);
  await servers.nova.close();
  await cinder.close();
});

const told = () => cinder.asked.splice(0).map(({ method, url }) => `${method} ${url}`);

describe('volumes of old microversions', () => {
  it('are those of cinder, up to 2.35', async () => {
    const attached = { ...cinderVolume, attachments: [{ server_id: 'i', attachment_id: 'a', device: '/dev/vdb' }] };
    cinder.answers.push({ body: { volume: attached } }, { body: { volumes: [cinderVolume, attached] } });
    const shown = { ...volume, attachments: [{ id: 'v', volumeId: 'v', serverId: 'i', device: '/dev/vdb' }] };
    expect((await servers.ask('GET', '/os-volumes/v')).body).toEqual({ volume: shown });
    expect((await servers.ask('GET', '/os-volumes')).body).toEqual({ volumes: [volume, shown] });
    cinder.answers.push({ body: { volumes: [cinderVolume, attached] } }, { status: 202 }, { status: 404 });
    expect((await servers.ask('GET', '/os-volumes/detail?limit=1&offset=1')).body).toEqual({ volumes: [shown] });
    expect((await servers.ask('DELETE', '/os-volumes/v')).status).toBe(202);
    const lost = await servers.ask('GET', '/os-volumes/w');
    expect([lost.status, messageOf(lost)]).toEqual([404, 'Volume w could not be found.']);
    expect(told()).toEqual([
      ...['GET /v3/abc/volumes/v', 'GET /v3/abc/volumes/detail', 'GET /v3/abc/volumes/detail'],
      ...['DELETE /v3/abc/volumes/v', 'GET /v3/abc/volumes/w'],
    ]);
    for (const [method, path] of [
      ['GET', '/os-volumes'],
      ['GET', '/os-volumes/detail'],
      ['POST', '/os-volumes'],
      ['GET', '/os-volumes/v'],
      ['DELETE', '/os-volumes/v'],
      ['GET', '/os-snapshots'],
      ['GET', '/os-snapshots/detail'],
      ['POST', '/os-snapshots'],
      ['GET', '/os-snapshots/s'],
      ['DELETE', '/os-snapshots/s'],
    ] as const)
      expect((await servers.ask(method, path, { version: '2.36' })).status, `${method} ${path}`).toBe(404);
    expect(told()).toEqual([]);
  });

  it('are made, also of snapshots', async () => {
    cinder.answers.push({ body: { snapshot: cinderSnapshot } }, { status: 202, body: { volume: cinderVolume } });
    const json = {
      volume: {
        ...{ size: '2', display_name: 'data', display_description: 'mine', volume_type: 'fast', snapshot_id: 's' },
        ...{ metadata: { a: 'b' }, availability_zone: 'nova' },
      },
    };
    const made = await servers.ask('POST', '/os-volumes', { json });
    expect([made.status, made.body]).toEqual([200, { volume }]);
    expect(made.headers.get('location')).toBe('http://host.example/v2.1/os-volumes/v');
    expect(cinder.lastJson).toEqual({
      volume: {
        ...{ size: 2, name: 'data', description: 'mine', volume_type: 'fast', snapshot_id: 's' },
        ...{ metadata: { a: 'b' }, availability_zone: 'nova' },
      },
    });
    cinder.answers.push({ status: 202, body: { volume: cinderVolume } });
    await servers.ask('POST', '/os-volumes', { json: { volume: { size: 1 } } });
    expect(cinder.lastJson).toEqual({ volume: { size: 1, name: null, description: null } });
  });

  it.each([
    [{ volume: {} }, [], 400],
    [{ volume: { size: 0 } }, [], 400],
    [{ volume: { size: 'x' } }, [], 400],
    [{ volume: { size: 1, other: 1 } }, [], 400],
    [{ volume: { size: 1, snapshot_id: 'none' } }, [{ status: 404 }], 404],
    [{ volume: { size: 1 } }, [{ status: 413, body: { overLimit: { message: 'no more' } } }], 403],
    [{ volume: { size: 1 } }, [{ status: 400, body: { badRequest: { message: 'bad' } } }], 400],
  ])('are not made of %j where cinder answers %j', async (json, answers, status) => {
    cinder.answers.push(...answers);
    expect((await servers.ask('POST', '/os-volumes', { json })).status).toBe(status);
    expect(cinder.asked).toHaveLength(answers.length);
  });

  it('have snapshots', async () => {
    cinder.answers.push(
      { body: { snapshot: cinderSnapshot } },
      { body: { snapshots: [cinderSnapshot] } },
      { body: { snapshots: [cinderSnapshot] } },
      { status: 202 },
      { status: 404 },
      { status: 404 },
    );
    expect((await servers.ask('GET', '/os-snapshots/s')).body).toEqual({ snapshot });
    expect((await servers.ask('GET', '/os-snapshots')).body).toEqual({ snapshots: [snapshot] });
    expect((await servers.ask('GET', '/os-snapshots/detail?offset=1')).body).toEqual({ snapshots: [] });
    expect((await servers.ask('DELETE', '/os-snapshots/s')).status).toBe(202);
    for (const method of ['GET', 'DELETE']) {
      const lost = await servers.ask(method, '/os-snapshots/s');
      expect([lost.status, messageOf(lost)]).toEqual([404, 'Snapshot s could not be found.']);
    }
    expect(told().filter((line) => line.startsWith('DELETE'))).toEqual(Array(2).fill('DELETE /v3/abc/snapshots/s'));
  });

  it('get snapshots', async () => {
    const ask = (more: object = {}) =>
      servers.ask('POST', '/os-snapshots', { json: { snapshot: { volume_id: 'v', ...more } } });
    cinder.answers.push({ status: 202, body: { snapshot: cinderSnapshot } });
    const made = await ask({ display_name: 'snap' });
    expect([made.status, made.body]).toEqual([200, { snapshot }]);
    expect(cinder.lastJson).toEqual({
      snapshot: { volume_id: 'v', force: false, name: 'snap', description: null },
    });
    cinder.answers.push({ status: 202, body: { snapshot: cinderSnapshot } });
    await ask({ force: 'True' });
    expect(cinder.lastJson).toMatchObject({ snapshot: { force: true } });
    cinder.answers.push({ status: 413 }, { status: 404 });
    expect((await ask()).status).toBe(403);
    expect((await ask()).status).toBe(404);
    for (const wrong of [{ force: 'x' }, { volume_id: 1 }, { other: 1 }]) expect((await ask(wrong)).status).toBe(400);
  });

  it('are not there while cinder is not', async () => {
    await cinder.close();
    expect((await servers.ask('GET', '/os-volumes')).status).toBe(503);
    cinder = await new NeighbourStub().listen();
  });
});

describe('who may not', () => {
  it('is refused', async () => {
    const strict = await TestServers.start({ oslo_policy: { enforce_new_defaults: 'true', enforce_scope: 'false' } });
    for (const [method, path, json] of [
      ['GET', '/os-volumes'],
      ['GET', '/os-volumes/detail'],
      ['GET', '/os-volumes/v'],
      ['DELETE', '/os-volumes/v'],
      ['POST', '/os-volumes', { volume: { size: 1 } }],
      ['GET', '/os-snapshots'],
      ['GET', '/os-snapshots/detail'],
      ['GET', '/os-snapshots/s'],
      ['DELETE', '/os-snapshots/s'],
      ['POST', '/os-snapshots', { snapshot: { volume_id: 'v' } }],
    ] as const)
      expect((await strict.ask(method, path, json === undefined ? {} : { json })).status, `${method} ${path}`).toBe(
        403,
      );
    await strict.nova.close();
  });
});
