// SPDX-License-Identifier: Apache-2.0
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { ExpiringCache } from '@stackport/keystone';
import { HttpError, type Request } from '@stackport/wsgi';
import { NotFound } from '../errors/base.js';
import { NoPortOfProvider } from '../errors/network.js';
import type { FoundServer, Networks } from '../network/networks.js';
import { InstanceMetadata } from './instance-metadata.js';
import type { MetadataServer } from './metadata-server.js';
import type { VendorData } from './vendor-data.js';

/** Servers, as the metadata service looks for them: in every cell, or in its own where `local_metadata_per_cell` says so. */
export interface MetadataServers {
  /** Rejects with `InstanceNotFound`, or another of what is not found. */
  get(uuid: string): Promise<MetadataServer>;
  /**
   * Keeps a password that a guest has set.
   * @param metadata - items of system metadata
   * @returns whether there was none before. Rejects with `InstanceNotFound`
   */
  setPassword(uuid: string, metadata: Readonly<Record<string, string>>): Promise<boolean>;
}

/** Of `[api]` and `[neutron]`. */
export interface MetadataSettings {
  readonly dhcp_domain: string;
  readonly use_forwarded_for: boolean;
  /** Seconds. */
  readonly metadata_cache_expiration: number;
  readonly service_metadata_proxy: boolean;
  readonly metadata_proxy_shared_secret: string;
}

export interface MetadataFinderInit {
  readonly servers: MetadataServers;
  readonly networks: Pick<Networks, 'serverOfAddress' | 'serverBehindProvider'>;
  readonly vendorData: VendorData;
  readonly settings: MetadataSettings;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Entries of each of the two caches. */
const MOST_KEPT = 10_000;
const UNKNOWN_ERROR = 'An unknown error has occurred. Please try your request again.';

/** Finds out which server's guest asks, and what it can be told (nova 26, api/metadata/handler.py). */
export class MetadataFinder {
  readonly #init: MetadataFinderInit;
  readonly #known: ExpiringCache<InstanceMetadata>;
  readonly #behindProviders: ExpiringCache<FoundServer>;

  constructor(init: MetadataFinderInit) {
    this.#init = init;
    this.#known = new ExpiringCache(MOST_KEPT, init.now);
    this.#behindProviders = new ExpiringCache(MOST_KEPT, init.now);
    const { service_metadata_proxy: isProxied, metadata_proxy_shared_secret: secret } = init.settings;
    if (isProxied && secret === '')
      init.logger.warning(
        'metadata_proxy_shared_secret is not configured, the metadata information returned by the proxy cannot be trusted',
      );
  }

  /**
   * Undefined for a guest that nobody knows. Rejects with `HttpError`: 400 for a proxy's request that lacks something, 403 for
   * one that is not signed by it, 500 where it could not be found out.
   */
  find(request: Request): Promise<InstanceMetadata | undefined> {
    const { settings, logger } = this.#init;
    if (settings.service_metadata_proxy)
      return isGiven(request.headers.get('x-metadata-provider'))
        ? this.#behindProvider(request)
        : this.#byInstanceId(request);
    if (isGiven(request.headers.get('x-instance-id')))
      logger.warning(
        "X-Instance-ID present in request headers. The 'service_metadata_proxy' option must be enabled to process this header.",
      );
    return this.#byAddress(request);
  }

  /** Has a server looked at anew the next time. */
  forget(metadata: InstanceMetadata): void {
    this.#known.set(keyOf(metadata.server.instance.uuid), metadata, 0);
  }

  async #byAddress(request: Request): Promise<InstanceMetadata | undefined> {
    const { networks, settings, logger } = this.#init;
    const forwarded = settings.use_forwarded_for ? request.headers.get('x-forwarded-for') : undefined;
    const address = forwarded ?? request.remoteAddress;
    try {
      const uuid = await networks.serverOfAddress(RequestContext.admin(), address);
      return await this.#load(uuid, address);
    } catch (error) {
      logger.error(`Failed to get metadata for IP ${address}`, error);
      if (error instanceof NotFound) return undefined;
      throw new HttpError(500, UNKNOWN_ERROR, { cause: error });
    }
  }

  #byInstanceId(request: Request): Promise<InstanceMetadata | undefined> {
    const { headers } = request;
    const [instanceId, signature, projectId] = ['X-Instance-ID', 'X-Instance-ID-Signature', 'X-Tenant-ID'].map(
      (name) => {
        const [value, another] = headers.getAll(name);
        if (value === undefined) throw new HttpError(400, `${name} header is missing from request.`);
        if (another !== undefined) throw new HttpError(400, `Multiple ${name} headers found within request.`);
        return value;
      },
    ) as [string, string, string];
    const address = headers.get('x-forwarded-for') ?? null;
    this.#checkSignature(instanceId, signature, address);
    return this.#ofProject(instanceId, projectId, address);
  }

  async #behindProvider({ headers }: Request): Promise<InstanceMetadata | undefined> {
    const { networks, settings, logger } = this.#init;
    const forwarded = headers.get('x-forwarded-for');
    if (forwarded === undefined) throw new HttpError(400, 'X-Forwarded-For is missing from request.');
    const providerId = headers.get('x-metadata-provider') ?? '';
    const address = forwarded.split(',', 1)[0] ?? '';
    if (settings.metadata_proxy_shared_secret !== '')
      this.#checkSignature(providerId, headers.get('x-metadata-provider-signature'), address);
    const key = JSON.stringify([providerId, address]);
    let found = this.#behindProviders.get(key);
    if (found === undefined)
      try {
        found = await networks.serverBehindProvider(RequestContext.admin(), providerId, address);
        this.#behindProviders.set(key, found, settings.metadata_cache_expiration * 1000);
      } catch (error) {
        logger.error(
          `Failed to get instance id for metadata request, provider ${providerId} requester ${address}`,
          error,
        );
        throw new HttpError(400, error instanceof NoPortOfProvider ? error.message : UNKNOWN_ERROR, { cause: error });
      }
    return this.#ofProject(found.uuid, found.projectId, address);
  }

  async #ofProject(
    instanceId: string,
    projectId: string,
    address: string | null,
  ): Promise<InstanceMetadata | undefined> {
    const { logger } = this.#init;
    try {
      const metadata = await this.#load(instanceId, address);
      if (metadata.server.instance.project_id === projectId) return metadata;
      logger.warning(`Tenant_id ${projectId} does not match tenant_id of instance ${instanceId}.`);
      return undefined;
    } catch (error) {
      logger.error(`Failed to get metadata for instance id: ${instanceId}`, error);
      if (error instanceof NotFound) return undefined;
      throw new HttpError(500, UNKNOWN_ERROR, { cause: error });
    }
  }

  async #load(uuid: string, address: string | null): Promise<InstanceMetadata> {
    const { servers, vendorData, settings } = this.#init;
    const known = this.#known.get(keyOf(uuid));
    if (known !== undefined) return known;
    const server = await servers.get(uuid);
    const metadata = new InstanceMetadata({ server, address, domain: settings.dhcp_domain, vendorData });
    this.#known.set(keyOf(uuid), metadata, settings.metadata_cache_expiration * 1000);
    return metadata;
  }

  /** In the same time whatever the signature is. */
  #checkSignature(signed: string, signature: string | undefined, address: string | null): void {
    const { settings, logger } = this.#init;
    const expected = createHmac('sha256', settings.metadata_proxy_shared_secret).update(signed).digest('hex');
    const [given, wanted] = [Buffer.from(signature ?? ''), Buffer.from(expected)];
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return;
    logger.warning(`X-Instance-ID-Signature does not match for id: ${signed}. Request From: ${address ?? 'None'}`);
    throw new HttpError(403, 'Invalid proxy request signature.');
  }
}

function keyOf(uuid: string): string {
  return uuid.toLowerCase();
}

function isGiven(header: string | undefined): boolean {
  return header !== undefined && header !== '';
}
