// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { HostNotUp, InstanceNotResized } from '../../errors/server-actions.js';
import type { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { MigrationValues } from '../../migrations/migration-repository.js';
import { objectOf } from '../../object-values.js';
import type { Zones } from '../../services/zones.js';
import { changed } from '../actions/server-actions.js';
import { instanceObject } from '../instance-object.js';
import type { LivingHosts } from '../living-hosts.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { moveSpec } from './move-spec.js';
import type { UpsizeQuota } from './upsize-quota.js';

export interface ResizedServersInit {
  readonly finder: ServerFinder;
  readonly requestSpecs: RequestSpecRepository;
  readonly hosts: LivingHosts;
  readonly zones: Pick<Zones, 'ofHost'>;
  readonly quota: UpsizeQuota;
}

/** Servers that were moved and wait for their owners' word (nova 26, compute/api.py, confirm_resize and revert_resize). */
export class ResizedServers {
  readonly #init: ResizedServersInit;

  constructor(init: ResizedServersInit) {
    this.#init = init;
  }

  /**
   * What the server left behind goes. Throws `InstanceNotResized`, `InstanceIsLocked`, `InstanceInvalidState`, and
   * `HostNotUp` where the former host is not heard of.
   */
  async confirm(context: RequestContext, uuid: string): Promise<void> {
    const rule = 'os_compute_api:servers:confirm_resize';
    const server = await this.#find(context, uuid, rule, 'confirmResize');
    const { instance, cell } = server;
    const migration = await finishedMigration(server);
    if (!(await this.#init.hosts.isUp(cell, migration.source_compute))) throw new HostNotUp();
    const confirming = await cell.migrations.save(migration.id, { status: 'confirming' });
    await cell.actions.start(context, uuid, 'confirmResize');
    await cell.compute.confirmResize(context, instanceObject(instance), objectOf('Migration', confirming), {
      host: migration.source_compute,
    });
  }

  /** The server goes back. Throws as `confirm`, and `TooManyInstances` where its former flavor was larger. */
  async revert(context: RequestContext, uuid: string): Promise<void> {
    const { requestSpecs, zones, quota } = this.#init;
    const server = await this.#find(context, uuid, 'os_compute_api:servers:revert_resize', 'revertResize');
    const { instance, cell } = server;
    const migration = await finishedMigration(server);
    const { flavor, old_flavor: former } = instance;
    if (former === undefined || former === null || flavor === undefined) throw new InstanceNotResized();
    await quota.check(context, instance, flavor, former);
    await this.#restoreSpec(uuid, former);
    const spec = await moveSpec(requestSpecs, uuid);
    const next = await changed(
      server,
      {
        task_state: taskStates.resizeReverting,
        availability_zone: await zones.ofHost(migration.source_compute ?? ''),
      },
      { taskState: [null] },
    );
    const reverting = await cell.migrations.save(migration.id, { status: 'reverting' });
    await cell.actions.start(context, uuid, 'revertResize');
    await cell.compute.revertResize(context, instanceObject(next), migration.dest_compute, {
      migration: objectOf('Migration', reverting),
      requestSpec: spec,
    });
  }

  async #restoreSpec(uuid: string, former: { readonly id: number }): Promise<void> {
    const spec = await this.#init.requestSpecs.get(uuid);
    const kept = spec.flavor as { readonly id?: number } | undefined;
    if (kept?.id !== former.id) await this.#init.requestSpecs.save(uuid, { ...spec, flavor: former });
  }

  async #find(context: RequestContext, uuid: string, rule: string, action: string): Promise<PlacedServer> {
    const found = await this.#init.finder.get(context, uuid, rule);
    checkServer(context, found.instance, { action, vmStates: [vmStates.resized] });
    return placed(found);
  }
}

async function finishedMigration({ cell, instance: { uuid } }: PlacedServer): Promise<MigrationValues> {
  const found = await cell.migrations.list({
    where: { instanceUuid: uuid, status: 'finished' },
    orderBy: { id: 'desc' },
    take: 1,
  });
  const [migration] = found;
  if (migration === undefined) throw new InstanceNotResized();
  return migration;
}
