// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import { ENFORCER } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { HttpError, type Request } from '@stackport/wsgi';
import { MarkerNotFound } from '../../../errors/base.js';
import { FlavorNotFound } from '../../../errors/flavors.js';
import { FlavorService } from '../../../flavors/flavor-service.js';
import type { PartName } from '../../../instances/instance-repository.js';
import { ServerList, type ServerListing } from '../../../servers/list/server-list.js';
import { Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { filtersOf, PAGING } from './allowed-filters.js';
import { asksForAllTenants, filtersFrom } from './server-query.js';
import { sortingOf } from './sorting.js';

const NONE: ServerListing = { servers: [], unreachable: [] };

/** Since when servers are listed whose cells do not answer. */
const WITH_UNREACHABLE = '2.69';

/** Reads which servers a list request asks for, and lists them (nova 26, api/openstack/compute/servers.py, _get_servers). */
@Injectable()
export class RequestedServers {
  constructor(
    @Inject(ServerList) private readonly servers: ServerList,
    @Inject(FlavorService) private readonly flavors: FlavorService,
    @Inject(Links) private readonly links: Links,
    @Inject(ENFORCER) private readonly enforcer: Enforcer,
  ) {}

  /** Throws `HttpError` 400 and 403, `PolicyNotAuthorized`. @param kind - `index` or `detail` */
  async list(
    context: RequestContext,
    request: Request,
    kind: 'index' | 'detail',
    parts: readonly PartName[],
  ): Promise<ServerListing> {
    const own = { project_id: context.projectId, user_id: context.userId };
    const withAll = await this.enforcer.enforceAsync('os_compute_api:servers:allow_all_filters', own, context);
    const filters = filtersOf(request, withAll);
    const wanted = filtersFrom(context, request, filters);
    const isForAll = asksForAllTenants(filters);
    if (isForAll) await this.enforcer.authorizeAsync(`os_compute_api:servers:${kind}:get_all_tenants`, own, context);
    const page = this.links.page(request);
    const sort = sortingOf(request, context.isAdmin);
    const flavor = filters.get('flavor');
    const flavorId = flavor === undefined ? undefined : await this.#flavorNumber(context, flavor);
    if (wanted === undefined || flavorId === null) return NONE;
    const withUnreachable = isSince(request, WITH_UNREACHABLE) && isUnfiltered(request, filters);
    const exact = {
      ...wanted.exact,
      ...(flavorId === undefined ? {} : { instance_type_id: flavorId }),
      ...(isForAll ? {} : ownerOf(context)),
    };
    const projectId = isForAll ? null : (context.projectId ?? null);
    try {
      return await this.servers.list({ ...wanted, ...page, exact, sort, projectId }, parts, withUnreachable);
    } catch (error) {
      if (error instanceof MarkerNotFound) throw new HttpError(400, `marker [${error.marker}] not found`);
      throw error;
    }
  }

  /** Null where there is no such flavor, and so no server of it. */
  async #flavorNumber(context: RequestContext, flavorId: string): Promise<number | null> {
    try {
      return (await this.flavors.get(context.elevated(), flavorId)).id;
    } catch (error) {
      if (error instanceof FlavorNotFound) return null;
      throw error;
    }
  }
}

function ownerOf({ projectId, userId }: RequestContext): Readonly<Record<string, string>> {
  return projectId === undefined ? { user_id: userId ?? '' } : { project_id: projectId };
}

/** Pages, orders and filters would need what nobody knows of a server whose cell does not answer. */
function isUnfiltered(request: Request, filters: ReadonlyMap<string, string>): boolean {
  return !PAGING.some((name) => request.query.has(name)) && [...filters.keys()].every((name) => name === 'all_tenants');
}
