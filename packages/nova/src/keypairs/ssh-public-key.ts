// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { InvalidKeypair } from '../errors/keypairs.js';

/** How many fields a key of a type has behind its name (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4). */
const FIELDS: Readonly<Record<string, number>> = {
  'ssh-rsa': 2,
  'ssh-dss': 4,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
  'ssh-ed25519': 1,
};

/** MD5 of a public key of SSH, as `1e:2c:…`. Throws InvalidKeypair for what is no such key. */
export function sshFingerprint(publicKey: string): string {
  const [type = '', encoded = ''] = publicKey.split(' ');
  const bytes = Buffer.from(encoded, 'base64');
  if (!isKey(type, bytes)) throw new InvalidKeypair('failed to generate fingerprint');
  return withColons(createHash('md5').update(bytes).digest('hex'));
}

/** `aabb` as `aa:bb`. */
export function withColons(hexadecimal: string): string {
  return hexadecimal.match(/../g)?.join(':') ?? '';
}

function isKey(type: string, bytes: Buffer): boolean {
  const fields = readFields(bytes);
  const wanted = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (fields === undefined || wanted === undefined || fields.length !== wanted + 1) return false;
  const [name, first] = fields;
  if (name?.toString('latin1') !== type || fields.some((field) => field.length === 0)) return false;
  if (type === 'ssh-ed25519') return first?.length === 32;
  return !type.startsWith('ecdsa-') || first?.toString('latin1') === type.slice('ecdsa-sha2-'.length);
}

/** Strings with a length of four bytes before each; undefined where they do not come out even. */
function readFields(bytes: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  let position = 0;
  while (position < bytes.length) {
    if (position + 4 > bytes.length) return undefined;
    const end = position + 4 + bytes.readUInt32BE(position);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(position + 4, end));
    position = end;
  }
  return fields;
}
