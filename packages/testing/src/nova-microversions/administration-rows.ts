// SPDX-License-Identifier: Apache-2.0
import { HOST } from '../walks/nova/nova-objects.js';
import {
  allowedSince,
  document,
  list,
  type MicroversionRow,
  present,
  shownSince,
  type World,
} from './microversion-row.js';
import { createServer, localDisk } from './server-rows.js';

/** The first hypervisor in the list with details. */
async function hypervisor({ admin }: World): Promise<Readonly<Record<string, unknown>>> {
  return list(await admin.get('/v2.1/os-hypervisors/detail'))[0] ?? {};
}

/** Services, hosts, hypervisors and aggregates. */
export const administrationRows: readonly MicroversionRow[] = [
  {
    version: '2.11',
    title: 'a service is told to count for down',
    look: async ({ admin }) => {
      const body = { host: HOST, binary: 'nova-compute', forced_down: false };
      const { status } = await admin.send('PUT', '/v2.1/os-services/force-down', { json: body });
      return [status, present(list(await admin.get('/v2.1/os-services'))[0], 'forced_down')];
    },
    before: [400, []],
    since: [200, ['forced_down']],
  },
  {
    version: '2.28',
    title: 'a hypervisor’s processor is an object',
    look: async (world) => typeof (await hypervisor(world)).cpu_info,
    before: 'string',
    since: 'object',
  },
  allowedSince('2.31', 'a token of every kind of console is looked up', 401, 200, async ({ admin, objects }) =>
    admin.get(`/v2.1/os-console-auth-tokens/${await objects.consoleToken()}`),
  ),
  {
    version: '2.33',
    title: 'hypervisors come in pages; a defect: a new server’s device has no tag any more',
    look: async (world) => [
      list(await world.admin.get('/v2.1/os-hypervisors?limit=1')).length === 1,
      (await createServer(world, localDisk(world, { tag: 'disk' }))).status,
    ],
    before: [false, 202],
    since: [true, 400],
  },
  shownSince('2.41', 'an aggregate has a UUID', ['uuid'], async ({ admin, objects }) =>
    document(await admin.get(`/v2.1/os-aggregates/${await objects.aggregate()}`)),
  ),
  allowedSince('2.43', 'hosts are no longer', 200, 404, ({ admin }) => admin.get('/v2.1/os-hosts')),
  {
    version: '2.53',
    title: 'services and hypervisors have UUIDs',
    look: async (world) => [
      typeof list(await world.admin.get('/v2.1/os-services'))[0]?.id,
      typeof (await hypervisor(world)).id,
      (await world.admin.get(`/v2.1/os-hypervisors/${HOST}/servers`)).status,
      (await world.admin.get(`/v2.1/os-hypervisors?hypervisor_hostname_pattern=${HOST}`)).text.includes('wreck'),
    ],
    before: ['number', 'number', 200, true],
    since: ['string', 'string', 404, false],
  },
  allowedSince('2.81', 'the hosts of an aggregate fetch images ahead', 404, 202, async ({ admin, objects }) =>
    admin.post(`/v2.1/os-aggregates/${await objects.aggregate(HOST)}/images`, {
      cache: [{ id: objects.neighbours.image() }],
    }),
  ),
  {
    version: '2.88',
    title: 'what a hypervisor has is placement’s to tell; its uptime is with the rest',
    look: async (world) => [
      present(await hypervisor(world), 'vcpus', 'memory_mb', 'uptime'),
      (await world.admin.get('/v2.1/os-hypervisors/statistics')).status,
    ],
    before: [['vcpus', 'memory_mb'], 200],
    since: [['uptime'], 404],
  },
];
