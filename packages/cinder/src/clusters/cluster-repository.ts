// SPDX-License-Identifier: Apache-2.0
import { compareAndSwap, now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { ClusterNotFound } from '../errors/services.js';
import type { Cluster, Prisma } from '../generated/mysql/client.js';

export type ClusterRow = Cluster;

/** A cluster with what its services say of it. */
export interface ClusterState {
  readonly row: ClusterRow;
  /** When one of its services was heard of last. */
  readonly lastHeartbeat: Date | null;
  readonly isUp: boolean;
  readonly numHosts: number;
  readonly numDownHosts: number;
}

export interface ClusterFilters {
  readonly name?: string | undefined;
  readonly binary?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly isUp?: boolean | undefined;
  readonly numHosts?: number | undefined;
  readonly numDownHosts?: number | undefined;
  readonly replicationStatus?: string | undefined;
  readonly frozen?: boolean | undefined;
  readonly activeBackendId?: string | undefined;
}

/** The table `clusters`: which services share their back ends. */
export class ClusterRepository {
  readonly #database: CinderDatabase;
  readonly #downTime: number;

  /** @param downTime - `service_down_time`, seconds */
  constructor({ database, downTime }: { database: CinderDatabase; downTime: number }) {
    this.#database = database;
    this.#downTime = downTime;
  }

  findByName(name: string, binary: string): Promise<ClusterRow | null> {
    return this.#database.client.cluster.findFirst({ where: { name, binary, deleted: false } });
  }

  /** Throws ClusterNotFound. */
  async get(name: string, binary: string): Promise<ClusterState> {
    const [state] = await this.list({ name, binary });
    if (state === undefined) throw new ClusterNotFound(`{'name': '${name}', 'binary': '${binary}'}`);
    return state;
  }

  /** Those that fit, in the order of their making. */
  async list({ isUp, numHosts, numDownHosts, ...columns }: ClusterFilters): Promise<ClusterState[]> {
    const rows = await this.#database.client.cluster.findMany({
      where: { ...columns, deleted: false },
      orderBy: { id: 'asc' },
    });
    const services = await this.#database.client.service.findMany({
      where: { deleted: false, clusterName: { in: rows.map(({ name }) => name) } },
      select: { clusterName: true, binary: true, createdAt: true, updatedAt: true },
    });
    const since = Date.now() - this.#downTime * 1000;
    const states = rows.map((row): ClusterState => {
      const own = services.filter(({ clusterName, binary }) => clusterName === row.name && binary === row.binary);
      const beats = own.flatMap(({ updatedAt }) => (updatedAt === null ? [] : [updatedAt.getTime()]));
      const last = beats.length === 0 ? null : Math.max(...beats);
      return {
        row,
        lastHeartbeat: last === null ? null : new Date(last),
        isUp: last !== null && last >= since,
        numHosts: own.length,
        numDownHosts: own.filter(({ updatedAt }) => updatedAt === null || updatedAt.getTime() < since).length,
      };
    });
    return states.filter(
      (state) =>
        (isUp === undefined || state.isUp === isUp) &&
        (numHosts === undefined || state.numHosts === numHosts) &&
        (numDownHosts === undefined || state.numDownHosts === numDownHosts),
    );
  }

  /** Whether one of its services was heard of within `service_down_time`. */
  async isUp({ name, binary }: ClusterRow): Promise<boolean> {
    return (await this.list({ name, binary }))[0]?.isUp ?? false;
  }

  /** Makes the cluster of services that start for the first time, unless it is there. */
  async ensure(values: { readonly name: string; readonly binary: string; readonly disabled?: boolean }): Promise<void> {
    if ((await this.findByName(values.name, values.binary)) !== null) return;
    await this.#database.client.cluster.create({ data: { ...values, createdAt: now() } });
  }

  /** Throws ClusterNotFound. */
  async update(id: number, values: Prisma.ClusterUpdateManyMutationInput): Promise<void> {
    const { count } = await this.#database.client.cluster.updateMany({
      where: { id, deleted: false },
      data: { ...values, updatedAt: now() },
    });
    if (count === 0) throw new ClusterNotFound(String(id));
  }

  /** Changes a field where it is as expected. @returns whether it did */
  changeField(
    id: number,
    field: 'frozen' | 'replicationStatus',
    expected: readonly (boolean | string)[],
    value: boolean | string,
  ): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.cluster,
      { id, deleted: false, OR: expected.map((one) => ({ [field]: one })) },
      { [field]: value, updatedAt: now() },
    );
  }
}
