// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardResourceClasses, standardTraits } from '@stackport/resource-standards';
import { makeProvider, testPlacement, type TestPlacement } from '../test-support.js';

let placement: TestPlacement;
beforeAll(async () => {
  placement = await testPlacement();
});
afterAll(() => placement.close());

describe('microversions', () => {
  it('are told in every answer, and the newest is found under a name', async () => {
    const answer = await placement.ask('GET', '/resource_providers', { version: 'latest' });
    expect(answer.headers.get('openstack-api-version')).toBe('placement 1.39');
    expect(answer.headers.get('vary')).toBe('openstack-api-version');
    const refused = await placement.ask('GET', '/resource_providers/none', { version: '1.3' });
    expect(refused.headers.get('openstack-api-version')).toBe('placement 1.3');
  });

  it('are the oldest where none is asked for', async () => {
    const headers = { 'OpenStack-API-Version': 'compute 2.90' };
    const answer = await placement.ask('GET', '/resource_providers', { headers });
    expect(answer.headers.get('openstack-api-version')).toBe('placement 1.0');
  });

  it.each(['1.40', '2.0', '0.9'])('%s is not there: 406 with what is', async (version) => {
    const answer = await placement.ask('GET', '/', { version });
    expect(answer.status).toBe(406);
    expect(answer.json()).toMatchObject({ errors: [{ status: 406, min_version: '1.0', max_version: '1.39' }] });
    expect(answer.headers.has('openstack-api-version')).toBe(false);
  });

  it.each(['one', '1', '1.x'])('%s is none: 400', async (version) => {
    expect((await placement.ask('GET', '/', { version })).status).toBe(400);
  });
});

describe('the root', () => {
  it('says which versions there are, to anybody', async () => {
    const answer = await placement.ask('GET', '/', { headers: { 'X-Auth-Token': '' } });
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({
      versions: [
        {
          id: 'v1.0',
          max_version: '1.39',
          min_version: '1.0',
          status: 'CURRENT',
          links: [{ rel: 'self', href: '' }],
        },
      ],
    });
  });
});

describe('faults', () => {
  it('are objects with the id of the request, and with a code from 1.23 on', async () => {
    const before = await placement.ask('GET', '/resource_providers/none', { version: '1.22' });
    const id = before.headers.get('x-openstack-request-id');
    expect(id).toMatch(/^req-/);
    expect(before.json()).toEqual({
      errors: [
        {
          status: 404,
          title: 'Not Found',
          detail: 'The resource could not be found.\n\n No resource provider with uuid none found  ',
          request_id: id,
        },
      ],
    });
    const since = await placement.ask('GET', '/resource_providers/none', { version: '1.23' });
    expect(since.json()).toMatchObject({ errors: [{ code: 'placement.undefined_code' }] });
  });

  it('are pages for who asks for pages', async () => {
    const answer = await placement.ask('GET', '/nothing', { headers: { Accept: 'text/html' } });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(answer.text).toContain('<h1>404 Not Found</h1>');
  });

  it('quote what they tell in a page', async () => {
    const answer = await placement.ask('PUT', '/traits/%3Cscript%3E', { headers: { Accept: 'text/html' } });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('<script>');
  });

  it.each([
    ['a body that is no JSON', { body: '{', headers: { 'Content-Type': 'application/json' } }, 400],
    ['a body of another type', { body: 'x', headers: { 'Content-Type': 'text/plain' } }, 415],
    ['a body without a type', { body: 'x' }, 400],
    ['no body', { headers: { 'Content-Type': 'application/json' } }, 400],
    ['a body that lacks something', { json: {} }, 400],
    ['a body with something more', { json: { name: 'x', colour: 'red' } }, 400],
    ['a name without letters', { json: { name: '' } }, 400],
    ['a name that is too long', { json: { name: 'x'.repeat(201) } }, 400],
  ])('tell of %s', async (_what, options, status) => {
    const answer = await placement.ask('POST', '/resource_providers', options);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ errors: [{ status }] });
    expect(await placement.database.client.resourceProvider.count({ where: { name: { in: ['x', ''] } } })).toBe(0);
  });

  it('tell who takes no JSON that there is nothing else', async () => {
    const answer = await placement.ask('GET', '/resource_providers', { headers: { Accept: 'text/csv' } });
    expect(answer.status).toBe(406);
  });
});

describe('who asks', () => {
  it('has to be an administrator for almost everything', async () => {
    const answer = await placement.ask('GET', '/resource_providers', { headers: { 'X-Auth-Token': 'reader' } });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({
      errors: [
        {
          detail:
            'Access was denied to this resource.\n\n Policy does not allow placement:resource_providers:list to be performed.  ',
        },
      ],
    });
  });

  it('may see what its own project uses, and no other', async () => {
    const headers = { 'X-Auth-Token': 'somebody:mine', 'X-Roles': 'reader' };
    expect((await placement.ask('GET', '/usages?project_id=mine', { headers })).status).toBe(200);
    expect((await placement.ask('GET', '/usages?project_id=other', { headers })).status).toBe(403);
    expect((await placement.ask('GET', '/usages', { headers })).status).toBe(403);
  });
});

describe('times', () => {
  it('are told from 1.15 on', async () => {
    const uuid = await makeProvider(placement, { name: 'timed' });
    const path = `/resource_providers/${uuid}`;
    const before = await placement.ask('GET', path, { version: '1.14' });
    expect(before.headers.has('last-modified')).toBe(false);
    expect(before.headers.has('cache-control')).toBe(false);
    const since = await placement.ask('GET', path, { version: '1.15' });
    const { updatedAt } = await placement.database.client.resourceProvider.findUniqueOrThrow({ where: { uuid } });
    expect(since.headers.get('last-modified')).toBe(updatedAt?.toUTCString());
    expect(since.headers.get('cache-control')).toBe('no-cache');
  });
});

describe('standard names', () => {
  it('are all there', async () => {
    const classes = (await placement.ask('GET', '/resource_classes')).json() as {
      resource_classes: { name: string }[];
    };
    expect(classes.resource_classes.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...standardResourceClasses]),
    );
    const { traits } = (await placement.ask('GET', '/traits')).json() as { traits: string[] };
    expect(traits).toEqual(expect.arrayContaining([...standardTraits]));
    expect(standardTraits).toHaveLength(345);
    const rows = await placement.database.client.resourceClass.findMany({ where: { id: { lt: 3 } } });
    expect(rows.map(({ id, name }) => [id, name])).toEqual([
      [0, 'VCPU'],
      [1, 'MEMORY_MB'],
      [2, 'DISK_GB'],
    ]);
  });

  it('cannot be changed', async () => {
    expect((await placement.ask('DELETE', '/resource_classes/VCPU')).status).toBe(400);
    expect((await placement.ask('DELETE', '/traits/HW_CPU_X86_VMX')).status).toBe(400);
    expect((await placement.ask('PUT', '/traits/HW_CPU_X86_VMX')).status).toBe(400);
    expect((await placement.ask('PUT', '/resource_classes/VCPU')).status).toBe(400);
  });
});
