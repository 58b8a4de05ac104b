// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NotFound } from '../../errors/base.js';
import { InvalidMigrationState, MigrationNotFoundForInstance } from '../../errors/server-actions.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { objectOf } from '../../object-values.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';

const RULE = 'os_compute_api:servers:migrations';
/** States of a migration that is not over. */
const UNDER_WAY = ['queued', 'preparing', 'running', 'post-migrating'];

/** The live migrations of a server that are not over (nova 26, api/openstack/compute/server_migrations.py). */
export class LiveMigrationsUnderWay {
  readonly #finder: ServerFinder;

  constructor(finder: ServerFinder) {
    this.#finder = finder;
  }

  /** Throws `InstanceNotFound`, `PolicyNotAuthorized`. */
  async list(context: RequestContext, uuid: string): Promise<readonly MigrationValues[]> {
    const { cell } = await this.#finder.get(context, uuid, `${RULE}:index`, { parts: [] });
    if (cell === null) return [];
    return cell.migrations.list({
      where: { instanceUuid: uuid, migrationType: 'live_migration', status: { in: [...UNDER_WAY] } },
    });
  }

  /** Throws `NotFound` too: for one that is over, and for one that is no live migration. */
  async get(context: RequestContext, uuid: string, id: string): Promise<MigrationValues> {
    const server = placed(await this.#finder.get(context, uuid, `${RULE}:show`, { parts: [] }));
    const migration = await migrationOf(server, id);
    if (migration.migration_type !== 'live-migration')
      throw new NotFound(`Migration ${id} for server ${uuid} is not live-migration.`);
    if (!UNDER_WAY.includes(migration.status ?? ''))
      throw new NotFound(`Migration ${id} for server ${uuid} is not in progress.`);
    return migration;
  }

  /** Lets the guest stand still, so that it gets there. Throws `InvalidMigrationState`, `InstanceInvalidState` too. */
  async forceComplete(context: RequestContext, uuid: string, id: string): Promise<void> {
    const found = await this.#finder.get(context, uuid, `${RULE}:force_complete`);
    checkServer(context, found.instance, {
      action: 'force_complete',
      vmStates: [vmStates.active],
      taskStates: [taskStates.migrating],
    });
    const server = placed(found);
    const migration = await migrationOf(server, id);
    if (migration.status !== 'running')
      throw new InvalidMigrationState(migration.id, uuid, migration.status, 'force complete');
    await server.cell.actions.start(context, uuid, 'live_migration_force_complete');
    const object = instanceObject(server.instance);
    await server.cell.compute.liveMigrationForceComplete(context, object, objectOf('Migration', migration));
  }

  /**
   * The server stays. Throws as `forceComplete`.
   * @param fromQueue - whether one that has not begun can be ended: from 2.65 on
   */
  async abort(context: RequestContext, uuid: string, id: string, fromQueue: boolean): Promise<void> {
    const found = await this.#finder.get(context, uuid, `${RULE}:delete`);
    checkServer(context, found.instance, { action: 'abort live migration', taskStates: [taskStates.migrating] });
    const server = placed(found);
    const migration = await migrationOf(server, id);
    const allowed = fromQueue ? ['running', 'queued', 'preparing'] : ['running'];
    if (!allowed.includes(migration.status ?? ''))
      throw new InvalidMigrationState(migration.id, uuid, migration.status, 'abort live migration');
    await server.cell.actions.start(context, uuid, 'live_migration_cancel');
    await server.cell.compute.liveMigrationAbort(context, instanceObject(server.instance), migration.id);
  }
}

async function migrationOf({ cell, instance: { uuid } }: PlacedServer, id: string): Promise<MigrationValues> {
  const found = /^\d{1,10}$/.test(id)
    ? await cell.migrations.list({ where: { id: Number(id), instanceUuid: uuid }, take: 1 })
    : [];
  const [migration] = found;
  if (migration === undefined) throw new MigrationNotFoundForInstance(id, uuid);
  return migration;
}
