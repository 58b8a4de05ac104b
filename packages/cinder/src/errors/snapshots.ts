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

export class SnapshotMetadataNotFound extends NotFound {
  constructor(snapshotId: string, key: string) {
    super(`Snapshot ${snapshotId} has no metadata with key ${key}.`);
  }
}
