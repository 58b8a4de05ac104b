// SPDX-License-Identifier: Apache-2.0
export { Capability, isCapable } from './capabilities.js';
export { createStores, registerOptions, type ConfiguredBackend, type CreatedStores } from './create-stores.js';
export { findDriver, registeredDrivers } from './driver-registry.js';
export * from './errors.js';
export { fileDriver } from './file/file-driver.js';
export { partialName } from './file/partial-files.js';
export { cryptoNameOf } from './hashing/algorithms.js';
export { HashPool } from './hashing/hash-pool.js';
export { httpDriver } from './http/http-driver.js';
export * from './image-store.js';
export { checkLocationMetadata, schemeOf, type LocationMetadata, type StoreLocation } from './location.js';
export { processIdentity, processState } from './process-identity.js';
export { RegisteredStore } from './registered-store.js';
export { s3Driver } from './s3/s3-driver.js';
export { SchemeMap } from './scheme-map.js';
export { StoreContainer, type StoreContainerOptions, type StoreInfo } from './store-container.js';
export {
  STAGING_STORE,
  TASKS_STORE,
  backendOptions,
  glanceStoreOptions,
  storeSelectionOptions,
  taskWorkOptions,
} from './store-options.js';
export { Upload, type UploadResult, type WritePiece } from './upload.js';
