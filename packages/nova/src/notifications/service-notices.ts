// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ServiceValues } from '../hosts/host.js';
import { servicePayload } from './payloads.js';
import type { VersionedNotifications } from './versioned-notifications.js';

/** What of a service's row is worth telling; its signs of life are not. */
const TOLD = ['disabled', 'disabled_reason', 'forced_down'];

/** Tells of nova's services, in the name of each (nova 26, objects/service.py). */
export class ServiceNotices {
  readonly #versioned: VersionedNotifications;

  constructor(versioned: VersionedNotifications) {
    this.#versioned = versioned;
  }

  created(context: RequestContext, service: ServiceValues): Promise<void> {
    return this.#tell(context, 'service.create', service);
  }

  /** @param changes - names of what was changed */
  async updated(context: RequestContext, service: ServiceValues, changes: readonly string[]): Promise<void> {
    if (changes.some((name) => TOLD.includes(name))) await this.#tell(context, 'service.update', service);
  }

  deleted(context: RequestContext, service: ServiceValues): Promise<void> {
    return this.#tell(context, 'service.delete', service);
  }

  #tell(context: RequestContext, event: string, service: ServiceValues): Promise<void> {
    // The API is known by another name than the one of its row.
    const source = service.binary === 'nova-osapi_compute' ? 'nova-api' : (service.binary ?? '');
    const publisher = { source, host: service.host ?? '' };
    return this.#versioned.emit(context, event, servicePayload(service), { publisher });
  }
}
