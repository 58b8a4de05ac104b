// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';

/** In lists alone: the core takes the hints of a new volume whether this is loaded or not, as upstream (bug 1774155). */
export class Scheduler_hints implements Extension {
  readonly name = 'SchedulerHints';
  readonly alias = 'OS-SCH-HNT';
  readonly updated = '2013-04-18T00:00:00+00:00';
  readonly description = 'Hints for the scheduler with a new volume.';
  readonly controllers = [];
}
