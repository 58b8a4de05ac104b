// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { ClusterRepository } from '../clusters/cluster-repository.js';
import { BackendUnavailable, ServiceNotFound } from '../errors/services.js';
import { backendOf } from '../rpc/addressing.js';
import type { ServiceRepository, ServiceRow } from './service-repository.js';

const BINARY = 'cinder-volume';

/** Where something on a back end is: one of the two, `host@backend#pool` or a cluster of that form. */
export interface BackendName {
  readonly host: string | null;
  readonly clusterName: string | null;
}

export interface ManagedBackendsDependencies {
  readonly services: Pick<ServiceRepository, 'list' | 'isUp'>;
  readonly clusters: Pick<ClusterRepository, 'findByName'>;
  readonly logger: Logger;
}

/** Back ends whose own volumes and snapshots come under management: upstream's _get_service_by_host_cluster. */
export class ManagedBackends {
  readonly #dependencies: ManagedBackendsDependencies;

  constructor(dependencies: ManagedBackendsDependencies) {
    this.#dependencies = dependencies;
  }

  /** The service of a back end. Throws `ServiceNotFound`, and `BackendUnavailable` for one that is disabled or down. */
  async find({ host, clusterName }: BackendName): Promise<ServiceRow> {
    const { services, logger } = this.#dependencies;
    const rows = await services.list({
      binary: BINARY,
      host: host ? backendOf(host) : undefined,
      clusterName: clusterName ? backendOf(clusterName) : undefined,
    });
    // Of a cluster, any that is up.
    const service = rows.find((row) => services.isUp(row)) ?? rows[0];
    if (service === undefined) {
      logger.error(`Unable to find service ${BINARY} for host ${host ?? 'None'} and cluster ${clusterName ?? 'None'}`);
      throw new ServiceNotFound(BINARY, host ?? undefined);
    }
    const name = service.host ?? '';
    if (await this.#isDisabled(service)) throw this.#refuse(`Service ${name} is disabled: nothing on it is managed`);
    if (!services.isUp(service)) throw this.#refuse(`Service ${name} is down: nothing on it is managed`);
    return service;
  }

  async #isDisabled({ disabled, clusterName }: ServiceRow): Promise<boolean> {
    if (disabled !== true) return false;
    if (clusterName === null) return true;
    return (await this.#dependencies.clusters.findByName(clusterName, BINARY))?.disabled === true;
  }

  #refuse(reason: string): BackendUnavailable {
    this.#dependencies.logger.error(reason);
    return new BackendUnavailable();
  }
}
