// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { NovaContext } from '../../context.js';
import type { BuildRequestRepository, BuildRequestValues } from '../../instances/build-request-repository.js';
import { detailsOf, failureText } from '../../instances/fault-of.js';
import { vmStates } from '../../instances/states.js';
import type { ConnectedCells } from '../../cells/connected-cells.js';
import type { TaskFailures } from '../task-failures.js';
import { writeServer } from './write-server.js';

export interface BurialParts {
  readonly cells: Pick<ConnectedCells, 'cell0'>;
  readonly mappings: InstanceMappingRepository;
  readonly buildRequests: BuildRequestRepository;
  readonly failures: TaskFailures;
  /** Name of this node. */
  readonly host: string;
  readonly logger: Logger;
}

/** Writes servers that found no host into cell0, where their owner sees why (nova 26, conductor/manager.py, _bury_in_cell0). */
export class Burial {
  readonly #parts: BurialParts;

  constructor(parts: BurialParts) {
    this.#parts = parts;
  }

  async bury(
    context: NovaContext,
    requests: readonly BuildRequestValues[],
    error: unknown,
    requestSpec: ObjectValues,
  ): Promise<void> {
    for (const request of requests) await this.#buryOne(context, request, error, requestSpec);
  }

  async #buryOne(
    context: NovaContext,
    request: BuildRequestValues,
    error: unknown,
    requestSpec: ObjectValues,
  ): Promise<void> {
    const { cells, mappings, buildRequests, failures, host, logger } = this.#parts;
    const { instance_uuid: uuid } = request;
    const cell0 = await cells.cell0();
    const mapping = await mappings.find(uuid);
    if (mapping === null) logger.error(`While burying instance ${uuid} in cell0, no instance mapping was found.`);
    else if (mapping.cellId !== null && mapping.cellId !== cell0.id) {
      logger.error(
        `When attempting to bury instance ${uuid} in cell0, the instance is already mapped to cell ${mapping.cellId}. ` +
          'Ignoring bury in cell0 attempt.',
      );
      return;
    }
    await writeServer(cell0, request);
    await mappings.mapToCell(uuid, cell0.id);
    const event = 'conductor_schedule_and_build_instances';
    if ((await cell0.actions.find(uuid, context.requestId)) === undefined)
      await cell0.actions.start(context, uuid, 'create');
    await cell0.actions.startEvent(context, uuid, event, host);
    await cell0.actions.finishEvent(context, uuid, event, {
      failure: failureText(error),
      traceback: detailsOf(error),
    });
    await failures.report(context, cell0, uuid, {
      method: 'build_instances',
      error,
      changes: { vm_state: vmStates.error, task_state: null },
      requestSpec,
    });
    // Deleted before it was scheduled: then its owner does not want to see it.
    if (!(await buildRequests.remove(uuid))) await cell0.instances.destroy(uuid);
  }
}
