// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { GetPools } from './scheduler-stats/get-pools.js';

export class Scheduler_stats implements Extension {
  readonly name = 'Scheduler_stats';
  readonly alias = 'scheduler-stats';
  readonly updated = '2014-09-07T00:00:00+00:00';
  readonly description = 'What the scheduler knows of back ends.';
  readonly controllers = [GetPools];
}
