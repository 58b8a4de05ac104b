// SPDX-License-Identifier: Apache-2.0
import type { MetadataServer } from './metadata-server.js';

/** Told of a server whose root device has no name yet. */
const WITHOUT_NAMES = { ami: 'sda1', ephemeral0: 'sda2', root: '/dev/sda1', swap: 'sda3' };

/** A server's disks under EC2's names (nova 26, block_device.py, instance_block_mapping). */
export function blockDeviceNames({
  instance,
  devices,
}: Pick<MetadataServer, 'instance' | 'devices'>): Readonly<Record<string, string | null>> {
  const { root_device_name: root, default_ephemeral_device: ephemeral, default_swap_device: swap } = instance;
  if (root === null) return WITHOUT_NAMES;
  const names: Record<string, string | null> = { ami: root.replace(/^\/dev\//, ''), root };
  if (ephemeral !== null && ephemeral !== '') names.ephemeral0 = ephemeral;
  if (swap !== null && swap !== '') names.swap = swap;
  const volumes = devices
    .filter(({ destination_type: type }) => type === 'volume')
    .map(({ device_name: name }) => name);
  // Those without a name first, as upstream sorts them.
  volumes.sort((a, b) => (a === b ? 0 : (a ?? '') < (b ?? '') ? -1 : 1));
  for (const [index, name] of volumes.entries()) names[`ebs${index}`] = name;
  const blanks = devices.filter(
    ({ destination_type: type, source_type: source }) => type !== 'volume' && source === 'blank',
  );
  const swaps = blanks.filter(({ guest_format: format }) => format === 'swap');
  const last = swaps.at(-1);
  if (last !== undefined) names.swap = last.device_name;
  for (const [index, one] of blanks.filter((each) => !swaps.includes(each)).entries())
    names[`ephemeral${index}`] = one.device_name;
  return names;
}
