// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import {
  ClientSession,
  HttpTransport,
  ServerRotation,
  ServersFailed,
  type ClientRequest,
  type ClientResponse,
  type OwnToken,
} from '@stackport/keystone';
import {
  GlanceConnectionFailed,
  ImageLimitExceeded,
  ImageNotAuthorized,
  ImageNotFound,
} from '../errors/volume-driver.js';
import { InvalidInput } from '../errors/base.js';

/** An image as the Image API v2 shows it; properties stand beside the base fields. */
export interface Image {
  readonly id: string;
  readonly status: string;
  readonly name: string | null;
  readonly disk_format: string | null;
  readonly container_format: string | null;
  readonly size: number | null;
  readonly virtual_size?: number | null;
  readonly min_disk: number;
  readonly min_ram: number;
  readonly checksum: string | null;
  readonly owner: string | null;
  readonly updated_at: string;
  readonly protected: boolean;
  readonly visibility: string;
  readonly direct_url?: string;
  /** Of an image of an encrypted volume. */
  readonly cinder_encryption_key_id?: string | null;
  readonly locations?: readonly { readonly url: string }[];
  readonly [property: string]: unknown;
}

export interface GlanceClientInit {
  /** URLs of the Image service; the catalog's where there are none. */
  readonly servers: readonly string[];
  readonly catalog: { readonly serviceType: string; readonly serviceName: string; readonly interface: string };
  /** Beside the first. */
  readonly retries: number;
  readonly transport: HttpTransport;
  readonly serviceToken?: OwnToken | undefined;
  readonly logger: Logger;
}

/** The Image service over its API v2: upstream's cinder/image/glance.py. Bytes are streamed, both ways. */
export class GlanceClient {
  readonly #servers: ServerRotation;

  constructor({ servers, catalog, retries, transport, serviceToken, logger }: GlanceClientInit) {
    const session = new ClientSession({
      transport,
      endpoint: {
        serviceType: catalog.serviceType,
        serviceName: catalog.serviceName,
        interfaces: [catalog.interface],
      },
      serviceToken,
      userAgent: 'cinder-volume',
      logger,
    });
    this.#servers = new ServerRotation({
      session,
      servers: servers.map((server) => server.replace(/\/v2\/?$/, '')),
      retries,
      service: 'glance',
      logger,
    });
  }

  /** Throws `ImageNotFound`, `ImageNotAuthorized`, `GlanceConnectionFailed`, as all of these. */
  async show(context: RequestContext, imageId: string): Promise<Image> {
    return (await (await this.#request(context, imageId, { path: imagePath(imageId) })).json()) as Image;
  }

  /** The images of that name that the caller sees. */
  async listByName(context: RequestContext, name: string): Promise<readonly Image[]> {
    const answer = await this.#request(context, name, { path: '/v2/images', query: { name } });
    return ((await answer.json()) as { images: readonly Image[] }).images;
  }

  /** The stores that images can be in; none where the Image service has but one of the old style. */
  async listStores(context: RequestContext): Promise<readonly { readonly id: string; readonly readOnly: boolean }[]> {
    const answer = await this.#request(context, '', { path: '/v2/info/stores' });
    const { stores } = (await answer.json()) as { stores: readonly { id: string; 'read-only'?: unknown }[] };
    return stores.map((store) => ({
      id: store.id,
      readOnly: store['read-only'] === true || store['read-only'] === 'true',
    }));
  }

  /** Where the image's bytes are, as far as the Image service tells: `file:///…`. */
  async locations(context: RequestContext, imageId: string): Promise<readonly string[]> {
    const image = await this.show(context, imageId);
    const urls = [image.direct_url, ...(image.locations ?? []).map(({ url }) => url)];
    return [...new Set(urls.filter((url): url is string => typeof url === 'string'))];
  }

  /** The image's bytes; to be read to the end or destroyed. */
  async download(context: RequestContext, imageId: string): Promise<Readable> {
    const response = await this.#request(context, imageId, {
      path: `${imagePath(imageId)}/file`,
      headers: { accept: 'application/octet-stream' },
    });
    if (response.status === 204) {
      await response.drop();
      return Readable.from([]);
    }
    return response.body;
  }

  async create(context: RequestContext, image: Readonly<Record<string, unknown>>): Promise<Image> {
    return (await (
      await this.#request(context, '', { method: 'POST', path: '/v2/images', json: image })
    ).json()) as Image;
  }

  /** Sets properties, one by one as JSON pointers. */
  async update(context: RequestContext, imageId: string, values: Readonly<Record<string, unknown>>): Promise<void> {
    const patch = Object.entries(values).map(([name, value]) => ({
      op: 'add',
      path: `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      value,
    }));
    const response = await this.#request(context, imageId, {
      method: 'PATCH',
      path: imagePath(imageId),
      headers: { 'content-type': 'application/openstack-images-v2.1-json-patch' },
      body: JSON.stringify(patch),
    });
    await response.drop();
  }

  /** Gives a queued image its bytes. Not repeated: what was read is gone. */
  async upload(context: RequestContext, imageId: string, data: Readable): Promise<void> {
    const response = await this.#request(context, imageId, {
      method: 'PUT',
      path: `${imagePath(imageId)}/file`,
      headers: { 'content-type': 'application/octet-stream' },
      body: data,
    });
    await response.drop();
  }

  async delete(context: RequestContext, imageId: string): Promise<void> {
    await (await this.#request(context, imageId, { method: 'DELETE', path: imagePath(imageId) })).drop();
  }

  async close(): Promise<void> {
    await this.#servers.close();
  }

  async #request(context: RequestContext, imageId: string, what: ClientRequest): Promise<ClientResponse> {
    let response: ClientResponse;
    try {
      response = await this.#servers.request({ ...what, onBehalfOf: context });
    } catch (error) {
      if (error instanceof ServersFailed) throw new GlanceConnectionFailed(error.message, { cause: error });
      throw error;
    }
    if (response.status < 400) return response;
    throw refusal(response.status, imageId, `HTTP ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }
}

function imagePath(imageId: string): string {
  return `/v2/images/${encodeURIComponent(imageId)}`;
}

function refusal(status: number, imageId: string, text: string): Error {
  if (status === 404) return new ImageNotFound(imageId);
  if (status === 401 || status === 403) return new ImageNotAuthorized(imageId);
  if (status === 413) return new ImageLimitExceeded();
  if (status === 400) return new InvalidInput(text);
  return new GlanceConnectionFailed(text);
}
