// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { VolumeRepository } from './volume-repository.js';

export interface EncryptionMetadataDependencies {
  readonly volumes: VolumeRepository;
  readonly types: Pick<VolumeTypeService, 'getEncryption'>;
  readonly enforcer: Enforcer;
}

/** How a volume is encrypted, as the Compute service asks: upstream's volume_encryption_metadata_get. */
export class EncryptionMetadata {
  readonly #dependencies: EncryptionMetadataDependencies;

  constructor(dependencies: EncryptionMetadataDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `VolumeNotFound`, `PolicyNotAuthorized`. @returns the key's id alone where its type is not encrypted */
  async get(context: RequestContext, volumeId: string): Promise<Readonly<Record<string, string | number | null>>> {
    const { volumes, types, enforcer } = this.#dependencies;
    const { encryptionKeyId, projectId, userId, volumeTypeId } = await volumes.get(context, volumeId);
    const target = { project_id: projectId, user_id: userId };
    enforcer.authorize('volume_extension:volume_encryption_metadata', target, context);
    const encryption = await types.getEncryption(volumeTypeId);
    if (encryption === null) return { encryption_key_id: encryptionKeyId };
    const { controlLocation, cipher, keySize, provider } = encryption;
    return {
      encryption_key_id: encryptionKeyId,
      control_location: controlLocation,
      cipher,
      key_size: keySize,
      provider,
    };
  }
}
