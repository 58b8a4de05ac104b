// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { NovaContext } from '../../context.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { decode } from '../../objects/nova-object.js';
import { listOf, objectOf } from '../../object-values.js';
import { isScheduleFailure } from '../remote-errors.js';
import type { Selection } from '../build/filter-properties.js';
import { reportEvent } from './report-event.js';
import { unforced, withinCell, type TaskParts } from './task-parts.js';

/** Arguments of `rebuild_instance`. */
export interface RebuildTask {
  readonly instance: InstanceValues;
  readonly imageRef: string | null;
  readonly originalImageRef: string | null;
  readonly originalSystemMetadata: ObjectValues | null;
  readonly adminPassword: string | null;
  readonly injectedFiles: readonly unknown[];
  readonly isEvacuation: boolean;
  readonly onSharedStorage: boolean | null;
  readonly preserveEphemeral: boolean;
  /** Where it is to be built; null for where it is, or for the scheduler's choice. */
  readonly host: string | null;
  readonly requestSpec: RequestSpecValues | null;
  readonly reimageBootVolume: boolean;
}

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'tags'] as const;

/** Has a server built anew, where it is or, from a host that is down, elsewhere (nova 26, rebuild_instance). */
export class RebuildServer {
  readonly #parts: TaskParts;

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  async run(context: NovaContext, task: RebuildTask): Promise<void> {
    const cell = await this.#parts.cell();
    const { uuid } = task.instance;
    await reportEvent(context, { cell, uuid, host: this.#parts.host }, 'rebuild_server', () =>
      this.#rebuild(context, cell, task),
    );
  }

  async #rebuild(context: NovaContext, cell: ConnectedCell, task: RebuildTask): Promise<void> {
    const { uuid } = task.instance;
    const instance = await cell.instances.get(uuid, PARTS);
    const migration = task.isEvacuation ? await this.#evacuationOf(cell, uuid) : null;
    let placed: { readonly host: string | null; readonly selection?: Selection };
    try {
      placed = await this.#place(context, cell, instance, task);
    } catch (error) {
      await this.#fail(context, cell, instance, task, error);
      if (migration !== null) await cell.migrations.save(migration.id, { status: 'error' });
      return;
    }
    const { host, selection } = placed;
    const noted =
      migration === null
        ? null
        : await cell.migrations.save(migration.id, {
            dest_compute: host,
            dest_node: selection?.nodename ?? null,
            status: 'pre-migrating',
          });
    await cell.compute.rebuildInstance(context, objectOf('Instance', instance), host, {
      newPass: task.adminPassword,
      injectedFiles: task.injectedFiles,
      imageRef: task.imageRef,
      origImageRef: task.originalImageRef,
      origSysMetadata: task.originalSystemMetadata,
      bdms: listOf('BlockDeviceMappingList', await cell.devices.ofInstances([uuid])),
      recreate: task.isEvacuation,
      onSharedStorage: task.onSharedStorage,
      preserveEphemeral: task.preserveEphemeral,
      migration: noted === null ? null : objectOf('Migration', noted),
      node: selection?.nodename ?? null,
      limits: null,
      requestSpec: task.requestSpec === null ? null : objectOf('RequestSpec', task.requestSpec),
      accelUuids: [],
      reimageBootVolume: task.reimageBootVolume,
    });
  }

  /** Where it is, unless it has to leave, or its new image wants to be looked at by the scheduler. */
  async #place(
    context: NovaContext,
    cell: ConnectedCell,
    instance: InstanceValues,
    task: RebuildTask,
  ): Promise<{ readonly host: string | null; readonly selection?: Selection }> {
    const isNewImage = task.imageRef !== task.originalImageRef;
    if (task.host !== null && !isNewImage && !task.isEvacuation) return { host: task.host };
    if (task.requestSpec === null) return { host: task.host ?? instance.host };
    // The API forces a server that stays to its host: only what leaves is free to go elsewhere.
    const spec = withinCell(task.isEvacuation ? unforced(task.requestSpec) : task.requestSpec, cell);
    const chosen = await this.#parts.scheduler.selectDestinations(
      context,
      objectOf('RequestSpec', {
        ...spec,
        ...(task.isEvacuation ? { ignore_hosts: [instance.host] } : {}),
        ...(task.host !== null && task.isEvacuation
          ? { requested_destination: { ...(spec.requested_destination as object), host: task.host } }
          : {}),
      }),
      [instance.uuid],
      { returnObjects: true },
    );
    const [selection] = decode(chosen[0] ?? []) as [Selection];
    return { host: selection.service_host, selection };
  }

  async #evacuationOf(cell: ConnectedCell, instanceUuid: string): Promise<MigrationValues | null> {
    const [found] = await cell.migrations.list({
      where: { instanceUuid, migrationType: 'evacuation', status: 'accepted' },
      orderBy: { id: 'desc' },
      take: 1,
    });
    return found ?? null;
  }

  async #fail(
    context: NovaContext,
    cell: ConnectedCell,
    instance: InstanceValues,
    task: RebuildTask,
    error: unknown,
  ): Promise<void> {
    const { failures, logger } = this.#parts;
    if (isScheduleFailure(error)) logger.warning(`No valid host found for rebuild of ${instance.uuid}`);
    await failures.report(context, cell, instance.uuid, {
      method: 'rebuild_server',
      error,
      changes: { vm_state: vmStates.error, task_state: null },
      requestSpec: task.requestSpec ?? {},
    });
    if (!isScheduleFailure(error)) throw error;
  }
}
