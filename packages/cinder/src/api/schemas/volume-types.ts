// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

export const createVolumeTypeSchema = new RequestSchema(
  'create_volume_type',
  parameters.bodyOf('volume_type', {
    type: 'object',
    properties: {
      name: parameters.name,
      description: parameters.description,
      extra_specs: parameters.nullableSpecs,
      'os-volume-type-access:is_public': parameters.boolean,
    },
    required: ['name'],
    additionalProperties: false,
  }),
);

export interface CreateVolumeTypeBody {
  readonly volume_type: {
    readonly name: string;
    readonly description?: string | null;
    readonly extra_specs?: Readonly<Record<string, string | null>>;
    readonly 'os-volume-type-access:is_public'?: boolean | string;
  };
}

export const updateVolumeTypeSchema = new RequestSchema(
  'update_volume_type',
  parameters.bodyOf('volume_type', {
    type: 'object',
    properties: {
      name: parameters.nullableName,
      description: parameters.description,
      is_public: parameters.boolean,
    },
    additionalProperties: false,
  }),
);

export interface UpdateTypeValues {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly is_public?: boolean | string;
}

export const createExtraSpecsSchema = new RequestSchema(
  'create_extra_specs',
  parameters.bodyOf('extra_specs', parameters.specsWithoutSpaces),
);

export const updateExtraSpecsSchema = new RequestSchema('update_extra_specs', {
  ...parameters.specsWithoutSpaces,
  minProperties: 1,
  maxProperties: 1,
});

const project = {
  type: 'object',
  properties: { project: parameters.uuid },
  required: ['project'],
  additionalProperties: false,
} as const;

export const addProjectAccessSchema = new RequestSchema(
  'add_project_access',
  parameters.bodyOf('addProjectAccess', project),
);

export const removeProjectAccessSchema = new RequestSchema(
  'remove_project_access',
  parameters.bodyOf('removeProjectAccess', project),
);

const encryption = {
  type: 'object',
  properties: {
    key_size: { type: ['string', 'integer', 'null'], minimum: 0, maximum: 0x7fffffff, format: 'key_size' },
    provider: { type: 'string', minLength: 0, maxLength: 255 },
    control_location: { enum: ['front-end', 'back-end'] },
    cipher: { type: ['string', 'null'], minLength: 0, maxLength: 255 },
  },
  additionalProperties: true,
} as const;

export const createEncryptionSchema = new RequestSchema(
  'create_encryption',
  parameters.bodyOf('encryption', { ...encryption, required: ['provider', 'control_location'] }),
);

export const updateEncryptionSchema = new RequestSchema(
  'update_encryption',
  parameters.bodyOf('encryption', { ...encryption, required: [] }),
);

export interface EncryptionBody {
  readonly encryption: {
    readonly key_size?: string | number | null;
    readonly provider?: string;
    readonly control_location?: string;
    readonly cipher?: string | null;
    readonly [other: string]: unknown;
  };
}
