// SPDX-License-Identifier: Apache-2.0
import { NotificationListener } from '@stackport/messaging';
import { afterEach, describe, expect, it } from 'vitest';
import type { InstanceValues } from '../instances/instance.js';
import { taskStates } from '../instances/states.js';
import { objectOf } from '../object-values.js';
import { order, TestCloud } from './test-cloud.js';

interface Heard {
  readonly priority: 'info' | 'error';
  readonly publisherId: string;
  readonly eventType: string;
  readonly name: string;
  readonly version: string;
  readonly data: Readonly<Record<string, unknown>>;
}

let cloud: TestCloud;
let heard: Heard[];
let listener: NotificationListener;

async function open(values: Readonly<Record<string, unknown>> = {}): Promise<void> {
  cloud = await TestCloud.open({
    notifications: { notification_format: 'both', ...values },
    oslo_messaging_notifications: { driver: ['messagingv2'] },
  });
  heard = [];
  const keep =
    (priority: Heard['priority']) =>
    async ({ publisherId, eventType, payload }: { publisherId: string; eventType: string; payload: unknown }) => {
      const object = payload as Record<string, unknown>;
      const [name, version] = [String(object['nova_object.name']), String(object['nova_object.version'])];
      const data = object['nova_object.data'] as Heard['data'];
      heard.push({ priority, publisherId, eventType, name, version, data });
      return 'handled' as const;
    };
  const endpoint = { info: keep('info'), error: keep('error') };
  listener = new NotificationListener(cloud.transport, [{ topic: 'versioned_notifications' }], [endpoint]);
  await listener.start();
}
afterEach(async () => {
  await listener.stop();
  await listener.wait();
  await cloud.close();
});

const server = async (uuid: string): Promise<InstanceValues> =>
  (await cloud.cell()).instances.get(uuid, ['fault'], true);
const wire = async (uuid: string) =>
  objectOf('Instance', await (await cloud.cell()).instances.get(uuid, ['flavor', 'system_metadata'], true));
const is = (uuid: string, state: string) =>
  expect.poll(async () => (await server(uuid).catch(() => undefined))?.vm_state, { timeout: 5000 }).toBe(state);
const find = (eventType: string): Heard | undefined => heard.find((one) => one.eventType === eventType);
const hears = (eventType: string) => expect.poll(() => find(eventType)).toBeDefined();

/** A server that starts from a volume. */
async function ordered(): Promise<{ readonly uuid: string; readonly volume: string }> {
  const volume = cloud.volumes.add();
  const devices = [{ source_type: 'volume', destination_type: 'volume', uuid: volume, boot_index: 0 } as const];
  const asked = order(await cloud.flavor(), { imageRef: '', devices, isLegacyDevices: false, metadata: { a: 'b' } });
  const [uuid] = (await cloud.creation.run(cloud.context, asked)).uuids;
  return { uuid, volume };
}

describe('versioned notifications of servers', () => {
  it('tell of each part of a life, with the server as it is', async () => {
    await open();
    await cloud.host('a');
    const { uuid, volume } = await ordered();
    await is(uuid, 'active');
    await hears('instance.create.end');
    expect(find('instance.create.end')).toMatchObject({
      ...{ priority: 'info', publisherId: 'nova-compute:a', name: 'InstanceCreatePayload', version: '1.12' },
      data: {
        ...{ uuid, user_id: 'user', tenant_id: 'project', display_name: 'server', host: 'a', node: 'a', fault: null },
        ...{ state: 'active', power_state: 'running', task_state: null, metadata: { a: 'b' }, locked: false },
        ...{ auto_disk_config: 'MANUAL', ip_addresses: [], keypairs: [], tags: [], instance_name: 'instance-00000001' },
        ...{ action_initiator_user: 'user', action_initiator_project: 'project', trusted_image_certificates: null },
        request_id: cloud.context.requestId,
        flavor: {
          'nova_object.name': 'FlavorPayload',
          'nova_object.namespace': 'nova',
          'nova_object.version': '1.4',
          'nova_object.data': { memory_mb: 64, vcpus: 1, root_gb: 1, projects: null },
        },
        block_devices: [
          {
            'nova_object.name': 'BlockDevicePayload',
            'nova_object.data': { device_name: '/dev/sda', boot_index: 0, volume_id: volume, tag: null },
          },
        ],
      },
    });
    const created = find('instance.create.end')?.data ?? {};
    expect(created.launched_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const cell = await cloud.cell();
    await cell.instances.save(uuid, { task_state: taskStates.poweringOff });
    await cell.compute.stopInstance(cloud.context, await wire(uuid), {});
    await hears('instance.power_off.end');
    expect(find('instance.power_off.end')).toMatchObject({
      ...{ name: 'InstanceActionPayload', version: '1.8' },
      data: { uuid, state: 'stopped', power_state: 'shutdown', block_devices: null },
    });
    await cell.instances.save(uuid, { task_state: taskStates.deleting });
    await cell.compute.terminateInstance(
      cloud.context,
      await wire(uuid),
      objectOf('BlockDeviceMappingList', { objects: [] }),
    );
    await hears('instance.delete.end');
    expect(heard.map(({ eventType }) => eventType).filter((type) => type.startsWith('instance.'))).toEqual([
      'instance.create.start',
      'instance.create.end',
      'instance.power_off.start',
      'instance.power_off.end',
      'instance.delete.start',
      'instance.shutdown.start',
      'instance.shutdown.end',
      'instance.delete.end',
    ]);
    expect(find('instance.delete.end')).toMatchObject({ data: { state: 'deleted', block_devices: [] } });
  });

  it('tell what went wrong', async () => {
    await open();
    await cloud.host('a', { spawnFault: () => new Error('no room') });
    const { uuid } = await ordered();
    await is(uuid, 'error');
    await hears('instance.create.error');
    expect(find('instance.create.error')).toMatchObject({
      priority: 'error',
      data: {
        uuid,
        fault: {
          'nova_object.name': 'ExceptionPayload',
          'nova_object.version': '1.1',
          'nova_object.data': { exception: 'Error', exception_message: 'no room', function_name: 'create' },
        },
      },
    });
  });

  it('have its devices where that is wished', async () => {
    await open({ bdms_in_notifications: true });
    await cloud.host('a');
    const { uuid, volume } = await ordered();
    await is(uuid, 'active');
    const cell = await cloud.cell();
    await cell.instances.save(uuid, { task_state: taskStates.pausing });
    await cell.compute.pauseInstance(cloud.context, await wire(uuid));
    await hears('instance.pause.end');
    const devices = [{ 'nova_object.data': { volume_id: volume } }];
    expect(find('instance.pause.end')).toMatchObject({ data: { power_state: 'paused', block_devices: devices } });
  });
});

describe('versioned notifications of services', () => {
  it('tell of each that is new, in its name', async () => {
    await open();
    await cloud.host('a');
    const created = (): Heard[] => heard.filter(({ eventType }) => eventType === 'service.create');
    await expect
      .poll(() => created().map(({ publisherId }) => publisherId))
      .toEqual(['nova-conductor:node', 'nova-scheduler:node', 'nova-compute:a']);
    expect(created()[2]).toMatchObject({
      ...{ name: 'ServiceStatusPayload', version: '1.1' },
      data: { host: 'a', binary: 'nova-compute', topic: 'compute', disabled: false, forced_down: false },
    });
  });
});
