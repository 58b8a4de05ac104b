// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger, Values } from '@stackport/config';
import { InvalidConfigurationValue } from '../../errors/backup-configuration.js';
import { chunkedBackupOptions, s3BackupOptions } from '../../options/backups.js';
import { ChunkedBackupDriver } from './chunked-backup-driver.js';
import { s3Client } from './s3-client.js';
import { S3Store } from './s3-store.js';
import { timestamp } from './timestamp.js';

export const S3_DRIVER = 'cinder.backup.drivers.s3.S3BackupDriver';

export type S3BackupValues = Values<typeof s3BackupOptions.options>;

const REQUIRED = ['backup_s3_endpoint_url', 'backup_s3_store_access_key', 'backup_s3_store_secret_key'] as const;

/**
 * Backups as objects in S3 or in what speaks it: upstream's drivers/s3.py.
 * @param availabilityZone - `storage_availability_zone`; names of objects have it
 * @throws InvalidConfigurationValue
 */
export async function s3BackupDriver(
  configuration: Configuration,
  { availabilityZone, logger }: { readonly availabilityZone: string; readonly logger: Logger },
): Promise<ChunkedBackupDriver> {
  const options = configuration.get(s3BackupOptions);
  const chunked = configuration.get(chunkedBackupOptions);
  for (const name of REQUIRED) if (!options[name]) throw new InvalidConfigurationValue(name, options[name]);
  const { backup_s3_sse_customer_key: key, backup_s3_sse_customer_algorithm: algorithm } = options;
  if (!key !== !algorithm)
    logger.warning(
      'Both the backup_s3_sse_customer_algorithm and backup_s3_sse_customer_key options must be set to enable SSE. ' +
        'SSE is disabled.',
    );
  const { library, client } = await s3Client(options);
  return new ChunkedBackupDriver({
    name: S3_DRIVER,
    store: new S3Store({
      library,
      client,
      md5Validation: options.backup_s3_md5_validation,
      encryption: key && algorithm ? { key, algorithm } : undefined,
      readAttempts: Math.max(1, options.backup_s3_retry_max_attempts),
    }),
    place: ({ id, volumeId, container }) => ({
      container: container === null || container === '' ? options.backup_s3_store_bucket : container,
      serviceMetadata: `volume_${volumeId}/${timestamp(new Date())}/az_${availabilityZone}_backup_${id}`,
    }),
    chunkSize: options.backup_s3_object_size,
    blockSize: options.backup_s3_block_size,
    compression: chunked.backup_compression_algorithm,
    progress: {
      interval: options.backup_s3_enable_progress_timer ? chunked.backup_timer_interval : undefined,
      objects: chunked.backup_object_number_per_notification,
    },
  });
}
