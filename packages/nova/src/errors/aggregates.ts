// SPDX-License-Identifier: Apache-2.0
import { Conflict, Invalid, NotFound } from './base.js';

export class AggregateNotFound extends NotFound {
  constructor(id: number | string) {
    super(`Aggregate ${id} could not be found.`);
  }
}

export class AggregateNameExists extends Conflict {
  constructor(name: string) {
    super(`Aggregate ${name} already exists.`);
  }
}

export class AggregateHostNotFound extends NotFound {
  constructor(id: number, host: string) {
    super(`Aggregate ${id} has no host ${host}.`);
  }
}

export class AggregateHostExists extends Conflict {
  constructor(id: number, host: string) {
    super(`Aggregate ${id} already has host ${host}.`);
  }
}

/** What an aggregate's zone stands against: of a change, or of a deletion. */
export class InvalidAggregateAction extends Invalid {}

/** The same of a host that is added or removed, which the API answers as a conflict. */
export class InvalidAggregateHostAction extends Conflict {}
