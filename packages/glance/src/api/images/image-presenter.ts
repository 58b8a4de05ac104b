// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ImageService } from '../../images/image-service.js';
import { imageView } from '../../images/image-view.js';
import type { PropertyProtections } from '../../images/property-protections.js';
import type { Image } from '../../images/image.js';
import type { GlanceSettings } from '../../settings.js';

/** Shows images to a caller: with their locations only where the configuration and the caller's rules let them. */
export class ImagePresenter {
  readonly #service: ImageService;
  readonly #protections: PropertyProtections;
  readonly #options;

  constructor(service: ImageService, settings: GlanceSettings, protections: PropertyProtections) {
    this.#service = service;
    this.#protections = protections;
    this.#options = {
      showLocations: settings.showMultipleLocations,
      showDirectUrl: settings.showDirectUrl,
      showStores: settings.stores !== undefined,
    };
  }

  show(context: RequestContext, image: Image): Record<string, unknown> {
    const { showLocations, showDirectUrl, showStores } = this.#options;
    const wanted = showLocations || showDirectUrl || showStores;
    const visible = wanted && this.#service.access(context, image).allows('get_image_location');
    const showProperty = (name: string): boolean => this.#protections.allows(context, name, 'read');
    return imageView(image, { ...this.#options, showProperty }, visible ? image.fields.locations : []);
  }
}
