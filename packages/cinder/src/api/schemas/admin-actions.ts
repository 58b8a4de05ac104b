// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import { InvalidParameterValue } from '../../errors/base.js';
import { RequestSchema } from '../validation/request-schema.js';
import { boolean, bodyOf, uuid } from './type-parameters.js';

/** `volumes.status`: cinder 21, objects/fields.py, VolumeStatus. */
const VOLUME_STATES = [
  ...['creating', 'available', 'deleting', 'error', 'error_deleting', 'error_managing', 'managing', 'attaching'],
  ...['in-use', 'detaching', 'maintenance', 'restoring-backup', 'error_restoring', 'reserved', 'awaiting-transfer'],
  ...['backing-up', 'error_backing-up', 'error_extending', 'downloading', 'uploading', 'retyping', 'extending'],
];
const ATTACH_STATES = ['attached', 'detached'];
const MIGRATION_STATES = ['migrating', 'error', 'success', 'completing', 'none', 'starting'];
const SNAPSHOT_STATES = [
  ...['error', 'available', 'creating', 'deleting', 'deleted', 'updating', 'error_deleting', 'unmanaging'],
  ...['backing-up', 'restoring'],
];

type Format = (value: unknown) => boolean;

const formats: Readonly<Record<string, Format>> = {
  validate_volume_reset_body: (body) => {
    if (typeof body !== 'object' || body === null) return true;
    const { status, attach_status: attachStatus, migration_status: migrationStatus } = body as Record<string, unknown>;
    if (status || attachStatus || migrationStatus) return true;
    throw new InvalidParameterValue("Must specify 'status', 'attach_status' or 'migration_status' for update.");
  },
  volume_status: stateOf('Volume status', VOLUME_STATES, tuple(VOLUME_STATES)),
  volume_attach_status: stateOf('Volume attach status', ATTACH_STATES, pythonStr(ATTACH_STATES)),
  volume_migration_status: stateOf('Volume migration status', MIGRATION_STATES, tuple(MIGRATION_STATES)),
  snapshot_status: (value) => {
    if (value === '') throw invalid('Snapshot status', value, tuple(SNAPSHOT_STATES));
    return stateOf('Snapshot status', SNAPSHOT_STATES, tuple(SNAPSHOT_STATES))(value);
  },
};

function action(name: string, schema: Readonly<Record<string, unknown>>): RequestSchema {
  return new RequestSchema(name, bodyOf(name, { type: 'object', ...schema, additionalProperties: false }), formats);
}

const migration = { force_host_copy: boolean, lock_volume: boolean } as const;

/** Bodies of what administrators do with volumes and snapshots (cinder 21, api/schemas/admin_actions.py). */
export const adminActionSchemas = {
  resetVolume: action('os-reset_status', {
    format: 'validate_volume_reset_body',
    properties: {
      status: { type: ['string', 'null'], format: 'volume_status' },
      attach_status: { type: ['string', 'null'], format: 'volume_attach_status' },
      migration_status: { type: ['string', 'null'], format: 'volume_migration_status' },
    },
  }),
  resetSnapshot: action('os-reset_status', {
    properties: { status: { type: 'string', format: 'snapshot_status' } },
    required: ['status'],
  }),
  forceDetach: action('os-force_detach', {
    properties: {
      connector: { type: ['string', 'object', 'null'] },
      attachment_id: { type: ['string', 'null'] },
    },
  }),
  migrate: action('os-migrate_volume', {
    properties: { host: { type: 'string', maxLength: 255 }, ...migration },
    required: ['host'],
  }),
  /** From 3.16 on. */
  migrateToCluster: action('os-migrate_volume', {
    properties: {
      host: { type: ['string', 'null'], maxLength: 255 },
      ...migration,
      cluster: { type: ['string', 'null'], minLength: 0, maxLength: 255 },
    },
  }),
  completeMigration: action('os-migrate_volume_completion', {
    properties: { new_volume: uuid, error: { type: ['string', 'null', 'boolean'] } },
    required: ['new_volume'],
  }),
} as const;

/** What is empty says nothing. */
function stateOf(what: string, states: readonly string[], listed: string): Format {
  return (value) => {
    if (!value || typeof value !== 'string' || states.includes(value.toLowerCase())) return true;
    throw invalid(what, value, listed);
  };
}

function invalid(what: string, value: unknown, listed: string): InvalidParameterValue {
  return new InvalidParameterValue(`${what}: ${pythonStr(value)} is invalid, valid statuses are: ${listed}.`);
}

/** As Python writes a tuple. */
function tuple(values: readonly string[]): string {
  return `(${values.map((value) => `'${value}'`).join(', ')})`;
}
