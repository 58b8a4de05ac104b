// SPDX-License-Identifier: Apache-2.0
import type { MigrationChanges, MigrationRepository } from '../../migrations/migration-repository.js';
import { listOf, objectOf } from '../../object-values.js';
import { argument, changesOf, textArgument, type ObjectMethodTable } from './object-methods.js';

/** States in which a migration is at its end, or only waits for its server's owner. */
const SETTLED = ['accepted', 'confirmed', 'reverted', 'error', 'failed', 'completed', 'cancelled', 'done'];

/** `Migration` and `MigrationList`. */
export function migrationMethods(migrations: MigrationRepository): ObjectMethodTable {
  /** Those that come to a node or leave it. */
  const at = (host: string, node: string) => ({
    OR: [
      { sourceCompute: host, sourceNode: node },
      { destCompute: host, destNode: node },
    ],
  });
  const listed = async (where: Parameters<MigrationRepository['list']>[0]['where']) =>
    listOf('MigrationList', await migrations.list({ where }));
  return {
    Migration: {
      classMethods: {
        get_by_id: async (call) => {
          const id = Number(argument(call, 0, 'migration_id'));
          return objectOf('Migration', await migrations.get({ id }, String(id)));
        },
        get_by_uuid: async (call) => {
          const uuid = textArgument(call, 0, 'migration_uuid');
          return objectOf('Migration', await migrations.get({ uuid }, uuid));
        },
        get_by_id_and_instance: async (call) => {
          const id = Number(argument(call, 0, 'migration_id'));
          const instanceUuid = textArgument(call, 1, 'instance_uuid');
          return objectOf('Migration', await migrations.get({ id, instanceUuid }, String(id)));
        },
        get_by_instance_and_status: async (call) => {
          const instanceUuid = textArgument(call, 0, 'instance_uuid');
          return objectOf(
            'Migration',
            await migrations.get({ instanceUuid, status: textArgument(call, 1, 'status') }, instanceUuid),
          );
        },
      },
      methods: {
        create: async (object) => ({
          after: { ...object.values, ...(await migrations.create(object.values)) },
        }),
        save: async (object) => ({
          after: {
            ...object.values,
            ...(await migrations.save(Number(object.values.id), changesOf<MigrationChanges>(object))),
          },
        }),
      },
    },
    MigrationList: {
      classMethods: {
        get_in_progress_by_host_and_node: (call) =>
          listed({
            ...at(textArgument(call, 0, 'host'), textArgument(call, 1, 'node')),
            status: { notIn: SETTLED },
            migrationType: { not: 'evacuation' },
          }),
        // What failed still counts: its resources are taken until it is settled.
        get_in_progress_and_error: (call) =>
          listed({
            ...at(textArgument(call, 0, 'host'), textArgument(call, 1, 'node')),
            status: { notIn: SETTLED.filter((status) => status !== 'error') },
            migrationType: { not: 'evacuation' },
          }),
        get_unconfirmed_by_dest_compute: (call) =>
          listed({
            destCompute: textArgument(call, 1, 'dest_compute'),
            status: 'finished',
            updatedAt: { lte: new Date(Date.now() - Number(argument(call, 0, 'confirm_window')) * 1000) },
          }),
        get_by_filters: (call) => listed(whereOf(argument(call, 0, 'filters'))),
        get_in_progress_by_instance: (call) =>
          listed({
            instanceUuid: textArgument(call, 0, 'instance_uuid'),
            status: { notIn: SETTLED },
            ...(typeof argument(call, 1, 'migration_type') === 'string'
              ? { migrationType: typeOf(argument(call, 1, 'migration_type') as string) }
              : {}),
          }),
      },
    },
  };
}

/** Upstream's filters, of which some are names or lists of them (nova 26, db/main/api.py, migration_get_all_by_filters). */
function whereOf(filters: unknown): Parameters<MigrationRepository['list']>[0]['where'] {
  const given = (filters ?? {}) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => (typeof given[name] === 'string' ? given[name] : undefined);
  const any = (value: unknown): { in: string[] } => ({ in: [value].flat() as string[] });
  const [host, type] = [text('host'), text('migration_type')];
  return {
    ...optional('uuid', text('uuid')),
    ...optional('instanceUuid', given.instance_uuid === undefined ? undefined : any(given.instance_uuid)),
    ...optional('sourceCompute', text('source_compute')),
    ...optional('destCompute', text('dest_compute')),
    ...optional('status', given.status === undefined ? undefined : any(given.status)),
    ...optional('migrationType', type === undefined ? undefined : typeOf(type)),
    ...optional('hidden', typeof given.hidden === 'boolean' ? given.hidden : undefined),
    ...optional('OR', host === undefined ? undefined : [{ sourceCompute: host }, { destCompute: host }]),
  };
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);
}

function typeOf(name: string): 'migration' | 'resize' | 'live_migration' | 'evacuation' {
  return (name === 'live-migration' ? 'live_migration' : name) as 'migration';
}
