// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { SecureContextOptions, TlsOptions } from 'node:tls';
import { RuntimeError } from './errors.js';
import type { ResolvedOptions } from './options.js';

/**
 * What TLS needs of the files that the options name; undefined without a certificate. With a CA file, clients must
 * show a certificate (oslo_service 3.0, sslutils.py).
 * @throws RuntimeError for a file that cannot be read.
 */
export async function readTlsOptions(
  options: Pick<ResolvedOptions, 'certFile' | 'keyFile' | 'caFile'>,
): Promise<(SecureContextOptions & TlsOptions) | undefined> {
  if (options.certFile === undefined || options.keyFile === undefined) return undefined;
  const cert = await read('cert_file', options.certFile);
  const key = await read('key_file', options.keyFile);
  if (options.caFile === undefined) return { cert, key };
  return {
    cert,
    key,
    ca: await read('ca_file', options.caFile),
    requestCert: true,
    rejectUnauthorized: true,
  };
}

async function read(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new RuntimeError(`Unable to find ${option} : ${path}`, { cause: error });
  }
}
