// SPDX-License-Identifier: Apache-2.0
import type { BootedIdentity } from '../../boot-identity.js';
import { DatabaseState } from '../database-state.js';
import type { PolicyFixture, WalkCaller } from '../policy-fixture.js';
import { PolicyReference } from '../policy-reference.js';
import { assignmentAsks } from './assignment-asks.js';
import { catalogAsks } from './catalog-asks.js';
import { credentialAsks } from './credential-asks.js';
import { IdentityObjects, type Session } from './identity-objects.js';
import { oauth1Asks } from './oauth1-asks.js';
import { resourceAsks } from './resource-asks.js';

export interface IdentityPolicyFixture extends PolicyFixture {
  close(): void;
}

interface TokenBody {
  readonly user: { readonly id: string; readonly domain: { readonly id: string } };
  readonly project: { readonly id: string; readonly domain: { readonly id: string } };
  readonly roles: readonly { readonly name: string }[];
}

/** The identity service for the policy walk. @param url - by which its client asks it */
export async function identityPolicyFixture(
  identity: BootedIdentity,
  { url, enforceNewDefaults }: { readonly url: string; readonly enforceNewDefaults: boolean },
): Promise<IdentityPolicyFixture> {
  const { client, folder } = identity;
  const objects = new IdentityObjects(client, await identity.issueAdmin());
  const [project, other] = [await objects.project(), await objects.project()];
  await objects.put(`projects/${project}/tags/tag`);
  const memberPerson = await objects.personWith(project, ['member', 'reader']);
  const readerPerson = await objects.personWith(project, ['reader']);
  const memberSession = await objects.login(memberPerson, project);
  const [member, reader] = [memberPerson.id, readerPerson.id];
  const people = { project, member, reader, memberPerson, memberSession };
  const stranger = await objects.login(await objects.personWith(other, ['member', 'reader']), other);
  const admin = await objects.login(await objects.personWith(project, ['admin', 'member', 'reader']), project);
  const state = DatabaseState.open(folder.file('keystone.sqlite'));
  return {
    reference: PolicyReference.read('keystone', { enforceNewDefaults }),
    prefix: '',
    callers: [
      { name: 'nobody', client, credentials: undefined },
      callerOf('stranger', stranger),
      callerOf('reader', await objects.login(readerPerson, project)),
      callerOf('member', memberSession),
      callerOf('admin', admin),
    ],
    asks: {
      ...catalogAsks(objects),
      ...resourceAsks(objects, people),
      ...assignmentAsks(objects, people),
      ...credentialAsks(objects, people),
      ...oauth1Asks(objects, client, { admin: admin.client, adminId: bodyOf(admin).user.id, project, url }),
    },
    state: () => new Map([['the database', state.version()]]),
    close: () => state.close(),
  };
}

function bodyOf({ token }: Session): TokenBody {
  return token as unknown as TokenBody;
}

function callerOf(name: WalkCaller['name'], session: Session): WalkCaller {
  const { user, project, roles } = bodyOf(session);
  return {
    name,
    client: session.client,
    credentials: {
      user_id: user.id,
      user_domain_id: user.domain.id,
      project_id: project.id,
      project_domain_id: project.domain.id,
      roles: roles.map((role) => role.name),
      is_admin: false,
      is_admin_project: true,
      domain_id: null,
      system_scope: null,
      token: session.token,
    },
  };
}
