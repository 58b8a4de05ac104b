// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { Provider } from '../../providers/provider.js';
import { versionOf } from '../microversion.js';

const WITH_TREE = 1014;

/** What a provider has links to, with the first microversion of each. */
const LINKS = [
  ['inventories', 1000],
  ['usages', 1000],
  ['aggregates', 1001],
  ['traits', 1006],
  ['allocations', 1011],
] as const;

/** Path of a provider as clients know it. */
export function providerUrl(request: Request, uuid: string): string {
  return `${request.scriptName}/resource_providers/${uuid}`;
}

export function providerView(request: Request, provider: Provider): Record<string, unknown> {
  const version = versionOf(request);
  const url = providerUrl(request, provider.uuid);
  const links = LINKS.filter(([, since]) => version >= since).map(([rel]) => ({ rel, href: `${url}/${rel}` }));
  return {
    uuid: provider.uuid,
    name: provider.name,
    generation: provider.generation,
    links: [{ rel: 'self', href: url }, ...links],
    ...(version < WITH_TREE
      ? {}
      : { parent_provider_uuid: provider.parentUuid, root_provider_uuid: provider.rootUuid }),
  };
}
