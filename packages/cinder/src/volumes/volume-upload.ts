// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { ImageCompressionNotAllowed } from '../errors/volume-driver.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { GlanceClient, Image } from '../image/glance-client.js';
import { imageMessage } from '../image/image-metadata.js';
import type { VolumeKeys } from '../keys/volume-keys.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeRepository } from './volume-repository.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface VolumeUploadDependencies {
  readonly volumes: VolumeRepository;
  readonly images: Pick<GlanceClient, 'create' | 'delete'>;
  readonly keys: Pick<VolumeKeys, 'forNewVolume'>;
  readonly volumeRpc: Pick<VolumeRpc, 'copyVolumeToImage'>;
  readonly enforcer: Enforcer;
  readonly settings: UploadSettings;
  readonly logger: Logger;
}

export interface UploadSettings {
  /** Whether a volume in use may be uploaded. */
  readonly enable_force_upload: boolean;
  readonly allow_compression_on_image_upload: boolean;
  /** What the volume's image said that is no property of the new one. */
  readonly glance_core_properties: readonly string[];
  /** Prefixes of what is not taken over, beside the Image service's own. */
  readonly reserved_image_namespaces: readonly string[];
}

/** Names that the Image service keeps for itself. */
const RESERVED = ['os_glance', 'img_signature'];

/** Makes images of volumes: upstream's cinder/volume/api.py, copy_volume_to_image. */
export class VolumeUpload {
  readonly #dependencies: VolumeUploadDependencies;

  constructor(dependencies: VolumeUploadDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Marks a volume as being uploaded, makes an image that waits for its bytes, and has the back end send them. Where any
   * of that fails the volume is as before.
   * @param wanted - fields of the image: `name`, `disk_format`, `container_format`, …
   * @param options.force - whether it may be in use, where the configuration lets it
   * @returns the volume as it is now, and the image
   * @throws InvalidVolume, ImageCompressionNotAllowed, the errors of the Image service, PolicyNotAuthorized
   */
  async upload(
    context: RequestContext,
    volume: VolumeRow,
    wanted: Readonly<Record<string, unknown>>,
    { force }: { readonly force: boolean },
  ): Promise<{ readonly volume: VolumeRow; readonly image: Image }> {
    const { volumes, settings, volumeRpc, images, logger } = this.#dependencies;
    if (force && !settings.enable_force_upload)
      logger.info(`Force upload to image is disabled, Force option will be ignored: ${volume.id}`);
    const states = force && settings.enable_force_upload ? ['available', 'in-use'] : ['available'];
    const expected = { AND: [{ status: volume.status }, { status: { in: states } }] };
    const changes = { status: 'uploading', previousStatus: volume.status };
    if (!(await volumes.changeWhere(volume.id, expected, changes)))
      throw new InvalidVolume(`Volume ${volume.id} status must be ${states.join(' or ')}`);
    let image: Image | undefined;
    try {
      image = await this.#createImage(context, volume, wanted);
      await volumeRpc.copyVolumeToImage(context, { ...volume, ...changes }, imageMessage(image));
    } catch (error) {
      await volumes.changeWhere(volume.id, { status: 'uploading' }, { status: volume.status, previousStatus: null });
      // Nobody will give it its bytes.
      if (image !== undefined)
        await images.delete(context, image.id).catch((failure: unknown) => {
          logger.warning(`The image of volume ${volume.id} could not be deleted: ${String(failure)}`);
        });
      throw error;
    }
    logger.info(`Copy volume to image completed successfully: ${volume.id}`);
    return { volume: await volumes.get(context, volume.id), image };
  }

  async #createImage(
    context: RequestContext,
    volume: VolumeRow,
    wanted: Readonly<Record<string, unknown>>,
  ): Promise<Image> {
    const { enforcer, images, settings } = this.#dependencies;
    // Upstream makes the image first, and leaves it behind.
    if (wanted.container_format === 'compressed' && !settings.allow_compression_on_image_upload)
      throw new ImageCompressionNotAllowed();
    const target = { project_id: volume.projectId, user_id: volume.userId };
    enforcer.authorize('volume_extension:volume_image_metadata:show', target, context);
    const reserved = [...RESERVED, ...settings.reserved_image_namespaces];
    const own = { ...wanted, ...(await this.#key(context, volume)) };
    const fields = { ...this.#properties(volume, own), ...own };
    return images.create(
      context,
      Object.fromEntries(
        Object.entries(fields).filter(([name]) => !reserved.some((prefix) => name.startsWith(prefix))),
      ),
    );
  }

  /** Its own copy of the volume's key, which goes when the volume goes. */
  async #key(context: RequestContext, volume: VolumeRow): Promise<Readonly<Record<string, string>>> {
    const { encryptionKeyId, volumeTypeId } = volume;
    if (encryptionKeyId === null) return {};
    const copy = await this.#dependencies.keys.forNewVolume(context, volumeTypeId, encryptionKeyId);
    return {
      cinder_encryption_key_id: copy ?? encryptionKeyId,
      cinder_encryption_key_deletion_policy: 'on_image_deletion',
    };
  }

  /** What the image that the volume was made of said. */
  #properties(volume: VolumeRow, wanted: Readonly<Record<string, unknown>>): Record<string, string> {
    const { glance_core_properties: core } = this.#dependencies.settings;
    if (core.length === 0) return {};
    const known = Object.entries(dictionaryOf(volume.glanceMetadata));
    return Object.fromEntries(known.filter(([name]) => !core.includes(name) && !Object.hasOwn(wanted, name)));
  }
}
