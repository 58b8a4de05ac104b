// SPDX-License-Identifier: Apache-2.0
export * from './cell-mapping-repository.js';
export * from './cells.js';
export * from './host-discovery.js';
export * from './host-mapping-repository.js';
export * from './instance-mapping-repository.js';
export { setUpCells } from './set-up-cells.js';
