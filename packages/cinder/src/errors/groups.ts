// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound } from './base.js';

export class GroupNotFound extends NotFound {
  constructor(groupId: string) {
    super(`Group ${groupId} could not be found.`);
  }
}

/** The group's state, or what is in it, does not allow it. */
export class InvalidGroup extends Invalid {
  constructor(reason: string) {
    super(`Invalid Group: ${reason}`);
  }
}

export class InvalidGroupStatus extends Invalid {
  constructor(reason: string) {
    super(`Invalid Group Status: ${reason}`);
  }
}

export class GroupSnapshotNotFound extends NotFound {
  constructor(groupSnapshotId: string) {
    super(`GroupSnapshot ${groupSnapshotId} could not be found.`);
  }
}

export class InvalidGroupSnapshot extends Invalid {
  constructor(reason: string) {
    super(`Invalid GroupSnapshot: ${reason}`);
  }
}

export class InvalidGroupSnapshotStatus extends Invalid {
  constructor(reason: string) {
    super(`Invalid GroupSnapshot Status: ${reason}`);
  }
}
