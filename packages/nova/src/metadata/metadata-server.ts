// SPDX-License-Identifier: Apache-2.0
import type { BlockDeviceMappingValues, InstanceValues } from '../instances/instance.js';
import type { PartName } from '../instances/instance-repository.js';

/** What a server and its images are called in EC2's world: `i-0000000a`, `ami-00000001`. */
export interface Ec2Ids {
  readonly instance_id: string | null;
  readonly ami_id: string | null;
  readonly kernel_id: string | null;
  readonly ramdisk_id: string | null;
}

/** What a server has beside its columns that guests are told. */
export const SERVER_PARTS = [
  'flavor',
  'keypairs',
  'metadata',
  'system_metadata',
  'info_cache',
  'device_metadata',
  'numa_topology',
] as const satisfies readonly PartName[];

/** All that guests can be told of their server. */
export interface MetadataServer {
  /** With its flavor, keypairs, metadata, system metadata, devices' metadata, NUMA topology and network info. */
  readonly instance: InstanceValues;
  readonly devices: readonly BlockDeviceMappingValues[];
  readonly ec2Ids: Ec2Ids;
  /** Names of the security groups of its ports. */
  readonly securityGroups: readonly string[];
}

/** A number of upstream's mapping tables as EC2 writes it: `ec2Id('ami', 10)` is `ami-0000000a`. */
export function ec2Id(kind: 'i' | 'ami' | 'aki' | 'ari', number: number): string {
  return `${kind}-${number.toString(16).padStart(8, '0')}`;
}

/** A server's ids of EC2. Images have no numbers here: upstream counts them in a table for EC2's API, which is gone. */
export function ec2IdsOf({ id }: Pick<InstanceValues, 'id'>): Ec2Ids {
  return { instance_id: ec2Id('i', id), ami_id: null, kernel_id: null, ramdisk_id: null };
}
