// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound } from './base.js';

export class SnapshotNotFound extends NotFound {
  constructor(snapshotId: string) {
    super(`Snapshot ${snapshotId} could not be found.`);
  }
}

export class InvalidSnapshot extends Invalid {
  constructor(reason: string) {
    super(`Invalid snapshot: ${reason}`);
  }
}

/** What is said of a snapshot that is under way does not follow from what it is. */
export class InvalidSnapshotTransition extends Invalid {}

export class SnapshotMetadataNotFound extends NotFound {
  constructor(snapshotId: string, key: string) {
    super(`Snapshot ${snapshotId} has no metadata with key ${key}.`);
  }
}
