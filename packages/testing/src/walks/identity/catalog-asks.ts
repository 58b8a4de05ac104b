// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import type { IdentityObjects } from './identity-objects.js';
import { about, type Asks, type Make, named, renamed, resource } from './resource-ask.js';

/** Versions, the catalog, and what belongs to it. */
export function catalogAsks(objects: IdentityObjects): Asks {
  const endpointValues = async (): Promise<object> => ({
    service_id: await objects.service(),
    interface: 'public',
    url: 'http://walk.test',
  });
  return {
    'GET /': { access: 'public' },
    'GET /v3': { access: 'public' },
    ...resource('/v3/services', 'service', objects.service, { values: named({ type: 'walk' }), changes: renamed }),
    ...resource('/v3/regions', 'region', objects.region, { values: () => ({ id: randomUUID() }), changes: renamed }),
    'PUT /v3/regions/{}': () => ({ path: [randomUUID()], body: { region: {} } }),
    ...resource('/v3/endpoints', 'endpoint', () => objects.endpoint(), {
      values: endpointValues,
      changes: { url: 'http://new.test' },
    }),
    ...policyAsks(objects),
    ...endpointFilterAsks(objects),
  };
}

function policyAsks(objects: IdentityObjects): Asks {
  const blob = { type: 'application/json', blob: '{}' };
  const endpoint: Make = () => objects.endpoint();
  const places: readonly (readonly [path: string, rule: string, makes: readonly Make[]])[] = [
    ['endpoints/{}', 'endpoint', [endpoint]],
    ['services/{}', 'service', [objects.service]],
    ['services/{}/regions/{}', 'region_and_service', [objects.service, objects.region]],
  ];
  const methods = { PUT: 'create', GET: 'check', DELETE: 'delete' };
  const associated =
    (place: string, makes: readonly Make[], exists: boolean): MakeAsk =>
    async () => {
      const path = [await objects.policy()];
      for (const make of makes) path.push(await make());
      const rest = [...path];
      const filled = `policies/{}/OS-ENDPOINT-POLICY/${place}`.replaceAll('{}', () => rest.shift() ?? '');
      if (exists) await objects.put(filled);
      return { path };
    };
  const associations = places.flatMap(([place, what, makes]) =>
    Object.entries(methods).map(([method, verb]): readonly [string, RouteAsk] => [
      `${method} /v3/policies/{}/OS-ENDPOINT-POLICY/${place}`,
      { ask: associated(place, makes, method !== 'PUT'), rules: [`identity:${verb}_policy_association_for_${what}`] },
    ]),
  );
  return {
    ...resource('/v3/policies', 'policy', objects.policy, { values: () => blob, changes: { blob: '{"a": 1}' } }),
    ...Object.fromEntries(associations),
    'GET /v3/policies/{}/OS-ENDPOINT-POLICY/endpoints': about([objects.policy]),
    'GET /v3/endpoints/{}/OS-ENDPOINT-POLICY/policy': async () => {
      const [policy, id] = [await objects.policy(), await objects.endpoint()];
      await objects.put(`policies/${policy}/OS-ENDPOINT-POLICY/endpoints/${id}`);
      return { path: [id] };
    },
  };
}

function endpointFilterAsks(objects: IdentityObjects): Asks {
  const groups = '/v3/OS-EP-FILTER/endpoint_groups';
  const projects = '/v3/OS-EP-FILTER/projects';
  const filters = { filters: { interface: 'public' } };
  const group = objects.endpointGroup;
  const inProject =
    (exists: boolean): MakeAsk =>
    async () => {
      const path = [await objects.project(), await objects.endpoint()];
      if (exists) await objects.put(`OS-EP-FILTER/projects/${String(path[0])}/endpoints/${String(path[1])}`);
      return { path };
    };
  const groupInProject =
    (exists: boolean): MakeAsk =>
    async () => {
      const path = [await objects.endpointGroup(), await objects.project()];
      if (exists) await objects.put(`OS-EP-FILTER/endpoint_groups/${String(path[0])}/projects/${String(path[1])}`);
      return { path };
    };
  return {
    ...resource(groups, 'endpoint_group', group, { values: named(filters), changes: renamed }),
    [`GET ${groups}/{}/endpoints`]: about([group]),
    [`GET ${groups}/{}/projects`]: about([group]),
    [`PUT ${groups}/{}/projects/{}`]: groupInProject(false),
    [`GET ${groups}/{}/projects/{}`]: groupInProject(true),
    [`DELETE ${groups}/{}/projects/{}`]: groupInProject(true),
    [`PUT ${projects}/{}/endpoints/{}`]: inProject(false),
    [`GET ${projects}/{}/endpoints/{}`]: inProject(true),
    [`DELETE ${projects}/{}/endpoints/{}`]: inProject(true),
    [`GET ${projects}/{}/endpoints`]: about([objects.project]),
    [`GET ${projects}/{}/endpoint_groups`]: about([objects.project]),
    'GET /v3/OS-EP-FILTER/endpoints/{}/projects': about([() => objects.endpoint()]),
  };
}
