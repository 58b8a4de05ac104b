// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';
import type { IdentityObjects } from './identity-objects.js';
import type { WalkPeople } from './walk-people.js';

type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;

/** Roles, who has them, and trusts. */
export function assignmentAsks(objects: IdentityObjects, people: WalkPeople): Asks {
  return {
    'GET /v3/role_assignments': {},
    ...grantAsks(objects),
    ...roleAsks(objects),
    ...trustAsks(objects, people),
  };
}

/** Every place of a grant: a project, a domain or the system, for a user or a group, inherited or not. */
function grantAsks(objects: IdentityObjects): Asks {
  const scopes = { projects: objects.project, domains: () => objects.domain() };
  const actors = { users: async () => (await objects.user()).id, groups: objects.group };
  const asks: Record<string, MakeAsk> = {};
  for (const [actor, makeActor] of Object.entries(actors)) {
    for (const [scope, makeScope] of Object.entries(scopes)) {
      const makes = [makeScope, makeActor];
      add(asks, objects, { path: `${scope}/{}/${actor}/{}/roles`, end: '', makes });
      add(asks, objects, { path: `OS-INHERIT/${scope}/{}/${actor}/{}/roles`, end: '/inherited_to_projects', makes });
    }
    add(asks, objects, { path: `system/${actor}/{}/roles`, end: '', makes: [makeActor] });
  }
  // What is inherited in a project alone has no list.
  delete asks['GET /v3/OS-INHERIT/projects/{}/users/{}/roles/inherited_to_projects'];
  delete asks['GET /v3/OS-INHERIT/projects/{}/groups/{}/roles/inherited_to_projects'];
  return asks;
}

interface GrantPlace {
  readonly path: string;
  readonly end: string;
  readonly makes: readonly (() => Promise<string>)[];
}

function add(asks: Record<string, MakeAsk>, objects: IdentityObjects, { path, end, makes }: GrantPlace): void {
  const place = async (): Promise<string[]> => {
    const values: string[] = [];
    for (const make of makes) values.push(await make());
    return values;
  };
  const grant =
    (exists: boolean): MakeAsk =>
    async () => {
      const values = [...(await place()), await objects.role()];
      const rest = [...values];
      if (exists) await objects.put(`${path}/{}${end}`.replaceAll('{}', () => rest.shift() ?? ''));
      return { path: values };
    };
  asks[`GET /v3/${path}${end}`] = async () => ({ path: await place() });
  asks[`PUT /v3/${path}/{}${end}`] = grant(false);
  asks[`GET /v3/${path}/{}${end}`] = grant(true);
  asks[`DELETE /v3/${path}/{}${end}`] = grant(true);
}

function roleAsks(objects: IdentityObjects): Asks {
  // Those of a domain's roles are beside them.
  const role = (verb: string, body?: unknown): RouteAsk => ({
    ask: async () => ({ path: [await objects.role()], ...(body === undefined ? {} : { body }) }),
    rules: [`identity:${verb}_role`],
  });
  const implied =
    (exists: boolean): MakeAsk =>
    async () => {
      const path = [await objects.role(), await objects.role()];
      if (exists) await objects.put(`roles/${String(path[0])}/implies/${String(path[1])}`);
      return { path };
    };
  return {
    'GET /v3/roles': { rules: ['identity:list_roles'] },
    'POST /v3/roles': {
      ask: () => ({ body: { role: { name: randomUUID() } } }),
      rules: ['identity:create_role'],
    },
    'GET /v3/roles/{}': role('get'),
    'PATCH /v3/roles/{}': role('update', { role: { description: 'new' } }),
    'DELETE /v3/roles/{}': role('delete'),
    'GET /v3/role_inferences': {},
    'GET /v3/roles/{}/implies': async () => ({ path: [await objects.role()] }),
    'PUT /v3/roles/{}/implies/{}': implied(false),
    'GET /v3/roles/{}/implies/{}': implied(true),
    'HEAD /v3/roles/{}/implies/{}': implied(true),
    'DELETE /v3/roles/{}/implies/{}': implied(true),
  };
}

/** From the member to the reader. */
function trustAsks(objects: IdentityObjects, { project, member, reader, memberSession }: WalkPeople): Asks {
  const values = (): Readonly<Record<string, unknown>> => ({
    trustor_user_id: member,
    trustee_user_id: reader,
    project_id: project,
    impersonation: false,
    roles: [{ name: 'member' }],
  });
  const target = { 'target.trust.trustor_user_id': member, 'target.trust.trustee_user_id': reader };
  const trust = (): Promise<Readonly<Record<string, unknown>> & { readonly id: string }> =>
    objects.create('OS-TRUST/trusts', 'trust', values(), memberSession.client);
  const about: MakeAsk = async () => ({ path: [(await trust()).id], target });
  return {
    'GET /v3/OS-TRUST/trusts': { rules: ['identity:list_trusts'] },
    'POST /v3/OS-TRUST/trusts': () => ({ body: { trust: values() }, target }),
    'GET /v3/OS-TRUST/trusts/{}': about,
    'DELETE /v3/OS-TRUST/trusts/{}': about,
    'GET /v3/OS-TRUST/trusts/{}/roles': about,
    'GET /v3/OS-TRUST/trusts/{}/roles/{}': async () => {
      const { id, roles } = await trust();
      return { path: [id, (roles as readonly { readonly id: string }[])[0]?.id ?? ''], target };
    },
  };
}
