// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema, SchemaValidator } from '@stackport/api';
import { NAME_PATTERN, NAMED_GROUP, objectOf, owner, placementSchema, UUID_PATTERN, uuid } from './common.js';

/** One consumer's allocations as 1.12 and later have them. */
export interface AllocationsBody {
  readonly allocations: Readonly<Record<string, { readonly resources: Readonly<Record<string, number>> }>>;
  readonly project_id: string;
  readonly user_id: string;
  readonly consumer_generation?: number | null;
  readonly consumer_type?: string;
}

/** As they were before. */
export interface AllocationListBody {
  readonly allocations: readonly {
    readonly resource_provider: { readonly uuid: string };
    readonly resources: Readonly<Record<string, number>>;
  }[];
  readonly project_id?: string;
  readonly user_id?: string;
}

export type AllocationsByConsumer = Readonly<Record<string, AllocationsBody>>;

const resources = {
  type: 'object',
  minProperties: 1,
  patternProperties: { [NAME_PATTERN]: { type: 'integer', minimum: 1 } },
  additionalProperties: false,
} as const;

const list = {
  type: 'array',
  minItems: 1,
  items: objectOf({ resource_provider: objectOf({ uuid }, ['uuid']), resources }, ['resource_provider', 'resources']),
} as const;

/** What a microversion added to 1.12's form. */
interface Additions {
  /** Whether nothing may be asked for: all is taken away then. */
  readonly emptiable?: boolean;
  readonly generation?: boolean;
  readonly mappings?: boolean;
  readonly type?: boolean;
}

const mappings = {
  type: 'object',
  minProperties: 1,
  patternProperties: { [NAMED_GROUP]: { type: 'array', minItems: 1, items: uuid } },
} as const;

function ofConsumer({
  emptiable = false,
  generation = false,
  mappings: mapped = false,
  type = false,
}: Additions): JsonSchema {
  const ofProvider = objectOf({ generation: { type: 'integer' }, resources }, ['resources']);
  return objectOf(
    {
      allocations: {
        type: 'object',
        minProperties: emptiable ? 0 : 1,
        patternProperties: { [UUID_PATTERN]: ofProvider },
        additionalProperties: false,
      },
      project_id: owner,
      user_id: owner,
      ...(generation ? { consumer_generation: { type: ['integer', 'null'] } } : {}),
      ...(mapped ? { mappings } : {}),
      ...(type ? { consumer_type: { ...owner, pattern: NAME_PATTERN } } : {}),
    },
    [
      'allocations',
      'project_id',
      'user_id',
      ...(generation ? ['consumer_generation'] : []),
      ...(type ? ['consumer_type'] : []),
    ],
  );
}

const V1_28 = { emptiable: true, generation: true } as const;
const V1_34 = { ...V1_28, mappings: true } as const;
const V1_38 = { ...V1_34, type: true } as const;

/** Allocations by consumer. */
export function byConsumer(additions: Additions, least: number): JsonSchema {
  return {
    type: 'object',
    minProperties: least,
    patternProperties: { [UUID_PATTERN]: ofConsumer(additions) },
    additionalProperties: false,
  };
}

/** Schemas with the first microversion of each, the newest first. */
export type VersionedSchemas<T = SchemaValidator> = readonly (readonly [since: number, schema: T])[];

/** The schema of a microversion. Throws TypeError for one before the first. */
export function schemaAt<T>(schemas: VersionedSchemas<T>, version: number): T {
  const found = schemas.find(([since]) => version >= since);
  if (found === undefined) throw new TypeError(`no schema for microversion ${version}`);
  return found[1];
}

/** `PUT /allocations/{consumer}` */
export const putAllocations: VersionedSchemas = [
  [1038, placementSchema('put_allocations_1_38', ofConsumer(V1_38))],
  [1034, placementSchema('put_allocations_1_34', ofConsumer(V1_34))],
  [1028, placementSchema('put_allocations_1_28', ofConsumer(V1_28))],
  [1012, placementSchema('put_allocations_1_12', ofConsumer({}))],
  [
    1008,
    placementSchema(
      'put_allocations_1_8',
      objectOf({ allocations: list, project_id: owner, user_id: owner }, ['allocations', 'project_id', 'user_id']),
    ),
  ],
  [1000, placementSchema('put_allocations', objectOf({ allocations: list }, ['allocations']))],
];

const forms: VersionedSchemas<Additions> = [
  [1038, V1_38],
  [1034, V1_34],
  [1028, V1_28],
  [1013, { emptiable: true }],
];

/** `POST /allocations` */
export const postAllocations: VersionedSchemas = forms.map(([since, form]) => [
  since,
  placementSchema(`post_allocations_${since - 1000}`, byConsumer(form, 1)),
]);

/** What a reshape may move. */
export const reshapedAllocations: VersionedSchemas<JsonSchema> = forms.map(([since, form]) => [
  since,
  byConsumer(form, 0),
]);
