// SPDX-License-Identifier: Apache-2.0
import { InstanceRepository } from '../instances/instance-repository.js';
import type { HostDirectory } from '../services/host-directory.js';
import { ComputeNodes } from './compute-nodes.js';

/** Processors, memory in MiB and disk in GiB. */
export interface ResourceSum {
  readonly cpu: number;
  readonly memoryMb: number;
  readonly diskGb: number;
}

/** What a compute host has, and who uses it. */
export interface HostResources {
  readonly total: ResourceSum;
  readonly usedNow: ResourceSum;
  /** By what servers are made of. */
  readonly usedMax: ResourceSum;
  readonly byProject: ReadonlyMap<string, ResourceSum>;
}

const NOTHING: ResourceSum = { cpu: 0, memoryMb: 0, diskGb: 0 };

/** The resources of hosts, as the API told them until 2.42. */
export class HostResourceReader {
  readonly #hosts: HostDirectory;

  constructor(hosts: HostDirectory) {
    this.#hosts = hosts;
  }

  /** Throws HostMappingNotFound, ComputeHostNotFound. */
  async read(host: string): Promise<HostResources> {
    const { database } = await this.#hosts.cellOf(host);
    const node = await new ComputeNodes(database).get({ host }, host);
    const servers = await new InstanceRepository(database).list({
      where: { host, deleted: 0 },
      orderBy: { id: 'asc' },
    });
    const byProject = new Map<string, ResourceSum>();
    let usedMax = NOTHING;
    for (const { project_id: project, vcpus, memory_mb: memory, root_gb: root, ephemeral_gb: ephemeral } of servers) {
      const one = { cpu: vcpus ?? 0, memoryMb: memory ?? 0, diskGb: (root ?? 0) + (ephemeral ?? 0) };
      usedMax = sum(usedMax, one);
      byProject.set(project ?? '', sum(byProject.get(project ?? '') ?? NOTHING, one));
    }
    return {
      total: { cpu: node.vcpus, memoryMb: node.memory_mb, diskGb: node.local_gb },
      usedNow: { cpu: node.vcpus_used, memoryMb: node.memory_mb_used, diskGb: node.local_gb_used },
      usedMax,
      byProject,
    };
  }
}

function sum(a: ResourceSum, b: ResourceSum): ResourceSum {
  return { cpu: a.cpu + b.cpu, memoryMb: a.memoryMb + b.memoryMb, diskGb: a.diskGb + b.diskGb };
}
