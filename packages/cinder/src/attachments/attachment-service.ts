// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { InvalidVolume } from '../errors/volumes.js';
import type { Prisma } from '../generated/mysql/client.js';
import type { ObjectValues } from '../objects/wire-object.js';
import { readOrder, type Page } from '../paging/read-order.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import type { VolumeRepository } from '../volumes/volume-repository.js';
import type { VolumeRow } from '../volumes/volume.js';
import type { AttachmentRepository, AttachmentRow } from './attachment-repository.js';
import type { DeletionGuard } from './deletion-guard.js';

export interface AttachmentServiceDependencies {
  readonly attachments: AttachmentRepository;
  readonly volumes: VolumeRepository;
  readonly volumeRpc: Pick<VolumeRpc, 'attachmentUpdate' | 'attachmentDelete'>;
  readonly guard: DeletionGuard;
  readonly enforcer: Enforcer;
  readonly logger: Logger;
}

export interface NewAttachment {
  readonly volumeId: string;
  readonly instanceUuid: string | null;
  /** What the host has to connect with; the volume is only reserved where there is none. */
  readonly connector: ObjectValues | null;
  /** `rw`, `ro`, or the word `null`. */
  readonly mode: string;
}

/** Fields of attachments by the names that lists are sorted and filtered by. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: 'id',
  volume_id: 'volumeId',
  instance_uuid: 'instanceUuid',
  attached_host: 'attachedHost',
  mountpoint: 'mountpoint',
  attach_status: 'attachStatus',
  attach_mode: 'attachMode',
  attach_time: 'attachTime',
  detach_time: 'detachTime',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
};

/** Attachments as the API has them since 3.27: upstream's cinder/volume/api.py, attachment_*. */
export class AttachmentService {
  readonly #dependencies: AttachmentServiceDependencies;

  constructor(dependencies: AttachmentServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws `VolumeAttachmentNotFound`. */
  get(context: RequestContext, id: string): Promise<AttachmentRow> {
    return this.#dependencies.attachments.get(context, id);
  }

  /**
   * @param filters - by column; none fits where one names no column, as upstream has it
   * @param allProjects - for administrators
   */
  async list(
    context: RequestContext,
    filters: Readonly<Record<string, string>>,
    { allProjects, ...page }: Page & { readonly allProjects: boolean },
  ): Promise<AttachmentRow[]> {
    const order = readOrder(page, COLUMNS);
    const where: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(filters)) {
      const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
      if (column === undefined || column.endsWith('At') || column.endsWith('Time')) return [];
      where[column] = value;
    }
    const own = context.isAdmin && allProjects ? {} : { volume: { projectId: context.projectId ?? '' } };
    return this.#dependencies.attachments.list({
      where: { ...(where as Prisma.VolumeAttachmentWhereInput), ...own },
      order,
      limit: page.limit,
      offset: page.offset,
      marker: page.marker,
    });
  }

  /**
   * Reserves a volume and, with a connector, has its back end connect it. Where that fails the reservation is given
   * back. Throws `VolumeNotFound`, `InvalidVolume`, `PolicyNotAuthorized`, and what the back end says.
   */
  async create(context: RequestContext, wanted: NewAttachment): Promise<AttachmentRow> {
    const { attachments, volumes, volumeRpc, logger } = this.#dependencies;
    const volume = await volumes.get(context, wanted.volumeId);
    this.#authorize('volume:attachment_create', volume, context);
    if (volume.status?.includes('error') === true)
      throw new InvalidVolume(
        'Volume attachments can not be created if the volume is in an error state. ' +
          `The Volume ${volume.id} currently has a status of: ${volume.status} `,
      );
    const id = await this.#reserve(context, volume, wanted.instanceUuid);
    try {
      const { connector } = wanted;
      const hasConnector = connector !== null && Object.keys(connector).length > 0;
      const info = hasConnector ? await volumeRpc.attachmentUpdate(context, volume, connector, id) : {};
      await attachments.change(id, {
        connectionInfo: JSON.stringify(info),
        attachMode: this.#mode(volume, wanted.mode),
      });
    } catch (error) {
      logger.error(`Attachment ${id} of volume ${volume.id} failed`, error);
      await attachments.finishDetach(volume.id, [id]);
      throw error;
    }
    return attachments.get(context, id);
  }

  /**
   * Gives a reserved attachment its connector.
   * @returns the attachment as it was, with its connection: what upstream shows
   */
  async update(context: RequestContext, id: string, connector: ObjectValues): Promise<AttachmentRow> {
    const { attachments, volumes, volumeRpc } = this.#dependencies;
    const attachment = await attachments.get(context, id);
    this.#authorize('volume:attachment_update', attachment.volume, context);
    const volume = await volumes.get(context, attachment.volumeId);
    if (volume.status?.includes('error') === true)
      throw new InvalidVolume(
        'Volume attachments can not be updated if the volume is in an error state. ' +
          `The Volume ${volume.id} currently has a status of: ${volume.status} `,
      );
    if (volume.attachments.length > 1 && volume.multiattach !== true && !isMultiattachType(volume)) {
      const isConnected = volume.attachments.some(
        ({ connectionInfo, connector: has }) => connectionInfo !== null && connectionInfo !== '{}' && has !== null,
      );
      if (isConnected) throw new InvalidVolume(`duplicate connectors detected on volume ${volume.id}`);
    }
    const info = await volumeRpc.attachmentUpdate(context, volume, connector, id).catch((error: unknown) => {
      this.#dependencies.logger.error(`Attachment ${id} of volume ${volume.id} could not be updated`, error);
      throw error;
    });
    const connectionInfo = JSON.stringify(info);
    await attachments.change(id, { connectionInfo });
    return { ...attachment, connectionInfo };
  }

  /**
   * Has the back end disconnect, and takes the attachment away.
   * @returns those that the volume still has
   * @throws VolumeAttachmentNotFound, ConflictNovaUsingAttachment
   */
  async delete(context: RequestContext, id: string): Promise<AttachmentRow[]> {
    const { attachments, volumes, volumeRpc, guard } = this.#dependencies;
    const attachment = await attachments.get(context, id);
    this.#authorize('volume:attachment_delete', attachment.volume, context);
    const volume = await volumes.get(context, attachment.volumeId);
    await guard.check(context, volume, id);
    if (attachment.attachStatus !== 'reserved') await volumeRpc.attachmentDelete(context, id, volume);
    await attachments.finishDetach(volume.id, [id]);
    return attachments.listOf(volume.id);
  }

  /** Says that the host has it: the attachment is attached, its volume in use. */
  async complete(context: RequestContext, id: string): Promise<void> {
    const { attachments } = this.#dependencies;
    const attachment = await attachments.get(context, id);
    this.#authorize('volume:attachment_complete', attachment.volume, context);
    await attachments.complete(id, attachment.volumeId);
  }

  async #reserve(context: RequestContext, volume: VolumeRow, instanceUuid: string | null): Promise<string> {
    const { attachments, volumes } = this.#dependencies;
    const isMultiattach = volume.multiattach === true;
    if (isMultiattach && volume.status === 'in-use' && volume.bootable === true)
      this.#authorize('volume:multiattach_bootable_volume', volume, context);
    const states = isMultiattach ? ['available', 'in-use', 'downloading'] : ['available', 'downloading'];
    const id = await attachments.reserve(
      volume.id,
      { multiattach: isMultiattach, status: { in: states } },
      // The same server's second attachment: it is being migrated to another host.
      { instanceUuid, anyway: volume.status === 'in-use' || volume.status === 'reserved' },
    );
    if (id !== undefined) return id;
    const { status } = await volumes.get(context, volume.id);
    throw new InvalidVolume(
      `Volume ${volume.id} status must be ${states.join(' or ')} to reserve, but the current status is ${status ?? ''}.`,
    );
  }

  /** A volume that is marked as read only is attached so, whatever was asked. */
  #mode(volume: VolumeRow, mode: string): string {
    return volume.adminMetadata.some(({ key, value }) => key === 'readonly' && value) ? 'ro' : mode;
  }

  #authorize(
    rule: string,
    { projectId, userId }: { readonly projectId: string | null; readonly userId: string | null },
    context: RequestContext,
  ): void {
    this.#dependencies.enforcer.authorize(rule, { project_id: projectId, user_id: userId }, context);
  }
}

function isMultiattachType({ volumeType }: VolumeRow): boolean {
  return volumeType?.extraSpecs.some(({ key, value }) => key === 'multiattach' && value === '<is> True') === true;
}
