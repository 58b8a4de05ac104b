// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import type { BucketLocationConstraint, S3Client } from '@aws-sdk/client-s3';
import { Capability } from '../capabilities.js';
import { BackendException, BadStoreConfiguration, Duplicate } from '../errors.js';
import type { AddOptions, ByteRange, DriverContext, ImageData, ImageStore, StoredImage } from '../image-store.js';
import type { StoreLocation } from '../location.js';
import { type S3Clients, S3Connection } from './s3-connection.js';
import { readFailure, statusOf, writeFailure } from './s3-failure.js';
import { parseS3Location, type S3Location, s3UriPrefix } from './s3-location.js';
import { MAX_PARTS, S3ObjectWriter } from './s3-object-writer.js';
import type { S3Options } from './s3-options.js';

/**
 * Images as objects of a bucket, in Amazon's S3 or in what speaks it: glance_store's `s3`. What differs: parts of an
 * object are the unit that is held in memory, so what is larger than one is sent in parts however small
 * `s3_store_large_object_size` would let it be; and ranges are read.
 */
export class S3Store implements ImageStore {
  readonly capabilities: number = Capability.READ_RANDOM | Capability.WRITE_ACCESS | Capability.DRIVER_REUSABLE;
  readonly #context: DriverContext;
  readonly #options: S3Options;
  readonly #connection: S3Connection | BadStoreConfiguration;
  #clients: S3Clients | undefined;

  constructor(context: DriverContext, options: S3Options) {
    this.#context = context;
    this.#options = options;
    this.#connection = connectionOf(options);
  }

  async configure(): Promise<void> {
    this.#clients ??= await this.#configured().open(this.#options);
  }

  locationOf(uri: string): S3Location {
    return parseS3Location(uri);
  }

  owns(location: StoreLocation): boolean {
    return this.#connection instanceof S3Connection && location.uri.startsWith(this.#prefix());
  }

  uriOf(imageId: string): string {
    return `${this.#prefix()}${imageId}`;
  }

  async add(imageId: string, data: Readable, size: number | undefined, options: AddOptions): Promise<StoredImage> {
    const { backend, logger, upload } = this.#context;
    const { bucket, partSize, largeObjectSize, parallel } = this.#configured();
    const { library, client } = this.#opened();
    await this.#prepare(imageId);
    const object = { library, client, bucket, key: imageId, parallel };
    const inParts = Math.min(partSize, Math.max(largeObjectSize, SMALLEST_PART));
    const writer = new S3ObjectWriter({ ...object, partSize: Math.max(inParts, Math.ceil((size ?? 0) / MAX_PARTS)) });
    try {
      const result = await upload.run(data, size, options, (bytes) => writer.write(bytes));
      await writer.finish();
      logger.debug(`Wrote ${result.size} bytes to S3 key named ${imageId} with checksum ${result.checksum}`);
      return { ...result, uri: this.uriOf(imageId), metadata: backend === undefined ? {} : { store: backend } };
    } catch (error) {
      await writer.discard().catch((failure: unknown) => {
        logger.warning(`Unable to remove what was sent of S3 key ${imageId}: ${String(failure)}`);
      });
      throw error;
    }
  }

  async get(location: StoreLocation, { offset = 0, length }: ByteRange): Promise<ImageData> {
    const { credentials, bucket, key } = parseS3Location(location.uri);
    const { library } = this.#opened();
    const whole = await this.getSize(location);
    const size = Math.max(0, Math.min(length ?? Infinity, whole - offset));
    if (size === 0) return { data: Readable.from([]), size };
    const client = this.#clientFor(credentials);
    try {
      const partial = offset > 0 || length !== undefined;
      const answer = await client.send(
        new library.GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(partial && { Range: `bytes=${offset}-${offset + size - 1}` }),
        }),
      );
      const data = answer.Body as Readable;
      data.once('close', () => this.#release(client));
      return { data, size };
    } catch (error) {
      this.#release(client);
      throw readFailure(key, error);
    }
  }

  async getSize(location: StoreLocation): Promise<number> {
    const { library } = this.#opened();
    return this.#at(location, async (client, object) => {
      const { ContentLength: size } = await client.send(new library.HeadObjectCommand(object));
      return size ?? 0;
    });
  }

  async delete(location: StoreLocation): Promise<void> {
    const { library } = this.#opened();
    // Deleting what is not there is no error to S3.
    await this.getSize(location);
    await this.#at(location, (client, object) => client.send(new library.DeleteObjectCommand(object)));
  }

  properties(): Readonly<Record<string, unknown>> {
    const { s3_store_large_object_size: large, s3_store_large_object_chunk_size: part } = this.#options;
    return {
      s3_store_large_object_size: large * MIB,
      s3_store_large_object_chunk_size: part * MIB,
      s3_store_thread_pools: this.#options.s3_store_thread_pools,
    };
  }

  async close(): Promise<void> {
    this.#clients?.client.destroy();
  }

  /** Sees to the bucket. @throws Duplicate, BackendException, StorageWriteDenied, RemoteServiceUnavailable */
  async #prepare(key: string): Promise<void> {
    const { bucket, region } = this.#configured();
    const { library, client } = this.#opened();
    const answers = async (request: Promise<unknown>): Promise<boolean> => {
      try {
        await request;
        return true;
      } catch (error) {
        if (statusOf(error) === 404) return false;
        throw writeFailure(error);
      }
    };
    if (!(await answers(client.send(new library.HeadBucketCommand({ Bucket: bucket }))))) {
      if (!this.#options.s3_store_create_bucket_on_put)
        throw new BackendException(
          `The bucket ${bucket} does not exist in S3. Please set the s3_store_create_bucket_on_put option to add bucket to S3 automatically.`,
        );
      const isElsewhere = region !== undefined && region !== DEFAULT_REGION;
      await client
        .send(
          new library.CreateBucketCommand({
            Bucket: bucket,
            ...(isElsewhere && {
              CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint },
            }),
          }),
        )
        .catch((error: unknown) => {
          // Another process was first.
          if (statusOf(error) !== 409) throw writeFailure(error);
        });
    }
    if (await answers(client.send(new library.HeadObjectCommand({ Bucket: bucket, Key: key })))) {
      this.#context.logger.warning(`S3 already has an image with bucket ID ${bucket}, key ${key}`);
      throw new Duplicate({ image: key });
    }
  }

  /** Asks something about an object, with the keys of its location. */
  async #at<T>(
    location: StoreLocation,
    action: (client: S3Client, object: { Bucket: string; Key: string }) => Promise<T>,
  ): Promise<T> {
    const { credentials, bucket, key } = parseS3Location(location.uri);
    const client = this.#clientFor(credentials);
    try {
      return await action(client, { Bucket: bucket, Key: key });
    } catch (error) {
      throw readFailure(key, error);
    } finally {
      this.#release(client);
    }
  }

  #clientFor(credentials: S3Location['credentials']): S3Client {
    const { client, create } = this.#opened();
    const { accessKey, secretKey } = this.#configured().credentials;
    const isOurs = credentials.accessKey === accessKey && credentials.secretKey === secretKey;
    return isOurs ? client : create(credentials);
  }

  #release(client: S3Client): void {
    if (client !== this.#clients?.client) client.destroy();
  }

  #prefix(): string {
    const { scheme, credentials, host, bucket } = this.#configured();
    return s3UriPrefix(scheme, credentials, host, bucket);
  }

  #configured(): S3Connection {
    if (!(this.#connection instanceof S3Connection)) throw this.#connection;
    return this.#connection;
  }

  #opened(): S3Clients {
    this.#configured();
    if (this.#clients === undefined)
      throw new BadStoreConfiguration({ store_name: 's3', reason: 'its client could not be set up' });
    return this.#clients;
  }
}

const MIB = 1024 * 1024;
/** Bytes; S3 takes no smaller ones but the last. */
const SMALLEST_PART = 5 * MIB;
/** It is not to be named as the place of a bucket. */
const DEFAULT_REGION = 'us-east-1';

/** An error of the options is kept for `configure` to throw. */
function connectionOf(options: S3Options): S3Connection | BadStoreConfiguration {
  try {
    return new S3Connection(options);
  } catch (error) {
    if (error instanceof BadStoreConfiguration) return error;
    throw error;
  }
}
