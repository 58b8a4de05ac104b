// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Application } from './application.js';
import { Request } from './request.js';
import { Response } from './response.js';
import { Router } from './router.js';

const answer =
  (name: string): Application =>
  async (request) =>
    Response.json({ name, params: request.params });

async function ask(router: Router, method: string, path: string, body?: unknown): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return (await router.application(Request.blank(path, init))).json();
}

describe('Router', () => {
  it('gives a placeholder what the path has there, decoded once', async () => {
    const router = new Router();
    router.connect('GET', '/images/:image_id/tags/:tag', answer('tag'));
    expect(await ask(router, 'GET', '/images/7/tags/a%25b%3Fc%23d%3B%E2%82%AC')).toEqual({
      name: 'tag',
      params: { image_id: '7', tag: 'a%b?c#d;€' },
    });
  });

  it('matches placeholders of 255 characters', async () => {
    const router = new Router();
    router.connect('GET', '/tags/:tag', answer('tag'));
    expect(await ask(router, 'GET', `/tags/${'x'.repeat(255)}`)).toMatchObject({ name: 'tag' });
  });

  it('answers 404 for no route, and 405 with Allow where the service does so', async () => {
    const plain = new Router();
    const strict = new Router({ unroutedMethod: 405 });
    for (const router of [plain, strict]) {
      router.connect('GET', '/images', answer('list'));
      router.connect('POST', '/images', answer('create'));
    }
    await expect(ask(plain, 'PUT', '/images')).rejects.toMatchObject({ status: 404 });
    await expect(ask(strict, 'PUT', '/images')).rejects.toMatchObject({
      status: 405,
      headers: { Allow: 'GET, POST' },
    });
    await expect(ask(strict, 'GET', '/nothing')).rejects.toMatchObject({ status: 404 });
  });

  it('chooses by the body action, and refuses one it does not have', async () => {
    const router = new Router();
    for (const action of ['os-start', 'os-stop'])
      router.connect('POST', '/servers/:id/action', answer(action), { action });
    expect(await ask(router, 'POST', '/servers/1/action', { 'os-stop': null })).toMatchObject({
      name: 'os-stop',
    });
    await expect(ask(router, 'POST', '/servers/1/action', { nope: 1 })).rejects.toMatchObject({
      status: 400,
    });
    await expect(ask(router, 'POST', '/servers/1/action', { a: 1, b: 2 })).rejects.toMatchObject({
      status: 400,
    });
    await expect(ask(router, 'POST', '/servers/1/action', [])).rejects.toMatchObject({ status: 400 });
  });

  it('chooses by microversion, and refuses ranges that overlap', async () => {
    const router = new Router({ versionOf: (request) => Number(request.headers.get('x-version')) });
    router.connect('GET', '/a', answer('old'), { versions: { max: 2035 } });
    router.connect('GET', '/a', answer('new'), { versions: { min: 2036, max: 2040 } });
    expect(() => router.connect('GET', '/a', answer('third'), { versions: { min: 2040 } })).toThrow(/overlaps/);
    const at = async (version: number) => {
      const request = Request.blank('/a');
      request.headers.set('X-Version', String(version));
      return (await router.application(request)).json();
    };
    expect(await at(2035)).toMatchObject({ name: 'old' });
    expect(await at(2036)).toMatchObject({ name: 'new' });
    await expect(at(2041)).rejects.toMatchObject({ status: 404 });
  });
});
