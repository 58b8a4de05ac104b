// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { sessionFromOptions } from '@stackport/keystone';
import { NotFound, OverQuota } from '../errors/base.js';
import {
  CinderAPIVersionNotAvailable,
  ClientException,
  SnapshotNotFound,
  VolumeAttachmentNotFound,
  VolumeNotFound,
} from '../errors/volume.js';
import { LONGEST_ANSWER } from '../on-behalf.js';
import { cinderClientOptions, cinderOptions, serviceUserClientOptions, serviceUserOptions } from '../options/index.js';
import { CinderSession, type Refusals } from './cinder-session.js';
import { attachmentFromCinder, snapshotFromCinder, volumeFromCinder } from './volume-values.js';
import type { AttachmentValues, NewSnapshot, NewVolume, SnapshotValues, Volumes, VolumeValues } from './volumes.js';

type Document = Readonly<Record<string, unknown>>;

/** The first microversions with `os-complete`, with `shared_targets`, and with `os-reimage`. */
const WITH_COMPLETE = '3.44';
const WITH_SHARED_TARGETS = '3.48';
const WITH_REIMAGE = '3.68';

/** How often a deletion is tried that the Block Storage service fails at. */
const DELETE_ATTEMPTS = 5;

/** The Block Storage service over its API v3 (nova 26, volume/cinder.py). */
export class CinderClient implements Volumes {
  readonly #session: CinderSession;
  readonly #logger: Logger;

  constructor(session: CinderSession, logger: Logger) {
    this.#session = session;
    this.#logger = logger;
  }

  /** That of `[cinder]`. @throws TypeError for credentials that lack something */
  static fromConfiguration(configuration: Configuration, logger: Logger): CinderClient {
    const values = configuration.get(cinderOptions);
    const [serviceType = 'volumev3', serviceName = '', url = 'publicURL'] = values.catalog_info.split(':');
    const sendsServiceToken = configuration.get(serviceUserOptions).send_service_user_token;
    const session = sessionFromOptions(
      configuration,
      cinderClientOptions,
      {
        serviceType,
        ...(serviceName === '' ? {} : { serviceName }),
        interfaces: [url],
        region: values.os_region_name,
        connectRetries: values.http_retries,
        userAgent: 'nova',
        timeout: LONGEST_ANSWER,
        ...(sendsServiceToken ? { serviceUser: serviceUserClientOptions } : {}),
      },
      logger,
    );
    return new CinderClient(new CinderSession(session, values.endpoint_template), logger);
  }

  /** A Block Storage service that is older than 3.48 is asked for what it has. */
  async get(context: RequestContext, id: string): Promise<VolumeValues> {
    const path = `/volumes/${encodeURIComponent(id)}`;
    try {
      const { volume } = await this.#session.send(context, { path, microversion: WITH_SHARED_TARGETS }, ofVolume(id));
      return volumeFromCinder(volume as Document);
    } catch (error) {
      if (!(error instanceof CinderAPIVersionNotAvailable)) throw error;
      const { volume } = await this.#session.send(context, { path }, ofVolume(id));
      return volumeFromCinder(volume as Document);
    }
  }

  async list(context: RequestContext): Promise<readonly VolumeValues[]> {
    return (await this.#all(context, 'volumes')).map(volumeFromCinder);
  }

  async create(context: RequestContext, volume: NewVolume): Promise<VolumeValues> {
    const { size, name, description, metadata, snapshotId, imageId, volumeType, availabilityZone } = volume;
    const answer = await this.#session.send(
      context,
      {
        method: 'POST',
        path: '/volumes',
        json: {
          volume: {
            size,
            name,
            description,
            ...(metadata === undefined ? {} : { metadata }),
            ...set('snapshot_id', snapshotId),
            ...set('imageRef', imageId),
            ...set('volume_type', volumeType),
            ...set('availability_zone', availabilityZone),
          },
        },
      },
      {
        notFound: (message) => new NotFound(message),
        overLimit: (message) => new OverQuota(message),
      },
    );
    return volumeFromCinder(answer.volume as Document);
  }

  async delete(context: RequestContext, id: string): Promise<void> {
    await this.#session.send(context, { method: 'DELETE', path: `/volumes/${encodeURIComponent(id)}` }, ofVolume(id));
  }

  async getSnapshot(context: RequestContext, id: string): Promise<SnapshotValues> {
    const { snapshot } = await this.#session.send(
      context,
      { path: `/snapshots/${encodeURIComponent(id)}` },
      { notFound: () => new SnapshotNotFound(id) },
    );
    return snapshotFromCinder(snapshot as Document);
  }

  async listSnapshots(context: RequestContext): Promise<readonly SnapshotValues[]> {
    return (await this.#all(context, 'snapshots')).map(snapshotFromCinder);
  }

  async createSnapshot(
    context: RequestContext,
    volumeId: string,
    { name, description, isForced }: NewSnapshot,
  ): Promise<SnapshotValues> {
    const { snapshot } = await this.#session.send(
      context,
      {
        method: 'POST',
        path: '/snapshots',
        json: { snapshot: { volume_id: volumeId, force: isForced, name, description } },
      },
      {
        notFound: () => new VolumeNotFound(volumeId),
        overLimit: () => new OverQuota('Quota exceeded for resources: snapshots'),
      },
    );
    return snapshotFromCinder(snapshot as Document);
  }

  async deleteSnapshot(context: RequestContext, id: string): Promise<void> {
    await this.#session.send(
      context,
      { method: 'DELETE', path: `/snapshots/${encodeURIComponent(id)}` },
      { notFound: () => new SnapshotNotFound(id) },
    );
  }

  /** The progress says that it is the Block Storage service's turn again. */
  async updateSnapshotStatus(context: RequestContext, id: string, status: string): Promise<void> {
    await this.#session.send(
      context,
      {
        method: 'POST',
        path: `/snapshots/${encodeURIComponent(id)}/action`,
        json: { 'os-update_snapshot_status': { status, progress: '90%' } },
      },
      { notFound: () => new SnapshotNotFound(id) },
    );
  }

  async encryptionMetadata(context: RequestContext, id: string): Promise<Document> {
    const path = `/volumes/${encodeURIComponent(id)}/encryption`;
    const metadata = await this.#session.send(context, { path }, ofVolume(id));
    // Of a volume that is not encrypted there is a key's name without a value.
    return typeof metadata.provider === 'string' ? metadata : {};
  }

  async createAttachment(
    context: RequestContext,
    volumeId: string,
    serverUuid: string,
    options: { readonly connector?: Document; readonly mountpoint?: string | null } = {},
  ): Promise<AttachmentValues> {
    const connector = options.connector === undefined ? null : placedAt(options.connector, options.mountpoint);
    const { attachment } = await this.#session.send(
      context,
      {
        method: 'POST',
        path: '/attachments',
        microversion: WITH_COMPLETE,
        json: { attachment: { volume_uuid: volumeId, connector, instance_uuid: serverUuid } },
      },
      ofVolume(volumeId),
    );
    return attachmentFromCinder(attachment as Document);
  }

  async updateAttachment(
    context: RequestContext,
    attachmentId: string,
    connector: Document,
    mountpoint: string | null,
  ): Promise<AttachmentValues> {
    const { attachment } = await this.#attachment(context, attachmentId, 'PUT', {
      attachment: { connector: placedAt(connector, mountpoint) },
    });
    return attachmentFromCinder(attachment as Document);
  }

  async getAttachment(context: RequestContext, attachmentId: string): Promise<AttachmentValues> {
    const { attachment } = await this.#attachment(context, attachmentId, 'GET');
    return attachmentFromCinder(attachment as Document);
  }

  async completeAttachment(context: RequestContext, attachmentId: string): Promise<void> {
    await this.#session.send(
      context,
      {
        method: 'POST',
        path: `/attachments/${encodeURIComponent(attachmentId)}/action`,
        microversion: WITH_COMPLETE,
        json: { 'os-complete': {} },
      },
      { notFound: () => new VolumeAttachmentNotFound(attachmentId) },
    );
  }

  async deleteAttachment(context: RequestContext, attachmentId: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        await this.#attachment(context, attachmentId, 'DELETE');
        return;
      } catch (error) {
        if (error instanceof VolumeAttachmentNotFound) {
          this.#logger.warning(`Attachment ${attachmentId} does not exist. Ignoring.`);
          return;
        }
        const isTheirs = error instanceof ClientException && (error.code === 500 || error.code === 504);
        if (!isTheirs || attempt === DELETE_ATTEMPTS) throw error;
        this.#logger.warning(`Delete attachment failed for attachment ${attachmentId}, retrying: ${error.message}`);
      }
  }

  async beginDetaching(context: RequestContext, volumeId: string): Promise<void> {
    await this.#act(context, volumeId, { 'os-begin_detaching': null });
  }

  async rollDetaching(context: RequestContext, volumeId: string): Promise<void> {
    await this.#act(context, volumeId, { 'os-roll_detaching': null });
  }

  async completeMigration(context: RequestContext, oldId: string, newId: string, isFailed: boolean): Promise<string> {
    const { save_volume_id: kept } = await this.#act(context, oldId, {
      'os-migrate_volume_completion': { new_volume: newId, error: isFailed },
    });
    return String(kept);
  }

  /** Of a volume that is attached too: nova has it reserved while its server is rebuilt. */
  async reimage(context: RequestContext, volumeId: string, imageId: string): Promise<void> {
    await this.#act(context, volumeId, { 'os-reimage': { image_id: imageId, reimage_reserved: true } }, WITH_REIMAGE);
  }

  async availabilityZones(context: RequestContext): Promise<readonly string[]> {
    const { availabilityZoneInfo: zones } = await this.#session.send(context, { path: '/os-availability-zone' });
    return ((zones ?? []) as readonly { zoneName: string; zoneState?: { available?: boolean } }[])
      .filter(({ zoneState }) => zoneState?.available === true)
      .map(({ zoneName }) => zoneName);
  }

  /** A list to its end, whatever the service has for the most that a page may be. */
  async #all(context: RequestContext, collection: 'volumes' | 'snapshots'): Promise<readonly Document[]> {
    const found: Document[] = [];
    for (let page = ''; ;) {
      const answer = await this.#session.send(context, { path: `/${collection}/detail${page}` });
      const items = (answer[collection] ?? []) as readonly Document[];
      found.push(...items);
      const links = (answer[`${collection}_links`] ?? []) as readonly { readonly rel?: string }[];
      const last = items.at(-1);
      if (last === undefined || !links.some(({ rel }) => rel === 'next')) return found;
      page = `?marker=${encodeURIComponent(String(last.id))}`;
    }
  }

  #attachment(context: RequestContext, id: string, method: string, json?: unknown): Promise<Document> {
    return this.#session.send(
      context,
      {
        method,
        path: `/attachments/${encodeURIComponent(id)}`,
        microversion: WITH_COMPLETE,
        ...(json === undefined ? {} : { json }),
      },
      { notFound: () => new VolumeAttachmentNotFound(id) },
    );
  }

  #act(context: RequestContext, volumeId: string, json: Document, microversion?: string): Promise<Document> {
    return this.#session.send(
      context,
      {
        method: 'POST',
        path: `/volumes/${encodeURIComponent(volumeId)}/action`,
        json,
        ...(microversion === undefined ? {} : { microversion }),
      },
      ofVolume(volumeId),
    );
  }
}

function ofVolume(id: string): Refusals {
  return { notFound: () => new VolumeNotFound(id), overLimit: (message) => new OverQuota(message) };
}

/** The API of attachments has no field for the mount point but one in the connector. */
function placedAt(connector: Document, mountpoint: string | null | undefined): Document {
  return mountpoint === null || mountpoint === undefined || 'mountpoint' in connector
    ? connector
    : { ...connector, mountpoint };
}

function set(name: string, value: string | null | undefined): Document {
  return value === null || value === undefined ? {} : { [name]: value };
}
