// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's ComputeAPI beside ours.
import { samples } from '../test-support.js';
import { compute, INFO, type MessagePair, PLAIN_IMAGE } from './pair-parts.js';

const { instance, bdm, bdms, requestSpec } = samples;

/** Methods that are told nothing but the instance. */
const plain = (
  [
    ['inject_network_info', 'injectNetworkInfo'],
    ['get_diagnostics', 'getDiagnostics'],
    ['get_instance_diagnostics', 'getInstanceDiagnostics'],
    ['pause_instance', 'pauseInstance'],
    ['quiesce_instance', 'quiesceInstance'],
    ['restore_instance', 'restoreInstance'],
    ['resume_instance', 'resumeInstance'],
    ['soft_delete_instance', 'softDeleteInstance'],
    ['start_instance', 'startInstance'],
    ['suspend_instance', 'suspendInstance'],
    ['trigger_crash_dump', 'triggerCrashDump'],
    ['unpause_instance', 'unpauseInstance'],
    ['unrescue_instance', 'unrescueInstance'],
  ] as const
).map(([method, name]) => compute(method, { instance }, (api, context) => api[name](context, instance)));

const consoles = (['vnc', 'spice', 'rdp', 'mks', 'serial'] as const).map((protocol) =>
  compute(`get_${protocol}_console`, { instance, console_type: 'kind' }, (api, context) =>
    api.getConsole(context, instance, protocol, 'kind'),
  ),
);

const power = [
  compute('stop_instance', { instance, do_cast: true, clean_shutdown: false }, (api, context) =>
    api.stopInstance(context, instance, { cleanShutdown: false }),
  ),
  compute('stop_instance', { instance, do_cast: false }, (api, context) =>
    api.stopInstance(context, instance, { wait: true }),
  ),
  compute('reboot_instance', { instance, block_device_info: null, reboot_type: 'HARD' }, (api, context) =>
    api.rebootInstance(context, instance, null, 'HARD'),
  ),
  compute(
    'rescue_instance',
    { instance, rescue_password: 'p', rescue_image_ref: 'i', clean_shutdown: false },
    (api, context) => api.rescueInstance(context, instance, 'p', { rescueImageRef: 'i', cleanShutdown: false }),
  ),
  compute('rescue_instance', { instance, rescue_password: 'p' }, (api, context) =>
    api.rescueInstance(context, instance, 'p'),
  ),
  compute('shelve_instance', { instance, image_id: 'i', accel_uuids: ['a'] }, (api, context) =>
    api.shelveInstance(context, instance, 'i', { accelUuids: ['a'] }),
  ),
  compute('shelve_offload_instance', { instance, clean_shutdown: false }, (api, context) =>
    api.shelveOffloadInstance(context, instance, { cleanShutdown: false }),
  ),
  compute(
    'unshelve_instance',
    { instance, host: 'h', request_spec: requestSpec, image: PLAIN_IMAGE, filter_properties: { a: 1 }, node: 'n' },
    (api, context) =>
      api.unshelveInstance(context, instance, 'h', {
        requestSpec,
        image: PLAIN_IMAGE,
        filterProperties: { a: 1 },
        node: 'n',
      }),
  ),
  compute('terminate_instance', { instance, bdms }, (api, context) => api.terminateInstance(context, instance, bdms)),
  compute('set_admin_password', { instance, new_pass: 'p' }, (api, context) =>
    api.setAdminPassword(context, instance, 'p'),
  ),
  compute('unquiesce_instance', { instance, mapping: [{ a: 1 }] }, (api, context) =>
    api.unquiesceInstance(context, instance, [{ a: 1 }]),
  ),
];

const devices = [
  compute(
    'reserve_block_device_name',
    { instance, device: null, volume_id: 'v', disk_bus: null, device_type: 'disk', tag: 't', multiattach: true },
    (api, context) =>
      api.reserveBlockDeviceName(context, instance, {
        device: null,
        volumeId: 'v',
        diskBus: null,
        deviceType: 'disk',
        tag: 't',
        multiattach: true,
      }),
  ),
  compute('attach_volume', { instance, bdm }, (api, context) => api.attachVolume(context, instance, bdm)),
  compute('detach_volume', { instance, volume_id: 'v', attachment_id: 'a' }, (api, context) =>
    api.detachVolume(context, instance, 'v', 'a'),
  ),
  compute('detach_volume', { instance, volume_id: 'v' }, (api, context) => api.detachVolume(context, instance, 'v')),
  compute('swap_volume', { instance, old_volume_id: 'o', new_volume_id: 'n', new_attachment_id: 'a' }, (api, context) =>
    api.swapVolume(context, instance, { oldVolumeId: 'o', newVolumeId: 'n', newAttachmentId: 'a' }),
  ),
  compute('remove_volume_connection', { instance, volume_id: 'v', host: 'h' }, (api, context) =>
    api.removeVolumeConnection(context, instance, 'v', 'h'),
  ),
  compute('volume_snapshot_create', { instance, volume_id: 'v', create_info: INFO }, (api, context) =>
    api.volumeSnapshotCreate(context, instance, 'v', INFO),
  ),
  compute('volume_snapshot_delete', { instance, volume_id: 'v', snapshot_id: 's', delete_info: INFO }, (api, context) =>
    api.volumeSnapshotDelete(context, instance, { volumeId: 'v', snapshotId: 's', deleteInfo: INFO }),
  ),
  compute(
    'attach_interface',
    { instance, network_id: 'n', port_id: null, requested_ip: '10.0.0.3', tag: 't' },
    (api, context) =>
      api.attachInterface(context, instance, { networkId: 'n', portId: null, requestedIp: '10.0.0.3', tag: 't' }),
  ),
  compute('detach_interface', { instance, port_id: 'p' }, (api, context) =>
    api.detachInterface(context, instance, 'p'),
  ),
  compute('add_fixed_ip_to_instance', { instance, network_id: 'n' }, (api, context) =>
    api.addFixedIpToInstance(context, instance, 'n'),
  ),
  compute('remove_fixed_ip_from_instance', { instance, address: 'a' }, (api, context) =>
    api.removeFixedIpFromInstance(context, instance, 'a'),
  ),
];

/** Told to an instance where it runs. */
export const instancePairs: readonly MessagePair[] = [plain, consoles, power, devices].flat();
