// SPDX-License-Identifier: Apache-2.0
import { MAX_FLOAT, MAX_INTEGER, NAME_PATTERN, objectOf, placementSchema, UUID_PATTERN } from './common.js';
import { reshapedAllocations, type AllocationsByConsumer, type VersionedSchemas } from './allocations.js';

/** An inventory as clients write it. */
export interface InventoryBody {
  readonly total: number;
  readonly reserved?: number;
  readonly min_unit?: number;
  readonly max_unit?: number;
  readonly step_size?: number;
  readonly allocation_ratio?: number;
}

export interface InventoriesBody {
  readonly resource_provider_generation: number;
  readonly inventories: Readonly<Record<string, InventoryBody>>;
}

export interface ReshapeBody {
  readonly inventories: Readonly<Record<string, InventoriesBody>>;
  readonly allocations: AllocationsByConsumer;
}

const generation = { type: 'integer' } as const;
const atLeast = (minimum: number): Readonly<Record<string, unknown>> => ({
  type: 'integer',
  minimum,
  maximum: MAX_INTEGER,
});

const record = {
  resource_provider_generation: generation,
  total: atLeast(1),
  reserved: atLeast(0),
  min_unit: atLeast(1),
  max_unit: atLeast(1),
  step_size: atLeast(1),
  allocation_ratio: { type: 'number', maximum: MAX_FLOAT, minimum: -MAX_FLOAT },
} as const;

const inventories = objectOf(
  {
    resource_provider_generation: generation,
    inventories: {
      type: 'object',
      patternProperties: { [NAME_PATTERN]: objectOf(record, ['total']) },
      additionalProperties: false,
    },
  },
  ['resource_provider_generation', 'inventories'],
);

export const putInventory = placementSchema(
  'put_inventory',
  objectOf(record, ['total', 'resource_provider_generation']),
);

export const postInventory = placementSchema(
  'post_inventory',
  objectOf({ ...record, resource_class: { type: 'string', pattern: NAME_PATTERN } }, ['total', 'resource_class']),
);

export const putInventories = placementSchema('put_inventories', inventories);

/** `POST /reshaper` */
export const postReshaper: VersionedSchemas = reshapedAllocations.map(([since, allocations]) => [
  since,
  placementSchema(
    `post_reshaper_${since - 1000}`,
    objectOf(
      {
        inventories: {
          type: 'object',
          minProperties: 1,
          patternProperties: { [UUID_PATTERN]: inventories },
          additionalProperties: false,
        },
        allocations,
      },
      ['inventories', 'allocations'],
    ),
  ),
]);
