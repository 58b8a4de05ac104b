// SPDX-License-Identifier: Apache-2.0
import type { CompositeFactory } from './factory.js';
import { NovaUrlMap } from './nova-urlmap.js';
import { parsePathExpression } from './path-expression.js';
import { callApplication, type MappedApplication, type NotFoundAnswer, UrlMap } from './urlmap.js';

export interface UrlmapFactoryOptions {
  /** Answers what nothing is mapped to, where neither section nor `[DEFAULT]` names a `not_found_app`. */
  readonly notFound?: NotFoundAnswer | undefined;
  /** The map to fill; Paste's unless nova's is wanted. */
  readonly create?: ((notFound: NotFoundAnswer | undefined) => UrlMap) | undefined;
}

/**
 * Makes a composite factory such as `paste.urlmap:urlmap_factory`: local keys are path expressions, values names of
 * applications, which get the composite's global settings. The factory rejects with ValueError or AssertionError for a
 * bad path, and with what loading an application rejects with.
 */
export function createUrlmapFactory(options: UrlmapFactoryOptions = {}): CompositeFactory {
  const create = options.create ?? ((notFound) => new UrlMap(notFound));
  return async (loader, globalConf, localConf) => {
    const { not_found_app: local, ...paths } = localConf;
    const notFoundName = local ?? globalConf.not_found_app ?? '';
    let { notFound } = options;
    if (notFoundName !== '') {
      const app = await loader.getApp(notFoundName, globalConf);
      notFound = (request) => callApplication(app, request);
    }
    const map = create(notFound);
    for (const [expression, name] of Object.entries(paths)) {
      const path = parsePathExpression(expression);
      map.set(path, await loader.getApp(name, globalConf));
    }
    const application: MappedApplication = (request) => map.call(request);
    return Object.defineProperty(application, 'name', { value: 'URLMap' });
  };
}

/** `paste.urlmap:urlmap_factory`; throws `NotFound` where nothing matches. */
export const urlmapFactory: CompositeFactory = createUrlmapFactory();

/** `nova.api.openstack.urlmap:urlmap_factory`; throws `NotFound` where nothing matches. */
export const novaUrlmapFactory: CompositeFactory = createUrlmapFactory({
  create: (notFound) => new NovaUrlMap(notFound),
});
