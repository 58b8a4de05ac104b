// SPDX-License-Identifier: Apache-2.0
export * from './oslo-client-proxy.js';
export * from './oslo-context.js';
export * from './oslo-error-filter.js';
export * from './oslo-server.js';
export { type RpcPattern, parsePattern } from './pattern.js';
