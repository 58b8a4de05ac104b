// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { CreateEncryption } from './volume-type-encryption/create-encryption.js';
import { DeleteEncryption } from './volume-type-encryption/delete-encryption.js';
import { GetEncryption } from './volume-type-encryption/get-encryption.js';
import { UpdateEncryption } from './volume-type-encryption/update-encryption.js';

export class Volume_type_encryption implements Extension {
  readonly name = 'VolumeTypeEncryption';
  readonly alias = 'encryption';
  readonly updated = '2013-07-01T00:00:00+00:00';
  readonly description = 'How volumes of a type are encrypted.';
  readonly controllers = [GetEncryption, CreateEncryption, UpdateEncryption, DeleteEncryption];
}
