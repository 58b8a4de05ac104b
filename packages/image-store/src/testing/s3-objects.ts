// SPDX-License-Identifier: Apache-2.0
import { createHash, randomUUID } from 'node:crypto';

/** What a bucket holds: its objects, and the parts of those that are not complete. */
export class S3Bucket {
  readonly objects = new Map<string, Buffer>();
  /** Parts by number, by the id of their upload. */
  readonly uploads = new Map<string, Map<number, Buffer>>();

  /** Begins an object in parts; gives the upload's id. */
  begin(): string {
    const id = randomUUID();
    this.uploads.set(id, new Map());
    return id;
  }

  /** Puts the named parts together. False where one is not there, or any but the last is below 5 MiB. */
  complete(id: string, key: string, named: readonly { readonly number: number; readonly tag: string }[]): boolean {
    const parts = this.uploads.get(id);
    const data = named.map(({ number, tag }) => {
      const part = parts?.get(number);
      return part !== undefined && tagOf(part) === tag ? part : undefined;
    });
    const isWhole = data.every(
      (part, index) => part !== undefined && (index === data.length - 1 || part.length >= MIN),
    );
    if (!isWhole) return false;
    this.objects.set(key, Buffer.concat(data as Buffer[]));
    this.uploads.delete(id);
    return true;
  }
}

const MIN = 5 * 1024 * 1024;

/** An ETag: of an object that came at once, and of a part, its MD5 in quotes. */
export function tagOf(data: Buffer): string {
  return `"${createHash('md5').update(data).digest('hex')}"`;
}
