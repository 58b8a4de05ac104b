// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { formatMicroversion } from '@stackport/api';
import type { BootedCinder } from '../../boot-cinder.js';
import { DatabaseState } from '../database-state.js';
import type { PolicyFixture } from '../policy-fixture.js';
import { PolicyReference } from '../policy-reference.js';
import { walkCallers } from '../walk-callers.js';
import { administrationAsks, typeAsks } from './administration-asks.js';
import { CinderObjects, OWNER, STRANGER } from './cinder-objects.js';
import { consistencyAsks, groupAsks } from './group-asks.js';
import { neighboursCatalog } from './neighbours.js';
import { backupAsks, snapshotAsks, transferAsks } from './snapshot-asks.js';
import { attachmentAsks, manageableAsks, volumeAsks } from './volume-asks.js';

const LATEST = 3070;

/** Views ask them one by one, and leave out what the caller may not see. */
const VIEW_RULES = [
  'volume_extension:volume_host_attribute',
  'volume_extension:volume_image_metadata:show',
  'volume_extension:volume_mig_status_attribute',
  'volume_extension:volume_tenant_attribute',
  'volume_extension:extended_snapshot_attributes',
  'volume_extension:access_types_extra_specs',
  'volume_extension:access_types_qos_specs_id',
  'volume_extension:types_extra_specs:read_sensitive',
  'volume_extension:volume_type_access',
  'group:access_group_types_specs',
  'group:group_project_attribute',
  'group:group_snapshot_project_attribute',
  'backup:backup_project_attribute',
  'limits_extension:used_limits',
];

export interface CinderPolicyFixture extends PolicyFixture {
  close(): void;
}

/**
 * The Block Storage service for the policy walk.
 * @param cinder - without its workers: what it sends is kept, and answered here
 * @param options - neighbours: URL of `startNeighbours`; enforceNewDefaults: as cinder has it
 */
export async function cinderPolicyFixture(
  cinder: BootedCinder,
  options: { readonly neighbours: string; readonly enforceNewDefaults: boolean },
): Promise<CinderPolicyFixture> {
  const objects = await CinderObjects.create(cinder.database);
  const state = DatabaseState.open(cinder.folder.file('cinder.sqlite'));
  const consistent = await objects.groupType({ name: 'default_cgsnapshot_type' });
  answerCalls(cinder);
  return {
    reference: PolicyReference.read('cinder', options),
    prefix: '/v3',
    callers: walkCallers(
      cinder,
      { owner: OWNER, stranger: STRANGER },
      { catalog: neighboursCatalog(options.neighbours) },
    ),
    viewRules: VIEW_RULES,
    asks: {
      ...volumeAsks(objects),
      ...attachmentAsks(objects),
      ...manageableAsks(objects),
      ...snapshotAsks(objects),
      ...backupAsks(objects),
      ...transferAsks(objects, transferKey()),
      ...groupAsks(objects),
      ...consistencyAsks(objects, consistent),
      ...administrationAsks(objects),
      ...typeAsks(objects),
    },
    headers: ({ metadata: { versions } }) => ({
      'OpenStack-API-Version': `volume ${formatMicroversion(Math.min(versions?.max ?? LATEST, LATEST))}`,
    }),
    state: () =>
      new Map([
        ['the database', state.version()],
        ['messages on the bus', String(cinder.bus.sent.length)],
      ]),
    close: () => state.close(),
  };
}

/** What the workers would answer. */
function answerCalls({ bus }: BootedCinder): void {
  const connection = { driver_volume_type: 'local', data: { device_path: '/dev/x' } };
  bus.respond('initialize_connection', () => connection);
  bus.respond('attachment_update', () => connection);
  bus.respond('get_pools', () => []);
  bus.respond('get_capabilities', () => ({ driver_version: '1', properties: {} }));
  bus.respond('get_manageable_volumes', () => []);
  bus.respond('get_manageable_snapshots', () => []);
  bus.respond('list_replication_targets', () => ({ replication_targets: [] }));
  bus.respond('export_record', () => ({ backup_service: 'cinder.backup.drivers.posix', backup_url: 'url' }));
  bus.respond('check_support_to_force_delete', () => true);
  bus.respond('validate_host_capacity', () => true);
  bus.respond(
    'migrate_volume_completion',
    ({ new_volume: copy }) => (copy as { 'versioned_object.data': { id: string } })['versioned_object.data'].id,
  );
  bus.respond('work_cleanup', () => [[], []]);
  for (const method of [
    'terminate_connection',
    'attach_volume',
    'detach_volume',
    'attachment_delete',
    'accept_transfer',
  ])
    bus.respond(method, () => null);
}

/** An authorization key with what the database keeps of it. */
function transferKey(): { readonly key: string; readonly salt: string; readonly cryptHash: string } {
  const [key, salt] = ['0123456789abcdef', 'aabbccdd'];
  return { key, salt, cryptHash: createHmac('sha1', salt).update(key).digest('hex') };
}
