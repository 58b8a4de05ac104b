// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Conflict } from '../errors/base.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { GlanceClient } from '../image/glance-client.js';
import { imageMessage } from '../image/image-metadata.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeRepository } from './volume-repository.js';
import { checkImageFits } from './volume-size.js';
import type { VolumeRow } from './volume.js';

export interface VolumeReimageDependencies {
  readonly volumes: VolumeRepository;
  readonly images: Pick<GlanceClient, 'show'>;
  readonly volumeRpc: Pick<VolumeRpc, 'reimage'>;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

/** Writes images over volumes: upstream's cinder/volume/api.py, reimage. */
export class VolumeReimage {
  readonly #dependencies: VolumeReimageDependencies;

  constructor(dependencies: VolumeReimageDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a volume and has its back end write the image over it. Where that cannot be the volume is as before: upstream
   * leaves it `downloading`.
   * @param options.reserved - whether it may be reserved: the Compute service asks so, for a server that is rebuilt
   * @throws Conflict for a volume of several servers, InvalidVolume, ImageNotFound, InvalidInput, PolicyNotAuthorized
   */
  async reimage(
    context: RequestContext,
    volume: VolumeRow,
    imageId: string,
    { reserved }: { readonly reserved: boolean },
  ): Promise<void> {
    const { volumes, images, volumeRpc, enforcer, logger } = this.#dependencies;
    const rule = volume.status === 'reserved' ? 'volume:reimage_reserved' : 'volume:reimage';
    enforcer.authorize(rule, { project_id: volume.projectId, user_id: volume.userId }, context);
    if (volume.attachments.length > 1)
      throw new Conflict('Cannot re-image a volume which is attached to more than one server.');
    const states = reserved ? ['available', 'error', 'reserved'] : ['available', 'error'];
    const expected = { AND: [{ status: volume.status }, { status: { in: states } }] };
    const changes = { status: 'downloading', previousStatus: volume.status };
    if (!(await volumes.changeWhere(volume.id, expected, changes)))
      throw new InvalidVolume(
        `Volume ${volume.id} status must be ${states.join(' or ')}, but current status is ${volume.status ?? 'None'}.`,
      );
    try {
      const image = await images.show(context, imageId);
      checkImageFits(image, volume.size ?? 0);
      await volumeRpc.reimage(context, { ...volume, ...changes }, imageMessage(image));
    } catch (error) {
      const { status, previousStatus } = volume;
      await volumes.changeWhere(volume.id, { status: 'downloading' }, { status, previousStatus });
      throw error;
    }
    logger.info(`Reimage volume request issued successfully: ${volume.id}`);
  }
}
