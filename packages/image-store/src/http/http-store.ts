// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import { Capability } from '../capabilities.js';
import {
  BadStoreConfiguration,
  BadStoreUri,
  RemoteServiceUnavailable,
  StoreAddDisabled,
  StoreDeleteNotSupported,
  StoreRandomGetNotSupported,
} from '../errors.js';
import type { ByteRange, ImageData, ImageStore, StoredImage } from '../image-store.js';
import type { StoreLocation } from '../location.js';
import { byteWindow } from './byte-window.js';
import { HttpDispatchers } from './http-dispatchers.js';
import { type HttpLocation, parseHttpLocation } from './http-location.js';
import type { HttpOptions } from './http-options.js';
import { type HttpQuery, NoAnswer, query } from './http-query.js';
import { contentLength, contentRange } from './http-sizes.js';

/**
 * Images that lie on web servers: glance_store's `http`, read only. Upstream reads from the beginning only; this reads
 * ranges too.
 */
export class HttpStore implements ImageStore {
  readonly capabilities: number = Capability.READ_RANDOM | Capability.DRIVER_REUSABLE;
  #dispatchers: HttpDispatchers | undefined;

  constructor(
    private readonly options: HttpOptions,
    private readonly logger: Logger,
  ) {}

  async configure(): Promise<void> {
    this.#dispatchers = await HttpDispatchers.create(this.options);
  }

  locationOf(uri: string): HttpLocation {
    return parseHttpLocation(uri);
  }

  owns(): boolean {
    return true;
  }

  uriOf(): undefined {
    return undefined;
  }

  async add(): Promise<StoredImage> {
    throw new StoreAddDisabled();
  }

  async delete(): Promise<void> {
    throw new StoreDeleteNotSupported();
  }

  async get(location: StoreLocation, { offset = 0, length }: ByteRange): Promise<ImageData> {
    if (length === 0) return { data: Readable.from([]), size: 0 };
    const partial = offset > 0 || length !== undefined;
    const last = length === undefined ? '' : String(offset + length - 1);
    const answer = await this.#query(location, {
      method: 'GET',
      ...(partial && { range: `bytes=${offset}-${last}` }),
    });
    const { statusCode, headers, body } = answer;
    const whole = contentLength(headers);
    if (!partial) return { data: body, size: whole };
    if (statusCode === 206) {
      const range = contentRange(headers);
      if (range?.first === offset && (length === undefined || range.last - range.first < length))
        return { data: body, size: whole ?? range.last - range.first + 1 };
      body.destroy();
      throw new StoreRandomGetNotSupported({ offset, chunk_size: length ?? 'None' });
    }
    // The server gives all of it, as RFC 9110 (14.2) lets it.
    const size = whole === undefined ? undefined : Math.max(0, Math.min(length ?? Infinity, whole - offset));
    return { data: byteWindow(body, offset, length), size };
  }

  /** Asks by HEAD; a server that has no HEAD, or no length in its answer, is asked for the first byte. */
  async getSize(location: StoreLocation): Promise<number | undefined> {
    const head = await this.#query(location, { method: 'HEAD', accept: [405, 501] }, invalidUrl);
    head.body.destroy();
    const size = contentLength(head.headers);
    if (head.statusCode < 300 && size !== undefined) return size;
    const first = await this.#query(location, { method: 'GET', range: 'bytes=0-0', accept: [416] }, invalidUrl);
    first.body.destroy();
    return first.statusCode === 200 ? contentLength(first.headers) : contentRange(first.headers)?.total;
  }

  properties(): Readonly<Record<string, unknown>> {
    return {};
  }

  async close(): Promise<void> {
    await this.#dispatchers?.close();
  }

  async #query(
    location: StoreLocation,
    what: HttpQuery,
    explain: (error: NoAnswer) => Error = unavailable,
  ): Promise<Awaited<ReturnType<typeof query>>> {
    if (this.#dispatchers === undefined)
      throw new BadStoreConfiguration({ store_name: 'http', reason: 'its connections could not be set up' });
    try {
      return await query(parseHttpLocation(location.uri), what, this.#dispatchers);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const explained = explain(error);
      this.logger.info(explained.message);
      throw explained;
    }
  }
}

function unavailable(error: NoAnswer): Error {
  return new RemoteServiceUnavailable({}, { cause: error });
}

function invalidUrl(error: NoAnswer): Error {
  return new BadStoreUri(`The HTTP URL is invalid: ${error.message}`, { cause: error });
}
