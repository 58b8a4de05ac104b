// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What cinder-api reads for backups. */
export const backupApiOptions = declareOptions('DEFAULT', {
  backup_use_same_host: option.boolean({
    default: false,
    help: 'Whether a backup is restored and deleted by the very service that made it.',
  }),
});

/** What cinder-backup reads, whatever its driver is. */
export const backupManagerOptions = declareOptions('DEFAULT', {
  backup_driver: option.string({
    default: 'cinder.backup.drivers.swift.SwiftBackupDriver',
    help: 'Where backups are kept, by its class in the Python service: cinder.backup.drivers.posix.PosixBackupDriver or cinder.backup.drivers.s3.S3BackupDriver.',
  }),
  backup_driver_init_check_interval: option.integer({
    default: 60,
    min: 5,
    help: 'Seconds until a driver that could not be set up is tried again.',
  }),
  backup_driver_stats_polling_interval: option.integer({
    default: 60,
    min: 10,
    deprecated: [{ name: 'backup_driver_status_check_interval' }],
    help: 'Seconds between two reports to the schedulers.',
  }),
  backup_service_inithost_offload: option.boolean({
    default: true,
    help: 'Whether deletions that a killed service left are finished beside the new one’s work.',
  }),
  backup_max_operations: option.integer({
    default: 15,
    min: 0,
    help: 'Backups that are made and restored at a time; 0 for any number.',
  }),
  backup_metadata_version: option.integer({
    default: 2,
    help: 'Version of the volume’s metadata in a backup: 1, or 2 that has the key of an encrypted volume.',
  }),
});

/** What all drivers that cut a volume into objects read. */
export const chunkedBackupOptions = declareOptions('DEFAULT', {
  backup_object_number_per_notification: option.integer({
    default: 10,
    help: 'Objects after which the progress is notified.',
  }),
  backup_timer_interval: option.integer({ default: 120, help: 'Seconds between two notifications of progress.' }),
  backup_compression_algorithm: option.choice(['none', 'off', 'no', 'zlib', 'gzip', 'bz2', 'bzip2', 'zstd'], {
    default: 'zlib',
    ignoreCase: true,
    help: 'How objects are compressed. zstd needs Node.js 22.15 or later; bz2 is not there.',
  }),
});

export const posixBackupOptions = declareOptions('DEFAULT', {
  backup_file_size: option.integer({
    default: 1_999_994_880,
    help: 'Bytes of a volume in one file; a multiple of backup_sha_block_size_bytes.',
  }),
  backup_sha_block_size_bytes: option.integer({
    default: 32_768,
    help: 'Bytes of a block that an incremental backup has or has not.',
  }),
  backup_enable_progress_timer: option.boolean({ default: true, help: 'Whether progress is notified on a timer.' }),
  backup_posix_path: option.string({ default: '$state_path/backup', help: 'Folder of the backups.' }),
});

export const s3BackupOptions = declareOptions('DEFAULT', {
  backup_s3_endpoint_url: option.string({ help: 'URL of the S3 server.' }),
  backup_s3_store_access_key: option.string({ secret: true, help: 'Access key.' }),
  backup_s3_store_secret_key: option.string({ secret: true, help: 'Secret key.' }),
  backup_s3_store_bucket: option.string({ default: 'volumebackups', help: 'Bucket, where a backup names none.' }),
  backup_s3_object_size: option.integer({
    default: 52_428_800,
    help: 'Bytes of a volume in one object; a multiple of backup_s3_block_size.',
  }),
  backup_s3_block_size: option.integer({
    default: 32_768,
    help: 'Bytes of a block that an incremental backup has or has not.',
  }),
  backup_s3_enable_progress_timer: option.boolean({ default: true, help: 'Whether progress is notified on a timer.' }),
  backup_s3_http_proxy: option.string({ default: '', help: 'Proxy of http URLs.' }),
  backup_s3_https_proxy: option.string({ default: '', help: 'Proxy of https URLs.' }),
  backup_s3_timeout: option.float({ default: 60, help: 'Seconds to wait for a connection, and for an answer.' }),
  backup_s3_max_pool_connections: option.integer({ default: 10, help: 'Connections at a time.' }),
  backup_s3_retry_max_attempts: option.integer({ default: 4, help: 'How often a request is tried again.' }),
  backup_s3_retry_mode: option.string({ default: 'legacy', help: 'legacy, standard or adaptive.' }),
  backup_s3_verify_ssl: option.boolean({ default: true, help: 'Whether the server’s certificate is verified.' }),
  backup_s3_ca_cert_file: option.string({ help: 'PEM file of the authorities that may have signed it.' }),
  backup_s3_md5_validation: option.boolean({ default: true, help: 'Whether the server is told the MD5 of an object.' }),
  backup_s3_sse_customer_key: option.string({
    secret: true,
    help: 'Key that the server encrypts objects with; goes with backup_s3_sse_customer_algorithm.',
  }),
  backup_s3_sse_customer_algorithm: option.string({ help: 'Algorithm of that encryption.' }),
});

/** All groups of this file. */
export const backupOptionGroups = [
  backupApiOptions,
  backupManagerOptions,
  chunkedBackupOptions,
  posixBackupOptions,
  s3BackupOptions,
];
