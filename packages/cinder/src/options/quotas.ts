// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** Limits of a project where neither it nor the default class has its own, and how they are counted. -1 is no limit. */
export const quotaOptions = declareOptions('DEFAULT', {
  quota_volumes: option.integer({ default: 10, help: 'Volumes of a project.' }),
  quota_snapshots: option.integer({ default: 10, help: 'Snapshots of a project.' }),
  quota_consistencygroups: option.integer({ default: 10, help: 'Consistency groups of a project.' }),
  quota_groups: option.integer({ default: 10, help: 'Groups of a project.' }),
  quota_gigabytes: option.integer({ default: 1000, help: 'GiB of volumes and snapshots of a project.' }),
  quota_backups: option.integer({ default: 10, help: 'Backups of a project.' }),
  quota_backup_gigabytes: option.integer({ default: 1000, help: 'GiB of backups of a project.' }),
  per_volume_size_limit: option.integer({ default: -1, help: 'GiB of the largest volume.' }),
  reservation_expire: option.integer({ default: 86_400, help: 'Seconds until a reservation is given back.' }),
  reservation_clean_interval: option.integer({
    // A reference is a text until the configuration is loaded.
    default: '$reservation_expire' as unknown as number,
    help: 'Seconds between two looks for reservations that nobody committed.',
  }),
  until_refresh: option.integer({ default: 0, help: 'Reservations after which usage is counted anew; 0 for never.' }),
  max_age: option.integer({ default: 0, help: 'Seconds after which usage is counted anew; 0 for never.' }),
  use_default_quota_class: option.boolean({
    default: true,
    help: 'Whether the limits of the class `default` stand before the options.',
  }),
  no_snapshot_gb_quota: option.boolean({
    default: false,
    help: 'Whether snapshots do not count in the GiB of a project.',
  }),
});
