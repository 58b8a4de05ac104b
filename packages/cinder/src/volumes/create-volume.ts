// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { InvalidBackup } from '../errors/backups.js';
import { InvalidInput, OverQuota } from '../errors/base.js';
import { InvalidGroup } from '../errors/groups.js';
import { VolumeSizeExceedsLimit } from '../errors/quotas.js';
import { InvalidSnapshot } from '../errors/snapshots.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { Backup, Group, Snapshot } from '../generated/mysql/client.js';
import type { VolumeKeys } from '../keys/volume-keys.js';
import type { ObjectValues } from '../objects/wire-object.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import { zonesFor, type ZoneSettings } from './availability-zones.js';
import { checkMetadata } from './volume-metadata.js';
import type { VolumeRepository } from './volume-repository.js';
import { volumeRequestSpec } from './volume-request.js';
import { checkImageFits, sizeFor, type SourceImage } from './volume-size.js';
import type { VolumeRow } from './volume.js';

/** What a user wants; what is left out follows from the sources. */
export interface CreateVolumeInput {
  /** GiB. */
  readonly size?: number | string | null;
  readonly name?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly availabilityZone?: string | null;
  readonly volumeType?: VolumeTypeRow;
  readonly snapshot?: Snapshot & { readonly volume: VolumeRow };
  readonly sourceVolume?: VolumeRow;
  readonly imageId?: string | null;
  /** That the image asks for, where nobody asks for another. */
  readonly imageVolumeType?: VolumeTypeRow;
  readonly backup?: Backup;
  readonly group?: Group & { readonly volumeTypeIds: readonly string[] };
  readonly schedulerHints?: ObjectValues;
}

export interface CreateVolumeDependencies {
  readonly volumes: VolumeRepository;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly keys: Pick<VolumeKeys, 'forNewVolume' | 'differ'>;
  readonly scheduler: SchedulerRpc;
  /** Of the service's image. Rejects with ImageNotFound. */
  readonly images: { show(context: RequestContext, imageId: string): Promise<SourceImage> };
  /** Zones that have a service of cinder-volume. */
  readonly zones: { names(): Promise<readonly string[]> };
  readonly settings: ZoneSettings & {
    /** `snapshot_same_host` */
    readonly snapshotsStay: boolean;
  };
  readonly logger: Logger;
}

const SOURCE_STATES = {
  volume: ['available', 'in-use'],
  snapshot: ['available'],
  backup: ['available'],
  group: ['available', 'creating'],
};
const TYPE_ZONES = 'RESKEY:availability_zones';

/**
 * Makes a volume: checks what is wanted, reserves its quota, stores it together with the quota's commit, and hands it to
 * the scheduler (upstream's cinder/volume/flows/api/create_volume.py).
 */
export class CreateVolume {
  readonly #dependencies: CreateVolumeDependencies;

  constructor(dependencies: CreateVolumeDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The caller checked the policy. Rejects with InvalidInput and its like for what cannot be, with the errors of quotas
   * where a limit stands against it; a volume that could not be handed on is left as `error`.
   */
  async create(context: RequestContext, input: CreateVolumeInput): Promise<VolumeRow> {
    const { volume, reservations, zones } = await this.store(context, input);
    await this.#schedule(context, volume, input, { reservations, zones });
    return volume;
  }

  /** The row of a new volume with its quota, before anybody is told. Rejects as `create`. */
  async store(
    context: RequestContext,
    input: CreateVolumeInput,
  ): Promise<{
    readonly volume: VolumeRow;
    readonly reservations: readonly string[];
    readonly zones: readonly string[];
  }> {
    const { volumes, quotas, settings } = this.#dependencies;
    const metadata = input.metadata ?? {};
    checkMetadata(metadata);
    checkStates(input);
    const size = sizeFor(input.size, input);
    const type = await this.#type(context, input);
    this.#dependencies.types.checkSize(type, size);
    const image = input.imageId ? await this.#dependencies.images.show(context, input.imageId) : undefined;
    if (image !== undefined) checkImageFits(image, size);
    const zones = zonesFor(
      {
        asked: input.availabilityZone ?? null,
        known: await this.#zones(),
        typeZones: extraSpec(type, TYPE_ZONES),
        groupZone: input.group?.availabilityZone,
        snapshotZone: input.snapshot?.volume.availabilityZone,
        sourceZone: input.sourceVolume?.availabilityZone,
      },
      settings,
    );
    const encryptionKeyId = await this.#key(context, type, input, image);
    const reservations = await this.#reserve(context, size, type.id);
    let id: string;
    try {
      id = await volumes.create(
        {
          size,
          userId: context.userId ?? null,
          projectId: context.projectId ?? null,
          status: 'creating',
          attachStatus: 'detached',
          displayName: input.name ?? null,
          displayDescription: input.description ?? null,
          volumeTypeId: type.id,
          snapshotId: input.snapshot?.id ?? null,
          sourceVolumeId: input.sourceVolume?.id ?? null,
          encryptionKeyId,
          groupId: input.group?.id ?? null,
          bootable: input.sourceVolume?.bootable ?? input.snapshot?.volume.bootable ?? false,
          multiattach: extraSpec(type, 'multiattach') === '<is> True',
          availabilityZone: zones.length === 1 ? (zones[0] ?? null) : null,
        },
        metadata,
        (tx) => quotas.commit(context, reservations, { transaction: tx }),
      );
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
    return { volume: await volumes.get(context, id), reservations, zones };
  }

  async #type(context: RequestContext, input: CreateVolumeInput): Promise<VolumeTypeRow> {
    const { types } = this.#dependencies;
    const source = input.sourceVolume ?? input.snapshot?.volume;
    const { volumeType: asked, group } = input;
    if (group !== undefined) {
      if (asked === undefined)
        throw new InvalidInput('volume_type must be provided when creating a volume in a group.');
      if (!group.volumeTypeIds.includes(asked.id))
        throw new InvalidInput(
          `Invalid volume_type provided: ${asked.id} (requested type must be supported by this group).`,
        );
    }
    if (source !== undefined) {
      const own = source.volumeType ?? (await types.get(context.elevated(), source.volumeTypeId));
      if (asked === undefined) return own;
      if (asked.id !== own.id && !(await this.#canRetype(own, asked)))
        throw new InvalidInput(
          `Invalid volume_type provided: ${asked.id} (requested type is not compatible; ${
            input.sourceVolume === undefined
              ? 'recommend omitting the type argument'
              : 'either match source volume, or omit type argument'
          }).`,
        );
    }
    return asked ?? input.imageVolumeType ?? types.getDefault(context);
  }

  /** Upstream's _retype_is_possible: neither encryption nor multiattach may change with the data. */
  async #canRetype(from: VolumeTypeRow, to: VolumeTypeRow): Promise<boolean> {
    if (await this.#dependencies.keys.differ(from.id, to.id)) return false;
    return extraSpec(from, 'multiattach') === extraSpec(to, 'multiattach');
  }

  async #key(
    context: RequestContext,
    type: VolumeTypeRow,
    { snapshot, sourceVolume }: CreateVolumeInput,
    image: SourceImage | undefined,
  ): Promise<string | null> {
    const source = (snapshot ?? sourceVolume)?.encryptionKeyId ?? image?.cinder_encryption_key_id;
    const keyId = await this.#dependencies.keys.forNewVolume(context, type.id, source);
    if (keyId !== null && extraSpec(type, 'multiattach') === '<is> True')
      throw new InvalidVolume('Multiattach cannot be used with encrypted volumes.');
    return keyId;
  }

  async #zones(): Promise<readonly string[]> {
    const { storageZone } = this.#dependencies.settings;
    return [...new Set([...(await this.#dependencies.zones.names()), storageZone])];
  }

  async #reserve(context: RequestContext, size: number, volumeTypeId: string) {
    const { quotas } = this.#dependencies;
    try {
      await quotas.limitCheck(context, { per_volume_gigabytes: size });
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      throw new VolumeSizeExceedsLimit({ size, limit: error.quotas.per_volume_gigabytes ?? -1 });
    }
    try {
      const deltas = await quotas.addVolumeTypeOptions(context, { volumes: 1, gigabytes: size }, volumeTypeId);
      return await quotas.reserve(context, deltas);
    } catch (error) {
      if (!(error instanceof OverQuota)) throw error;
      const { logger } = this.#dependencies;
      logger.warning(`Quota exceeded for ${context.projectId ?? ''}, tried to create ${size}G volume`);
      throw describeOverQuota(error, { resource: 'volumes', size });
    }
  }

  async #schedule(
    context: RequestContext,
    volume: VolumeRow,
    input: CreateVolumeInput,
    { reservations, zones }: { readonly reservations: readonly string[]; readonly zones: readonly string[] },
  ): Promise<void> {
    const { scheduler, settings, volumes, logger } = this.#dependencies;
    const { snapshot, sourceVolume, group, backup } = input;
    const resourceBackend =
      group?.host ?? (snapshot !== undefined && settings.snapshotsStay ? snapshot.volume.host : sourceVolume?.host);
    const requestSpec = volumeRequestSpec({
      volume,
      reservations,
      availabilityZones: zones,
      snapshotId: snapshot?.id ?? null,
      sourceVolumeId: sourceVolume?.id ?? null,
      imageId: input.imageId ?? null,
      backupId: backup?.id ?? null,
      resourceBackend: resourceBackend ?? undefined,
    });
    try {
      await scheduler.createVolume(context, volume, {
        requestSpec,
        filterProperties: input.schedulerHints === undefined ? {} : { scheduler_hints: input.schedulerHints },
        snapshotId: snapshot?.id ?? null,
        imageId: input.imageId ?? null,
        backupId: backup?.id ?? null,
      });
    } catch (error) {
      // It exists and has its quota: the user sees it as failed and may delete it.
      await volumes.changeWhere(volume.id, { status: 'creating' }, { status: 'error' });
      logger.error(`Volume ${volume.id}: create failed`, error);
      throw error;
    }
    logger.info(`Create volume request issued successfully: ${volume.id}`);
  }
}

/** Throws the error of the kind of source that is not in a state to be made a volume of. */
function checkStates({ sourceVolume, snapshot, backup, group }: CreateVolumeInput): void {
  const check = (
    what: string,
    source: { readonly status: string | null } | undefined,
    allowed: readonly string[],
    InvalidSource: new (reason: string) => Error,
  ): void => {
    if (source !== undefined && !allowed.includes(source.status ?? ''))
      throw new InvalidSource(`Originating ${what} status must be one of '${allowed.join(', ')}' values`);
  };
  check('snapshot', snapshot, SOURCE_STATES.snapshot, InvalidSnapshot);
  check('source volume', sourceVolume, SOURCE_STATES.volume, InvalidVolume);
  check('backup', backup, SOURCE_STATES.backup, InvalidBackup);
  check('group', group, SOURCE_STATES.group, InvalidGroup);
}

function extraSpec(type: VolumeTypeRow, key: string): string | undefined {
  return type.extraSpecs.find((spec) => spec.key === key)?.value ?? undefined;
}
