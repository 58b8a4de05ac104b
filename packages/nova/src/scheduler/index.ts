// SPDX-License-Identifier: Apache-2.0
export type { HostAggregate, HostAggregates, SchedulerCell, SchedulerCells } from './ports.js';
export { createNovaScheduler, type NovaScheduler, type NovaSchedulerInit } from './service.js';
