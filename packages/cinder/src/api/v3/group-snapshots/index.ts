// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { ChangeGroupSnapshots } from './change-group-snapshots.js';
import { ListGroupSnapshots } from './list-group-snapshots.js';

/** Upstream's api/v3/group_snapshots.py. */
export const groupSnapshotControllers: readonly Type[] = [ListGroupSnapshots, ChangeGroupSnapshots];
