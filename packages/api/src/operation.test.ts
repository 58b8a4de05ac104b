// SPDX-License-Identifier: Apache-2.0
import { Controller, Module } from '@nestjs/common';
import { Configuration, silentLogger, type Logger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { Enforcer, PolicyNotAuthorized } from '@stackport/policy';
import { HttpError, Request, type Response } from '@stackport/wsgi';
import { createServiceApplication, type ServiceApplication } from '@stackport/wsgi/nest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultFilter } from './fault-filter.js';
import { JsonBody } from './json-body.js';
import { formatMicroversion, parseMicroversion } from './microversion.js';
import { OperationModule } from './operation-module.js';
import { Operation } from './operation.js';
import { Caller, CONTEXT_KEY } from './request-context.js';
import { SchemaValidator, SchemaViolation } from './schema-validator.js';

class OutOfStock extends Error {}

const flavor = new SchemaValidator('flavor', {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', maxLength: 5 }, ram: { type: ['integer', 'null'], minimum: 1 } },
  additionalProperties: false,
});

@Controller('v2.1')
class Flavors {
  @Operation({ method: 'GET', path: '/versions', policy: 'public', success: 300 })
  versions(): unknown {
    return { versions: [] };
  }

  @Operation({ method: 'GET', path: '/whoami', policy: 'authenticated', success: 200 })
  whoami(@Caller() context: RequestContext): unknown {
    return { user: context.userId };
  }

  @Operation({ method: 'POST', path: '/flavors', policy: { rule: 'flavors:create' }, success: 202 })
  create(@JsonBody(flavor) body: unknown): unknown {
    return body;
  }

  @Operation({
    method: 'DELETE',
    path: '/flavors/:id',
    policy: { rule: 'flavors:delete', target: 'resource' },
    success: 204,
  })
  delete(): never {
    throw new OutOfStock('no flavor left');
  }

  @Operation({ method: 'GET', path: '/broken', policy: 'public', success: 200 })
  broken(): never {
    throw new Error('secret inner text');
  }
}

const lines: string[] = [];
const logger: Logger = { ...silentLogger, named: () => logger, error: (message) => lines.push(message) };
let service: ServiceApplication;

beforeAll(async () => {
  const enforcer = Enforcer.create({
    rules: [
      { name: 'flavors:create', check: 'role:admin' },
      { name: 'flavors:delete', check: 'role:admin' },
    ],
    configuration: Configuration.of([]),
  });
  @Module({ controllers: [Flavors], imports: [OperationModule.forService(enforcer)] })
  class Service {}
  const faults = new FaultFilter({
    logger,
    table: [
      [OutOfStock, 409],
      [PolicyNotAuthorized, 403],
      [SchemaViolation, (error) => new HttpError(400, `Invalid: ${error.message}`)],
    ],
  });
  service = await createServiceApplication(Service, { faults, logger: silentLogger });
});
afterAll(() => service.nest.close());

async function ask(method: string, path: string, roles?: readonly string[], body?: string): Promise<Response> {
  const request = Request.blank(path, body === undefined ? { method } : { method, body });
  request.headers.set('Accept', 'application/json');
  if (roles !== undefined) request.environ[CONTEXT_KEY] = new RequestContext({ userId: 'u', projectId: 'p', roles });
  return service.adapter.leaf('v2.1')(request);
}

describe('an operation', () => {
  it('answers with its own status, public ones without a context', async () => {
    expect((await ask('GET', '/versions')).status).toBe(300);
    expect((await ask('GET', '/whoami')).status).toBe(401);
    expect(await (await ask('GET', '/whoami', [])).json()).toEqual({ user: 'u' });
  });

  it('checks its rule before the handler, unless that needs the object', async () => {
    expect((await ask('POST', '/flavors', ['member'], '{"name":"m1"}')).status).toBe(403);
    expect((await ask('POST', '/flavors', ['admin'], '{"name":"m1"}')).status).toBe(202);
    expect((await ask('DELETE', '/flavors/1', ['member'])).status).toBe(409);
  });

  it('refuses a body that is no JSON, or that the schema does not allow, in the words of Python', async () => {
    const message = async (body: string) =>
      ((await (await ask('POST', '/flavors', ['admin'], body)).json()) as { message: string }).message;
    expect(await message('{')).toContain('Malformed JSON');
    expect(await message('{}')).toContain("'name' is a required property");
    expect(await message('{"name":5}')).toContain("5 is not of type 'string'");
    expect(await message('{"name":"toolong"}')).toContain("'toolong' is too long");
    expect(await message('{"name":"a","ram":0}')).toContain('0 is less than the minimum of 1');
    expect(await message('{"name":"a","x":1}')).toContain("Additional properties are not allowed ('x' was unexpected)");
  });

  it('answers 500 without the text of an error that no table has, and logs it', async () => {
    const response = await ask('GET', '/broken');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(lines).toContain('Unexpected error in the API');
  });

  it('is data on its route', () => {
    const create = service.adapter.routes.find(({ method }) => method === 'POST');
    expect(create).toMatchObject({
      path: '/v2.1/flavors',
      selector: { policy: { rule: 'flavors:create' }, success: 202 },
    });
  });
});

describe('microversions', () => {
  it('compare as numbers', () => {
    expect(parseMicroversion('2.93')).toBe(2093);
    expect(formatMicroversion(2093)).toBe('2.93');
    for (const bad of ['2', '2.', 'latest', '2.01', '-2.1', '2.1000'])
      expect(() => parseMicroversion(bad)).toThrow(TypeError);
  });
});
