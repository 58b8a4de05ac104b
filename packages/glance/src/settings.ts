// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { apiOptions, imageOptions } from './options.js';

/** What the API's handlers need of the configuration, worked out once at start. */
export interface GlanceSettings {
  readonly pageLength: number;
  readonly longestPage: number;
  readonly importMethods: readonly string[];
  /** Ids of the configured stores in their order; undefined where there is one store of the old style. */
  readonly stores: readonly string[] | undefined;
  readonly showMultipleLocations: boolean;
  readonly showDirectUrl: boolean;
}

/** The settings of a configuration with these stores (undefined: one store of the old style). */
export function glanceSettings(configuration: Configuration, stores: readonly string[] | undefined): GlanceSettings {
  const api = configuration.get(apiOptions);
  const image = configuration.get(imageOptions);
  return {
    pageLength: api.limit_param_default,
    longestPage: api.api_limit_max,
    // Copying between stores needs several of them (upstream's set_image_import_methods).
    importMethods: image.enabled_import_methods.filter((method) => method !== 'copy-image' || stores !== undefined),
    stores,
    showMultipleLocations: image.show_multiple_locations,
    showDirectUrl: image.show_image_direct_url,
  };
}
