// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { CinderError, Conflict, Invalid, InvalidInput, NotFound } from '../errors/base.js';
import type { Backup, Group } from '../generated/mysql/client.js';
import type { SnapshotService } from '../snapshots/snapshot-service.js';
import { isUuidLike, type VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import type { CreateVolumeInput } from './create-volume.js';
import type { VolumeService } from './volume-service.js';

/** An image, as far as a volume is made of it. */
export interface ImageOfVolume {
  readonly id: string;
  readonly [property: string]: unknown;
}

export interface VolumeSourcesDependencies {
  readonly volumes: VolumeService;
  readonly snapshots: SnapshotService;
  readonly types: VolumeTypeService;
  readonly groups: {
    get(context: RequestContext, id: string): Promise<Group & { readonly volumeTypeIds: readonly string[] }>;
  };
  readonly backups: { get(context: RequestContext, id: string): Promise<Backup> };
  readonly images: {
    show(context: RequestContext, imageId: string): Promise<ImageOfVolume>;
    listByName(context: RequestContext, name: string): Promise<readonly ImageOfVolume[]>;
  };
  readonly enforcer: Enforcer;
}

/** What a new volume is made of, by ids and names. */
export interface VolumeSourceNames {
  readonly volumeType?: string | null | undefined;
  readonly snapshotId?: string | null | undefined;
  readonly sourceVolumeId?: string | null | undefined;
  readonly groupId?: string | null | undefined;
  readonly backupId?: string | null | undefined;
  /** An id, a name, or a URL that ends in an id. */
  readonly imageRef?: string | null | undefined;
  /** Whether an image of a server's snapshot stands for the snapshot of its volume: from 3.46 on. */
  readonly serverImages: boolean;
}

type Found = Pick<
  CreateVolumeInput,
  'volumeType' | 'snapshot' | 'sourceVolume' | 'group' | 'backup' | 'imageId' | 'imageVolumeType'
>;

/** Finds what a new volume is made of. */
export class VolumeSources {
  readonly #dependencies: VolumeSourcesDependencies;

  constructor(dependencies: VolumeSourcesDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Throws the errors of what is not found, InvalidInput where several were named, PolicyNotAuthorized where the caller
   * may not have volumes of an image or of a type that several servers may attach.
   */
  async find(context: RequestContext, names: VolumeSourceNames): Promise<Found> {
    const { volumes, snapshots, types, groups, backups, enforcer } = this.#dependencies;
    const volumeType = names.volumeType ? await types.getByNameOrId(context, names.volumeType) : undefined;
    let snapshot: CreateVolumeInput['snapshot'] = given(names.snapshotId)
      ? await snapshots.getWithVolume(context, names.snapshotId)
      : undefined;
    const sourceVolume = given(names.sourceVolumeId) ? await volumes.get(context, names.sourceVolumeId) : undefined;
    const group = given(names.groupId) ? await groups.get(context, names.groupId) : undefined;
    let image: ImageOfVolume | undefined;
    if (given(names.imageRef)) {
      image = await this.#image(context, names.imageRef);
      const ofServer = names.serverImages ? await this.#snapshotOf(context, image) : undefined;
      if (ofServer !== undefined) [snapshot, image] = [ofServer, undefined];
    }
    const imageId = image?.id;
    const backup = names.backupId ? await backups.get(context, names.backupId) : undefined;
    if ([snapshot, sourceVolume, imageId, backup].filter((one) => one !== undefined).length > 1)
      throw new InvalidInput('May specify only one of backup, imageRef, snapshot, source volume');
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    if (imageId !== undefined) enforcer.authorize('volume:create_from_image', target, context);
    const imageVolumeType = volumeType === undefined ? await this.#typeOf(context, image) : undefined;
    const ofSource = sourceVolume?.volumeType ?? snapshot?.volume.volumeType;
    const type = volumeType ?? ofSource ?? imageVolumeType ?? (await types.getDefault(context));
    if (isMultiattach(type)) enforcer.authorize('volume:multiattach', target, context);
    return {
      ...(volumeType === undefined ? {} : { volumeType }),
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(sourceVolume === undefined ? {} : { sourceVolume }),
      ...(group === undefined ? {} : { group }),
      ...(backup === undefined ? {} : { backup }),
      ...(imageId === undefined ? {} : { imageId }),
      ...(imageVolumeType === undefined ? {} : { imageVolumeType }),
    };
  }

  async #image(context: RequestContext, reference: string): Promise<ImageOfVolume> {
    const { images } = this.#dependencies;
    const id = reference.split('/').at(-1) ?? '';
    if (isUuidLike(id)) {
      const image = await images.show(context, id).catch(ownErrorIsNothing);
      if (image !== undefined) return image;
    }
    const named = (await images.listByName(context, reference).catch(ownErrorIsNothing)) ?? [];
    if (named.length > 1)
      throw new Conflict(`Multiple matches found for '${reference}', use an ID to be more specific.`);
    if (named[0] !== undefined) return named[0];
    throw new Invalid('Invalid image identifier or unable to access requested image.');
  }

  /** The volume type that an image's properties ask for. */
  async #typeOf(context: RequestContext, image: ImageOfVolume | undefined): Promise<VolumeTypeRow | undefined> {
    const name = image?.cinder_img_volume_type;
    return typeof name === 'string' && name !== '' ? this.#dependencies.types.getByNameOrId(context, name) : undefined;
  }

  /** The snapshot that an image of the Compute service boots from, if it is such an image. */
  async #snapshotOf(context: RequestContext, image: ImageOfVolume): Promise<CreateVolumeInput['snapshot']> {
    const snapshotId = bootSnapshotOf(image.block_device_mapping);
    if (snapshotId === undefined) return undefined;
    try {
      return await this.#dependencies.snapshots.getWithVolume(context, snapshotId);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      throw new NotFound(`Nova specific image is found, but boot volume snapshot id:${snapshotId} not found.`);
    }
  }
}

function given(id: string | null | undefined): id is string {
  return id !== null && id !== undefined;
}

function ownErrorIsNothing(error: unknown): undefined {
  if (!(error instanceof CinderError)) throw error;
  return undefined;
}

function isMultiattach({ extraSpecs }: VolumeTypeRow): boolean {
  return extraSpecs.some(({ key, value }) => key === 'multiattach' && value === '<is> True');
}

function bootSnapshotOf(mapping: unknown): string | undefined {
  if (typeof mapping !== 'string') return undefined;
  let devices: unknown;
  try {
    devices = JSON.parse(mapping);
  } catch {
    return undefined;
  }
  if (!Array.isArray(devices)) return undefined;
  const boot = (devices as ({ source_type?: unknown; boot_index?: unknown; snapshot_id?: unknown } | null)[]).find(
    (device) => device?.source_type === 'snapshot' && device.boot_index === 0,
  );
  return typeof boot?.snapshot_id === 'string' ? boot.snapshot_id : undefined;
}
