// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestNova, testNova } from './test-nova-api.js';

let nova: TestNova;
beforeAll(async () => {
  nova = await testNova();
});
afterAll(() => nova.close());

const documents = (
  JSON.parse(
    readFileSync(new URL('../../../testing/reference/routes/version_documents.json', import.meta.url), 'utf8'),
  ) as { nova: Record<string, { status: number; body: unknown }> }
).nova;

describe('the version documents', () => {
  it.each(['GET /', 'GET /v2.1', 'GET /v2.1/'])('%s is what it is upstream', async (what) => {
    const [method = '', path = ''] = what.split(' ');
    const { status, body } = await nova.ask(method, path);
    expect({ status, body }).toEqual({ status: documents[what]?.status, body: documents[what]?.body });
  });

  it('name the former version under its path, without microversions', async () => {
    for (const path of ['/v2', '/v2/']) {
      const { status, body, headers } = await nova.ask('GET', path, { version: '2.50' });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        version: { id: 'v2.0', status: 'SUPPORTED', links: [{ href: 'http://host.example/v2/' }, {}] },
      });
      expect(headers.has('OpenStack-API-Version')).toBe(false);
      expect(headers.has('Vary')).toBe(false);
    }
  });

  it('behind the pipeline are those of versions that there are', async () => {
    expect((await nova.ask('GET', '/v2.1/versions/v2.1')).body).toMatchObject({ version: { id: 'v2.1' } });
    for (const id of ['v3', 'toString', '__proto__']) {
      expect((await nova.ask('GET', `/v2.1/versions/${id}`)).status).toBe(404);
    }
  });

  it('are choices at any other path', async () => {
    const { status, body } = await nova.ask('GET', '/v1');
    expect(status).toBe(300);
    expect(body).toMatchObject({
      choices: [
        { id: 'v2.0', links: [{ rel: 'self', href: 'http://host.example/v2/v1' }] },
        { id: 'v2.1', links: [{ rel: 'self', href: 'http://host.example/v2.1/v1' }] },
      ],
    });
  });

  it('take links that an operator configures', async () => {
    const other = await testNova({ values: { api: { compute_link_prefix: 'https://cloud.example/compute' } } });
    const { body } = await other.ask('GET', '/v2.1/');
    expect(body).toMatchObject({ version: { links: [{ href: 'https://cloud.example/compute/v2.1/' }, {}] } });
    await other.close();
  });
});

describe('microversions', () => {
  const asked = async (headers: Record<string, string>): Promise<unknown> => {
    const answer = await nova.ask('GET', '/v2.1/flavors', { headers });
    const version = answer.headers.get('OpenStack-API-Version');
    return [answer.status, version, answer.headers.get('X-OpenStack-Nova-API-Version'), messageOf(answer.body)];
  };

  it.each([
    [{}, '2.1'],
    [{ 'OpenStack-API-Version': 'compute 2.93' }, '2.93'],
    [{ 'OpenStack-API-Version': 'compute latest' }, '2.93'],
    [{ 'OpenStack-API-Version': 'compute ' }, '2.1'],
    [{ 'OpenStack-API-Version': 'volume 3.5, compute 2.30' }, '2.30'],
    [{ 'OpenStack-API-Version': 'volume 3.5' }, '2.1'],
    [{ 'X-OpenStack-Nova-API-Version': '2.40' }, '2.40'],
    [{ 'X-OpenStack-Nova-API-Version': '2.40', 'OpenStack-API-Version': 'compute 2.60' }, '2.60'],
  ])('%j is %s', async (headers, version) => {
    expect(await asked(headers)).toEqual([200, `compute ${version}`, version, undefined]);
  });

  it.each(['2.999', '1.0', '3.0'])('%s is not acceptable', async (version) => {
    expect(await asked({ 'OpenStack-API-Version': `compute ${version}` })).toEqual([
      406,
      `compute ${version}`,
      version,
      `Version ${version} is not supported by the API. Minimum is 2.1 and maximum is 2.93.`,
    ]);
  });

  it('that cannot be read are refused without a version', async () => {
    expect(await asked({ 'OpenStack-API-Version': 'compute 2' })).toEqual([
      400,
      undefined,
      undefined,
      'API Version String 2 is of invalid format. Must be of format MajorNum.MinorNum.',
    ]);
  });

  it('are what answers vary by', async () => {
    const { headers } = await nova.ask('GET', '/v2.1/flavors');
    expect(headers.getAll('Vary')).toEqual(['OpenStack-API-Version', 'X-OpenStack-Nova-API-Version']);
    const fault = await nova.ask('GET', '/v2.1/flavors/nosuch');
    expect(fault.headers.getAll('Vary')).toEqual(['OpenStack-API-Version', 'X-OpenStack-Nova-API-Version']);
    expect(fault.headers.get('content-type')).toBe('application/json; charset=UTF-8');
  });
});

describe('requests', () => {
  it('for a path or a method that is not mapped get webob’s page', async () => {
    for (const [method, path] of [
      ['GET', '/v2.1/nosuch'],
      ['PUT', '/v2.1/flavors'],
      ['GET', '/v2.1/flavors.json'],
    ] as const) {
      const { status, body, headers } = await nova.ask(method, path, method === 'PUT' ? { json: {} } : {});
      expect([status, body]).toEqual([
        404,
        {
          message: 'The resource could not be found.<br /><br />\n\n\n',
          code: '404 Not Found',
          title: 'Not Found',
        },
      ]);
      expect(headers.has('OpenStack-API-Version')).toBe(false);
    }
  });

  it('for what a microversion does not have get a fault', async () => {
    const { status, body } = await nova.ask('PUT', '/v2.1/flavors/x', { json: {} });
    expect([status, body]).toEqual([404, { itemNotFound: { code: 404, message: 'The resource could not be found.' } }]);
  });

  it('may name the project that asks, and no other', async () => {
    const own = await nova.ask('GET', '/v2.1/abc/flavors?limit=0');
    expect(own.status).toBe(200);
    const made = await nova.ask('POST', '/v2.1/abc/flavors', {
      json: { flavor: { name: 'f', ram: 1, vcpus: 1, disk: 0, id: 'f' } },
    });
    expect(made.body).toMatchObject({
      flavor: {
        links: [{ href: 'http://host.example/v2.1/abc/flavors/f' }, { href: 'http://host.example/abc/flavors/f' }],
      },
    });
    const other = await nova.ask('GET', '/v2.1/def/flavors');
    expect([other.status, messageOf(other.body)]).toEqual([
      400,
      "Malformed request URL: URL's project_id 'def' doesn't match Context's project_id 'abc'",
    ]);
  });

  it('with a body that cannot be read are refused', async () => {
    const json = { 'Content-Type': 'application/json' };
    const malformed = await nova.ask('POST', '/v2.1/flavors', { body: '{', headers: json });
    expect([malformed.status, messageOf(malformed.body)]).toEqual([400, 'Malformed request body']);
    const xml = await nova.ask('POST', '/v2.1/flavors', { body: '<a/>', headers: { 'Content-Type': 'text/xml' } });
    expect([xml.status, messageOf(xml.body)]).toEqual([415, 'Unsupported Content-Type']);
    const none = await nova.ask('POST', '/v2.1/flavors');
    expect([none.status, messageOf(none.body)]).toEqual([400, "None is not of type 'object'"]);
    const untyped = await nova.ask('POST', '/v2.1/flavors', { body: '{}' });
    expect(messageOf(untyped.body)).toBe("'flavor' is a required property");
    const two = await nova.ask('POST', '/v2.1/flavors/f/action', { json: { a: 1, b: 2 } });
    expect([two.status, messageOf(two.body)]).toEqual([400, 'Malformed request body']);
    expect((await nova.ask('POST', '/v2.1/flavors/f/action', { json: [1] })).status).toBe(404);
    const large = await nova.ask('POST', '/v2.1/flavors', { json: { flavor: { name: 'x'.repeat(120_000) } } });
    expect(large.status).toBe(413);
  });

  it('have ids under both names', async () => {
    const { headers } = await nova.ask('GET', '/v2.1/flavors');
    expect(headers.get('x-compute-request-id')).toMatch(/^req-/);
    expect(headers.get('x-openstack-request-id')).toBe(headers.get('x-compute-request-id'));
  });

  it('without a token are offered one by the pipeline that knows no Keystone', async () => {
    const { status, headers } = await nova.ask('GET', '/v2.1/flavors', { as: null });
    expect(status).toBe(204);
    expect(headers.get('x-auth-token')).toBe('admin:admin');
    expect(headers.get('x-server-management-url')).toBe('http://host.example/v2.1/flavors/admin');
  });
});

describe('the former API', () => {
  it('takes names with spaces and unknown fields', async () => {
    const { status, body, headers } = await nova.ask('POST', '/v2/flavors', {
      json: { flavor: { name: ' spaced ', ram: 1, vcpus: 1, disk: 0, id: 'v2', bogus: 1 }, more: 2 },
      version: '2.50',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      flavor: { name: 'spaced', links: [{ href: 'http://host.example/v2/flavors/v2' }, {}] },
    });
    expect(headers.has('OpenStack-API-Version')).toBe(false);
    expect(headers.has('X-OpenStack-Nova-API-Version')).toBe(false);
  });
});

describe('extensions', () => {
  it('are listed as they always were', async () => {
    const { body } = await nova.ask('GET', '/v2.1/extensions');
    expect((body as { extensions: unknown[] }).extensions).toHaveLength(99);
    expect((await nova.ask('GET', '/v2.1/extensions/os-consoles')).body).toEqual({
      extension: {
        alias: 'os-consoles',
        name: 'Consoles',
        description: 'Interactive Console support.',
        links: [],
        namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
        updated: '2014-12-03T00:00:00Z',
      },
    });
    expect((await nova.ask('GET', '/v2.1/extensions/nosuch')).status).toBe(404);
  });
});

function messageOf(body: unknown): unknown {
  const fault = Object.values((body ?? {}) as Record<string, { message?: string }>)[0];
  return fault?.message;
}
