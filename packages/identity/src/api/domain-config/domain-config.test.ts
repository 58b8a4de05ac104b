// SPDX-License-Identifier: Apache-2.0
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment -- answers of every shape */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCloud, type Answer } from '../../test-support.js';

let cloud: TestCloud;
let admin: string;
beforeAll(async () => {
  cloud = await TestCloud.create({ values: { security_compliance: { password_regex: '^.{4,}$' } } });
  admin = await cloud.admin();
});
afterAll(() => cloud.close());

const config = {
  ldap: { url: 'ldap://one', user_tree_dn: 'ou=users', password: 'secret' },
  identity: { driver: 'ldap' },
};
const call = (method: string, path: string, body?: unknown, token = admin): Promise<Answer> =>
  cloud.call(method, `/v3/domains/${path}`, { token, ...(body === undefined ? {} : { body: { config: body } }) });
async function configured(): Promise<string> {
  const { id } = await cloud.create('domains', 'domain', { name: `domain ${Math.random()}` });
  expect((await call('PUT', `${id}/config`, config)).status).toBe(201);
  return `${id}/config`;
}

describe('a domain’s configuration', () => {
  it('is written, and read without its secrets', async () => {
    const path = await configured();
    const { password, ...open } = config.ldap;
    const { body, text } = await call('GET', path);
    expect(body.config).toEqual({ ...config, ldap: open });
    expect(text).not.toContain(password);
    expect((await call('GET', `${path}/ldap`)).body.config).toEqual({ ldap: open });
    expect((await call('GET', `${path}/ldap/url`)).body.config).toEqual({ url: 'ldap://one' });
    expect((await call('PUT', path, config)).status).toBe(200);
  });

  it('is changed in whole and in part', async () => {
    const path = await configured();
    expect((await call('PATCH', path, { ldap: { url: 'ldap://two' } })).body.config.ldap.url).toBe('ldap://two');
    expect((await call('PATCH', `${path}/ldap`, { ldap: { suffix: 'cn=x' } })).body.config.ldap.suffix).toBe('cn=x');
    const option = await call('PATCH', `${path}/ldap/url`, { url: 'ldap://three' });
    expect(option.body.config.ldap.url).toBe('ldap://three');
    expect((await call('PATCH', `${path}/ldap`, { identity: { driver: 'sql' } })).status).toBe(403);
    expect((await call('PATCH', `${path}/ldap/url`, { suffix: 'cn=x' })).status).toBe(403);
    expect((await call('PATCH', `${path}/ldap/query_scope`, { query_scope: 'sub' })).status).toBe(404);
  });

  it('is deleted in part and in whole', async () => {
    const path = await configured();
    expect((await call('DELETE', `${path}/ldap/url`)).status).toBe(204);
    expect((await call('GET', `${path}/ldap/url`)).status).toBe(404);
    expect((await call('DELETE', `${path}/ldap`)).status).toBe(204);
    expect((await call('GET', `${path}/ldap`)).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('has only options that domains may have', async () => {
    const path = await configured();
    expect((await call('PUT', path, {})).status).toBe(403);
    expect((await call('PUT', path, { ldap: { nosuch: 1 } })).status).toBe(403);
    expect((await call('PUT', path, { token: { expiration: 1 } })).status).toBe(403);
    expect((await call('GET', `${path}/token`)).status).toBe(403);
    expect((await call('GET', 'nosuch/config')).status).toBe(404);
    expect((await call('GET', path, undefined, await cloud.demo())).status).toBe(403);
  });

  it('goes with its domain', async () => {
    const path = await configured();
    const id = path.split('/')[0]!;
    await cloud.call('PATCH', `/v3/domains/${id}`, { token: admin, body: { domain: { enabled: false } } });
    await cloud.done('DELETE', `/v3/domains/${id}`);
    expect(await cloud.service.domain.domainConfigs.exists(id)).toBe(false);
  });
});

describe('the defaults', () => {
  it('are readable by administrators', async () => {
    expect((await call('GET', 'config/default')).body.config).toMatchObject({ identity: { driver: 'sql' } });
    expect((await call('GET', 'config/ldap/default')).body.config.ldap.url).toBe('ldap://localhost');
    expect((await call('GET', 'config/ldap/url/default')).body.config).toEqual({ url: 'ldap://localhost' });
    expect((await call('GET', 'config/ldap/password/default')).status).toBe(403);
  });

  it('of passwords are readable by everybody', async () => {
    const demo = await cloud.demo();
    const { body } = await call('GET', 'default/config/security_compliance', undefined, demo);
    expect(body.config).toEqual({
      security_compliance: { password_regex: '^.{4,}$', password_regex_description: null },
    });
    const option = await call('GET', 'default/config/security_compliance/password_regex', undefined, demo);
    expect(option.body.config).toEqual({ password_regex: '^.{4,}$' });
    const { status } = await call('GET', 'default/config/security_compliance/lockout_duration', undefined, demo);
    expect(status).toBe(403);
  });
});
