// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { backendValues, quotaOptions, serviceOptions, volumeManagerOptions } from '../options/index.js';
import type { ImageCacheLimits } from './manager/image-volume-cache.js';
import type { BackendSettings } from './manager/volume-backend.js';

/** What cinder.conf says of a back end, whatever its driver is. */
export function backendSettings(
  configuration: Configuration,
  section: string,
): BackendSettings & {
  readonly backendHost: string | undefined;
  readonly statsInterval: number;
  readonly imageCache: ImageCacheLimits | null;
  readonly internalProject: { readonly projectId: string; readonly userId: string } | null;
} {
  const backend = backendValues(configuration, section);
  const service = configuration.get(serviceOptions);
  const manager = configuration.get(volumeManagerOptions);
  const { cinder_internal_tenant_project_id: projectId, cinder_internal_tenant_user_id: userId } = service;
  return {
    backendHost: backend.backend_host,
    availabilityZone: backend.backend_availability_zone ?? service.storage_availability_zone,
    statsInterval: manager.backend_stats_polling_interval,
    migrationTimeout: manager.migration_create_volume_timeout_secs,
    isSnapshotSpaceFree: configuration.get(quotaOptions).no_snapshot_gb_quota,
    reportsDiscard: backend.report_discard_supported,
    imageCache: backend.image_volume_cache_enabled
      ? {
          maxSizeGib: backend.image_volume_cache_max_size_gb,
          maxCount: backend.image_volume_cache_max_count,
        }
      : null,
    internalProject: projectId === undefined || userId === undefined ? null : { projectId, userId },
  };
}
