// SPDX-License-Identifier: Apache-2.0
import type { Prisma } from '../generated/cell/mysql/client.js';
import { decode } from '../objects/nova-object.js';
import type { ObjectName } from '../objects/object-types.js';
import { objectOf } from '../object-values.js';
import type { InstanceParts } from './instance.js';

/** What a server has in `instance_extra`. */
export type ExtraParts = Pick<
  InstanceParts,
  | 'flavor'
  | 'old_flavor'
  | 'new_flavor'
  | 'keypairs'
  | 'trusted_certs'
  | 'migration_context'
  | 'numa_topology'
  | 'pci_requests'
  | 'device_metadata'
  | 'vcpu_model'
  | 'resources'
>;

type ExtraColumns = Pick<
  Prisma.InstanceExtraCreateManyInput,
  | 'flavor'
  | 'keypairs'
  | 'trustedCerts'
  | 'migrationContext'
  | 'numaTopology'
  | 'pciRequests'
  | 'deviceMetadata'
  | 'vcpuModel'
  | 'resources'
>;

/** Columns that hold an object as it travels. */
const OBJECTS = [
  ['keypairs', 'keypairs', 'KeyPairList'],
  ['trusted_certs', 'trustedCerts', 'TrustedCerts'],
  ['migration_context', 'migrationContext', 'MigrationContext'],
  ['numa_topology', 'numaTopology', 'InstanceNUMATopology'],
  ['device_metadata', 'deviceMetadata', 'InstanceDeviceMetadata'],
  ['vcpu_model', 'vcpuModel', 'VirtCPUModel'],
  ['resources', 'resources', 'ResourceList'],
] as const satisfies readonly (readonly [keyof ExtraParts, keyof ExtraColumns, ObjectName])[];

const FLAVORS = [
  ['flavor', 'cur'],
  ['old_flavor', 'old'],
  ['new_flavor', 'new'],
] as const;

/** Reads the columns as upstream writes them: objects as JSON, the three flavors in one, requests for PCI as a list. */
export function extraPartsOf(row: Readonly<Record<keyof ExtraColumns, string | null>>): ExtraParts {
  const flavors = parsed(row.flavor) as Readonly<Record<string, unknown>> | null;
  const requests = parsed(row.pciRequests);
  return {
    ...Object.fromEntries(FLAVORS.map(([part, key]) => [part, decode(flavors?.[key] ?? null)])),
    ...Object.fromEntries(OBJECTS.map(([part, column]) => [part, decode(parsed(row[column]))])),
    keypairs: decode(parsed(row.keypairs)) ?? { objects: [] },
    pci_requests: { requests: Array.isArray(requests) ? requests : [] },
  } as unknown as ExtraParts;
}

/**
 * The columns of the parts that are given.
 * @param before - the flavors that a server has now, of which the others stay
 */
export function extraColumnsOf(parts: Partial<ExtraParts>, before: Partial<ExtraParts> = {}): ExtraColumns {
  const columns: Record<string, string | null> = {};
  if (FLAVORS.some(([part]) => parts[part] !== undefined))
    columns.flavor = JSON.stringify(
      Object.fromEntries(
        FLAVORS.map(([part, key]) => {
          const flavor = parts[part] === undefined ? before[part] : parts[part];
          return [key, flavor === undefined || flavor === null ? null : objectOf('Flavor', flavor)];
        }),
      ),
    );
  for (const [part, column, name] of OBJECTS) {
    const value = parts[part];
    if (value !== undefined) columns[column] = value === null ? null : JSON.stringify(objectOf(name, value));
  }
  if (parts.pci_requests !== undefined)
    columns.pciRequests = JSON.stringify((parts.pci_requests as { requests?: unknown } | null)?.requests ?? []);
  return columns;
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}
