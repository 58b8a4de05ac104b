// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { InstanceMetadata, type InstanceMetadataInit } from './instance-metadata.js';
import { ec2Id, type MetadataServer } from './metadata-server.js';
import { serverOf, UUID, vendorDataOf } from './test-support.js';

function metadataOf(server: MetadataServer = serverOf(), more: Partial<InstanceMetadataInit> = {}): InstanceMetadata {
  return new InstanceMetadata({
    server,
    address: '10.0.0.99',
    domain: 'novalocal',
    vendorData: vendorDataOf({ cloud: 'x' }),
    ...more,
  });
}

async function read(path: string, metadata = metadataOf()): Promise<string | undefined> {
  const found = await metadata.lookup(path);
  return found?.kind === 'content' ? found.body.toString() : found?.kind;
}

async function readJson(path: string, metadata = metadataOf()): Promise<Record<string, unknown>> {
  return JSON.parse((await read(path, metadata)) ?? 'null') as Record<string, unknown>;
}

describe('EC2’s form', () => {
  it('lists versions, folders and files', async () => {
    expect((await read('/'))?.split('\n')).toEqual([
      '1.0',
      '2007-01-19',
      '2007-03-01',
      '2007-08-29',
      '2007-10-10',
      '2007-12-15',
      '2008-02-01',
      '2008-09-01',
      '2009-04-04',
      'latest',
    ]);
    expect(await read('/ec2')).toBe(await read('/'));
    expect(await read('/latest/')).toBe('meta-data/\nuser-data');
    expect((await read('/2009-04-04/meta-data'))?.split('\n')).toEqual([
      'ami-id',
      'ami-launch-index',
      'ami-manifest-path',
      'block-device-mapping/',
      'hostname',
      'instance-action',
      'instance-id',
      'instance-type',
      'local-hostname',
      'local-ipv4',
      'placement/',
      'public-hostname',
      'public-ipv4',
      'public-keys/',
      'reservation-id',
      'security-groups',
    ]);
    expect((await read('/1.0/meta-data/'))?.split('\n')).toEqual([
      'ami-id',
      'ami-launch-index',
      'ami-manifest-path',
      'hostname',
      'instance-id',
      'local-ipv4',
      'public-keys/',
      'reservation-id',
      'security-groups',
    ]);
  });

  it.each([
    ['meta-data/ami-id', 'ami-00000001'],
    ['meta-data/ami-launch-index', '0'],
    ['meta-data/ami-manifest-path', 'FIXME'],
    ['meta-data/instance-id', 'i-0000001a'],
    ['meta-data/hostname', 'web.novalocal'],
    ['meta-data/local-ipv4', '10.0.0.5'],
    ['meta-data/public-ipv4', '203.0.113.9'],
    ['meta-data/instance-type', 'm1.tiny'],
    ['meta-data/security-groups', 'default\nweb'],
    ['meta-data/placement/availability-zone', 'nova'],
    ['meta-data/block-device-mapping', 'ami\nroot'],
    ['meta-data/block-device-mapping/root', '/dev/vda'],
    ['meta-data/public-keys', '0=mykey'],
    ['meta-data/public-keys/0', 'openssh-key'],
    ['meta-data/public-keys/0/openssh-key', 'ssh-rsa AAAA me'],
    ['user-data', '#!/bin/sh\n'],
    ['../latest/./meta-data//hostname/', 'web.novalocal'],
  ])('/latest/%s', async (path, content) => {
    expect(await read(`/latest/${path}`)).toBe(content);
    expect(await read(`/ec2/latest/${path}`)).toBe(content);
  });

  it.each([
    '/2010-01-01',
    '/latest/meta-data/nothing',
    '/latest/meta-data/security-groups/default',
    '/latest/meta-data/hostname/x',
    '/latest/meta-data/__proto__',
    '/1.0/meta-data/placement',
    '/2007-01-19/meta-data/instance-type',
  ])('%s is not there', async (path) => {
    expect(await read(path)).toBeUndefined();
  });

  it('says what a server does not have as Python does', async () => {
    const bare = metadataOf(
      serverOf({
        availability_zone: null,
        user_data: null,
        key_name: null,
        info_cache: null,
        root_device_name: null,
      }),
      { domain: '' },
    );
    expect(await read('/latest', bare)).toBe('meta-data/');
    expect(await read('/latest/meta-data/hostname', bare)).toBe('web');
    expect(await read('/latest/meta-data/local-ipv4', bare)).toBe('10.0.0.99');
    expect(await read('/latest/meta-data/public-ipv4', bare)).toBe('');
    expect(await read('/latest/meta-data/placement/availability-zone', bare)).toBe('None');
    expect(await read('/latest/meta-data/public-keys', bare)).toBeUndefined();
    expect(await read('/latest/meta-data/block-device-mapping/ami', bare)).toBe('sda1');
  });

  it('names kernels and ramdisks', async () => {
    expect([ec2Id('i', 10), ec2Id('aki', 0xabcdef12)]).toEqual(['i-0000000a', 'aki-abcdef12']);
    const booted = serverOf(
      {},
      { ec2Ids: { instance_id: 'i', ami_id: 'ami', kernel_id: 'aki-00000001', ramdisk_id: 'ari-00000002' } },
    );
    expect(await read('/latest/meta-data/kernel-id', metadataOf(booted))).toBe('aki-00000001');
    expect(await read('/latest/meta-data/ramdisk-id', metadataOf(booted))).toBe('ari-00000002');
  });
});

describe('OpenStack’s form', () => {
  it('lists its versions, but for those of the future', async () => {
    const all = [
      '2012-08-10',
      '2013-04-04',
      '2013-10-17',
      '2015-10-15',
      '2016-06-30',
      '2016-10-06',
      '2017-02-22',
      '2018-08-27',
      '2020-10-14',
    ];
    expect((await read('/openstack/'))?.split('\n')).toEqual([...all, 'latest']);
    const then = metadataOf(serverOf(), { now: () => new Date('2016-07-01T00:00:00Z') });
    expect((await read('/openstack', then))?.split('\n')).toEqual([...all.slice(0, 5), 'latest']);
  });

  it.each([
    ['2012-08-10', ['meta_data.json', 'user_data']],
    ['2013-04-04', ['meta_data.json', 'user_data', 'password']],
    ['2013-10-17', ['meta_data.json', 'user_data', 'password', 'vendor_data.json']],
    ['2015-10-15', ['meta_data.json', 'user_data', 'password', 'vendor_data.json', 'network_data.json']],
    [
      'latest',
      ['meta_data.json', 'user_data', 'password', 'vendor_data.json', 'network_data.json', 'vendor_data2.json'],
    ],
  ])('%s has its files', async (version, files) => {
    expect((await read(`/openstack/${version}`))?.split('\n')).toEqual(files);
    for (const name of files) expect(await read(`/openstack/${version}/${name}`)).toBeDefined();
    expect(await read(`/openstack/${version}/version`)).toBe(files.join('\n'));
  });

  it('tells what a server is', async () => {
    const { random_seed: seed, ...rest } = await readJson('/openstack/latest/meta_data.json');
    expect(rest).toEqual({
      uuid: UUID,
      meta: { role: 'web' },
      public_keys: { mykey: 'ssh-rsa AAAA me' },
      keys: [{ name: 'mykey', type: 'ssh', data: 'ssh-rsa AAAA me' }],
      hostname: 'web.novalocal',
      name: 'Web server',
      launch_index: 0,
      availability_zone: 'nova',
      project_id: 'p',
      devices: [],
      dedicated_cpus: [1, 2, 3],
    });
    expect(Buffer.from(String(seed), 'base64')).toHaveLength(512);
    expect((await readJson('/openstack/latest/meta_data.json')).random_seed).not.toBe(seed);
  });

  it.each([
    ['2012-08-10', []],
    ['2013-04-04', ['random_seed']],
    ['2015-10-15', ['random_seed', 'project_id']],
    ['2016-06-30', ['random_seed', 'project_id', 'devices']],
    ['2018-08-27', ['random_seed', 'project_id', 'devices']],
    ['2020-10-14', ['random_seed', 'project_id', 'devices', 'dedicated_cpus']],
  ])('%s tells as much as it did then', async (version, more) => {
    const bare = metadataOf(serverOf({ metadata: {}, key_name: null }));
    expect(Object.keys(await readJson(`/openstack/${version}/meta_data.json`, bare))).toEqual([
      'uuid',
      'hostname',
      'name',
      'launch_index',
      'availability_zone',
      ...more,
    ]);
  });

  it('tells what the operator says', async () => {
    expect(await readJson('/openstack/latest/vendor_data.json')).toEqual({ cloud: 'x' });
    expect(await readJson('/openstack/latest/vendor_data2.json')).toEqual({ static: { cloud: 'x' } });
    const silent = metadataOf(serverOf(), {
      vendorData: { ...vendorDataOf(), static: () => Promise.resolve(undefined) },
    });
    expect(await read('/openstack/latest/vendor_data.json', silent)).toBeUndefined();
  });

  it('says of which type its files are', async () => {
    const typeOf = async (path: string) => {
      const found = await metadataOf().lookup(`/openstack/latest/${path}`);
      return found?.kind === 'content' ? found.type : found?.kind;
    };
    expect(await typeOf('meta_data.json')).toBe('application/json');
    expect(await typeOf('vendor_data2.json')).toBe('application/json');
    // Upstream's quirk.
    expect(await typeOf('network_data.json')).toBe('text/plain');
    expect(await typeOf('user_data')).toBe('text/plain');
    expect(await typeOf('password')).toBe('password');
  });

  it.each([
    '/openstack/2011-01-01',
    '/openstack/latest/nothing',
    '/openstack/2012-08-10/password',
    '/openstack/2012-08-10/vendor_data.json',
    '/openstack/2015-10-15/vendor_data2.json',
    '/openstack/content',
    '/openstack/content/0000',
    '/openstack/latest/content/0000',
  ])('%s is not there', async (path) => {
    expect(await read(path)).toBeUndefined();
  });

  it('tells of the network, and that there is none', async () => {
    const links = [{ vif_id: 'port-1' }];
    expect(await readJson('/openstack/latest/network_data.json')).toMatchObject({ links });
    // Versions that do not list it serve it.
    expect(await readJson('/openstack/2012-08-10/network_data.json')).toMatchObject({ links });
    const info_cache = { instance_uuid: UUID, network_info: '[]' };
    expect(await read('/openstack/latest/network_data.json', metadataOf(serverOf({ info_cache })))).toBe('{}');
  });

  it('has no user data where there are none', async () => {
    const bare = metadataOf(serverOf({ user_data: null }));
    expect(await read('/openstack/latest/user_data', bare)).toBeUndefined();
    expect(await read('/openstack/2012-08-10', bare)).toBe('meta_data.json');
  });
});
