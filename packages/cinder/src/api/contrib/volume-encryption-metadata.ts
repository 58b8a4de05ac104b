// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { GetEncryptionMetadata } from './volume-encryption-metadata/get-encryption-metadata.js';
import { GetEncryptionMetadataItem } from './volume-encryption-metadata/get-encryption-metadata-item.js';

export class Volume_encryption_metadata implements Extension {
  readonly name = 'VolumeEncryptionMetadata';
  readonly alias = 'os-volume-encryption-metadata';
  readonly updated = '2013-07-10T00:00:00+00:00';
  readonly description = 'How a volume is encrypted.';
  readonly controllers = [GetEncryptionMetadata, GetEncryptionMetadataItem];
}
