// SPDX-License-Identifier: Apache-2.0
import { apiClassOptions, apiOptions, extensionOptions } from './api.js';
import { backendDefaultsOptions } from './backend.js';
import { novaClientOptions, novaOptions, serviceUserClientOptions, serviceUserOptions } from './compute.js';
import { imageServiceOptions } from './image.js';
import { coordinationOptions, keyManagerOptions, messageOptions } from './messages.js';
import { quotaOptions } from './quotas.js';
import { schedulerOptions } from './scheduler.js';
import { serverOptions, sslOptions } from './server.js';
import { availabilityZoneOptions, serviceOptions } from './service.js';
import { volumeManagerOptions, volumeOptions } from './volumes.js';
import { backupOptionGroups } from './backups.js';

export * from './api.js';
export * from './backend.js';
export * from './backups.js';
export * from './compute.js';
export { cinderDefaultValues } from './default-values.js';
export * from './image.js';
export * from './messages.js';
export * from './quotas.js';
export { recognizedOptions } from './recognized-options.js';
export * from './scheduler.js';
export * from './server.js';
export * from './service.js';
export { STANDALONE_BACKEND, standaloneDefaults, standaloneValues } from './standalone-values.js';
export * from './volumes.js';

/**
 * Every group that the Block Storage service itself declares. One cinder.conf is read by all its processes, so each
 * knows them all; the sections of back ends come when `enabled_backends` is read.
 */
export const cinderOptionGroups = [
  apiOptions,
  extensionOptions,
  apiClassOptions,
  serverOptions,
  sslOptions,
  serviceOptions,
  availabilityZoneOptions,
  volumeOptions,
  volumeManagerOptions,
  backendDefaultsOptions,
  quotaOptions,
  schedulerOptions,
  imageServiceOptions,
  novaClientOptions,
  novaOptions,
  serviceUserClientOptions,
  serviceUserOptions,
  messageOptions,
  keyManagerOptions,
  coordinationOptions,
  ...backupOptionGroups,
] as const;
