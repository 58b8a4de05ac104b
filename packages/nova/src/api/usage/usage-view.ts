// SPDX-License-Identifier: Apache-2.0
import type { ServerUsage, UsagePeriod } from '../../usage/project-usage.js';
import { wireTime } from '../wire-time.js';

/** What each project used, in the order in which their servers come. @param isDetailed - with each server */
export function usageViews(
  usages: readonly ServerUsage[],
  period: UsagePeriod,
  isDetailed: boolean,
): Record<string, unknown>[] {
  const projects = [...new Set(usages.map(({ projectId }) => projectId))];
  return projects.map((projectId) => {
    const own = usages.filter((usage) => usage.projectId === projectId);
    const total = (of: (usage: ServerUsage) => number): number =>
      own.reduce((sum, one) => sum + of(one) * one.hours, 0);
    return {
      tenant_id: projectId,
      ...(isDetailed ? { server_usages: own.map(serverUsageView) } : {}),
      total_local_gb_usage: total(({ localGb }) => localGb),
      total_vcpus_usage: total(({ vcpus }) => vcpus),
      total_memory_mb_usage: total(({ memoryMb }) => memoryMb),
      total_hours: total(() => 1),
      start: wireTime(period.start),
      stop: wireTime(period.stop),
    };
  });
}

function serverUsageView(usage: ServerUsage): Record<string, unknown> {
  return {
    hours: usage.hours,
    flavor: usage.flavor,
    instance_id: usage.instanceId,
    name: usage.name,
    tenant_id: usage.projectId,
    memory_mb: usage.memoryMb,
    local_gb: usage.localGb,
    vcpus: usage.vcpus,
    started_at: wireTime(usage.startedAt),
    ended_at: wireTime(usage.endedAt),
    state: usage.state,
    uptime: usage.uptime,
  };
}
