// SPDX-License-Identifier: Apache-2.0
export { createPlacement, type Placement, type PlacementInit } from './create-placement.js';
export { openPlacementDatabase, type PlacementDatabase } from './database.js';
export * from './options/index.js';
export { policyRules } from './policies/index.js';
