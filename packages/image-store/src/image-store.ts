// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Declarations, Logger, Values } from '@stackport/config';
import type { LocationMetadata, StoreLocation } from './location.js';
import type { Upload } from './upload.js';

/** Sees every byte in order while it is stored: what checks an image's signature. */
export interface Verifier {
  update(bytes: Uint8Array): void;
}

export interface AddOptions {
  /** hashlib's name; `sha512` by default. */
  readonly hashAlgorithm?: string;
  readonly verifier?: Verifier;
}

/** What `add` has stored. */
export interface StoredImage {
  readonly uri: string;
  /** Bytes. */
  readonly size: number;
  /** md5, hexadecimal. */
  readonly checksum: string;
  /** With the asked algorithm, hexadecimal. */
  readonly multihash: string;
  /** Of the location; holds `store` where there are several back ends. */
  readonly metadata: LocationMetadata;
}

/** Bytes of an image: all, from `offset`, or `length` of them. */
export interface ByteRange {
  readonly offset?: number;
  readonly length?: number;
}

export interface ImageData {
  /** Destroy it when it is not read to its end. */
  readonly data: Readable;
  /** How many bytes `data` gives; undefined where a remote server does not say. */
  readonly size: number | undefined;
}

/** Where images are kept: glance_store's `Store`. The container checks capabilities before it calls. */
export interface ImageStore {
  /** Sum of `Capability`; WRITE_ACCESS is taken away by the container when `configure` fails. */
  readonly capabilities: number;
  /**
   * Looks whether it can work: called once, before anything else.
   * @throws BadStoreConfiguration
   */
  configure(): Promise<void>;
  /** @throws BadStoreUri */
  locationOf(uri: string): StoreLocation;
  /** Whether the location is one that this store could have written or may read. */
  owns(location: StoreLocation): boolean;
  /** Where an image of that id is, or would be; undefined where that is not known before. @throws Invalid */
  uriOf(imageId: string): string | undefined;
  /**
   * Stores a stream. On any failure nothing is left; the stream is not destroyed then, its owner decides.
   * @param size - bytes that were announced; undefined where nobody did.
   * @throws Duplicate, StorageFull, StorageWriteDenied, SizeMismatch, UnknownHashingAlgo, and what `data` fails with.
   */
  add(imageId: string, data: Readable, size: number | undefined, options: AddOptions): Promise<StoredImage>;
  /** @throws NotFound, BadStoreUri, RemoteServiceUnavailable */
  get(location: StoreLocation, range: ByteRange): Promise<ImageData>;
  /** Bytes; undefined where a remote server does not say. @throws NotFound, BadStoreUri */
  getSize(location: StoreLocation): Promise<number | undefined>;
  /** @throws NotFound, Forbidden */
  delete(location: StoreLocation): Promise<void>;
  /** For `GET /v2/info/stores/detail`, with upstream's keys. */
  properties(): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface DriverContext {
  /** The back end's identifier; undefined in the old style, where there is one store of a kind. */
  readonly backend: string | undefined;
  /** Hashes what is added, off the main thread. */
  readonly upload: Upload;
  readonly logger: Logger;
}

/** What the container knows of a kind of store. */
export interface StoreDriverInfo<T extends Declarations> {
  /** As `stores` and `enabled_backends` name it; the first is the short one. */
  readonly names: readonly string[];
  readonly schemes: readonly string[];
  /** Read from the back end's group, or from `[glance_store]` in the old style. */
  readonly options: T;
  /** Shown as read-only by `GET /v2/info/stores`. */
  readonly readOnly: boolean;
}

/** A kind of store that can be registered. */
export interface StoreDriver extends StoreDriverInfo<Declarations> {
  create(context: DriverContext, options: unknown): ImageStore;
}

/** Declares a driver: an s3 store is one more of these. Its `create` gets the values of the options it declares. */
export function defineDriver<const T extends Declarations>(
  driver: StoreDriverInfo<T> & { create(context: DriverContext, options: Values<T>): ImageStore },
): StoreDriver {
  return { ...driver, create: (context, options) => driver.create(context, options as Values<T>) };
}
