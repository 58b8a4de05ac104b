// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import type { NovaContext } from '../../context.js';
import { ImageNotFound } from '../../errors/image.js';
import { UnshelveException } from '../../errors/compute.js';
import { faultOf } from '../../instances/fault-of.js';
import type { InstanceValues } from '../../instances/instance.js';
import type { RequestSpecValues } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import { decode } from '../../objects/nova-object.js';
import { objectOf } from '../../object-values.js';
import { isScheduleFailure } from '../remote-errors.js';
import { propertiesOf, withHost, type Selection } from '../build/filter-properties.js';
import { reportEvent } from './report-event.js';
import { unforced, withinCell, type TaskParts } from './task-parts.js';

const PARTS = ['flavor', 'metadata', 'system_metadata', 'info_cache', 'keypairs', 'tags'] as const;

/** Brings a shelved server back (nova 26, conductor/manager.py, unshelve_instance). */
export class Unshelve {
  readonly #parts: TaskParts;

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  async run(context: NovaContext, uuid: string, requestSpec: RequestSpecValues): Promise<void> {
    const { logger } = this.#parts;
    const cell = await this.#parts.cell();
    const instance = await cell.instances.get(uuid, PARTS);
    if (instance.vm_state === vmStates.shelved) {
      await cell.instances.save(uuid, { task_state: taskStates.poweringOn }, { taskState: [taskStates.unshelving] });
      await cell.compute.startInstance(context, objectOf('Instance', await cell.instances.get(uuid, PARTS)));
    } else if (instance.vm_state === vmStates.shelvedOffloaded) await this.#build(context, cell, instance, requestSpec);
    else {
      logger.error(`Unshelve attempted but vm_state of ${uuid} is not SHELVED or SHELVED_OFFLOADED`);
      await cell.instances.save(uuid, { vm_state: vmStates.error });
    }
  }

  async #build(
    context: NovaContext,
    cell: ConnectedCell,
    instance: InstanceValues,
    requestSpec: RequestSpecValues,
  ): Promise<void> {
    const { scheduler, logger } = this.#parts;
    const { uuid } = instance;
    const image = await this.#image(context, cell, instance);
    const spec = withinCell(unforced(requestSpec), cell);
    const work = { cell, uuid, host: this.#parts.host };
    try {
      const chosen = await reportEvent(context, work, 'schedule_instances', () =>
        scheduler.selectDestinations(context, objectOf('RequestSpec', spec), [uuid], { returnObjects: true }),
      );
      const [selection] = decode(chosen[0] ?? []) as [Selection];
      await cell.instances.save(uuid, { availability_zone: selection.availability_zone ?? null });
      await cell.compute.unshelveInstance(
        context,
        objectOf('Instance', await cell.instances.get(uuid, PARTS)),
        selection.service_host,
        {
          requestSpec: objectOf('RequestSpec', spec),
          image,
          filterProperties: withHost(propertiesOf(spec), selection),
          node: selection.nodename,
        },
      );
    } catch (error) {
      await cell.instances.save(uuid, { task_state: null });
      if (!isScheduleFailure(error)) throw error;
      logger.warning(`No valid host found for unshelve instance ${uuid}`);
    }
  }

  /** The one that it became; null where it is on volumes. */
  async #image(context: NovaContext, cell: ConnectedCell, instance: InstanceValues): Promise<ObjectValues | null> {
    const id = instance.system_metadata?.shelved_image_id;
    if (id === undefined || id === '') return null;
    const { images, host } = this.#parts;
    try {
      const work = { cell, uuid: instance.uuid, host };
      return { ...(await reportEvent(context, work, 'get_image_info', () => images.show(context, id))) };
    } catch (error) {
      if (!(error instanceof ImageNotFound)) throw error;
      const reason = `Unshelve attempted but the image ${id} cannot be found.`;
      await cell.instances.save(instance.uuid, { vm_state: vmStates.error });
      await cell.faults.create(instance.uuid, { ...faultOf(error, null), message: reason });
      throw new UnshelveException(instance.uuid, reason);
    }
  }
}
