// SPDX-License-Identifier: Apache-2.0
import type { OperationMetadata } from '@stackport/api';

/** A route as the walks see it. */
export interface WalkRoute {
  readonly method: string;
  /** With the leaf as first segment and placeholders as `:id`. */
  readonly path: string;
  readonly metadata: OperationMetadata;
  /** `POST /v3/volumes/:id/action {os-extend} [3.42-]`: names the route in a table and in a test's title. */
  readonly key: string;
}

/** What a service's adapter says of each of its routes. */
export interface DescribedRoute {
  readonly method: string;
  readonly path: string;
  readonly selector: object;
}

/** Every route of a service. Throws `Error` for one that states no policy: it came past `@Operation`. */
export function walkRoutes(routes: readonly DescribedRoute[]): readonly WalkRoute[] {
  return routes.map(({ method, path, selector }) => {
    const metadata = selector as Partial<OperationMetadata>;
    if (metadata.policy === undefined) throw new Error(`${method} ${path} states no policy`);
    return { method, path, metadata: metadata as OperationMetadata, key: routeKey(method, path, metadata) };
  });
}

/** The path with each placeholder replaced. */
export function fillPath(path: string, value: (placeholder: string) => string): string {
  return path.replace(/:([A-Za-z_]+)/g, (_, name: string) => encodeURIComponent(value(name)));
}

function routeKey(method: string, path: string, { action, versions }: Partial<OperationMetadata>): string {
  const range = versions === undefined ? '' : ` [${version(versions.min)}-${version(versions.max)}]`;
  return `${method} ${path}${action === undefined ? '' : ` {${action}}`}${range}`;
}

function version(number: number | undefined): string {
  return number === undefined ? '' : `${Math.floor(number / 1000)}.${number % 1000}`;
}
