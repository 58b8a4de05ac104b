// SPDX-License-Identifier: Apache-2.0
import type { Request } from '@stackport/wsgi';
import { type Hypervisor, STATISTICS } from '../../hypervisors/hypervisor-directory.js';
import { isSince } from '../microversion.js';

/** A hypervisor in lists. @param isUp - whether its service is */
export function hypervisorSummary(
  { node, service, servers }: Hypervisor,
  isUp: boolean,
  request: Request,
): Record<string, unknown> {
  return { ...head({ node, service }, isUp, request), ...serversView(servers, request) };
}

/**
 * A hypervisor with all that is told of it: what it has and uses until 2.87, its uptime since 2.88.
 * @param uptime - null where nobody knows it
 */
export function hypervisorView(
  { node, service, servers }: Hypervisor,
  isUp: boolean,
  request: Request,
  uptime: string | null,
): Record<string, unknown> {
  const isByUuid = isSince(request, '2.53');
  return {
    ...head({ node, service }, isUp, request),
    hypervisor_type: node.hypervisor_type,
    hypervisor_version: node.hypervisor_version,
    host_ip: node.host_ip,
    service: {
      id: isByUuid ? service.uuid : service.id,
      host: node.host,
      disabled_reason: service.disabled_reason,
    },
    ...(isSince(request, '2.88')
      ? { uptime }
      : {
          ...Object.fromEntries(STATISTICS.map((field) => [field, node[field]])),
          cpu_info: cpuInfo(node.cpu_info, request),
        }),
    ...serversView(servers, request),
  };
}

function head(
  { node, service }: Pick<Hypervisor, 'node' | 'service'>,
  isUp: boolean,
  request: Request,
): Record<string, unknown> {
  return {
    id: isSince(request, '2.53') ? node.uuid : node.id,
    hypervisor_hostname: node.hypervisor_hostname,
    state: isUp ? 'up' : 'down',
    status: service.disabled === true ? 'disabled' : 'enabled',
  };
}

/** None are told as an empty list since 2.75. */
function serversView(servers: Hypervisor['servers'], request: Request): Record<string, unknown> {
  if (servers === undefined || (servers.length === 0 && !isSince(request, '2.75'))) return {};
  return { servers: servers.map(({ name, uuid }) => ({ name, uuid })) };
}

/** JSON since 2.28, and JSON in a text before. */
function cpuInfo(text: string, request: Request): unknown {
  if (!isSince(request, '2.28')) return text;
  return text === '' ? {} : JSON.parse(text);
}
