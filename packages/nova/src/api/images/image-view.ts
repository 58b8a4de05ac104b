// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import { textProperty } from '../../image/image-values.js';
import type { ImageValues } from '../../image/images.js';
import type { Link, Links } from '../links.js';
import type { ImageLocation } from '../servers/image-location.js';
import { isTrue } from '../../is-true.js';

interface Wording {
  readonly status: string;
  /** Percent. */
  readonly progress: number;
}

const STATES: Readonly<Record<string, Wording>> = {
  active: { status: 'ACTIVE', progress: 100 },
  queued: { status: 'SAVING', progress: 25 },
  saving: { status: 'SAVING', progress: 50 },
  deleted: { status: 'DELETED', progress: 0 },
  pending_delete: { status: 'DELETED', progress: 0 },
  killed: { status: 'ERROR', progress: 0 },
};
const UNKNOWN: Wording = { status: 'UNKNOWN', progress: 0 };

/** Images in the Compute API's own words (nova 26, api/openstack/compute/views/images.py). */
export class ImageViews {
  readonly #request: Request;
  readonly #links: Links;
  readonly #locate: (id: string) => string | undefined;

  constructor(context: RequestContext, request: Request, links: Links, location: ImageLocation) {
    this.#request = request;
    this.#links = links;
    this.#locate = (id) => location.of(context, id);
  }

  summary({ id, name }: ImageValues): Record<string, unknown> {
    return { id, name, links: this.#linksOf(id) };
  }

  detail(image: ImageValues): Record<string, unknown> {
    const { auto_disk_config: diskConfig, ...metadata } = image.properties;
    const server = textProperty(image, 'instance_uuid');
    const { status, progress } = STATES[image.status] ?? UNKNOWN;
    return {
      id: image.id,
      name: image.name,
      minRam: image.min_ram,
      minDisk: image.min_disk,
      metadata,
      created: plainTime(image.created_at),
      updated: plainTime(image.updated_at),
      status,
      progress,
      'OS-EXT-IMG-SIZE:size': image.size,
      links: this.#linksOf(image.id),
      ...(server === undefined
        ? {}
        : { server: { id: server, links: this.#links.of(this.#request, 'servers', server) } }),
      ...(diskConfig === undefined ? {} : { 'OS-DCF:diskConfig': isTrue(diskConfig) ? 'AUTO' : 'MANUAL' }),
    };
  }

  #linksOf(id: string): readonly (Link & { readonly type?: string })[] {
    const href = this.#locate(id);
    return [
      ...this.#links.of(this.#request, 'images', id),
      ...(href === undefined ? [] : [{ rel: 'alternate', type: 'application/vnd.openstack.image', href }]),
    ];
  }
}

/** `2026-11-21T09:40:01Z` */
function plainTime(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
