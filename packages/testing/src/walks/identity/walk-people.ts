// SPDX-License-Identifier: Apache-2.0
import type { Person, Session } from './identity-objects.js';

/** Whom the walk's objects are about: the owner's project, and what is the member's is nobody else's. */
export interface WalkPeople {
  readonly project: string;
  readonly member: string;
  readonly reader: string;
  readonly memberPerson: Person;
  readonly memberSession: Session;
}
