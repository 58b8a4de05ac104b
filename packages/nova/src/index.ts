// SPDX-License-Identifier: Apache-2.0
export { NovaContext, type NovaContextInit } from './context.js';
export { openApiDatabase, openCellDatabase, type ApiDatabase, type CellDatabase } from './database.js';
export { type NovaDatabases, openConfiguredDatabases } from './open-configured-databases.js';
export { missingApplication } from './api/paste-file.js';
export * from './options/index.js';
export { policyRules } from './policies/index.js';
export type { ApiPorts } from './ports.js';
export { createNovaApi, type NovaApi, type NovaApiInit, novaApiOptionGroups } from './service.js';
export { createComputeDriver, UnknownComputeDriver } from './compute/drivers/create-driver.js';
export { createNovaCompute, type NovaCompute, type NovaComputeInit } from './compute/service.js';
export { createNovaConductor, type NovaConductor, type NovaConductorInit } from './conductor/service.js';
export { createNova, type NovaInit } from './create-nova.js';
export { createNovaMetadata, type NovaMetadataInit } from './metadata-service.js';
export { configuredNeighbours, type Neighbours } from './neighbours.js';
export { createNovaScheduler, type NovaScheduler, type NovaSchedulerInit } from './scheduler/service.js';
export {
  novaWorkerConfiguration,
  startWorker,
  type WorkerBinary,
  type WorkerManager,
  workerManagers,
} from './worker-service.js';
export { PlacementClient, PlacementSession, type PlacementTransport } from './placement/index.js';
