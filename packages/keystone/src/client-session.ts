// SPDX-License-Identifier: Apache-2.0
import type { Readable } from 'node:stream';
import type { Logger } from '@stackport/config';
import { EndpointNotFound } from './errors.js';
import type { HttpTransport, TransportResponse } from './http-transport.js';
import type { IssuedToken, OwnToken } from './own-token.js';
import { type EndpointFilter, ServiceCatalog } from './service-catalog.js';

/** The part of a request context that a request on somebody's behalf needs. */
export interface OnBehalfOf {
  readonly authToken?: string | undefined;
  readonly requestId: string;
  readonly globalRequestId?: string | undefined;
  readonly serviceCatalog: readonly unknown[];
}

export interface ClientSessionInit {
  readonly transport: HttpTransport;
  readonly endpoint: EndpointFilter;
  /** Used whatever a catalog says. */
  readonly endpointOverride?: string | undefined;
  /** For requests in this service's own name. */
  readonly ownToken?: OwnToken | undefined;
  /** Its token goes along as X-Service-Token with requests on a user's behalf: `[service_user]`. */
  readonly serviceToken?: OwnToken | undefined;
  readonly userAgent?: string | undefined;
  readonly logger: Logger;
}

export interface ClientRequest {
  /** GET by default. */
  readonly method?: string;
  /** Below the endpoint: `/volumes/detail`. */
  readonly path: string;
  /** URL of the endpoint for this request alone, whatever the session or a catalog says. */
  readonly endpoint?: string | undefined;
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`. */
  readonly json?: unknown;
  /** Sent as it is; one of `json` and `body`. */
  readonly body?: string | Uint8Array | Readable;
  /** With that user's token and catalog; in this service's own name without it. */
  readonly onBehalfOf?: OnBehalfOf;
  readonly signal?: AbortSignal;
}

/** An answer, whatever its status. The body is to be read or dropped. */
export class ClientResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly #body: TransportResponse['body'];

  constructor(response: TransportResponse) {
    this.status = response.statusCode;
    this.headers = response.headers;
    this.#body = response.body;
  }

  get body(): Readable {
    return this.#body;
  }

  text(): Promise<string> {
    return this.#body.text();
  }

  json(): Promise<unknown> {
    return this.#body.json();
  }

  /** Reads the body to its end without keeping it, so that the connection can be used again. */
  async drop(): Promise<void> {
    await this.#body.dump();
  }
}

/** HTTP to one other service, with tokens and request ids: keystoneauth's Adapter over a Session. */
export class ClientSession {
  readonly #init: ClientSessionInit;

  constructor(init: ClientSessionInit) {
    this.#init = init;
  }

  /**
   * Sends a request. Answers of every status are returned; our own token is renewed once on a 401.
   * @throws EndpointNotFound; ServiceUnreachable; KeystoneUnavailable when our own token cannot be had.
   */
  async request(what: ClientRequest): Promise<ClientResponse> {
    const repeatable = what.body === undefined || typeof what.body === 'string' || what.body instanceof Uint8Array;
    for (let attempt = 0; ; attempt += 1) {
      const own = what.onBehalfOf === undefined ? await this.#init.ownToken?.get() : undefined;
      const service = what.onBehalfOf?.authToken === undefined ? undefined : await this.#init.serviceToken?.get();
      const response = await this.#send(what, own, service);
      const ours = own ?? service;
      if (response.statusCode !== 401 || ours === undefined || attempt > 0 || !repeatable)
        return new ClientResponse(response);
      await response.body.dump();
      (own === undefined ? this.#init.serviceToken : this.#init.ownToken)?.invalidate(ours);
    }
  }

  async close(): Promise<void> {
    await this.#init.transport.close();
  }

  #send(
    what: ClientRequest,
    own: IssuedToken | undefined,
    service: IssuedToken | undefined,
  ): Promise<TransportResponse> {
    const { onBehalfOf: user, method = 'GET' } = what;
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': this.#init.userAgent ?? 'stackport',
    };
    if (what.json !== undefined) headers['content-type'] = 'application/json';
    for (const [name, value] of Object.entries(what.headers ?? {})) headers[name.toLowerCase()] = value;
    const token = user?.authToken ?? own?.text;
    if (token !== undefined) headers['x-auth-token'] = token;
    if (service !== undefined) headers['x-service-token'] = service.text;
    if (user !== undefined) headers['x-openstack-request-id'] = user.globalRequestId ?? user.requestId;
    const catalog = user === undefined ? own?.catalog : new ServiceCatalog(user.serviceCatalog);
    const url = this.#url(what, catalog);
    this.#init.logger.debug(`REQ: ${method} ${url}`);
    const body = what.json === undefined ? what.body : JSON.stringify(what.json);
    return this.#init.transport.send({ method, url, headers, body, signal: what.signal });
  }

  #url(what: ClientRequest, catalog: ServiceCatalog | undefined): string {
    const base = what.endpoint ?? this.#init.endpointOverride ?? catalog?.urlFor(this.#init.endpoint);
    if (base === undefined) throw new EndpointNotFound(`There is no endpoint for ${this.#init.endpoint.serviceType}`);
    const url = new URL(base.replace(/\/+$/, '') + what.path);
    for (const [name, value] of Object.entries(what.query ?? {}))
      for (const one of typeof value === 'string' ? [value] : (value ?? [])) url.searchParams.append(name, one);
    return url.href;
  }
}
