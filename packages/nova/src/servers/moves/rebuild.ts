// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { ImageNotFound, ImageUnacceptable } from '../../errors/image.js';
import { AutoDiskConfigDisabledByImage, InvalidReference } from '../../errors/server-create.js';
import type { Flavor } from '../../flavors/flavor.js';
import type { ImageValues, Images } from '../../image/images.js';
import { imageMetaFrom } from '../../image/image-meta.js';
import { systemMetadataOfImage } from '../../image/system-metadata.js';
import type {
  BlockDeviceMappingValues,
  FlavorValues,
  InstanceChanges,
  InstanceValues,
} from '../../instances/instance.js';
import type { RequestSpecRepository } from '../../instances/request-spec-repository.js';
import { taskStates, vmStates } from '../../instances/states.js';
import type { KeyPairRepository } from '../../keypairs/keypair-repository.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import type { Volumes } from '../../volume/volumes.js';
import { changed } from '../actions/server-actions.js';
import { checkImage } from '../create/image-checks.js';
import type { RequestQuotas } from '../create/request-quotas.js';
import { devicesObject, instanceObject } from '../instance-object.js';
import type { ServerFinder } from '../server-finder.js';
import { checkServer, placed } from '../state-checks.js';
import { isVolumeBacked, rootDevice } from '../volume-backed.js';
import { checkVolumesInUse } from '../volumes/volumes-in-use.js';
import { moveSpec } from './move-spec.js';

/** A file that is written into a server while it is built; its contents are in base 64. */
export interface InjectedFile {
  readonly path: string;
  readonly contents: string;
}

/** What a server is to be built anew from, and what changes with it: what is undefined stays. */
export interface RebuildOrder {
  readonly imageId: string;
  readonly password: string;
  readonly files: readonly InjectedFile[];
  readonly preservesEphemeral: boolean;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly autoDiskConfig?: boolean | undefined;
  /** Null for none. */
  readonly keyName?: string | null | undefined;
  readonly trustedCertificates?: readonly string[] | null | undefined;
  /** Whether a server on a volume gets its volume written anew: from 2.93 on. */
  readonly reimagesVolume: boolean;
  /** Names, addresses, and what else is only written down. */
  readonly changes: InstanceChanges;
}

export interface RebuildInit {
  readonly finder: ServerFinder;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly keyPairs: Pick<KeyPairRepository, 'find'>;
  readonly quotas: Pick<RequestQuotas, 'check'>;
  readonly requestSpecs: RequestSpecRepository;
  readonly computeTask: ComputeTaskRpc;
}

const RULE = 'os_compute_api:servers:rebuild';
const IMAGE_PREFIX = 'image_';

/** Builds servers anew where they are (nova 26, compute/api.py, rebuild). */
export class Rebuild {
  readonly #init: RebuildInit;

  constructor(init: RebuildInit) {
    this.#init = init;
  }

  /**
   * Throws `InstanceIsLocked`, `InstanceInvalidState`, `InvalidReference` for an image or a key that is not there,
   * `ImageUnacceptable`, `OverQuota`, and why the image does not fit the flavor.
   */
  async run(context: RequestContext, uuid: string, order: RebuildOrder): Promise<void> {
    const { finder, quotas, volumes, requestSpecs, computeTask } = this.#init;
    const found = await finder.get(context, uuid, RULE);
    if (order.trustedCertificates !== undefined)
      await finder.authorize(context, `${RULE}:trusted_certs`, found.instance);
    checkServer(context, found.instance, {
      action: 'rebuild',
      vmStates: [vmStates.active, vmStates.stopped, vmStates.error],
    });
    const server = placed(found);
    const { cell } = server;
    const keys = await this.#keys(context, order.keyName);
    const image = await this.#image(context, order.imageId);
    checkDiskConfig(image, order.autoDiskConfig);
    const devices = await cell.devices.ofInstances([uuid]);
    const isOnVolume = isVolumeBacked(server.instance, devices);
    const former = isOnVolume ? await this.#imageOfVolume(context, devices, order) : server.instance.image_ref;
    await quotas.check(context, { metadata: order.metadata ?? {}, personality: order.files });
    checkImage(image, flavorShape(server.instance), rootDevice(devices));
    await checkVolumesInUse(context, volumes, devices);
    const before = server.instance.system_metadata ?? {};
    const changes = changesOf(server.instance, image, order, isOnVolume);
    const instance = await changed(server, { ...changes, ...keys }, { taskState: [null] });
    await cell.actions.start(context, uuid, 'rebuild');
    const isOther = former !== order.imageId;
    if (isOther) await this.#keepImage(uuid, image);
    await computeTask.rebuildInstance(context, instanceObject(instance), {
      newPass: order.password,
      injectedFiles: order.files.map(({ path, contents }) => [path, contents]),
      imageRef: order.imageId,
      origImageRef: former,
      origSysMetadata: before,
      bdms: devicesObject(devices),
      preserveEphemeral: order.preservesEphemeral,
      host: isOther ? null : instance.host,
      // With another image the scheduler looks whether the server's own host takes it.
      requestSpec: await moveSpec(requestSpecs, uuid, isOther ? { more: samePlace(instance) } : {}),
      reimageBootVolume: order.reimagesVolume,
    });
  }

  async #keys(context: RequestContext, name: string | null | undefined): Promise<InstanceChanges> {
    if (name === undefined) return {};
    if (name === null || name === '') return { key_name: null, key_data: null, keypairs: { objects: [] } };
    const pair = await this.#init.keyPairs.find(context.userId ?? '', name);
    if (pair === null) throw new InvalidReference('Invalid key_name provided.');
    const values = {
      name: pair.name,
      public_key: pair.publicKey,
      type: pair.type,
      fingerprint: pair.fingerprint,
      user_id: context.userId ?? null,
    };
    return { key_name: pair.name, key_data: pair.publicKey, keypairs: { objects: [values] } };
  }

  async #image(context: RequestContext, id: string): Promise<ImageValues> {
    try {
      return await this.#init.images.show(context, id);
    } catch (error) {
      if (error instanceof ImageNotFound) throw new InvalidReference('Cannot find image for rebuild', { cause: error });
      throw error;
    }
  }

  /** The image that the server's volume was made of. Throws `ImageUnacceptable` where it would be another one. */
  async #imageOfVolume(
    context: RequestContext,
    devices: readonly BlockDeviceMappingValues[],
    { imageId, reimagesVolume }: RebuildOrder,
  ): Promise<string | null> {
    const { volume_image_metadata: metadata } = await this.#init.volumes.get(
      context,
      rootDevice(devices)?.volume_id ?? '',
    );
    const former = metadata.image_id ?? null;
    if (former !== imageId && !reimagesVolume)
      throw new ImageUnacceptable(imageId, 'Unable to rebuild with a different image for a volume-backed server.');
    return former;
  }

  async #keepImage(uuid: string, image: ImageValues): Promise<void> {
    const spec = await this.#init.requestSpecs.get(uuid);
    await this.#init.requestSpecs.save(uuid, { ...spec, image: imageMetaFrom(image) });
  }
}

function changesOf(
  instance: InstanceValues,
  image: ImageValues,
  order: RebuildOrder,
  isOnVolume: boolean,
): InstanceChanges {
  const text = (name: string): string | null => {
    const value = image.properties[name];
    return typeof value === 'string' ? value : null;
  };
  const kept = Object.entries(instance.system_metadata ?? {}).filter(([name]) => !name.startsWith(IMAGE_PREFIX));
  const isAuto = ['1', 't', 'true', 'on', 'y', 'yes'].includes((text('auto_disk_config') ?? '').toLowerCase());
  return {
    ...order.changes,
    ...(order.metadata === undefined ? {} : { metadata: order.metadata }),
    ...(order.trustedCertificates === undefined
      ? {}
      : { trusted_certs: order.trustedCertificates === null ? null : { ids: order.trustedCertificates } }),
    ...(isOnVolume ? {} : { image_ref: order.imageId }),
    task_state: taskStates.rebuilding,
    progress: 0,
    kernel_id: text('kernel_id') ?? '',
    ramdisk_id: text('ramdisk_id') ?? '',
    os_type: text('os_type'),
    architecture: text('architecture'),
    vm_mode: text('vm_mode'),
    auto_disk_config: order.autoDiskConfig ?? isAuto,
    system_metadata: {
      ...Object.fromEntries(kept),
      ...systemMetadataOfImage(image, instance.flavor),
      image_base_image_ref: order.imageId,
    },
  };
}

function samePlace({ host, node }: InstanceValues): Readonly<Record<string, unknown>> {
  return {
    scheduler_hints: { _nova_check_type: ['rebuild'] },
    force_hosts: host === null ? null : [host],
    force_nodes: node === null ? null : [node],
  };
}

function checkDiskConfig({ id, properties }: ImageValues, wanted: boolean | undefined): void {
  if (wanted === true && properties.auto_disk_config === 'Disabled') throw new AutoDiskConfigDisabledByImage(id);
}

/** The sizes that an image is checked against. */
function flavorShape({ flavor }: InstanceValues): Pick<Flavor, 'memoryMb' | 'rootGb'> {
  const { memory_mb: memoryMb = 0, root_gb: rootGb = 0 }: Partial<FlavorValues> = flavor ?? {};
  return { memoryMb, rootGb };
}
