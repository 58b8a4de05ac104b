// SPDX-License-Identifier: Apache-2.0
import { nullableString, uuid } from './type-parameters.js';

// Parts of the schemas of volumes and snapshots: cinder 21, api/validation/parameter_types.py.

const DATABASE_MAX_INT = 0x7fffffff;

export const nullableUuid = { oneOf: [uuid, { type: 'null' }] } as const;
export const nullableText = nullableString;

/** GiB. */
export const volumeSize = {
  type: ['integer', 'string'],
  pattern: '^[0-9]+$',
  minimum: 1,
  maximum: DATABASE_MAX_INT,
} as const;
export const nullableVolumeSize = { ...volumeSize, type: ['integer', 'string', 'null'] } as const;

/** Keys and values of metadata. */
export const metadata = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:. /]{1,255}$': { type: 'string', maxLength: 255 } },
  additionalProperties: false,
} as const;
export const nullableMetadata = { ...metadata, type: ['object', 'null'] } as const;

export const trimmedName = { type: ['string', 'null'], format: 'name_non_mandatory_remove_white_spaces' } as const;
export const trimmedDescription = {
  type: ['string', 'null'],
  format: 'description_non_mandatory_remove_white_spaces',
} as const;
