// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Conflict } from '../../errors/base.js';
import { ComputeHostNotFound } from '../../errors/hosts.js';
import { UnshelveHostNotInAZ, UnshelveInstanceInvalidState } from '../../errors/server-actions.js';
import { InvalidReference, InvalidRequest } from '../../errors/server-create.js';
import type { Images } from '../../image/images.js';
import type { RequestSpecRepository, RequestSpecValues } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import type { ServiceDirectory } from '../../services/service-directory.js';
import type { Zones } from '../../services/zones.js';
import type { Volumes } from '../../volume/volumes.js';
import { changed } from '../actions/server-actions.js';
import { imageOfServer } from '../images/image-of-server.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { isVolumeBacked } from '../volume-backed.js';
import { moveSpec } from './move-spec.js';

export interface ShelvingInit {
  readonly finder: ServerFinder;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly requestSpecs: RequestSpecRepository;
  readonly computeTask: ComputeTaskRpc;
  readonly zones: Pick<Zones, 'ofHost'>;
  readonly directory: Pick<ServiceDirectory, 'list' | 'isUp'>;
  /** `non_inheritable_image_properties` */
  readonly excluded: readonly string[];
  /** `[cinder] cross_az_attach` */
  readonly crossesZones: boolean;
}

/** Where a server is to come back. */
export interface UnshelveOrder {
  /** Null: wherever; undefined: where it was. */
  readonly zone?: string | null | undefined;
  readonly host?: string | undefined;
}

const RULE = 'os_compute_api:os-shelve';

/** Servers that are put away, and come back (nova 26, compute/api.py, shelve and unshelve). */
export class Shelving {
  readonly #init: ShelvingInit;

  constructor(init: ShelvingInit) {
    this.#init = init;
  }

  /** Throws `InstanceIsLocked`, `InstanceInvalidState`, and the Image service's errors. */
  async shelve(context: RequestContext, uuid: string): Promise<void> {
    const { finder, images, excluded } = this.#init;
    const found = await finder.get(context, uuid, `${RULE}:shelve`);
    checkServer(context, found.instance, {
      action: 'shelve',
      vmStates: [vmStates.active, vmStates.stopped, vmStates.paused, vmStates.suspended],
    });
    const server = placed(found);
    const { cell } = server;
    const metadata = { ...server.instance.system_metadata, image_base_image_ref: server.instance.image_ref ?? '' };
    const changes = { task_state: taskStates.shelving, system_metadata: metadata };
    const instance = await changed(server, changes, { taskState: [null] });
    await cell.actions.start(context, uuid, 'shelve');
    if (isVolumeBacked(instance, await cell.devices.ofInstances([uuid]))) {
      await cell.compute.shelveOffloadInstance(context, instanceObject(instance), { accelUuids: [] });
      return;
    }
    const order = { name: `${instance.display_name ?? ''}-shelved`, properties: {} };
    const wanted = imageOfServer(context, instance, order, { kind: 'snapshot', excluded });
    const image = await this.#reverting({ ...server, instance }, () => images.create(context, wanted));
    await cell.compute.shelveInstance(context, instanceObject(instance), image.id, { accelUuids: [] });
  }

  /**
   * Throws `InstanceIsLocked`, `InstanceInvalidState`, `UnshelveInstanceInvalidState`, `InvalidRequest` for a zone that is
   * not there, `InvalidReference` for such a host, `UnshelveHostNotInAZ`, `Conflict` for volumes of another zone.
   */
  async unshelve(context: RequestContext, uuid: string, order: UnshelveOrder): Promise<void> {
    const { finder, requestSpecs, computeTask } = this.#init;
    const found = await finder.get(context, uuid, `${RULE}:unshelve`);
    checkServer(context, found.instance, {
      action: 'unshelve',
      vmStates: [vmStates.shelved, vmStates.shelvedOffloaded],
    });
    const server = placed(found);
    const kept = await requestSpecs.get(uuid);
    const spec = await this.#placedSpec(context, server, kept, order);
    await requestSpecs.save(uuid, spec);
    const instance = await changed(server, { task_state: taskStates.unshelving }, { taskState: [null] });
    await server.cell.actions.start(context, uuid, 'unshelve');
    const { requested_destination: destination } = spec;
    const object = await moveSpec(requestSpecs, uuid, {
      ...(destination === null || destination === undefined
        ? {}
        : { destination: destination as Readonly<Record<string, unknown>> }),
    });
    await computeTask.unshelveInstance(context, instanceObject(instance), object);
  }

  async #placedSpec(
    context: RequestContext,
    server: PlacedServer,
    kept: RequestSpecValues,
    { zone, host }: UnshelveOrder,
  ): Promise<RequestSpecValues> {
    const { instance, cell } = server;
    if (zone === undefined && host === undefined) return kept;
    if (instance.vm_state !== vmStates.shelvedOffloaded)
      throw new UnshelveInstanceInvalidState(instance.uuid, instance.vm_state);
    if (zone !== undefined && zone !== null) await this.#checkZone(context, server, zone);
    const wanted = zone === undefined ? ((kept.availability_zone as string | null | undefined) ?? null) : zone;
    if (host === undefined) return { ...kept, availability_zone: wanted };
    await this.#init.finder.authorize(context, `${RULE}:unshelve_to_host`, instance);
    try {
      await cell.nodes.get({ host }, host);
    } catch (error) {
      throw error instanceof ComputeHostNotFound ? new InvalidReference(error.message, { cause: error }) : error;
    }
    if (wanted !== null && (await this.#init.zones.ofHost(host)) !== wanted)
      throw new UnshelveHostNotInAZ(host, wanted);
    return { ...kept, availability_zone: wanted, requested_destination: { host } };
  }

  async #checkZone(context: RequestContext, { cell, instance }: PlacedServer, zone: string): Promise<void> {
    const { directory, volumes, crossesZones } = this.#init;
    const services = await directory.list();
    const isThere = services.some((one) => one.zone === zone && one.disabled !== true && one.topic === 'compute');
    if (!isThere) throw new InvalidRequest('The requested availability zone is not available');
    if (crossesZones) return;
    for (const { volume_id: id } of await cell.devices.ofInstances([instance.uuid])) {
      if ((id ?? '') === '') continue;
      const volume = await volumes.get(context, id ?? '');
      if (volume.availability_zone !== zone)
        throw new Conflict(
          'The availability zone between the server and its attached volumes do not match: The specified availability ' +
            `zone does not match the volume ${volume.id} attached to the server. Specified availability zone is ${zone}. ` +
            `Volume is in ${volume.availability_zone}..`,
        );
    }
  }

  /** A server whose image cannot be made has no task again. */
  async #reverting<T>({ instance, cell }: PlacedServer, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await cell.instances.save(instance.uuid, { task_state: null }, { taskState: [taskStates.shelving] });
      throw error;
    }
  }
}
