// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { GetCluster } from './get-cluster.js';
import { ListClusters } from './list-clusters.js';
import { UpdateCluster } from './update-cluster.js';

export const clusterControllers: Type[] = [ListClusters, GetCluster, UpdateCluster];
