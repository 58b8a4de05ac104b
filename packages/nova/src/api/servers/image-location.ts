// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { ServiceCatalog } from '@stackport/keystone';

export interface ImageLocationSettings {
  /** `[glance] endpoint_override`, or the first of its `api_servers`. */
  readonly server?: string | undefined;
  readonly region?: string | undefined;
}

/** Where clients find an image, as answers said until 2.44. */
export class ImageLocation {
  readonly #settings: ImageLocationSettings;

  constructor(settings: ImageLocationSettings) {
    this.#settings = settings;
  }

  /** Undefined where nobody says where the Image service is. */
  of(context: RequestContext, imageId: string): string | undefined {
    const { server, region } = this.#settings;
    const base =
      server ??
      new ServiceCatalog(context.serviceCatalog).findUrl({
        serviceType: 'image',
        interfaces: ['public', 'internal'],
        region,
      });
    return base === undefined ? undefined : `${base.replace(/\/(v\d+(\.\d+)?\/?)?$/, '')}/images/${imageId}`;
  }
}
