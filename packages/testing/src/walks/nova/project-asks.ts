// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type NovaObjects, OWNER, PUBLIC_KEY, USER } from './nova-objects.js';
import type { Asks } from './server-asks.js';

const RULE = 'os_compute_api';

/** What projects and users have beside servers, and flavors and images, which they make servers of. */
export function projectAsks(objects: NovaObjects): Asks {
  return {
    // A query for another project comes to `limits:other_project`.
    'GET /limits': { rules: [`${RULE}:limits`] },
    ...keyPairAsks(objects),
    ...serverGroupAsks(objects),
    ...quotaAsks(objects),
    ...flavorAsks(objects),
    ...imageAsks(objects),
  };
}

/** Key pairs are a user's: of another user only administrators see and change them. */
function keyPairAsks(objects: NovaObjects): Asks {
  const target = { user_id: USER };
  const query = `?user_id=${USER}`;
  const about: MakeAsk = async () => ({ path: [await objects.keyPair()], query, target });
  return {
    'GET /os-keypairs': () => ({ query, target }),
    'POST /os-keypairs': () => ({
      body: { keypair: { name: randomUUID(), public_key: PUBLIC_KEY, user_id: USER } },
      target,
    }),
    'GET /os-keypairs/{}': about,
    'DELETE /os-keypairs/{}': about,
  };
}

function serverGroupAsks(objects: NovaObjects): Asks {
  // A group of others is there for everybody, and refused by the rule (nova 26, objects/instance_group.py).
  const about: MakeAsk = async () => ({ path: [await objects.serverGroup()], target: { project_id: OWNER } });
  return {
    'GET /os-server-groups': {
      ask: async () => ({ owner: OWNER, listed: await objects.serverGroup() }),
      // A query for all projects comes to the other one.
      rules: [`${RULE}:os-server-groups:index`],
    },
    'POST /os-server-groups': () => ({ body: { server_group: { name: 'group', policy: 'affinity' } } }),
    'GET /os-server-groups/{}': about,
    'DELETE /os-server-groups/{}': about,
  };
}

function quotaAsks(objects: NovaObjects): Asks {
  const target = { project_id: OWNER };
  const ofOwner =
    (body?: unknown): MakeAsk =>
    () => ({ path: [OWNER], target, ...(body === undefined ? {} : { body }) });
  return {
    'GET /os-quota-sets/{}': ofOwner(),
    'GET /os-quota-sets/{}/detail': ofOwner(),
    'GET /os-quota-sets/{}/defaults': ofOwner(),
    'PUT /os-quota-sets/{}': ofOwner({ quota_set: { key_pairs: 50 } }),
    'DELETE /os-quota-sets/{}': async () => {
      await objects.quotas();
      return { path: [OWNER], target };
    },
    'GET /os-quota-class-sets/{}': () => ({ path: ['default'] }),
    'PUT /os-quota-class-sets/{}': () => ({ path: ['default'], body: { quota_class_set: { key_pairs: 50 } } }),
    'GET /os-simple-tenant-usage': {},
    'GET /os-simple-tenant-usage/{}': ofOwner(),
  };
}

function flavorAsks(objects: NovaObjects): Asks {
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.flavor()], ...(body === undefined ? {} : { body }) });
  const closed =
    (body?: unknown, tenant?: string): MakeAsk =>
    async () => {
      const id = await objects.flavor({ isPublic: false });
      if (tenant !== undefined) await objects.flavorAccess(id, tenant);
      return { path: [id], ...(body === undefined ? {} : { body }) };
    };
  const specs =
    (body?: unknown, key = true): MakeAsk =>
    async () => {
      const id = await objects.flavor();
      await objects.extraSpec(id);
      return { path: key ? [id, 'hw:cpu_policy'] : [id], ...(body === undefined ? {} : { body }) };
    };
  const create = (): unknown => ({ name: randomUUID(), ram: 64, vcpus: 1, disk: 1 });
  const seen: RouteAsk = { access: 'authenticated' };
  const on = (name: string): string => `POST /flavors/{}/action ${name}`;
  const specsPath = '/flavors/{}/os-extra_specs';
  return {
    'GET /flavors': seen,
    'GET /flavors/detail': seen,
    'GET /flavors/{}': { ...seen, ask: about() },
    'POST /flavors': { ask: () => ({ body: { flavor: create() } }), success: [200] },
    'PUT /flavors/{}': { ask: about({ flavor: { description: 'new' } }), success: [200] },
    'DELETE /flavors/{}': { ask: about(), success: [202] },
    // Registered beside the real routes, and answered as they are; no body with one of them as its only key is valid.
    [on('create')]: { ask: about({ create: {} }), success: [400] },
    [on('update')]: { ask: about({ update: {} }), success: [400] },
    [on('delete')]: { ask: about({ delete: {} }), success: [400] },
    [on('addTenantAccess')]: closed({ addTenantAccess: { tenant: OWNER } }),
    [on('removeTenantAccess')]: closed({ removeTenantAccess: { tenant: OWNER } }, OWNER),
    'GET /flavors/{}/os-flavor-access': async () => {
      const id = await objects.flavor({ isPublic: false });
      await objects.flavorAccess(id, OWNER);
      return { path: [id], owner: OWNER };
    },
    [`GET ${specsPath}`]: { ask: specs(undefined, false), rules: [`${RULE}:os-flavor-extra-specs:index`] },
    [`POST ${specsPath}`]: specs({ extra_specs: { 'hw:mem_page_size': 'small' } }, false),
    [`GET ${specsPath}/{}`]: specs(),
    [`PUT ${specsPath}/{}`]: specs({ 'hw:cpu_policy': 'dedicated' }),
    [`DELETE ${specsPath}/{}`]: specs(),
  };
}

/** The Image service decides: to others than its owner an image is not there. */
function imageAsks({ neighbours }: NovaObjects): Asks {
  const about = (body?: unknown, key?: string): RouteAsk => ({
    access: 'authenticated',
    ask: () => {
      const id = neighbours.image(OWNER, { key: 'value' });
      return { path: key === undefined ? [id] : [id, key], owner: OWNER, ...(body === undefined ? {} : { body }) };
    },
  });
  const listed: RouteAsk = {
    access: 'authenticated',
    ask: () => ({ owner: OWNER, listed: neighbours.image(OWNER) }),
  };
  return {
    'GET /images': listed,
    'GET /images/detail': listed,
    'GET /images/{}': about(),
    'DELETE /images/{}': about(),
    'GET /images/{}/metadata': about(),
    'POST /images/{}/metadata': about({ metadata: { other: 'value' } }),
    'PUT /images/{}/metadata': about({ metadata: { other: 'value' } }),
    'GET /images/{}/metadata/{}': about(undefined, 'key'),
    'PUT /images/{}/metadata/{}': about({ meta: { key: 'changed' } }, 'key'),
    'DELETE /images/{}/metadata/{}': about(undefined, 'key'),
  };
}
