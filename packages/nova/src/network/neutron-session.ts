// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import {
  type ClientResponse,
  type ClientSession,
  EndpointNotFound,
  KeystoneUnavailable,
  ServiceUnreachable,
} from '@stackport/keystone';
import { Forbidden } from '../errors/base.js';
import { NeutronClientException } from '../errors/network.js';
import { onBehalf } from '../on-behalf.js';

/** Something of the Networking API. */
export type Resource = Readonly<Record<string, unknown>>;

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whose rights a request is made with: a binding to a host, for one, is not the user's to see or to change. */
export type Who = 'user' | 'nova';

/** Addresses have a limit in length: so many ids in one question at most, as upstream has it. */
const MOST_IDS = 160;

/** Requests to the Networking API v2.0. */
export class NeutronSession {
  readonly #session: Pick<ClientSession, 'request'>;
  readonly #isPrivileged: boolean;

  /** @param isPrivileged - whether the session has credentials of its own */
  constructor(session: Pick<ClientSession, 'request'>, isPrivileged: boolean) {
    this.#session = session;
    this.#isPrivileged = isPrivileged;
  }

  canAsk({ authToken }: RequestContext): boolean {
    return this.#isPrivileged || authToken !== undefined;
  }

  get(context: RequestContext, who: Who, path: string, query?: Query): Promise<Resource> {
    return this.#send(context, who, 'GET', path, undefined, query);
  }

  /**
   * A collection's members: `ports` with `network_id`. A filter with no values at all finds nothing.
   * @param each - a filter that may have any number of values
   */
  async list(
    context: RequestContext,
    who: Who,
    collection: string,
    query: Query,
    each?: readonly [name: string, values: readonly string[]],
  ): Promise<readonly Resource[]> {
    const [name, values] = each ?? [];
    if (name === undefined || values === undefined) return this.#page(context, who, collection, query);
    const found: Resource[] = [];
    const unique = [...new Set(values)];
    for (let start = 0; start < unique.length; start += MOST_IDS)
      found.push(
        ...(await this.#page(context, who, collection, { ...query, [name]: unique.slice(start, start + MOST_IDS) })),
      );
    return found;
  }

  post(context: RequestContext, who: Who, path: string, json: Resource): Promise<Resource> {
    return this.#send(context, who, 'POST', path, json);
  }

  put(context: RequestContext, who: Who, path: string, json: Resource): Promise<Resource> {
    return this.#send(context, who, 'PUT', path, json);
  }

  async delete(context: RequestContext, who: Who, path: string): Promise<void> {
    await this.#send(context, who, 'DELETE', path);
  }

  async #page(context: RequestContext, who: Who, collection: string, query: Query): Promise<readonly Resource[]> {
    const answer = await this.get(context, who, `/${collection}`, query);
    const members = answer[collection.replaceAll('-', '_')];
    return Array.isArray(members) ? (members as readonly Resource[]) : [];
  }

  async #send(
    context: RequestContext,
    who: Who,
    method: string,
    path: string,
    json?: Resource,
    query?: Query,
  ): Promise<Resource> {
    const request = {
      method,
      path: `/v2.0${path}`,
      ...(json === undefined ? {} : { json }),
      ...(query === undefined ? {} : { query }),
    };
    const isOwn = who === 'nova' && this.#isPrivileged;
    let response: ClientResponse;
    try {
      response = await this.#session.request(
        isOwn ? { ...request, headers: { 'x-openstack-request-id': context.globalId } } : onBehalf(context, request),
      );
    } catch (error) {
      if (
        error instanceof ServiceUnreachable ||
        error instanceof EndpointNotFound ||
        error instanceof KeystoneUnavailable
      )
        throw new NeutronClientException(0, 'ConnectionFailed', `Connection to neutron failed: ${error.message}`, {
          cause: error,
        });
      throw error;
    }
    const text = await response.text();
    if (response.status < 400) return text === '' ? {} : (JSON.parse(text) as Resource);
    throw refusalOf(response.status, text);
  }
}

function refusalOf(status: number, text: string): Error {
  let fault: { readonly type?: unknown; readonly message?: unknown } = {};
  try {
    const { NeutronError: error } = JSON.parse(text) as { NeutronError?: unknown };
    fault = typeof error === 'object' && error !== null ? error : { message: error };
  } catch {
    // A proxy's page, and no fault of neutron's.
  }
  const kind = typeof fault.type === 'string' ? fault.type : '';
  const message = typeof fault.message === 'string' ? fault.message : text.slice(0, 300);
  if (status === 401 || status === 403) return new Forbidden(message);
  return new NeutronClientException(status, kind, message);
}
