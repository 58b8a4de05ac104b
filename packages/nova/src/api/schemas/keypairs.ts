// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const create = (
  name: JsonSchema,
  more: Readonly<Record<string, JsonSchema>> = {},
  required: readonly string[] = ['name'],
): JsonSchema =>
  types.bodyOf('keypair', {
    type: 'object',
    properties: { name, ...more, public_key: { type: 'string' } },
    required,
    additionalProperties: false,
  });

const type: JsonSchema = { type: 'string', enum: ['ssh', 'x509'] };
const userId: JsonSchema = { type: 'string' };

export const createKeyPairSchema = new RequestSchemas('create_keypair', [
  { min: '2.0', max: '2.0', schema: create(types.nameWithSpaces) },
  { min: '2.1', max: '2.1', schema: create(types.keypairName) },
  { min: '2.2', max: '2.9', schema: create(types.keypairName, { type }) },
  { min: '2.10', max: '2.91', schema: create(types.keypairName, { type, user_id: userId }) },
  { min: '2.92', schema: create(types.keypairName292, { type, user_id: userId }, ['name', 'public_key']) },
]);

const user = { user_id: types.textParam };

/** Of one key pair. */
export const keyPairQuery = new RequestSchemas('keypair', [
  { max: '2.9', schema: types.queryOf({}) },
  { min: '2.10', max: '2.74', schema: types.queryOf(user) },
  { min: '2.75', schema: types.queryOf(user, true) },
]);

export const listKeyPairsQuery = new RequestSchemas('list_keypairs', [
  { max: '2.9', schema: types.queryOf({}) },
  { min: '2.10', max: '2.34', schema: types.queryOf(user) },
  { min: '2.35', max: '2.74', schema: types.queryOf({ ...user, ...types.pagination }) },
  { min: '2.75', schema: types.queryOf({ ...user, ...types.pagination }, true) },
]);
