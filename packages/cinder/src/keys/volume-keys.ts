// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors/base.js';
import { KeyManagerError } from '../errors/keys.js';
import { InvalidVolume } from '../errors/volumes.js';
import { InvalidVolumeType } from '../errors/volume-types.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { KeyManager } from './key-manager.js';

export interface VolumeKeysDependencies {
  readonly types: Pick<VolumeTypeService, 'getEncryption'>;
  readonly manager: KeyManager;
  readonly logger: Logger;
}

/** The keys of volumes whose type is encrypted: upstream's _get_encryption_key_id and volume_utils.py. */
export class VolumeKeys {
  readonly #dependencies: VolumeKeysDependencies;

  constructor(dependencies: VolumeKeysDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * The id of the key of a new volume: a copy of its source's, since a key goes with its volume, else a new one.
   * @param sourceKeyId - of the snapshot, volume or image that it is made of
   * @returns null where volumes of the type are not encrypted
   * @throws InvalidVolumeType for a type without a cipher, Invalid where there is no key to be had
   */
  async forNewVolume(
    context: RequestContext,
    volumeTypeId: string,
    sourceKeyId: string | null | undefined,
  ): Promise<string | null> {
    const { types, manager, logger } = this.#dependencies;
    const encryption = await types.getEncryption(volumeTypeId);
    if (encryption === null) return null;
    try {
      if (sourceKeyId !== null && sourceKeyId !== undefined) return await manager.clone(context, sourceKeyId);
      const algorithm = encryption.cipher?.split('-', 1)[0];
      if (!algorithm) throw new InvalidVolumeType('Invalid encryption spec');
      return await manager.create(context, { algorithm, length: encryption.keySize });
    } catch (error) {
      if (!(error instanceof KeyManagerError)) throw error;
      logger.error('Key manager error', error);
      // Users are told no more, as upstream.
      throw new Invalid('Key manager error', { cause: error });
    }
  }

  /** Takes the key of a volume that is being deleted. Throws `InvalidVolume`: without it the bytes could be read. */
  async delete(context: RequestContext, keyId: string): Promise<void> {
    try {
      await this.#dependencies.manager.delete(context, keyId);
    } catch (error) {
      const reason = error instanceof KeyManagerError ? `: ${error.message}` : '.';
      this.#dependencies.logger.error(`Unable to delete encryption key for volume${reason}`, error);
      throw new InvalidVolume(`Unable to delete encryption key for volume${reason}`);
    }
  }

  /** Whether volumes of two types are encrypted in different ways: their data cannot be of the other type. */
  async differ(oneTypeId: string, otherTypeId: string): Promise<boolean> {
    const { types } = this.#dependencies;
    const [one, other] = await Promise.all([types.getEncryption(oneTypeId), types.getEncryption(otherTypeId)]);
    if (one === null || other === null) return one !== other;
    return (['provider', 'controlLocation', 'cipher', 'keySize'] as const).some((field) => one[field] !== other[field]);
  }
}
