// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import { HOST, LOST_HOST, OTHER_HOST, OWNER } from '../walks/nova/nova-objects.js';
import { allowedSince, document, list, type MicroversionRow, present, type World } from './microversion-row.js';

type Values = Parameters<World['objects']['server']>[0];

/** Does something with a fresh server, as an administrator. */
async function act({ admin, objects }: World, name: string, argument: unknown, values?: Values): Promise<Answer> {
  return admin.post(`/v2.1/servers/${await objects.server(values)}/action`, { [name]: argument });
}

const lost: Values = { host: LOST_HOST, node: LOST_HOST };
const offloaded: Values = { vmState: 'shelved_offloaded', host: null, node: null };

/** What the conductor says where nothing fits. */
const NO_VALID_HOST = { pythonClass: 'NoValidHost', pythonModule: 'nova.exception' };

/** A live migration that is in a state. */
async function migrating({ objects }: World, status: string) {
  const id = await objects.server({ taskState: 'migrating' });
  const values = { status, migrationType: 'live_migration', sourceCompute: HOST, destCompute: OTHER_HOST };
  return `/v2.1/servers/${id}/migrations/${await objects.migration(id, values as never)}`;
}

/** The host that the last message about a move asks for. */
function requestedHost({ nova: { bus } }: World): unknown {
  const spec = bus.sent.at(-1)?.args.request_spec as { readonly 'nova_object.data': Readonly<Record<string, unknown>> };
  const destination = spec['nova_object.data'].requested_destination as typeof spec | null;
  return destination?.['nova_object.data'].host ?? null;
}

/** What is done with servers: consoles, images, moves. */
export const actionRows: readonly MicroversionRow[] = [
  {
    version: '2.6',
    title: 'consoles are made, and no longer an action of each kind',
    look: async (world) => {
      const { admin, objects } = world;
      const json = { remote_console: { protocol: 'vnc', type: 'novnc' } };
      const { status } = await admin.post(`/v2.1/servers/${await objects.server()}/remote-consoles`, json);
      return [status, (await act(world, 'os-getVNCConsole', { type: 'novnc' })).status];
    },
    before: [404, 200],
    since: [200, 404],
  },
  allowedSince('2.8', 'a console of the kind mks', 400, 200, async ({ admin, objects }) =>
    admin.post(`/v2.1/servers/${await objects.server()}/remote-consoles`, {
      remote_console: { protocol: 'mks', type: 'webmks' },
    }),
  ),
  {
    version: '2.14',
    title: 'an evacuation finds out where disks are, and tells no password',
    look: async (world) => {
      const first = await act(world, 'evacuate', {}, lost);
      const { status, text } = await act(world, 'evacuate', { onSharedStorage: false }, lost);
      return [first.status, status, text.includes('adminPass')];
    },
    before: [400, 200, true],
    since: [200, 400, false],
  },
  allowedSince('2.17', 'a guest’s crash dump is triggered', 404, 202, (world) =>
    act(world, 'trigger_crash_dump', null),
  ),
  allowedSince('2.22', 'a live migration is forced to its end', 404, 202, async (world) =>
    world.admin.post(`${await migrating(world, 'running')}/action`, { force_complete: null }),
  ),
  {
    version: '2.23',
    title: 'the live migrations of a server are shown, and the kinds of migrations',
    look: async (world) => {
      const { status } = await world.admin.get(await migrating(world, 'running'));
      const [migration] = list(await world.admin.get('/v2.1/os-migrations'));
      return [status, present(migration, 'migration_type')];
    },
    before: [404, []],
    since: [200, ['migration_type']],
  },
  allowedSince('2.24', 'a live migration is aborted', 404, 202, async (world) =>
    world.admin.send('DELETE', await migrating(world, 'running')),
  ),
  allowedSince('2.25', 'a live migration finds out whether disks are to be copied', 400, 202, (world) =>
    act(world, 'os-migrateLive', { host: null, block_migration: 'auto' }),
  ),
  allowedSince('2.29', 'an evacuation is forced to a host', 400, 200, (world) =>
    act(world, 'evacuate', { host: OTHER_HOST, force: true }, lost),
  ),
  allowedSince('2.30', 'a live migration is forced to a host', 400, 202, (world) =>
    act(world, 'os-migrateLive', { host: OTHER_HOST, block_migration: 'auto', force: true }),
  ),
  {
    version: '2.34',
    title: 'a live migration is not waited for',
    look: async (world) => {
      const { bus } = world.nova;
      bus.respond('migrate_server', () => {
        throw Object.assign(new Error('No valid host was found.'), NO_VALID_HOST);
      });
      const { status } = await act(world, 'os-migrateLive', { host: null, block_migration: 'auto' });
      bus.respond('migrate_server', () => null);
      return [status, bus.sent.at(-1)?.method];
    },
    before: [400, 'migrate_server'],
    since: [202, 'live_migrate_instance'],
  },
  {
    version: '2.45',
    title: 'the id of a server’s image is in the body',
    look: async (world) => {
      const answer = await act(world, 'createImage', { name: 'row' });
      return [answer.status, answer.headers.has('location'), answer.text.includes('image_id')];
    },
    before: [202, true, false],
    since: [202, false, true],
  },
  {
    version: '2.48',
    title: 'diagnostics are in one form for all hypervisors',
    look: async ({ admin, objects }) => {
      const answer = await admin.get(`/v2.1/servers/${await objects.server()}/diagnostics`);
      return present(answer.json() as Readonly<Record<string, unknown>>, 'cpu0_time', 'state', 'memory_details');
    },
    before: ['cpu0_time'],
    since: ['state', 'memory_details'],
  },
  allowedSince('2.54', 'a server is rebuilt with another key', 400, 202, async (world) =>
    act(world, 'rebuild', {
      imageRef: world.objects.neighbours.image(),
      key_name: await world.objects.keyPair('admin'),
    }),
  ),
  {
    version: '2.56',
    title: 'an administrator says where a server is migrated to',
    look: async (world) => [(await act(world, 'migrate', { host: OTHER_HOST })).status, requestedHost(world)],
    before: [202, null],
    since: [202, OTHER_HOST],
  },
  allowedSince('2.65', 'a live migration is aborted that has not begun', 400, 202, async (world) =>
    world.admin.send('DELETE', await migrating(world, 'queued')),
  ),
  {
    version: '2.68',
    title: 'nothing is forced to a host any more',
    look: async (world) => [
      (await act(world, 'evacuate', { host: OTHER_HOST, force: true }, lost)).status,
      (await act(world, 'os-migrateLive', { host: OTHER_HOST, block_migration: 'auto', force: true })).status,
    ],
    before: [200, 202],
    since: [400, 400],
  },
  {
    version: '2.77',
    title: 'a server comes back from its shelf in a zone',
    // Before, whatever stands there is passed over.
    look: async (world) => (await act(world, 'unshelve', { availability_zone: 'nosuch' }, offloaded)).status,
    before: 202,
    since: 400,
  },
  {
    version: '2.80',
    title: 'migrations show who asked for them',
    look: async ({ admin, objects }) => {
      await objects.migration(await objects.server());
      return present(list(await admin.get('/v2.1/os-migrations'))[0], 'user_id', 'project_id');
    },
    before: [],
    since: ['user_id', 'project_id'],
  },
  {
    version: '2.87',
    title: 'a server on a volume is rescued where its host can',
    look: async ({ admin, objects }) => {
      await objects.trait(objects.node(HOST), 'COMPUTE_RESCUE_BFV');
      const id = await objects.volumeServer();
      const rescue = { rescue_image_ref: objects.neighbours.image(undefined, RESCUE) };
      return (await admin.post(`/v2.1/servers/${id}/action`, { rescue })).status;
    },
    before: 400,
    since: 200,
  },
  allowedSince('2.91', 'a server comes back from its shelf on a host', 400, 202, (world) =>
    act(world, 'unshelve', { host: OTHER_HOST }, offloaded),
  ),
  allowedSince('2.93', 'a server on a volume is rebuilt of another image', 400, 202, async ({ admin, objects }) =>
    admin.post(`/v2.1/servers/${await objects.volumeServer()}/action`, {
      rebuild: { imageRef: objects.neighbours.image() },
    }),
  ),
];

const RESCUE = { hw_rescue_bus: 'virtio', hw_rescue_device: 'disk' };

/** What was done with servers, and what hosts did of it. */
export const historyRows: readonly MicroversionRow[] = [
  allowedSince(
    '2.21',
    'what was done with a server is shown when it is deleted',
    404,
    200,
    async ({ admin, objects }) => admin.get(`/v2.1/servers/${(await objects.deletedServer()).id}/os-instance-actions`),
  ),
  {
    version: '2.51',
    title: 'volumes that grow are told of, and users see the events of actions',
    look: async ({ admin, member, objects }) => {
      const id = await objects.server();
      const { status } = await admin.post('/v2.1/os-server-external-events', {
        events: [{ name: 'volume-extended', server_uuid: id, tag: 'volume' }],
      });
      const action = document(await member.get(`/v2.1/servers/${id}/os-instance-actions/${await objects.action(id)}`));
      return [status, present(action, 'events')];
    },
    before: [400, []],
    since: [200, ['events']],
  },
  {
    version: '2.58',
    title: 'what was done with a server comes in pages, with when it changed',
    look: async ({ member, objects }) => {
      const id = await objects.server();
      for (let i = 0; i < 2; i++) await objects.action(id);
      const actions = list(await member.get(`/v2.1/servers/${id}/os-instance-actions?limit=1`));
      return [actions.length, present(actions[0], 'updated_at')];
    },
    before: [2, []],
    since: [1, ['updated_at']],
  },
  ...(
    [
      ['2.62', 'events show their host', 'host'],
      ['2.84', 'events show what went wrong', 'details'],
    ] as const
  ).map(([version, title, name]): MicroversionRow => ({
    version,
    title,
    look: async ({ admin, objects }) => {
      const id = await objects.server();
      const action = document(await admin.get(`/v2.1/servers/${id}/os-instance-actions/${await objects.action(id)}`));
      return present((action.events as Readonly<Record<string, unknown>>[])[0], name);
    },
    before: [],
    since: [name],
  })),
  ...(
    [
      ['2.76', 'a power-update is told of', 'power-update', 'POWER_ON'],
      ['2.82', 'an accelerator that is bound is told of', 'accelerator-request-bound', 'request'],
    ] as const
  ).map(([version, title, name, tag]) =>
    allowedSince(version, title, 400, 200, async ({ admin, objects }) =>
      admin.post('/v2.1/os-server-external-events', {
        events: [{ name, server_uuid: await objects.server(), tag }],
      }),
    ),
  ),
  {
    version: '2.59',
    title: 'migrations come in pages, and have UUIDs',
    look: async ({ admin, objects }) => {
      for (let i = 0; i < 2; i++) await objects.migration(await objects.server());
      const migrations = list(await admin.get('/v2.1/os-migrations?limit=1'));
      return [migrations.length === 1, present(migrations[0], 'uuid')];
    },
    before: [false, []],
    since: [true, ['uuid']],
  },
  {
    version: '2.40',
    title: 'what a project used comes in pages',
    look: async ({ admin, objects }) => {
      await objects.server();
      const answer = await admin.get(`/v2.1/os-simple-tenant-usage/${OWNER}?limit=1`);
      return present(answer.json() as Readonly<Record<string, unknown>>, 'tenant_usage_links');
    },
    before: [],
    since: ['tenant_usage_links'],
  },
];
