// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Configuration, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import {
  FakeBroker,
  MessageUndeliverable,
  messagingOptions,
  RpcClient,
  RpcServer,
  transportFromConf,
  type Transport,
} from '@stackport/messaging';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DefaultTypeRepository } from '../default-types/default-type-repository.js';
import { InvalidInput } from '../errors/base.js';
import { VolumeLimitExceeded, VolumeSizeExceedsAvailableQuota, VolumeSizeExceedsLimit } from '../errors/quotas.js';
import { InvalidAvailabilityZone, InvalidVolume, InvalidVolumeMetadata } from '../errors/volumes.js';
import { createQuotas, openTestDatabase, providers, type TestDatabase } from '../quotas/test-support.js';
import { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import { FixedKeyManager } from '../keys/fixed-key-manager.js';
import { VolumeKeys } from '../keys/volume-keys.js';
import { EncryptionRepository } from '../volume-types/encryption-repository.js';
import { VolumeTypeRepository } from '../volume-types/volume-type-repository.js';
import { VolumeTypeService } from '../volume-types/volume-type-service.js';
import { CreateVolume, type CreateVolumeInput } from './create-volume.js';
import { VolumeRepository } from './volume-repository.js';

interface Sent {
  readonly exchange: string;
  readonly key: string;
  readonly message: Readonly<Record<string, unknown>> & { readonly args: Record<string, unknown> };
}

/** What Python's cinder-api sent for `openstack volume create`. */
const recorded = readFileSync(new URL('../../../testing/reference/golden/cinder-amqp.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as { routing_keys: string[]; exchange: string; message: Sent['message'] })
  .find(({ routing_keys: keys, message }) => keys[0] === 'cinder-scheduler' && message.method === 'create_volume');

describe.each(providers)('a new volume on %s', (provider) => {
  let opened: TestDatabase;
  let transport: Transport;
  let server: RpcServer;
  let volumes: VolumeRepository;
  let context: RequestContext;
  let create: (input: CreateVolumeInput, quotaVolumes?: number, topic?: string) => Promise<unknown>;
  const sent: Sent[] = [];
  let projects = 0;

  beforeAll(async () => {
    opened = await openTestDatabase(provider);
    const broker = new FakeBroker();
    broker.observe = (operation) => {
      if (operation.op !== 'publish') return;
      const { exchange, routingKey, body } = operation.publication;
      const outer = JSON.parse(body) as { 'oslo.message': string };
      sent.push({
        exchange: exchange?.name ?? '',
        key: routingKey,
        message: JSON.parse(outer['oslo.message']) as Sent['message'],
      });
    };
    transport = transportFromConf(Configuration.of(messagingOptions, { DEFAULT: { transport_url: 'fake://' } }), {
      fakeBroker: broker,
    });
    server = new RpcServer(transport, { topic: 'cinder-scheduler', server: 'h1' }, [
      { target: { version: '3.12' }, methods: { create_volume: async () => null } },
    ]);
    await server.start();
    const types = new VolumeTypeRepository(opened.database);
    volumes = new VolumeRepository(opened.database, types);
    await types.create({ name: '__DEFAULT__', description: 'Default Volume Type' });
    // As `cinder-manage db sync` leaves it.
    await opened.database.client.volumeType.updateMany({ data: { updatedAt: now() } });
    create = (input, quotaVolumes = 2, topic = 'cinder-scheduler') => {
      const scheduler = new SchedulerRpc(new RpcClient(transport, { topic, version: '3.0' }));
      const quotas = createQuotas(opened.database, {
        quota_volumes: quotaVolumes,
        quota_gigabytes: 10,
        per_volume_size_limit: 8,
      });
      const service = new VolumeTypeService({
        types,
        quotas,
        defaults: new DefaultTypeRepository(opened.database),
        encryptions: new EncryptionRepository(opened.database),
        notifications: { info: async () => undefined, error: async () => undefined },
        defaultTypeName: '__DEFAULT__',
      });
      return new CreateVolume({
        volumes,
        quotas,
        scheduler,
        types: service,
        keys: new VolumeKeys({ types: service, manager: new FixedKeyManager(), logger: silentLogger }),
        images: {
          show: async (_context, id) => ({ id, status: 'active', size: 3 * 2 ** 30, min_disk: 0, virtual_size: null }),
        },
        zones: { names: async () => ['nova', 'other'] },
        settings: {
          defaultZone: undefined,
          storageZone: 'nova',
          fallback: false,
          clonesStay: true,
          snapshotsStay: true,
        },
        logger: silentLogger,
      }).create(context, input);
    };
  });
  afterAll(async () => {
    await server.stop();
    await transport.close();
    await opened.close();
  });
  beforeEach(() => {
    projects += 1;
    context = new RequestContext({ projectId: `p${projects}`, userId: 'u', roles: ['member'] });
  });
  afterEach(() => sent.splice(0));

  const usage = async (resource: string) => {
    const row = await opened.database.client.quotaUsage.findFirst({
      where: { projectId: context.projectId ?? '', resource },
    });
    return row && [row.inUse, row.reserved];
  };
  const rows = () => opened.database.client.volume.count({ where: { projectId: context.projectId ?? '' } });

  it('is a row that is creating, its quota used, and a message to the scheduler (C2-74, C2-75, C2-86)', async () => {
    const volume = await create({ size: '1', name: 'amqp-v', metadata: { colour: 'blue' } });
    expect(volume).toMatchObject({
      status: 'creating',
      attachStatus: 'detached',
      size: 1,
      displayName: 'amqp-v',
      availabilityZone: 'nova',
      bootable: false,
      host: null,
      volumeType: { name: '__DEFAULT__' },
      metadata: [{ key: 'colour', value: 'blue' }],
    });
    expect(await usage('volumes')).toEqual([1, 0]);
    expect(await usage('gigabytes')).toEqual([1, 0]);
    expect(await usage('gigabytes___DEFAULT__')).toEqual([1, 0]);
    const [{ exchange, key, message } = { exchange: '', key: '', message: undefined }] = sent;
    expect([exchange, key, message?.method, message?.version]).toEqual([
      'openstack',
      'cinder-scheduler',
      'create_volume',
      '3.0',
    ]);
  });

  it('is told to the scheduler as the Python service tells it, name for name', async () => {
    await create({ size: 1, name: 'amqp-v' });
    const ours = sent[0]?.message;
    expect(Object.keys(ours ?? {}).sort()).toEqual(Object.keys(recorded?.message ?? {}).sort());
    expect(shape(ours?.args)).toEqual(shape(recorded?.message.args));
  });

  it('is no row and no use of quota where a limit stands against it', async () => {
    await create({ size: 4 });
    await expect(create({ size: 7 })).rejects.toThrow(VolumeSizeExceedsAvailableQuota);
    await expect(create({ size: 9 })).rejects.toThrow(VolumeSizeExceedsLimit);
    await create({ size: 1 });
    await expect(create({ size: 1 })).rejects.toThrow(VolumeLimitExceeded);
    expect(await rows()).toBe(2);
    expect(await usage('volumes')).toEqual([2, 0]);
    expect(await usage('gigabytes')).toEqual([5, 0]);
    expect(sent).toHaveLength(2);
  });

  it('never goes over a limit, however many are made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 12 }, () => create({ size: 1 }, 5)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await rows()).toBe(5);
    expect(await usage('volumes')).toEqual([5, 0]);
    expect(await usage('gigabytes')).toEqual([5, 0]);
  });

  it('is refused for what cannot be, before anything is reserved', async () => {
    for (const [input, error] of [
      [{ size: 0 }, InvalidInput],
      [{ size: -1 }, InvalidInput],
      [{ size: '1.5' }, InvalidInput],
      [{}, InvalidInput],
      [{ size: 1, metadata: { '': 'x' } }, InvalidVolumeMetadata],
      [{ size: 1, availabilityZone: 'nowhere' }, InvalidAvailabilityZone],
      [{ size: 2, imageId: 'i' }, InvalidInput],
    ] as const)
      await expect(create(input), JSON.stringify(input)).rejects.toThrow(error);
    expect(await usage('volumes')).toBeNull();
  });

  it('has the size, zone and type of the volume that it is a copy of, and is no smaller', async () => {
    const source = await volumes.get(
      context,
      ((await create({ size: 2, availabilityZone: 'other' })) as { id: string }).id,
    );
    await expect(create({ sourceVolume: source })).rejects.toThrow(InvalidVolume);
    const sourceVolume = { ...source, status: 'available', host: 'h@file#pool' };
    await expect(create({ sourceVolume, size: 1 })).rejects.toThrow(
      /cannot be smaller than original volume size {2}2GB/,
    );
    expect(await create({ sourceVolume })).toMatchObject({
      size: 2,
      availabilityZone: 'other',
      sourceVolumeId: source.id,
    });
    const { args } = sent.at(-1)?.message ?? { args: {} };
    expect(args.request_spec).toMatchObject({ 'versioned_object.data': { resource_backend: 'h@file#pool' } });
  });

  it('is left as error, with its quota, where nobody can be told of it', async () => {
    await expect(create({ size: 1 }, 2, 'cinder-nowhere')).rejects.toThrow(MessageUndeliverable);
    expect(
      await opened.database.client.volume.findMany({
        where: { projectId: context.projectId ?? '' },
        select: { status: true },
      }),
    ).toEqual([{ status: 'error' }]);
    expect(await usage('volumes')).toEqual([1, 0]);
  });
});

/** Names and kinds, without values; the order of what changed says nothing. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]): [string, unknown] => [
        name,
        name === 'versioned_object.changes'
          ? [...(inner as string[])].sort()
          : /^versioned_object\.(name|namespace|version)$/.test(name)
            ? inner
            : shape(inner),
      ])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}
