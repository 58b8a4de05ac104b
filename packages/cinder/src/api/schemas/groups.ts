// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { InvalidGroupSnapshotStatus, InvalidGroupStatus } from '../../errors/groups.js';
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, description, nullableString, uuid } from './type-parameters.js';

const SNAPSHOT_STATES = ['error', 'available', 'creating', 'deleting', 'deleted', 'updating', 'error_deleting'];
const GROUP_STATES = [...SNAPSHOT_STATES.slice(0, -1), 'in-use', 'error_deleting'];

function schema(name: string, key: string, properties: JsonSchema, more: JsonSchema = {}): RequestSchema {
  return new RequestSchema(name, bodyOf(key, { type: 'object', properties, ...more, additionalProperties: false }), {
    group_status: isGroupStatus,
    group_snapshot_status: isSnapshotStatus,
  });
}

/** An action whose body says nothing more. */
function bare(action: string): RequestSchema {
  return new RequestSchema(`groups.${action}`, bodyOf(action, { type: 'object' }));
}

/** Bodies of requests for groups (cinder 21, api/schemas/groups.py). */
export const groupSchemas = {
  create: schema(
    'groups.create',
    'group',
    {
      description,
      group_type: { type: 'string', format: 'group_type' },
      name: nullableString,
      volume_types: { type: 'array', minItems: 1, items: { type: 'string', maxLength: 255 }, uniqueItems: true },
      availability_zone: { type: ['string', 'null'], format: 'availability_zone' },
    },
    { required: ['group_type', 'volume_types'] },
  ),
  createFromSource: schema(
    'groups.create_from_source',
    'create-from-src',
    { description, name: nullableString, source_group_id: uuid, group_snapshot_id: uuid },
    { oneOf: [{ required: ['group_snapshot_id'] }, { required: ['source_group_id'] }] },
  ),
  update: schema(
    'groups.update',
    'group',
    { description, name: nullableString, add_volumes: description, remove_volumes: description },
    { anyOf: ['name', 'description', 'add_volumes', 'remove_volumes'].map((key) => ({ required: [key] })) },
  ),
  delete: schema('groups.delete', 'delete', { 'delete-volumes': boolean }),
  resetStatus: schema(
    'groups.reset_status',
    'reset_status',
    { status: { type: 'string', format: 'group_status' } },
    { required: ['status'] },
  ),
  enableReplication: bare('enable_replication'),
  disableReplication: bare('disable_replication'),
  failoverReplication: schema('groups.failover_replication', 'failover_replication', {
    allow_attached_volume: boolean,
    secondary_backend_id: nullableString,
  }),
  listReplicationTargets: bare('list_replication_targets'),
};

/** Bodies of requests for group snapshots (cinder 21, api/schemas/group_snapshots.py). */
export const groupSnapshotSchemas = {
  create: schema(
    'group_snapshots.create',
    'group_snapshot',
    { group_id: uuid, name: nullableString, description },
    { required: ['group_id'] },
  ),
  resetStatus: schema(
    'group_snapshots.reset_status',
    'reset_status',
    { status: { type: 'string', format: 'group_snapshot_status' } },
    { required: ['status'] },
  ),
};

/** Zed checks a group's state against those of its snapshots, and tells the group's. */
function isGroupStatus(value: unknown): boolean {
  const status = String(value);
  if (status.trim() === '') throw new InvalidGroupStatus("The 'status' can not be empty.");
  if (SNAPSHOT_STATES.includes(status.toLowerCase())) return true;
  throw new InvalidGroupStatus(`Group status: ${status} is invalid, valid status are: ${tuple(GROUP_STATES)}.`);
}

function isSnapshotStatus(value: unknown): boolean {
  const status = String(value);
  if (status.trim() === '') throw new InvalidGroupSnapshotStatus("The 'status' can not be empty.");
  if (SNAPSHOT_STATES.includes(status.toLowerCase())) return true;
  throw new InvalidGroupSnapshotStatus(
    `Group snapshot status: ${status} is invalid, valid statuses are: ${tuple(SNAPSHOT_STATES)}.`,
  );
}

function tuple(states: readonly string[]): string {
  return `(${states.map((state) => `'${state}'`).join(', ')})`;
}
