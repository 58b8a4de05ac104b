// SPDX-License-Identifier: Apache-2.0
import type { RouteDescription } from '@stackport/wsgi';

/** What a path leads to. */
export interface RouteMatch {
  /** Without project id. */
  readonly path: string;
  readonly projectId: string | undefined;
}

/** What a project id in a URL looks like (nova 26, ProjectMapper). */
const PROJECT_ID = /^[0-9a-f-]+$/;

/** Knows which paths the API has, before anything is done for a request (upstream's ProjectMapper). */
export class RouteTable {
  readonly #byShape = new Map<string, (readonly string[])[]>();

  /** @param routes - below the leaf, whose name is the first segment of their paths */
  constructor(leaf: string, routes: readonly RouteDescription[]) {
    for (const { method, path } of routes) {
      if (path !== `/${leaf}` && !path.startsWith(`/${leaf}/`)) continue;
      const segments = path
        .slice(leaf.length + 1)
        .split('/')
        .slice(1);
      const shape = shapeOf(method, segments);
      const known = this.#byShape.get(shape);
      if (known === undefined) this.#byShape.set(shape, [segments]);
      else known.push(segments);
    }
  }

  /** Undefined where nothing is mapped: the page for an unknown path. */
  match(method: string, pathInfo: string): RouteMatch | undefined {
    const segments = pathInfo.split('/').slice(1);
    const [first = '', ...rest] = segments;
    if (PROJECT_ID.test(first) && rest.length > 0 && this.#has(method, rest))
      return { path: `/${rest.join('/')}`, projectId: first };
    return this.#has(method, segments) ? { path: pathInfo, projectId: undefined } : undefined;
  }

  #has(method: string, given: readonly string[]): boolean {
    if (given.length === 1 && given[0] === '') return this.#byShape.has(shapeOf(method, []));
    const patterns = this.#byShape.get(shapeOf(method, given)) ?? [];
    return patterns.some((pattern) =>
      pattern.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i])),
    );
  }
}

/** Routes of one method, collection and length: few enough to look at one by one. */
function shapeOf(method: string, segments: readonly string[]): string {
  return `${method} ${segments[0] ?? ''} ${segments.length}`;
}
