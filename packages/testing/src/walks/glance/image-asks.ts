// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, PolicyAsk, RouteAsk } from '../policy-fixture.js';
import { type GlanceObjects, OWNER, STRANGER, taskRequest } from './glance-objects.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

const authenticated: RouteAsk = { access: 'authenticated' };
const BYTES = { 'Content-Type': 'application/octet-stream' };

/** An image as upstream's rules see it, beside its project. */
const target = { owner: OWNER, visibility: 'private', member_id: null };

/** Images, with their data, tags, places and tasks. */
export function imageAsks(objects: GlanceObjects): Asks {
  const about =
    (make: () => Promise<string>, more: PolicyAsk = {}): MakeAsk =>
    async () => {
      const { path = [], ...rest } = more;
      return { path: [await make(), ...path], owner: OWNER, target, ...rest };
    };
  const image = (): Promise<string> => objects.image();
  const queued = (): Promise<string> => objects.queuedImage();
  const patch = [{ op: 'replace', path: '/name', value: 'new' }];
  return {
    'GET /images': async () => ({ owner: OWNER, listed: await objects.image() }),
    'POST /images': ({ credentials }) => ({ body: { name: 'new' }, target: { owner: credentials?.project_id } }),
    // Whether the answer has locations.
    'GET /images/{}': { ask: about(image), rules: ['get_image'] },
    'PATCH /images/{}': {
      ask: about(image, { body: patch, headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' } }),
      // The others are those of visibility and locations.
      rules: ['modify_image'],
    },
    'DELETE /images/{}': about(image),
    'POST /images/{}/actions/deactivate': about(image),
    'POST /images/{}/actions/reactivate': about(() => objects.deactivatedImage()),
    'GET /images/{}/file': about(image),
    'PUT /images/{}/file': about(queued, { body: 'data', headers: BYTES }),
    'PUT /images/{}/stage': about(queued, { body: 'data', headers: BYTES }),
    'POST /images/{}/import': {
      ask: about(() => objects.stagedImage(), { body: { method: { name: 'glance-direct' } } }),
      // copy_image is that of another method.
      rules: ['modify_image'],
    },
    'GET /images/{}/tasks': about(image),
    'PUT /images/{}/tags/{}': about(image, { path: ['tag'] }),
    'DELETE /images/{}/tags/{}': about(() => objects.image({ tags: ['tag'] }), { path: ['tag'] }),
    'DELETE /stores/{}/{}': {
      ask: async () => ({ path: ['slow', await objects.imageTwice()], owner: OWNER, target }),
      rules: ['get_image_location', 'delete_image_location'],
    },
    ...memberAsks(objects),
  };
}

function memberAsks(objects: GlanceObjects): Asks {
  const shared =
    (more: PolicyAsk = {}): MakeAsk =>
    async () => {
      const { path = [], ...rest } = more;
      const id = await objects.sharedImage('member-project');
      return { path: [id, ...path], owner: OWNER, target: { ...target, visibility: 'shared' }, ...rest };
    };
  return {
    'GET /images/{}/members': shared(),
    'POST /images/{}/members': shared({ body: { member: 'another' } }),
    'GET /images/{}/members/{}': shared({ path: ['member-project'] }),
    'PUT /images/{}/members/{}': async ({ name }) => ({
      path: [await objects.sharedImage(STRANGER), STRANGER],
      body: { status: 'accepted' },
      target: { ...target, project_id: OWNER, visibility: 'shared', member_id: STRANGER },
      // The owner cannot accept for a member, whatever the rule says (glance/api/v2/image_members.py).
      ...(name === 'member' || name === 'reader' ? { refused: [403] } : {}),
    }),
    'DELETE /images/{}/members/{}': shared({ path: ['member-project'] }),
  };
}

/** Tasks, the cache, and what the service says of itself. */
export function serviceAsks(objects: GlanceObjects): Asks {
  const schemas = ['image', 'images', 'member', 'members', 'task', 'tasks'].map((name) => `GET /schemas/${name}`);
  const metadefs = ['namespace', 'resource_type', 'property', 'object', 'tag'].flatMap((name) => [
    `GET /schemas/metadefs/${name}`,
    `GET /schemas/metadefs/${name === 'property' ? 'properties' : `${name}s`}`,
  ]);
  const cached: MakeAsk = async () => ({ path: [await objects.cachedImage()], owner: OWNER, target });
  return {
    ...Object.fromEntries([...schemas, ...metadefs].map((key) => [key, authenticated])),
    'GET /info/import': authenticated,
    'GET /info/stores': authenticated,
    'GET /info/usage': authenticated,
    'GET /info/stores/detail': {},
    'GET /tasks': async () => ({ owner: OWNER, listed: await objects.task() }),
    'POST /tasks': () => ({ body: taskRequest() }),
    'GET /tasks/{}': async () => ({ path: [await objects.task()], owner: OWNER }),
    // The reference has 200; the handler only says that it is not allowed (glance/api/v2/tasks.py).
    'DELETE /tasks/{}': { ask: async () => ({ path: [await objects.task()], owner: OWNER }), success: [405] },
    'GET /cache': {},
    'DELETE /cache': {},
    'PUT /cache/{}': async () => ({ path: [await objects.image()], owner: OWNER, target }),
    'DELETE /cache/{}': cached,
  };
}

/** Metadata definitions, in a namespace that is private. */
export function metadefAsks(objects: GlanceObjects): Asks {
  const seen = { visibility: 'private' };
  const about =
    (part?: string, body?: unknown): MakeAsk =>
    async () => {
      const namespace = await objects.namespace();
      const path = part === undefined ? [namespace] : [namespace, part];
      return { path, owner: OWNER, target: seen, ...(body === undefined ? {} : { body }) };
    };
  const definition = { type: 'string', title: 'A title' };
  const at = (method: string, rest: string): string => `${method} /metadefs/namespaces/{}${rest}`;
  return {
    'GET /metadefs/resource_types': () => ({ target: seen }),
    'GET /metadefs/namespaces': async () => ({ owner: OWNER, listed: await objects.namespace(), target: seen }),
    'POST /metadefs/namespaces': ({ name, credentials }) => ({
      body: { namespace: `by ${name}`, owner: credentials?.project_id },
    }),
    [at('GET', '')]: about(),
    [at('PUT', '')]: async () => {
      const namespace = await objects.namespace();
      return { path: [namespace], owner: OWNER, target: seen, body: { namespace, description: 'new', owner: OWNER } };
    },
    [at('DELETE', '')]: about(),
    [at('GET', '/resource_types')]: about(),
    [at('POST', '/resource_types')]: about(undefined, { name: 'OS::Glance::Image' }),
    [at('DELETE', '/resource_types/{}')]: about('OS::Nova::Flavor'),
    [at('GET', '/properties')]: about(),
    [at('POST', '/properties')]: about(undefined, { name: 'other', ...definition }),
    [at('DELETE', '/properties')]: about(),
    [at('GET', '/properties/{}')]: {
      ask: about('property'),
      // The documentation of the one that changes it names this route as well.
      rules: ['get_metadef_property', 'get_metadef_resource_type'],
    },
    [at('PUT', '/properties/{}')]: about('property', { name: 'property', ...definition }),
    [at('DELETE', '/properties/{}')]: about('property'),
    [at('GET', '/objects')]: about(),
    [at('POST', '/objects')]: about(undefined, { name: 'other' }),
    [at('DELETE', '/objects')]: about(),
    [at('GET', '/objects/{}')]: about('object'),
    [at('PUT', '/objects/{}')]: about('object', { name: 'object', description: 'new' }),
    [at('DELETE', '/objects/{}')]: about('object'),
    [at('GET', '/tags')]: about(),
    [at('POST', '/tags')]: about(undefined, { tags: [{ name: 'other' }] }),
    [at('DELETE', '/tags')]: about(),
    [at('GET', '/tags/{}')]: about('tag'),
    [at('POST', '/tags/{}')]: about('other'),
    [at('PUT', '/tags/{}')]: about('tag', { name: 'new' }),
    [at('DELETE', '/tags/{}')]: about('tag'),
  };
}
