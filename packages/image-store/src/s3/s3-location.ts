// SPDX-License-Identifier: Apache-2.0
import { BadStoreUri } from '../errors.js';
import { type StoreLocation, validateSchemes } from '../location.js';

export interface S3Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** `s3[+http|+https]://<access key>:<secret key>@<host>/<bucket>/<key>`. */
export interface S3Location extends StoreLocation {
  readonly credentials: S3Credentials;
  /** As it stands in the URI; requests go to the configured one, as upstream's. */
  readonly host: string;
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads a location by hand: a secret key may hold slashes, which no parser of URLs takes.
 * @throws BadStoreUri; its text shows no secret.
 */
export function parseS3Location(uri: string): S3Location {
  const malformed = new BadStoreUri({ uri: uri.replace(/:\/\/.*@/, '://***@') });
  if (uri.split('://').length !== 2) throw malformed;
  validateSchemes(uri, ['s3://', 's3+http://', 's3+https://']);
  const [scheme = '', rest = ''] = uri.split('://');
  const [credentials, path, ...more] = rest.split('@');
  const [accessKey, secretKey, ...others] = (credentials ?? '').split(':');
  // Without a path there were no credentials: nobody reads with the operator's by leaving out their own.
  if (path === undefined || more.length > 0 || others.length > 0 || !accessKey || !secretKey) throw malformed;
  const parts = path.replace(/^\/+|\/+$/g, '').split('/');
  const key = parts.pop();
  const bucket = parts.pop();
  const host = parts.join('/');
  if (!key || !bucket || host === '') throw malformed;
  return { scheme, uri, credentials: { accessKey, secretKey }, host, bucket, key };
}

/** The part of a URI before the key: what all images of one store have in common. */
export function s3UriPrefix(
  scheme: string,
  { accessKey, secretKey }: S3Credentials,
  host: string,
  bucket: string,
): string {
  return `${scheme}://${accessKey}:${secretKey}@${host}/${bucket}/`;
}
