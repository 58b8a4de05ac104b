// SPDX-License-Identifier: Apache-2.0
import { fixedIpsOf, floatingIpsOf, networkInfoFrom } from '../network/network-info.js';
import { blockDeviceNames } from './block-device-names.js';
import type { MetadataServer } from './metadata-server.js';
import { EC2_VERSIONS } from './versions.js';

/** A folder has its entries by name; `_name` is how the folder itself is listed. A file has its text or bytes. */
export type Ec2Tree = Folder | readonly string[] | Buffer | string | number | null;

interface Folder {
  readonly [name: string]: Ec2Tree;
}

export interface Ec2Source {
  readonly server: MetadataServer;
  readonly hostname: string;
  /** Of the guest that asks, where its fixed address is not known. */
  readonly address: string | null;
  readonly userData: Buffer | undefined;
}

/**
 * EC2's metadata in one of its versions (nova 26, api/metadata/base.py, get_ec2_metadata): `meta-data` and, where there are
 * some, `user-data`.
 */
export function ec2Metadata(source: Ec2Source, version: string): Folder {
  const { server, hostname, address, userData } = source;
  const { instance, ec2Ids, securityGroups } = server;
  const since = (first: (typeof EC2_VERSIONS)[number]): boolean =>
    (EC2_VERSIONS as readonly string[]).indexOf(version) >= EC2_VERSIONS.indexOf(first);
  const ports = networkInfoFrom(instance.info_cache?.network_info);
  const fixed = fixedIpsOf(ports).find(({ version: of }) => of === 4)?.address;
  const floating = floatingIpsOf(ports)[0]?.address;
  const { key_name: keyName, key_data: keyData } = instance;
  const hasKey = keyName !== null && keyName !== '';
  const metadata: Folder = {
    'ami-id': ec2Ids.ami_id,
    'ami-launch-index': instance.launch_index,
    'ami-manifest-path': 'FIXME',
    'instance-id': ec2Ids.instance_id,
    hostname,
    'local-ipv4': fixed ?? address,
    'reservation-id': instance.reservation_id,
    'security-groups': securityGroups,
    ...(hasKey ? { 'public-keys': { '0': { _name: `0=${keyName}`, 'openssh-key': keyData } } } : {}),
    ...(since('2007-01-19')
      ? { 'local-hostname': hostname, 'public-hostname': hostname, 'public-ipv4': floating ?? '' }
      : {}),
    ...(since('2007-08-29') ? { 'instance-type': instance.flavor?.name ?? null } : {}),
    ...(since('2007-12-15')
      ? {
          'block-device-mapping': blockDeviceNames(server),
          ...(ec2Ids.kernel_id === null ? {} : { 'kernel-id': ec2Ids.kernel_id }),
          ...(ec2Ids.ramdisk_id === null ? {} : { 'ramdisk-id': ec2Ids.ramdisk_id }),
        }
      : {}),
    ...(since('2008-02-01') ? { placement: { 'availability-zone': instance.availability_zone } } : {}),
    ...(since('2008-09-01') ? { 'instance-action': 'none' } : {}),
  };
  return { 'meta-data': metadata, ...(userData === undefined ? {} : { 'user-data': userData }) };
}

/** What stands at a path; undefined where nothing does. */
export function findInTree(tree: Ec2Tree, path: readonly string[]): Ec2Tree | undefined {
  let found: Ec2Tree | undefined = tree;
  for (const name of path) found = isFolder(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return found;
}

/** A file's content, and a folder as a list of its entries, of which folders end in a slash. */
export function printTree(tree: Ec2Tree): Buffer | string {
  if (tree === null) return 'None';
  if (Buffer.isBuffer(tree)) return tree;
  if (Array.isArray(tree)) return tree.join('\n');
  if (!isFolder(tree)) return String(tree);
  return Object.entries(tree)
    .filter(([name]) => name !== '_name')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => {
      if (!isFolder(entry)) return name;
      return typeof entry._name === 'string' ? entry._name : `${name}/`;
    })
    .join('\n');
}

/** The same as a document, for a configuration drive. */
export function treeAsJson(tree: Ec2Tree): Buffer {
  return Buffer.from(JSON.stringify(tree, (name, value: unknown) => (name === '_name' ? undefined : value)));
}

function isFolder(tree: Ec2Tree | undefined): tree is Folder {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree) && !Buffer.isBuffer(tree);
}
