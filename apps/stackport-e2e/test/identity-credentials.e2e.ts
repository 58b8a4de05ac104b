// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Identity } from '../src/identity.js';
import { RunningCloud } from '../src/running-cloud.js';

let cloud: RunningCloud;
let identity: Identity;
beforeAll(async () => {
  cloud = await RunningCloud.start();
  identity = new Identity(cloud);
});
afterAll(() => cloud.stop());

describe('openstack credential', () => {
  it('create, list, show, set, delete', async () => {
    const [user, project] = [await identity.id('user', 'show', 'demo'), await identity.id('project', 'show', 'demo')];
    const made = await identity.one('credential', 'create', '--type', 'cert', '--project', 'demo', 'demo', 'PEM');
    expect(made).toMatchObject({ type: 'cert', blob: 'PEM', user_id: user, project_id: project });
    expect(await identity.list('credential', 'list', '--user', 'demo', '--type', 'cert')).toEqual([
      { ID: made.id, Type: 'cert', 'User ID': user, Data: 'PEM', 'Project ID': project },
    ]);
    expect(await identity.list('credential', 'list', '--type', 'totp')).toEqual([]);
    const change = ['--user', 'demo', '--type', 'cert', '--data', 'other', '--project', 'demo'];
    // Debian's client sends what Debian's keystone does not take, since whose a credential is may not be changed.
    await expect(identity.run('credential', 'set', ...change, String(made.id))).rejects.toThrow(
      /Additional properties are not allowed .*HTTP 400/s,
    );
    expect(await identity.one('credential', 'show', String(made.id))).toMatchObject({ id: made.id, blob: 'PEM' });
    await identity.run('credential', 'delete', String(made.id));
    await expect(identity.run('credential', 'show', String(made.id))).rejects.toThrow(/No credential with|HTTP 404/);
  });
});

describe('openstack ec2 credentials', () => {
  const asDemo = async (...words: readonly string[]): Promise<unknown> =>
    JSON.parse(await cloud.openstackAs('stackport-demo', 'ec2', 'credentials', ...words, '-f', 'json'));

  it('create, list, show, delete: each their own, and the administrator everybody’s', async () => {
    const made = (await asDemo('create')) as { access: string; secret: string; project_id: string; user_id: string };
    expect(made).toMatchObject({
      access: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      project_id: await identity.id('project', 'show', 'demo'),
      user_id: await identity.id('user', 'show', 'demo'),
    });
    const row = { Access: made.access, Secret: made.secret, 'Project ID': made.project_id, 'User ID': made.user_id };
    expect(await asDemo('list')).toEqual([row]);
    expect(await asDemo('show', made.access)).toMatchObject({ secret: made.secret });
    expect(await identity.list('ec2', 'credentials', 'list')).toEqual([]);
    expect(await identity.list('ec2', 'credentials', 'list', '--user', 'demo')).toEqual([row]);
    const own = await identity.one('ec2', 'credentials', 'create', '--project', 'admin');
    await expect(asDemo('show', String(own.access))).rejects.toThrow(/HTTP 40[34]/);
    await cloud.openstackAs('stackport-demo', 'ec2', 'credentials', 'delete', made.access);
    expect(await asDemo('list')).toEqual([]);
  });
});

describe('openstack policy', () => {
  it('create, list, show, set, delete', async () => {
    const [rules, others] = ['rules.json', 'others.json'].map((name) => join(cloud.stateDir, name)) as [string, string];
    writeFileSync(rules, '{"default": false}');
    writeFileSync(others, '{"default": true}');
    const made = await identity.one('policy', 'create', '--type', 'text/plain', rules);
    expect(made).toMatchObject({ type: 'text/plain', rules: '{"default": false}' });
    expect(await identity.list('policy', 'list', '--long')).toEqual([
      { ID: made.id, Type: 'text/plain', Rules: '{"default": false}' },
    ]);
    await identity.run('policy', 'set', '--type', 'application/json', '--rules', others, String(made.id));
    expect(await identity.one('policy', 'show', String(made.id))).toMatchObject({
      ...{ id: made.id, type: 'application/json', rules: '{"default": true}' },
    });
    await identity.run('policy', 'delete', String(made.id));
    expect(await identity.list('policy', 'list')).toEqual([]);
  });
});

describe('what the Identity service does not have', () => {
  it.each([
    ['identity provider list'],
    ['federation protocol list --identity-provider none'],
    ['mapping list'],
    ['service provider list'],
  ])('openstack %s is 404', async (words) => {
    await expect(identity.run(...words.split(' '))).rejects.toThrow(/HTTP 404/);
  });
});
