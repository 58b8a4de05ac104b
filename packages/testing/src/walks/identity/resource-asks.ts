// SPDX-License-Identifier: Apache-2.0
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import { done, type IdentityObjects } from './identity-objects.js';
import { about, always, type Asks, named, renamed, resource } from './resource-ask.js';
import type { WalkPeople } from './walk-people.js';

/** Domains with their configuration, projects, groups, and limits. */
export function resourceAsks(objects: IdentityObjects, people: WalkPeople): Asks {
  return {
    ...domainAsks(objects),
    ...projectAsks(objects, people),
    ...groupAsks(objects),
    ...limitAsks(objects, people),
  };
}

function domainAsks(objects: IdentityObjects): Asks {
  const config = { config: { identity: { driver: 'ldap' } } };
  const part = { config: { driver: 'ldap' } };
  const inDomain =
    (exists: boolean, more: readonly string[] = [], body?: unknown): MakeAsk =>
    async () => {
      const id = await objects.domain();
      if (exists) await objects.put(`domains/${id}/config`, config);
      return { path: [id, ...more], ...(body === undefined ? {} : { body }) };
    };
  const read = (more: readonly string[] = []): RouteAsk => ({
    ask: inDomain(true, more),
    // The other rule is that of a group of options which everybody may read.
    rules: ['identity:get_domain_config'],
  });
  const at = (method: string, rest = ''): string => `${method} /v3/domains/{}/config${rest}`;
  return {
    ...resource('/v3/domains', 'domain', () => objects.domain({ enabled: false }), {
      values: named(),
      changes: renamed,
    }),
    // Whoever is of the domain may read it.
    'GET /v3/domains/{}': async () => {
      const id = await objects.domain();
      return { path: [id], target: { 'target.domain.id': id } };
    },
    [at('PUT')]: inDomain(false, [], config),
    [at('GET')]: read(),
    [at('PATCH')]: inDomain(true, [], config),
    [at('DELETE')]: inDomain(true),
    [at('GET', '/{}')]: read(['identity']),
    [at('PATCH', '/{}')]: inDomain(true, ['identity'], config),
    [at('DELETE', '/{}')]: inDomain(true, ['identity']),
    [at('GET', '/{}/{}')]: read(['identity', 'driver']),
    [at('PATCH', '/{}/{}')]: inDomain(true, ['identity', 'driver'], part),
    [at('DELETE', '/{}/{}')]: inDomain(true, ['identity', 'driver']),
    'GET /v3/domains/config/default': {},
    'GET /v3/domains/config/{}/default': () => ({ path: ['identity'] }),
    'GET /v3/domains/config/{}/{}/default': () => ({ path: ['identity', 'driver'] }),
  };
}

function projectAsks(objects: IdentityObjects, { project }: WalkPeople): Asks {
  const tagged = async (): Promise<string> => {
    const id = await objects.project();
    await objects.put(`projects/${id}/tags/tag`);
    return id;
  };
  const own =
    (more: readonly string[] = []): MakeAsk =>
    () => ({ path: [project, ...more], target: { 'target.project.id': project } });
  return {
    ...resource('/v3/projects', 'project', objects.project, { values: named(), changes: renamed }),
    'GET /v3/projects/{}': own(),
    'GET /v3/projects/{}/tags': own(),
    'PUT /v3/projects/{}/tags': about([tagged], { tags: ['other'] }),
    'DELETE /v3/projects/{}/tags': about([tagged]),
    'GET /v3/projects/{}/tags/{}': own(['tag']),
    'PUT /v3/projects/{}/tags/{}': about([objects.project, always('new')]),
    'DELETE /v3/projects/{}/tags/{}': about([tagged, always('tag')]),
  };
}

function groupAsks(objects: IdentityObjects): Asks {
  const membership =
    (exists: boolean): MakeAsk =>
    async () => {
      const [group, { id }] = [await objects.group(), await objects.user()];
      if (exists) await objects.put(`groups/${group}/users/${id}`);
      return { path: [group, id] };
    };
  return {
    ...resource('/v3/groups', 'group', objects.group, { values: named(), changes: renamed }),
    'GET /v3/groups/{}/users': about([objects.group]),
    'PUT /v3/groups/{}/users/{}': membership(false),
    'GET /v3/groups/{}/users/{}': membership(true),
    'DELETE /v3/groups/{}/users/{}': membership(true),
  };
}

function limitAsks(objects: IdentityObjects, { project }: WalkPeople): Asks {
  const values = async (): Promise<{ readonly service_id: string; readonly resource_name: string }> => ({
    service_id: await objects.service(),
    resource_name: 'walks',
  });
  const registered = async (): Promise<string> => {
    const list = [{ ...(await values()), default_limit: 5 }];
    const answer = await done(objects.admin.post('/v3/registered_limits', { registered_limits: list }));
    return (answer.json() as { registered_limits: { id: string }[] }).registered_limits[0]?.id ?? '';
  };
  const limitValues = async (): Promise<object> => {
    const one = await values();
    await done(objects.admin.post('/v3/registered_limits', { registered_limits: [{ ...one, default_limit: 5 }] }));
    return { ...one, project_id: project, resource_limit: 7 };
  };
  const limit = async (): Promise<string> => {
    const answer = await done(objects.admin.post('/v3/limits', { limits: [await limitValues()] }));
    return (answer.json() as { limits: { id: string }[] }).limits[0]?.id ?? '';
  };
  return {
    'GET /v3/registered_limits': {},
    'POST /v3/registered_limits': async () => ({
      body: { registered_limits: [{ ...(await values()), default_limit: 5 }] },
    }),
    'GET /v3/registered_limits/{}': about([registered]),
    'PATCH /v3/registered_limits/{}': about([registered], { registered_limit: { default_limit: 6 } }),
    'DELETE /v3/registered_limits/{}': about([registered]),
    'GET /v3/limits': {},
    'GET /v3/limits/model': {},
    'POST /v3/limits': async () => ({ body: { limits: [await limitValues()] } }),
    'GET /v3/limits/{}': async () => ({ path: [await limit()], target: { 'target.limit.project_id': project } }),
    'PATCH /v3/limits/{}': about([limit], { limit: { resource_limit: 8 } }),
    'DELETE /v3/limits/{}': about([limit]),
  };
}
