// SPDX-License-Identifier: Apache-2.0
export * from './client-files.js';
export * from './state-folder.js';
export * from './tiny-image.js';
export * from './embedded-identity.js';
export * from './lone-service.js';
