// SPDX-License-Identifier: Apache-2.0
import { ServiceNotFound } from '../errors/services.js';
import type { ServiceRepository } from '../services/service-repository.js';

/** A cinder-backup that is up and not disabled. */
export interface BackupHost {
  readonly host: string;
  readonly availabilityZone: string | null;
}

export interface BackupHostsInit {
  readonly services: Pick<ServiceRepository, 'list'>;
  /** `backup_use_same_host` */
  readonly sameHost: boolean;
}

/** Which cinder-backup does what: upstream's backup/api.py, _get_available_backup_service_host and its like. */
export class BackupHosts {
  readonly #init: BackupHostsInit;

  constructor(init: BackupHostsInit) {
    this.#init = init;
  }

  /** Those that are up. */
  async list(): Promise<BackupHost[]> {
    const services = await this.#init.services.list({ topic: 'cinder-backup', disabled: false, isUp: true });
    return services.flatMap(({ host, availabilityZone }) => (host === null ? [] : [{ host, availabilityZone }]));
  }

  /**
   * One for work on a backup: the backup's own where the configuration wants that, otherwise any of the zone.
   * Throws `ServiceNotFound` where there is none.
   */
  async pick(host: string | null, availabilityZone: string | null): Promise<string> {
    const hosts = (await this.list()).filter(
      (service) => !availabilityZone || service.availabilityZone === availabilityZone,
    );
    const fitting = host && this.#init.sameHost ? hosts.filter((service) => service.host === host) : hosts;
    const picked = fitting[Math.floor(Math.random() * fitting.length)];
    if (picked === undefined) throw new ServiceNotFound('cinder-backup');
    return picked.host;
  }
}
