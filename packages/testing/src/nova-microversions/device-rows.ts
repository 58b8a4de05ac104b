// SPDX-License-Identifier: Apache-2.0
import { OWNER } from '../walks/nova/nova-objects.js';
import {
  allowedSince,
  document,
  list,
  type MicroversionRow,
  present,
  shownSince,
  type World,
} from './microversion-row.js';

const offloaded = { vmState: 'shelved_offloaded', host: null, node: null } as const;

/** An attachment of a volume of a fresh server, as it is listed. */
async function attachment({ member, objects }: World): Promise<Readonly<Record<string, unknown>> | undefined> {
  const id = await objects.server();
  await objects.attachedVolume(id);
  return list(await member.get(`/v2.1/servers/${id}/os-volume_attachments`))[0];
}

async function attach({ member, nova, objects }: World, id: string, volume: Readonly<Record<string, unknown>>) {
  const volumeId = objects.neighbours.volume(OWNER, volume);
  nova.bus.respond('reserve_block_device_name', () => objects.reserveDevice(id, volumeId));
  return member.post(`/v2.1/servers/${id}/os-volume_attachments`, { volumeAttachment: { volumeId } });
}

/** Volumes and ports of servers. */
export const deviceRows: readonly MicroversionRow[] = [
  allowedSince('2.20', 'a server on its shelf is given a volume', 409, 200, async (world) =>
    attach(world, await world.objects.server(offloaded), {}),
  ),
  allowedSince('2.44', 'addresses are the network service’s', 202, 404, async ({ member, objects }) => {
    const { id, networkId } = await objects.serverWithPort();
    return member.post(`/v2.1/servers/${id}/action`, { addFixedIp: { networkId } });
  }),
  allowedSince('2.49', 'a port that is attached has a tag', 400, 200, async ({ member, objects }) => {
    const { networkId } = await objects.serverWithPort();
    const interfaceAttachment = { net_id: networkId, tag: 'row' };
    return member.post(`/v2.1/servers/${await objects.server()}/os-interface`, { interfaceAttachment });
  }),
  allowedSince('2.60', 'a volume of many servers is attached', 400, 200, async (world) =>
    attach(world, await world.objects.server(), { multiattach: true }),
  ),
  {
    version: '2.70',
    title: 'attachments and ports show their tags',
    look: async (world) => {
      const { id } = await world.objects.serverWithPort();
      const [port] = list(await world.member.get(`/v2.1/servers/${id}/os-interface`));
      return [present(await attachment(world), 'tag'), present(port, 'tag')];
    },
    before: [[], []],
    since: [['tag'], ['tag']],
  },
  shownSince('2.79', 'an attachment shows what becomes of the volume', ['delete_on_termination'], attachment),
  {
    version: '2.85',
    title: 'what becomes of a volume is changed',
    look: async ({ admin, objects }) => {
      const id = await objects.server();
      const volumeId = await objects.attachedVolume(id);
      const path = `/v2.1/servers/${id}/os-volume_attachments/${volumeId}`;
      const json = { volumeAttachment: { volumeId, delete_on_termination: true } };
      const { status } = await admin.send('PUT', path, { json });
      return [status, document(await admin.get(path)).delete_on_termination];
    },
    before: [400, false],
    since: [202, true],
  },
  {
    version: '2.89',
    title: 'an attachment shows its own id and that of the device',
    look: async (world) => present(await attachment(world), 'id', 'attachment_id', 'bdm_uuid'),
    before: ['id'],
    since: ['attachment_id', 'bdm_uuid'],
  },
];
