// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import type { Request } from '@stackport/wsgi';
import { identityOptions } from '../../options.js';
import { callerOf } from './identity-context.js';

/** What a request means that leaves something out. */
export class Defaults {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** The domain of what is created without one: that of a domain-scoped token, or else `[identity] default_domain_id`. */
  domainOf(request: Request): string {
    return callerOf(request).domainId ?? this.#configuration.get(identityOptions).default_domain_id;
  }
}
