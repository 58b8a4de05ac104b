// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { MigrationValues } from '../../../migrations/migration-repository.js';
import { isSince } from '../../microversion.js';
import { wireTime } from '../../wire-time.js';

/** A live migration as its server has it. */
export function serverMigrationView(migration: MigrationValues, request: Request): Record<string, unknown> {
  return {
    created_at: wireTime(migration.created_at),
    dest_compute: migration.dest_compute,
    dest_host: migration.dest_host,
    dest_node: migration.dest_node,
    disk_processed_bytes: migration.disk_processed,
    disk_remaining_bytes: migration.disk_remaining,
    disk_total_bytes: migration.disk_total,
    id: migration.id,
    memory_processed_bytes: migration.memory_processed,
    memory_remaining_bytes: migration.memory_remaining,
    memory_total_bytes: migration.memory_total,
    server_uuid: migration.instance_uuid,
    source_compute: migration.source_compute,
    source_node: migration.source_node,
    status: migration.status,
    updated_at: wireTime(migration.updated_at),
    ...(isSince(request, '2.59') ? { uuid: migration.uuid } : {}),
    ...(isSince(request, '2.80') ? { user_id: migration.user_id, project_id: migration.project_id } : {}),
  };
}
