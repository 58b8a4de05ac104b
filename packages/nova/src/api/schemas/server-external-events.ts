// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const FIRST = ['network-changed', 'network-vif-plugged', 'network-vif-unplugged', 'network-vif-deleted'];

/** Since when other events are taken. */
const SINCE: readonly (readonly [version: string, name: string])[] = [
  ['2.51', 'volume-extended'],
  ['2.76', 'power-update'],
  ['2.82', 'accelerator-request-bound'],
  ['2.93', 'volume-reimaged'],
];

const create = (names: readonly string[]): JsonSchema =>
  types.bodyOf('events', {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      properties: {
        server_uuid: types.uuid,
        name: { type: 'string', enum: names },
        status: { type: 'string', enum: ['failed', 'completed', 'in-progress'] },
        tag: { type: 'string', maxLength: 255 },
      },
      required: ['server_uuid', 'name'],
      additionalProperties: false,
    },
  });

export const createExternalEventsSchema = new RequestSchemas('create_server_external_events', [
  { min: '2.0', max: '2.50', schema: create(FIRST) },
  { min: '2.51', max: '2.75', schema: create(namesOf(1)) },
  { min: '2.76', max: '2.81', schema: create(namesOf(2)) },
  { min: '2.82', max: '2.92', schema: create(namesOf(3)) },
  { min: '2.93', schema: create(namesOf(4)) },
]);

function namesOf(count: number): readonly string[] {
  return [...FIRST, ...SINCE.slice(0, count).map(([, name]) => name)];
}
