// SPDX-License-Identifier: Apache-2.0
import type { CacheRecord } from '../../cache/cache-records.js';

/** A cached image as `/v2/cache` and `/v2/cached_images` show it; times are seconds since 1970. */
export function cachedImageView(record: CacheRecord): Record<string, unknown> {
  return {
    image_id: record.imageId,
    hits: record.hits,
    last_accessed: record.lastAccessed,
    last_modified: record.lastModified,
    size: record.size,
  };
}
