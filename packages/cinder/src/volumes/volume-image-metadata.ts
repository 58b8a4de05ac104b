// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { GlanceMetadataNotFound, InvalidVolume } from '../errors/volumes.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeService } from './volume-service.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface VolumeImageMetadataDependencies {
  readonly volumes: VolumeRepository;
  readonly volumeService: Pick<VolumeService, 'get'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** What a volume has of the image that it was made of: upstream's contrib/volume_image_metadata.py and volume/api.py. */
export class VolumeImageMetadata {
  readonly #dependencies: VolumeImageMetadataDependencies;

  constructor(dependencies: VolumeImageMetadataDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `VolumeNotFound`, and `GlanceMetadataNotFound` for a volume without any. */
  async get(context: RequestContext, id: string): Promise<Record<string, string>> {
    const volume = await this.#dependencies.volumeService.get(context, id);
    return this.#read(context, volume);
  }

  /** Sets some; the others stay. Throws `VolumeNotFound`, `InvalidVolume`. @returns all of it afterwards */
  async set(
    context: RequestContext,
    id: string,
    metadata: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    const { volumes, volumeService, logger } = this.#dependencies;
    this.#authorize('volume_extension:volume_image_metadata:set', await volumes.get(context, id), context);
    const volume = await volumeService.get(context, id);
    this.#authorize('volume:update_volume_metadata', volume, context);
    checkState(volume, 'Updating');
    const all = await volumes.setMetadata('volumeGlanceMetadata', id, metadata);
    logger.info(`Update volume metadata completed successfully: ${id}`);
    return all;
  }

  /** Throws `VolumeNotFound`, `GlanceMetadataNotFound` for a key that it does not have, `InvalidVolume`. */
  async unset(context: RequestContext, id: string, key: string): Promise<void> {
    const { volumes, volumeService, logger } = this.#dependencies;
    this.#authorize('volume_extension:volume_image_metadata:remove', await volumes.get(context, id), context);
    const volume = await volumeService.get(context, id);
    if (!Object.hasOwn(this.#read(context, volume), key)) throw new GlanceMetadataNotFound(id);
    this.#authorize('volume:delete_volume_metadata', volume, context);
    checkState(volume, 'Deleting');
    await volumes.deleteMetadata('volumeGlanceMetadata', id, key);
    logger.info(`Delete volume metadata completed successfully: ${id}`);
  }

  #read(context: RequestContext, volume: VolumeRow): Record<string, string> {
    this.#authorize('volume:get_volume_metadata', volume, context);
    if (volume.glanceMetadata.length === 0) throw new GlanceMetadataNotFound(volume.id);
    return dictionaryOf(volume.glanceMetadata);
  }

  #authorize(rule: string, { projectId, userId }: VolumeRow, context: RequestContext): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}

function checkState({ status }: VolumeRow, doing: 'Updating' | 'Deleting'): void {
  if (status === 'maintenance' || status === 'uploading')
    throw new InvalidVolume(`${doing} volume metadata is not allowed for volumes in ${status} status.`);
}
