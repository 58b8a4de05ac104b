// SPDX-License-Identifier: Apache-2.0
import { type Values, declareOptions, option } from '@stackport/config';
import { authOptions } from './auth-options.js';

/** keystonemiddleware's own options, and those that are here to be recognised but have no effect. */
const middlewareOptions = {
  www_authenticate_uri: option.string({
    help: 'Identity endpoint that a 401 names',
    deprecated: [{ name: 'auth_uri' }],
  }),
  auth_version: option.string(),
  interface: option.string({
    default: 'internal',
    help: 'Interface of the identity endpoint that tokens are checked at',
  }),
  delay_auth_decision: option.boolean({
    default: false,
    help: 'Let requests without a valid token through, marked as such',
  }),
  http_connect_timeout: option.integer({ help: 'Seconds that Keystone has to answer; 30 by default' }),
  http_request_max_retries: option.integer({
    default: 3,
    help: 'How often a request to a failing Keystone is repeated',
  }),
  cache: option.string(),
  certfile: option.string({ help: 'PEM file with the client certificate' }),
  keyfile: option.string({ help: 'PEM file with the key of the client certificate' }),
  cafile: option.string({ help: 'PEM file of certificate authorities' }),
  insecure: option.boolean({ default: false, help: 'Take any server certificate' }),
  region_name: option.string({ help: 'Region of the identity endpoint' }),
  memcached_servers: option.list({ deprecated: [{ name: 'memcache_servers' }] }),
  token_cache_time: option.integer({ default: 300, help: 'Seconds a validated token is remembered; -1: not at all' }),
  memcache_security_strategy: option.choice(['None', 'MAC', 'ENCRYPT'], { default: 'None', ignoreCase: true }),
  memcache_secret_key: option.string({ secret: true }),
  memcache_pool_dead_retry: option.integer({ default: 300 }),
  memcache_pool_maxsize: option.integer({ default: 10 }),
  memcache_pool_socket_timeout: option.integer({ default: 3 }),
  memcache_pool_unused_timeout: option.integer({ default: 60 }),
  memcache_pool_conn_get_timeout: option.integer({ default: 10 }),
  memcache_use_advanced_pool: option.boolean({ default: true }),
  include_service_catalog: option.boolean({ default: true, help: 'Ask for the catalog and set X-Service-Catalog' }),
  enforce_token_bind: option.string({ default: 'permissive' }),
  service_token_roles: option.list({ default: ['service'], help: 'A service token needs one of these roles' }),
  service_token_roles_required: option.boolean({ default: false, help: 'Refuse a service token without such a role' }),
  service_type: option.string({ help: 'Type of this service, for the access rules of application credentials' }),
};

/** Credentials as they were written before auth_type: Grizzly to Liberty. */
const fragmentOptions = {
  auth_admin_prefix: option.string({ default: '' }),
  auth_host: option.string({ default: '127.0.0.1' }),
  auth_port: option.integer({ default: 35357 }),
  auth_protocol: option.choice(['http', 'https'], { default: 'https' }),
  identity_uri: option.string(),
  admin_token: option.string({ secret: true }),
  admin_user: option.string(),
  admin_password: option.string({ secret: true }),
  admin_tenant_name: option.string({ default: 'admin' }),
};

/** `[keystone_authtoken]` */
export const authtokenOptions = declareOptions('keystone_authtoken', {
  ...middlewareOptions,
  ...fragmentOptions,
  ...authOptions,
});

export type AuthtokenValues = Values<typeof authtokenOptions.options>;

/** Options that are read but change nothing here, with what happens instead. */
const WITHOUT_EFFECT: Readonly<Partial<Record<keyof AuthtokenValues, string>>> = {
  memcached_servers: 'tokens are cached in each process',
  memcache_security_strategy: 'tokens are cached in each process',
  cache: 'tokens are cached in each process',
  enforce_token_bind: 'Keystone has issued no bound tokens since Queens',
  auth_version: 'the identity API is v3',
};

/** A line for each option that an operator has set and that has no effect. */
export function optionsWithoutEffect(values: AuthtokenValues): readonly string[] {
  return Object.entries(WITHOUT_EFFECT).flatMap(([name, instead]) => {
    const key = name as keyof AuthtokenValues;
    const value = values[key];
    if (value === undefined || value === authtokenOptions.options[key].default) return [];
    return [`[keystone_authtoken] ${name} has no effect: ${instead}`];
  });
}
