// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Configuration, Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { HashPool } from '@stackport/image-store';
import {
  type ClientRequest,
  type ClientResponse,
  EndpointNotFound,
  KeystoneUnavailable,
  ServerRotation,
  ServersFailed,
  sessionFromOptions,
} from '@stackport/keystone';
import { Forbidden, Invalid, NotFound } from '../errors/base.js';
import {
  GlanceConnectionFailed,
  ImageBadRequest,
  ImageDeleteConflict,
  ImageNotAuthorized,
  ImageNotFound,
  ImageQuotaExceeded,
  ImageUnacceptable,
} from '../errors/image.js';
import { LONGEST_ANSWER, onBehalf } from '../on-behalf.js';
import { glanceClientOptions, glanceOptions, serviceUserClientOptions, serviceUserOptions } from '../options/index.js';
import { writeImageFile } from './download-image.js';
import { imageFromGlance, imageToGlance, type PatchStep, propertyPatch } from './image-values.js';
import type { ImageProperty, ImageQuery, Images, ImageValues, NewImage } from './images.js';

type Document = Readonly<Record<string, unknown>>;

/** The Image service over its API v2 (nova 26, image/glance.py). Bytes are streamed, both ways. */
export class GlanceClient implements Images {
  readonly #servers: ServerRotation;
  readonly #hashes = new HashPool();

  constructor(servers: ServerRotation) {
    this.#servers = servers;
  }

  /** That of `[glance]`. @throws TypeError for credentials that lack something */
  static fromConfiguration(configuration: Configuration, logger: Logger): GlanceClient {
    const { api_servers: servers = [], num_retries: retries } = configuration.get(glanceOptions);
    const sendsServiceToken = configuration.get(serviceUserOptions).send_service_user_token;
    const session = sessionFromOptions(
      configuration,
      glanceClientOptions,
      {
        serviceType: 'image',
        interfaces: ['internal', 'public'],
        userAgent: 'nova',
        timeout: LONGEST_ANSWER,
        ...(sendsServiceToken ? { serviceUser: serviceUserClientOptions } : {}),
      },
      logger,
    );
    // Processes begin at different servers, as upstream shuffles them.
    const first = Math.floor(Math.random() * servers.length);
    const turned = [...servers.slice(first), ...servers.slice(0, first)];
    return new GlanceClient(
      new ServerRotation({
        session,
        servers: turned.map((server) => server.replace(/\/v\d+(\.\d+)?\/?$/, '')),
        retries,
        service: 'glance',
        logger,
      }),
    );
  }

  async show(context: RequestContext, id: string): Promise<ImageValues> {
    const document = await this.#json(context, { path: imagePath(id) }, id);
    if (!isAvailable(context, document)) throw new ImageNotFound(id);
    return imageFromGlance(document);
  }

  async download(context: RequestContext, image: ImageValues, path: string): Promise<void> {
    const response = await this.#send(
      context,
      { path: `${imagePath(image.id)}/file`, headers: { accept: 'application/octet-stream' } },
      image.id,
    );
    if (response.status === 204) {
      await response.drop();
      throw new ImageUnacceptable(image.id, 'Image has no associated data');
    }
    await writeImageFile(image, response.body, path, this.#hashes);
  }

  async create(context: RequestContext, image: NewImage): Promise<ImageValues> {
    return imageFromGlance(
      await this.#json(context, { method: 'POST', path: '/v2/images', json: imageToGlance(image) }),
    );
  }

  async setFormat(context: RequestContext, id: string, diskFormat: string): Promise<void> {
    const { container_format: container } = await this.show(context, id);
    const patch: PatchStep[] = [{ op: 'add', path: '/disk_format', value: diskFormat }];
    // The Image service takes no bytes for an image that says half of what they are.
    if (container === null) patch.push({ op: 'add', path: '/container_format', value: 'bare' });
    await (await this.#patch(context, id, patch)).drop();
  }

  async upload(context: RequestContext, id: string, data: Readable, size: number): Promise<void> {
    const response = await this.#send(
      context,
      {
        method: 'PUT',
        path: `${imagePath(id)}/file`,
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
        body: data,
      },
      id,
    );
    await response.drop();
  }

  async delete(context: RequestContext, id: string): Promise<void> {
    try {
      await (await this.#send(context, { method: 'DELETE', path: imagePath(id) }, id)).drop();
    } catch (error) {
      if (!(error instanceof ImageNotFound)) throw error;
    }
  }

  list(context: RequestContext, filters: Readonly<Record<string, string>>): Promise<readonly ImageValues[]> {
    return this.find(context, { filters, limit: Number.POSITIVE_INFINITY });
  }

  async find(context: RequestContext, { filters, limit, marker }: ImageQuery): Promise<readonly ImageValues[]> {
    const found: ImageValues[] = [];
    let request: ClientRequest | undefined = {
      path: '/v2/images',
      query: {
        ...filters,
        sort_key: 'created_at',
        sort_dir: 'desc',
        ...(Number.isFinite(limit) ? { limit: String(limit) } : {}),
        ...(marker === undefined ? {} : { marker }),
      },
    };
    while (request !== undefined && found.length < limit) {
      const page: Document = await this.#json(context, request);
      const images = Array.isArray(page.images) ? (page.images as readonly Document[]) : [];
      found.push(...images.filter((image) => isAvailable(context, image)).map(imageFromGlance));
      request = typeof page.next === 'string' && page.next.startsWith('/v2/') ? { path: page.next } : undefined;
    }
    return found.slice(0, limit);
  }

  async setProperties(
    context: RequestContext,
    id: string,
    properties: Readonly<Record<string, ImageProperty>>,
  ): Promise<ImageValues> {
    const current = await this.show(context, id);
    const patch = propertyPatch(current.properties, properties);
    return patch.length === 0
      ? current
      : imageFromGlance((await (await this.#patch(context, id, patch)).json()) as Document);
  }

  /** Ends the connections and the threads that hash. */
  async close(): Promise<void> {
    await this.#servers.close();
    await this.#hashes.close();
  }

  async #json(context: RequestContext, request: ClientRequest, id?: string): Promise<Document> {
    return (await (await this.#send(context, request, id)).json()) as Document;
  }

  #patch(context: RequestContext, id: string, patch: readonly PatchStep[]): Promise<ClientResponse> {
    const headers = { 'content-type': 'application/openstack-images-v2.1-json-patch' };
    return this.#send(context, { method: 'PATCH', path: imagePath(id), headers, body: JSON.stringify(patch) }, id);
  }

  async #send(context: RequestContext, request: ClientRequest, id?: string): Promise<ClientResponse> {
    let response: ClientResponse;
    try {
      response = await this.#servers.request(onBehalf(context, request));
    } catch (error) {
      if (error instanceof ServersFailed)
        throw new GlanceConnectionFailed(error.server, error.message, { cause: error });
      if (error instanceof EndpointNotFound || error instanceof KeystoneUnavailable)
        throw new GlanceConnectionFailed('', error.message, { cause: error });
      throw error;
    }
    if (response.status < 400) return response;
    const text = `HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`;
    throw id === undefined ? plainRefusal(response.status, text) : imageRefusal(response.status, id, text);
  }
}

function imagePath(id: string): string {
  return `/v2/images/${encodeURIComponent(id)}`;
}

function imageRefusal(status: number, id: string, text: string): Error {
  if (status === 404) return new ImageNotFound(id);
  if (status === 401 || status === 403) return new ImageNotAuthorized(id);
  if (status === 400) return new ImageBadRequest(id, text);
  if (status === 413) return new ImageQuotaExceeded(id);
  if (status === 409) return new ImageDeleteConflict(text);
  return new GlanceConnectionFailed('', text);
}

/** Of what is about no single image. */
function plainRefusal(status: number, text: string): Error {
  if (status === 404) return new NotFound(text);
  if (status === 401 || status === 403) return new Forbidden(text);
  if (status === 400 || status === 409) return new Invalid(text);
  return new GlanceConnectionFailed('', text);
}

/** Without a token nobody has looked at who asks: an Image service without authentication. */
function isAvailable(context: RequestContext, image: Document): boolean {
  if (context.authToken !== undefined || context.isAdmin || image.visibility === 'public') return true;
  if (context.projectId !== undefined && image.owner_id !== undefined) return image.owner_id === context.projectId;
  if (context.projectId !== undefined && image.project_id !== undefined) return image.project_id === context.projectId;
  return image.user_id !== undefined && image.user_id === context.userId;
}
