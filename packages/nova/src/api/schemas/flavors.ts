// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { FLAVOR_SORT_KEYS } from '../../flavors/flavor.js';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const listQuery = (isClosed: boolean): JsonSchema =>
  types.queryOf(
    {
      limit: types.multiParams(types.nonNegativeInteger),
      marker: types.textParam,
      is_public: types.textParam,
      minRam: types.textParam,
      minDisk: types.textParam,
      sort_key: types.multiParams({ type: 'string', enum: Object.keys(FLAVOR_SORT_KEYS) }),
      sort_dir: types.multiParams({ type: 'string', enum: ['asc', 'desc'] }),
    },
    isClosed,
  );

export const listFlavorsQuery = new RequestSchemas('list_flavors', [
  { min: '2.75', schema: listQuery(true) },
  { min: '2.0', max: '2.74', schema: listQuery(false) },
]);

const description = types.description(65_535);
const whole: JsonSchema = { ...types.volumeSize, minimum: 0 };

const create = (name: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  types.bodyOf('flavor', {
    type: 'object',
    properties: {
      name,
      id: {
        type: ['string', 'number', 'null'],
        minLength: 1,
        maxLength: 255,
        pattern: '^(?! )[a-zA-Z0-9. _-]+(?<! )$',
      },
      ram: types.volumeSize,
      vcpus: types.volumeSize,
      disk: whole,
      'OS-FLV-EXT-DATA:ephemeral': whole,
      swap: whole,
      rxtx_factor: {
        type: ['number', 'string'],
        pattern: '^[0-9]+(\\.[0-9]+)?$',
        exclusiveMinimum: 0,
        // The largest number of a FLOAT column.
        maximum: 3.40282e38,
      },
      'os-flavor-access:is_public': types.boolean,
      ...more,
    },
    required: ['name', 'ram', 'vcpus', 'disk'],
    additionalProperties: false,
  });

export const createFlavorSchema = new RequestSchemas('create_flavor', [
  { min: '2.0', max: '2.0', schema: create(types.nameWithSpaces) },
  { min: '2.1', max: '2.54', schema: create(types.name) },
  { min: '2.55', schema: create(types.name, { description }) },
]);

export const updateFlavorSchema = new RequestSchemas('update_flavor', [
  {
    min: '2.55',
    schema: types.bodyOf('flavor', {
      type: 'object',
      properties: { description },
      required: ['description'],
      additionalProperties: false,
    }),
  },
]);

const access = (action: string): RequestSchemas =>
  RequestSchemas.always(
    action,
    types.bodyOf(action, {
      type: 'object',
      properties: { tenant: { type: 'string', minLength: 1, maxLength: 255 } },
      required: ['tenant'],
      additionalProperties: false,
    }),
  );

export const addTenantAccessSchema = access('addTenantAccess');
export const removeTenantAccessSchema = access('removeTenantAccess');

const specs = types.metadataOf(['string', 'number']);

export const createExtraSpecsSchema = RequestSchemas.always('create_extra_specs', types.bodyOf('extra_specs', specs));
export const updateExtraSpecSchema = RequestSchemas.always('update_extra_spec', {
  ...specs,
  minProperties: 1,
  maxProperties: 1,
});
