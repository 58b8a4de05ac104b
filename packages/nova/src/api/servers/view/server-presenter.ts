// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { RequestContext } from '@stackport/context';
import type { Request } from '@stackport/wsgi';
import type { PartName } from '../../../instances/instance-repository.js';
import type { InstanceValues } from '../../../instances/instance.js';
import { isUnreachable, type Server, type UnreachableServer } from '../../../servers/server.js';
import { ServerDetailsLoader } from '../../../servers/server-details.js';
import { ServerFinder } from '../../../servers/server-finder.js';
import type { ServerListing } from '../../../servers/list/server-list.js';
import { Links } from '../../links.js';
import { isSince } from '../../microversion.js';
import { hostStatusView, serverView, type ServerViewOptions, unreachableView } from './server-view.js';

/** Injection token of `instance_name_template`. */
export const NAME_TEMPLATE = Symbol('nova:instance-name-template');

type View = Record<string, unknown>;

/** What is loaded of servers that are shown. */
export const SHOWN_PARTS: readonly PartName[] = [
  'flavor',
  'info_cache',
  'metadata',
  'system_metadata',
  'tags',
  'trusted_certs',
  'fault',
];

/** How a server is shown after it was changed. */
export interface ShowOptions {
  /** True unless given. */
  readonly isWhole?: boolean;
  readonly userData?: boolean;
}

/** Shows servers with what of them the caller may see. */
@Injectable()
export class ServerPresenter {
  constructor(
    @Inject(ServerFinder) private readonly finder: ServerFinder,
    @Inject(ServerDetailsLoader) private readonly details: ServerDetailsLoader,
    @Inject(Links) private readonly links: Links,
    @Inject(NAME_TEMPLATE) private readonly nameTemplate: string,
  ) {}

  /** One server. */
  async view(
    context: RequestContext,
    request: Request,
    server: Server | UnreachableServer,
    { isWhole = true, userData = true }: ShowOptions = {},
  ): Promise<View> {
    const target = isUnreachable(server) ? undefined : server.instance;
    const may = await this.#options(context, request, target);
    const groups = isSince(request, '2.71');
    const options: ServerViewOptions = {
      ...may,
      groups,
      isWhole,
      userData,
      extendedAttributes: isWhole && may.extendedAttributes,
      hostStatus: isWhole ? may.hostStatus : 'none',
    };
    if (isUnreachable(server)) return unreachableView(server, options);
    const detailsOf = await this.details.load(context, [server], {
      hostStatus: options.hostStatus !== 'none',
      groups,
      securityGroups: isWhole,
    });
    return serverView(server.instance, detailsOf(server), options);
  }

  /** The servers of a list. */
  async views(
    context: RequestContext,
    request: Request,
    { servers, unreachable }: ServerListing,
  ): Promise<readonly View[]> {
    const options = await this.#options(context, request);
    const detailsOf = await this.details.load(context, servers, {
      hostStatus: options.hostStatus !== 'none',
      groups: false,
      securityGroups: true,
    });
    return [
      ...unreachable.map((server) => unreachableView(server, options)),
      ...servers.map((server) => {
        const details = detailsOf(server);
        // Lists have the host's status at the end.
        const view = serverView(server.instance, details, { ...options, hostStatus: 'none' });
        return { ...view, ...hostStatusView(details, options) };
      }),
    ];
  }

  async #options(context: RequestContext, request: Request, target?: InstanceValues): Promise<ServerViewOptions> {
    const may = (rule: string): Promise<boolean> => this.finder.may(context, `os_compute_api:${rule}`, target);
    const { links, nameTemplate } = this;
    return {
      ...{ request, links, nameTemplate, isAdmin: context.isAdmin, groups: false, isWhole: true },
      extraSpecs: isSince(request, '2.47') && (await may('servers:show:flavor-extra-specs')),
      extendedAttributes: await may('os-extended-server-attributes'),
      hostStatus: isSince(request, '2.16') ? await hostStatusFor(may) : 'none',
    };
  }
}

async function hostStatusFor(may: (rule: string) => Promise<boolean>): Promise<ServerViewOptions['hostStatus']> {
  if (await may('servers:show:host_status')) return 'any';
  return (await may('servers:show:host_status:unknown-only')) ? 'unknown' : 'none';
}
