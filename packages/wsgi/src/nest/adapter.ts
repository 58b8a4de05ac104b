// SPDX-License-Identifier: Apache-2.0
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { AbstractHttpAdapter } from '@nestjs/core';
import type { Application } from '../application.js';
import type { Request } from '../request.js';
import { Response } from '../response.js';
import { Router, type RouteDescription, type RouterOptions, type RouteSelector } from '../router.js';
import { Reply } from './reply.js';

/** Metadata key under which a handler's method carries its `RouteSelector`. */
export const ROUTE_SELECTOR = 'stackport:route-selector';

type NestHandler = (request: Request, reply: Reply, next: () => void) => unknown;

/** Nest asks its HTTP server for these two and keeps it; nothing here listens. */
class NoServer extends EventEmitter {
  address(): null {
    return null;
  }
}

/**
 * A Nest platform that does not listen: each route becomes a route of the leaf that its path's first segment names,
 * and `leaf(name)` is the application that a Paste factory returns. One service can so have several leaves (versions,
 * v2, v2.1), each mounted where the operator's ini file says, as often as it says.
 */
export class WsgiAdapter extends AbstractHttpAdapter<NoServer, Request, Reply> {
  readonly #leaves = new Map<string, Router>();
  readonly #options: RouterOptions;

  constructor(options: RouterOptions = {}) {
    super({});
    this.#options = options;
    const connect = (method: string) => (path: string, handler: NestHandler) => this.#connect(method, path, handler);
    this.setInstance({
      get: connect('GET'),
      post: connect('POST'),
      put: connect('PUT'),
      patch: connect('PATCH'),
      delete: connect('DELETE'),
      head: connect('HEAD'),
      options: connect('OPTIONS'),
    });
  }

  /** The application of a leaf. Throws `Error` for a leaf that no controller has a route in. */
  leaf(name: string): Application {
    const router = this.#leaves.get(name);
    if (router === undefined) throw new Error(`No route of this service is below /${name}`);
    return router.application;
  }

  /** Every route, with the leaf's name as first segment of its path. */
  get routes(): readonly RouteDescription[] {
    return [...this.#leaves].flatMap(([leaf, router]) =>
      router.routes.map((route) => ({ ...route, path: `/${leaf}${route.path === '/' ? '' : route.path}` })),
    );
  }

  #connect(method: string, path: string, handler: NestHandler): void {
    const [, leaf = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (leaf === '') throw new Error(`Route ${method} ${path} has no leaf as its first segment`);
    let router = this.#leaves.get(leaf);
    if (router === undefined) this.#leaves.set(leaf, (router = new Router(this.#options)));
    const selector = Reflect.getMetadata(ROUTE_SELECTOR, handler) as RouteSelector | undefined;
    router.connect(method, rest === '' ? '/' : rest, applicationOf(handler), selector);
  }

  override reply(reply: Reply, body: unknown, status?: number): void {
    if (body instanceof Response) {
      reply.send(body);
      return;
    }
    const code = status ?? reply.status;
    if (body instanceof StreamableFile) reply.send(new Response(code, reply.headers, body.getStream()));
    else if (body === undefined || body === null) reply.send(new Response(code, reply.headers));
    else if (body instanceof Uint8Array || body instanceof Readable)
      reply.send(new Response(code, reply.headers, body));
    else {
      if (!reply.headers.has('content-type')) reply.headers.set('Content-Type', 'application/json');
      reply.send(new Response(code, reply.headers, JSON.stringify(body)));
    }
  }

  override initHttpServer(): void {
    this.httpServer = new NoServer();
  }
  override async close(): Promise<void> {
    // There is no socket to close; the modules' own shutdown hooks have run.
  }
  override getType(): string {
    return 'wsgi';
  }
  isRouteOrderSensitive(): boolean {
    return true;
  }
  override getRequestHostname(request: Request): string {
    return request.host;
  }
  override getRequestMethod(request: Request): string {
    return request.method;
  }
  override getRequestUrl(request: Request): string {
    return request.url;
  }
  override status(reply: Reply, code: number): void {
    reply.status = code;
  }
  override end(reply: Reply, message?: string): void {
    reply.send(new Response(reply.status, reply.headers, message ?? null));
  }
  override redirect(reply: Reply, status: number, url: string): void {
    reply.headers.set('Location', url);
    reply.send(new Response(status, reply.headers));
  }
  override isHeadersSent(reply: Reply): boolean {
    return reply.sent;
  }
  override getHeader(reply: Reply, name: string): string | undefined {
    return reply.headers.get(name);
  }
  override setHeader(reply: Reply, name: string, value: string): void {
    reply.headers.set(name, value);
  }
  override appendHeader(reply: Reply, name: string, value: string): void {
    reply.headers.append(name, value);
  }

  // An unmatched path is answered by the leaf's router; errors by the filters that the service installs.
  override setErrorHandler(): void {
    /* see above */
  }
  override setNotFoundHandler(): void {
    /* see above */
  }
  override registerParserMiddleware(): void {
    // Bodies stay streams until a handler's parameter asks for JSON.
  }

  override render(): never {
    throw new Error('Views are plain functions here: there is no template engine');
  }
  override useStaticAssets(): never {
    throw new Error('A service has no static assets');
  }
  override setViewEngine(): never {
    throw new Error('Views are plain functions here: there is no template engine');
  }
  override enableCors(): never {
    throw new Error('CORS is a filter of the paste file (oslo_middleware.cors)');
  }
  override createMiddlewareFactory(): never {
    throw new Error('Middleware is a filter of the paste file');
  }
  override applyVersionFilter(): never {
    throw new Error('A microversion range is part of the operation, not Nest versioning');
  }
}

function applicationOf(handler: NestHandler): Application {
  return (request) =>
    new Promise((resolve, reject) => {
      // Nest's proxy catches what the handler throws and gives it to the service's exception filter.
      handler(request, new Reply(resolve, reject), () => undefined);
    });
}
