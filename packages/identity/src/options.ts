// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option, type OptionGroup, type Values } from '@stackport/config';

/** `[DEFAULT]` of keystone.conf, as far as it is honoured. */
export const defaultOptions = declareOptions('DEFAULT', {
  public_endpoint: option.uri({
    help: 'Base URL in links and in the catalog, for when it differs from what clients ask for',
  }),
  max_project_tree_depth: option.integer({
    default: 5,
    help: 'How deep projects may be nested, the domain not counted',
  }),
  max_param_size: option.integer({ default: 64, help: 'Longest user or project id or name' }),
  max_token_size: option.integer({ default: 255, help: 'Longest token' }),
  list_limit: option.integer({ help: 'Most entries that a list answers' }),
  strict_password_check: option.boolean({
    default: false,
    help: 'Refuses a password that is too long instead of cutting it',
  }),
  insecure_debug: option.boolean({ default: false, help: 'Says in the answer why authentication failed' }),
});

export const tokenOptions = declareOptions('token', {
  expiration: option.integer({ default: 3600, min: 0, help: 'Life of a token in seconds' }),
  allow_rescope_scoped_token: option.boolean({
    default: true,
    help: 'A scoped token may be exchanged for one of another scope',
  }),
  allow_expired_window: option.integer({
    default: 172_800,
    help: 'Seconds for which a service may still have an expired token validated',
  }),
});

export const identityOptions = declareOptions('identity', {
  default_domain_id: option.string({ default: 'default', help: 'Domain of what is created without one' }),
  max_password_length: option.integer({ default: 4096, max: 4096, help: 'Longest password in bytes' }),
  password_hash_rounds: option.integer({ min: 4, max: 20, help: 'scrypt: binary logarithm of the cost' }),
  list_limit: option.integer({ help: 'Most users or groups that a list answers' }),
});

export const securityComplianceOptions = declareOptions('security_compliance', {
  disable_user_account_days_inactive: option.integer({
    min: 1,
    help: 'Days without a login after which a user is disabled',
  }),
  lockout_failure_attempts: option.integer({ min: 1, help: 'Failed logins that lock an account' }),
  lockout_duration: option.integer({ default: 1800, min: 1, help: 'Seconds for which an account stays locked' }),
  password_expires_days: option.integer({ min: 1, help: 'Days for which a password is good' }),
  unique_last_password_count: option.integer({
    default: 0,
    min: 0,
    help: 'How many of the last passwords may not be used again',
  }),
  minimum_password_age: option.integer({ default: 0, min: 0, help: 'Days before a user may change a password again' }),
  password_regex: option.string({ help: 'What a password has to match' }),
  password_regex_description: option.string({ help: 'The expression in words' }),
  change_password_upon_first_use: option.boolean({
    default: false,
    help: 'A password that an administrator set is good for changing it only',
  }),
});

export const resourceOptions = declareOptions('resource', {
  admin_project_domain_name: option.string({ help: 'Domain of the project whose tokens are marked is_admin_project' }),
  admin_project_name: option.string({ help: 'That project' }),
  project_name_url_safe: option.choice(['off', 'new', 'strict'], {
    default: 'off',
    help: 'Whether project names may hold reserved characters',
  }),
  domain_name_url_safe: option.choice(['off', 'new', 'strict'], {
    default: 'off',
    help: 'Whether domain names may hold reserved characters',
  }),
  list_limit: option.integer({ help: 'Most projects or domains that a list answers' }),
});

export const trustOptions = declareOptions('trust', {
  allow_redelegation: option.boolean({ default: false, help: 'A trustee may pass a trust on' }),
  max_redelegation_count: option.integer({ default: 3, help: 'How often a trust may be passed on' }),
});

export const applicationCredentialOptions = declareOptions('application_credential', {
  user_limit: option.integer({ default: -1, help: 'Most application credentials of a user; -1 for no bound' }),
});

export const credentialOptions = declareOptions('credential', {
  user_limit: option.integer({ default: -1, help: 'Most credentials of a user; -1 for no bound' }),
  auth_ttl: option.integer({ default: 15, help: 'Minutes for which a signed EC2 request is good' }),
});

export const oauth1Options = declareOptions('oauth1', {
  request_token_duration: option.integer({ default: 28_800, min: 0, help: 'Life of a request token in seconds' }),
  access_token_duration: option.integer({ default: 86_400, min: 0, help: 'Life of an access token in seconds' }),
});

export const unifiedLimitOptions = declareOptions('unified_limit', {
  enforcement_model: option.choice(['flat', 'strict_two_level'], {
    default: 'flat',
    help: 'How limits of a project tree go together',
  }),
});

export const assignmentOptions = declareOptions('assignment', {
  prohibited_implied_role: option.list({ default: ['admin'], help: 'Roles that may not be implied by another' }),
});

export const endpointFilterOptions = declareOptions('endpoint_filter', {
  return_all_endpoints_if_no_filter: option.boolean({
    default: true,
    help: 'A project without a filter sees every endpoint',
  }),
});

export type SecurityCompliance = Values<(typeof securityComplianceOptions)['options']>;

/** Every group that the identity service reads. */
export const identityOptionGroups: readonly OptionGroup[] = [
  defaultOptions,
  tokenOptions,
  identityOptions,
  securityComplianceOptions,
  resourceOptions,
  trustOptions,
  applicationCredentialOptions,
  credentialOptions,
  oauth1Options,
  unifiedLimitOptions,
  assignmentOptions,
  endpointFilterOptions,
];
