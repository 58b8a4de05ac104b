// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { InvalidParameterValue } from '../../errors/base.js';
import { NoValidBackend } from '../../errors/scheduler.js';
import { extraSpecsOf } from '../../volume-types/type-values.js';
import type { VolumeRow } from '../../volumes/volume.js';
import type { FilterProperties, Placement } from '../filter-scheduler.js';
import type { RequestSpec } from '../schedule-request.js';
import type { SchedulerDependencies } from './dependencies.js';
import { reportFailure } from './failures.js';

export interface MoveRequest {
  readonly volumeId: string;
  readonly spec: RequestSpec;
  readonly filterProperties: FilterProperties;
}

type VolumeChanges = Readonly<Record<string, string | null>>;

interface MoveFailure {
  readonly error: unknown;
  /** What the volume is now, as others are told. */
  readonly state: VolumeChanges;
  readonly text?: string | undefined;
  /** Of its row beside that. */
  readonly changes?: { readonly multiattach?: boolean };
}

/** Looks whether a volume that there is may be where it is to be: migration, another type, management. */
export class MoveVolume {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /** @param backend - `host@backend#pool`, or a cluster of that form */
  async migrate(
    context: RequestContext,
    request: MoveRequest,
    { backend, forceCopy }: { readonly backend: string; readonly forceCopy: boolean },
  ): Promise<void> {
    const { scheduler, volumeRpc } = this.#dependencies;
    const { volume, spec } = await this.#begin(request, 'migrate_volume');
    try {
      const placement = await scheduler.placeOn(backend, spec, request.filterProperties);
      await volumeRpc.migrateVolume(context, volume, destinationOf(placement), forceCopy);
    } catch (error) {
      const before =
        volume.status === 'maintenance' ? { status: volume.previousStatus ?? 'maintenance' } : ({} as VolumeChanges);
      const state = { migration_status: 'error', ...before };
      await this.#fail(context, 'migrate_volume_to_host', { volume, spec }, { error, state });
    }
  }

  /** What was reserved for it is given back where it cannot be. */
  async retype(context: RequestContext, request: MoveRequest): Promise<void> {
    const { scheduler, volumeRpc, quotas } = this.#dependencies;
    const { volume, spec } = await this.#begin(request, 'retype_volume');
    const [reservations, oldReservations] = [listOf(spec.quota_reservations), listOf(spec.old_reservations)];
    let text: string | undefined;
    try {
      const newTypeId = spec.volume_type?.id;
      if (newTypeId === undefined) {
        text = 'New volume type not specified in request_spec.';
        throw new InvalidParameterValue('Could not find parameter volume_type');
      }
      const policy = typeof spec.migration_policy === 'string' ? spec.migration_policy : 'never';
      const current = volume.clusterName ?? volume.host ?? '';
      const placement = await scheduler.placeRetyped(current, spec, request.filterProperties, policy);
      await volumeRpc.retype(context, volume, {
        newTypeId,
        destination: destinationOf(placement),
        migrationPolicy: policy,
        reservations,
        oldReservations,
      });
    } catch (error) {
      await quotas.rollback(context, reservations);
      await quotas.rollback(context, oldReservations);
      const state = { status: volume.previousStatus ?? volume.status };
      await this.#fail(context, 'retype', { volume, spec }, { error, state, text, changes: ownMultiattach(volume) });
    }
  }

  /** The volume's row has no pool yet: now it gets the one that was found. */
  async manageExisting(context: RequestContext, request: MoveRequest): Promise<void> {
    const { scheduler, volumes, volumeRpc } = this.#dependencies;
    const { volume, spec } = await this.#begin(request, 'manage_existing');
    try {
      const backend = volume.clusterName ?? volume.host ?? '';
      const { pool } = await scheduler.placeOn(backend, spec, request.filterProperties);
      const { host, clusterName } = pool;
      if (!(await volumes.changeWhere(volume.id, { status: volume.status }, { host, clusterName }))) return;
      const placed = await volumes.get(RequestContext.admin(), volume.id);
      await volumeRpc.manageExisting(context, placed, spec.ref ?? null);
    } catch (error) {
      const state = { status: 'error_managing' };
      await this.#fail(context, 'manage_existing', { volume, spec }, { error, state });
    }
  }

  async #begin({ volumeId, spec }: MoveRequest, operation: string): Promise<{ volume: VolumeRow; spec: RequestSpec }> {
    const { readiness, volumes } = this.#dependencies;
    await readiness.wait();
    return { volume: await volumes.get(RequestContext.admin(), volumeId), spec: { ...spec, operation } };
  }

  /** Sets the volume's state where it is as it was, and tells others. Rejects with what was no lack of a back end. */
  async #fail(
    context: RequestContext,
    method: string,
    { volume, spec }: { readonly volume: VolumeRow; readonly spec: RequestSpec },
    { error, state, text, changes }: MoveFailure,
  ): Promise<void> {
    const { migration_status: migrationStatus, status } = state;
    await this.#dependencies.volumes.changeWhere(
      volume.id,
      { status: volume.status },
      {
        ...(migrationStatus === undefined ? {} : { migrationStatus }),
        ...(status === undefined ? {} : { status }),
        ...changes,
      },
    );
    await reportFailure(this.#dependencies, context, {
      method,
      spec,
      error,
      state: status === 'error_managing' ? { status: 'error' } : state,
      ...(text === undefined ? {} : { text }),
    });
    if (!(error instanceof NoValidBackend) && text === undefined) throw error;
  }
}

/** The API set it for the type that the volume does not get. */
function ownMultiattach({ volumeType }: VolumeRow): { readonly multiattach?: boolean } {
  return volumeType === null ? {} : { multiattach: extraSpecsOf(volumeType).multiattach === '<is> True' };
}

function destinationOf({ pool }: Placement) {
  const { host, clusterName, capabilities } = pool;
  return { host, clusterName, capabilities };
}

function listOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null;
}
