// SPDX-License-Identifier: Apache-2.0
import { type OptionGroup, declareOptions, option } from '@stackport/config';

/** How a service gets a token of its own: keystoneauth's `password`, `token` and `application credential` plugins. */
export const authOptions = {
  auth_type: option.string({ help: 'Kind of credentials in this section', deprecated: [{ name: 'auth_plugin' }] }),
  auth_section: option.string({ help: 'Section that holds the credentials in place of this one' }),
  auth_url: option.string({ help: 'URL of the identity service, with or without /v3' }),
  user_id: option.string(),
  username: option.string({ deprecated: [{ name: 'user_name' }] }),
  user_domain_id: option.string(),
  user_domain_name: option.string(),
  password: option.string({ secret: true }),
  token: option.string({ secret: true, help: 'A token to use as it is, for auth_type token' }),
  application_credential_id: option.string(),
  application_credential_name: option.string(),
  application_credential_secret: option.string({ secret: true }),
  project_id: option.string({ deprecated: [{ name: 'tenant_id' }] }),
  project_name: option.string({ deprecated: [{ name: 'tenant_name' }] }),
  project_domain_id: option.string(),
  project_domain_name: option.string(),
  domain_id: option.string(),
  domain_name: option.string(),
  system_scope: option.string(),
  trust_id: option.string(),
  default_domain_id: option.string({ help: 'For user and project where they name no domain' }),
  default_domain_name: option.string({ help: 'For user and project where they name no domain' }),
};

/** TLS and time limits of the connections: keystoneauth's session options. */
export const sessionOptions = {
  cafile: option.string({ help: 'PEM file of certificate authorities that may have signed the server certificate' }),
  certfile: option.string({ help: 'PEM file with the client certificate' }),
  keyfile: option.string({ help: 'PEM file with the key of the client certificate' }),
  insecure: option.boolean({ default: false, help: 'Take any server certificate' }),
  timeout: option.integer({ help: 'Seconds that a request may take' }),
  collect_timing: option.boolean({ default: false }),
  split_loggers: option.boolean({ default: false }),
};

/** Which endpoint of a service is used, and how often a failed request is tried again: keystoneauth's adapter options. */
export const adapterOptions = {
  service_type: option.string(),
  service_name: option.string(),
  valid_interfaces: option.list({ help: 'In the order of preference' }),
  interface: option.string({ deprecatedForRemoval: { reason: 'valid_interfaces takes several' } }),
  region_name: option.string(),
  endpoint_override: option.string({ help: 'URL to use whatever the catalog says' }),
  connect_retries: option.integer({ min: 0, help: 'How often a connection that failed is tried again' }),
  connect_retry_delay: option.float({ min: 0, help: 'Seconds before that; doubling from 0.5 by default' }),
  status_code_retries: option.integer({ min: 0, help: 'How often a request is repeated that was answered with 503' }),
  status_code_retry_delay: option.float({ min: 0 }),
};

/** Credentials, session and adapter options of a section: `[cinder]`, `[service_user]`, `[placement]`, … */
export type ClientOptions = typeof authOptions & typeof sessionOptions & typeof adapterOptions;

/** Declares credentials alone: a section that `auth_section` names. */
export function declareAuthOptions(group: string): OptionGroup<typeof authOptions> {
  return declareOptions(group, authOptions);
}

/** Declares all that a `ClientSession` reads from a section. */
export function declareClientOptions(group: string): OptionGroup<ClientOptions> {
  return declareOptions(group, { ...authOptions, ...sessionOptions, ...adapterOptions });
}
