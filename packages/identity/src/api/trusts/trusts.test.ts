// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onProject, TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let demo: string;
let trustor: string;
let trustee: string;
let project: string;
beforeAll(async () => {
  cloud = await TestCloud.create();
  trustor = await cloud.idOf('users', 'demo');
  project = await cloud.idOf('projects', 'demo');
  trustee = (await cloud.create('users', 'user', { name: 'trustee', password: 'trustee' })).id;
  demo = await cloud.demo();
});
afterAll(() => cloud.close());

const create = (body: object = {}, token = demo): Promise<Answer> =>
  cloud.call('POST', '/v3/OS-TRUST/trusts', {
    token,
    body: {
      trust: {
        trustor_user_id: trustor,
        trustee_user_id: trustee,
        project_id: project,
        impersonation: false,
        roles: [{ name: 'member' }],
        ...body,
      },
    },
  });
/** The trustee's token by the trust. */
const use = (id: string, name = 'trustee'): Promise<Answer> =>
  cloud.authenticate(name, name, { 'OS-TRUST:trust': { id } });
const tokenIn = ({ headers }: Answer): string => headers.get('X-Subject-Token') ?? '';
const names = (roles: readonly { name: string }[]): string[] => roles.map(({ name }) => name).sort();

describe('a trust', () => {
  it('lets the trustee act on the project with the roles in it', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body.trust).toMatchObject({
      trustor_user_id: trustor,
      trustee_user_id: trustee,
      project_id: project,
      impersonation: false,
      remaining_uses: null,
      expires_at: null,
      deleted_at: null,
      redelegation_count: 0,
    });
    expect(names(body.trust.roles)).toEqual(['member']);
    const { token } = (await use(body.trust.id)).body;
    expect([token.user.id, token.project.id]).toEqual([trustee, project]);
    expect(names(token.roles)).toEqual(['member', 'reader']);
    expect(token['OS-TRUST:trust']).toMatchObject({ id: body.trust.id, impersonation: false });
    expect((await use(body.trust.id, 'demo')).status).toBe(401);
  });

  it('that impersonates has the trustor’s name', async () => {
    const { body } = await create({ impersonation: true });
    const answer = await use(body.trust.id);
    expect(answer.body.token.user.id).toBe(trustor);
    // Nor does such a token turn into another.
    const again = { methods: ['token'], token: { id: tokenIn(answer) } };
    expect((await cloud.issue(again, onProject('demo'))).status).toBe(403);
  });

  it('gives only what its trustor has, and only the trustor gives it', async () => {
    expect((await create({ roles: [{ name: 'admin' }] })).status).toBe(404);
    expect((await create({}, await cloud.admin())).status).toBe(403);
    expect((await create({ roles: [] })).status).toBe(403);
    expect((await create({ trustee_user_id: 'nosuch' })).status).toBe(404);
    expect((await create({ expires_at: '2001-01-01T00:00:00Z' })).status).toBe(400);
    expect((await create({ expires_at: 'soon' })).status).toBe(400);
    expect((await create({ remaining_uses: 0 })).status).toBe(400);
    expect((await create({ impersonation: 'yes' })).status).toBe(400);
  });

  it('is used as often as it says', async () => {
    const { id } = (await create({ remaining_uses: 2 })).body.trust;
    expect([(await use(id)).status, (await use(id)).status]).toEqual([201, 201]);
    expect((await use(id)).status).toBe(401);
    expect((await cloud.call('GET', `/v3/OS-TRUST/trusts/${id}`, { token: demo })).status).toBe(404);
  });

  it('ends, and its tokens with it', async () => {
    const { id } = (await create()).body.trust;
    const token = tokenIn(await use(id));
    expect(await cloud.service.validator.validate(token)).toBeDefined();
    expect((await cloud.call('DELETE', `/v3/OS-TRUST/trusts/${id}`, { token })).status).toBe(403);
    expect((await cloud.call('DELETE', `/v3/OS-TRUST/trusts/${id}`, { token: demo })).status).toBe(204);
    expect(await cloud.service.validator.validate(token)).toBeUndefined();
    expect((await use(id)).status).toBe(401);
  });

  it('ends with the trustor’s role', async () => {
    const admin = await cloud.admin();
    const role = await cloud.create('roles', 'role', { name: 'passing' });
    await cloud.done('PUT', `/v3/projects/${project}/users/${trustor}/roles/${role.id}`);
    const { body } = await create({ roles: [{ id: role.id }] });
    const token = tokenIn(await use(body.trust.id));
    await cloud.done('DELETE', `/v3/projects/${project}/users/${trustor}/roles/${role.id}`);
    expect((await use(body.trust.id)).status).toBe(403);
    const validated = await cloud.call('GET', '/v3/auth/tokens', {
      token: admin,
      headers: { 'X-Subject-Token': token },
    });
    expect(validated.status).not.toBe(200);
  });

  it('is seen by its two users and by administrators', async () => {
    const { id } = (await create()).body.trust;
    const own = tokenIn(await cloud.authenticate('trustee', 'trustee'));
    await cloud.create('users', 'user', { name: 'stranger', password: 'stranger' });
    const stranger = tokenIn(await cloud.authenticate('stranger', 'stranger'));
    const path = `/v3/OS-TRUST/trusts/${id}`;
    for (const token of [demo, own]) expect((await cloud.call('GET', path, { token })).status).toBe(200);
    expect((await cloud.call('GET', path, { token: stranger })).status).toBe(403);
    expect((await cloud.call('GET', `${path}/roles`, { token: own })).body.roles).toHaveLength(1);
    const memberId = await cloud.idOf('roles', 'member');
    expect((await cloud.call('GET', `${path}/roles/${memberId}`, { token: own })).body.role.name).toBe('member');
    const listed = await cloud.call('GET', `/v3/OS-TRUST/trusts?trustor_user_id=${trustor}`, { token: demo });
    expect(listed.body.trusts.map((trust: { id: string }) => trust.id)).toContain(id);
    expect((await cloud.call('GET', '/v3/OS-TRUST/trusts', { token: demo })).status).toBe(403);
    const { status } = await cloud.call('GET', `/v3/OS-TRUST/trusts?trustor_user_id=${trustor}`, { token: stranger });
    expect(status).toBe(403);
  });
});

describe('a trust that may be passed on', () => {
  it('is, to a depth, and takes what came of it with it', async () => {
    const next = await cloud.create('users', 'user', { name: 'next', password: 'next' });
    const allowed = { allow_redelegation: true, redelegation_count: 2, impersonation: true };
    const first = (await create(allowed)).body.trust;
    const byTrust = tokenIn(await use(first.id));
    const passOn = (body: object = {}): Promise<Answer> =>
      create({ trustee_user_id: next.id, impersonation: true, allow_redelegation: true, ...body }, byTrust);
    const second = (await passOn()).body.trust;
    expect(second).toMatchObject({ redelegated_trust_id: first.id, redelegation_count: 1 });
    const { status, body } = await use(second.id, 'next');
    expect([status, body.token.user.id]).toEqual([201, trustor]);
    expect((await passOn({ redelegation_count: 3 })).status).toBe(403);
    expect((await passOn({ remaining_uses: 1, allow_redelegation: false })).status).toBe(403);
    await cloud.call('DELETE', `/v3/OS-TRUST/trusts/${first.id}`, { token: demo });
    expect((await use(second.id, 'next')).status).toBe(401);
  });

  it('is not where it does not say so', async () => {
    const { id } = (await create({ impersonation: true })).body.trust;
    const token = tokenIn(await use(id));
    expect((await create({ impersonation: true }, token)).status).toBe(403);
  });
});
