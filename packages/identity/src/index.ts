// SPDX-License-Identifier: Apache-2.0
export type { Bootstrap, BootstrapResult, SeededService, SeededUser } from './bootstrap/bootstrap.js';
export { createIdentityService, type IdentityService, type IdentityServiceInit } from './identity-service.js';
export type { IdentityDomain } from './identity-domain.js';
export { identityOptionGroups } from './options.js';
export { identityRules } from './rules/index.js';
