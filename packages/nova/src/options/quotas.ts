// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[quota]`: what projects may have where nobody has said anything for them; -1 for any number. */
export const quotaOptions = declareOptions('quota', {
  instances: option.integer({
    default: 10,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_instances' }],
    help: 'Servers of a project.',
  }),
  cores: option.integer({
    default: 20,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_cores' }],
    help: 'Virtual processors of a project.',
  }),
  ram: option.integer({
    default: 51200,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_ram' }],
    help: 'Memory of a project, in MiB.',
  }),
  metadata_items: option.integer({
    default: 128,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_metadata_items' }],
    help: 'Metadata items of a server or an image.',
  }),
  injected_files: option.integer({
    default: 5,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_injected_files' }],
    help: 'Files that are put into a server when it is built.',
  }),
  injected_file_content_bytes: option.integer({
    default: 10240,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_injected_file_content_bytes' }],
    help: 'Bytes of such a file.',
  }),
  injected_file_path_length: option.integer({
    default: 255,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_injected_file_path_length' }],
    help: 'Characters of the path of such a file.',
  }),
  key_pairs: option.integer({
    default: 100,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_key_pairs' }],
    help: 'Key pairs of a user.',
  }),
  server_groups: option.integer({
    default: 10,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_server_groups' }],
    help: 'Server groups of a project.',
  }),
  server_group_members: option.integer({
    default: 10,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'quota_server_group_members' }],
    help: 'Servers of a server group.',
  }),
  driver: option.choice(['nova.quota.DbQuotaDriver', 'nova.quota.NoopQuotaDriver', 'nova.quota.UnifiedLimitsDriver'], {
    default: 'nova.quota.DbQuotaDriver',
    help: 'What keeps quotas: nova.quota.DbQuotaDriver, or nova.quota.NoopQuotaDriver for no limits.',
  }),
  recheck_quota: option.boolean({
    default: true,
    help: 'Whether usage is counted again when a resource has been made, so that two requests at a time do not go over.',
  }),
  count_usage_from_placement: option.boolean({
    default: false,
    help: 'Whether processors and memory are counted by what placement has allocated.',
  }),
});
