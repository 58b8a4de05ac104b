// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
beforeAll(async () => {
  nova = await testNova({ values: { quota: { key_pairs: 4 } } });
});
afterAll(() => nova.close());

const PUBLIC =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDx8nkQv/zgGgB4rMYmIf+6A4l6Rr+o/6lHBQdW5aYd44bd8JttDCE/F/pNRr0lRE+PiqSPO8nDPHw0010JeMH9gYgnnFlyY3/OcJ02RhIPyyxYpv9FhY+2YiUkpwFOcLImyrxEsYXpD/0d3ac30bNH6Sw9JD9UZHYcpSxsIbECHw== golden';
const FINGERPRINT = '1e:2c:9b:56:79:4b:45:77:f9:ca:7a:98:2c:b0:d5:3c';

type View = Record<string, unknown> & { readonly name: string };

async function create(keypair: Record<string, unknown>, options: AskOptions = {}): Promise<[number, View]> {
  const { status, body } = await nova.ask('POST', '/v2.1/os-keypairs', {
    as: 'amy:abc',
    json: { keypair },
    ...options,
  });
  return [status, (body as { keypair?: View }).keypair ?? (Object.values(body as object)[0] as View)];
}

describe('key pairs', () => {
  it('are imported, and told with what their microversion says', async () => {
    expect(await create({ name: 'first', public_key: PUBLIC })).toEqual([
      200,
      { name: 'first', public_key: PUBLIC, fingerprint: FINGERPRINT, user_id: 'amy' },
    ]);
    const [status, second] = await create({ name: 'second', type: 'ssh', public_key: PUBLIC }, { version: '2.2' });
    expect([status, second.type]).toEqual([201, 'ssh']);
    const shown = await nova.ask('GET', '/v2.1/os-keypairs/first', { as: 'amy:abc' });
    expect(shown.body).toEqual({
      keypair: {
        ...{ name: 'first', public_key: PUBLIC, fingerprint: FINGERPRINT, user_id: 'amy', id: 1, deleted: false },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/) as string,
        ...{ deleted_at: null, updated_at: null },
      },
    });
    const row = await nova.databases.api.client.keyPair.findFirst({ where: { name: 'second' } });
    expect(row).toMatchObject({ userId: 'amy', type: 'ssh', fingerprint: FINGERPRINT });
  });

  it('are refused with upstream’s words', async () => {
    expect(await create({ name: 'first', public_key: PUBLIC })).toMatchObject([
      409,
      { message: "Key pair 'first' already exists." },
    ]);
    for (const key of ['ssh-rsa garbage', 'nonsense', PUBLIC.replace('ssh-rsa', 'ssh-dss')])
      expect(await create({ name: 'bad', public_key: key })).toMatchObject([
        400,
        { message: 'Keypair data is invalid: failed to generate fingerprint' },
      ]);
    expect(await create({ name: 'a.b', public_key: PUBLIC })).toMatchObject([
      400,
      { message: expect.stringContaining('Only expected characters: [_- 0123456789') as string },
    ]);
    const at92 = { version: '2.92', json: { keypair: { name: 'none' } } };
    expect(await create({}, at92)).toMatchObject([400, { message: expect.stringContaining('public_key') as string }]);
    expect(await create({ name: 'x', type: 'ssh', public_key: PUBLIC }, { version: '2.1' })).toMatchObject([400, {}]);
    expect(await create({ name: 'x', type: 'x509', public_key: 'nonsense' }, { version: '2.2' })).toMatchObject([
      400,
      { message: expect.stringContaining('failed to generate X509 fingerprint') as string },
    ]);
  });

  it('are made here until 2.91, with keys that belong together', async () => {
    const [, made] = await create({ name: 'made' }, { as: 'bob:abc' });
    expect(made.private_key).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    const { n } = createPublicKey(createPrivateKey(made.private_key as string)).export({ format: 'jwk' });
    const blob = Buffer.from(String(made.public_key).split(' ')[1] ?? '', 'base64');
    expect(blob.includes(Buffer.from(n ?? '', 'base64url'))).toBe(true);
    expect(made.public_key).toMatch(/ Generated-by-Nova$/);
    const [status, certificate] = await create({ name: 'windows', type: 'x509' }, { as: 'bob:abc', version: '2.2' });
    expect(status).toBe(201);
    expect(certificate.public_key).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(certificate.fingerprint).toMatch(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/);
  });

  it('are of one user, and administrators may deal with those of others since 2.10', async () => {
    const path = '/v2.1/os-keypairs';
    expect((await nova.ask('GET', `${path}/first`, { as: 'bob:abc' })).status).toBe(404);
    expect((await nova.ask('GET', `${path}/first?user_id=amy`, { as: 'bob:abc', version: '2.10' })).status).toBe(403);
    expect((await nova.ask('GET', `${path}/first?user_id=amy`, { version: '2.9' })).status).toBe(404);
    expect((await nova.ask('GET', `${path}/first?user_id=amy`, { version: '2.10' })).status).toBe(200);
    const [status] = await create(
      { name: 'given', public_key: PUBLIC, user_id: 'carl' },
      { as: 'admin:abc', version: '2.10' },
    );
    expect(status).toBe(201);
    expect(await nova.databases.api.client.keyPair.count({ where: { userId: 'carl' } })).toBe(1);
  });

  it('are listed by name, in pages since 2.35', async () => {
    const list = async (query: string, version: string): Promise<Record<string, unknown>> =>
      (await nova.ask('GET', `/v2.1/os-keypairs?${query}`, { as: 'amy:abc', version })).body as Record<string, unknown>;
    const names = (body: Record<string, unknown>): string[] =>
      (body.keypairs as { keypair: View }[]).map(({ keypair }) => keypair.name);
    expect(names(await list('limit=1', '2.34'))).toEqual(['first', 'second']);
    const page = await list('limit=1', '2.35');
    expect(names(page)).toEqual(['first']);
    expect(page.keypairs_links).toEqual([
      { rel: 'next', href: 'http://host.example/v2.1/os-keypairs?limit=1&marker=first' },
    ]);
    expect(names(await list('marker=first', '2.35'))).toEqual(['second']);
    expect(await list('marker=nosuch', '2.35')).toEqual({
      badRequest: { code: 400, message: 'Marker nosuch could not be found.' },
    });
    expect(await list('bogus=1', '2.75')).toMatchObject({ badRequest: { code: 400 } });
  });

  it('are not more than the quota of their user', async () => {
    for (const name of ['q1', 'q2', 'q3', 'q4'])
      expect((await create({ name, public_key: PUBLIC }, { as: 'dan:abc' }))[0]).toBe(200);
    expect(await create({ name: 'q5', public_key: PUBLIC }, { as: 'dan:abc' })).toMatchObject([
      403,
      { message: 'Quota exceeded, too many key pairs.' },
    ]);
  });

  it('go away', async () => {
    const path = '/v2.1/os-keypairs/second';
    expect((await nova.ask('DELETE', path, { as: 'amy:abc', version: '2.2' })).status).toBe(204);
    const again = await nova.ask('DELETE', path, { as: 'amy:abc' });
    expect([again.status, again.body]).toEqual([
      404,
      { itemNotFound: { code: 404, message: 'Keypair second not found for user amy' } },
    ]);
    expect((await nova.ask('DELETE', '/v2.1/os-keypairs/first', { as: 'amy:abc' })).status).toBe(202);
  });
});
