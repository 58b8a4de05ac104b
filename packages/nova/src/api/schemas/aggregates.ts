// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const orNull = (schema: JsonSchema): JsonSchema => ({ oneOf: [schema, { type: 'null' }] });

const create = (name: JsonSchema, zone: JsonSchema): JsonSchema =>
  types.bodyOf('aggregate', {
    type: 'object',
    properties: { name, availability_zone: orNull(zone) },
    required: ['name'],
    additionalProperties: false,
  });

const update = (zone: JsonSchema): JsonSchema =>
  types.bodyOf('aggregate', {
    type: 'object',
    properties: { name: types.nameWithSpaces, availability_zone: orNull(zone) },
    additionalProperties: false,
    anyOf: [{ required: ['name'] }, { required: ['availability_zone'] }],
  });

export const createAggregateSchema = new RequestSchemas('create_aggregate', [
  { min: '2.0', max: '2.0', schema: create(types.nameWithSpaces, types.azNameWithSpaces) },
  { min: '2.1', schema: create(types.name, types.azName) },
]);

export const updateAggregateSchema = new RequestSchemas('update_aggregate', [
  { min: '2.0', max: '2.0', schema: update(types.azNameWithSpaces) },
  { min: '2.1', schema: update(types.azName) },
]);

const host = (action: string): RequestSchemas =>
  RequestSchemas.always(
    action,
    types.bodyOf(action, {
      type: 'object',
      properties: { host: types.fqdn },
      required: ['host'],
      additionalProperties: false,
    }),
  );

export const addHostSchema = host('add_host');
export const removeHostSchema = host('remove_host');

export const setMetadataSchema = RequestSchemas.always(
  'set_metadata',
  types.bodyOf('set_metadata', {
    type: 'object',
    properties: { metadata: types.metadataOf(['string', 'null']) },
    required: ['metadata'],
    additionalProperties: false,
  }),
);

export const aggregateImagesSchema = RequestSchemas.always(
  'aggregate_images',
  types.bodyOf('cache', {
    type: ['array'],
    minItems: 1,
    items: {
      type: 'object',
      properties: { id: types.uuid },
      additionalProperties: false,
      required: ['id'],
    },
  }),
);
