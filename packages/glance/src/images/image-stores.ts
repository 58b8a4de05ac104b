// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Conflict, Forbidden, ImageNotFound, NotFound } from '../errors.js';
import { ImageAccess } from './image-access.js';
import { backendOf, type ImageData } from './image-data.js';
import type { ImageRepository } from './image-repository.js';
import type { Image } from './image.js';

export interface ImageStoresOptions {
  readonly images: ImageRepository;
  readonly data: ImageData;
  readonly enforcer: Enforcer;
  /** Ids of the stores; undefined where there is one of the old style. */
  readonly stores: readonly string[] | undefined;
}

/** The copies of an image's data in several stores. */
export class ImageStores {
  readonly #options: ImageStoresOptions;

  constructor(options: ImageStoresOptions) {
    this.#options = options;
  }

  /**
   * Removes an image's data from one of its stores (upstream's ImagesController.delete_from_store).
   * @throws NotFound, Forbidden for the only copy, Conflict for an unknown store or an image that is not active.
   */
  async remove(context: RequestContext, storeId: string, imageId: string): Promise<void> {
    const { images, data, stores } = this.#options;
    if (stores === undefined) throw new NotFound('The resource could not be found.');
    if (!stores.includes(storeId)) throw new Conflict(`The selected store ${storeId} is not available on this node.`);
    const image = await this.#removable(context, imageId);
    const location = image.fields.locations.find((one) => backendOf(one) === storeId);
    if (location === undefined) throw new NotFound(`Image ${imageId} is not stored in store ${storeId}.`);
    image.setLocations(image.fields.locations.filter((one) => one !== location));
    await images.save(image, 'active');
    await data.discardLocation(imageId, location);
  }

  async #removable(context: RequestContext, imageId: string): Promise<Image> {
    const { images, enforcer } = this.#options;
    const image = await images.get(context, imageId).catch((error: unknown) => {
      throw error instanceof ImageNotFound ? new NotFound(`Failed to find image ${imageId}`) : error;
    });
    const access = new ImageAccess(enforcer, context, image);
    access.require('get_image_location');
    access.require('delete_image_location', { owner: true });
    if (image.status !== 'active')
      throw new Conflict("It's not allowed to remove image data from store if image status is not 'active'");
    if (image.fields.locations.length === 1)
      throw new Forbidden(
        'Cannot delete image data from the only store containing it. Consider deleting the image instead.',
      );
    return image;
  }
}
