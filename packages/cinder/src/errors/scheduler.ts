// SPDX-License-Identifier: Apache-2.0
import { CinderError, NotFound } from './base.js';

/** No back end can take what is asked for. */
export class NoValidBackend extends NotFound {
  constructor(reason: string) {
    super(`No valid backend was found. ${reason}`);
  }
}

export class HintNotSupported extends CinderError {
  constructor(hint: string) {
    super(`Hint "${hint}" not supported.`);
  }
}

export class SchedulerHostFilterNotFound extends NotFound {
  constructor(name: string) {
    super(`Scheduler Host Filter ${name} could not be found.`);
  }
}

export class SchedulerHostWeigherNotFound extends NotFound {
  constructor(name: string) {
    super(`Scheduler Host Weigher ${name} could not be found.`);
  }
}
