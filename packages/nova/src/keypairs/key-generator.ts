// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { generateKeyPair, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InvalidKeypair } from '../errors/keypairs.js';
import { sshFingerprint, withColons } from './ssh-public-key.js';

/** A pair that was made here. Its private half is told once and kept nowhere. */
export interface GeneratedKeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

const BITS = 2048;
const VALID_DAYS = 3650;

/** An RSA key for SSH (until 2.91). */
export async function generateSshKeyPair(): Promise<GeneratedKeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const bytes = Buffer.concat([Buffer.from('ssh-rsa'), positive(e), positive(n)].map(withLength));
  const text = `ssh-rsa ${bytes.toString('base64')} Generated-by-Nova`;
  return {
    privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicKey: text,
    fingerprint: sshFingerprint(text),
  };
}

/**
 * A certificate with which a user logs in to Windows, and its key as PKCS #12 in base64 (until 2.91); made by `openssl`, as
 * upstream does.
 */
export async function generateX509KeyPair(userId: string): Promise<GeneratedKeyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'nova-key-'));
  try {
    const [key, certificate, settings] = ['temp.key', 'temp.crt', 'temp.conf'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(settings, clientCertificateSettings(userId));
    const request = ['req', '-x509', '-nodes', '-days', String(VALID_DAYS), '-config', settings];
    await openssl([
      ...request,
      ...['-newkey', `rsa:${BITS}`, '-outform', 'PEM', '-keyout', key, '-out', certificate],
      ...['-subj', `/CN=${userId}`, '-extensions', 'v3_req_client'],
    ]);
    const pem = (await openssl(['x509', '-in', certificate])).toString();
    const bundle = await openssl(['pkcs12', '-export', '-inkey', key, '-in', certificate, '-password', 'pass:']);
    return { privateKey: bundle.toString('base64'), publicKey: pem, fingerprint: x509Fingerprint(pem) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** SHA-1 of a certificate, as `1e:2c:…`. Throws InvalidKeypair for what is none. */
export function x509Fingerprint(pem: string): string {
  try {
    return withColons(new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidKeypair(`failed to generate X509 fingerprint. Error message: ${reason}`);
  }
}

function clientCertificateSettings(userId: string): string {
  return `distinguished_name  = req_distinguished_name
[req_distinguished_name]
[v3_req_client]
extendedKeyUsage = clientAuth
subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:${userId.replace(/[\r\n]/g, '')}@localhost
`;
}

function openssl(parameters: readonly string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    execFile('openssl', [...parameters], { encoding: 'buffer' }, (error, output) => {
      if (error === null) resolve(output);
      else reject(new Error('openssl failed', { cause: error }));
    });
  });
}

/** A number of a JSON Web Key as SSH writes it: with a zero before a first bit that would make it negative. */
function positive(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
