// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import { CinderError, Invalid, NotFound } from '../../errors/base.js';
import { ExportFailure, VolumeBackendAPIException } from '../../errors/volume-driver.js';
import type { VolumeAttachment } from '../../generated/mysql/client.js';
import { attachmentObject } from '../../objects/from-rows.js';
import type { WireObject } from '../../objects/wire-object.js';
import type { ConnectionInfo, Connector } from '../drivers/driver.js';
import type { VolumeWithParts } from './manager-repository.js';
import { tunedSpecs } from './tuned-specs.js';
import type { VolumeBackend } from './volume-backend.js';

export interface AttachRequest {
  readonly volumeId: string;
  readonly instanceUuid: string | null;
  readonly hostName: string | null;
  readonly mountpoint: string | null;
  readonly mode: string | null;
}

/** Connects volumes to nodes: both the old way (attach after initialize_connection) and by attachments. */
export class Attachments {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  async attach(context: RequestContext, request: AttachRequest): Promise<WireObject> {
    const { repository, messages, logger } = this.#backend.init;
    const volume = await this.#backend.volume(request.volumeId);
    const mode = request.mode ?? 'rw';
    const attachedMode = adminValue(volume, 'attached_mode');
    if (volume.status === 'attaching' && attachedMode !== undefined && attachedMode !== mode)
      throw invalidVolume('being attached by different mode');
    const hostName = request.hostName === null ? null : sanitizeHostName(request.hostName);
    const present = volume.attachments.find((one) =>
      request.instanceUuid === null ? one.attachedHost === hostName : one.instanceUuid === request.instanceUuid,
    );
    if (present !== undefined) {
      // A message that came again, or a client that asks twice.
      await repository.updateVolume(volume.id, { status: 'in-use' });
      return attachmentObject(present);
    }
    if (volume.status === 'in-use' && volume.multiattach !== true && volume.migrationStatus === null)
      throw invalidVolume('volume is already attached and multiple attachments are not enabled');
    await this.#backend.notifyVolume(context, volume, 'attach.start');
    const attachmentId = randomUUID();
    await repository.createAttachment({
      id: attachmentId,
      volumeId: volume.id,
      attachStatus: 'attaching',
      attachMode: mode,
      instanceUuid: request.instanceUuid,
    });
    await repository.setAdminMetadata(volume.id, 'attached_mode', mode);
    try {
      if (adminValue(volume, 'readonly') === 'True' && mode !== 'ro')
        throw Object.assign(new Invalid(`Invalid attaching mode '${mode}' for volume ${volume.id}.`), {
          name: 'InvalidVolumeAttachMode',
        });
      this.#backend.requireDriver();
    } catch (error) {
      await messages.create(context, { action: 'ATTACH_VOLUME', resourceId: volume.id, error });
      await repository.updateAttachment(attachmentId, { attachStatus: 'error_attaching' });
      await repository.updateVolume(volume.id, { status: 'error_attaching' }, { status: 'attaching' });
      throw error;
    }
    await this.#finishAttach(volume.id, attachmentId, { ...request, hostName, mode });
    const attached = await this.#backend.volume(volume.id);
    await this.#backend.notifyVolume(context, attached, 'attach.end');
    logger.info(`Attach volume completed successfully. (volume ${volume.id})`);
    return attachmentObject(await this.#attachment(attachmentId));
  }

  async detach(context: RequestContext, volumeId: string, attachmentId: string | null): Promise<void> {
    const { repository, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    const attachment = this.#toDetach(volume, attachmentId);
    if (attachment === undefined) {
      logger.info(`Volume detach called, but volume ${volumeId} not attached.`);
      await repository.updateVolume(volumeId, { attachStatus: 'detached', status: 'available' });
      return;
    }
    await this.#backend.notifyVolume(context, volume, 'detach.start');
    try {
      await this.#backend.driver.removeExport(volume);
    } catch (error) {
      await repository.updateAttachment(attachment.id, { attachStatus: 'error_detaching' });
      throw error;
    }
    await repository.finishDetach(volumeId, attachment.id);
    await this.#backend.notifyVolume(context, await this.#backend.volume(volumeId), 'detach.end');
    logger.info(`Detach volume completed successfully. (volume ${volumeId})`);
  }

  /** @throws VolumeBackendAPIException, ExportFailure */
  async initializeConnection(volumeId: string, connector: Connector): Promise<ConnectionInfo> {
    const { repository } = this.#backend.init;
    const { driver } = this.#backend;
    const volume = await this.#backend.volume(volumeId);
    try {
      const update = await driver.createExport(volume, connector);
      if (Object.keys(update).length > 0) await repository.updateVolume(volumeId, { ...update });
    } catch (error) {
      if (error instanceof CinderError)
        throw new VolumeBackendAPIException(`Create export of volume failed (${error.message})`, { cause: error });
      throw new ExportFailure(error instanceof Error ? error.message : String(error), { cause: error });
    }
    try {
      const info = await driver.initializeConnection(volume, connector);
      return await this.#withOptions(volume, info);
    } catch (error) {
      await driver.removeExport(volume);
      const reason = error instanceof Error ? error.message : String(error);
      throw new VolumeBackendAPIException(`Driver initialize connection failed (error: ${reason}).`, { cause: error });
    }
  }

  async terminateConnection(volumeId: string, connector: Connector | null, force: boolean): Promise<void> {
    const volume = await this.#backend.volume(volumeId);
    const { driver } = this.#backend;
    try {
      await driver.terminateConnection(volume, connector, force);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new VolumeBackendAPIException(`Terminate volume connection failed: ${reason}`, { cause: error });
    }
  }

  async removeExport(volumeId: string): Promise<void> {
    await this.#backend.driver.removeExport(await this.#backend.volume(volumeId));
  }

  /** @returns what the API keeps as the attachment's connection info */
  async update(
    context: RequestContext,
    volumeId: string,
    connector: Connector,
    attachmentId: string,
  ): Promise<Record<string, unknown>> {
    const { repository, logger } = this.#backend.init;
    const volume = await this.#backend.volume(volumeId);
    const attachment = await this.#attachment(attachmentId);
    await this.#backend.notifyVolume(context, volume, 'attach.start');
    const isModeSet = attachment.attachMode !== null && attachment.attachMode !== 'null';
    const mode = isModeSet ? (attachment.attachMode as string) : text(connector.mode, 'rw');
    const withMode = isModeSet ? { ...connector, mode } : connector;
    const { data, ...info } = await this.initializeConnection(volumeId, withMode);
    await repository.updateAttachment(attachmentId, {
      attachStatus: 'attaching',
      connector: JSON.stringify(withMode),
    });
    await this.#finishAttach(
      volumeId,
      attachmentId,
      {
        instanceUuid: attachment.instanceUuid,
        hostName: text(connector.host, ''),
        mountpoint: text(connector.mountpoint, 'na'),
        mode,
      },
      // Complete says so, once the node has it.
      'attaching',
    );
    logger.info(`attachment_update completed successfully. (volume ${volumeId})`);
    return { ...data, ...info, attachment_id: attachmentId };
  }

  async delete(context: RequestContext, attachmentId: string, volumeId: string): Promise<void> {
    const { logger } = this.#backend.init;
    const { driver } = this.#backend;
    const volume = await this.#backend.volume(volumeId);
    const attachment = await this.#attachment(attachmentId);
    await this.#backend.notifyVolume(context, volume, 'detach.start');
    if (attachment.connector === null) {
      logger.debug(`No connector for attachment ${attachmentId}; skipping storage backend terminate_connection call.`);
      return;
    }
    const connector = JSON.parse(attachment.connector) as Connector;
    await this.terminateConnection(volumeId, connector, false);
    try {
      await driver.removeExport(volume);
    } catch (error) {
      logger.warning(`Failed to detach volume on the backend, ignoring failure ${String(error)}`);
    }
  }

  async initializeConnectionSnapshot(snapshotId: string, connector: Connector): Promise<ConnectionInfo> {
    const { driver } = this.#backend;
    const info = await driver.initializeConnectionSnapshot(await this.#backend.snapshot(snapshotId), connector);
    return { ...info, data: { ...info.data, access_mode: 'ro', encrypted: false } };
  }

  async terminateConnectionSnapshot(snapshotId: string, connector: Connector | null): Promise<void> {
    await this.#backend.driver.terminateConnectionSnapshot(await this.#backend.snapshot(snapshotId), connector);
  }

  async #finishAttach(
    volumeId: string,
    attachmentId: string,
    { instanceUuid, hostName, mountpoint, mode }: Omit<AttachRequest, 'volumeId'>,
    state: 'attached' | 'attaching' = 'attached',
  ): Promise<void> {
    const { repository } = this.#backend.init;
    await repository.updateAttachment(attachmentId, {
      instanceUuid,
      attachedHost: hostName,
      mountpoint,
      attachMode: mode,
      attachStatus: state,
      attachTime: now(),
    });
    await repository.updateVolume(volumeId, {
      attachStatus: state,
      status: state === 'attached' ? 'in-use' : 'attaching',
    });
  }

  #toDetach(volume: VolumeWithParts, attachmentId: string | null): VolumeAttachment | undefined {
    if (attachmentId !== null) {
      const found = volume.attachments.find(({ id }) => id === attachmentId);
      if (found === undefined) this.#backend.init.logger.info('Volume detach called, but no such attachment.');
      return found;
    }
    if (volume.attachments.length > 1)
      throw invalidVolume('Detach volume failed: More than one attachment, but no attachment_id provided.');
    return volume.attachments[0];
  }

  async #attachment(id: string): Promise<VolumeAttachment> {
    const row = await this.#backend.init.repository.getAttachment(id);
    if (row !== undefined) return row;
    throw Object.assign(new NotFound(`Volume attachment could not be found with filter: attachment_id = ${id}.`), {
      name: 'VolumeAttachmentNotFound',
    });
  }

  /** What nodes are told beside what the driver says. */
  async #withOptions(volume: VolumeWithParts, info: ConnectionInfo): Promise<ConnectionInfo> {
    const { repository, settings } = this.#backend.init;
    const specs = await repository.getFrontEndSpecs(volume.volumeTypeId);
    const cacheable = volume.volumeType?.extraSpecs?.some(
      ({ key, value }) => key === 'cacheable' && value === '<is> True',
    );
    return {
      ...info,
      data: {
        ...info.data,
        qos_specs: specs === null ? null : tunedSpecs(specs, volume.size ?? 0),
        access_mode: adminValue(volume, 'attached_mode') ?? (adminValue(volume, 'readonly') === 'True' ? 'ro' : 'rw'),
        encrypted: info.data.encrypted ?? Boolean(volume.encryptionKeyId),
        cacheable: cacheable === true && info.data.cacheable !== false,
        ...(settings.reportsDiscard && info.data.discard === undefined ? { discard: true } : {}),
      },
    };
  }
}

function adminValue(volume: VolumeWithParts, name: string): string | undefined {
  return volume.adminMetadata.find(({ key }) => key === name)?.value ?? undefined;
}

function invalidVolume(reason: string): Invalid {
  return Object.assign(new Invalid(`Invalid volume: ${reason}`), { name: 'InvalidVolume' });
}

/** As upstream's sanitize_hostname. */
function sanitizeHostName(name: string): string {
  return name
    .replaceAll(/[ _]/g, '-')
    .replaceAll(/[^\w.-]+/g, '')
    .toLowerCase()
    .replaceAll(/^[.-]+|[.-]+$/g, '');
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
