// SPDX-License-Identifier: Apache-2.0
export * from './bad-input-walk.js';
export * from './database-state.js';
export * from './policy-fixture.js';
export * from './policy-reference.js';
export * from './policy-request.js';
export * from './policy-walk.js';
export * from './spoiled-input-walk.js';
export * from './walk-route.js';
