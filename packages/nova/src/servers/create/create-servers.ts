// SPDX-License-Identifier: Apache-2.0
import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { InstanceMappingRepository } from '../../cells/instance-mapping-repository.js';
import type { ApiDatabase } from '../../database.js';
import { FlavorNotFound } from '../../errors/flavors.js';
import { ImageNotFound } from '../../errors/image.js';
import {
  AmbiguousHostnameForMultipleInstances,
  BootFromVolumeRequiredForZeroDiskFlavor,
  InvalidReference,
  InvalidRequest,
} from '../../errors/server-create.js';
import type { Flavor } from '../../flavors/flavor.js';
import type { FlavorService } from '../../flavors/flavor-service.js';
import type { Images, ImageValues } from '../../image/images.js';
import type { BuildRequestRepository } from '../../instances/build-request-repository.js';
import type { RequestSpecRepository, RequestSpecValues } from '../../instances/request-spec-repository.js';
import type { KeyPairRepository } from '../../keypairs/keypair-repository.js';
import type { Networks, RequestedNetwork } from '../../network/networks.js';
import { listOf, objectOf } from '../../object-values.js';
import type { ServerQuota } from '../../quotas/server-quota.js';
import type { ComputeTaskRpc } from '../../rpc/compute-task-rpc.js';
import type { MembershipNotices } from '../../server-groups/membership-notices.js';
import type { ServerGroupRepository } from '../../server-groups/server-group-repository.js';
import { checkImage } from './image-checks.js';
import type { Placing, Placings } from './placing.js';
import { networkRequest, requestSpecOf } from './request-spec.js';
import { devicesOf, type Device } from './requested-devices.js';
import type { RequestQuotas } from './request-quotas.js';
import type { ServerOrder } from './server-order.js';
import { flavorValues, serverValues } from './server-values.js';
import type { VolumeReservations } from './volume-reservations.js';

export interface CreateServersInit {
  readonly database: ApiDatabase;
  readonly flavors: Pick<FlavorService, 'get'>;
  readonly keyPairs: Pick<KeyPairRepository, 'find'>;
  readonly groups: Pick<ServerGroupRepository, 'addMember'>;
  readonly membership: Pick<MembershipNotices, 'joined'>;
  readonly images: Pick<Images, 'show'>;
  readonly networks: Pick<Networks, 'validate' | 'validateSecurityGroups'>;
  readonly volumes: VolumeReservations;
  readonly placings: Placings;
  readonly quota: ServerQuota;
  readonly requestQuotas: RequestQuotas;
  readonly buildRequests: BuildRequestRepository;
  readonly requestSpecs: RequestSpecRepository;
  readonly mappings: InstanceMappingRepository;
  readonly conductor: Pick<ComputeTaskRpc, 'scheduleAndBuildInstances'>;
  readonly authorize: (
    context: RequestContext,
    rule: string,
    target: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  readonly settings: { readonly max_local_block_devices: number };
  readonly logger: Logger;
}

/** Servers that are on their way. */
export interface CreatedServers {
  readonly reservationId: string;
  readonly uuids: readonly [string, ...string[]];
}

/** Takes orders for servers (nova 26, compute/api.py, create): writes what is wanted, and leaves the rest to the conductor. */
export class CreateServers {
  readonly #init: CreateServersInit;

  constructor(init: CreateServersInit) {
    this.#init = init;
  }

  /** Rejects with what is wrong with the order, or too much; nothing is left behind then. */
  async run(context: RequestContext, order: ServerOrder): Promise<CreatedServers> {
    const { quota, requestQuotas, networks, settings } = this.#init;
    const target = {
      project_id: context.projectId,
      user_id: context.userId,
      availability_zone: order.availabilityZone,
    };
    await this.#authorize(context, order, target);
    const placing = await this.#init.placings.of(context, order);
    const flavor = await this.#flavor(context, order.flavorRef);
    const devices = devicesOf(order, flavor, { maxLocal: settings.max_local_block_devices });
    const root = devices.find(({ boot_index: index }) => index === 0);
    const isBootedFromVolume = root?.destination_type === 'volume';
    const image = await this.#image(context, order, root);
    await requestQuotas.check(context, order);
    if (image !== undefined) checkImage(image, flavor, root);
    if (flavor.rootGb === 0 && !isBootedFromVolume) await this.#authorizeZeroDisk(context, target);
    const requested = requestedNetworks(order);
    const possible = await networks.validate(context, requested, order.maxCount);
    const groupIds = await networks.validateSecurityGroups(context, order.securityGroups);
    // The default one has no id yet: it is made with the first port.
    const securityGroups = groupIds.length === 0 ? order.securityGroups : groupIds;
    const keyPair = await this.#keyPair(context, order);
    if (order.hostname !== null && order.maxCount > 1) throw new AmbiguousHostnameForMultipleInstances();
    const values = flavorValues(flavor);
    const count = await quota.allow(context, values, {
      minimum: order.minCount,
      maximum: Math.min(order.maxCount, possible),
    });
    const reservationId = `r-${randomBytes(5).toString('hex').slice(0, 8)}`;
    const uuids = Array.from({ length: count }, () => randomUUID()) as [string, ...string[]];
    const reserved = await this.#init.volumes.reserve(context, uuids[0], devices, order.supportsMultiattach);
    try {
      const common = { order, flavor: values, image, reservationId, keyPair, isBootedFromVolume };
      await this.#write(context, uuids, reserved.devices, {
        ...common,
        placing,
        securityGroups,
        requested: requested ?? [],
      });
    } catch (error) {
      await reserved.release();
      throw error;
    }
    return { reservationId, uuids };
  }

  async #authorize(
    context: RequestContext,
    order: ServerOrder,
    target: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { authorize } = this.#init;
    if (order.trustedCertificates !== null)
      await authorize(context, 'os_compute_api:servers:create:trusted_certs', target);
    if (order.devices.length > 0) await authorize(context, 'os_compute_api:servers:create:attach_volume', target);
    if (Array.isArray(order.networks) && order.networks.length > 0)
      await authorize(context, 'os_compute_api:servers:create:attach_network', target);
  }

  async #authorizeZeroDisk(context: RequestContext, target: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.#init.authorize(context, 'os_compute_api:servers:create:zero_disk_flavor', target);
    } catch (error) {
      throw new BootFromVolumeRequiredForZeroDiskFlavor({ cause: error });
    }
  }

  async #flavor(context: RequestContext, flavorRef: string): Promise<Flavor> {
    try {
      return await this.#init.flavors.get(context, flavorRef);
    } catch (error) {
      if (error instanceof FlavorNotFound) throw new InvalidReference(error.message);
      throw error;
    }
  }

  /** The server's own image, or the one that its root volume is made of. */
  async #image(
    context: RequestContext,
    order: ServerOrder,
    root: Device | undefined,
  ): Promise<ImageValues | undefined> {
    const isOfVolume = root?.source_type === 'image' && root.destination_type === 'volume';
    const id = isOfVolume ? root.image_id : order.imageRef;
    if (id === null || id === undefined || id === '') return undefined;
    try {
      return await this.#init.images.show(context, id);
    } catch (error) {
      if (error instanceof ImageNotFound) throw new InvalidReference('Can not find requested image');
      throw error;
    }
  }

  async #keyPair(context: RequestContext, { keyName }: ServerOrder) {
    if (keyName === null) return undefined;
    const found = await this.#init.keyPairs.find(context.userId ?? '', keyName);
    if (found === null) throw new InvalidReference('Invalid key_name provided.');
    return {
      name: found.name,
      public_key: found.publicKey,
      type: found.type,
      fingerprint: found.fingerprint,
      user_id: found.userId,
    };
  }

  async #write(
    context: RequestContext,
    uuids: readonly string[],
    devices: readonly Device[],
    parts: Omit<Parameters<typeof serverValues>[1], 'availabilityZone'> & {
      readonly placing: Placing;
      readonly securityGroups: readonly string[];
      readonly requested: readonly RequestedNetwork[];
    },
  ): Promise<void> {
    const { database, buildRequests, requestSpecs, mappings, groups, membership, conductor } = this.#init;
    const { order, placing, flavor, image, securityGroups, requested, isBootedFromVolume } = parts;
    const count = uuids.length;
    const specs: RequestSpecValues[] = [];
    const requests = await database.transaction(async (transaction) => {
      specs.length = 0;
      const written = [];
      for (const [index, uuid] of uuids.entries()) {
        const spec = requestSpecOf(context, {
          ...{ uuid, image, flavor, placing, securityGroups, count, isBootedFromVolume },
          networks: requested,
        });
        const instance = serverValues(
          context,
          { ...parts, availabilityZone: placing.availabilityZone },
          { uuid, index, count },
        );
        specs.push({ ...spec, id: await requestSpecs.create(transaction, uuid, spec) });
        written.push(
          await buildRequests.create(transaction, {
            instance,
            projectId: context.projectId ?? '',
            blockDevices: devices.map((device) => ({ ...device, instance_uuid: uuid })),
            tags: order.tags,
          }),
        );
        await mappings.create(transaction, {
          instanceUuid: uuid,
          projectId: context.projectId ?? '',
          userId: context.userId ?? null,
        });
        if (placing.groupRow !== null) await groups.addMember(transaction, placing.groupRow.id, uuid);
      }
      return written;
    });
    if (placing.groupRow !== null) await membership.joined(context, placing.groupRow, uuids);
    await conductor.scheduleAndBuildInstances(context, {
      buildRequests: requests.map((request) => objectOf('BuildRequest', request)),
      requestSpecs: specs.map((spec) => objectOf('RequestSpec', spec)),
      image: image === undefined ? {} : { ...image },
      adminPassword: order.adminPass,
      injectedFiles: order.personality.map(({ path, contents }) => [path, contents]),
      requestedNetworks: listOf('NetworkRequestList', requested.map(networkRequest)),
      blockDeviceMapping: objectOf('BlockDeviceMappingList', {
        objects: devices.map((device) => objectOf('BlockDeviceMapping', device, Object.keys(device).sort())),
      }),
      tags: listOf(
        'TagList',
        order.tags.map((tag) => ({ tag })),
      ),
    });
  }
}

/** Requests by the network service's names; null where nothing is said. Throws InvalidRequest. */
function requestedNetworks({ networks }: ServerOrder): RequestedNetwork[] | null {
  if (networks === undefined) return null;
  if (networks === 'none' || networks === 'auto') return [{ network_id: networks }];
  return networks.map(({ uuid, port, fixed_ip: address, tag }) => {
    if (uuid === undefined && (port === undefined || port === null))
      throw new InvalidRequest("Bad network format: missing 'uuid'");
    return { network_id: uuid ?? null, port_id: port ?? null, address: address ?? null, tag: tag ?? null };
  });
}
