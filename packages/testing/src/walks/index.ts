// SPDX-License-Identifier: Apache-2.0
export * from './bad-input-walk.js';
export * from './walk-route.js';
