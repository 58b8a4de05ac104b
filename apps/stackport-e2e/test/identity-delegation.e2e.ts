// SPDX-License-Identifier: Apache-2.0
// What somebody lets others do in their name: application credentials, trusts, and OAuth.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Identity } from '../src/identity.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let identity: Identity;
let ann: Identity;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  identity = new Identity(cloud);
  await identity.run('project', 'create', 'crew');
  for (const name of ['ann', 'bob']) await identity.run('user', 'create', name, '--password', 'secret');
  await identity.run('role', 'add', '--user', 'ann', '--project', 'crew', 'member');
  ann = identity.user('ann', 'secret', 'crew');
});
afterAll(() => cloud.stop());

/** In a month, in the client's form. */
const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 19);
const byCredential = (id: unknown, secret: unknown): Identity =>
  identity.by({
    ...{ OS_AUTH_TYPE: 'v3applicationcredential', OS_APPLICATION_CREDENTIAL_ID: String(id) },
    OS_APPLICATION_CREDENTIAL_SECRET: String(secret),
  });

describe('openstack application credential', () => {
  it('create, list, show, delete; it logs in with its secret while it is there', async () => {
    const words = ['--description', 'at night', '--expiration', inAMonth, '--role', 'reader'];
    const made = await ann.one('application', 'credential', 'create', 'backup', '--secret', 'hidden', ...words);
    expect(made).toMatchObject({
      ...{ name: 'backup', secret: 'hidden', description: 'at night', roles: 'reader', unrestricted: false },
      project_id: await identity.id('project', 'show', 'crew'),
      expires_at: `${inAMonth}.000000`,
    });
    expect(await ann.list('application', 'credential', 'list')).toMatchObject([
      { ID: made.id, Name: 'backup', Description: 'at night' },
    ]);
    const shown = await ann.one('application', 'credential', 'show', 'backup');
    expect(shown).toMatchObject({ id: made.id, name: 'backup' });
    expect(shown).not.toHaveProperty('secret');
    await expect(ann.run('application', 'credential', 'create', 'backup')).rejects.toThrow(/HTTP 409/);
    expect(await byCredential(made.id, 'hidden').one('token', 'issue')).toMatchObject({
      project_id: made.project_id,
      user_id: await identity.id('user', 'show', 'ann'),
    });
    await expect(byCredential(made.id, 'guessed').run('token', 'issue')).rejects.toThrow(/HTTP 401/);
    // It may not make others, unless it is unrestricted.
    await expect(byCredential(made.id, 'hidden').run('application', 'credential', 'create', 'more')).rejects.toThrow(
      /HTTP 403/,
    );
    await ann.run('application', 'credential', 'delete', 'backup');
    await expect(byCredential(made.id, 'hidden').run('token', 'issue')).rejects.toThrow(/HTTP 404/);
  });

  it('create: a secret is made up, --unrestricted may make others, a role that one has not is refused', async () => {
    const { id, secret } = await ann.one('application', 'credential', 'create', 'free', '--unrestricted');
    expect(String(secret).length).toBeGreaterThan(40);
    await byCredential(id, secret).run('application', 'credential', 'create', 'child');
    expect(await ann.column('Name', 'application', 'credential', 'list')).toEqual(['child', 'free']);
    await expect(ann.run('application', 'credential', 'create', 'x', '--role', 'admin')).rejects.toThrow(/HTTP 40[03]/);
    await ann.run('application', 'credential', 'delete', 'child', 'free');
  });

  it('ends with the role that it stands for', async () => {
    await identity.run('role', 'add', '--user', 'bob', '--project', 'crew', 'member');
    const there = identity.user('bob', 'secret', 'crew');
    const { id, secret } = await there.one('application', 'credential', 'create', 'brief');
    await byCredential(id, secret).run('token', 'issue');
    await identity.run('role', 'remove', '--user', 'bob', '--project', 'crew', 'member');
    await expect(byCredential(id, secret).run('token', 'issue')).rejects.toThrow(/HTTP 404/);
  });
});

describe('openstack access rule', () => {
  it('list, show, delete: an application credential does what its rules say, and nothing else', async () => {
    const file = join(cloud.stateDir, 'rules.json');
    const [reads, lists] = [
      { path: '/v2/images', method: 'GET', service: 'image' },
      { path: '/v2.1/servers', method: 'GET', service: 'compute' },
    ];
    writeFileSync(file, JSON.stringify([reads, lists]));
    const made = await ann.one('application', 'credential', 'create', 'looks', '--access-rules', file);
    const rules = await ann.list('access', 'rule', 'list');
    expect(rules).toHaveLength(2);
    expect(rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Service: 'image', Method: 'GET', Path: '/v2/images' }),
        expect.objectContaining({ Service: 'compute', Method: 'GET', Path: '/v2.1/servers' }),
      ]),
    );
    const id = String(rules.find(({ Service }) => Service === 'image')?.ID);
    expect(await ann.one('access', 'rule', 'show', id)).toEqual({ id, ...reads });
    const program = byCredential(made.id, made.secret);
    await program.run('image', 'list');
    await expect(program.run('image', 'create', 'no', '--disk-format', 'raw')).rejects.toThrow(/401|Unauthorized/);
    await expect(program.run('volume', 'list')).rejects.toThrow(/401|Unauthorized/);
    await expect(ann.run('access', 'rule', 'delete', id)).rejects.toThrow(/1 of 1 access rules failed to delete/);
    await ann.run('application', 'credential', 'delete', 'looks');
    await ann.run('access', 'rule', 'delete', id);
    expect(await ann.column('Service', 'access', 'rule', 'list')).toEqual(['compute']);
  });
});

// The client asks for names that a member may not look up: what is no administrator's gives ids.
describe('openstack trust', () => {
  let ids: Readonly<Record<'ann' | 'bob' | 'crew' | 'member' | 'admin', string>>;
  beforeAll(async () => {
    ids = {
      ann: await identity.id('user', 'show', 'ann'),
      bob: await identity.id('user', 'show', 'bob'),
      crew: await identity.id('project', 'show', 'crew'),
      member: await identity.id('role', 'show', 'member'),
      admin: await identity.id('role', 'show', 'admin'),
    };
  });

  it('create, list, show, delete: the trustee acts with the trustor’s roles', async () => {
    const words = ['--project', ids.crew, '--role', ids.member, '--expiration', inAMonth, '--impersonate'];
    const trust = await ann.one('trust', 'create', ...words, ids.ann, ids.bob);
    const whose = { trustor_user_id: ids.ann, trustee_user_id: ids.bob };
    expect(trust).toMatchObject({ ...whose, impersonation: true, roles: 'member', project_id: ids.crew });
    const { id } = trust as { id: string };
    expect(await ann.one('trust', 'show', id)).toMatchObject({ ...whose, id });
    expect(await identity.column('ID', 'trust', 'list')).toEqual([id]);
    const who = { OS_USERNAME: 'bob', OS_PASSWORD: 'secret', OS_USER_DOMAIN_NAME: 'Default', OS_TRUST_ID: id };
    const trusted = identity.by(who);
    expect(await trusted.one('token', 'issue')).toMatchObject({ project_id: ids.crew, user_id: ids.ann });
    await ann.run('trust', 'delete', id);
    await expect(trusted.run('token', 'issue')).rejects.toThrow(/HTTP 40[134]/);
    expect(await identity.list('trust', 'list')).toEqual([]);
  });

  it('create: nobody gives away what is not theirs', async () => {
    const give = (role: string, from: string, to: string) =>
      ann.run('trust', 'create', '--project', ids.crew, '--role', role, from, to);
    await expect(give(ids.member, ids.bob, ids.ann)).rejects.toThrow(/HTTP 403/);
    await expect(give(ids.admin, ids.ann, ids.bob)).rejects.toThrow(/Could not find role.*HTTP 404/);
  });
});

describe('openstack consumer', () => {
  it('create, list, show, set, delete', async () => {
    const made = await identity.one('consumer', 'create', '--description', 'an agent');
    expect(made).toMatchObject({ description: 'an agent', secret: expect.stringMatching(/^\w{32}$/) as string });
    expect(await identity.list('consumer', 'list')).toEqual([{ ID: made.id, Description: 'an agent' }]);
    await identity.run('consumer', 'set', String(made.id), '--description', 'a spy');
    const shown = await identity.one('consumer', 'show', String(made.id));
    expect(shown).toMatchObject({ id: made.id, description: 'a spy' });
    expect(shown).not.toHaveProperty('secret');
    await identity.run('consumer', 'delete', String(made.id));
    expect(await identity.list('consumer', 'list')).toEqual([]);
  });

  it('request token create, authorize, access token create: a consumer acts for who authorized it', async () => {
    await identity.run('role', 'add', '--user', 'admin', '--project', 'crew', 'member');
    const { id, secret } = await identity.one('consumer', 'create');
    const consumer = ['--consumer-key', String(id), '--consumer-secret', String(secret)];
    const request = await identity.one('request', 'token', 'create', ...consumer, '--project', 'crew');
    const key = ['--request-key', String(request.id)];
    const { oauth_verifier: verifier } = await identity.one(
      ...['request', 'token', 'authorize', ...key, '--role', 'member'],
    );
    const access = await identity.one(
      ...['access', 'token', 'create', ...consumer, ...key, '--request-secret', String(request.secret)],
      ...['--verifier', String(verifier)],
    );
    const consuming = identity.by({
      ...{ OS_AUTH_TYPE: 'v3oauth1', OS_CONSUMER_KEY: String(id), OS_CONSUMER_SECRET: String(secret) },
      ...{ OS_ACCESS_KEY: String(access.id), OS_ACCESS_SECRET: String(access.secret) },
    });
    expect(await consuming.one('token', 'issue')).toMatchObject({
      user_id: await identity.id('user', 'show', 'admin'),
      project_id: await identity.id('project', 'show', 'crew'),
    });
    // It has the role that it was given, and not the others of who gave it.
    await expect(consuming.run('user', 'list')).rejects.toThrow(/HTTP 403/);
  });
});
