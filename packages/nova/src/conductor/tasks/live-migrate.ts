// SPDX-License-Identifier: Apache-2.0
import { RemoteError } from '@stackport/messaging';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { MigrationError } from '../../compute/drivers/errors.js';
import { powerStateNames } from '../../compute/drivers/power-state.js';
import type { NovaContext } from '../../context.js';
import { InvalidHypervisorType, DestinationHypervisorTooOld } from '../../errors/compute-work.js';
import { MigrationPreCheckError, UnableToMigrateToSelf } from '../../errors/compute.js';
import { ComputeHostNotFound, ComputeServiceUnavailable } from '../../errors/hosts.js';
import { InstanceInvalidState, NoValidHost } from '../../errors/instances.js';
import type { ComputeNodeValues, ServiceValues } from '../../hosts/host.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { decode, type NovaObject } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { Selection } from '../build/filter-properties.js';
import { isScheduleFailure } from '../remote-errors.js';
import { reportEvent } from './report-event.js';
import { unforced, withinCell, type TaskParts } from './task-parts.js';

export interface LiveMigrationTask {
  readonly instance: InstanceValues;
  /** A host that the scheduler is not asked about; null for one that it chooses. */
  readonly host: string | null;
  readonly blockMigration: boolean | null;
  readonly diskOverCommit: boolean | null;
  readonly requestSpec: RequestSpecValues;
}

/** Where a server goes, and what its hosts said of each other. */
interface Destination {
  readonly node: ComputeNodeValues;
  readonly migrateData: NovaObject;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'migration_context'] as const;

/** Power states in which a guest has a memory to move: running, paused. */
const MOVABLE = [1, 3];

/** What hosts refuse for reasons of their own: another one may do, and the server is as it was. */
const REFUSALS: ReadonlySet<string> = new Set([
  'MigrationPreCheckError',
  'InvalidHypervisorType',
  'DestinationHypervisorTooOld',
  'InvalidCPUInfo',
  'InvalidLocalStorage',
  'InvalidSharedStorage',
  'InstanceNotRunning',
  'NotImplementedError',
]);
const HARMLESS: ReadonlySet<string> = new Set([
  ...REFUSALS,
  'ComputeHostNotFound',
  'ComputeServiceUnavailable',
  'UnableToMigrateToSelf',
  'HypervisorUnavailable',
  'InstanceInvalidState',
]);

/** Sends a server to another host while it runs (nova 26, conductor/tasks/live_migrate.py). */
export class LiveMigrate {
  readonly #parts: TaskParts;
  readonly #isUp: (service: ServiceValues) => boolean;

  constructor(parts: TaskParts, isUp: (service: ServiceValues) => boolean) {
    this.#parts = parts;
    this.#isUp = isUp;
  }

  /**
   * Rejects with what stands against it; the server is as it was then, but for errors that nobody expected.
   * @param method - of the message that asked for it
   */
  async run(context: NovaContext, task: LiveMigrationTask, method = 'live_migrate_instance'): Promise<void> {
    const cell = await this.#parts.cell();
    const work = { cell, uuid: task.instance.uuid, host: this.#parts.host };
    await reportEvent(context, work, `conductor_${method}`, () => this.#migrate(context, cell, task));
  }

  async #migrate(context: NovaContext, cell: ConnectedCell, task: LiveMigrationTask): Promise<void> {
    const { uuid } = task.instance;
    const instance = await cell.instances.get(uuid, PARTS);
    const migration = await cell.migrations.create({
      dest_compute: task.host,
      status: 'accepted',
      instance_uuid: uuid,
      source_compute: instance.host,
      migration_type: 'live-migration',
      old_instance_type_id: instance.flavor?.id ?? instance.instance_type_id,
      new_instance_type_id: instance.flavor?.id ?? instance.instance_type_id,
      user_id: context.userId ?? null,
      project_id: context.projectId ?? null,
    });
    try {
      await this.#execute(context, cell, { ...task, instance }, migration);
    } catch (error) {
      const isHarmless = isScheduleFailure(error) || HARMLESS.has(nameOf(error));
      await this.#parts.failures.report(context, cell, uuid, {
        method: 'migrate_server',
        error,
        changes: {
          vm_state: isHarmless ? (instance.vm_state ?? vmStates.active) : vmStates.error,
          task_state: null,
        },
        requestSpec: { instance_properties: { uuid } },
      });
      await cell.migrations.save(migration.id, { status: 'error' });
      if (isScheduleFailure(error)) throw new NoValidHost(reasonOf(error));
      if (isHarmless) throw error;
      throw new MigrationError(error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  async #execute(
    context: NovaContext,
    cell: ConnectedCell,
    task: LiveMigrationTask,
    migration: MigrationValues,
  ): Promise<void> {
    const { instance, host } = task;
    const { uuid, power_state: power } = instance;
    if (!MOVABLE.includes(power ?? 0))
      throw new InstanceInvalidState(uuid, 'power_state', powerStateNames[power ?? 0] ?? String(power), 'live migrate');
    await this.#checkIsUp(cell, instance.host ?? '');
    const placement = this.#parts.placement.inRequest(context);
    // What the server holds at its source is the migration's while it is under way.
    await placement.moveAllocations(uuid, migration.uuid ?? '');
    try {
      const { node, migrateData } =
        host === null
          ? await this.#find(context, cell, task, migration)
          : await this.#force(context, cell, task, migration, host);
      const dest = node.host ?? '';
      const sent = await cell.migrations.save(migration.id, {
        source_node: instance.node,
        dest_node: node.hypervisor_hostname,
        dest_compute: dest,
      });
      await cell.compute.liveMigration(context, objectOf('Instance', instance), instance.host ?? '', {
        dest,
        blockMigration: task.blockMigration,
        migration: objectOf('Migration', sent),
        migrateData,
      });
    } catch (error) {
      await placement.removeAllocations(uuid);
      await placement.moveAllocations(migration.uuid ?? '', uuid);
      throw error;
    }
  }

  /** The first host of the scheduler's that both ends agree to. */
  async #find(
    context: NovaContext,
    cell: ConnectedCell,
    task: LiveMigrationTask,
    migration: MigrationValues,
  ): Promise<Destination> {
    const { scheduler, placement, logger } = this.#parts;
    const { instance } = task;
    const tried = [instance.host ?? ''];
    for (;;) {
      const spec = { ...withinCell(unforced(task.requestSpec), cell), ignore_hosts: [...tried] };
      const chosen = await scheduler.selectDestinations(context, objectOf('RequestSpec', spec), [instance.uuid], {
        returnObjects: true,
      });
      const [selection] = decode(chosen[0] ?? []) as readonly Selection[];
      if (selection === undefined) throw new NoValidHost('');
      try {
        const node = await this.#compatible(cell, instance, selection.service_host);
        return { node, migrateData: await this.#check(context, cell, task, migration, selection.service_host) };
      } catch (error) {
        if (!REFUSALS.has(nameOf(error))) throw error;
        logger.debug(`Skipping host: ${selection.service_host} because: ${(error as Error).message}`);
        tried.push(selection.service_host);
        await placement.inRequest(context).removeAllocations(instance.uuid);
      }
    }
  }

  /** A host that an operator insists on: there must be room, and no more than that. */
  async #force(
    context: NovaContext,
    cell: ConnectedCell,
    task: LiveMigrationTask,
    migration: MigrationValues,
    host: string,
  ): Promise<Destination> {
    const { instance } = task;
    const placement = this.#parts.placement.inRequest(context);
    if (host === instance.host) throw new UnableToMigrateToSelf(instance.uuid, host);
    await this.#checkIsUp(cell, host);
    const node = await this.#compatible(cell, instance, host);
    const available = node.memory_mb * (node.ram_allocation_ratio ?? 1) - (node.memory_mb - (node.free_ram_mb ?? 0));
    if (available <= (instance.memory_mb ?? 0))
      throw new MigrationPreCheckError(
        `Unable to migrate ${instance.uuid} to ${host}: Lack of memory(host:${available} <= ` +
          `instance:${instance.memory_mb ?? 0})`,
      );
    const source = await this.#nodeOf(cell, instance.host ?? '');
    const held = await placement.allocationsOf(migration.uuid ?? '');
    const resources = held.allocations[source.uuid]?.resources ?? {};
    const hasRoom = await placement.putAllocations(instance.uuid, {
      allocations: { [node.uuid]: { resources } },
      project_id: instance.project_id ?? '',
      user_id: instance.user_id ?? '',
      consumer_generation: null,
    });
    if (!hasRoom)
      throw new NoValidHost(
        `Unable to move instance ${instance.uuid} to host ${host}. There is not enough capacity on the host for the instance.`,
      );
    return { node, migrateData: await this.#check(context, cell, task, migration, host) };
  }

  #check(
    context: NovaContext,
    cell: ConnectedCell,
    { instance, blockMigration, diskOverCommit }: LiveMigrationTask,
    migration: MigrationValues,
    host: string,
  ): Promise<NovaObject> {
    return cell.compute.checkCanLiveMigrateDestination(context, objectOf('Instance', instance), host, {
      blockMigration,
      diskOverCommit,
      migration: objectOf('Migration', migration),
      limits: null,
    });
  }

  async #checkIsUp(cell: ConnectedCell, host: string): Promise<void> {
    const service = await cell.services.find(host, 'nova-compute');
    if (service === undefined) throw new ComputeHostNotFound(host);
    if (!this.#isUp(service)) throw new ComputeServiceUnavailable(host);
  }

  /** The node of a host whose hypervisor is like the one that the server leaves, and not older. */
  async #compatible(cell: ConnectedCell, instance: InstanceValues, host: string): Promise<ComputeNodeValues> {
    const [source, destination] = [await this.#nodeOf(cell, instance.host ?? ''), await this.#nodeOf(cell, host)];
    if (source.hypervisor_type !== destination.hypervisor_type) throw new InvalidHypervisorType();
    if (source.hypervisor_version > destination.hypervisor_version) throw new DestinationHypervisorTooOld();
    return destination;
  }

  async #nodeOf(cell: ConnectedCell, host: string): Promise<ComputeNodeValues> {
    const [node] = await cell.nodes.list({ host });
    if (node === undefined) throw new ComputeHostNotFound(host);
    return node;
  }
}

/** What `migrate_server` and `live_migrate_instance` are sent, as a task. */
export function liveMigrationOf(args: Readonly<Record<string, unknown>>): LiveMigrationTask {
  const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
  const { host } = (args.scheduler_hint ?? {}) as ObjectValues;
  return {
    instance: args.instance as InstanceValues,
    host: typeof host === 'string' ? host : null,
    blockMigration: flag(args.block_migration),
    diskOverCommit: flag(args.disk_over_commit),
    requestSpec: (args.request_spec ?? {}) as RequestSpecValues,
  };
}

function nameOf(error: unknown): string {
  if (error instanceof RemoteError) return error.excType;
  return error instanceof Error ? error.name : '';
}

/** What stands behind nova's own first sentence. */
function reasonOf(error: unknown): string {
  const text = error instanceof RemoteError ? error.value : (error as Error).message;
  return text.replace(/^No valid host was found\. /, '');
}
