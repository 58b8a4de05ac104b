// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { PatchConflict, PatchForbidden, ReservedProperty } from '../errors.js';
import type { ImageAccess } from './image-access.js';
import type { ImageLocations } from './image-locations.js';
import type { ImageChange } from './image-patch.js';
import { countedProperties, requireQuota } from './image-quotas.js';
import { requireInteger, type ImageService, type ImageServiceDependencies } from './image-service.js';
import type { Image, Visibility } from './image.js';

/** Attributes that a user may set, by the wire's names. */
const ATTRIBUTES = {
  name: 'name',
  visibility: 'visibility',
  disk_format: 'diskFormat',
  container_format: 'containerFormat',
  min_disk: 'minDisk',
  min_ram: 'minRam',
  owner: 'owner',
  protected: 'protected',
  os_hidden: 'osHidden',
  tags: 'tags',
} as const;

/** Applies a patch document to an image: all of it, or nothing (upstream's ImagesController.update). */
export class ImageUpdate {
  readonly #dependencies: Pick<ImageServiceDependencies, 'images' | 'quotas' | 'protections'>;
  readonly #service: ImageService;
  readonly #locations: ImageLocations;

  constructor(
    dependencies: Pick<ImageServiceDependencies, 'images' | 'quotas' | 'protections'>,
    service: ImageService,
    locations: ImageLocations,
  ) {
    this.#dependencies = dependencies;
    this.#service = service;
    this.#locations = locations;
  }

  /** Throws what the rules of an image and of the caller say: `ImageNotFound`, `Forbidden`, `Conflict`, `Invalid`, `LimitExceeded`. */
  async apply(context: RequestContext, imageId: string, changes: readonly ImageChange[]): Promise<Image> {
    const { images, quotas } = this.#dependencies;
    const image = await images.get(context, imageId);
    const access = this.#service.access(context, image);
    if (changes.length === 0) {
      access.require('get_image');
      return image;
    }
    const before = new Set(Object.keys(image.fields.properties));
    for (const change of changes) await this.#applyOne(context, image, access, change);
    if (Object.keys(image.fields.properties).some((name) => !before.has(name)))
      requireQuota('properties', countedProperties(image.fields.properties), quotas.properties);
    await images.save(image);
    await this.#locations.discardRemoved(image);
    return image;
  }

  async #applyOne(context: RequestContext, image: Image, access: ImageAccess, change: ImageChange): Promise<void> {
    const [name = ''] = change.path;
    if (name === 'locations') {
      access.require(change.operation === 'remove' ? 'delete_image_location' : 'set_image_location', {
        owner: change.operation === 'remove',
      });
      await this.#locations.apply(image, change);
      return;
    }
    if (change.operation === 'replace' && name === 'owner' && !context.isAdmin)
      throw new PatchForbidden("Owner can't be updated by non admin.");
    const visibility =
      name === 'visibility' && change.operation !== 'remove' ? (change.value as Visibility) : undefined;
    access.requireUpdate(visibility);
    if (change.operation === 'remove') this.#remove(context, image, name);
    else this.#set(context, image, name, change);
  }

  #set(context: RequestContext, image: Image, name: string, { operation, value, draft }: ImageChange): void {
    const attribute = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name as keyof typeof ATTRIBUTES] : undefined;
    const known = attribute !== undefined || this.#has(context, image, name);
    if (operation === 'add' && known && draft === 4) throw new PatchConflict(`Property ${name} already present.`);
    if (operation === 'replace' && !known) throw new PatchConflict(`Property ${name} does not exist.`);
    if (attribute === undefined) {
      // One without a value is as good as new, as upstream has it.
      const action = known && image.fields.properties[name] ? 'update' : 'create';
      if (!this.#dependencies.protections.allows(context, name, action)) throw new ReservedProperty(name);
      image.setProperty(name, value as string | null);
      return;
    }
    if (attribute === 'minDisk' || attribute === 'minRam') requireInteger(name as 'min_disk', value as number);
    // The schema has checked the value's type.
    image.set(attribute, value as never);
    if (attribute === 'tags') requireQuota('tags', image.fields.tags.length, this.#dependencies.quotas.tags);
  }

  #remove(context: RequestContext, image: Image, name: string): void {
    if (Object.hasOwn(ATTRIBUTES, name)) throw new PatchForbidden(`Property ${name} may not be removed.`);
    if (!this.#has(context, image, name)) throw new PatchConflict(`Property ${name} does not exist.`);
    if (!this.#dependencies.protections.allows(context, name, 'delete')) throw new ReservedProperty(name);
    image.removeProperty(name);
  }

  /** Whether there is such a property, to the caller. */
  #has(context: RequestContext, image: Image, name: string): boolean {
    return Object.hasOwn(image.fields.properties, name) && this.#dependencies.protections.allows(context, name, 'read');
  }
}
