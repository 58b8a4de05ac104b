// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Forbidden } from '../../errors/base.js';
import { InstanceInvalidState, InstanceNotFound, UnexpectedDeletingTaskStateError } from '../../errors/instances.js';
import { InvalidRequest } from '../../errors/server-create.js';
import type { ImageValues, Images } from '../../image/images.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { QuotaService } from '../../quotas/quota-service.js';
import type { ServerAction, ServerActions } from '../actions/server-actions.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { isVolumeBacked } from '../volume-backed.js';
import { type ImageOrder, imageOfServer } from './image-of-server.js';
import type { VolumeBackedImages } from './volume-backed-images.js';

export interface ServerImagesInit {
  readonly finder: ServerFinder;
  readonly actions: ServerActions;
  readonly images: Images;
  readonly quotas: Pick<QuotaService, 'overs'>;
  readonly volumeBacked: VolumeBackedImages;
  /** `non_inheritable_image_properties` */
  readonly excluded: readonly string[];
  readonly logger: Logger;
}

/** How many backups of a kind are kept. */
export interface BackupOrder extends ImageOrder {
  /** `daily`, `weekly`: whatever the caller calls it. */
  readonly kind: string;
  readonly rotation: number;
}

const SNAPSHOT_RULE = 'os_compute_api:servers:create_image';
const STATES = [vmStates.active, vmStates.stopped, vmStates.paused, vmStates.suspended];

/** Makes images of servers (nova 26, compute/api.py, snapshot and backup). */
export class ServerImages {
  readonly #init: ServerImagesInit;

  constructor(init: ServerImagesInit) {
    this.#init = init;
  }

  /**
   * The image, whose bytes the host uploads; of a server on a volume, one that names snapshots of its volumes.
   * Throws `InstanceNotFound`, `InstanceInvalidState`, `Forbidden` beyond the quota, and the Image service's errors.
   * @param checksQuota - whether the properties count for a quota: until 2.38
   */
  async snapshot(
    context: RequestContext,
    uuid: string,
    order: ImageOrder,
    { checksQuota }: { readonly checksQuota: boolean },
  ): Promise<ImageValues> {
    const { finder, volumeBacked, excluded } = this.#init;
    const found = await finder.get(context, uuid, SNAPSHOT_RULE);
    if (checksQuota) await this.#checkQuota(context, order);
    const requirements = { action: 'createImage', vmStates: STATES, respectsLock: false };
    const server = placed(found);
    const devices = await server.cell.devices.ofInstances([uuid]);
    if (isVolumeBacked(server.instance, devices)) {
      await finder.authorize(context, `${SNAPSHOT_RULE}:allow_volume_backed`, server.instance);
      checkServer(context, server.instance, requirements);
      return volumeBacked.create(context, server, devices, order);
    }
    checkServer(context, server.instance, requirements);
    const wanted = imageOfServer(context, server.instance, order, { kind: 'snapshot', excluded });
    const image = await this.#init.images.create(context, wanted);
    await this.#perform(context, server, image, {
      ...requirements,
      record: 'createImage',
      changes: { task_state: taskStates.imageSnapshotPending },
      tell: ({ cell, instance }) => cell.compute.snapshotInstance(context, instance, image.id),
    });
    return image;
  }

  /** The same, of which the host keeps so many. Throws `InvalidRequest` for a server on a volume. */
  async backup(
    context: RequestContext,
    uuid: string,
    order: BackupOrder,
    { checksQuota }: { readonly checksQuota: boolean },
  ): Promise<ImageValues> {
    const { finder, excluded } = this.#init;
    const found = await finder.get(context, uuid, 'os_compute_api:os-create-backup');
    if (checksQuota) await this.#checkQuota(context, order);
    const requirements = { action: 'createBackup', vmStates: STATES, respectsLock: false };
    checkServer(context, found.instance, requirements);
    const server = placed(found);
    if (isVolumeBacked(server.instance, await server.cell.devices.ofInstances([uuid])))
      throw new InvalidRequest('Backup is not supported for volume-backed instances.');
    const { name, kind: backupType, rotation } = order;
    const properties = { ...order.properties, backup_type: backupType };
    const wanted = imageOfServer(context, server.instance, { name, properties }, { kind: 'backup', excluded });
    const image = await this.#init.images.create(context, wanted);
    await this.#perform(context, server, image, {
      ...requirements,
      record: 'createBackup',
      changes: { task_state: taskStates.imageBackup },
      tell: ({ cell, instance }) =>
        cell.compute.backupInstance(context, instance, { imageId: image.id, backupType, rotation }),
    });
    return image;
  }

  /** An image that will never have bytes goes again. */
  async #perform(
    context: RequestContext,
    server: PlacedServer,
    image: ImageValues,
    action: ServerAction,
  ): Promise<void> {
    try {
      await this.#init.actions.perform(context, server, action);
    } catch (error) {
      await this.#forget(context, image);
      const { uuid } = server.instance;
      if (error instanceof InstanceNotFound)
        throw new InstanceInvalidState(uuid, 'vm_state', vmStates.deleted, action.action);
      if (error instanceof UnexpectedDeletingTaskStateError)
        throw new InstanceInvalidState(uuid, 'task_state', taskStates.deleting, action.action);
      throw error;
    }
  }

  async #forget(context: RequestContext, { id }: ImageValues): Promise<void> {
    try {
      await this.#init.images.delete(context, id);
    } catch (error) {
      this.#init.logger.error(`Error while trying to clean up image ${id}`, error);
    }
  }

  async #checkQuota(context: RequestContext, { properties }: ImageOrder): Promise<void> {
    const count = Object.keys(properties).length;
    if (count === 0) return;
    const over = await this.#init.quotas.overs(context, { project: { metadata_items: count } });
    if (over.length > 0) throw new Forbidden('Image metadata limit exceeded');
  }
}
