// SPDX-License-Identifier: Apache-2.0
export * from './base.js';
export * from './aggregates.js';
export * from './api.js';
export * from './consoles.js';
export * from './flavors.js';
export * from './floating-ips.js';
export * from './hosts.js';
export * from './image.js';
export * from './instances.js';
export * from './keypairs.js';
export * from './network.js';
export * from './quotas.js';
export * from './security-groups.js';
export * from './server-actions.js';
export * from './server-create.js';
export * from './server-groups.js';
export * from './volume.js';
