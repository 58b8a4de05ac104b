// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { InvalidParameterValue } from '../../errors/base.js';
import { RequestSchema } from '../validation/request-schema.js';

const text = { type: ['string', 'null'], minLength: 0, maxLength: 255 };
const uuid = { type: 'string', format: 'uuid' };
const uuidOrNull = { oneOf: [uuid, { type: 'null' }] };
/** What can be printed, and white space. */
const description = { ...text, pattern: '^(?:[^\\p{C}\\p{Zl}\\p{Zp}]|\\s)*$' };
const boolean = {
  type: ['boolean', 'string'],
  enum: [
    ...[true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't'],
    ...[false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f'],
  ],
};
const metadata = {
  type: 'object',
  patternProperties: { '^[a-zA-Z0-9-_:. /]{1,255}$': { type: 'string', maxLength: 255 } },
  additionalProperties: false,
};

const CREATE = {
  volume_id: uuid,
  container: text,
  description,
  incremental: boolean,
  force: boolean,
  name: text,
  snapshot_id: uuidOrNull,
};
const UPDATE = { name: text, description };
const METADATA_OR_NULL = { ...metadata, type: ['object', 'null'] };

/** Bodies of requests for backups (cinder 21, api/schemas/backups.py), with the microversion from which each counts. */
export const backupSchemas = {
  create: byVersion('backups.create', 'backup', { required: ['volume_id'], type: 'object' }, [
    [3051, { ...CREATE, metadata: METADATA_OR_NULL, availability_zone: text }],
    [3043, { ...CREATE, metadata: METADATA_OR_NULL }],
    [3000, CREATE],
  ]),
  update: byVersion('backups.update', 'backup', { type: ['object', 'null'] }, [
    [3043, { ...UPDATE, metadata }],
    [3009, UPDATE],
  ]),
  restore: byVersion('backups.restore', 'restore', { type: ['object', 'null'] }, [
    [3000, { name: text, volume_id: uuidOrNull }],
  ]),
  importRecord: byVersion(
    'backups.import_record',
    'backup-record',
    { type: 'object', required: ['backup_service', 'backup_url'] },
    [
      [
        3000,
        {
          backup_service: { type: 'string', minLength: 0, maxLength: 255 },
          backup_url: { type: 'string', minLength: 1, format: 'base64' },
        },
      ],
    ],
  ),
  resetStatus: byVersion(
    'admin_actions.reset_status_backup',
    'os-reset_status',
    { type: 'object', required: ['status'] },
    [[3000, { status: { type: 'string', format: 'backup_status' } }]],
  ),
};

/** Checks a body by the schema of a microversion, and gives what is below its one key. Throws `SchemaViolation`. */
export type BodyReader = (body: unknown, microversion: number) => Readonly<Record<string, unknown>>;

function byVersion(
  name: string,
  key: string,
  more: JsonSchema,
  versions: readonly (readonly [from: number, properties: JsonSchema])[],
): BodyReader {
  const schemas = versions.map(([from, properties]) => ({
    from,
    schema: new RequestSchema(
      name,
      {
        type: 'object',
        properties: { [key]: { ...more, properties, additionalProperties: false } },
        required: [key],
        additionalProperties: false,
      },
      { backup_status: isBackupStatus },
    ),
  }));
  return (body, microversion) => {
    schemas.find(({ from }) => from <= microversion)?.schema.validate(body);
    return (body as Record<string, Record<string, unknown> | null>)[key] ?? {};
  };
}

function isBackupStatus(value: unknown): boolean {
  if (typeof value === 'string' && ['available', 'error'].includes(value.toLowerCase())) return true;
  throw new InvalidParameterValue(
    `Backup status: ${String(value)} is invalid, valid statuses are: ['available', 'error'].`,
  );
}
