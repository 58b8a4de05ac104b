// SPDX-License-Identifier: Apache-2.0
import { powerStateNames } from '../compute/drivers/power-state.js';
import type { NovaContext } from '../context.js';
import type { BlockDeviceMappingValues, FlavorValues, InstanceValues } from '../instances/instance.js';
import { networkInfoFrom } from '../network/network-info.js';
import { payload } from './payloads.js';
import type { NotificationPayload } from './versioned-notifications.js';

/** What a notification of a server has beside the server. */
export interface InstanceDetails {
  /** As the server is called at its hypervisor. */
  readonly instanceName: string;
  /** Its block devices; null where they are not told. */
  readonly devices: readonly BlockDeviceMappingValues[] | null;
  /** What went wrong. */
  readonly error?: unknown;
  readonly volumeId?: string;
  readonly oldVolumeId?: string;
  readonly newVolumeId?: string;
  readonly snapshotImageId?: string;
  readonly rescueImageRef?: string | null;
  readonly newFlavor?: FlavorValues;
}

type Kind = 'action' | 'create' | 'rebuild' | 'rescue' | 'resizePrep' | 'snapshot' | 'volume' | 'volumeSwap';

/** Names and versions as of Zed, and the fields that a kind has by itself. */
const KINDS: Readonly<
  Record<
    Kind,
    readonly [
      name: string,
      version: string,
      own: (instance: InstanceValues, details: InstanceDetails) => Readonly<Record<string, unknown>>,
    ]
  >
> = {
  action: ['InstanceActionPayload', '1.8', () => ({})],
  create: [
    'InstanceCreatePayload',
    '1.12',
    (instance, { instanceName }) => ({
      keypairs: (instance.keypairs?.objects ?? []).map(({ user_id, name, public_key, fingerprint, type }) =>
        payload('KeypairPayload', '1.0', { user_id, name, public_key, fingerprint, type }),
      ),
      tags: (instance.tags?.objects ?? []).map(({ tag }) => tag),
      trusted_image_certificates: instance.trusted_certs?.ids ?? null,
      instance_name: instanceName,
    }),
  ],
  rebuild: [
    'InstanceActionRebuildPayload',
    '1.9',
    (instance) => ({ trusted_image_certificates: instance.trusted_certs?.ids ?? null }),
  ],
  rescue: [
    'InstanceActionRescuePayload',
    '1.3',
    (_instance, { rescueImageRef = null }) => ({ rescue_image_ref: rescueImageRef }),
  ],
  resizePrep: [
    'InstanceActionResizePrepPayload',
    '1.3',
    (_instance, { newFlavor }) => ({ new_flavor: newFlavor === undefined ? null : flavorOf(newFlavor) }),
  ],
  snapshot: [
    'InstanceActionSnapshotPayload',
    '1.9',
    (_instance, { snapshotImageId }) => ({ snapshot_image_id: snapshotImageId ?? null }),
  ],
  volume: ['InstanceActionVolumePayload', '1.6', (_instance, { volumeId }) => ({ volume_id: volumeId ?? null })],
  volumeSwap: [
    'InstanceActionVolumeSwapPayload',
    '1.8',
    (_instance, { oldVolumeId, newVolumeId }) => ({
      old_volume_id: oldVolumeId ?? null,
      new_volume_id: newVolumeId ?? null,
    }),
  ],
};

/** Actions that the older format calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = {
  finish_resize: 'resize_finish',
  'live.migration.abort': 'live_migration_abort',
  'live.migration.force.complete': 'live_migration_force_complete',
  'live_migration._post': 'live_migration_post',
  'live_migration._rollback': 'live_migration_rollback',
  'live_migration.post.dest': 'live_migration_post_dest',
  'live_migration.pre': 'live_migration_pre',
  'live_migration.rollback.dest': 'live_migration_rollback_dest',
  'resize.confirm': 'resize_confirm',
  'resize.prep': 'resize_prep',
  'resize.revert': 'resize_revert',
  'volume.attach': 'volume_attach',
  'volume.detach': 'volume_detach',
};

const KIND_OF: Readonly<Record<string, Kind>> = {
  create: 'create',
  rebuild: 'rebuild',
  rescue: 'rescue',
  resize_prep: 'resizePrep',
  snapshot: 'snapshot',
  volume_attach: 'volume',
  volume_detach: 'volume',
  volume_swap: 'volumeSwap',
};

/** Actions that have only the older format: addresses come and go with interfaces in the versioned one. */
const UNVERSIONED = new Set(['create_ip', 'delete_ip', 'exists']);

/** What has its devices told whatever the options say, as upstream has them at hand. */
const WITH_DEVICES = new Set(['create', 'delete', 'rebuild', 'shutdown', 'soft_delete']);

export interface InstanceEvent {
  /** `instance.create.start` */
  readonly eventType: string;
  readonly isError: boolean;
  /** Whether the devices are told in any case. */
  readonly tellsDevices: boolean;
  payload(context: NovaContext, instance: InstanceValues, details: InstanceDetails): NotificationPayload;
}

/** The versioned notification of an event of the older format; undefined where there is none. @param event - `create.start` */
export function instanceEvent(event: string): InstanceEvent | undefined {
  const [, old = '', phase = ''] = /^(.+)\.(start|end|error)$/.exec(event) ?? [];
  if (old === '' || UNVERSIONED.has(old)) return undefined;
  const action = RENAMED[old] ?? old;
  const [name, version, own] = KINDS[KIND_OF[action] ?? 'action'];
  return {
    eventType: `instance.${action}.${phase}`,
    isError: phase === 'error',
    tellsDevices: WITH_DEVICES.has(action),
    payload: (context, instance, details) =>
      payload(name, version, {
        ...serverOf(context, instance, details.devices),
        fault: details.error === undefined ? null : faultOf(details.error, action),
        ...own(instance, details),
      }),
  };
}

function serverOf(
  context: NovaContext,
  instance: InstanceValues,
  devices: readonly BlockDeviceMappingValues[] | null,
): Readonly<Record<string, unknown>> {
  const isSomebodys = context.projectId !== undefined && context.userId !== undefined;
  return {
    uuid: instance.uuid,
    user_id: instance.user_id,
    tenant_id: instance.project_id,
    reservation_id: instance.reservation_id,
    display_name: instance.display_name,
    display_description: instance.display_description,
    host_name: instance.hostname,
    host: instance.host,
    node: instance.node,
    os_type: instance.os_type,
    architecture: instance.architecture,
    availability_zone: instance.availability_zone,
    flavor: instance.flavor === undefined ? null : flavorOf(instance.flavor),
    image_uuid: instance.image_ref,
    key_name: instance.key_name,
    kernel_id: instance.kernel_id,
    ramdisk_id: instance.ramdisk_id,
    created_at: timeOf(instance.created_at),
    launched_at: timeOf(instance.launched_at),
    terminated_at: timeOf(instance.terminated_at),
    deleted_at: timeOf(instance.deleted_at),
    updated_at: timeOf(instance.updated_at),
    state: instance.vm_state,
    power_state: powerStateNames[instance.power_state ?? 0] ?? null,
    task_state: instance.task_state,
    progress: instance.progress,
    ip_addresses: addressesOf(instance),
    block_devices: devices === null ? null : devices.filter((one) => one.volume_id !== null).map(deviceOf),
    metadata: instance.metadata ?? {},
    locked: instance.locked ?? false,
    auto_disk_config: instance.auto_disk_config === true ? 'AUTO' : 'MANUAL',
    // Periodic work has an id that says nothing.
    request_id: isSomebodys ? context.requestId : null,
    action_initiator_user: context.userId ?? null,
    action_initiator_project: context.projectId ?? null,
    locked_reason: instance.system_metadata?.locked_reason ?? null,
  };
}

/** The flavor that a server has, of which nobody knows who else has it. */
function flavorOf(flavor: FlavorValues): NotificationPayload {
  return payload('FlavorPayload', '1.4', {
    flavorid: flavor.flavorid,
    memory_mb: flavor.memory_mb,
    vcpus: flavor.vcpus,
    root_gb: flavor.root_gb,
    ephemeral_gb: flavor.ephemeral_gb,
    name: flavor.name,
    swap: flavor.swap,
    rxtx_factor: flavor.rxtx_factor,
    vcpu_weight: flavor.vcpu_weight,
    disabled: flavor.disabled,
    is_public: flavor.is_public,
    extra_specs: flavor.extra_specs,
    projects: null,
    description: flavor.description,
  });
}

function addressesOf(instance: InstanceValues): readonly NotificationPayload[] {
  return networkInfoFrom(instance.info_cache?.network_info).flatMap((vif) =>
    (vif.network?.subnets ?? [])
      .flatMap(({ ips }) => ips)
      .map(({ address, version }) =>
        payload('IpPayload', '1.0', {
          label: vif.network?.label ?? '',
          mac: vif.address,
          meta: {},
          port_uuid: vif.id,
          version,
          address,
          device_name: vif.devname,
        }),
      ),
  );
}

function deviceOf(device: BlockDeviceMappingValues): NotificationPayload {
  return payload('BlockDevicePayload', '1.0', {
    device_name: device.device_name,
    boot_index: device.boot_index,
    delete_on_termination: device.delete_on_termination ?? false,
    volume_id: device.volume_id,
    tag: device.tag,
  });
}

function faultOf(error: unknown, action: string): NotificationPayload {
  const isError = error instanceof Error;
  return payload('ExceptionPayload', '1.1', {
    module_name: 'nova.compute.manager',
    function_name: action,
    exception: isError ? error.name : 'Error',
    exception_message: isError ? error.message : String(error),
    traceback: isError ? (error.stack ?? null) : null,
  });
}

function timeOf(time: Date | null): string | null {
  return time?.toISOString().replace(/\.\d+Z$/, 'Z') ?? null;
}
