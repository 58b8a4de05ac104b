// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { StorageFull } from '../errors.js';
import type { S3Library } from './s3-connection.js';
import { writeFailure } from './s3-failure.js';

export interface S3ObjectInit {
  readonly library: S3Library;
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
  /** Bytes; a part is in memory until the server has it. */
  readonly partSize: number;
  /** Parts that are under way at a time. */
  readonly parallel: number;
}

/** S3 takes no more of one object. */
export const MAX_PARTS = 10_000;

/**
 * Writes one object: at once where it is no larger than a part, else in parts, several at a time. The object is there
 * when `finish` resolves, and not before; parts of one that is given up are removed.
 */
export class S3ObjectWriter {
  readonly #init: S3ObjectInit;
  readonly #underWay = new Set<Promise<void>>();
  readonly #tags = new Map<number, string>();
  #part: Buffer | undefined;
  #filled = 0;
  #uploadId: string | undefined;
  #parts = 0;
  #isCompleting = false;
  #failure: { readonly error: Error } | undefined;

  constructor(init: S3ObjectInit) {
    this.#init = init;
  }

  /** Takes the next bytes; resolves when there is room for more. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      if (this.#filled === this.#init.partSize) await this.#sendPart();
      this.#part ??= Buffer.allocUnsafeSlow(this.#init.partSize);
      const piece = bytes.subarray(taken, taken + this.#init.partSize - this.#filled);
      this.#part.set(piece, this.#filled);
      this.#filled += piece.length;
      taken += piece.length;
    }
  }

  /** @throws StorageFull, StorageWriteDenied, RemoteServiceUnavailable */
  async finish(): Promise<void> {
    if (this.#uploadId === undefined) {
      await this.#put();
      return;
    }
    if (this.#filled > 0) await this.#sendPart();
    await Promise.all(this.#underWay);
    this.#throwFailure();
    const { library, client, bucket, key } = this.#init;
    this.#isCompleting = true;
    await this.#asking(
      client.send(
        new library.CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: key,
          UploadId: this.#uploadId,
          MultipartUpload: {
            Parts: [...this.#tags].sort(([a], [b]) => a - b).map(([PartNumber, ETag]) => ({ PartNumber, ETag })),
          },
        }),
      ),
    );
  }

  /** Gives the object up, and leaves nothing of it on the server. Rejects where the server cannot be asked. */
  async discard(): Promise<void> {
    this.#failure ??= { error: new Error('the object was given up') };
    await Promise.all(this.#underWay);
    const { library, client, bucket, key } = this.#init;
    const object = { Bucket: bucket, Key: key };
    // The server may have taken what it did not get to confirm.
    if (this.#isCompleting) await client.send(new library.DeleteObjectCommand(object));
    if (this.#uploadId === undefined) return;
    await client.send(new library.AbortMultipartUploadCommand({ ...object, UploadId: this.#uploadId }));
  }

  async #put(): Promise<void> {
    const { library, client, bucket, key } = this.#init;
    const body = this.#part?.subarray(0, this.#filled) ?? Buffer.alloc(0);
    this.#isCompleting = true;
    await this.#asking(
      client.send(new library.PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...described(body) })),
    );
  }

  async #sendPart(): Promise<void> {
    const { library, client, bucket, key, parallel } = this.#init;
    const object = { Bucket: bucket, Key: key };
    const body = this.#part?.subarray(0, this.#filled) ?? Buffer.alloc(0);
    this.#part = undefined;
    this.#filled = 0;
    this.#uploadId ??= (await this.#asking(client.send(new library.CreateMultipartUploadCommand(object)))).UploadId;
    this.#parts += 1;
    const number = this.#parts;
    if (number > MAX_PARTS)
      throw new StorageFull(
        `The image has more than ${MAX_PARTS} parts of ${body.length} bytes; s3_store_large_object_chunk_size is too small for it.`,
      );
    const request = new library.UploadPartCommand({
      ...object,
      UploadId: this.#uploadId,
      PartNumber: number,
      Body: body,
      ...described(body),
    });
    const task: Promise<void> = client
      .send(request)
      .then(({ ETag: tag }) => void this.#tags.set(number, tag ?? ''))
      .catch((error: unknown) => void (this.#failure ??= { error: writeFailure(error) }))
      .finally(() => this.#underWay.delete(task));
    this.#underWay.add(task);
    // One more fills while these are sent.
    if (this.#underWay.size >= parallel) await Promise.race(this.#underWay);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #asking<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      throw writeFailure(error);
    }
  }
}

/** Lets the server find out what was damaged on its way. */
function described(body: Buffer): { ContentLength: number; ContentMD5: string } {
  return { ContentLength: body.length, ContentMD5: createHash('md5').update(body).digest('base64') };
}
