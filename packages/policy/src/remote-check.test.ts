// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Configuration } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Enforcer, PolicyNotAuthorized, policyOptions } from './index.js';

// Self-signed, for localhost, and for nothing but these tests.
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUBUo8a5RcDiV7//j
uM444vjr42WbLOC5XzdcEIKcF+mhRANCAAS4Wueln1FEEZwUD4f37Nt72o71qDAr
VRBXrTALBQmMDG9UZ6sPaoSOyjqEw5SpJRCZ/bEpJTufAZLiHzIDI/ml
-----END PRIVATE KEY-----
`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUZR61h6LOO1lzSZpc0juTqqP1M5AwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTExMjQxOVoYDzIxMjYxMDI4
MTEyNDE5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS4Wueln1FEEZwUD4f37Nt72o71qDArVRBXrTALBQmMDG9UZ6sPaoSO
yjqEw5SpJRCZ/bEpJTufAZLiHzIDI/mlo28wbTAdBgNVHQ4EFgQUYgtoPDyo63tG
5o1RR5J6Nx/CwWcwHwYDVR0jBBgwFoAUYgtoPDyo63tG5o1RR5J6Nx/CwWcwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhANBQYG8WYEag9hPm9djAHi3jDljREtfQY4RSArWg+/IyAiEA
ziX8mmOlI4MzWM3P7Fe+VMjzcz9zIK0K3Qi7Opywb/Q=
-----END CERTIFICATE-----
`;

interface Seen {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let answer: string;
let folder: string;

const listen = async (one: Server): Promise<void> => {
  server = one;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
};
const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  seen.push({ url: request.url, type: request.headers['content-type'], body: await text(request) });
  response.end(answer);
};
const port = (): number => (server.address() as AddressInfo).port;

beforeEach(() => {
  seen = [];
  answer = 'True';
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

function enforcer(check: string, options: Record<string, unknown> = {}): Enforcer {
  const rules = [
    { name: 'asked', check },
    { name: 'outer', check: 'role:admin or (role:member and rule:asked)' },
    { name: 'local', check: 'role:member' },
  ];
  return new Enforcer({ rules, configuration: Configuration.of([policyOptions], { oslo_policy: options }) });
}

const member = { roles: ['member'], user_id: 'u' };

describe('http:', () => {
  beforeEach(() => listen(createServer((request, response) => void handle(request, response))));

  it('posts rule, target and credentials as a form', async () => {
    const checks = enforcer(`http://127.0.0.1:${port()}/check/%(name)s`);
    expect(await checks.enforceAsync('outer', { name: 'n' }, member)).toBe(true);
    const [{ url, type, body } = { url: '', type: '', body: '' }] = seen;
    expect([url, type]).toEqual(['/check/n', 'application/x-www-form-urlencoded']);
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      rule: '"outer"',
      target: '{"name":"n"}',
      credentials: JSON.stringify(member),
    });
  });

  it('or as JSON', async () => {
    const checks = enforcer(`http://127.0.0.1:${port()}/`, { remote_content_type: 'application/json' });
    expect(await checks.enforceAsync('asked', { name: 'n' }, member)).toBe(true);
    expect(seen[0]?.type).toBe('application/json');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      rule: 'asked',
      target: { name: 'n' },
      credentials: member,
    });
  });

  it.each([
    ['True', true],
    ['"True"', true],
    ['true', false],
    ['False', false],
    ['', false],
  ])('is answered by %j', async (text, expected) => {
    answer = text;
    const checks = enforcer(`http://127.0.0.1:${port()}/`);
    expect(await checks.enforceAsync('asked', {}, member)).toBe(expected);
    if (expected) await checks.authorizeAsync('asked', {}, member);
    else await expect(checks.authorizeAsync('asked', {}, member)).rejects.toThrow(PolicyNotAuthorized);
  });

  it('is asked no more than needed', async () => {
    const checks = enforcer(`http://127.0.0.1:${port()}/`);
    expect(await checks.enforceAsync('outer', {}, { roles: ['admin'] })).toBe(true);
    expect(await checks.enforceAsync('outer', {}, { roles: [] })).toBe(false);
    expect(await checks.enforceAsync('local', {}, member)).toBe(true);
    expect(await checks.enforceAsync('none', {}, member)).toBe(false);
    expect(seen).toEqual([]);
  });

  it('allows nobody without a name in the target, or without a server, however it is negated', async () => {
    const unnamed = `http://127.0.0.1:${port()}/%(none)s`;
    for (const check of [unnamed, `not ${unnamed}`, 'not http://127.0.0.1:1/']) {
      expect(await enforcer(check).enforceAsync('asked', {}, member)).toBe(false);
    }
    expect(seen).toEqual([]);
  });
});

describe('https:', () => {
  beforeEach(() => {
    const tls = {
      key: KEY,
      cert: CERTIFICATE,
      ca: CERTIFICATE,
      requestCert: true,
      rejectUnauthorized: false,
    };
    writeFileSync(join(folder, 'key.pem'), KEY);
    writeFileSync(join(folder, 'cert.pem'), CERTIFICATE);
    return listen(
      createTlsServer(tls, (request, response) => {
        answer = (request.socket as unknown as { authorized: boolean }).authorized ? 'True' : 'False';
        void handle(request, response);
      }),
    );
  });
  const ask = (options: Record<string, unknown>): Promise<boolean> =>
    enforcer(`https://127.0.0.1:${port()}/`, options).enforceAsync('asked', {}, member);

  it('shows a client certificate, and verifies the server when told to', async () => {
    const client = {
      remote_ssl_client_crt_file: join(folder, 'cert.pem'),
      remote_ssl_client_key_file: join(folder, 'key.pem'),
    };
    expect(await ask({})).toBe(false);
    expect(await ask(client)).toBe(true);
    expect(seen).toHaveLength(2);
    expect(await ask({ ...client, remote_ssl_verify_server_crt: true })).toBe(false);
    expect(seen).toHaveLength(2);
    const verified = { remote_ssl_verify_server_crt: true, remote_ssl_ca_crt_file: join(folder, 'cert.pem') };
    expect(await ask({ ...client, ...verified })).toBe(true);
    expect(await ask({ ...client, remote_ssl_client_crt_file: join(folder, 'none.pem') })).toBe(false);
    expect(seen).toHaveLength(3);
  });
});
