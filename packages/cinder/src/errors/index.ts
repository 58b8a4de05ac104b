// SPDX-License-Identifier: Apache-2.0
export * from './base.js';
export * from './backups.js';
export * from './backup-configuration.js';
export * from './group-types.js';
export * from './groups.js';
export * from './keys.js';
export * from './qos-specs.js';
export * from './quotas.js';
export * from './scheduler.js';
export * from './services.js';
export * from './volume-types.js';
export * from './transfers.js';
export * from './attachments.js';
export * from './snapshots.js';
export * from './volumes.js';
