// SPDX-License-Identifier: Apache-2.0
export * from './boot-cinder.js';
export * from './boot-glance.js';
export * from './boot-identity.js';
export * from './boot-nova.js';
export * from './boot-placement.js';
export * from './cinder-worker.js';
export * from './client.js';
export * from './fake-token-validator.js';
export * from './listening-application.js';
export * from './mariadb-database.js';
export * from './rabbit.js';
export * from './recording-transport.js';
export * from './service-program.js';
export * from './tested-service.js';
export * from './small-disk.js';
export * from './temporary-folder.js';
export * from './walks/index.js';
