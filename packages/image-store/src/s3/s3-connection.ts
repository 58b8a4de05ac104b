// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import { BadStoreConfiguration } from '../errors.js';
import type { S3Credentials } from './s3-location.js';
import type { S3Options } from './s3-options.js';

/** The library, loaded when an s3 store is configured: it is large, and most services never need it. */
export type S3Library = typeof import('@aws-sdk/client-s3');

/** Milliseconds that a connection may take, and that the server may be silent. */
const TIMEOUT = 60_000;
/** Signed for where a server has no regions. */
const NO_REGION = 'us-east-1';

/** How the S3 server of one store is reached, checked. */
export class S3Connection {
  readonly bucket: string;
  readonly credentials: S3Credentials;
  /** Bytes. */
  readonly partSize: number;
  readonly largeObjectSize: number;
  /** Parts of one image that are under way at a time. */
  readonly parallel: number;
  /** Of the images' locations. */
  readonly scheme: 's3' | 's3+https';
  /** Without scheme. */
  readonly host: string;
  /** Where a bucket is to be made; undefined where the server has no regions. */
  readonly region: string | undefined;
  readonly #virtual: boolean;

  /** @throws BadStoreConfiguration for an option that is missing or cannot be. */
  constructor(options: S3Options) {
    const required = (name: 's3_store_host' | 's3_store_access_key' | 's3_store_secret_key' | 's3_store_bucket') => {
      const value = options[name] ?? '';
      return value === '' ? badS3(`Could not find ${name} in configuration options.`) : value;
    };
    const url = required('s3_store_host');
    this.credentials = { accessKey: required('s3_store_access_key'), secretKey: required('s3_store_secret_key') };
    this.bucket = required('s3_store_bucket');
    this.scheme = url.startsWith('https://') ? 's3+https' : 's3';
    this.host = url.replace(/^https?:\/\//, '').replace(/^\/+|\/+$/g, '');
    if (!URL.canParse(this.endpoint)) badS3(`s3_store_host is no host: ${url}`);
    if (options.s3_store_large_object_chunk_size < SMALLEST_PART)
      badS3(`s3_store_large_object_chunk_size must be at least ${SMALLEST_PART} MB.`);
    if (options.s3_store_thread_pools <= 0)
      badS3(`s3_store_thread_pools must be a positive integer. ${options.s3_store_thread_pools}`);
    this.partSize = options.s3_store_large_object_chunk_size * MIB;
    this.largeObjectSize = options.s3_store_large_object_size * MIB;
    this.parallel = options.s3_store_thread_pools;
    const amazon = AMAZON.exec(new URL(this.endpoint).hostname);
    this.region = options.s3_store_region_name || amazon?.[1];
    const { s3_store_bucket_url_format: format } = options;
    this.#virtual = format === 'virtual' || (format === 'auto' && amazon !== null && isHostLabel(this.bucket));
    if (format === 'virtual' && !isHostLabel(this.bucket))
      badS3(`the bucket ${this.bucket} cannot be part of a host's name, as s3_store_bucket_url_format virtual asks`);
  }

  get endpoint(): string {
    return `${this.scheme === 's3+https' ? 'https' : 'http'}://${this.host}`;
  }

  /**
   * Loads the library and what the options name.
   * @throws BadStoreConfiguration
   */
  async open({ s3_store_cacert: file }: S3Options): Promise<S3Clients> {
    const ca = file
      ? await readFile(file).catch((error: unknown) => badS3(`cannot read ${file}: ${(error as Error).message}`))
      : undefined;
    const library = await import('@aws-sdk/client-s3');
    const create = ({ accessKey: accessKeyId, secretKey: secretAccessKey }: S3Credentials): S3Client =>
      new library.S3Client({
        endpoint: this.endpoint,
        region: this.region ?? NO_REGION,
        forcePathStyle: !this.#virtual,
        credentials: { accessKeyId, secretAccessKey },
        // Servers other than Amazon's do not know the checksums that newer clients send.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        requestHandler: {
          connectionTimeout: TIMEOUT,
          socketTimeout: TIMEOUT,
          httpAgent: new HttpAgent({ keepAlive: true }),
          httpsAgent: new HttpsAgent({ keepAlive: true, ...(ca && { ca }) }),
        },
      });
    return { library, client: create(this.credentials), create };
  }
}

/** The library and a client with the operator's keys. */
export interface S3Clients {
  readonly library: S3Library;
  readonly client: S3Client;
  /** A client with keys that a location brings along; whoever asks for it destroys it. */
  readonly create: (credentials: S3Credentials) => S3Client;
}

const MIB = 1024 * 1024;
const SMALLEST_PART = 5;
/** Amazon's hosts, with the region in their name: s3.amazonaws.com has none, and is in us-east-1. */
const AMAZON = /^s3(?:[-.]([a-z0-9-]+))?\.amazonaws\.com(?:\.cn)?$/;

function isHostLabel(bucket: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$/.test(bucket);
}

function badS3(reason: string): never {
  throw new BadStoreConfiguration({ store_name: 's3', reason });
}
