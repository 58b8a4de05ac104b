// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Controller, Param, Req } from '@nestjs/common';
import { Caller, JsonBody, Operation } from '@stackport/api';
import type { RequestContext } from '@stackport/context';
import { HttpError, Request, Response } from '@stackport/wsgi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  BackupNotFound,
  Conflict,
  Invalid,
  NotAuthorized,
  VolumeBackupSizeExceedsAvailableQuota,
} from '../errors/index.js';
import { CinderContext } from '../context.js';
import { microversionOf } from './microversion.js';
import { projectIdInUrl } from './project-id.js';
import { type AskOptions, type TestEdge, testEdge } from './test-edge.js';
import { RequestSchema } from './validation/request-schema.js';

const volume = new RequestSchema('volume_create', {
  type: 'object',
  properties: {
    volume: {
      type: 'object',
      properties: {
        name: { type: ['string', 'null'], format: 'name_skip_leading_trailing_spaces' },
        size: { type: ['integer', 'string'], pattern: '^[0-9]+$', minimum: 1 },
        metadata: {
          type: 'object',
          patternProperties: { '^[a-z]+$': { type: 'string' } },
          additionalProperties: false,
        },
      },
      required: ['size'],
      additionalProperties: false,
    },
  },
  required: ['volume'],
});

class GroupStillThere extends Conflict {}

@Controller('v3')
class Volumes {
  @Operation({ method: 'GET', path: '/volumes', policy: { rule: 'volume:get_all' }, success: 200 })
  list(@Req() request: Request, @Caller() context: RequestContext): unknown {
    return {
      version: microversionOf(request),
      project: projectIdInUrl(request) ?? null,
      caller: context.projectId,
      address: (context as CinderContext).remoteAddress,
      path: request.pathInfo,
    };
  }

  @Operation({ method: 'POST', path: '/volumes', policy: { rule: 'volume:create' }, success: 202 })
  create(@JsonBody(volume) body: unknown): unknown {
    return body;
  }

  @Operation({ method: 'GET', path: '/volumes/:id', policy: 'authenticated', success: 200 })
  get(@Param('id') id: string): unknown {
    switch (id) {
      case 'quota':
        throw new VolumeBackupSizeExceedsAvailableQuota({ requested: 2, quota: 1, consumed: 1 });
      case 'invalid':
        throw new (class InvalidVolume extends Invalid {})('Invalid volume: no');
      case 'forbidden':
        throw new (class AdminRequired extends NotAuthorized {})('User does not have admin privileges');
      case 'conflict':
        throw new GroupStillThere('still there');
      case 'bug':
        throw new Error('secret inner text');
      case 'http':
        throw new HttpError(400, 'as it is', { headers: { 'X-Own': 'yes' } });
      default:
        throw new BackupNotFound(id);
    }
  }

  @Operation({ method: 'DELETE', path: '/volumes/:id', policy: 'authenticated', success: 202 })
  delete(): Response {
    return new Response(202, { 'Content-Type': 'text/html; charset=UTF-8' });
  }

  @Operation({
    method: 'POST',
    path: '/volumes/:id/action',
    action: 'os-extend',
    policy: 'authenticated',
    success: 202,
  })
  extend(): void {
    // Nothing to answer.
  }
}

@Controller('v3')
class Messages {
  @Operation({
    method: 'GET',
    path: '/messages',
    microversions: { min: '3.3', max: '3.4' },
    policy: 'authenticated',
    success: 200,
  })
  old(): unknown {
    return { messages: 'old' };
  }

  @Operation({ method: 'GET', path: '/messages', microversions: { min: '3.5' }, policy: 'authenticated', success: 200 })
  list(): unknown {
    return { messages: 'new' };
  }

  @Operation({ method: 'GET', path: '/default-types/:id', policy: 'authenticated', success: 200 })
  defaultType(@Param('id') id: string): unknown {
    return { id };
  }
}

let edge: TestEdge;
beforeAll(async () => {
  edge = await testEdge({ controllers: [Volumes, Messages] });
});
afterAll(() => edge.close());

const version = (text: string): AskOptions => ({ headers: { 'OpenStack-API-Version': text } });

async function fault(answer: Promise<Response>): Promise<unknown> {
  return (await answer).json();
}

describe('version documents', () => {
  const recorded = JSON.parse(
    readFileSync(new URL('../../../testing/reference/routes/version_documents.json', import.meta.url), 'utf8'),
  ) as { cinder: Record<string, { status: number; headers: Record<string, string>; body: unknown }> };

  it.each(Object.keys(recorded.cinder))('are the recorded ones: %s', async (request) => {
    const [method = '', path = ''] = request.split(' ');
    const { status, headers, body } = recorded.cinder[request] as (typeof recorded.cinder)[string];
    const answer = await edge.ask(method, path);
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
    if (body === '') expect(await answer.text()).toBe('');
    else expect(await answer.json()).toEqual(body);
  });

  it('answer any method, and nothing else is there', async () => {
    expect((await edge.ask('DELETE', '/')).status).toBe(300);
    expect((await edge.ask('PUT', '/v3/')).status).toBe(200);
    const unknown = await edge.ask('GET', '/v2/');
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({
      message: 'The resource could not be found.<br /><br />\n\n\n',
      code: '404 Not Found',
      title: 'Not Found',
    });
    expect(unknown.headers.get('X-Openstack-Request-Id')).toMatch(/^req-/);
    expect(unknown.headers.has('OpenStack-API-Version')).toBe(false);
  });

  it('has its own answer to whether it is well', async () => {
    expect((await edge.ask('GET', '/healthcheck')).status).toBe(200);
  });
});

describe('microversions', () => {
  it.each([
    [undefined, 3000, 'volume 3.0'],
    ['volume 3.0', 3000, 'volume 3.0'],
    ['volume 3.70', 3070, 'volume 3.70'],
    ['volume latest', 3070, 'volume 3.70'],
    ['compute 2.90, volume 3.27', 3027, 'volume 3.27'],
  ])('of the header %s', async (header, number, answered) => {
    const answer = await edge.ask('GET', '/v3/volumes', header === undefined ? {} : version(header));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ version: number });
    expect(answer.headers.get('OpenStack-API-Version')).toBe(answered);
    expect(answer.headers.get('Vary')).toBe('OpenStack-API-Version');
    expect(answer.headers.get('x-compute-request-id')).toBe(answer.headers.get('x-openstack-request-id'));
  });

  it.each([
    ['volume 3.71', '3.71'],
    ['volume 4.0', '4.0'],
    ['volume 2.0', '2.0'],
    ['volume 3.1000', '3.1000'],
  ])('%s is none of ours', async (header, text) => {
    const answer = await edge.ask('GET', '/v3/volumes', version(header));
    expect(answer.status).toBe(406);
    expect(answer.headers.get('OpenStack-API-Version')).toBe(`volume ${text}`);
    expect(await answer.json()).toEqual({
      computeFault: {
        code: 406,
        message: `Version ${text} is not supported by the API. Minimum is 3.0 and maximum is 3.70.`,
      },
    });
  });

  it.each([
    ['volume 3', 'API Version String 3 is of invalid format. Must be of format MajorNum.MinorNum.'],
    ['volume 3.1.1', 'API Version String 3.1.1 is of invalid format. Must be of format MajorNum.MinorNum.'],
    ['volume', 'API Version String  is of invalid format. Must be of format MajorNum.MinorNum.'],
    [
      'compute 2.1',
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    ],
  ])('%s is a bad request, answered without a version', async (header, message) => {
    const answer = await edge.ask('GET', '/v3/volumes', version(header));
    expect(answer.status).toBe(400);
    expect(answer.headers.has('OpenStack-API-Version')).toBe(false);
    expect(await answer.json()).toEqual({ badRequest: { code: 400, message } });
  });

  it('choose among the handlers of a path; a path without one for the version is a fault', async () => {
    for (const [asked, messages] of [
      ['3.3', 'old'],
      ['3.4', 'old'],
      ['3.5', 'new'],
      ['latest', 'new'],
    ])
      expect(await fault(edge.ask('GET', '/v3/messages', version(`volume ${asked}`)))).toEqual({ messages });
    const answer = await edge.ask('GET', '/v3/messages', version('volume 3.2'));
    expect(answer.status).toBe(404);
    expect(answer.headers.get('OpenStack-API-Version')).toBe('volume 3.2');
    expect(await answer.json()).toEqual({
      itemNotFound: { code: 404, message: 'The resource could not be found.' },
    });
  });
});

describe('paths', () => {
  it('may have the caller’s project before them, and no other', async () => {
    expect(await fault(edge.ask('GET', '/v3/volumes'))).toMatchObject({ project: null, caller: 'abc' });
    expect(await fault(edge.ask('GET', '/v3/abc/volumes'))).toMatchObject({ project: 'abc', path: '/volumes' });
    const other = await edge.ask('GET', '/v3/abd/volumes');
    expect([other.status, await other.json()]).toEqual([
      400,
      { badRequest: { code: 400, message: 'Malformed request url' } },
    ]);
    expect((await edge.ask('GET', '/v3/xyz/volumes')).headers.has('OpenStack-API-Version')).toBe(false);
    expect((await edge.ask('GET', '/v3/abc/default-types/1')).headers.has('OpenStack-API-Version')).toBe(false);
  });

  it('may end with .json, but where upstream has no form', async () => {
    expect(await fault(edge.ask('GET', '/v3/volumes.json'))).toMatchObject({ path: '/volumes' });
    expect(await fault(edge.ask('GET', '/v3/default-types/a.json'))).toEqual({ id: 'a.json' });
    expect((await edge.ask('GET', '/v3/volumes.xml')).status).toBe(404);
  });

  it.each([
    ['GET', '/v3/volumes/new'],
    ['GET', '/v3/volumes/1/edit'],
    ['PUT', '/v3/volumes/1'],
    ['POST', '/v3/messages'],
  ])('that upstream maps without a handler are a fault: %s %s', async (method, path) => {
    const answer = await edge.ask(method, path, { json: {} });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ itemNotFound: { code: 404, message: 'The resource could not be found.' } });
  });

  it.each([
    ['DELETE', '/v3/volumes'],
    ['HEAD', '/v3/volumes'],
    ['PATCH', '/v3/volumes/1'],
    ['GET', '/v3/volumes/'],
    ['GET', '/v3/types'],
    ['GET', '/v3/abc'],
  ])('that nothing maps are the pipeline’s page: %s %s', async (method, path) => {
    const answer = await edge.ask(method, path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ title: 'Not Found' });
    expect(answer.headers.has('x-compute-request-id')).toBe(false);
  });
});

describe('bodies', () => {
  const create = (options: AskOptions): Promise<Response> => edge.ask('POST', '/v3/volumes', options);
  const message = async (options: AskOptions): Promise<unknown> =>
    ((await fault(create(options))) as { badRequest?: { message: string } }).badRequest?.message;
  const generic = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';

  it('are JSON by either of its types', async () => {
    const body = '{"volume":{"size":1}}';
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/vnd.openstack.volume+json'])
      expect((await create({ body, headers: { 'Content-Type': type } })).status).toBe(202);
    for (const type of ['application/xml', 'text/plain', 'application/x-www-form-urlencoded']) {
      const answer = await create({ body, headers: { 'Content-Type': type } });
      expect([answer.status, await answer.json()]).toEqual([
        415,
        { badMediaType: { code: 415, message: 'Unsupported Content-Type' } },
      ]);
    }
  });

  it('without a type, and none, are none', async () => {
    expect(await message({ body: '{"volume":{"size":1}}' })).toBe(generic);
    expect(await message({})).toBe(generic);
    const get = await edge.ask('GET', '/v3/volumes', { json: { a: 1 } });
    expect(get.status).toBe(400);
  });

  it.each(['not json', '{', '{"volume": {"size": 1}', '\u0000', 'NaN'])('that are no JSON: %j', async (body) => {
    expect(await message({ body, headers: { 'Content-Type': 'application/json' } })).toBe('Malformed request body');
  });

  it.each([
    [{}, "'volume' is a required property"],
    [[], "[] is not of type 'object'"],
    [{ volume: {} }, "Invalid input for field/attribute volume. Value: {}. 'size' is a required property"],
    [{ volume: { size: -1 } }, 'Invalid input for field/attribute size. Value: -1. -1 is less than the minimum of 1'],
    [{ volume: { size: '0' } }, 'Invalid input for field/attribute size. Value: 0. 0 is less than the minimum of 1'],
    [{ volume: { size: 1, name: ' ' } }, "An invalid 'name' value was provided. The 'name' can not be empty."],
    [
      { volume: { a: 1, size: 1, b: 2 } },
      "Invalid input for field/attribute volume. Value: {'a': 1, 'size': 1, 'b': 2}. Additional properties are not allowed ('a', 'b' were unexpected)",
    ],
    [
      { volume: { size: 'x', metadata: { A: 1 } } },
      "Invalid input for field/attribute size. Value: x. 'x' does not match '^[0-9]+$'",
    ],
    [
      { volume: { size: 1, metadata: { A: 'x' } } },
      "Invalid input for field/attribute metadata. Value: {'A': 'x'}. 'A' does not match any of the regexes: '^[a-z]+$'",
    ],
  ])('that the schema refuses: %j', async (json, expected) => {
    expect(await message({ json })).toBe(expected);
  });

  it('choose an action by their one key', async () => {
    const act = (options: AskOptions): Promise<Response> => edge.ask('POST', '/v3/volumes/1/action', options);
    const done = await act({ json: { 'os-extend': { new_size: 2 } } });
    expect([done.status, done.headers.get('content-type'), await done.text()]).toEqual([202, 'application/json', '']);
    const noSuch = (name: string): unknown => ({
      badRequest: {
        code: 400,
        message: `There is no such action: ${name}. Verify the request body and Content-Type header and try again.`,
      },
    });
    expect(await fault(act({ json: { 'os-fly': {} } }))).toEqual(noSuch('os-fly'));
    expect(await fault(act({}))).toEqual(noSuch('None'));
    for (const json of [{}, { a: 1, b: 2 }, [], 'ab'])
      expect(await fault(act({ json }))).toEqual({ badRequest: { code: 400, message: 'Malformed request body' } });
    for (const json of [5, null, ['os-extend']]) expect((await act({ json })).status).toBe(404);
  });

  it('are bounded by sizelimit', async () => {
    const answer = await create({ json: { volume: { name: 'x'.repeat(120_000) } } });
    expect(answer.status).toBe(413);
  });
});

describe('answers', () => {
  const get = (id: string): Promise<Response> => edge.ask('GET', `/v3/volumes/${id}`);

  it.each([
    [
      'quota',
      413,
      'overLimit',
      'VolumeBackupSizeExceedsAvailableQuota: Requested backup exceeds allowed Backup gigabytes quota. Requested 2G, quota is 1G and 1G has been consumed.',
    ],
    ['invalid', 400, 'badRequest', 'Invalid volume: no'],
    ['forbidden', 403, 'forbidden', 'User does not have admin privileges'],
    ['conflict', 409, 'conflictingRequest', 'still there'],
    ['missing', 404, 'itemNotFound', 'Backup missing could not be found.'],
    ['http', 400, 'badRequest', 'as it is'],
    ['bug', 500, 'computeFault', 'The server has either erred or is incapable of performing the requested operation.'],
  ])('to an error of the domain: %s', async (id, status, name, message) => {
    const answer = await get(id);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('OpenStack-API-Version')).toBe('volume 3.0');
    expect(answer.headers.get('Vary')).toBe('OpenStack-API-Version');
    expect(answer.headers.get('x-compute-request-id')).toMatch(/^req-/);
    const retryAfter = status === 413 ? { retryAfter: '0' } : {};
    expect(await answer.json()).toEqual({ [name]: { code: status, message, ...retryAfter } });
    if (status === 413) expect(answer.headers.get('retry-after')).toBe('0');
    if (id === 'http') expect(answer.headers.get('x-own')).toBe('yes');
  });

  it('to a caller that the rule does not allow', async () => {
    const strict = await testEdge({
      controllers: [Volumes],
      values: { DEFAULT: { auth_strategy: 'keystone' }, keystone_authtoken: { delay_auth_decision: true } },
    });
    try {
      const answer = await strict.ask('GET', '/v3/volumes');
      expect(answer.status).toBe(401);
    } finally {
      await strict.close();
    }
  });

  it('that a handler made whole stay as they are', async () => {
    const answer = await edge.ask('DELETE', '/v3/volumes/1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([202, 'text/html; charset=UTF-8']);
    expect(answer.headers.get('OpenStack-API-Version')).toBe('volume 3.0');
    expect(answer.headers.has('x-compute-request-id')).toBe(false);
  });

  it('have the API’s own type where the client likes it better', async () => {
    const own = 'application/vnd.openstack.volume+json';
    expect((await edge.ask('GET', '/v3/volumes', { headers: { Accept: own } })).headers.get('content-type')).toBe(own);
    const both = await edge.ask('GET', '/v3/volumes', { headers: { Accept: `${own};q=0.5, application/json` } });
    expect(both.headers.get('content-type')).toBe('application/json');
    const failed = await edge.ask('GET', '/v3/volumes/1', { headers: { Accept: own } });
    expect(failed.headers.get('content-type')).toBe('application/json');
  });

  it('are logged with the request', async () => {
    const before = edge.lines.length;
    const answer = await edge.ask('GET', '/v3/volumes/invalid');
    const id = answer.headers.get('x-compute-request-id') ?? '';
    const lines = edge.lines.slice(before).filter((line) => line.includes('cinder.api.openstack.wsgi'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('INFO cinder.api.openstack.wsgi');
    expect(lines[0]).toContain(`${id} u abc`);
    expect(lines[0]).toContain('GET http://host.example/v3/volumes/invalid');
    expect(lines[1]).toContain('http://host.example/v3/volumes/invalid returned with HTTP 400');
  });
});

describe('pipelines without authentication', () => {
  it('give a token and a URL to who has none', async () => {
    const noToken = { headers: { 'X-Auth-Token': '' } };
    const bare = await testEdge({ controllers: [Volumes] });
    const withProject = await testEdge({
      controllers: [Volumes],
      values: { DEFAULT: { auth_strategy: 'noauth_include_project_id', api_rate_limit: false } },
    });
    try {
      for (const [one, url] of [
        [bare, 'http://host.example/v3/x'],
        [withProject, 'http://host.example/v3/x/p'],
      ] as const) {
        const request = Request.blank('/v3/x', { host: 'host.example' });
        request.headers.set('X-Auth-User', 'me');
        request.headers.set('X-Auth-Project-Id', 'p');
        const answer = await one.application(request);
        expect(answer.status).toBe(204);
        expect(answer.headers.get('X-Auth-Token')).toBe('me:p');
        expect(answer.headers.get('X-Server-Management-Url')).toBe(url);
      }
      expect((await withProject.ask('GET', '/v3/volumes', noToken)).status).toBe(200);
      const project = { headers: { 'X-Auth-Token': 'only' } };
      expect(await fault(bare.ask('GET', '/v3/volumes', project))).toMatchObject({ caller: 'only' });
    } finally {
      await bare.close();
      await withProject.close();
    }
  });

  it('take the address of a client from the proxy only where they are told', async () => {
    const forwarded = { headers: { 'X-Forwarded-For': '10.0.0.9' } };
    expect(await fault(edge.ask('GET', '/v3/volumes', forwarded))).toMatchObject({ address: '127.0.0.1' });
    const behind = await testEdge({ controllers: [Volumes], values: { DEFAULT: { use_forwarded_for: true } } });
    try {
      expect(await fault(behind.ask('GET', '/v3/volumes', forwarded))).toMatchObject({ address: '10.0.0.9' });
    } finally {
      await behind.close();
    }
  });
});
