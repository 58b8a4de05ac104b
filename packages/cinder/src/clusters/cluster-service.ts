// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ClusterFilters, ClusterRepository, ClusterState } from './cluster-repository.js';

/** Clusters as an administrator sees them: upstream's cinder/objects/cluster.py. */
export class ClusterService {
  readonly #clusters: ClusterRepository;

  constructor({ clusters }: { clusters: ClusterRepository }) {
    this.#clusters = clusters;
  }

  list(_context: RequestContext, filters: ClusterFilters): Promise<ClusterState[]> {
    return this.#clusters.list(filters);
  }

  /** Throws ClusterNotFound. */
  get(_context: RequestContext, name: string, binary: string): Promise<ClusterState> {
    return this.#clusters.get(name, binary);
  }

  /** Lets the scheduler use a cluster, or not. Throws ClusterNotFound. */
  async updateDisabled(
    _context: RequestContext,
    { name, binary }: { readonly name: string; readonly binary: string },
    { disabled, reason }: { readonly disabled: boolean; readonly reason: string | null },
  ): Promise<ClusterState> {
    const { row } = await this.#clusters.get(name, binary);
    await this.#clusters.update(row.id, { disabled, disabledReason: reason });
    return this.#clusters.get(name, binary);
  }
}
