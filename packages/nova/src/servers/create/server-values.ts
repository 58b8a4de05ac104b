// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Flavor } from '../../flavors/flavor.js';
import { systemMetadataOfImage } from '../../image/system-metadata.js';
import type { ImageValues } from '../../image/images.js';
import type { FlavorValues, InstanceChanges, KeyPairValues } from '../../instances/instance.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { ServerOrder } from './server-order.js';
import { isTrue } from '../../is-true.js';

/** What the servers of a request have in common. */
export interface CommonParts {
  readonly order: ServerOrder;
  readonly flavor: FlavorValues;
  readonly image: ImageValues | undefined;
  readonly reservationId: string;
  readonly availabilityZone: string | null;
  readonly keyPair: KeyPairValues | undefined;
  readonly isBootedFromVolume: boolean;
}

/** One of them. */
export interface OwnParts {
  readonly uuid: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** A flavor as servers carry it. */
export function flavorValues(flavor: Flavor): FlavorValues {
  return {
    id: flavor.id,
    name: flavor.name,
    memory_mb: flavor.memoryMb,
    vcpus: flavor.vcpus,
    root_gb: flavor.rootGb,
    ephemeral_gb: flavor.ephemeralGb,
    flavorid: flavor.flavorid,
    swap: flavor.swap,
    rxtx_factor: flavor.rxtxFactor,
    vcpu_weight: flavor.vcpuWeight ?? 0,
    disabled: flavor.disabled,
    is_public: flavor.isPublic,
    extra_specs: Object.fromEntries(
      Object.entries(flavor.extraSpecs).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    ),
    description: flavor.description,
    created_at: flavor.createdAt,
    updated_at: flavor.updatedAt,
    deleted_at: null,
    deleted: false,
  };
}

/** A new server as it waits for its host (nova 26, compute/api.py, _populate_instance_for_create). */
export function serverValues(
  context: RequestContext,
  { order, flavor, image, reservationId, availabilityZone, keyPair, isBootedFromVolume }: CommonParts,
  { uuid, index, count }: OwnParts,
): InstanceChanges & { readonly uuid: string } {
  const properties = image?.properties ?? {};
  const text = (name: string): string | null => {
    const value = properties[name];
    return typeof value === 'string' ? value : null;
  };
  const imageRef = isBootedFromVolume ? '' : order.imageRef;
  return {
    uuid,
    user_id: context.userId ?? null,
    project_id: context.projectId ?? null,
    image_ref: imageRef,
    kernel_id: text('kernel_id') ?? '',
    ramdisk_id: text('ramdisk_id') ?? '',
    ...namesOf(order, uuid, index, count),
    launch_index: index,
    key_name: order.keyName,
    key_data: keyPair?.public_key ?? null,
    power_state: 0,
    vm_state: vmStates.building,
    task_state: taskStates.scheduling,
    memory_mb: flavor.memory_mb,
    vcpus: flavor.vcpus,
    root_gb: flavor.root_gb,
    ephemeral_gb: flavor.ephemeral_gb,
    ephemeral_key_uuid: null,
    host: null,
    node: null,
    instance_type_id: flavor.id,
    user_data: order.userData,
    reservation_id: reservationId,
    launched_at: null,
    terminated_at: null,
    availability_zone: availabilityZone,
    display_description: order.description,
    launched_on: null,
    locked: false,
    locked_by: null,
    os_type: text('os_type'),
    architecture: text('architecture'),
    vm_mode: text('vm_mode'),
    root_device_name: rootDevice(text('root_device_name')),
    config_drive: order.hasConfigDrive ? 'True' : '',
    access_ip_v4: order.accessIPv4,
    access_ip_v6: order.accessIPv6,
    auto_disk_config:
      order.diskConfig === 'AUTO' || (order.diskConfig === undefined && isTrue(text('auto_disk_config'))),
    progress: 0,
    shutdown_terminate: false,
    disable_terminate: false,
    cell_name: null,
    hidden: false,
    metadata: order.metadata,
    system_metadata: {
      ...systemMetadataOfImage(image ?? {}, flavor),
      image_base_image_ref: text('base_image_ref') ?? imageRef,
      owner_user_name: context.userName ?? '',
      owner_project_name: context.projectName ?? '',
    },
    info_cache: { instance_uuid: uuid, network_info: '[]' },
    flavor,
    old_flavor: null,
    new_flavor: null,
    keypairs: { objects: keyPair === undefined ? [] : [keyPair] },
    trusted_certs: order.trustedCertificates === null ? null : { ids: order.trustedCertificates },
    numa_topology: null,
    pci_requests: { requests: [] },
  };
}

/** Several servers of one name are told apart by a number at the end. */
function namesOf(
  order: ServerOrder,
  uuid: string,
  index: number,
  count: number,
): { display_name: string; hostname: string } {
  const suffix = count > 1 ? `-${index + 1}` : '';
  const sanitized = sanitizedHostname(order.name);
  const hostname = order.hostname ?? (sanitized === '' ? `Server-${uuid}` : `${sanitized}${suffix}`);
  return { display_name: `${order.name}${suffix}`, hostname };
}

/** A name as a host can have it, '' where nothing is left of it (nova 26, utils.py, sanitize_hostname). */
export function sanitizedHostname(name: string): string {
  return name
    .replace(/[\u0100-\uffff]/g, '')
    .slice(0, 63)
    .replace(/[ _.]/g, '-')
    .replace(/[^\p{L}\p{N}_.-]+/gu, '')
    .toLowerCase()
    .replace(/^[.-]+|[.-]+$/g, '');
}

function rootDevice(name: string | null): string | null {
  if (name === null) return null;
  return name.startsWith('/dev/') ? name : `/dev/${name}`;
}
