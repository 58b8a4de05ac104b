// SPDX-License-Identifier: Apache-2.0
// Calls of upstream's ComputeAPI beside ours.
import { samples } from '../test-support.js';
import { compute, type MessagePair, PLAIN_IMAGE } from './pair-parts.js';

const { instance, bdms, limits, migration, networks, requestSpec, selection } = samples;
const BUILD = { image: PLAIN_IMAGE, limits, node: 'n' };
const OURS = { requestSpec, adminPassword: 'p', injectedFiles: [], requestedNetworks: networks, hostList: [selection] };
const REBUILD = { bdms, recreate: true, limits, node: 'n', migration };

const builds = [
  compute(
    'build_and_run_instance',
    {
      ...BUILD,
      instance,
      host: 'h',
      request_spec: requestSpec,
      filter_properties: { a: 1 },
      admin_password: 'p',
      injected_files: [],
      requested_networks: networks,
      security_groups: ['default'],
      block_device_mapping: bdms,
      host_list: [selection],
      accel_uuids: [],
    },
    (api, context) =>
      api.buildAndRunInstance(context, instance, 'h', {
        ...BUILD,
        ...OURS,
        filterProperties: { a: 1 },
        securityGroups: ['default'],
        blockDeviceMapping: bdms,
        accelUuids: [],
      }),
  ),
  compute(
    'rebuild_instance',
    {
      ...REBUILD,
      instance,
      new_pass: 'p',
      injected_files: [],
      image_ref: 'i',
      orig_image_ref: 'o',
      orig_sys_metadata: { a: 'b' },
      on_shared_storage: null,
      host: null,
      preserve_ephemeral: false,
      request_spec: requestSpec,
      accel_uuids: ['a'],
      reimage_boot_volume: true,
    },
    (api, context) =>
      api.rebuildInstance(context, instance, null, {
        ...REBUILD,
        newPass: 'p',
        injectedFiles: [],
        imageRef: 'i',
        origImageRef: 'o',
        origSysMetadata: { a: 'b' },
        onSharedStorage: null,
        preserveEphemeral: false,
        requestSpec,
        accelUuids: ['a'],
        reimageBootVolume: true,
      }),
  ),
  compute('snapshot_instance', { instance, image_id: 'i' }, (api, context) =>
    api.snapshotInstance(context, instance, 'i'),
  ),
  compute('backup_instance', { instance, image_id: 'i', backup_type: 'daily', rotation: 2 }, (api, context) =>
    api.backupInstance(context, instance, { imageId: 'i', backupType: 'daily', rotation: 2 }),
  ),
];

const hosts = [
  compute('get_console_output', { instance, tail_length: 5 }, (api, context) =>
    api.getConsoleOutput(context, instance, 5),
  ),
  compute('validate_console_port', { instance, port: '5900', console_type: 'novnc' }, (api, context) =>
    api.validateConsolePort(context, instance, '5900', 'novnc'),
  ),
  compute('external_instance_event', { instances: [instance], events: [samples.event] }, (api, context) =>
    api.externalInstanceEvent(context, [instance], [samples.event]),
  ),
  compute('external_instance_event', { instances: [instance], events: [], host: 'h' }, (api, context) =>
    api.externalInstanceEvent(context, [instance], [], 'h'),
  ),
  compute('host_maintenance_mode', { host: 'h', host_param: 'o', mode: true }, (api, context) =>
    api.hostMaintenanceMode(context, 'h', 'o', true),
  ),
  compute('host_power_action', { host: 'h', action: 'reboot' }, (api, context) =>
    api.hostPowerAction(context, 'h', 'reboot'),
  ),
  compute('set_host_enabled', { host: 'h', enabled: true }, (api, context) => api.setHostEnabled(context, 'h', true)),
  compute('get_host_uptime', { host: 'h' }, (api, context) => api.getHostUptime(context, 'h')),
  compute('cache_images', { host: 'h', image_ids: ['i'] }, (api, context) => api.cacheImages(context, 'h', ['i'])),
];

/** Building, and what hosts are asked. */
export const buildPairs: readonly MessagePair[] = [...builds, ...hosts];
