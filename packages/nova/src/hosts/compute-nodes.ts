// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { ComputeHostNotFound } from '../errors/hosts.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import type { ObjectValues } from '@stackport/versioned-objects';
import { objectOf } from '../object-values.js';
import { decode } from '../objects/nova-object.js';
import { columnsOf, valuesOf } from '../rows.js';
import type { ComputeNodeValues } from './host.js';

export type ComputeNodeChanges = Partial<Omit<ComputeNodeValues, 'id' | 'deleted' | 'deleted_at'>>;

/** The hypervisors of one cell: the only code that touches their table. */
export class ComputeNodes {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  async list(where: Prisma.ComputeNodeWhereInput = {}): Promise<ComputeNodeValues[]> {
    const rows = await this.#database.client.computeNode.findMany({
      where: { deleted: 0, ...where },
      orderBy: { id: 'asc' },
    });
    return rows.map(nodeOf);
  }

  /** Throws `ComputeHostNotFound` where no hypervisor answers the conditions. @param named - what the error calls it */
  async get(where: Prisma.ComputeNodeWhereInput, named: string): Promise<ComputeNodeValues> {
    const [found] = await this.list(where);
    if (found === undefined) throw new ComputeHostNotFound(named);
    return found;
  }

  /** Writes a hypervisor; one that was there before and is deleted comes back under a new number, with its UUID. */
  async create(values: ComputeNodeChanges): Promise<ComputeNodeValues> {
    const row = await this.#database.client.computeNode.create({
      data: {
        ...(nodeColumns(values) as Prisma.ComputeNodeCreateInput),
        uuid: values.uuid ?? randomUUID(),
        createdAt: now(),
      },
    });
    return nodeOf(row);
  }

  /** Throws `ComputeHostNotFound` where it is gone. */
  async save(id: number, changes: ComputeNodeChanges): Promise<ComputeNodeValues> {
    const { count } = await this.#database.client.computeNode.updateMany({
      where: { id, deleted: 0 },
      data: { ...nodeColumns(changes), updatedAt: now() },
    });
    if (count === 0) throw new ComputeHostNotFound(changes.host ?? String(id));
    return this.get({ id }, String(id));
  }

  async destroy(id: number): Promise<void> {
    await this.#database.client.computeNode.updateMany({
      where: { id, deleted: 0 },
      data: { deleted: id, deletedAt: now() },
    });
  }
}

interface NodeRow {
  readonly supportedInstances: string | null;
  readonly stats: string | null;
  readonly pciStats: string | null;
}

function nodeOf(row: NodeRow): ComputeNodeValues {
  const { supportedInstances, stats, ...plain } = row;
  const { pciStats } = row;
  const specs = JSON.parse(supportedInstances ?? '[]') as readonly (readonly [string, string, string])[];
  return {
    ...valuesOf<Omit<ComputeNodeValues, 'supported_hv_specs' | 'stats' | 'pci_device_pools'>>(plain),
    supported_hv_specs: specs.map(([arch, hv_type, vm_mode]) => ({ arch, hv_type, vm_mode })),
    stats: JSON.parse(stats ?? '{}') as Record<string, string | null>,
    // An object as it travels, which is how upstream keeps it.
    ...(pciStats === null ? {} : { pci_device_pools: decode(JSON.parse(pciStats)) as ObjectValues }),
  };
}

function nodeColumns({
  supported_hv_specs,
  stats,
  pci_device_pools: pools,
  ...plain
}: ComputeNodeChanges): Prisma.ComputeNodeUpdateManyMutationInput {
  return {
    ...columnsOf<Prisma.ComputeNodeUpdateManyMutationInput>(plain),
    ...(supported_hv_specs === undefined
      ? {}
      : {
          supportedInstances: JSON.stringify(
            supported_hv_specs.map(({ arch, hv_type, vm_mode }) => [arch, hv_type, vm_mode]),
          ),
        }),
    ...(stats === undefined ? {} : { stats: JSON.stringify(stats) }),
    ...(pools === undefined || pools === null
      ? {}
      : { pciStats: JSON.stringify(objectOf('PciDevicePoolList', pools)) }),
  };
}
