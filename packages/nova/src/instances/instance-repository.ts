// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { CellDatabase, CellTransaction } from '../database.js';
import {
  InstanceNotFound,
  UnexpectedDeletingTaskStateError,
  UnexpectedTaskStateError,
  UnexpectedVMStateError,
} from '../errors/instances.js';
import { Prisma as CellPrisma, type Prisma } from '../generated/cell/mysql/client.js';
import { columnsOf, valuesOf } from '../rows.js';
import { extraColumnsOf, extraPartsOf, type ExtraParts } from './instance-extra.js';
import type { InstanceChanges, InstanceColumns, InstanceParts, InstanceValues } from './instance.js';
import { taskStates, type TaskState, type VmState } from './states.js';

/** The parts of a server that a reader asks for beside its columns. */
export type PartName = keyof InstanceParts;

/** What a server must be like to be changed; a list is any of them. */
export interface Expected {
  readonly taskState?: readonly (TaskState | null)[] | undefined;
  readonly vmState?: readonly (VmState | null)[] | undefined;
}

const EXTRA: ReadonlySet<string> = new Set<keyof ExtraParts>([
  'flavor',
  'old_flavor',
  'new_flavor',
  'keypairs',
  'trusted_certs',
  'migration_context',
  'numa_topology',
  'pci_requests',
  'device_metadata',
  'vcpu_model',
  'resources',
]);
/** Objects that travel have more than is stored (`security_groups`, `ec2_ids`); whether one is deleted is not written here. */
const COLUMNS: ReadonlySet<string> = new Set(
  Object.keys(valuesOf<object>(CellPrisma.InstanceScalarFieldEnum)).filter(
    (name) => !['id', 'uuid', 'deleted'].includes(name),
  ),
);

/** The servers of a cell: the only code that touches their tables. One query a table, however many servers. */
export class InstanceRepository {
  readonly #database: CellDatabase;

  constructor(database: CellDatabase) {
    this.#database = database;
  }

  /** Throws `InstanceNotFound` for a server that is not there. @param withDeleted - take one that was deleted too */
  async get(uuid: string, parts: readonly PartName[] = [], withDeleted = false): Promise<InstanceValues> {
    const [found] = await this.list({ where: { uuid, ...(withDeleted ? {} : { deleted: 0 }) } }, parts);
    if (found === undefined) throw new InstanceNotFound(uuid);
    return found;
  }

  /** Servers that the caller's conditions name, in its order. */
  async list(query: Prisma.InstanceFindManyArgs, parts: readonly PartName[] = []): Promise<InstanceValues[]> {
    const rows = await this.#database.client.instance.findMany(query);
    return this.#withParts(
      rows.map((row) => valuesOf<InstanceColumns>(row)),
      parts,
    );
  }

  count(where: Prisma.InstanceWhereInput): Promise<number> {
    return this.#database.client.instance.count({ where });
  }

  /** Writes a new server with what it has. Resolves to its number. */
  create(values: InstanceChanges & { readonly uuid: string }): Promise<number> {
    return this.#database.transaction(async (transaction) => {
      const created = now();
      const { columns, extra, metadata, system_metadata, info_cache, tags } = parted(values);
      const { id } = await transaction.instance.create({
        data: { createdAt: created, ...columnsOf<Prisma.InstanceCreateInput>(columns), uuid: values.uuid },
      });
      const own = { instanceUuid: values.uuid, createdAt: created };
      await transaction.instanceExtra.create({ data: { ...extraColumnsOf(extra), ...own } });
      await transaction.instanceInfoCache.create({
        data: { networkInfo: info_cache?.network_info ?? '[]', ...own },
      });
      await this.#replace(transaction, 'instanceMetadata', values.uuid, metadata);
      await this.#replace(transaction, 'instanceSystemMetadata', values.uuid, system_metadata);
      if (tags !== undefined && tags.objects.length > 0)
        await transaction.tag.createMany({ data: tags.objects.map(({ tag }) => ({ resourceId: values.uuid, tag })) });
      await transaction.instanceIdMapping.create({ data: { uuid: values.uuid, createdAt: created } });
      return id;
    });
  }

  /**
   * Changes a server that is as expected, its parts with it, as upstream's instance_update_and_get_original.
   * Throws `InstanceNotFound`, `UnexpectedTaskStateError` (`UnexpectedDeletingTaskStateError` where it is being deleted) or
   * `UnexpectedVMStateError`; nothing was changed then.
   */
  save(uuid: string, changes: InstanceChanges, expected: Expected = {}): Promise<void> {
    return this.#database.transaction(async (transaction) => {
      const { columns, extra, metadata, system_metadata, info_cache } = parted(changes);
      const { count } = await transaction.instance.updateMany({
        where: { uuid, deleted: 0, AND: [oneOf('taskState', expected.taskState), oneOf('vmState', expected.vmState)] },
        data: { ...columnsOf<Prisma.InstanceUpdateManyMutationInput>(columns), updatedAt: now() },
      });
      if (count === 0) throw await unexpected(transaction, uuid, expected);
      if (Object.keys(extra).length > 0) await this.#saveExtra(transaction, uuid, extra);
      await this.#replace(transaction, 'instanceMetadata', uuid, metadata);
      await this.#replace(transaction, 'instanceSystemMetadata', uuid, system_metadata);
      if (info_cache !== undefined && info_cache !== null)
        await transaction.instanceInfoCache.updateMany({
          where: { instanceUuid: uuid },
          data: { networkInfo: info_cache.network_info, updatedAt: now() },
        });
    });
  }

  /**
   * Marks a server and what it has as deleted. Throws `InstanceNotFound` where that is done already.
   * @param where - what else must hold of it: one of which it does not counts for gone
   */
  destroy(uuid: string, where: Prisma.InstanceWhereInput = {}): Promise<InstanceValues> {
    return this.#database.transaction(async (transaction) => {
      const found = await transaction.instance.findFirst({ where: { ...where, uuid, deleted: 0 } });
      if (found === null) throw new InstanceNotFound(uuid);
      const deletedAt = now();
      const row = { ...found, deleted: found.id, deletedAt };
      const { count } = await transaction.instance.updateMany({
        where: { ...where, id: found.id, deleted: 0 },
        data: { deleted: found.id, deletedAt },
      });
      if (count === 0) throw new InstanceNotFound(uuid);
      const own = { where: { instanceUuid: uuid, deleted: 0 }, data: { deleted: found.id, deletedAt } };
      for (const table of [
        'instanceExtra',
        'instanceInfoCache',
        'instanceMetadata',
        'instanceSystemMetadata',
        'instanceFault',
        'blockDeviceMapping',
        'virtualInterface',
        'migration',
      ] as const)
        // The tables have these columns in common, which their generated types do not say.
        await (transaction[table] as unknown as { updateMany: (args: typeof own) => Promise<unknown> }).updateMany(own);
      await transaction.tag.deleteMany({ where: { resourceId: uuid } });
      await transaction.consoleAuthToken.deleteMany({ where: { instanceUuid: uuid } });
      return valuesOf<InstanceValues>(row);
    });
  }

  async #withParts(instances: readonly InstanceColumns[], parts: readonly PartName[]): Promise<InstanceValues[]> {
    if (instances.length === 0 || parts.length === 0) return [...instances];
    const { client } = this.#database;
    const uuids = instances.map(({ uuid }) => uuid);
    const ofThese = { where: { instanceUuid: { in: uuids } } };
    const wanted = new Set<string>(parts);
    const [extras, metadata, systemMetadata, caches, tags, faults] = await Promise.all([
      parts.some((part) => EXTRA.has(part)) ? client.instanceExtra.findMany(ofThese) : [],
      wanted.has('metadata') ? client.instanceMetadata.findMany(ofThese) : [],
      wanted.has('system_metadata') ? client.instanceSystemMetadata.findMany(ofThese) : [],
      wanted.has('info_cache') ? client.instanceInfoCache.findMany(ofThese) : [],
      wanted.has('tags') ? client.tag.findMany({ where: { resourceId: { in: uuids } }, orderBy: { tag: 'asc' } }) : [],
      wanted.has('fault')
        ? client.instanceFault.findMany({
            where: { instanceUuid: { in: uuids }, deleted: 0 },
            orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
          })
        : [],
    ]);
    const extraOf = new Map(extras.map((row) => [row.instanceUuid, row]));
    const cacheOf = new Map(caches.map((row) => [row.instanceUuid, row]));
    const faultOf = new Map(faults.map((row) => [row.instanceUuid, row]));
    const tagsOf = grouped(tags, 'resourceId');
    const metadataOf = grouped(metadata, 'instanceUuid');
    const systemMetadataOf = grouped(systemMetadata, 'instanceUuid');
    return instances.map((instance) => {
      const { uuid, deleted } = instance;
      const pairs = (rows: readonly { key: string | null; value: string | null; deleted: number | null }[] = []) =>
        // What a server had when it was deleted was deleted with it.
        Object.fromEntries(
          rows.filter((row) => deleted || row.deleted === 0).map(({ key, value }) => [key ?? '', value ?? '']),
        );
      const extra = extraOf.get(uuid);
      const cache = cacheOf.get(uuid);
      const fault = faultOf.get(uuid);
      const all: Partial<InstanceParts> = {
        ...(extra === undefined ? {} : extraPartsOf(extra)),
        metadata: pairs(metadataOf.get(uuid)),
        system_metadata: pairs(systemMetadataOf.get(uuid)),
        info_cache: cache === undefined ? null : valuesOf(cache),
        tags: { objects: (tagsOf.get(uuid) ?? []).map(({ tag }) => ({ resource_id: uuid, tag })) },
        fault: fault === undefined ? null : valuesOf(fault),
      };
      return { ...instance, ...Object.fromEntries(parts.map((part) => [part, all[part]])) };
    });
  }

  async #saveExtra(transaction: CellTransaction, uuid: string, extra: Partial<ExtraParts>): Promise<void> {
    const row = await transaction.instanceExtra.findFirst({ where: { instanceUuid: uuid } });
    const columns = extraColumnsOf(extra, row === null ? {} : extraPartsOf(row));
    if (row === null)
      await transaction.instanceExtra.create({ data: { ...columns, instanceUuid: uuid, createdAt: now() } });
    else await transaction.instanceExtra.update({ where: { id: row.id }, data: { ...columns, updatedAt: now() } });
  }

  /** Makes keys and values what they are to be: rows that stay are left, as others may read them. */
  async #replace(
    transaction: CellTransaction,
    table: 'instanceMetadata' | 'instanceSystemMetadata',
    uuid: string,
    wanted: Readonly<Record<string, string>> | undefined,
  ): Promise<void> {
    if (wanted === undefined) return;
    const model = transaction[table] as CellTransaction['instanceMetadata'];
    const rows = await model.findMany({ where: { instanceUuid: uuid, deleted: 0 } });
    const left = new Map(Object.entries(wanted));
    for (const { id, key, value } of rows) {
      const next = left.get(key ?? '');
      left.delete(key ?? '');
      if (next === undefined) await model.update({ where: { id }, data: { deleted: id, deletedAt: now() } });
      else if (next !== value) await model.update({ where: { id }, data: { value: next, updatedAt: now() } });
    }
    if (left.size > 0)
      await model.createMany({
        data: [...left].map(([key, value]) => ({ instanceUuid: uuid, key, value, createdAt: now() })),
      });
  }
}

/** Changes by where they are kept. */
function parted(changes: InstanceChanges) {
  const entries = Object.entries(changes as Readonly<Record<string, unknown>>).filter(
    ([, value]) => value !== undefined,
  );
  const columns = Object.fromEntries(entries.filter(([name]) => COLUMNS.has(name)));
  const extra = Object.fromEntries(entries.filter(([name]) => EXTRA.has(name))) as Partial<ExtraParts>;
  const { metadata, system_metadata, info_cache, tags } = changes;
  return { columns, extra, metadata, system_metadata, info_cache, tags };
}

function oneOf(
  column: 'taskState' | 'vmState',
  wanted: readonly (string | null)[] | undefined,
): Prisma.InstanceWhereInput {
  if (wanted === undefined) return {};
  const values = wanted.filter((value) => value !== null);
  return { OR: [{ [column]: { in: values } }, ...(wanted.includes(null) ? [{ [column]: null }] : [])] };
}

async function unexpected(transaction: CellTransaction, uuid: string, expected: Expected): Promise<Error> {
  const row = await transaction.instance.findFirst({ where: { uuid, deleted: 0 } });
  if (row === null) return new InstanceNotFound(uuid);
  if (expected.taskState !== undefined && !expected.taskState.includes(row.taskState as TaskState | null)) {
    const actual = row.taskState as TaskState | null;
    return actual === taskStates.deleting
      ? new UnexpectedDeletingTaskStateError(uuid, expected.taskState, actual)
      : new UnexpectedTaskStateError(uuid, expected.taskState, actual);
  }
  return new UnexpectedVMStateError(uuid, expected.vmState ?? [], row.vmState);
}

function grouped<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Map<Row[Key], Row[]> {
  const groups = new Map<Row[Key], Row[]>();
  for (const row of rows) {
    const group = groups.get(row[key]);
    if (group === undefined) groups.set(row[key], [row]);
    else group.push(row);
  }
  return groups;
}
