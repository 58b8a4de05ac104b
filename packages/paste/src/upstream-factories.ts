// SPDX-License-Identifier: Apache-2.0
import { novaUrlmapFactory, urlmapFactory } from './urlmap-factory.js';

/** The upstream factories that this package stands for; a registry's own come first. */
export function upstreamFactories(): Readonly<Record<string, unknown>> {
  return {
    'paste.urlmap:urlmap_factory': urlmapFactory,
    'nova.api.openstack.urlmap:urlmap_factory': novaUrlmapFactory,
  };
}
