// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import {
  type ClientRequest,
  type ClientResponse,
  type ClientSession,
  EndpointNotFound,
  KeystoneUnavailable,
  ServiceUnreachable,
} from '@stackport/keystone';
import { Forbidden, InvalidInput, NovaError } from '../errors/base.js';
import { CinderAPIVersionNotAvailable, CinderConnectionFailed, ClientException } from '../errors/volume.js';
import { onBehalf } from '../on-behalf.js';

type Document = Readonly<Record<string, unknown>>;

export interface Question {
  readonly path: string;
  readonly method?: string;
  readonly json?: unknown;
  /** `3.44`; that of 3.0 without one. */
  readonly microversion?: string;
}

/** What a refusal is to the caller: 404 and 413 are of what was asked for. `message` is the Block Storage service's own. */
export interface Refusals {
  readonly notFound?: (message: string) => NovaError;
  readonly overLimit?: (message: string) => NovaError;
}

/** Requests to the Block Storage API; refusals are nova's errors (nova 26, volume/cinder.py, translate_cinder_exception). */
export class CinderSession {
  readonly #session: Pick<ClientSession, 'request'>;
  readonly #template: string | undefined;

  /** @param endpointTemplate - URL with `%(project_id)s` and other values of the context in it */
  constructor(session: Pick<ClientSession, 'request'>, endpointTemplate?: string) {
    this.#session = session;
    this.#template = endpointTemplate;
  }

  /** Rejects with `CinderConnectionFailed`, `InvalidInput`, `Forbidden`, `ClientException` and those of `refusals`. */
  async send(context: RequestContext, question: Question, refusals: Refusals = {}): Promise<Document> {
    const response = await this.#request(context, question);
    const text = await response.text();
    const body = parsed(text);
    if (response.status < 400) return body;
    throw refusalOf(response, body, question, refusals);
  }

  async #request(context: RequestContext, { path, method, json, microversion }: Question): Promise<ClientResponse> {
    const request: ClientRequest = {
      path,
      ...(method === undefined ? {} : { method }),
      ...(json === undefined ? {} : { json }),
      ...(microversion === undefined ? {} : { headers: { 'openstack-api-version': `volume ${microversion}` } }),
      endpoint: this.#template === undefined ? undefined : filledIn(this.#template, context),
    };
    try {
      return await this.#session.request(onBehalf(context, request));
    } catch (error) {
      if (
        error instanceof ServiceUnreachable ||
        error instanceof EndpointNotFound ||
        error instanceof KeystoneUnavailable
      )
        throw new CinderConnectionFailed(error.message, { cause: error });
      throw error;
    }
  }
}

function refusalOf(response: ClientResponse, body: Document, question: Question, refusals: Refusals): NovaError {
  const { status } = response;
  const message = messageOf(body) ?? 'n/a';
  if (status === 404 && refusals.notFound !== undefined) return refusals.notFound(message);
  if (status === 413 && refusals.overLimit !== undefined) return refusals.overLimit(message);
  if (status === 406 && question.microversion !== undefined)
    return new CinderAPIVersionNotAvailable(question.microversion);
  const id = response.headers['x-compute-request-id'];
  const whole = `${message} (HTTP ${status})${typeof id === 'string' ? ` (Request-ID: ${id})` : ''}`;
  if (status === 400) return new InvalidInput(whole);
  if (status === 403) return new Forbidden(whole);
  return new ClientException(status, whole);
}

function messageOf(body: Document): string | undefined {
  const fault = 'message' in body ? body : Object.values(body)[0];
  const message = (fault as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : undefined;
}

function parsed(text: string): Document {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Document) : {};
  } catch {
    return {};
  }
}

function filledIn(template: string, context: RequestContext): string {
  const values: Document = { ...context.toDict(), project_id: context.projectId, user_id: context.userId };
  return template.replace(/%\((\w+)\)s/g, (_whole, name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : 'None';
  });
}
