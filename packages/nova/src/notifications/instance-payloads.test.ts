// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { NovaContext } from '../context.js';
import type { FlavorValues, InstanceValues } from '../instances/instance.js';
import { type InstanceDetails, instanceEvent } from './instance-payloads.js';

const VOLUMES = { volumeId: 'v', oldVolumeId: 'old', newVolumeId: 'new' };
const details: InstanceDetails = {
  ...{ instanceName: 'instance-00000001', devices: null, snapshotImageId: 'image', rescueImageRef: 'rescue' },
  ...VOLUMES,
  newFlavor: { name: 'larger' } as FlavorValues,
};
const address = { address: '10.0.0.2', version: 4, type: 'fixed', meta: {}, floating_ips: [] };
const network = { id: 'n', label: 'private', subnets: [{ ips: [address] }] };
const vif = { id: 'port', address: 'fa:16:3e:00:00:01', devname: 'tap1', network };
const instance = {
  ...{ uuid: 'u', power_state: 1, auto_disk_config: true, system_metadata: { locked_reason: 'kept' } },
  ...{ created_at: new Date('2026-11-21T09:39:45.123Z'), trusted_certs: { ids: ['cert'] } },
  info_cache: { instance_uuid: 'u', network_info: JSON.stringify([vif]) },
} as unknown as InstanceValues;

describe('the versioned notification of', () => {
  it.each([
    ['resize.prep.start', 'instance.resize_prep.start', 'InstanceActionResizePrepPayload', '1.3'],
    ['resize.start', 'instance.resize.start', 'InstanceActionPayload', '1.8'],
    ['finish_resize.end', 'instance.resize_finish.end', 'InstanceActionPayload', '1.8'],
    ['resize.confirm.end', 'instance.resize_confirm.end', 'InstanceActionPayload', '1.8'],
    ['live_migration._post.end', 'instance.live_migration_post.end', 'InstanceActionPayload', '1.8'],
    ['live_migration.post.dest.start', 'instance.live_migration_post_dest.start', 'InstanceActionPayload', '1.8'],
    ['live.migration.abort.end', 'instance.live_migration_abort.end', 'InstanceActionPayload', '1.8'],
    ['rebuild.start', 'instance.rebuild.start', 'InstanceActionRebuildPayload', '1.9'],
    ['rescue.end', 'instance.rescue.end', 'InstanceActionRescuePayload', '1.3'],
    ['snapshot.end', 'instance.snapshot.end', 'InstanceActionSnapshotPayload', '1.9'],
    ['volume.attach.end', 'instance.volume_attach.end', 'InstanceActionVolumePayload', '1.6'],
    ['volume_swap.error', 'instance.volume_swap.error', 'InstanceActionVolumeSwapPayload', '1.8'],
  ])('%s is %s with %s %s', (event, eventType, name, version) => {
    const told = instanceEvent(event);
    expect(told).toMatchObject({ eventType, isError: event.endsWith('.error') });
    expect(told?.payload(new NovaContext({}), instance, details)).toMatchObject({
      'nova_object.name': name,
      'nova_object.version': version,
    });
  });

  it.each(['create_ip.start', 'exists', 'something'])('%s is none', (event) => {
    expect(instanceEvent(event)).toBeUndefined();
  });

  const dataOf = (event: string, context = new NovaContext({})): Readonly<Record<string, unknown>> =>
    instanceEvent(event)?.payload(context, instance, details)['nova_object.data'] ?? {};

  it('an action has what is of it', () => {
    expect(dataOf('volume.detach.end')).toMatchObject({ volume_id: 'v' });
    expect(dataOf('volume_swap.end')).toMatchObject({ old_volume_id: 'old', new_volume_id: 'new' });
    expect(dataOf('snapshot.start')).toMatchObject({ snapshot_image_id: 'image' });
    expect(dataOf('rescue.start')).toMatchObject({ rescue_image_ref: 'rescue' });
    expect(dataOf('rebuild.start')).toMatchObject({ trusted_image_certificates: ['cert'] });
    expect(dataOf('resize.prep.end')).toMatchObject({ new_flavor: { 'nova_object.data': { name: 'larger' } } });
  });

  it('a server has its addresses, and times to the second', () => {
    expect(dataOf('pause.end')).toMatchObject({
      ...{ power_state: 'running', auto_disk_config: 'AUTO', locked_reason: 'kept' },
      created_at: '2026-11-21T09:39:45Z',
      ip_addresses: [
        {
          'nova_object.name': 'IpPayload',
          'nova_object.data': {
            ...{ label: 'private', mac: 'fa:16:3e:00:00:01', port_uuid: 'port', version: 4 },
            ...{ address: '10.0.0.2', device_name: 'tap1', meta: {} },
          },
        },
      ],
    });
  });

  it('work that nobody asked for has no request', () => {
    const somebody = new NovaContext({ userId: 'user', projectId: 'project' });
    expect(dataOf('pause.end')).toMatchObject({ request_id: null, action_initiator_user: null });
    expect(dataOf('pause.end', somebody)).toMatchObject({
      ...{ request_id: somebody.requestId, action_initiator_user: 'user', action_initiator_project: 'project' },
    });
  });
});
