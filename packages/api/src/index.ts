// SPDX-License-Identifier: Apache-2.0
export * from './fault-filter.js';
export * from './json-body.js';
export * from './microversion.js';
export * from './operation-guard.js';
export * from './operation-metadata.js';
export * from './operation-module.js';
export * from './operation.js';
export * from './request-context.js';
export * from './schema-validator.js';
