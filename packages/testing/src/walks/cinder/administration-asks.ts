// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { type CinderObjects, HOST, OWNER } from './cinder-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

/** One of those that everybody may read. */
const READABLE_SPEC = 'replication_enabled';

const authenticated: RouteAsk = { access: 'authenticated' };

/** What administrators look after, and what everybody may read of it. */
export function administrationAsks(objects: CinderObjects): Asks {
  const ofOwner =
    (body?: unknown): MakeAsk =>
    () => ({ path: [OWNER], target: { project_id: OWNER }, ...(body === undefined ? {} : { body }) });
  const defaultType =
    (body?: unknown): MakeAsk =>
    async () => {
      await objects.defaultType(OWNER);
      return { path: [OWNER], target: { project_id: OWNER }, ...(body === undefined ? {} : { body }) };
    };
  const quotaClass =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [await objects.quotaClass()], ...(body === undefined ? {} : { body }) });
  return {
    'GET /extensions': authenticated,
    'GET /extensions/{}': { ...authenticated, ask: () => ({ path: ['backups'] }) },
    'GET /limits': authenticated,
    'GET /os-availability-zone': authenticated,
    'GET /resource_filters': authenticated,
    'GET /messages': async () => ({ owner: OWNER, listed: await objects.message() }),
    'GET /messages/{}': async () => ({ path: [await objects.message()], owner: OWNER }),
    'DELETE /messages/{}': async () => ({ path: [await objects.message()], owner: OWNER }),
    'GET /clusters': {},
    'GET /clusters/detail': {},
    'GET /clusters/{}': async () => ({ path: [await objects.cluster()] }),
    'PUT /clusters/{}': async () => ({ path: ['disable'], body: { name: await objects.cluster() } }),
    'POST /workers/cleanup': () => ({ body: { host: HOST } }),
    'GET /default-types': {},
    'GET /default-types/{}': defaultType(),
    'PUT /default-types/{}': {
      ask: defaultType({ default_type: { volume_type: objects.volumeType } }),
      rules: ['volume_extension:default_set_or_update'],
    },
    'DELETE /default-types/{}': defaultType(),
    'GET /os-quota-sets/{}': ofOwner(),
    'GET /os-quota-sets/{}/defaults': ofOwner(),
    'PUT /os-quota-sets/{}': ofOwner({ quota_set: { per_volume_gigabytes: 100 } }),
    'DELETE /os-quota-sets/{}': ofOwner(),
    'GET /os-quota-class-sets/{}': quotaClass(),
    'PUT /os-quota-class-sets/{}': quotaClass({ quota_class_set: { volumes: 8 } }),
    'GET /os-services': {},
    'PUT /os-services/{}': () => ({ path: ['disable'], body: { host: 'node', binary: 'cinder-scheduler' } }),
    'GET /os-hosts': {},
    'GET /os-hosts/{}': () => ({ path: [HOST] }),
    // Its handler cannot be called without an id, and with one nobody has written what it does (volume/api.py, HostAPI).
    'PUT /os-hosts': { ask: () => ({ body: { status: 'enable' } }), access: 'authenticated', success: [400] },
    'PUT /os-hosts/{}': { ask: () => ({ path: [HOST], body: { status: 'enable' } }), success: [501] },
    'GET /scheduler-stats/get_pools': {},
    'GET /capabilities/{}': () => ({ path: [HOST] }),
    ...qosAsks(objects),
  };
}

function qosAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown): MakeAsk =>
    async () => ({ path: [(await objects.qosSpecs()).id], ...(body === undefined ? {} : { body }) });
  const withType: MakeAsk = async () => {
    const { id, type } = await objects.qosSpecs();
    return { path: [id], query: `?vol_type_id=${type}` };
  };
  return {
    'GET /qos-specs': {},
    'GET /qos-specs/{}': about(),
    'POST /qos-specs': (caller) => ({ body: { qos_specs: { name: `by ${caller.name}`, key: 'value' } } }),
    'PUT /qos-specs/{}': about({ qos_specs: { key: 'changed' } }),
    'PUT /qos-specs/{}/delete_keys': about({ keys: ['key'] }),
    'DELETE /qos-specs/{}': about(),
    'GET /qos-specs/{}/associations': about(),
    'GET /qos-specs/{}/associate': withType,
    'GET /qos-specs/{}/disassociate': withType,
    'GET /qos-specs/{}/disassociate_all': about(),
  };
}

/** Volume types, with what belongs to them. */
export function typeAsks(objects: CinderObjects): Asks {
  const about =
    (body?: unknown, values?: Parameters<CinderObjects['type']>[0]): MakeAsk =>
    async () => ({ path: [await objects.type(values)], ...(body === undefined ? {} : { body }) });
  const spec =
    (body?: unknown, key = true): MakeAsk =>
    async () => {
      const id = await objects.type();
      await objects.extraSpec(id, READABLE_SPEC, '<is> True');
      return { path: key ? [id, READABLE_SPEC] : [id], ...(body === undefined ? {} : { body }) };
    };
  const encryption =
    (body?: unknown, key?: string): MakeAsk =>
    async () => {
      const id = await objects.type();
      const encryptionId = await objects.encryption(id);
      const path = key === undefined ? [id] : [id, key === 'id' ? encryptionId : key];
      return { path, ...(body === undefined ? {} : { body }) };
    };
  const on = (name: string): string => `POST /types/{}/action ${name}`;
  return {
    'GET /types': {},
    'GET /types/{}': about(),
    'POST /types': (caller) => ({ body: { volume_type: { name: `by ${caller.name}` } } }),
    'PUT /types/{}': about({ volume_type: { description: 'new' } }),
    'DELETE /types/{}': about(),
    // Registered beside the real routes; no body that has one of them as its only key is one that its handler takes.
    [on('create')]: { ask: about({ create: {} }), success: [400] },
    [on('update')]: { ask: about({ update: {} }), success: [400] },
    [on('delete')]: { ask: about({ delete: {} }), success: [400] },
    [on('addProjectAccess')]: about({ addProjectAccess: { project: OWNER } }, { isPublic: false }),
    [on('removeProjectAccess')]: async () => {
      const id = await objects.type({ isPublic: false });
      await objects.typeAccess(id, OWNER);
      return { path: [id], body: { removeProjectAccess: { project: OWNER } } };
    },
    'GET /types/{}/os-volume-type-access': about(undefined, { isPublic: false }),
    'GET /types/{}/extra_specs': spec(undefined, false),
    'POST /types/{}/extra_specs': spec({ extra_specs: { other: 'value' } }, false),
    'GET /types/{}/extra_specs/{}': spec(),
    'PUT /types/{}/extra_specs/{}': spec({ [READABLE_SPEC]: '<is> False' }),
    'DELETE /types/{}/extra_specs/{}': spec(),
    'GET /types/{}/encryption': encryption(),
    'GET /types/{}/encryption/{}': encryption(undefined, 'provider'),
    'POST /types/{}/encryption': about({ encryption: { provider: 'luks', control_location: 'front-end' } }),
    'PUT /types/{}/encryption/{}': encryption({ encryption: { cipher: 'aes' } }, 'id'),
    'DELETE /types/{}/encryption/{}': encryption(undefined, 'id'),
  };
}
