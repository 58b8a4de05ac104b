// SPDX-License-Identifier: Apache-2.0
import type { ClusterState } from '../../clusters/cluster-repository.js';
import { wireTime } from '../wire-time.js';

/** @param replication - whether the version shows how the replication stands (3.26) */
export function clusterSummary({ row, isUp }: ClusterState, replication: boolean): Record<string, unknown> {
  return {
    name: row.name,
    binary: row.binary,
    state: isUp ? 'up' : 'down',
    status: row.disabled === true ? 'disabled' : 'enabled',
    ...(replication ? { replication_status: row.replicationStatus } : {}),
  };
}

export function clusterDetail(state: ClusterState, replication: boolean): Record<string, unknown> {
  const { row } = state;
  return {
    ...clusterSummary(state, false),
    num_hosts: state.numHosts,
    num_down_hosts: state.numDownHosts,
    last_heartbeat: wireTime(state.lastHeartbeat) ?? '',
    created_at: wireTime(row.createdAt) ?? '',
    updated_at: wireTime(row.updatedAt) ?? '',
    disabled_reason: row.disabledReason,
    ...(replication
      ? { replication_status: row.replicationStatus, frozen: row.frozen, active_backend_id: row.activeBackendId }
      : {}),
  };
}
