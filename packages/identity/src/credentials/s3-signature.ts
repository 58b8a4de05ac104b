// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { equal, signingKey } from './ec2-signature.js';

const SERVICES = ['s3', 'iam', 'sts'];

/**
 * Whether a text is signed with the secret, as S3 services pass it on: version 4 where the text says so, version 1 otherwise.
 * @param token - the signed text, base64url.
 */
export function isS3SignedWith(token: string, signature: string, secret: string): boolean {
  const text = Buffer.from(token, 'base64url');
  if (text.subarray(0, 4).toString('latin1') !== 'AWS4')
    return equal(signature, createHmac('sha1', secret).update(text).digest('base64'));
  const [algorithm, , scope = '', , ...rest] = text.toString('utf8').split('\n');
  const [day = '', region = '', service = '', end, ...more] = scope.split('/');
  if (
    algorithm !== 'AWS4-HMAC-SHA256' ||
    rest.length > 0 ||
    end !== 'aws4_request' ||
    more.length > 0 ||
    !SERVICES.includes(service)
  )
    return false;
  return equal(
    signature,
    createHmac('sha256', signingKey(secret, day, region, service))
      .update(text)
      .digest('hex'),
  );
}
