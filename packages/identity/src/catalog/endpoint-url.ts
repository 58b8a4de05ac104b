// SPDX-License-Identifier: Apache-2.0
import { ValidationError } from '../errors.js';

/** Where the catalog is asked from and for whom; what is undefined has no value there. */
export interface UrlContext {
  readonly projectId?: string | undefined;
  readonly userId?: string | undefined;
  /** Name or address under which the client reaches us: ours, for endpoints of services started along with this one. */
  readonly publicHost: string;
  readonly publicEndpoint?: string | undefined;
}

const VALUES: Record<string, (context: UrlContext) => string | undefined> = {
  tenant_id: ({ projectId }) => projectId,
  project_id: ({ projectId }) => projectId,
  user_id: ({ userId }) => userId,
  public_endpoint: ({ publicEndpoint }) => publicEndpoint,
  public_host: ({ publicHost }) => publicHost,
};
// Names that Keystone had and that have no value any more.
const EMPTY = ['public_bind_host', 'admin_bind_host', 'compute_host', 'admin_port', 'public_port'];

/**
 * An endpoint's URL with `$(project_id)s` and `%(project_id)s` filled in; undefined where a value is missing (a catalog
 * without a project) or the URL is malformed: such an endpoint is left out, as upstream does.
 */
export function formatEndpointUrl(url: string, context: UrlContext): string | undefined {
  if (!/[$%]/.test(url)) return url;
  const missing: string[] = [];
  const text = url.replace(PLACEHOLDER, (match: string, name: string | undefined, kind: string | undefined) => {
    if (match === '%%') return '%';
    const value =
      name === undefined || kind === undefined ? undefined : EMPTY.includes(name) ? '' : VALUES[name]?.(context);
    if (value === undefined) missing.push(match);
    return value ?? '';
  });
  return missing.length === 0 ? text : undefined;
}

const PLACEHOLDER = /%%|[$%]\(([^)]*)\)(s)?|%/g;

/** Throws `ValidationError` for a URL whose placeholders are unknown or torn. */
export function assertEndpointUrl(url: string): void {
  const context = { projectId: 'x', userId: 'x', publicHost: 'x', publicEndpoint: 'x' };
  if (formatEndpointUrl(url, context) === undefined)
    throw new ValidationError(`Cannot create an endpoint with an invalid URL: ${url}.`);
}
