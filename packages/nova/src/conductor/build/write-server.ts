// SPDX-License-Identifier: Apache-2.0
import type { BlockDeviceMappingValues, FlavorValues, InstanceValues } from '../../instances/instance.js';
import type { NewBlockDevice } from '../../instances/block-device-repository.js';
import type { BuildRequestValues } from '../../instances/build-request-repository.js';
import type { ConnectedCell } from '../../cells/connected-cells.js';

/** A server as it is in its cell. */
export interface WrittenServer {
  readonly instance: InstanceValues;
  readonly devices: readonly BlockDeviceMappingValues[];
}

/** What a server is loaded with to be built. */
export const BUILD_PARTS = [
  'flavor',
  'old_flavor',
  'new_flavor',
  'metadata',
  'system_metadata',
  'info_cache',
  'keypairs',
  'numa_topology',
  'pci_requests',
  'device_metadata',
  'trusted_certs',
  'vcpu_model',
  'resources',
  'tags',
] as const;

/**
 * Writes the server of a build request into a cell, with its block devices. One that is there already, since the message
 * came again, is taken as it is.
 */
export async function writeServer(
  cell: ConnectedCell,
  { instance, block_device_mappings: wanted, tags }: BuildRequestValues,
): Promise<WrittenServer> {
  const { uuid } = instance;
  const [before] = await cell.instances.list({ where: { uuid } });
  if (before === undefined)
    await cell.instances.create({
      ...instance,
      tags: { objects: tags.objects.map(({ tag }) => ({ resource_id: uuid, tag })) },
    });
  const there = await cell.devices.ofInstances([uuid]);
  const devices = there.length > 0 ? there : await writeDevices(cell, uuid, instance.flavor, wanted.objects);
  return { instance: await cell.instances.get(uuid, BUILD_PARTS), devices };
}

async function writeDevices(
  cell: ConnectedCell,
  uuid: string,
  flavor: FlavorValues | undefined,
  wanted: readonly NewBlockDevice[],
): Promise<BlockDeviceMappingValues[]> {
  const written: BlockDeviceMappingValues[] = [];
  for (const device of wanted)
    written.push(await cell.devices.create({ ...device, instance_uuid: uuid, volume_size: sizeOf(device, flavor) }));
  return written;
}

/** GiB (MiB of swap); a local disk is as large as the flavor has it where nobody says. */
function sizeOf(device: NewBlockDevice, flavor: FlavorValues | undefined): number | null {
  const size = device.volume_size ?? null;
  if (size !== null || device.source_type !== 'blank' || device.destination_type !== 'local') return size;
  return (device.guest_format === 'swap' ? flavor?.swap : flavor?.ephemeral_gb) ?? 0;
}
