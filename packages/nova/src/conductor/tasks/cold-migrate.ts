// SPDX-License-Identifier: Apache-2.0
import type { NovaContext } from '../../context.js';
import { MaxRetriesExceeded, NoValidHost } from '../../errors/instances.js';
import type { FlavorValues, InstanceValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { decode } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import type { AllocationRequest } from '../../placement/index.js';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { isScheduleFailure } from '../remote-errors.js';
import { countAttempt, propertiesOf, withHost, type Selection } from '../build/filter-properties.js';
import { reportEvent } from './report-event.js';
import { unforced, withinCell, type TaskParts } from './task-parts.js';

export interface ColdMigration {
  readonly instance: InstanceValues;
  /** The one that it has, for a migration that is no resize. */
  readonly flavor: FlavorValues;
  readonly requestSpec: RequestSpecValues;
  readonly isClean: boolean;
  /** Those that are left to try after one that failed. */
  readonly hostList: readonly Selection[] | undefined;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'migration_context'] as const;

/** Sends a server to another host, or to another size (nova 26, conductor/tasks/migrate.py). */
export class ColdMigrate {
  readonly #parts: TaskParts;

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  /** Rejects with `NoValidHost` where there is none; the server is as it was then. */
  async run(context: NovaContext, order: ColdMigration): Promise<void> {
    const cell = await this.#parts.cell();
    const { uuid } = order.instance;
    const work = { cell, uuid, host: this.#parts.host };
    await reportEvent(context, work, 'conductor_migrate_server', () =>
      reportEvent(context, work, 'cold_migrate', () => this.#migrate(context, cell, order)),
    );
  }

  async #migrate(context: NovaContext, cell: ConnectedCell, order: ColdMigration): Promise<void> {
    const { uuid } = order.instance;
    const instance = await cell.instances.get(uuid, PARTS);
    try {
      await this.#execute(context, cell, instance, order);
    } catch (error) {
      const { vm_state: state } = await cell.instances.get(uuid);
      await this.#parts.failures.report(context, cell, uuid, {
        method: 'migrate_server',
        error,
        changes: { vm_state: state ?? vmStates.active, task_state: null },
        requestSpec: order.requestSpec,
      });
      if (!isScheduleFailure(error)) throw error;
      const isResize = order.flavor.id !== instance.instance_type_id;
      throw new NoValidHost(isResize ? 'No valid host found for resize' : 'No valid host found for cold migrate');
    }
  }

  async #execute(
    context: NovaContext,
    cell: ConnectedCell,
    instance: InstanceValues,
    { flavor, requestSpec, isClean, hostList }: ColdMigration,
  ): Promise<void> {
    const { settings } = this.#parts;
    const spec = withinCell(unforced({ ...requestSpec, flavor }), cell);
    const destination = spec.requested_destination as { readonly host?: string } | null;
    const properties =
      destination?.host === undefined
        ? countAttempt(propertiesOf(spec), instance.uuid, settings.max_attempts)
        : propertiesOf(spec);
    const migration = await this.#hold(context, cell, instance, flavor);
    try {
      const [chosen, ...alternates] = await this.#choose(context, instance, spec, hostList);
      await cell.instances.save(instance.uuid, { availability_zone: chosen.availability_zone ?? null });
      await cell.compute.prepResize(
        context,
        objectOf('Instance', await cell.instances.get(instance.uuid, PARTS)),
        chosen.service_host,
        {
          image: objectOf('ImageMeta', spec.image ?? {}),
          flavor: objectOf('Flavor', flavor),
          migration: objectOf('Migration', migration),
          requestSpec: objectOf('RequestSpec', spec),
          filterProperties: withHost(properties, chosen),
          node: chosen.nodename,
          cleanShutdown: isClean,
          hostList: alternates.map((selection) => objectOf('Selection', selection)),
        },
      );
    } catch (error) {
      await cell.migrations.save(migration.id, { status: 'error' });
      await this.#release(context, instance, migration);
      throw error;
    }
  }

  /** What the server holds at its source is the migration's while it is under way. */
  async #hold(
    context: NovaContext,
    cell: ConnectedCell,
    instance: InstanceValues,
    flavor: FlavorValues,
  ): Promise<MigrationValues> {
    // One that is tried again has its migration already.
    const [open] = await cell.migrations.list({
      where: { instanceUuid: instance.uuid, status: 'pre-migrating' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    if (open !== undefined) return open;
    const migration = await cell.migrations.create({
      instance_uuid: instance.uuid,
      source_compute: instance.host,
      source_node: instance.node,
      old_instance_type_id: instance.flavor?.id ?? instance.instance_type_id,
      new_instance_type_id: flavor.id,
      migration_type: flavor.id === instance.instance_type_id ? 'migration' : 'resize',
      status: 'pre-migrating',
      user_id: context.userId ?? null,
      project_id: context.projectId ?? null,
    });
    await this.#parts.placement.inRequest(context).moveAllocations(instance.uuid, migration.uuid ?? '');
    return migration;
  }

  async #release(context: NovaContext, { uuid }: InstanceValues, migration: MigrationValues): Promise<void> {
    const placement = this.#parts.placement.inRequest(context);
    await placement.removeAllocations(uuid);
    await placement.moveAllocations(migration.uuid ?? '', uuid);
  }

  async #choose(
    context: NovaContext,
    instance: InstanceValues,
    spec: RequestSpecValues,
    hostList: readonly Selection[] | undefined,
  ): Promise<readonly [Selection, ...Selection[]]> {
    if (hostList === undefined) {
      const chosen = await this.#parts.scheduler.selectDestinations(
        context,
        objectOf('RequestSpec', spec),
        [instance.uuid],
        { returnObjects: true, returnAlternates: true },
      );
      return decode(chosen[0] ?? []) as [Selection, ...Selection[]];
    }
    const placement = this.#parts.placement.inRequest(context);
    for (const [index, host] of hostList.entries()) {
      const { allocation_request: request, allocation_request_version: version } = host;
      const claimed =
        request === null ||
        (await placement.claim({
          consumer: instance.uuid,
          request: JSON.parse(request) as AllocationRequest,
          projectId: instance.project_id ?? '',
          userId: instance.user_id ?? '',
          version: version ?? '1.36',
        }));
      if (claimed) return [host, ...hostList.slice(index + 1)];
    }
    throw new MaxRetriesExceeded(
      `Exhausted all hosts available for retrying build failures for instance ${instance.uuid}.`,
    );
  }
}
