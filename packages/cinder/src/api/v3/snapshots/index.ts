// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ListSnapshots } from './list-snapshots.js';
import { SnapshotMetadata } from './snapshot-metadata.js';
import { Snapshots } from './snapshots.js';

export const snapshotControllers: readonly Type[] = [ListSnapshots, Snapshots, SnapshotMetadata];
