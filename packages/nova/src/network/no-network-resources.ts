// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { FloatingIpNotFoundForAddress } from '../errors/floating-ips.js';
import { NoNetworkService, NotFoundWithoutNetworkService } from '../errors/network.js';
import { SecurityGroupNotFoundForProject } from '../errors/server-actions.js';
import type { FloatingIps, GroupTexts, NetworkList, NetworkResources, SecurityGroups } from './network-resources.js';

const none = (): Promise<readonly never[]> => Promise.resolve([]);
const lost = (what: string): Promise<never> => Promise.reject(new NotFoundWithoutNetworkService(what));

/** Nothing is listed, and nothing that somebody names is there. */
export function noNetworkResources(): NetworkResources {
  const networks: NetworkList = {
    list: none,
    ofProject: none,
    external: none,
    get: (_context, id) => lost(`Network ${id}`),
  };
  const floatingIps: FloatingIps = {
    list: none,
    get: (_context, id) => lost(`Floating IP ${id}`),
    getByAddress: (_context, address) => Promise.reject(new FloatingIpNotFoundForAddress(address)),
    create: (_context, pool) => lost(pool === null ? 'A floating IP pool' : `Floating IP pool ${pool}`),
    delete: (_context, { address }) => lost(`Floating IP ${address}`),
    associate: (_context, { address }) => lost(`Floating IP ${address}`),
    disassociate: (_context, { address }) => lost(`Floating IP ${address}`),
  };
  const lostGroup = (_context: RequestContext, id: string): Promise<never> => lost(`Security group ${id}`);
  const notOfProject = (context: RequestContext, _serverUuid: string, name: string): Promise<never> =>
    Promise.reject(new SecurityGroupNotFoundForProject(name, context.projectId ?? ''));
  const securityGroups: SecurityGroups = {
    list: none,
    get: lostGroup,
    create: (_context: RequestContext, { name }: GroupTexts) =>
      Promise.reject(new NoNetworkService(`Security group ${name}`)),
    update: lostGroup,
    delete: lostGroup,
    createRule: (context, { groupId }) => lostGroup(context, groupId),
    deleteRule: (_context, id) => lost(`Security group rule ${id}`),
    namesOfServers: () => Promise.resolve(new Map()),
    ofServer: none,
    addToServer: notOfProject,
    removeFromServer: notOfProject,
  };
  return { networks, floatingIps, securityGroups };
}
