// SPDX-License-Identifier: Apache-2.0
import { apiOptions } from './api.js';
import { computeHostOptions, computeOptions, conductorOptions, imageCacheOptions } from './compute.js';
import {
  consoleauthOptions,
  mksOptions,
  rdpOptions,
  serialConsoleOptions,
  spiceOptions,
  vncOptions,
} from './consoles.js';
import { apiDatabaseOptions } from './databases.js';
import {
  cinderClientOptions,
  cinderOptions,
  glanceClientOptions,
  glanceOptions,
  keystoneClientOptions,
  neutronClientOptions,
  neutronOptions,
  placementClientOptions,
  serviceUserClientOptions,
  serviceUserOptions,
} from './neighbours.js';
import { notificationOptions, upgradeLevelOptions, workaroundOptions } from './notifications.js';
import { quotaOptions } from './quotas.js';
import { filterSchedulerOptions, schedulerOptions } from './scheduler.js';
import { serverOptions, wsgiOptions } from './server.js';
import { qemuHostOptions } from './qemu.js';
import { schedulerOwnOptionGroups } from './scheduler-own.js';
import { serverDefaultsOptions, serviceOptions, zoneOptions } from './service.js';
import { vendordataAuthOptions, vendordataOptions } from './vendordata.js';

export * from './api.js';
export * from './compute.js';
export * from './consoles.js';
export * from './databases.js';
export { novaDefaultValues } from './default-values.js';
export * from './neighbours.js';
export * from './notifications.js';
export * from './quotas.js';
export { recognizedOptions } from './recognized-options.js';
export * from './scheduler.js';
export * from './server.js';
export * from './service.js';
export { standaloneDefaults, standaloneValues } from './standalone-values.js';
export * from './vendordata.js';

/** Every group that the Compute service itself declares. One nova.conf is read by all its processes, so each knows them all. */
export const novaOptionGroups = [
  serverOptions,
  wsgiOptions,
  apiOptions,
  vendordataOptions,
  vendordataAuthOptions,
  apiDatabaseOptions,
  quotaOptions,
  serviceOptions,
  zoneOptions,
  serverDefaultsOptions,
  computeOptions,
  computeHostOptions,
  conductorOptions,
  imageCacheOptions,
  schedulerOptions,
  filterSchedulerOptions,
  vncOptions,
  spiceOptions,
  serialConsoleOptions,
  rdpOptions,
  mksOptions,
  consoleauthOptions,
  notificationOptions,
  upgradeLevelOptions,
  workaroundOptions,
  keystoneClientOptions,
  glanceClientOptions,
  glanceOptions,
  cinderClientOptions,
  cinderOptions,
  neutronClientOptions,
  neutronOptions,
  placementClientOptions,
  serviceUserClientOptions,
  serviceUserOptions,
  qemuHostOptions,
  ...schedulerOwnOptionGroups,
] as const;
