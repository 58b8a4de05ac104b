// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import type { Configuration } from '@stackport/config';
import { chunkedBackupOptions, posixBackupOptions } from '../../options/backups.js';
import { ChunkedBackupDriver } from './chunked-backup-driver.js';
import { PosixStore } from './posix-store.js';
import { timestamp } from './timestamp.js';

export const POSIX_DRIVER = 'cinder.backup.drivers.posix.PosixBackupDriver';

/**
 * Backups as files in a folder, which may be a mounted share: upstream's drivers/posix.py. Where a backup names no
 * container, it has a folder of its own, `CC/SS/<id>` by the first letters of its id.
 */
export function posixBackupDriver(configuration: Configuration): ChunkedBackupDriver {
  const options = configuration.get(posixBackupOptions);
  const chunked = configuration.get(chunkedBackupOptions);
  return new ChunkedBackupDriver({
    name: POSIX_DRIVER,
    store: new PosixStore(resolve(options.backup_posix_path)),
    place: ({ id, volumeId, container }) => ({
      container: container === null || container === '' ? `${id.slice(0, 2)}/${id.slice(2, 4)}/${id}` : container,
      serviceMetadata: `volume_${volumeId}_${timestamp(new Date())}_backup_${id}`,
    }),
    chunkSize: options.backup_file_size,
    blockSize: options.backup_sha_block_size_bytes,
    compression: chunked.backup_compression_algorithm,
    progress: {
      interval: options.backup_enable_progress_timer ? chunked.backup_timer_interval : undefined,
      objects: chunked.backup_object_number_per_notification,
    },
  });
}
