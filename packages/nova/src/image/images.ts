// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { RequestContext } from '@stackport/context';

/** Most are text; `mappings` and `block_device_mapping` are lists, which the Image service keeps as JSON. */
export type ImageProperty = string | null | readonly Readonly<Record<string, unknown>>[];

/** An image as nova carries it in messages and shows it to itself: base fields, and properties beside them in their own. */
export interface ImageValues {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly disk_format: string | null;
  readonly container_format: string | null;
  readonly checksum: string | null;
  readonly os_hash_algo?: string | null;
  readonly os_hash_value?: string | null;
  /** Bytes. */
  readonly size: number;
  readonly virtual_size?: number | null;
  /** GiB. */
  readonly min_disk: number;
  /** MiB. */
  readonly min_ram: number;
  readonly owner: string | null;
  readonly is_public: boolean;
  readonly visibility?: string;
  readonly protected?: boolean;
  readonly os_hidden?: boolean;
  readonly deleted: boolean;
  readonly deleted_at: string | null;
  /** `2026-11-21T08:49:52.000000` */
  readonly created_at: string;
  readonly updated_at: string;
  readonly direct_url?: string;
  readonly properties: Readonly<Record<string, ImageProperty>>;
}

/** What a new image is made with. */
export interface NewImage {
  readonly name: string;
  readonly visibility?: 'private' | 'shared';
  readonly disk_format?: string;
  readonly container_format?: string;
  readonly min_disk?: number;
  readonly min_ram?: number;
  readonly properties: Readonly<Record<string, ImageProperty>>;
}

/** A part of a list of images. */
export interface ImageQuery {
  /** In the Image API's own names; a property is by its name. */
  readonly filters: Readonly<Record<string, string>>;
  readonly limit: number;
  /** Id of the image after which it begins. */
  readonly marker?: string | undefined;
}

/** Injection token of the Image service: an `Images`. */
export const IMAGES = Symbol('nova:images');

/** The Image service as nova asks it (nova 26, image/glance.py). */
export interface Images {
  /** Rejects with `ImageNotFound`, `ImageNotAuthorized`, `GlanceConnectionFailed`. */
  show(context: RequestContext, id: string): Promise<ImageValues>;
  /** Writes the bytes to a path that does not exist yet. Rejects where they are not what the checksum says. */
  download(context: RequestContext, image: ImageValues, path: string): Promise<void>;
  /** Resolves to the image, `queued`. */
  create(context: RequestContext, image: NewImage): Promise<ImageValues>;
  /** Of an image that is still `queued`: what its bytes will be. */
  setFormat(context: RequestContext, id: string, diskFormat: string): Promise<void>;
  /** @param size - bytes */
  upload(context: RequestContext, id: string, data: Readable, size: number): Promise<void>;
  /** No error where it is gone. */
  delete(context: RequestContext, id: string): Promise<void>;
  /** Those of a backup: images with these properties, the newest first. */
  list(context: RequestContext, filters: Readonly<Record<string, string>>): Promise<readonly ImageValues[]>;
  /** The newest first. Rejects with `Invalid` for a filter or a marker that cannot be. */
  find(context: RequestContext, query: ImageQuery): Promise<readonly ImageValues[]>;
  /** Makes the properties of an image these and no others. Rejects as `show`, and with `ImageBadRequest`. */
  setProperties(
    context: RequestContext,
    id: string,
    properties: Readonly<Record<string, ImageProperty>>,
  ): Promise<ImageValues>;
}
