// SPDX-License-Identifier: Apache-2.0
import { HttpError, type Request } from '@stackport/wsgi';
import { InvalidInput } from '../errors/base.js';
import type { Page } from '../paging/page.js';
import { projectIdInUrl } from './project-id.js';

/** Largest number of a column of the tables. */
export const DATABASE_MAX_INT = 0x7fffffff;

export interface CollectionSettings {
  /** `osapi_max_limit` */
  readonly maxLimit: number;
  /** `public_endpoint` */
  readonly publicEndpoint?: string | undefined;
}

/** Which part of a list a request asks for, and the links that lists and things have (cinder 21, api/common.py). */
export class CollectionRequests {
  readonly #settings: CollectionSettings;

  constructor(settings: CollectionSettings) {
    this.#settings = settings;
  }

  /**
   * The page and what else is in the query. Throws `HttpError` 400, InvalidInput.
   * @param sortKey - what is sorted by where nothing is said
   */
  read(
    request: Request,
    { sortKey = DEFAULT_SORT.key } = {},
  ): { readonly page: Page; readonly filters: Readonly<Record<string, string>> } {
    const parameters = new Map(request.query);
    const take = (name: string): string | undefined => {
      const value = parameters.get(name);
      parameters.delete(name);
      return value;
    };
    const page: Page = {
      marker: take('marker'),
      limit: this.#limit(take('limit')),
      offset: integerOf(take('offset') ?? '0', 'offset', 0),
      ...sortOf(take, sortKey),
    };
    return { page, filters: Object.fromEntries(parameters) };
  }

  /** Links `self` and `bookmark` of a thing. */
  links(request: Request, collection: string, id: string): { rel: string; href: string }[] {
    const project = projectIdInUrl(request);
    const tail = [...(project === undefined ? [] : [project]), collection, id].join('/');
    return [
      { rel: 'self', href: `${this.#base(request)}/v3/${tail}` },
      { rel: 'bookmark', href: `${this.#base(request)}/${tail}` },
    ];
  }

  /** The link to the next page, where this one is full. @param items - of the page */
  nextLinks(
    request: Request,
    collection: string,
    items: readonly { readonly id: string }[],
  ): { rel: string; href: string }[] {
    const last = items.at(-1);
    if (last === undefined || items.length < this.#limit(request.query.get('limit') ?? undefined)) return [];
    const parameters = new URLSearchParams(request.query);
    parameters.set('marker', last.id);
    const project = projectIdInUrl(request);
    const tail = [...(project === undefined ? [] : [project]), collection].join('/');
    return [{ rel: 'next', href: `${this.#base(request)}/v3/${tail}?${parameters.toString()}` }];
  }

  #limit(text: string | undefined): number {
    if (text === undefined) return this.#settings.maxLimit;
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new HttpError(400, 'limit param must be an integer');
    const limit = Number(text);
    if (limit < 0) throw new HttpError(400, 'limit param must be positive');
    return Math.min(limit, this.#settings.maxLimit);
  }

  /** Without the version and without a slash at the end. */
  #base(request: Request): string {
    const forwarded = request.headers.get('X-Forwarded-Host')?.split(/,\s?/).at(-1);
    const host = forwarded === undefined ? request.hostUrl : `${request.scheme}://${forwarded}`;
    const own = `${host}${request.scriptName}`.replace(/\/+$/, '').replace(/\/v3$/, '');
    const { publicEndpoint } = this.#settings;
    if (publicEndpoint === undefined || publicEndpoint === '') return own;
    return `${publicEndpoint.replace(/\/+$/, '')}${new URL(own).pathname}`.replace(/\/+$/, '');
  }
}

/** An integer of a query or a body within bounds. Throws `HttpError` 400 in upstream's words. */
export function integerOf(value: unknown, name: string, min: number, max: number = DATABASE_MAX_INT): number {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  if (!/^[+-]?\d+$/.test(text)) throw new HttpError(400, `${name} must be an integer`);
  const number = Number(text);
  if (number < min) throw new HttpError(400, `${name} must be >= ${min}`);
  if (number > max) throw new HttpError(400, `${name} must be <= ${max}`);
  return number;
}

const DEFAULT_SORT = { key: 'created_at', direction: 'desc' };

function sortOf(
  take: (name: string) => string | undefined,
  defaultKey: string,
): Pick<Page, 'sortKeys' | 'sortDirections'> {
  const [sort, key, direction] = [take('sort'), take('sort_key'), take('sort_dir')];
  if (sort !== undefined) {
    if (key !== undefined || direction !== undefined)
      throw new InvalidInput(
        "The 'sort_key' and 'sort_dir' parameters are deprecated and cannot be used with the 'sort' parameter.",
      );
    const parts = sort.split(',').map((part) => {
      const [name = '', wanted] = part.trim().split(':');
      return {
        name: name.trim(),
        direction: wanted === undefined || wanted.trim() === '' ? DEFAULT_SORT.direction : wanted.trim(),
      };
    });
    return { sortKeys: parts.map(({ name }) => name), sortDirections: parts.map((part) => part.direction) };
  }
  return {
    sortKeys: [key?.trim() ?? defaultKey],
    sortDirections: [direction?.trim() ?? DEFAULT_SORT.direction],
  };
}
