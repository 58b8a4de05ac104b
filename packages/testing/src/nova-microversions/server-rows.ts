// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';

import {
  allowedSince,
  document,
  list,
  type MicroversionRow,
  present,
  shownSince,
  type World,
} from './microversion-row.js';

/** A server as its body shows it to an administrator. */
async function shown({ admin, objects }: World): Promise<Readonly<Record<string, unknown>>> {
  return document(await admin.get(`/v2.1/servers/${await objects.server()}`));
}

/** A request for a server that says as little as it may. */
export function createServer({ member, objects }: World, values: object) {
  const server = { name: 'row', flavorRef: objects.flavorId, imageRef: objects.neighbours.image(), ...values };
  return member.post('/v2.1/servers', { server });
}

const withoutPorts = { networks: 'none' };

/** How many servers of the project a query finds, of at least one that there is. */
async function count(client: World['member'], query: string): Promise<'none' | 'some'> {
  return list(await client.get(`/v2.1/servers${query}`)).length === 0 ? 'none' : 'some';
}

function filter(version: string, title: string, query: string, before: 'none' | 'some'): MicroversionRow {
  const look = async ({ member, objects }: World) => {
    const displayName = randomUUID();
    await objects.server({ displayName });
    return count(member, `${query}&name=${displayName}`);
  };
  return { version, title, look, before, since: before === 'some' ? 'none' : 'some' };
}

/** With a disk of its own for the server, and a volume beside it. */
export function localDisk({ objects }: World, more: object) {
  const imageRef = objects.neighbours.image();
  return {
    imageRef,
    block_device_mapping_v2: [
      { uuid: imageRef, source_type: 'image', destination_type: 'local', boot_index: 0 },
      { source_type: 'blank', destination_type: 'volume', volume_size: 1, ...more },
    ],
  };
}

const EXTENDED = [
  'reservation_id',
  'launch_index',
  'hostname',
  'kernel_id',
  'ramdisk_id',
  'root_device_name',
  'user_data',
];

/** What servers show, how they are listed and made. */
export const serverRows: readonly MicroversionRow[] = [
  shownSince(
    '2.3',
    'a server shows more of its attributes',
    EXTENDED.map((name) => `OS-EXT-SRV-ATTR:${name}`),
    shown,
  ),
  filter('2.5', 'users find servers by IPv6 address', '?ip6=fd00::7', 'some'),
  shownSince('2.9', 'a server shows whether it is locked', ['locked'], shown),
  shownSince('2.16', 'a server shows the state of its host', ['host_status'], shown),
  {
    version: '2.19',
    title: 'a server has a description',
    look: async (world) => {
      const path = `/v2.1/servers/${await world.objects.server()}`;
      const { status } = await world.member.send('PUT', path, { json: { server: { description: 'text' } } });
      return [status, document(await world.member.get(path)).description];
    },
    before: [400, undefined],
    since: [200, 'text'],
  },
  {
    version: '2.26',
    title: 'servers have tags, and are found by them',
    look: async (world) => {
      const { member, objects } = world;
      const id = await objects.server();
      await objects.tag(id, 'row');
      const { tags } = document(await member.get(`/v2.1/servers/${id}`));
      const { status } = await member.get(`/v2.1/servers/${id}/tags`);
      return [tags, status, await count(member, '?tags=nobody')];
    },
    before: [undefined, 404, 'some'],
    since: [['row'], 200, 'none'],
  },
  allowedSince('2.32', 'a new server’s device has a tag', 400, 202, (world) =>
    createServer(world, localDisk(world, { tag: 'disk' })),
  ),
  allowedSince('2.37', 'a new server says which networks it is in', 202, 400, (world) => createServer(world, {})),
  allowedSince('2.38', 'a status that there is not is refused as a filter', 200, 400, ({ member }) =>
    member.get('/v2.1/servers?status=nosuch'),
  ),
  allowedSince('2.42', 'a new server’s device has a tag again', 400, 202, (world) =>
    createServer(world, { ...localDisk(world, { tag: 'disk' }), ...withoutPorts }),
  ),
  {
    version: '2.47',
    title: 'a server shows what its flavor was',
    look: async (world) =>
      present(
        (await shown(world)).flavor as object as Readonly<Record<string, unknown>>,
        'id',
        'original_name',
        'vcpus',
      ),
    before: ['id'],
    since: ['original_name', 'vcpus'],
  },
  allowedSince('2.52', 'a new server has tags', 400, 202, (world) =>
    createServer(world, { tags: ['row'], ...withoutPorts }),
  ),
  allowedSince('2.57', 'a new server has no files injected', 202, 400, (world) =>
    createServer(world, { personality: [{ path: '/etc/x', contents: 'eA==' }], ...withoutPorts }),
  ),
  shownSince(
    '2.63',
    'a server shows whose certificates its image is trusted with',
    ['trusted_image_certificates'],
    shown,
  ),
  filter('2.66', 'servers are found that changed before a time', '?changes-before=2000-01-01T00:00:00Z', 'some'),
  allowedSince('2.67', 'a new server’s volume has a type', 400, 202, (world) =>
    createServer(world, { ...localDisk(world, { volume_type: '__DEFAULT__' }), ...withoutPorts }),
  ),
  {
    version: '2.69',
    title: 'a server of a cell that does not answer is shown with what is known of it',
    look: ({ member, objects }) =>
      objects.withUnreachableServer(async (id) => {
        const { status, text } = await member.get(`/v2.1/servers/${id}`);
        return [status, /"status": ?"UNKNOWN"/.test(text)];
      }),
    before: [503, false],
    since: [200, true],
  },
  shownSince('2.71', 'a server shows its groups', ['server_groups'], shown),
  {
    version: '2.73',
    title: 'a lock has a reason',
    look: async ({ member, objects }) => {
      const path = `/v2.1/servers/${await objects.server()}`;
      const { status } = await member.post(`${path}/action`, { lock: { locked_reason: 'row' } });
      const newest = { headers: { 'OpenStack-API-Version': 'compute 2.93' } };
      return [status, document(await member.get(path, newest)).locked_reason];
    },
    before: [202, null],
    since: [202, 'row'],
  },
  allowedSince('2.74', 'an administrator says where a new server goes', 400, 202, (world) =>
    createServer({ ...world, member: world.admin }, { host: 'anchor', ...withoutPorts }),
  ),
  {
    version: '2.75',
    title: 'unknown parameters are refused, and a change shows the whole server',
    look: async ({ admin, objects }) => {
      const { status } = await admin.get('/v2.1/servers?nosuch=1');
      const path = `/v2.1/servers/${await objects.server()}`;
      const changed = document(await admin.send('PUT', path, { json: { server: { name: 'row' } } }));
      return [status, present(changed, 'OS-EXT-STS:vm_state')];
    },
    before: [200, []],
    since: [400, ['OS-EXT-STS:vm_state']],
  },
  allowedSince('2.78', 'a server’s topology is shown', 404, 200, async ({ member, objects }) =>
    member.get(`/v2.1/servers/${await objects.server()}/topology`),
  ),
  filter('2.83', 'users find servers by what only administrators did', '?key_name=nosuch', 'some'),
  allowedSince('2.90', 'a new server’s host name is chosen', 400, 202, (world) =>
    createServer(world, { hostname: 'row', ...withoutPorts }),
  ),
];
