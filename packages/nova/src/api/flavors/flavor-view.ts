// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import type { Flavor } from '../../flavors/flavor.js';
import type { Links } from '../links.js';
import { isSince } from '../microversion.js';

/** A flavor in lists. */
export function flavorSummary(flavor: Flavor, request: Request, links: Links): Record<string, unknown> {
  return {
    id: flavor.flavorid,
    name: flavor.name,
    links: links.of(request, 'flavors', flavor.flavorid),
    ...(isSince(request, '2.55') ? { description: flavor.description } : {}),
  };
}

/** A flavor with all that it is. @param withSpecs - whether the caller may see extra specs, which are told from 2.61 on */
export function flavorView(
  flavor: Flavor,
  request: Request,
  links: Links,
  withSpecs: boolean,
): Record<string, unknown> {
  const noSwap = isSince(request, '2.75') ? 0 : '';
  return {
    id: flavor.flavorid,
    name: flavor.name,
    ram: flavor.memoryMb,
    disk: flavor.rootGb,
    swap: flavor.swap === 0 ? noSwap : flavor.swap,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeralGb,
    'OS-FLV-DISABLED:disabled': flavor.disabled,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: flavor.rxtxFactor ?? '',
    links: links.of(request, 'flavors', flavor.flavorid),
    ...(isSince(request, '2.55') ? { description: flavor.description } : {}),
    ...(withSpecs ? { extra_specs: flavor.extraSpecs } : {}),
  };
}
