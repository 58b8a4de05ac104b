// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What cinder-api reads of `[DEFAULT]`: names and defaults are Zed's. */
export const apiOptions = declareOptions('DEFAULT', {
  auth_strategy: option.choice(['noauth', 'noauth_include_project_id', 'keystone'], {
    default: 'keystone',
    help: 'Which of the pipelines of the paste file is served.',
  }),
  api_rate_limit: option.boolean({
    default: true,
    help: 'Whether the pipeline of that name is served, or the one with `_nolimit` behind its name where there is one.',
  }),
  use_forwarded_for: option.boolean({
    default: false,
    help: 'Whether the address of a client is what X-Forwarded-For says: behind a proxy that sets it only.',
  }),
  public_endpoint: option.string({ help: 'URL of this service as clients know it, where a proxy stands before it.' }),
  osapi_max_limit: option.integer({ default: 1000, help: 'Length of the longest page of a list.' }),
  project_id_regex: option.string({
    default: '[0-9a-f\\-]+',
    help: 'What a project id in a URL looks like; a first segment that does not is no project id.',
  }),
  resource_query_filters_file: option.string({
    default: '/etc/cinder/resource_filters.json',
    help: 'JSON file of the filters that lists take.',
  }),
});

/** Which extensions the API has. */
export const extensionOptions = declareOptions('DEFAULT', {
  osapi_volume_extension: option.multiString({
    default: ['cinder.api.contrib.standard_extensions'],
    help:
      'What to load: cinder.api.contrib.standard_extensions for all, cinder.api.contrib.select_extensions for those ' +
      'in osapi_volume_ext_list, cinder.api.contrib.<file>.<Class> for one, or an npm module with the name of its ' +
      'export behind a colon.',
  }),
  osapi_volume_ext_list: option.list({
    default: [],
    help: 'Class names of the extensions that select_extensions loads.',
  }),
});

/**
 * Classes that upstream imports by name. What is here stands behind the default names; another name is reported at
 * start (`volume_api_class` and friends).
 */
export const apiClassOptions = declareOptions('DEFAULT', {
  volume_api_class: option.string({ default: 'cinder.volume.api.API', help: 'The domain of volumes.' }),
  transfer_api_class: option.string({ default: 'cinder.transfer.api.API', help: 'The domain of transfers.' }),
  group_api_class: option.string({ default: 'cinder.group.api.API', help: 'The domain of groups.' }),
  consistencygroup_api_class: option.string({
    default: 'cinder.consistencygroup.api.API',
    help: 'The domain of consistency groups.',
  }),
  backup_api_class: option.string({ default: 'cinder.backup.api.API', help: 'The domain of backups.' }),
  compute_api_class: option.string({ default: 'cinder.compute.nova.API', help: 'The client of the Compute service.' }),
  quota_driver: option.string({ default: 'cinder.quota.DbQuotaDriver', help: 'Where quotas are kept.' }),
});
