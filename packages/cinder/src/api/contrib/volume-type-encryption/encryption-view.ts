// SPDX-License-Identifier: Apache-2.0
import type { Encryption } from '../../../generated/mysql/client.js';
import type { EncryptionValues } from '../../../volume-types/encryption-repository.js';
import type { EncryptionBody } from '../../schemas/volume-types.js';
import { wireTime } from '../../wire-time.js';

/** The row under upstream's names; an empty object where there is none. */
export function encryptionView(row: Encryption | null): Record<string, unknown> {
  if (row === null) return {};
  return {
    created_at: wireTime(row.createdAt),
    updated_at: wireTime(row.updatedAt),
    deleted_at: wireTime(row.deletedAt),
    deleted: row.deleted,
    encryption_id: row.encryptionId,
    volume_type_id: row.volumeTypeId,
    cipher: row.cipher,
    key_size: row.keySize,
    provider: row.provider,
    control_location: row.controlLocation,
  };
}

/** What a body says, as the domain has it; a key size in text is a number. */
export function encryptionValues({ encryption }: EncryptionBody): EncryptionValues {
  const { provider, control_location: controlLocation, cipher, key_size: keySize } = encryption;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(controlLocation === undefined ? {} : { controlLocation }),
    ...(cipher === undefined ? {} : { cipher }),
    ...(keySize === undefined ? {} : { keySize: keySize === null ? null : Number(keySize) }),
  };
}
