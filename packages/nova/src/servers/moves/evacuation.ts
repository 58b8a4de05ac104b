// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid, NotFound } from '../../errors/base.js';
import { InvalidReference } from '../../errors/server-create.js';
import type { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { instanceUsage } from '../../notifications/instance-usage.js';
import type { Notifications } from '../../notifications/notifications.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import { COMPUTE_BINARY } from '../../services/host-directory.js';
import { changed } from '../actions/server-actions.js';
import { instanceObject } from '../instance-object.js';
import type { LivingHosts } from '../living-hosts.js';
import type { ServerFinder } from '../server-finder.js';
import { checkHost, checkServer, placed } from '../state-checks.js';
import { moveSpec } from './move-spec.js';

export interface EvacuationOrder {
  /** Null for wherever there is room. */
  readonly host: string | null;
  /** Null where the host finds out. */
  readonly onSharedStorage: boolean | null;
  readonly password: string | null;
  /** Whether the scheduler is passed over; null where the caller cannot say. */
  readonly force: boolean | null;
}

export interface EvacuationInit {
  readonly finder: ServerFinder;
  readonly requestSpecs: RequestSpecRepository;
  readonly hosts: LivingHosts;
  readonly computeTask: ComputeTaskRpc;
  readonly notifications: Notifications;
}

/** Builds servers of a host that is down anew on another (nova 26, compute/api.py, evacuate). */
export class Evacuation {
  readonly #init: EvacuationInit;

  constructor(init: EvacuationInit) {
    this.#init = init;
  }

  /** Throws `NotFound` for a host that is not there, `Invalid` for the server's own or one that is up, `InstanceInvalidState`. */
  async run(context: RequestContext, uuid: string, order: EvacuationOrder): Promise<void> {
    const { finder, requestSpecs, hosts, computeTask, notifications } = this.#init;
    const found = await finder.get(context, uuid, 'os_compute_api:os-evacuate');
    const server = placed(found);
    const { cell } = server;
    const { host } = order;
    if (host !== null && (await cell.services.find(host, COMPUTE_BINARY)) === undefined)
      throw new NotFound(`Compute host ${host} not found.`);
    if (host !== null && host === server.instance.host) throw new Invalid("The target host can't be the same one.");
    checkServer(context, server.instance, {
      action: 'evacuate',
      vmStates: [vmStates.active, vmStates.stopped, vmStates.error],
      taskStates: 'any',
      respectsLock: false,
    });
    const source = checkHost(server.instance);
    if (await hosts.isUp(cell, source)) throw new InvalidReference(`Compute service of ${source} is still in use.`);
    const isChecked = order.force === false && host !== null;
    const node = isChecked ? await cell.nodes.get({ host }, host) : undefined;
    const spec = await moveSpec(
      requestSpecs,
      uuid,
      node === undefined ? {} : { destination: { host: node.host, node: node.hypervisor_hostname } },
    );
    const instance = await changed(server, { task_state: taskStates.rebuilding });
    await cell.actions.start(context, uuid, 'evacuate');
    await cell.migrations.create({
      source_compute: source,
      source_node: instance.node,
      instance_uuid: uuid,
      status: 'accepted',
      migration_type: 'evacuation',
      ...(host === null ? {} : { dest_compute: host }),
      user_id: context.userId ?? null,
      project_id: context.projectId ?? null,
    });
    await notifications.info(context, 'compute', 'compute.instance.evacuate', instanceUsage(instance));
    await computeTask.rebuildInstance(context, instanceObject(instance), {
      newPass: order.password,
      injectedFiles: null,
      imageRef: null,
      origImageRef: null,
      origSysMetadata: null,
      bdms: null,
      recreate: true,
      onSharedStorage: order.onSharedStorage,
      host: isChecked ? null : host,
      requestSpec: spec,
    });
  }
}
