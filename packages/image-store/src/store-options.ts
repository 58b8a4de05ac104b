// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What selects the stores in `[DEFAULT]`; the service that owns the group registers it too. */
export const storeSelectionOptions = declareOptions('DEFAULT', {
  enabled_backends: option.dict({
    help: 'Stores by identifier: fast:file, web:http. Each has a group of its own, named by the identifier. Without it, [glance_store] stores counts.',
  }),
  node_staging_uri: option.string({
    default: 'file:///tmp/staging/',
    help: 'Folder for staged images, as a file URI; with enabled_backends, [os_glance_staging_store] counts instead.',
  }),
});

export const glanceStoreOptions = declareOptions('glance_store', {
  stores: option.list({
    default: ['file', 'http'],
    deprecatedForRemoval: { since: 'Rocky', reason: 'enabled_backends takes several stores of a kind.' },
    help: 'Stores that are enabled, one of a kind.',
  }),
  default_store: option.choice(
    [
      'file',
      'filesystem',
      'http',
      'https',
      'swift',
      'swift+http',
      'swift+https',
      'swift+config',
      'rbd',
      'cinder',
      'vsphere',
      's3',
    ],
    {
      default: 'file',
      deprecatedForRemoval: { since: 'Rocky', reason: 'With enabled_backends, default_backend counts.' },
      help: 'Scheme of the store that images are written to.',
    },
  ),
  default_backend: option.string({
    help: 'Identifier, out of enabled_backends, of the store that images are written to.',
  }),
});

/** Where tasks keep their work in the old style. */
export const taskWorkOptions = declareOptions('task', {
  work_dir: option.string({
    help: 'Folder in which tasks keep images while they work on them; with enabled_backends, [os_glance_tasks_store] counts instead.',
  }),
});

/** What every back end has beside its driver's options. */
export const backendOptions = {
  store_description: option.string({ help: 'Shown to users by GET /v2/info/stores.' }),
};

/** Stores that the service keeps for itself; the prefix is not for operators. */
export const RESERVED_PREFIX = 'os_glance_';
export const STAGING_STORE = 'os_glance_staging_store';
export const TASKS_STORE = 'os_glance_tasks_store';
