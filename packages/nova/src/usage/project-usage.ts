// SPDX-License-Identifier: Apache-2.0
import type { Cells } from '../cells/cells.js';
import { MarkerNotFound } from '../errors/base.js';
import type { FlavorRepository } from '../flavors/flavor-repository.js';
import type { Prisma } from '../generated/cell/mysql/client.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import type { InstanceValues } from '../instances/instance.js';

export interface UsagePeriod {
  readonly start: Date;
  readonly stop: Date;
}

/** What a server used within a period; memory in MiB, disk in GiB. */
export interface ServerUsage {
  readonly hours: number;
  readonly flavor: string;
  readonly instanceId: string;
  readonly name: string | null;
  readonly projectId: string;
  readonly memoryMb: number;
  readonly localGb: number;
  readonly vcpus: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly state: string | null;
  /** Seconds. */
  readonly uptime: number;
}

export interface UsagePage {
  readonly limit: number;
  /** UUID of a server. */
  readonly marker?: string | undefined;
}

/** What of a flavor usage is counted by. */
interface Size {
  readonly name: string;
  readonly memoryMb: number;
  readonly localGb: number;
  readonly vcpus: number;
}

/** Who used what, by servers that there were (nova 26, api/openstack/compute/simple_tenant_usage.py). */
export class ProjectUsage {
  readonly #cells: Cells;
  readonly #flavors: FlavorRepository;

  constructor({ cells, flavors }: { readonly cells: Cells; readonly flavors: FlavorRepository }) {
    this.#cells = cells;
    this.#flavors = flavors;
  }

  /** Servers that ran within a period, cell by cell, by project and UUID. Throws MarkerNotFound. @param projectId - of one */
  async list(period: UsagePeriod, { limit, marker }: UsagePage, projectId?: string): Promise<ServerUsage[]> {
    const usages: ServerUsage[] = [];
    let isBehindMarker = marker === undefined;
    let left = limit;
    const sizes = new Map<number, Size | undefined>();
    for (const mapping of await this.#cells.list()) {
      if (left <= 0) break;
      const { database } = await this.#cells.open(mapping);
      const instances = new InstanceRepository(database);
      const [after] = isBehindMarker || marker === undefined ? [] : await instances.list({ where: { uuid: marker } });
      if (!isBehindMarker && after === undefined) continue;
      isBehindMarker = true;
      const found = await instances.list(
        {
          where: { AND: [activeWithin(period, projectId), ...(after === undefined ? [] : [behind(after)])] },
          orderBy: [{ projectId: 'asc' }, { uuid: 'asc' }],
          take: left,
        },
        ['flavor'],
      );
      left -= found.length;
      for (const instance of found) usages.push(usageOf(instance, period, await this.#sizeOf(instance, sizes)));
    }
    if (!isBehindMarker && usages.length === 0) throw new MarkerNotFound(marker ?? '');
    return usages;
  }

  /** As the server carries it; that of a server from before they did, by the number of its flavor. */
  async #sizeOf(instance: InstanceValues, known: Map<number, Size | undefined>): Promise<Size> {
    const { flavor, instance_type_id: number, memory_mb: memory, root_gb: root, ephemeral_gb: ephemeral } = instance;
    if (flavor !== undefined)
      return {
        name: flavor.name,
        memoryMb: flavor.memory_mb,
        localGb: flavor.root_gb + flavor.ephemeral_gb,
        vcpus: flavor.vcpus,
      };
    if (number !== null && !known.has(number)) {
      const found = await this.#flavors.findByNumber(number);
      known.set(
        number,
        found === null
          ? undefined
          : {
              name: found.name,
              memoryMb: found.memoryMb,
              localGb: found.rootGb + found.ephemeralGb,
              vcpus: found.vcpus,
            },
      );
    }
    const own = {
      name: '',
      memoryMb: memory ?? 0,
      localGb: (root ?? 0) + (ephemeral ?? 0),
      vcpus: instance.vcpus ?? 0,
    };
    return known.get(number ?? -1) ?? own;
  }
}

function activeWithin({ start, stop }: UsagePeriod, projectId: string | undefined): Prisma.InstanceWhereInput {
  return {
    OR: [{ terminatedAt: null }, { terminatedAt: { gt: start } }],
    launchedAt: { lt: stop },
    ...(projectId === undefined ? {} : { projectId }),
  };
}

function behind({ project_id: projectId, uuid }: InstanceValues): Prisma.InstanceWhereInput {
  const project = projectId ?? '';
  return { OR: [{ projectId: { gt: project } }, { projectId: project, uuid: { gt: uuid } }] };
}

function usageOf(instance: InstanceValues, period: UsagePeriod, size: Size): ServerUsage {
  const startedAt = instance.launched_at ?? period.start;
  const endedAt = instance.terminated_at;
  return {
    hours: hoursWithin(instance, period),
    flavor: size.name,
    instanceId: instance.uuid,
    name: instance.display_name,
    projectId: instance.project_id ?? '',
    memoryMb: size.memoryMb,
    localGb: size.localGb,
    vcpus: size.vcpus,
    startedAt,
    endedAt,
    state: endedAt === null ? instance.vm_state : 'terminated',
    uptime: Math.trunc(((endedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000),
  };
}

function hoursWithin(
  { launched_at: launched, terminated_at: terminated }: InstanceValues,
  { start, stop }: UsagePeriod,
): number {
  if (launched === null || launched > stop || (terminated !== null && terminated < start)) return 0;
  const from = Math.max(launched.getTime(), start.getTime());
  const to = terminated === null ? stop.getTime() : Math.min(stop.getTime(), terminated.getTime());
  return (to - from) / 3_600_000;
}
