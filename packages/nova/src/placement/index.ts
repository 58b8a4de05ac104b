// SPDX-License-Identifier: Apache-2.0
export * from './placement.js';
export { PlacementClient, type PlacementClientInit } from './placement-client.js';
export { PlacementSession, type PlacementTransport } from './placement-session.js';
