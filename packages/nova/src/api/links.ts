// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { withPrefix } from './link-prefix.js';
import { projectIdInUrl } from './project-id.js';
import { integerOf } from './validation/values.js';

export interface LinkSettings {
  /** `[api] max_limit` */
  readonly maxLimit: number;
  /** `[api] compute_link_prefix` */
  readonly linkPrefix?: string | undefined;
}

export interface Link {
  readonly rel: string;
  readonly href: string;
}

/** Which part of a list a request asks for, and the links that lists and things have (nova 26, api/openstack/common.py). */
export class Links {
  readonly #settings: LinkSettings;

  constructor(settings: LinkSettings) {
    this.#settings = settings;
  }

  /** How many rows at most, and after which. Throws OutOfBounds. */
  page(request: Request): { readonly limit: number; readonly marker: string | undefined } {
    const { maxLimit } = this.#settings;
    const limit = lastOf(request.query, 'limit');
    return {
      limit: limit === undefined ? maxLimit : Math.min(integerOf(limit, 'limit', { min: 0 }), maxLimit),
      marker: lastOf(request.query, 'marker'),
    };
  }

  /** The part of a list by `limit` and `offset`; a limit of 0 is none. Throws OutOfBounds. */
  limited<T>(items: readonly T[], request: Request): readonly T[] {
    const offset = integerOf(lastOf(request.query, 'offset') ?? '0', 'offset', { min: 0 });
    const { limit } = this.page(request);
    return items.slice(offset, offset + (limit === 0 ? this.#settings.maxLimit : limit));
  }

  /** Links `self` and `bookmark` of a thing. */
  of(request: Request, collection: string, id: string): readonly Link[] {
    const tail = this.#tail(request, collection, id);
    return [
      { rel: 'self', href: `${this.#base(request)}/${tail}` },
      { rel: 'bookmark', href: `${this.#unversionedBase(request)}/${tail}` },
    ];
  }

  /** The link `bookmark` alone. */
  bookmark(request: Request, collection: string, id: string): Link {
    return { rel: 'bookmark', href: `${this.#unversionedBase(request)}/${this.#tail(request, collection, id)}` };
  }

  /** The link to the next page, where this one is full. @param ids - of the page, as markers */
  next(request: Request, collection: string, ids: readonly string[]): readonly Link[] {
    const last = ids.at(-1);
    const { limit } = this.page(request);
    if (last === undefined || ids.length !== limit) return [];
    const names = [...new Set(request.query.keys())].sort();
    const parameters = new URLSearchParams(
      names.map((name): [string, string] => [name, lastOf(request.query, name) ?? '']),
    );
    parameters.set('marker', last);
    const url = `${this.#base(request)}/${this.#tail(request, collection)}`;
    return [{ rel: 'next', href: `${url}?${parameters.toString()}` }];
  }

  #tail(request: Request, ...parts: readonly string[]): string {
    const project = projectIdInUrl(request);
    return [...(project === undefined ? [] : [project]), ...parts].join('/');
  }

  #base(request: Request): string {
    return withPrefix(request.applicationUrl, this.#settings.linkPrefix).replace(/\/+$/, '');
  }

  #unversionedBase(request: Request): string {
    const url = request.applicationUrl.replace(/\/v\d+(?:\.\d+)?\/?$/, '');
    return withPrefix(url, this.#settings.linkPrefix).replace(/\/+$/, '');
  }
}

/** Of a parameter that is given more than once, the last value counts. */
export function lastOf(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}
