// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger, Values } from '@stackport/config';
import { type authOptions, declareAuthOptions } from './auth-options.js';
import type { AuthtokenValues } from './authtoken-options.js';
import { type Credentials, credentialsFrom, legacyCredentials } from './credentials.js';
import { KeystoneUnavailable } from './errors.js';
import { HttpTokenValidator } from './http-token-validator.js';
import { HttpTransport } from './http-transport.js';
import { OwnToken } from './own-token.js';
import type { TokenValidator } from './validated-token.js';

export interface KeystoneAccess {
  readonly authUrl: string;
  readonly credentials: Credentials;
}

/** Repeated like a failed connection: the proxy in front of Keystone, or Keystone's database, is away for a moment. */
const FAILING = [429, 500, 502, 503, 504];

/**
 * The validator that `[keystone_authtoken]` describes. A section without credentials, as distributions ship it, is
 * no error: the service starts, and every question about a token ends in KeystoneUnavailable.
 * @param values - of the section, with what a paste file overrides.
 */
export function validatorFromOptions(
  values: AuthtokenValues,
  configuration: Configuration,
  logger: Logger,
): TokenValidator {
  const access = keystoneAccess(values, configuration);
  if (access === undefined) return new UnconfiguredValidator();
  const transport = new HttpTransport({
    tls: values,
    timeout: values.http_connect_timeout,
    connectRetries: values.http_request_max_retries,
    statusRetries: values.http_request_max_retries,
    retryStatuses: FAILING,
  });
  return new HttpTokenValidator({
    authUrl: access.authUrl,
    ownToken: new OwnToken({ ...access, transport, logger }),
    transport,
    logger,
    interface: values.interface,
    region: values.region_name,
    includeCatalog: values.include_service_catalog,
    cacheTime: values.token_cache_time,
  });
}

/**
 * Where Keystone is and who this service is there; undefined when the section does not say.
 * @throws TypeError as `credentialsFrom`.
 */
export function keystoneAccess(values: AuthtokenValues, configuration: Configuration): KeystoneAccess | undefined {
  const auth = authValues(values, configuration);
  const authUrl = auth.auth_url ?? legacyUrl(values);
  if (authUrl === undefined) return undefined;
  const credentials =
    auth.auth_type === undefined && auth.auth_url === undefined ? legacy(values) : credentialsFrom(auth);
  return credentials === undefined ? undefined : { authUrl, credentials };
}

/** What a 401 names as the identity endpoint when `www_authenticate_uri` is not set. */
export function defaultAuthenticateUri(values: AuthtokenValues, configuration: Configuration): string {
  return authValues(values, configuration).auth_url ?? values.identity_uri ?? fragmentUrl(values);
}

function authValues(values: AuthtokenValues, configuration: Configuration): Values<typeof authOptions> {
  if (values.auth_section === undefined) return values;
  const section = declareAuthOptions(values.auth_section);
  configuration.register(section);
  return configuration.get(section);
}

/** The fragments count only where somebody is named: their defaults alone say nothing about a Keystone. */
function legacyUrl(values: AuthtokenValues): string | undefined {
  if (values.admin_user === undefined && values.admin_token === undefined) return undefined;
  const prefix = values.auth_admin_prefix.replace(/^\/+|\/+$/g, '');
  return values.identity_uri ?? fragmentUrl(values) + (prefix === '' ? '' : `/${prefix}`);
}

function fragmentUrl({ auth_protocol: protocol, auth_host: host, auth_port: port }: AuthtokenValues): string {
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function legacy(values: AuthtokenValues): Credentials | undefined {
  if (values.admin_token !== undefined) return { kind: 'fixed', token: values.admin_token };
  if (values.admin_user === undefined) return undefined;
  return legacyCredentials(values.admin_user, values.admin_password, values.admin_tenant_name);
}

class UnconfiguredValidator implements TokenValidator {
  async validate(): Promise<never> {
    throw new KeystoneUnavailable('[keystone_authtoken] has no auth_url with credentials');
  }
}
