// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import { type Configuration, type Logger, silentLogger } from '@stackport/config';
import { Capability } from './capabilities.js';
import { type ConfiguredBackend, type CreatedStores, createStores, registerOptions } from './create-stores.js';
import { registeredDrivers } from './driver-registry.js';
import {
  BadStoreConfiguration,
  NotFound,
  StoreAddDisabled,
  StoreDeleteNotSupported,
  StoreGetNotSupported,
  StoreRandomGetNotSupported,
  StoreSelectionError,
  UnknownScheme,
} from './errors.js';
import { HashPool } from './hashing/hash-pool.js';
import type { AddOptions, ByteRange, ImageData, StoreDriver, StoredImage } from './image-store.js';
import { checkLocationMetadata, schemeOf } from './location.js';
import type { RegisteredStore } from './registered-store.js';
import { SchemeMap } from './scheme-map.js';
import { STAGING_STORE, glanceStoreOptions } from './store-options.js';
import { Upload } from './upload.js';

export interface StoreContainerOptions {
  /** In place of the drivers that are here. */
  readonly drivers?: readonly StoreDriver[];
  /** Refuses to start where a store cannot be configured; upstream, and the default, only takes adding from it. */
  readonly raiseBadConfiguration?: boolean;
}

/** What `GET /v2/info/stores` shows of a back end. */
export interface StoreInfo {
  readonly id: string;
  /** The driver, as the configuration names it. */
  readonly type: string;
  readonly description: string | undefined;
  readonly isDefault: boolean;
  readonly readOnly: boolean;
  /** False for a back end whose driver is not here. */
  readonly available: boolean;
  /** For the detailed list, with upstream's keys. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Schemes that a client may not name in a location: they would lead to files of this machine. */
const RESTRICTED_SCHEMES: readonly string[] = ['file', 'filesystem', 'swift+config'];

/**
 * The stores of one service: what glance_store's modules `backend` and `multi_backend` do with globals. A back end is
 * named by its identifier; in the old style by a scheme, or not at all.
 */
export class StoreContainer {
  /** The identifier that takes images when none is named; in the old style the scheme. */
  readonly defaultBackend: string;
  /** Whether `enabled_backends` is set. */
  readonly multiStore: boolean;
  readonly #created: CreatedStores;
  readonly #hashes: HashPool;
  readonly #logger: Logger;
  readonly #schemes = new SchemeMap();
  readonly #byIdentifier = new Map<string, RegisteredStore>();

  private constructor(created: CreatedStores, defaultBackend: string, hashes: HashPool, logger: Logger) {
    this.#created = created;
    this.#hashes = hashes;
    this.#logger = logger;
    this.multiStore = created.multiStore;
    this.defaultBackend = defaultBackend;
    const stores = created.backends.flatMap(({ store }) => store ?? []);
    for (const store of [...stores, ...created.reserved.values()]) {
      this.#byIdentifier.set(store.identifier, store);
      this.#schemes.register(store);
    }
  }

  /**
   * Registers the options, makes the stores and looks whether there is a default one.
   * @throws StoreSelectionError (exit code 1), BadStoreConfiguration (3)
   */
  static async create(
    configuration: Configuration,
    logger: Logger = silentLogger,
    { drivers = registeredDrivers, raiseBadConfiguration = false }: StoreContainerOptions = {},
  ): Promise<StoreContainer> {
    registerOptions(configuration);
    const hashes = new HashPool();
    const created = createStores({ configuration, drivers, upload: new Upload(hashes), logger });
    const options = configuration.get(glanceStoreOptions);
    const defaultBackend = created.multiStore ? options.default_backend : options.default_store;
    const container = new StoreContainer(created, defaultBackend ?? '', hashes, logger);
    container.#verifyDefaultStore();
    try {
      for (const { store } of created.backends) await store?.configure(raiseBadConfiguration);
      // In the old style a folder for staging is made when an image is staged.
      if (created.multiStore)
        for (const store of created.reserved.values()) await store.configure(raiseBadConfiguration);
    } catch (error) {
      await container.close();
      throw error;
    }
    return container;
  }

  /** Schemes of the stores that are enabled: `get_known_schemes`. */
  get knownSchemes(): readonly string[] {
    return this.#schemes.schemes;
  }

  /**
   * Stores a stream, and hashes it on the way.
   * @param backend - identifier; undefined for the default.
   * @param size - bytes that were announced; undefined where nobody did.
   * @throws UnknownScheme, StoreAddDisabled, and what `ImageStore.add` throws.
   */
  async add(
    backend: string | undefined,
    imageId: string,
    data: Readable,
    size: number | undefined,
    options: AddOptions = {},
  ): Promise<StoredImage> {
    const registered = this.getStore(backend ?? this.defaultBackend);
    await registered.configure();
    if (!registered.isCapable(Capability.WRITE_ACCESS)) throw new StoreAddDisabled();
    const stored = await registered.store.add(imageId, data, size, options);
    checkLocationMetadata(stored.metadata);
    return stored;
  }

  /**
   * Opens an image's data.
   * @param backend - from the location's metadata; without it, every store that takes such URIs is asked.
   * @throws NotFound, UnknownScheme, BadStoreUri, StoreGetNotSupported
   */
  async get(
    uri: string,
    { backend, ...range }: ByteRange & { readonly backend?: string | undefined } = {},
  ): Promise<ImageData> {
    return this.#at(uri, backend, async (registered) => {
      const { offset = 0, length } = range;
      if (!registered.isCapable(Capability.READ_ACCESS)) throw new StoreGetNotSupported();
      const wanted = [offset > 0 ? Capability.READ_OFFSET : 0, length === undefined ? 0 : Capability.READ_CHUNK];
      if (!registered.isCapable(...wanted))
        throw new StoreRandomGetNotSupported({ offset, chunk_size: length ?? 'None' });
      return registered.store.get(registered.store.locationOf(uri), range);
    });
  }

  /** Bytes of an image; undefined where a remote server does not say. */
  async getSize(uri: string, backend?: string): Promise<number | undefined> {
    return this.#at(uri, backend, ({ store }) => store.getSize(store.locationOf(uri)));
  }

  /** @throws NotFound, UnknownScheme, BadStoreUri, Forbidden, StoreDeleteNotSupported */
  async delete(uri: string, backend?: string): Promise<void> {
    return this.#at(uri, backend, async (registered) => {
      // A store that takes no more images because it could not be configured says so here too, as upstream.
      if (!registered.isCapable(Capability.WRITE_ACCESS)) throw new StoreDeleteNotSupported();
      await registered.store.delete(registered.store.locationOf(uri));
    });
  }

  /** Back ends in the order of the configuration, without the service's own. */
  stores(): readonly StoreInfo[] {
    return this.#created.backends.map((backend) => ({
      id: backend.identifier,
      type: backend.driverName,
      description: backend.description,
      isDefault: this.#isDefault(backend),
      readOnly: backend.store?.driver.readOnly ?? false,
      available: backend.store !== undefined,
      properties: backend.store?.store.properties() ?? {},
    }));
  }

  /** @param identifier - a reserved one too. @throws UnknownScheme */
  getStore(identifier: string): RegisteredStore {
    const store = this.#byIdentifier.get(identifier) ?? (this.multiStore ? undefined : this.#ofScheme(identifier));
    if (store === undefined) throw new UnknownScheme(`Store for identifier ${identifier} not found`);
    return store;
  }

  /** Which back end a location without one belongs to; upstream's `_get_store_id_from_uri`. */
  identifierOf(uri: string): string | undefined {
    return this.#schemes.ofScheme(schemeOf(uri)).find(({ store }) => store.owns(store.locationOf(uri)))?.identifier;
  }

  /** Where the data of a staged image is; undefined when there is no staging store. @throws Invalid */
  async stagedUriOf(imageId: string): Promise<string | undefined> {
    const staging = this.#byIdentifier.get(STAGING_STORE);
    await staging?.configure();
    return staging?.store.uriOf(imageId);
  }

  /** Whether a client may give locations of this scheme. */
  isAllowedForClients(scheme: string): boolean {
    return this.knownSchemes.includes(scheme.toLowerCase()) && !RESTRICTED_SCHEMES.includes(scheme.toLowerCase());
  }

  /** Ends threads and connections; what is under way fails. */
  async close(): Promise<void> {
    await this.#hashes.close();
    await Promise.all([...this.#byIdentifier.values()].map(({ store }) => store.close()));
  }

  /** Does something with the store of a URI: the named one, or the first that has the image. */
  async #at<T>(uri: string, backend: string | undefined, action: (store: RegisteredStore) => Promise<T>): Promise<T> {
    const candidates = this.#schemes.ofUri(uri);
    if (backend !== undefined) {
      const named = candidates.find(({ identifier }) => identifier === backend);
      if (named === undefined) throw new UnknownScheme({ scheme: backend });
      await named.configure();
      return action(named);
    }
    if (this.multiStore)
      this.#logger.warning('Backend is not set to image, searching all backends based on location URI.');
    const owners = candidates.filter(({ store }) => store.owns(store.locationOf(uri)));
    let missing: NotFound | undefined;
    // Where none could have written it, the first says what is wrong with the URI.
    for (const candidate of owners.length > 0 ? owners : candidates.slice(0, 1)) {
      try {
        await candidate.configure();
        return await action(candidate);
      } catch (error) {
        if (!(error instanceof NotFound)) throw error;
        missing = error;
      }
    }
    if (missing !== undefined && owners.length < 2) throw missing;
    throw new NotFound('Image not found in any configured backend');
  }

  #ofScheme(scheme: string): RegisteredStore | undefined {
    return this.#schemes.ofScheme(scheme).find((store) => !this.#created.reserved.has(store.identifier));
  }

  #isDefault({ identifier, store }: ConfiguredBackend): boolean {
    return this.multiStore
      ? identifier === this.defaultBackend
      : (store?.driver.schemes.includes(this.defaultBackend) ?? false);
  }

  /** glance_store's `verify_default_store` and `verify_store`. */
  #verifyDefaultStore(): void {
    const wanted = this.defaultBackend;
    if (wanted === '') throw new StoreSelectionError("'default_backend' config option is not set.");
    if (this.multiStore) {
      const backend = this.#created.backends.find(({ identifier }) => identifier === wanted);
      if (backend === undefined) throw new StoreSelectionError(`Store for identifier ${wanted} not found`);
      if (backend.store === undefined) throw noDriver(wanted, [backend.driverName]);
      return;
    }
    if (this.#ofScheme(wanted) !== undefined) return;
    const missing = this.#created.backends
      .filter(({ store }) => store === undefined)
      .map(({ driverName }) => driverName);
    if (missing.length > 0) throw noDriver(wanted, missing);
    throw new StoreSelectionError(`Store for scheme ${wanted} not found`);
  }
}

function noDriver(store: string, missing: readonly string[]): BadStoreConfiguration {
  return new BadStoreConfiguration({
    store_name: store,
    reason: `there is no driver ${missing.join(', ')} here.`,
  });
}
