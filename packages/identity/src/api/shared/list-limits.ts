// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { defaultOptions, identityOptions, resourceOptions } from '../../options.js';

/** How many entries lists answer at most: the resource's own option, or else the general one. */
export class ListLimits {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** Of users and groups. */
  get users(): number | undefined {
    return this.#configuration.get(identityOptions).list_limit ?? this.#general;
  }

  /** Of projects and domains. */
  get projects(): number | undefined {
    return this.#configuration.get(resourceOptions).list_limit ?? this.#general;
  }

  get #general(): number | undefined {
    return this.#configuration.get(defaultOptions).list_limit;
  }
}
