// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { OWNER, PUBLIC_KEY, USER } from '../walks/nova/nova-objects.js';
import {
  allowedSince,
  document,
  list,
  type MicroversionRow,
  present,
  shownSince,
  type World,
} from './microversion-row.js';

type Document = Readonly<Record<string, unknown>>;

/** A server group that a microversion’s way of asking makes. */
async function group({ member }: World, values: Document): Promise<Document> {
  return document(await member.post('/v2.1/os-server-groups', { server_group: { name: 'row', ...values } }));
}

async function flavor({ admin, objects }: World): Promise<Document> {
  return document(await admin.get(`/v2.1/flavors/${await objects.flavor()}`));
}

/** What projects and users have beside servers, and what they make servers of. */
export const projectRows: readonly MicroversionRow[] = [
  {
    version: '2.2',
    title: 'key pairs have types, and a new one is 201',
    look: async ({ member }) => {
      const keypair = { name: randomUUID(), public_key: PUBLIC_KEY };
      const answer = await member.post('/v2.1/os-keypairs', { keypair });
      const { status } = await member.send('DELETE', `/v2.1/os-keypairs/${keypair.name}`);
      return [answer.status, present(document(answer), 'type'), status];
    },
    before: [200, [], 202],
    since: [201, ['type'], 204],
  },
  allowedSince(
    '2.7',
    'nobody needs to be let in to a flavor that is everybody’s',
    200,
    409,
    async ({ admin, objects }) =>
      admin.post(`/v2.1/flavors/${await objects.flavor()}/action`, { addTenantAccess: { tenant: OWNER } }),
  ),
  {
    version: '2.10',
    title: 'administrators see the key pairs of others',
    look: async ({ admin, objects }) => {
      const name = await objects.keyPair(USER);
      return (await admin.get(`/v2.1/os-keypairs?user_id=${USER}`)).text.includes(name);
    },
    before: false,
    since: true,
  },
  shownSince('2.13', 'a server group shows whose it is', ['project_id', 'user_id'], (world) =>
    group(world, { policies: ['affinity'] }),
  ),
  allowedSince('2.15', 'a server group’s policy need not be kept', 400, 200, ({ member }) =>
    member.post('/v2.1/os-server-groups', { server_group: { name: 'row', policies: ['soft-affinity'] } }),
  ),
  {
    version: '2.35',
    title: 'key pairs come in pages',
    look: async ({ member, objects }) => {
      for (let i = 0; i < 2; i++) await objects.keyPair(USER);
      return list(await member.get('/v2.1/os-keypairs?limit=1')).length === 1;
    },
    before: false,
    since: true,
  },
  {
    version: '2.36',
    title: 'other services are asked themselves, and nothing of networks is limited here',
    look: async ({ member }) => {
      const paths = ['images', 'os-networks', 'os-floating-ips', 'os-security-groups', 'os-volumes', 'os-snapshots'];
      const statuses: number[] = [];
      for (const path of paths) statuses.push((await member.get(`/v2.1/${path}`)).status);
      const quotas = document(await member.get(`/v2.1/os-quota-sets/${OWNER}`));
      return [[...new Set(statuses)], present(quotas, 'floating_ips', 'security_groups')];
    },
    before: [[200], ['floating_ips', 'security_groups']],
    since: [[404], []],
  },
  {
    version: '2.39',
    title: 'metadata of images are the Image service’s',
    look: async ({ member, objects }) => {
      const { status } = await member.get(`/v2.1/images/${objects.neighbours.image()}/metadata`);
      const { absolute } = document(await member.get('/v2.1/limits')) as { readonly absolute: Document };
      return [status, present(absolute, 'maxImageMeta')];
    },
    before: [200, ['maxImageMeta']],
    since: [404, []],
  },
  {
    version: '2.50',
    title: 'quota classes have server groups, and nothing of networks',
    look: async ({ admin }) =>
      present(document(await admin.get('/v2.1/os-quota-class-sets/default')), 'floating_ips', 'server_groups'),
    before: ['floating_ips'],
    since: ['server_groups'],
  },
  shownSince('2.55', 'a flavor has a description', ['description'], flavor),
  shownSince('2.61', 'a flavor shows its extra specs', ['extra_specs'], flavor),
  {
    version: '2.64',
    title: 'a server group has one policy, with rules',
    look: async (world) => {
      const id = await world.objects.serverGroup();
      const found = document(await world.member.get(`/v2.1/os-server-groups/${id}`));
      return present(found, 'policies', 'metadata', 'policy', 'rules');
    },
    before: ['policies', 'metadata'],
    since: ['policy', 'rules'],
  },
  allowedSince('2.86', 'extra specs are what hosts know', 200, 400, async ({ admin, objects }) =>
    admin.post(`/v2.1/flavors/${await objects.flavor()}/os-extra_specs`, {
      extra_specs: { 'hw:cpu_policy': 'nosuch' },
    }),
  ),
  {
    version: '2.92',
    title: 'keys are made by their owners, and may be called as mail addresses are',
    look: async ({ member }) => {
      const made = await member.post('/v2.1/os-keypairs', { keypair: { name: randomUUID() } });
      const keypair = { name: `${randomUUID()}@cloud.example`, public_key: PUBLIC_KEY };
      return [made.status, (await member.post('/v2.1/os-keypairs', { keypair })).status];
    },
    before: [201, 400],
    since: [400, 201],
  },
];
