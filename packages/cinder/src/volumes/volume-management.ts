// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Invalid, OverQuota } from '../errors/base.js';
import { BackendUnavailable, ServiceNotFound } from '../errors/services.js';
import { InvalidVolumeType, VolumeTypeNotFound, VolumeTypeNotFoundByName } from '../errors/volume-types.js';
import { InvalidVolume } from '../errors/volumes.js';
import type { MessageService } from '../messages/message-service.js';
import { describeOverQuota } from '../quotas/over-quota.js';
import type { QuotaEngine } from '../quotas/quota-engine.js';
import { poolOf } from '../rpc/addressing.js';
import type { SchedulerRpc } from '../rpc/scheduler-rpc.js';
import type { ManageablePage, VolumeRpc } from '../rpc/volume-rpc.js';
import type { BackendName, ManagedBackends } from '../services/managed-backends.js';
import type { ServiceRow } from '../services/service-repository.js';
import type { VolumeTypeRow } from '../volume-types/volume-type-repository.js';
import { isUuidLike, type VolumeTypeService } from '../volume-types/volume-type-service.js';
import { managedVolumeSpec } from './managed-volume-spec.js';
import { manageableResources, type ManageableResource } from './manageable.js';
import type { VolumeDeletion } from './volume-deletion.js';
import type { VolumeRepository } from './volume-repository.js';
import type { VolumeService } from './volume-service.js';
import { dictionaryOf, type VolumeRow } from './volume.js';

export interface ManageVolumeRequest extends BackendName {
  /** What the back end knows it by: `{"source-name": "disk.raw"}` and the like. */
  readonly ref: unknown;
  readonly name: string | null;
  readonly description: string | null;
  /** Id or name; the default where none is given. */
  readonly volumeType: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly availabilityZone: string | null;
  readonly bootable: boolean;
}

export interface VolumeManagementDependencies {
  readonly backends: ManagedBackends;
  readonly volumes: VolumeRepository;
  readonly volumeService: Pick<VolumeService, 'get'>;
  readonly deletion: Pick<VolumeDeletion, 'delete'>;
  readonly types: VolumeTypeService;
  readonly quotas: QuotaEngine;
  readonly messages: Pick<MessageService, 'create'>;
  readonly schedulerRpc: Pick<SchedulerRpc, 'manageExisting'>;
  readonly volumeRpc: Pick<VolumeRpc, 'getManageableVolumes'>;
  readonly enforcer: Enforcer;
  /** `volume_name_template` */
  readonly nameTemplate: string;
  readonly logger: Logger;
}

/** Takes what is on a back end already under management as volumes, and lets volumes go: upstream's manage_existing. */
export class VolumeManagement {
  readonly #dependencies: VolumeManagementDependencies;

  constructor(dependencies: VolumeManagementDependencies) {
    this.#dependencies = dependencies;
  }

  /** What the caller may not do is refused before the request is looked at. Throws `PolicyNotAuthorized`. */
  authorizeManage(context: RequestContext): void {
    this.#authorizeCaller('volume_extension:volume_manage', context);
  }

  /** As `authorizeManage`, for lists. */
  authorizeList(context: RequestContext): void {
    this.#authorizeCaller('volume_extension:list_manageable', context);
  }

  /**
   * Makes the row of a volume that the back end takes over; its size is known, and counted, only then.
   * @throws PolicyNotAuthorized, InvalidVolumeType, InvalidVolume for what is managed already, BackendUnavailable, and
   *   the errors of quotas
   */
  async manage(context: RequestContext, request: ManageVolumeRequest): Promise<VolumeRow> {
    const { volumes, schedulerRpc, logger } = this.#dependencies;
    this.authorizeManage(context);
    const asked = await this.#askedType(context, request.volumeType);
    await this.#checkUnmanaged(request.ref);
    const type = asked ?? (await this.#dependencies.types.getDefault(context));
    await this.#checkType(type);
    const volume = await this.#store(context, request, type, await this.#findBackend(request));
    try {
      await schedulerRpc.manageExisting(context, volume, {
        requestSpec: managedVolumeSpec(volume, type, request.ref),
        filterProperties: null,
      });
    } catch (error) {
      // Nobody was told: the row can be deleted, and gives its quota back then.
      await volumes.changeWhere(volume.id, { status: 'managing' }, { status: 'error_managing' });
      logger.error(`Volume ${volume.id}: manage failed.`, error);
      throw error;
    }
    return volume;
  }

  /** What is on a back end, with what is managed already. Throws as `manage`; `InvalidInput` for an unknown marker. */
  async list(
    context: RequestContext,
    backend: BackendName,
    page: ManageablePage,
  ): Promise<readonly ManageableResource[]> {
    this.authorizeList(context);
    const service = await this.#dependencies.backends.find(backend);
    return manageableResources(await this.#dependencies.volumeRpc.getManageableVolumes(context, service, page));
  }

  /**
   * Lets a volume go: its data stay on the back end.
   * @throws VolumeNotFound, PolicyNotAuthorized, InvalidVolume, Invalid for an encrypted one, whose key would be lost
   */
  async unmanage(context: RequestContext, id: string): Promise<void> {
    const { volumeService, deletion, messages, enforcer } = this.#dependencies;
    const volume = await volumeService.get(context, id);
    const target = { project_id: volume.projectId, user_id: volume.userId };
    enforcer.authorize('volume_extension:volume_unmanage', target, context);
    try {
      await deletion.delete(context, volume, { unmanageOnly: true });
    } catch (error) {
      if (error instanceof Invalid && volume.encryptionKeyId !== null)
        await messages.create(context, {
          action: 'UNMANAGE_VOLUME',
          resourceId: id,
          error,
          detail: 'UNMANAGE_ENC_NOT_SUPPORTED',
        });
      throw error;
    }
  }

  async #askedType(context: RequestContext, nameOrId: string | null): Promise<VolumeTypeRow | undefined> {
    if (!nameOrId) return undefined;
    try {
      return await this.#dependencies.types.getByNameOrId(context, nameOrId);
    } catch (error) {
      if (error instanceof VolumeTypeNotFound || error instanceof VolumeTypeNotFoundByName)
        throw new InvalidVolumeType(`Cannot find requested '${nameOrId}' volume type`);
      throw error;
    }
  }

  /** A name that our own template made is a living volume's. */
  async #checkUnmanaged(ref: unknown): Promise<void> {
    const name = typeof ref === 'object' && ref !== null ? (ref as Record<string, unknown>)['source-name'] : undefined;
    if (typeof name !== 'string') return;
    const { nameTemplate, volumes } = this.#dependencies;
    const [before = '', after = ''] = nameTemplate.split('%s');
    if (!name.startsWith(before) || !name.endsWith(after)) return;
    const id = name.slice(before.length, name.length - after.length);
    if (isUuidLike(id) && (await volumes.count({ id })) > 0)
      throw new InvalidVolume('Unable to manage existing volume. The volume is already managed');
  }

  async #checkType({ id, extraSpecs }: VolumeTypeRow): Promise<void> {
    const { types } = this.#dependencies;
    // Upstream means to refuse both, and looks at the extra spec alone.
    if (extraSpecs.some(({ key }) => key === 'encryption') || (await types.isEncrypted(id)))
      throw new InvalidVolumeType('Managing to an encrypted volume type is not supported.');
  }

  async #findBackend(name: BackendName): Promise<ServiceRow> {
    try {
      return await this.#dependencies.backends.find(name);
    } catch (error) {
      if (!(error instanceof ServiceNotFound)) throw error;
      throw new BackendUnavailable(
        `${name.host ? 'Host' : 'Cluster'} '${name.host ?? name.clusterName ?? ''}' not found`,
      );
    }
  }

  async #store(
    context: RequestContext,
    request: ManageVolumeRequest,
    type: VolumeTypeRow,
    service: ServiceRow,
  ): Promise<VolumeRow> {
    const { volumes, quotas } = this.#dependencies;
    const { host, clusterName } = request;
    const reservations = await this.#reserve(context, type);
    try {
      const id = await volumes.create(
        {
          size: 0,
          userId: context.userId ?? null,
          projectId: context.projectId ?? null,
          status: 'managing',
          attachStatus: 'detached',
          displayName: request.name,
          displayDescription: request.description,
          host: !clusterName && host !== null && poolOf(host) !== undefined ? host : service.host,
          clusterName: service.clusterName,
          availabilityZone: request.availabilityZone ?? service.availabilityZone,
          volumeTypeId: type.id,
          bootable: request.bootable,
          multiattach: dictionaryOf(type.extraSpecs).multiattach === '<is> True',
        },
        request.metadata,
        (tx) => quotas.commit(context, reservations, { transaction: tx }),
      );
      return await volumes.get(context.elevated(), id);
    } catch (error) {
      await quotas.rollback(context, reservations);
      throw error;
    }
  }

  /** Of one volume without a size. */
  async #reserve(context: RequestContext, type: VolumeTypeRow): Promise<readonly string[]> {
    const { quotas } = this.#dependencies;
    try {
      const deltas = await quotas.addVolumeTypeOptions(context, { volumes: 1, gigabytes: 0 }, type.id);
      return await quotas.reserve(context, deltas);
    } catch (error) {
      throw error instanceof OverQuota ? describeOverQuota(error, { resource: 'volumes', size: 0 }) : error;
    }
  }

  #authorizeCaller(rule: string, context: RequestContext): void {
    const target = { project_id: context.projectId ?? null, user_id: context.userId ?? null };
    this.#dependencies.enforcer.authorize(rule, target, context);
  }
}
