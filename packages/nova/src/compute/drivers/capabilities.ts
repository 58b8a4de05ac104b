// SPDX-License-Identifier: Apache-2.0

/** What a driver can do, beyond what all do: upstream's capabilities, which become traits (`COMPUTE_*`) too. */
export interface DriverCapabilities {
  readonly hasImagecache: boolean;
  readonly supportsEvacuate: boolean;
  readonly supportsMigrateToSameHost: boolean;
  readonly supportsAttachInterface: boolean;
  readonly supportsDeviceTagging: boolean;
  readonly supportsTaggedAttachInterface: boolean;
  readonly supportsTaggedAttachVolume: boolean;
  readonly supportsExtendVolume: boolean;
  readonly supportsMultiattach: boolean;
  readonly supportsTrustedCerts: boolean;
  readonly supportsAccelerators: boolean;
  readonly supportsRemoteManagedPorts: boolean;
  /** `disk_format`s. */
  readonly supportsImageTypes: ReadonlySet<string>;
  readonly supportsBfvRescue: boolean;
}

/** upstream's CAPABILITY_TRAITS_MAP (nova/virt/driver.py). */
const TRAITS = {
  supportsMigrateToSameHost: 'COMPUTE_SAME_HOST_COLD_MIGRATE',
  supportsAttachInterface: 'COMPUTE_NET_ATTACH_INTERFACE',
  supportsDeviceTagging: 'COMPUTE_DEVICE_TAGGING',
  supportsTaggedAttachInterface: 'COMPUTE_NET_ATTACH_INTERFACE_WITH_TAG',
  supportsTaggedAttachVolume: 'COMPUTE_VOLUME_ATTACH_WITH_TAG',
  supportsExtendVolume: 'COMPUTE_VOLUME_EXTEND',
  supportsMultiattach: 'COMPUTE_VOLUME_MULTI_ATTACH',
  supportsTrustedCerts: 'COMPUTE_TRUSTED_CERTS',
  supportsAccelerators: 'COMPUTE_ACCELERATORS',
  supportsRemoteManagedPorts: 'COMPUTE_REMOTE_MANAGED_PORTS',
  supportsBfvRescue: 'COMPUTE_RESCUE_BFV',
} as const;

const IMAGE_TYPES = ['aki', 'ami', 'ari', 'iso', 'qcow2', 'raw', 'vdi', 'vhd', 'vhdx', 'vmdk', 'ploop'] as const;

const imageTrait = (type: string): string => `COMPUTE_IMAGE_TYPE_${type.toUpperCase()}`;

/** Every trait that a capability decides: one that a node lacks is taken from it, even where somebody else has set it. */
export const capabilityTraitNames: readonly string[] = [
  ...Object.values(TRAITS),
  ...IMAGE_TYPES.map((type) => imageTrait(type)),
];

/**
 * The traits of what a driver can do.
 * @param excludedImageTypes - `[compute] image_type_exclude_list`
 */
export function traitsOf(capabilities: DriverCapabilities, excludedImageTypes: readonly string[]): string[] {
  const able = (Object.keys(TRAITS) as (keyof typeof TRAITS)[]).filter((name) => capabilities[name]);
  const types = IMAGE_TYPES.filter(
    (type) => capabilities.supportsImageTypes.has(type) && !excludedImageTypes.includes(type),
  );
  return [...able.map((name) => TRAITS[name]), ...types.map((type) => imageTrait(type))].sort();
}
