// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param } from '@nestjs/common';
import { Caller, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { ServerFinder } from '../../servers/server-finder.js';

const RULE = 'compute:server:topology';

interface Cell {
  readonly id?: number;
  readonly cpuset?: readonly number[];
  readonly pcpuset?: readonly number[];
  /** MiB. */
  readonly memory?: number;
  /** KiB. */
  readonly pagesize?: number | null;
  readonly cpu_pinning_raw?: Readonly<Record<string, number>> | null;
  readonly cpu_topology?: { readonly threads?: number } | null;
}

@Controller('v2.1')
export class ServerTopology {
  constructor(@Inject(ServerFinder) private readonly finder: ServerFinder) {}

  @Operation({
    method: 'GET',
    path: '/servers/:server_id/topology',
    microversions: { min: '2.78' },
    policy: { rule: `${RULE}:index`, target: 'resource' },
    success: 200,
  })
  async get(@Caller() context: RequestContext, @Param('server_id') uuid: string): Promise<unknown> {
    const { instance } = await this.finder.get(context, uuid, `${RULE}:index`, { parts: ['numa_topology'] });
    const cells = (instance.numa_topology?.cells ?? []) as readonly Cell[];
    const withHost = await this.finder.may(context, `${RULE}:host:index`, instance);
    const pageSizes = cells.map(({ pagesize }) => pagesize ?? 0).filter((size) => size > 0);
    return { nodes: cells.map((cell) => nodeView(cell, withHost)), pagesize_kb: pageSizes.at(-1) ?? null };
  }
}

function nodeView(cell: Cell, withHost: boolean): Record<string, unknown> {
  const cpus = [...new Set([...(cell.cpuset ?? []), ...(cell.pcpuset ?? [])])].sort((a, b) => a - b);
  return {
    vcpu_set: cpus,
    siblings: siblingsOf(cpus, cell.cpu_topology?.threads ?? 0),
    memory_mb: cell.memory ?? 0,
    ...(withHost ? { host_node: cell.id ?? null, cpu_pinning: cell.cpu_pinning_raw ?? {} } : {}),
  };
}

/** Processors that are threads of one core; none where a core has one thread. */
function siblingsOf(cpus: readonly number[], threads: number): readonly (readonly number[])[] {
  if (threads <= 1) return [];
  return Array.from({ length: Math.floor(cpus.length / threads) }, (_, core) =>
    cpus.slice(core * threads, (core + 1) * threads),
  );
}
