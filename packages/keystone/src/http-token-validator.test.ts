// SPDX-License-Identifier: Apache-2.0
import { Configuration, type Logger, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authtokenOptions } from './authtoken-options.js';
import { KeystoneUnavailable } from './errors.js';
import { FakeKeystone, sampleToken } from './fake-keystone.js';
import { HttpTokenValidator, type HttpTokenValidatorInit } from './http-token-validator.js';
import { HttpTransport } from './http-transport.js';
import { OwnToken } from './own-token.js';
import { validatorFromOptions } from './validator-from-options.js';

let keystone: FakeKeystone;
let now: number;
const closing: HttpTokenValidator[] = [];

beforeEach(async () => {
  keystone = await new FakeKeystone().listen();
  now = Date.now();
});

afterEach(async () => {
  await keystone.close();
  for (const validator of closing.splice(0)) await validator.close();
});

function validator(differences: Partial<HttpTokenValidatorInit> = {}, password = 'secret'): HttpTokenValidator {
  const transport = new HttpTransport({
    connectRetries: 3,
    statusRetries: 3,
    retryStatuses: [500, 503],
    retryDelay: 0.01,
    timeout: 2,
  });
  const body = { auth: { identity: { methods: ['password'], password: { user: { id: 's', password } } } } };
  const credentials = { kind: 'request', body } as const;
  const common = { authUrl: keystone.url, transport, logger: silentLogger, now: () => now };
  const made = new HttpTokenValidator({
    ...common,
    ownToken: new OwnToken({ ...common, credentials }),
    ...differences,
  });
  closing.push(made);
  return made;
}

describe('HttpTokenValidator', () => {
  it('asks with its own token, and answers from memory afterwards with the same object', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = validator();
    const token = await subject.validate('good');
    expect(token).toMatchObject({ user: { id: 'u1' }, project: { name: 'wonderland' }, roles: [{ name: 'member' }] });
    expect(await subject.validate('good')).toBe(token);
    expect(keystone.count('GET')).toBe(1);
    expect(keystone.seen[1]).toMatchObject({
      url: '/v3/auth/tokens',
      headers: { 'x-auth-token': 'service-1', 'x-subject-token': 'good', 'openstack-identity-access-rules': '1' },
    });
  });

  it('makes one question of a hundred requests at once', async () => {
    keystone.tokens.set('good', sampleToken());
    keystone.delay = 30;
    const subject = validator();
    const answers = await Promise.all(Array.from({ length: 100 }, () => subject.validate('good')));
    expect(new Set(answers).size).toBe(1);
    expect([keystone.count('POST'), keystone.count('GET')]).toEqual([1, 1]);
  });

  it('remembers an invalid token for a while, so that a token made later is found', async () => {
    const subject = validator({ negativeCacheTime: 10 });
    expect(await subject.validate('bad')).toBeUndefined();
    expect(await subject.validate('bad')).toBeUndefined();
    expect(keystone.count('GET')).toBe(1);
    keystone.tokens.set('bad', sampleToken());
    now += 11_000;
    expect(await subject.validate('bad')).toMatchObject({ user: { id: 'u1' } });
  });

  it('does not ask about what cannot be a token', async () => {
    const subject = validator();
    for (const text of ['', 'a b', 'a\nX-Evil: 1', 'é', 'x'.repeat(20_000)])
      expect(await subject.validate(text)).toBeUndefined();
    expect(keystone.seen).toHaveLength(0);
  });

  it('refuses a remembered token when its time is over, unless expired ones are allowed', async () => {
    keystone.tokens.set('short', sampleToken({ expires_at: new Date(now + 5_000).toISOString() }));
    const subject = validator();
    expect(await subject.validate('short')).toBeDefined();
    now += 6_000;
    expect(await subject.validate('short')).toBeUndefined();
    expect(await subject.validate('short', { allowExpired: true })).toBeDefined();
  });

  it('asks for an expired token with allow_expired, although it has heard that it is not valid', async () => {
    keystone.tokens.set('old', sampleToken({ expires_at: new Date(now - 60_000).toISOString() }));
    const subject = validator();
    expect(await subject.validate('old')).toBeUndefined();
    expect(await subject.validate('old', { allowExpired: true })).toMatchObject({ user: { id: 'u1' } });
    expect(keystone.seen.at(-1)?.url).toBe('/v3/auth/tokens?allow_expired=1');
    expect(await subject.validate('old')).toBeUndefined();
  });

  it('forgets after token_cache_time, and at once when that is negative', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = validator({ cacheTime: 60 });
    await subject.validate('good');
    keystone.tokens.delete('good');
    now += 59_000;
    expect(await subject.validate('good')).toBeDefined();
    now += 2_000;
    expect(await subject.validate('good')).toBeUndefined();

    keystone.tokens.set('good', sampleToken());
    const forgetful = validator({ cacheTime: -1 });
    const before = keystone.count('GET');
    await forgetful.validate('good');
    await forgetful.validate('good');
    await forgetful.validate('bad');
    await forgetful.validate('bad');
    expect(keystone.count('GET') - before).toBe(4);
  });

  it('keeps no more tokens than it should, and made-up ones push no good one out', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = validator({ cacheSize: 3 });
    await subject.validate('good');
    for (let i = 0; i < 10; i += 1) await subject.validate(`made-up-${i}`);
    const before = keystone.count('GET');
    await subject.validate('good');
    expect(keystone.count('GET')).toBe(before);
    await subject.validate('made-up-0');
    expect(keystone.count('GET')).toBe(before + 1);
  });

  it('asks again when Keystone fails for a moment', async () => {
    keystone.tokens.set('good', sampleToken());
    keystone.failures.push(503, 500);
    const subject = validator();
    expect(await subject.validate('good')).toBeDefined();
    keystone.tokens.set('other', sampleToken());
    keystone.failures.push(503);
    expect(await subject.validate('other')).toBeDefined();
  });

  it('throws KeystoneUnavailable when Keystone keeps failing, and does not hold that against the token', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = validator();
    await subject.validate('something');
    keystone.failures.push(503, 503, 503, 503);
    await expect(subject.validate('good')).rejects.toThrow(KeystoneUnavailable);
    expect(keystone.failures).toHaveLength(0);
    expect(await subject.validate('good')).toBeDefined();
    keystone.failures.push(403);
    await expect(subject.validate('next')).rejects.toThrow(/answered 403/);
  });

  it('throws KeystoneUnavailable when nobody listens', async () => {
    const subject = validator();
    await keystone.close();
    await expect(subject.validate('good')).rejects.toThrow(KeystoneUnavailable);
    keystone = await new FakeKeystone().listen();
  });

  it('throws KeystoneUnavailable for an answer that is no token document', async () => {
    keystone.tokens.set('odd', { nothing: true } as never);
    keystone.tokens.set('timeless', sampleToken({ expires_at: 'soon' }));
    const subject = validator();
    await expect(subject.validate('odd', { allowExpired: true })).rejects.toThrow(KeystoneUnavailable);
    await expect(subject.validate('timeless')).rejects.toThrow(/no time of expiry/);
  });

  it('renews its own token when Keystone refuses it, once', async () => {
    keystone.tokens.set('one', sampleToken());
    keystone.tokens.set('two', sampleToken());
    const subject = validator();
    await subject.validate('one');
    keystone.issued.clear();
    expect(await subject.validate('two')).toBeDefined();
    expect(keystone.count('POST')).toBe(2);
    keystone.refusesServices = true;
    await expect(subject.validate('three')).rejects.toThrow(/answered 401/);
    expect(keystone.count('POST')).toBe(3);
  });

  it('renews its own token before it ends', async () => {
    keystone.life = 600;
    const subject = validator();
    await subject.validate('one');
    now += 500_000;
    await subject.validate('two');
    expect(keystone.seen.at(-1)?.headers['x-auth-token']).toBe('service-1');
    await expect.poll(() => keystone.count('POST')).toBe(2);
    now += 90_000;
    await subject.validate('three');
    expect(keystone.seen.at(-1)?.headers['x-auth-token']).toMatch(/^service-[23]$/);
    expect(keystone.seen.at(-1)?.headers['x-auth-token']).not.toBe('service-1');
  });

  it('asks once, not once per request, when its own password is wrong', async () => {
    const subject = validator({}, 'wrong');
    await expect(subject.validate('one')).rejects.toMatchObject({ name: 'AuthenticationRefused' });
    await expect(subject.validate('two')).rejects.toThrow(KeystoneUnavailable);
    expect(keystone.seen).toHaveLength(1);
    keystone.password = 'wrong';
    now += 6_000;
    expect(await subject.validate('one')).toBeUndefined();
  });

  it('asks the identity endpoint of its interface and region, without the catalog where it is not wanted', async () => {
    const other = await new FakeKeystone().listen();
    const endpoint = (name: string, region: string, url: string) => ({ interface: name, region, url });
    keystone.catalog = [
      {
        type: 'identity',
        endpoints: [endpoint('internal', 'A', 'http://127.0.0.1:1/v3'), endpoint('internal', 'B', `${other.url}/v3`)],
      },
    ];
    other.issued.add('service-1');
    other.tokens.set('good', sampleToken());
    const subject = validator({ region: 'B', includeCatalog: false });
    expect(await subject.validate('good')).toBeDefined();
    expect(other.seen.map((one) => one.url)).toEqual(['/v3/auth/tokens?nocatalog=1']);
    await other.close();
  });

  it('writes no token into the log', async () => {
    const lines: string[] = [];
    const write = (message: string): void => void lines.push(message);
    const logger: Logger = { ...silentLogger, debug: write, info: write, warning: write, named: () => logger };
    const subject = validator({ logger });
    await subject.validate('gAAAAAsecret');
    expect(lines.join('\n')).toMatch(/\{SHA256\}[0-9a-f]{12}/);
    expect(lines.join('\n')).not.toContain('gAAAAAsecret');
  });
});

describe('validatorFromOptions', () => {
  const build = (values: Record<string, unknown>, groups: Record<string, Record<string, unknown>> = {}) => {
    const configuration = Configuration.of([authtokenOptions], { keystone_authtoken: values, ...groups });
    return validatorFromOptions(configuration.get(authtokenOptions), configuration, silentLogger);
  };
  const user = { username: 'glance', password: 'secret', project_name: 'service', project_domain_name: 'Default' };

  it('reads a password section', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = build({
      auth_type: 'password',
      auth_url: `${keystone.url}/v3/`,
      user_domain_name: 'Default',
      ...user,
    });
    expect(await subject.validate('good')).toBeDefined();
    expect(JSON.parse(keystone.seen[0]!.body)).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'glance', domain: { name: 'Default' }, password: 'secret' } },
        },
        scope: { project: { name: 'service', domain: { name: 'Default' } } },
      },
    });
  });

  it('follows auth_section', async () => {
    keystone.tokens.set('good', sampleToken());
    const subject = build(
      { auth_section: 'service_auth' },
      { service_auth: { auth_type: 'password', auth_url: keystone.url, ...user } },
    );
    expect(await subject.validate('good')).toBeDefined();
  });

  it("reads Grizzly's admin_user and auth_host", async () => {
    keystone.tokens.set('good', sampleToken());
    const { hostname, port } = new URL(keystone.url);
    const subject = build({
      auth_host: hostname,
      auth_port: Number(port),
      auth_protocol: 'http',
      admin_user: 'cinder',
      admin_password: 'secret',
      admin_tenant_name: 'service',
    });
    expect(await subject.validate('good')).toBeDefined();
  });

  it('builds without credentials, and then says so whenever it is asked', async () => {
    await expect(build({}).validate('good')).rejects.toThrow(KeystoneUnavailable);
    await expect(build({ auth_url: keystone.url }).validate('good')).rejects.toThrow(/auth_url with credentials/);
  });

  it('refuses a kind of credentials that it does not have', () => {
    expect(() => build({ auth_type: 'v3kerberos', auth_url: keystone.url })).toThrow(
      /auth_type v3kerberos is not one of/,
    );
  });
});
