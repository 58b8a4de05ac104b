// SPDX-License-Identifier: Apache-2.0
import { deflateSync, unzipSync } from 'node:zlib';
import { ConfigurationError } from '@stackport/config';

/** kombu's name of its gzip in the header `compression`. */
const GZIP = 'application/x-gzip';

/** A body as it goes over the wire, and the headers that say so. */
export interface Encoded {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How bodies are encoded by `kombu_compression`.
 * @throws ConfigurationError for what is neither gzip nor nothing
 */
export function encoderOf(compression: string | undefined): (body: string) => Encoded {
  switch (compression) {
    case undefined:
    case '':
      return (body) => ({ content: Buffer.from(body), headers: {} });
    case 'gzip':
      // kombu calls it gzip, and it is zlib.
      return (body) => ({ content: deflateSync(Buffer.from(body)), headers: { compression: GZIP } });
    default:
      throw new ConfigurationError({
        message: `[oslo_messaging_rabbit] kombu_compression: ${compression} is not there, gzip is`,
        group: 'oslo_messaging_rabbit',
        option: 'kombu_compression',
      });
  }
}

/** The text of a body that was received. @throws Error for a compression that is not there */
export function decode(content: Buffer, headers: Readonly<Record<string, unknown>> | undefined): string {
  const compression: unknown = headers?.compression;
  if (compression === undefined) return content.toString('utf8');
  if (compression === GZIP) return unzipSync(content).toString('utf8');
  throw new Error(`a body with compression ${JSON.stringify(compression)} cannot be read`);
}
