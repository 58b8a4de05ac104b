// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { ImageValues, Images } from '../../image/images.js';
import type { BlockDeviceMappingValues } from '../../instances/instance.js';
import { vmStates } from '../../instances/states.js';
import type { Volumes } from '../../volume/volumes.js';
import { asApiEvent } from '../actions/api-event.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';
import { without } from '../../without.js';
import { type ImageOrder, imageOfServer } from './image-of-server.js';

export interface VolumeBackedImagesInit {
  readonly images: Images;
  readonly volumes: Volumes;
  /** `non_inheritable_image_properties` */
  readonly excluded: readonly string[];
  readonly logger: Logger;
}

type Mapping = Readonly<Record<string, unknown>>;

/** What an image of its own says of devices that are no volumes. */
const LOCAL_FIELDS = [
  'source_type',
  'destination_type',
  'guest_format',
  'device_type',
  'disk_bus',
  'boot_index',
  'device_name',
  'delete_on_termination',
  'snapshot_id',
  'volume_id',
  'volume_size',
  'image_id',
  'no_device',
  'volume_type',
  'tag',
] as const;

/** What a snapshot takes from the device whose volume it is of. */
const SNAPSHOT_FIELDS = [
  'disk_bus',
  'device_type',
  'boot_index',
  'delete_on_termination',
  'volume_size',
  'device_name',
] as const;

/** What is said of an image that has bytes of its own. */
const OF_BYTES = ['instance_uuid', 'image_type', 'user_id'];

/** Images of servers on volumes: no bytes, but snapshots of the volumes (nova 26, compute/api.py, snapshot_volume_backed). */
export class VolumeBackedImages {
  readonly #init: VolumeBackedImagesInit;

  constructor(init: VolumeBackedImagesInit) {
    this.#init = init;
  }

  async create(
    context: RequestContext,
    server: PlacedServer,
    devices: readonly BlockDeviceMappingValues[],
    order: ImageOrder,
  ): Promise<ImageValues> {
    const { images, excluded } = this.#init;
    const { instance, cell } = server;
    const quiesced = instance.vm_state === vmStates.active && (await this.#quiesce(context, server));
    await cell.actions.start(context, instance.uuid, 'createImage');
    let mapping: readonly Mapping[] | null = null;
    try {
      mapping = await asApiEvent(cell, context, instance.uuid, 'snapshot_instance', () =>
        this.#mapping(context, devices, order.name),
      );
    } finally {
      if (quiesced) await cell.compute.unquiesceInstance(context, instanceObject(instance), mapping);
    }
    const wanted = imageOfServer(context, instance, order, { kind: 'snapshot', excluded });
    const inherited = without(wanted.properties, ...OF_BYTES, 'block_device_mapping', 'bdm_v2', 'root_device_name');
    return images.create(context, {
      ...wanted,
      properties: {
        ...inherited,
        ...((instance.root_device_name ?? '') === '' ? {} : { root_device_name: instance.root_device_name }),
        ...(mapping.length === 0 ? {} : { block_device_mapping: mapping, bdm_v2: 'True' }),
      },
    });
  }

  async #mapping(
    context: RequestContext,
    devices: readonly BlockDeviceMappingValues[],
    imageName: string,
  ): Promise<readonly Mapping[]> {
    const { volumes } = this.#init;
    const used = devices.filter((device) => device.no_device !== true);
    const mapping: Mapping[] = used
      .filter(({ destination_type: type }) => type !== 'volume')
      .map((device) => picked(device, LOCAL_FIELDS));
    for (const device of used.filter(({ destination_type: type }) => type === 'volume')) {
      const { id } = await volumes.get(context, device.volume_id ?? '');
      const snapshot = await volumes.createSnapshot(context, id, {
        name: `snapshot for ${imageName}`,
        description: '',
        isForced: true,
      });
      mapping.push({
        ...picked(device, SNAPSHOT_FIELDS),
        source_type: 'snapshot',
        destination_type: 'volume',
        snapshot_id: snapshot.id,
      });
    }
    return mapping;
  }

  /** Whether the guest holds its breath; one that cannot is snapshotted as it is, unless its image insists. */
  async #quiesce(context: RequestContext, { instance, cell }: PlacedServer): Promise<boolean> {
    try {
      await cell.compute.quiesceInstance(context, instanceObject(instance));
      return true;
    } catch (error) {
      const insists = (instance.system_metadata?.image_os_require_quiesce ?? '').toLowerCase();
      if (['1', 't', 'true', 'on', 'y', 'yes'].includes(insists)) throw error;
      this.#init.logger.info(`Skipping quiescing instance ${instance.uuid}: ${String(error)}`);
      return false;
    }
  }
}

function picked(device: BlockDeviceMappingValues, names: readonly (keyof BlockDeviceMappingValues)[]): Mapping {
  return Object.fromEntries(names.map((name) => [name, device[name]]));
}
