// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Application, Filter } from './application.js';
import { HttpError } from './http-error.js';
import { type FilterSettings, Middleware, middlewareFactory } from './middleware.js';
import { Request } from './request.js';
import { Response } from './response.js';

const hello: Application = async () => Response.text('hello');

class Recorder extends Middleware {
  override processRequest(request: Request) {
    trail(request).push(`${this.name} request`);
    return undefined;
  }

  override processResponse(response: Response): Response {
    trail(response.request as Request).push(`${this.name} response`);
    return response;
  }

  get name(): string {
    return this.settings.localConf.name ?? '';
  }
}

function trail(request: Request): string[] {
  return (request.environ.trail ??= []) as string[];
}

function apply(filter: Filter, application: Application = hello, request = new Request()): Promise<Response> {
  return filter(application)(request);
}

describe('Middleware', () => {
  it('passes request and answer on where it overrides nothing (G3-08)', async () => {
    class Nothing extends Middleware {}
    expect(await (await apply(Nothing.factory())).text()).toBe('hello');
  });

  it('factory(globalConf, localConf) gives a filter of the class that was asked (G3-06, G3-07, G3-09)', async () => {
    class Echo extends Middleware {
      override processRequest(): Response {
        return Response.json(this.settings);
      }
    }
    const { factory } = Echo;
    const response = await apply(factory({ here: '/etc' }, { key: 'value' }));
    expect(await response.json()).toEqual({ globalConf: { here: '/etc' }, localConf: { key: 'value' } });
  });

  it('middlewareFactory gives dependencies through its closure', async () => {
    class Greeting extends Middleware {
      constructor(
        application: Application,
        settings: FilterSettings,
        private readonly greeter: { greet(): string },
      ) {
        super(application, settings);
      }

      override processRequest(): Response {
        return Response.text(`${this.greeter.greet()} ${this.settings.localConf.who ?? ''}`);
      }
    }
    const factory = middlewareFactory(
      (application, settings) => new Greeting(application, settings, { greet: () => 'hello' }),
    );
    expect(await (await apply(factory({}, { who: 'world' }))).text()).toBe('hello world');
  });

  it('a response of processRequest is the answer, and nothing further is called (G3-10)', async () => {
    let called = false;
    class Early extends Middleware {
      override async processRequest(): Promise<Response> {
        return new Response(300);
      }
      override processResponse(response: Response): Response {
        called = true;
        return response;
      }
    }
    const response = await apply(Early.factory(), async () => {
      called = true;
      return hello(new Request());
    });
    expect(response.status).toBe(300);
    expect(called).toBe(false);
  });

  it.each([undefined, null])('processRequest giving %s goes on (G3-10)', async (nothing) => {
    class On extends Middleware {
      override processRequest() {
        return nothing;
      }
    }
    expect((await apply(On.factory())).status).toBe(200);
  });

  it('processResponse may change the answer or give another (G3-11)', async () => {
    class Change extends Middleware {
      override processResponse(response: Response): Response {
        response.headers.set('X-Seen', 'yes');
        return new Response(202, response.headers, response.body);
      }
    }
    const response = await apply(Change.factory());
    expect([response.status, response.headers.get('x-seen'), await response.text()]).toEqual([202, 'yes', 'hello']);
  });

  it('the request is attached to the response before processResponse (G3-12)', async () => {
    let seen: Request | undefined;
    class Look extends Middleware {
      override processResponse(response: Response): Response {
        seen = response.request;
        return response;
      }
    }
    const request = new Request();
    await apply(Look.factory(), hello, request);
    expect(seen).toBe(request);
  });

  it('an HttpError in processResponse becomes the response (G3-13)', async () => {
    class Refuse extends Middleware {
      override processResponse(): Response {
        throw new HttpError(409, 'not now');
      }
    }
    const response = await apply(Refuse.factory());
    expect(response.status).toBe(409);
    expect(await response.text()).toContain('not now');
  });

  it('an HttpError of the application or of processRequest is an answer for the filters outside', async () => {
    class Stamp extends Middleware {
      override processResponse(response: Response): Response {
        response.headers.set('X-Stamp', String(response.request !== undefined));
        return response;
      }
    }
    class Refuse extends Middleware {
      override processRequest(): never {
        throw new HttpError(401);
      }
    }
    const failing: Application = async () => {
      throw new HttpError(404);
    };
    const one = await apply(Stamp.factory(), failing);
    expect([one.status, one.headers.get('x-stamp')]).toEqual([404, 'true']);
    const two = await apply(Stamp.factory(), Refuse.factory()(hello));
    expect([two.status, two.headers.get('x-stamp')]).toEqual([401, 'true']);
  });

  it('any other error passes through', async () => {
    class Broken extends Middleware {
      override processResponse(): Response {
        throw new TypeError('a bug');
      }
    }
    await expect(apply(Broken.factory())).rejects.toThrow(TypeError);
  });

  it("nests: the outer filter's processRequest is first, its processResponse last (G3-14)", async () => {
    const request = new Request();
    const inner = Recorder.factory({}, { name: 'inner' });
    const outer = Recorder.factory({}, { name: 'outer' });
    await outer(inner(hello))(request);
    expect(trail(request)).toEqual(['outer request', 'inner request', 'inner response', 'outer response']);
  });
});
