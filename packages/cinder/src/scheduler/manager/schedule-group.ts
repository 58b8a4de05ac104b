// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { NoValidBackend } from '../../errors/scheduler.js';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { FilterProperties } from '../filter-scheduler.js';
import type { RequestSpec } from '../schedule-request.js';
import type { SchedulerDependencies } from './dependencies.js';

export interface ScheduleGroupRequest {
  readonly groupId: string;
  readonly groupSpec: RequestSpec;
  readonly groupProperties: FilterProperties;
  /** One for each of the group's volume types. */
  readonly specs: readonly RequestSpec[];
  readonly properties: readonly FilterProperties[];
}

/** Chooses a back end that suits all volume types of a group, and has it make the group. */
export class ScheduleGroup {
  readonly #dependencies: SchedulerDependencies;

  constructor(dependencies: SchedulerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Claims as a new volume's message does; a group that no back end can take is `error`. */
  async create(context: RequestContext, request: ScheduleGroupRequest, message: IncomingMessage): Promise<void> {
    const { readiness, groups, scheduler, volumeRpc, logger } = this.#dependencies;
    await readiness.wait();
    const group = await groups.find(request.groupId);
    if (group?.status !== 'creating') {
      logger.info(`Group ${request.groupId} is not to be scheduled: ${group?.status ?? 'deleted'}`);
      return;
    }
    try {
      if (group.host === null) {
        const { host, clusterName } = await scheduler.placeGroup(request);
        if (!(await groups.changeCreating(group.id, { host, clusterName }))) return;
        await volumeRpc.createGroup(context, { ...group, host, clusterName });
      } else await volumeRpc.createGroup(context, group);
      await message.acknowledge();
    } catch (error) {
      await groups.changeCreating(group.id, { status: 'error' });
      logger.error(`Could not find a backend for group ${group.id}.`, error);
      if (!(error instanceof NoValidBackend)) throw error;
    }
  }
}
