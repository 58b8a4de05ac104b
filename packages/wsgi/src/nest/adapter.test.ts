// SPDX-License-Identifier: Apache-2.0
import { Controller, Get, HttpCode, Inject, Module, Param, Post, Req, SetMetadata } from '@nestjs/common';
import { silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { HttpError } from '../http-error.js';
import { Request } from '../request.js';
import { Response } from '../response.js';
import { ROUTE_SELECTOR, WsgiAdapter } from './adapter.js';
import { createServiceApplication } from './create-application.js';

const GREETING = Symbol('greeting');

@Controller('v2')
class Greetings {
  constructor(@Inject(GREETING) private readonly greeting: string) {}

  @Get('hello/:name')
  hello(@Param('name') name: string): unknown {
    return { text: `${this.greeting} ${name}` };
  }

  @Get('whole')
  whole(): Response {
    return Response.text('as it is', 203);
  }

  @Get('missing')
  missing(): never {
    throw new HttpError(404, 'no such thing');
  }

  @Post(':id/action')
  @HttpCode(202)
  @SetMetadata(ROUTE_SELECTOR, { action: 'start' })
  start(@Req() request: Request): Promise<unknown> {
    return request.json();
  }
}

@Module({ controllers: [Greetings], providers: [{ provide: GREETING, useValue: 'hello' }] })
class Service {}

@Module({
  controllers: [Greetings],
  providers: [{ provide: GREETING, useFactory: () => Promise.reject(new Error('no greeting today')) }],
})
class Broken {}

describe('a Nest application as a paste leaf', () => {
  it('answers through its leaf, wherever that is mounted', async () => {
    const { adapter, nest } = await createServiceApplication(Service, { logger: silentLogger });
    const leaf = adapter.leaf('v2');
    const mounted = new Request({ scriptName: '/image/v2', pathInfo: '/hello/world' });
    expect(await (await leaf(mounted)).json()).toEqual({ text: 'hello world' });
    const whole = await leaf(Request.blank('/whole'));
    expect([whole.status, await whole.text()]).toEqual([203, 'as it is']);
    const action = await leaf(Request.blank('/1/action', { method: 'POST', body: '{"start":null}' }));
    expect([action.status, await action.json()]).toEqual([202, { start: null }]);
    expect(adapter.routes).toContainEqual({
      method: 'POST',
      path: '/v2/:id/action',
      selector: { action: 'start' },
    });
    await nest.close();
  });

  it('leaves errors and unmatched paths to the pipeline', async () => {
    const { adapter, nest } = await createServiceApplication(Service, { logger: silentLogger });
    await expect(adapter.leaf('v2')(Request.blank('/missing'))).rejects.toMatchObject({
      status: 404,
      message: 'no such thing',
    });
    await expect(adapter.leaf('v2')(Request.blank('/nowhere'))).rejects.toMatchObject({ status: 404 });
    expect(() => adapter.leaf('v3')).toThrow(/below \/v3/);
    await nest.close();
  });

  it('gives the caller the error of a factory that failed', async () => {
    await expect(createServiceApplication(Broken, { logger: silentLogger })).rejects.toThrow('no greeting today');
  });

  it('says what it does not do', () => {
    expect(() => new WsgiAdapter().enableCors()).toThrow(/paste file/);
  });
});
