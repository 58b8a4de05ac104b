// SPDX-License-Identifier: Apache-2.0
import { isWireObject, type NovaObject } from '../objects/nova-object.js';
import { openstackVersions } from './versions.js';

type Document = Readonly<Record<string, unknown>>;

const BUSES: Readonly<Record<string, string>> = {
  PCIDeviceBus: 'pci',
  USBDeviceBus: 'usb',
  SCSIDeviceBus: 'scsi',
  IDEDeviceBus: 'ide',
  XenDeviceBus: 'xen',
};

/** Addresses as each kind of bus has them, for a bus whose kind is not told. */
const ADDRESSES: readonly (readonly [bus: string, pattern: RegExp])[] = [
  ['pci', /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f]$/],
  ['scsi', /^[0-9a-f]+(:[0-9a-f]+){3}$/],
  ['ide', /^[01]:[01]$/],
  ['usb', /^[0-9a-f]+:[0-9a-f]+$/],
  ['xen', /^(00\d\d00|[1-9]\d+)$/],
];

/**
 * The devices that a guest is told of (nova 26, api/metadata/base.py, _get_device_metadata).
 * @param metadata - a server's `device_metadata`: the object as it travels, or its values
 * @param version - of OpenStack's metadata
 */
export function devicesOf(metadata: unknown, version: string): readonly Document[] {
  const { values } = opened(metadata);
  const devices = Array.isArray(values.devices) ? (values.devices as readonly unknown[]) : [];
  return devices.flatMap((device) => {
    const told = deviceOf(device, version);
    return told === undefined ? [] : [told];
  });
}

function deviceOf(device: unknown, version: string): Document | undefined {
  const { name, values } = opened(device);
  const bus = busOf(values.bus);
  if (bus === undefined) return undefined;
  const tags = values.tags === undefined ? {} : { tags: values.tags };
  const isNic = name === undefined ? 'mac' in values : name === 'NetworkInterfaceMetadata';
  if (!isNic && name !== undefined && name !== 'DiskMetadata') return undefined;
  if (!isNic)
    return {
      type: 'disk',
      ...(values.serial === undefined ? {} : { serial: values.serial }),
      ...(values.path === undefined ? {} : { path: values.path }),
      ...bus,
      ...tags,
    };
  const special = {
    ...(version >= openstackVersions.ocata && values.vlan !== undefined && values.vlan !== null
      ? { vlan: values.vlan }
      : {}),
    ...(version >= openstackVersions.rocky ? { vf_trusted: values.vf_trusted ?? false } : {}),
  };
  // One that nothing special is told of is left out.
  if (values.tags === undefined && Object.keys(special).length === 0) return undefined;
  return { ...special, type: 'nic', mac: values.mac, ...bus, ...tags };
}

/** None is told as such; one of an unknown kind has the device left out. */
function busOf(bus: unknown): { readonly bus: string; readonly address: unknown } | undefined {
  if (bus === undefined || bus === null) return { bus: 'none', address: 'none' };
  const { name, values } = opened(bus);
  const { address } = values;
  const kind =
    name === undefined
      ? ADDRESSES.find(([, pattern]) => typeof address === 'string' && pattern.test(address))?.[0]
      : BUSES[name];
  return kind === undefined ? undefined : { bus: kind, address: address ?? 'none' };
}

function opened(value: unknown): { readonly name: string | undefined; readonly values: Document } {
  if (isWireObject(value)) {
    const { 'nova_object.name': name, 'nova_object.data': values } = value as NovaObject;
    return { name, values };
  }
  return { name: undefined, values: typeof value === 'object' && value !== null ? (value as Document) : {} };
}
