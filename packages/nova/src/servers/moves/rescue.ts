// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Conflict } from '../../errors/base.js';
import { ImageBadRequest, ImageNotFound } from '../../errors/image.js';
import { InstanceNotRescuable, UnsupportedRescueImage } from '../../errors/server-actions.js';
import { InvalidVolume } from '../../errors/volume.js';
import type { ImageProperty, Images } from '../../image/images.js';
import { imageOfSystemMetadata } from '../../image/system-metadata.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { Volumes } from '../../volume/volumes.js';
import type { ServerActions } from '../actions/server-actions.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { isVolumeBacked } from '../volume-backed.js';
import { checkVolumesInUse } from '../volumes/volumes-in-use.js';

export interface RescueOrder {
  readonly password: string;
  /** The image to start from; null for the server's own. */
  readonly imageId: string | null;
  /** Whether the caller knows that servers on volumes can be rescued: from 2.87 on. */
  readonly allowsVolumeBacked: boolean;
}

export interface RescueInit {
  readonly finder: ServerFinder;
  readonly actions: ServerActions;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly traitsOf: (context: RequestContext, providerUuid: string) => Promise<readonly string[]>;
}

type Properties = Readonly<Record<string, ImageProperty>>;

/** Starts servers from another disk, so that their own can be repaired (nova 26, compute/api.py, rescue). */
export class Rescue {
  readonly #init: RescueInit;

  constructor(init: RescueInit) {
    this.#init = init;
  }

  /** Throws `InstanceIsLocked`, `InstanceInvalidState`, `Conflict` for a volume that is not in use, `InstanceNotRescuable`, `UnsupportedRescueImage`. */
  async run(context: RequestContext, uuid: string, order: RescueOrder): Promise<void> {
    const { finder, actions, volumes } = this.#init;
    const action = 'rescue';
    const found = await finder.get(context, uuid, 'os_compute_api:os-rescue');
    checkServer(context, found.instance, { action, vmStates: [vmStates.active, vmStates.stopped, vmStates.error] });
    const server = placed(found);
    const properties = await this.#imageProperties(context, server, order.imageId);
    const devices = await server.cell.devices.ofInstances([uuid]);
    try {
      await checkVolumesInUse(context, volumes, devices);
    } catch (error) {
      throw error instanceof InvalidVolume ? new Conflict(error.message, { cause: error }) : error;
    }
    if (isVolumeBacked(server.instance, devices)) await this.#checkVolumeBacked(context, server, order, properties);
    await actions.perform(context, server, {
      action,
      record: action,
      changes: { task_state: taskStates.rescuing },
      tell: ({ cell, instance }) =>
        cell.compute.rescueInstance(context, instance, order.password, { rescueImageRef: order.imageId }),
    });
  }

  async #imageProperties(
    context: RequestContext,
    { instance }: PlacedServer,
    imageId: string | null,
  ): Promise<Properties> {
    if (imageId === null) return imageOfSystemMetadata(instance.system_metadata ?? {}).properties;
    try {
      const { properties } = await this.#init.images.show(context, imageId);
      // An image that is a snapshot of volumes has nothing to start from.
      if (properties.block_device_mapping !== undefined) throw new UnsupportedRescueImage(imageId);
      return properties;
    } catch (error) {
      if (error instanceof ImageNotFound || error instanceof ImageBadRequest) throw new UnsupportedRescueImage(imageId);
      throw error;
    }
  }

  async #checkVolumeBacked(
    context: RequestContext,
    { instance, cell }: PlacedServer,
    { allowsVolumeBacked }: RescueOrder,
    properties: Properties,
  ): Promise<void> {
    const isNamed = properties.hw_rescue_bus !== undefined && properties.hw_rescue_device !== undefined;
    if (!allowsVolumeBacked || !isNamed)
      throw new InstanceNotRescuable(instance.uuid, 'Cannot rescue a volume-backed instance');
    const host = instance.host ?? '';
    const node = await cell.nodes.get({ host, hypervisorHostname: instance.node }, host);
    if (!(await this.#init.traitsOf(context, node.uuid)).includes('COMPUTE_RESCUE_BFV'))
      throw new InstanceNotRescuable(instance.uuid, 'Host unable to rescue a volume-backed instance');
  }
}
