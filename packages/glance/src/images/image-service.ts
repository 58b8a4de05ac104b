// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { now } from '@stackport/database';
import type { Enforcer } from '@stackport/policy';
import type { GlanceDatabase } from '../database.js';
import { Forbidden, Invalid, LimitExceeded, NotFound, ReservedProperty } from '../errors.js';
import type { Limits } from '../limits/limits.js';
import { ImageAccess, requireForNewImage, requireRule } from './image-access.js';
import type { ImageData } from './image-data.js';
import { listImages, type ImageListQuery } from './image-list.js';
import { countedProperties, requireQuota, type ImageQuotas } from './image-quotas.js';
import type { PropertyProtections } from './property-protections.js';
import type { ImageRepository } from './image-repository.js';
import { Image, type Visibility } from './image.js';

export interface ImageServiceDependencies {
  readonly database: GlanceDatabase;
  readonly images: ImageRepository;
  readonly data: ImageData;
  readonly enforcer: Enforcer;
  readonly quotas: ImageQuotas;
  readonly protections: PropertyProtections;
  readonly limits: Limits;
  readonly staged: StagedData;
  readonly logger: Logger;
}

/** Data of images that waits to be imported. */
export interface StagedData {
  /** Lets the worker that holds an image's staged data delete the image. False where that is up to us. */
  deleteElsewhere(context: RequestContext, image: Image): Promise<boolean>;
  /** Removes what is staged here, if anything is. Never rejects. */
  discard(imageId: string): Promise<void>;
}

/** What a new image may be given; all of it optional. */
export interface NewImage {
  readonly id?: string;
  readonly name?: string | null;
  readonly visibility?: Visibility;
  readonly diskFormat?: string | null;
  readonly containerFormat?: string | null;
  readonly minDisk?: number;
  readonly minRam?: number;
  readonly owner?: string | null;
  readonly protected?: boolean;
  readonly osHidden?: boolean;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly tags: readonly string[];
}

/** What a caller does to images as records; their bytes are `ImageData`'s. */
export class ImageService {
  readonly #dependencies: ImageServiceDependencies;

  constructor(dependencies: ImageServiceDependencies) {
    this.#dependencies = dependencies;
  }

  access(context: RequestContext, image: Image): ImageAccess {
    return new ImageAccess(this.#dependencies.enforcer, context, image);
  }

  /** Registers an image in `queued`. Throws `Forbidden`, `Invalid`, `LimitExceeded`, and `Duplicate` for a taken id. */
  async create(context: RequestContext, values: NewImage): Promise<Image> {
    const { enforcer, quotas, protections, limits, images } = this.#dependencies;
    const owner = values.owner === undefined ? (context.projectId ?? null) : values.owner;
    requireForNewImage(enforcer, context, { owner, visibility: values.visibility });
    await limits.require(context, { image_count_total: 1 });
    for (const name of Object.keys(values.properties))
      if (!protections.allows(context, name, 'create')) throw new ReservedProperty(name);
    const image = newImage(values, owner);
    requireQuota('tags', image.fields.tags.length, quotas.tags);
    requireQuota('properties', countedProperties(image.fields.properties), quotas.properties);
    await images.add(image);
    return image;
  }

  /** Throws `ImageNotFound`. */
  async get(context: RequestContext, imageId: string): Promise<Image> {
    const image = await this.#dependencies.images.get(context, imageId);
    this.access(context, image).require('get_image');
    return image;
  }

  /**
   * One page of images. `paged`: the page is full, so another may follow. Throws `Forbidden`, `Invalid` for a filter
   * that cannot be read, and `NotFound` for an unknown marker.
   */
  async list(context: RequestContext, query: ImageListQuery): Promise<{ images: Image[]; paged: boolean }> {
    const { database, images, enforcer } = this.#dependencies;
    requireRule(enforcer, context, 'get_images', { project_id: context.projectId });
    const found = await listImages(database, images, context, query);
    return {
      images: found.filter((image) => this.access(context, image).allows('get_image')),
      paged: found.length === query.limit,
    };
  }

  /** Removes an image with its data. Throws `Forbidden` for a protected image, `NotFound`, `InvalidStatusTransition`. */
  async delete(context: RequestContext, imageId: string): Promise<void> {
    const { images, data, staged, logger } = this.#dependencies;
    try {
      let image = await images.get(context, imageId);
      this.access(context, image).require('delete_image', { owner: true });
      if (await staged.deleteElsewhere(context, image)) return;
      image = await images.get(context, imageId);
      image.delete();
      // The row goes first: whoever loses this race has deleted nothing, and data without a row is unreachable.
      await images.remove(image);
      await staged.discard(imageId);
      await data.discard(image);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      const message = `Failed to find image ${imageId} to delete`;
      logger.warning(message);
      throw new NotFound(message);
    }
  }

  /** Keeps the data of an active image from being downloaded. */
  async deactivate(context: RequestContext, imageId: string): Promise<void> {
    const { images, logger } = this.#dependencies;
    const image = await images.get(context, imageId);
    this.access(context, image).require('deactivate', { owner: true });
    const { status } = image;
    image.deactivate();
    if (status === 'active') await images.save(image, 'active');
    logger.info(`Image ${imageId} is deactivated`);
  }

  async reactivate(context: RequestContext, imageId: string): Promise<void> {
    const { images, logger } = this.#dependencies;
    const image = await images.get(context, imageId);
    this.access(context, image).require('reactivate', { owner: true });
    const { status } = image;
    image.reactivate();
    if (status === 'deactivated') await images.save(image, 'deactivated');
    logger.info(`Image ${imageId} is reactivated`);
  }

  /** Adds a tag; one that the image has already is no error. */
  async addTag(context: RequestContext, imageId: string, tag: string): Promise<void> {
    const { images, quotas } = this.#dependencies;
    const image = await this.#forTags(context, imageId, 'update');
    const tags = [...new Set([...image.fields.tags, tag])];
    try {
      requireQuota('tags', tags.length, quotas.tags);
    } catch (error) {
      throw new LimitExceeded(`Image tag limit exceeded for image ${imageId}: ${(error as Error).message}:`);
    }
    image.set('tags', tags);
    await images.save(image);
  }

  /** Throws `NotFound` for a tag that the image has not. */
  async removeTag(context: RequestContext, imageId: string, tag: string): Promise<void> {
    const image = await this.#forTags(context, imageId, 'delete');
    if (!image.fields.tags.includes(tag)) throw new NotFound('The resource could not be found.');
    image.set(
      'tags',
      image.fields.tags.filter((one) => one !== tag),
    );
    await this.#dependencies.images.save(image);
  }

  async #forTags(context: RequestContext, imageId: string, verb: 'update' | 'delete'): Promise<Image> {
    try {
      const image = await this.#dependencies.images.get(context, imageId);
      this.access(context, image).require('modify_image', { owner: true });
      return image;
    } catch (error) {
      if (error instanceof NotFound) throw new NotFound(`Image ${imageId} not found.`);
      if (error instanceof Forbidden) throw new Forbidden(`Not allowed to ${verb} tags for image ${imageId}.`);
      throw error;
    }
  }
}

const INT_MAX = 2_147_483_647;

function newImage(values: NewImage, owner: string | null): Image {
  const createdAt = now();
  const image = new Image({
    id: values.id ?? randomUUID(),
    name: values.name ?? null,
    status: 'queued',
    visibility: values.visibility ?? 'shared',
    size: null,
    virtualSize: null,
    checksum: null,
    osHashAlgo: null,
    osHashValue: null,
    diskFormat: values.diskFormat ?? null,
    containerFormat: values.containerFormat ?? null,
    minDisk: 0,
    minRam: 0,
    owner,
    protected: values.protected ?? false,
    osHidden: values.osHidden ?? false,
    createdAt,
    updatedAt: createdAt,
    properties: { ...values.properties },
    tags: [...new Set(values.tags)],
    locations: [],
    member: null,
  });
  image.set('minDisk', values.minDisk ?? 0);
  image.set('minRam', values.minRam ?? 0);
  requireInteger('min_disk', image.fields.minDisk);
  requireInteger('min_ram', image.fields.minRam);
  return image;
}

/** Throws `Invalid` for a number that its column cannot hold. */
export function requireInteger(name: 'min_disk' | 'min_ram', value: number): void {
  if (value > INT_MAX) throw new Invalid(`'${name}' value out of range, must not exceed ${INT_MAX}.`);
}
