// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { BackupDriverException } from '../../errors/backups.js';
import { collect } from './collect.js';
import type { ObjectStore } from './object-store.js';

/** The library, loaded when the driver is chosen: it is large, and most processes never need it. */
export type S3Library = typeof import('@aws-sdk/client-s3');

export interface S3StoreInit {
  readonly library: S3Library;
  readonly client: S3Client;
  /** Whether the server is told the MD5 of what it gets. */
  readonly md5Validation: boolean;
  /** The key that the server encrypts objects with, where it does. */
  readonly encryption: { readonly key: string; readonly algorithm: string } | undefined;
  /** How often a download that broke off is begun again. */
  readonly readAttempts: number;
}

/** Objects in S3; a container is a bucket. An object is in memory while it is sent and read: its size is bounded. */
export class S3Store implements ObjectStore {
  readonly #init: S3StoreInit;

  constructor(init: S3StoreInit) {
    this.#init = init;
  }

  putContainer(bucket: string): Promise<void> {
    return this.#asking(async () => {
      const { library, client } = this.#init;
      try {
        await client.send(new library.HeadBucketCommand({ Bucket: bucket }));
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
        await client.send(new library.CreateBucketCommand({ Bucket: bucket }));
      }
    });
  }

  list(bucket: string, prefix: string): Promise<string[]> {
    return this.#asking(async () => {
      const { library, client } = this.#init;
      const names: string[] = [];
      let token: string | undefined;
      try {
        do {
          const page = await client.send(
            new library.ListObjectsV2Command({
              Bucket: bucket,
              Prefix: prefix,
              ...(token === undefined ? {} : { ContinuationToken: token }),
            }),
          );
          for (const { Key: name } of page.Contents ?? []) if (name !== undefined) names.push(name);
          token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
        } while (token !== undefined);
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
      return names;
    });
  }

  async write(bucket: string, name: string, data: AsyncIterable<Uint8Array>): Promise<number> {
    const body = await collect(data);
    await this.#asking(async () => {
      const { library, client, md5Validation } = this.#init;
      await client.send(
        new library.PutObjectCommand({
          Bucket: bucket,
          Key: name,
          Body: body,
          ContentLength: body.length,
          ...(md5Validation ? { ContentMD5: createHash('md5').update(body).digest('base64') } : {}),
          ...this.#encryption(),
        }),
      );
    });
    return body.length;
  }

  async read(bucket: string, name: string): Promise<AsyncIterable<Uint8Array>> {
    const { library, client, readAttempts } = this.#init;
    for (let attempt = 1; ; attempt += 1) {
      const { Body: body, ContentLength: length } = await this.#asking(() =>
        client.send(new library.GetObjectCommand({ Bucket: bucket, Key: name, ...this.#encryption() })),
      );
      try {
        const data = await collect((body ?? []) as AsyncIterable<Uint8Array>);
        if (length !== undefined && data.length !== length) throw new Error('the connection was closed too early');
        return [data] as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        if (attempt >= readAttempts)
          throw new BackupDriverException(`S3 connection failure: ${(error as Error).message}`, { cause: error });
      }
    }
  }

  async delete(bucket: string, name: string): Promise<void> {
    const { library, client } = this.#init;
    await this.#asking(() => client.send(new library.DeleteObjectCommand({ Bucket: bucket, Key: name })));
  }

  check(): Promise<void> {
    const { library, client } = this.#init;
    return this.#asking(async () => {
      await client.send(new library.ListBucketsCommand({}));
    });
  }

  async close(): Promise<void> {
    this.#init.client.destroy();
  }

  #encryption(): { SSECustomerAlgorithm?: string; SSECustomerKey?: string } {
    const { encryption } = this.#init;
    return encryption === undefined
      ? {}
      : { SSECustomerAlgorithm: encryption.algorithm, SSECustomerKey: encryption.key };
  }

  /** What the server refused is a client error, everything else a failure of the connection, as upstream has it. */
  async #asking<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const kind = statusOf(error) === undefined ? 'S3 connection failure' : 'S3 client error';
      throw new BackupDriverException(`${kind}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
