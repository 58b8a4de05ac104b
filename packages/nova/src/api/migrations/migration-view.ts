// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import type { Links } from '../links.js';
import { isSince } from '../microversion.js';
import { wireTime } from '../wire-time.js';

/** States of a live migration that one can still do something about. */
const IN_PROGRESS = ['queued', 'preparing', 'running', 'post-migrating'];

export function migrationView(migration: MigrationValues, request: Request, links: Links): Record<string, unknown> {
  const hasType = isSince(request, '2.23');
  const { migration_type: type, status, instance_uuid: uuid } = migration;
  const isLive = type === 'live-migration' && IN_PROGRESS.includes(status ?? '');
  return {
    id: migration.id,
    ...(isSince(request, '2.59') ? { uuid: migration.uuid } : {}),
    source_compute: migration.source_compute,
    dest_compute: migration.dest_compute,
    source_node: migration.source_node,
    dest_node: migration.dest_node,
    dest_host: migration.dest_host,
    old_instance_type_id: migration.old_instance_type_id,
    new_instance_type_id: migration.new_instance_type_id,
    instance_uuid: uuid,
    status,
    ...(hasType ? { migration_type: type } : {}),
    ...(isSince(request, '2.80') ? { user_id: migration.user_id, project_id: migration.project_id } : {}),
    created_at: wireTime(migration.created_at),
    updated_at: wireTime(migration.updated_at),
    ...(hasType && isLive
      ? { links: links.of(request, `servers/${uuid ?? ''}/migrations`, String(migration.id)) }
      : {}),
  };
}
