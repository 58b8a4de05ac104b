// SPDX-License-Identifier: Apache-2.0
import type { RecognizedNames } from '@stackport/config';
import { sharedOptionGroups } from '@stackport/middleware';
import { policyOptions } from '@stackport/policy';
import { placementDatabaseOptions } from './database.js';
import { apiOptions, placementOptions } from './placement.js';

export { placementDefaultValues } from './default-values.js';
export { placementDatabaseOptions } from './database.js';
export { apiOptions, placementOptions } from './placement.js';
export { standaloneValues } from './standalone-values.js';

/** Every group that placement.conf may have and that the service reads. */
export const placementOptionGroups = [
  placementOptions,
  apiOptions,
  placementDatabaseOptions,
  policyOptions,
  ...sharedOptionGroups,
];

/** Zed's options that have no meaning here: reported as not honoured, not as a typo. */
export const recognizedOptions: RecognizedNames = {
  DEFAULT: ['log_options', 'pybasedir', 'bindir', 'state_path', 'tempdir', 'fatal_deprecations'],
  keystone_authtoken: ['auth_uri'],
  placement_database: ['connection_debug', 'connection_trace', 'slave_connection', 'sync_on_startup'],
  profiler: [
    'connection_string',
    'es_doc_type',
    'es_scroll_size',
    'es_scroll_time',
    'filter_error_trace',
    'sentinel_service_name',
    'socket_timeout',
    'trace_sqlalchemy',
  ],
};
