// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { compareAndSwap, now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { ServiceNotFound } from '../errors/services.js';
import type { Prisma, Service } from '../generated/mysql/client.js';
import { hostConditions } from './host-names.js';

export type ServiceRow = Service;

export interface ServiceFilters {
  readonly binary?: string | undefined;
  readonly topic?: string | undefined;
  /** Also what lies below it: `node` finds `node@lvm`. */
  readonly host?: string | undefined;
  readonly clusterName?: string | undefined;
  readonly hostOrCluster?: string | undefined;
  /** Of the service, or of its cluster where it belongs to one. */
  readonly disabled?: boolean | undefined;
  readonly frozen?: boolean | undefined;
  readonly isUp?: boolean | undefined;
  readonly id?: number | undefined;
  readonly availabilityZone?: string | undefined;
}

export interface NewService {
  readonly host: string;
  readonly binary: string;
  readonly topic: string;
  readonly availabilityZone?: string;
  readonly disabled?: boolean;
  readonly clusterName?: string | null;
  readonly rpcCurrentVersion?: string;
  readonly objectCurrentVersion?: string;
}

export interface ServiceRepositoryInit {
  readonly database: CinderDatabase;
  /** `service_down_time`, seconds. */
  readonly downTime: number;
  /** `enable_new_services`; true by default. */
  readonly enableNewServices?: boolean;
}

/** The table `services`: which processes there are, and when each was heard of last. */
export class ServiceRepository {
  readonly #database: CinderDatabase;
  readonly #downTime: number;
  readonly #enableNewServices: boolean;

  constructor({ database, downTime, enableNewServices = true }: ServiceRepositoryInit) {
    this.#database = database;
    this.#downTime = downTime;
    this.#enableNewServices = enableNewServices;
  }

  /** Whether a service was heard of within `service_down_time`. */
  isUp(service: { readonly createdAt: Date | null; readonly updatedAt: Date | null }): boolean {
    const heard = service.updatedAt ?? service.createdAt;
    return heard !== null && Math.abs(Date.now() - heard.getTime()) <= this.#downTime * 1000;
  }

  /** The living rows that fit, in the order of their making. */
  list(filters: ServiceFilters = {}): Promise<ServiceRow[]> {
    return this.#list(filters);
  }

  /** Throws ServiceNotFound. */
  async get(host: string, binary: string): Promise<ServiceRow> {
    const row = await this.find(host, binary);
    if (row === null) throw new ServiceNotFound(binary, host);
    return row;
  }

  /** The service of just this host and binary. */
  find(host: string, binary: string): Promise<ServiceRow | null> {
    return this.#database.client.service.findFirst({ where: { host, binary, deleted: false } });
  }

  findByUuid(uuid: string): Promise<ServiceRow | null> {
    return this.#database.client.service.findFirst({ where: { uuid, deleted: false } });
  }

  /** Makes the row of a service that starts for the first time. */
  create(values: NewService): Promise<ServiceRow> {
    return this.#database.client.service.create({
      data: {
        ...values,
        disabled: values.disabled ?? !this.#enableNewServices,
        uuid: randomUUID(),
        createdAt: now(),
      },
    });
  }

  /** Says that the service is alive: one more report. False where its row is gone. */
  async beat(id: number): Promise<boolean> {
    const { count } = await this.#database.client.service.updateMany({
      where: { id, deleted: false },
      data: { reportCount: { increment: 1 }, updatedAt: now() },
    });
    return count === 1;
  }

  /**
   * Changes a service. One that is enabled or disabled has not been heard of for that: `updated_at` stays, and
   * `modified_at` says when.
   * @throws ServiceNotFound
   */
  async update(id: number, values: Omit<Prisma.ServiceUpdateManyMutationInput, 'id'>): Promise<void> {
    const { count } = await this.#database.client.service.updateMany({
      where: { id, deleted: false },
      data: { ...values, ...(values.disabled === undefined ? { updatedAt: now() } : { modifiedAt: now() }) },
    });
    if (count === 0) throw new ServiceNotFound(String(id));
  }

  /** Changes a field where it is as expected. @returns whether it did */
  changeField(
    id: number,
    field: 'frozen' | 'replicationStatus',
    expected: readonly (boolean | string)[],
    value: boolean | string,
  ): Promise<boolean> {
    return compareAndSwap(
      this.#database.client.service,
      { id, deleted: false, OR: expected.map((one) => ({ [field]: one })) },
      { [field]: value },
    );
  }

  /** Throws ServiceNotFound. */
  async delete(id: number): Promise<void> {
    const { count } = await this.#database.client.service.updateMany({
      where: { id, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
    if (count === 0) throw new ServiceNotFound(String(id));
  }

  async #list(filters: ServiceFilters): Promise<ServiceRow[]> {
    const conditions: Prisma.ServiceWhereInput[] = [];
    const { host, clusterName, hostOrCluster, disabled, frozen, isUp, ...columns } = filters;
    if (host !== undefined) conditions.push({ OR: hostConditions(host).map((condition) => ({ host: condition })) });
    if (clusterName !== undefined)
      conditions.push({ OR: hostConditions(clusterName).map((condition) => ({ clusterName: condition })) });
    if (hostOrCluster !== undefined)
      conditions.push({
        OR: hostConditions(hostOrCluster).flatMap((condition) => [{ host: condition }, { clusterName: condition }]),
      });
    if (isUp !== undefined) {
      const since = new Date(Date.now() - this.#downTime * 1000);
      const up: Prisma.ServiceWhereInput = { OR: [{ createdAt: { gte: since } }, { updatedAt: { gte: since } }] };
      const down: Prisma.ServiceWhereInput = {
        AND: [
          { OR: [{ createdAt: null }, { createdAt: { lt: since } }] },
          { OR: [{ updatedAt: null }, { updatedAt: { lt: since } }] },
        ],
      };
      conditions.push(isUp ? up : down);
    }
    const rows = await this.#database.client.service.findMany({
      where: { deleted: false, ...columns, AND: conditions },
      orderBy: { id: 'asc' },
    });
    if (disabled === undefined && frozen === undefined) return rows;
    return this.#filterByCluster(rows, { disabled, frozen });
  }

  /** A service of a cluster is disabled or frozen when the cluster is. */
  async #filterByCluster(
    rows: readonly ServiceRow[],
    { disabled, frozen }: { disabled: boolean | undefined; frozen: boolean | undefined },
  ): Promise<ServiceRow[]> {
    const names = rows.flatMap(({ clusterName }) => (clusterName === null ? [] : [clusterName]));
    const clusters =
      names.length === 0
        ? []
        : await this.#database.client.cluster.findMany({ where: { name: { in: names }, deleted: false } });
    const byKey = new Map(clusters.map((cluster) => [`${cluster.name} ${cluster.binary}`, cluster]));
    return rows.filter((row) => {
      const owner = row.clusterName === null ? row : byKey.get(`${row.clusterName} ${row.binary ?? ''}`);
      return (
        (disabled === undefined || (owner?.disabled ?? false) === disabled) &&
        (frozen === undefined || (owner?.frozen ?? false) === frozen)
      );
    });
  }
}
