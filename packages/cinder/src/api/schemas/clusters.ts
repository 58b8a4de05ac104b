// SPDX-License-Identifier: Apache-2.0
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

const cluster = { name: parameters.name, binary: parameters.nullableString } as const;

export const enableClusterSchema = new RequestSchema('enable_cluster', {
  type: 'object',
  properties: cluster,
  required: ['name'],
  additionalProperties: false,
});

export const disableClusterSchema = new RequestSchema('disable_cluster', {
  type: 'object',
  properties: { ...cluster, disabled_reason: { type: ['string', 'null'], format: 'disabled_reason' } },
  required: ['name'],
  additionalProperties: false,
});

export interface ClusterBody {
  readonly name: string;
  readonly binary?: string | null;
  readonly disabled_reason?: string | null;
}
