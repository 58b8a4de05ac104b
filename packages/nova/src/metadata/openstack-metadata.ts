// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import type { InstanceValues } from '../instances/instance.js';
import { devicesOf } from './device-metadata.js';
import { openstackVersions } from './versions.js';

type Document = Readonly<Record<string, unknown>>;

/** Bytes that a guest's generator of random numbers begins with. */
const SEED = 512;

export interface OpenstackSource {
  readonly instance: InstanceValues;
  readonly hostname: string;
  readonly files: readonly { readonly path: string; readonly content_path: string }[];
  readonly extra: Document;
}

/** `meta_data.json` in one of its versions (nova 26, api/metadata/base.py, _metadata_as_json). */
export function openstackMetadata({ instance, hostname, files, extra }: OpenstackSource, version: string): Document {
  const { metadata = {}, key_name: keyName, keypairs } = instance;
  const key = keyName === null || keyName === '' ? undefined : keypairs?.objects[0];
  const { grizzly, liberty, newtonOne, victoria } = openstackVersions;
  return {
    uuid: instance.uuid,
    ...(Object.keys(metadata).length === 0 ? {} : { meta: metadata }),
    ...(files.length === 0 ? {} : { files }),
    ...extra,
    ...(key === undefined
      ? {}
      : {
          public_keys: { [key.name]: key.public_key ?? null },
          keys: [{ name: key.name, type: key.type ?? 'ssh', data: key.public_key ?? null }],
        }),
    hostname,
    name: instance.display_name,
    launch_index: instance.launch_index,
    availability_zone: instance.availability_zone,
    ...(version >= grizzly ? { random_seed: randomBytes(SEED).toString('base64') } : {}),
    ...(version >= liberty ? { project_id: instance.project_id } : {}),
    ...(version >= newtonOne ? { devices: devicesOf(instance.device_metadata, version) } : {}),
    ...(version >= victoria ? { dedicated_cpus: dedicatedCpusOf(instance.numa_topology ?? null) } : {}),
  };
}

/** Numbers of the guest's processors that have one of the host's to themselves. */
function dedicatedCpusOf(topology: Document | null): readonly number[] {
  const cells = Array.isArray(topology?.cells) ? (topology.cells as readonly Document[]) : [];
  return cells
    .flatMap(({ pcpuset }) => (Array.isArray(pcpuset) ? (pcpuset as readonly number[]) : []))
    .sort((a, b) => a - b);
}
