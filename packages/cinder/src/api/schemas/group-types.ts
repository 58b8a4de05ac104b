// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

const specs = {
  type: ['object', 'null'],
  patternProperties: { '^[a-zA-Z0-9-_:. /]{1,255}$': { type: 'string', maxLength: 255 } },
  additionalProperties: false,
} as const;

export const createGroupTypeSchema = new RequestSchema(
  'create_group_type',
  parameters.bodyOf('group_type', {
    type: 'object',
    properties: {
      name: parameters.name,
      description: parameters.description,
      is_public: parameters.boolean,
      group_specs: specs,
    },
    required: ['name'],
    additionalProperties: false,
  }),
);

export interface CreateGroupTypeBody {
  readonly group_type: {
    readonly name: string;
    readonly description?: string | null;
    readonly is_public?: boolean | string;
    readonly group_specs?: Readonly<Record<string, string>> | null;
  };
}

export const updateGroupTypeSchema = new RequestSchema(
  'update_group_type',
  parameters.bodyOf('group_type', {
    type: 'object',
    properties: {
      name: parameters.nullableString,
      description: parameters.description,
      is_public: parameters.boolean,
    },
    additionalProperties: false,
  }),
);

export const createGroupSpecsSchema = new RequestSchema(
  'create_group_specs',
  parameters.bodyOf('group_specs', parameters.specsWithoutSpaces),
);

export const updateGroupSpecSchema = new RequestSchema('update_group_specs', {
  ...parameters.specsWithoutSpaces,
  minProperties: 1,
  maxProperties: 1,
});
