// SPDX-License-Identifier: Apache-2.0
import { type ClientRequest, EndpointNotFound, KeystoneUnavailable, ServiceUnreachable } from '@stackport/keystone';
import { PlacementAPIConnectFailure } from '../errors/placement.js';

/** An answer that was read. */
export interface PlacementAnswer {
  readonly status: number;
  readonly text: string;
  /** Whether the status is below 400. */
  readonly isOk: boolean;
}

/** Placement's errors have codes beside their texts. */
export interface PlacementFault {
  readonly code: string | undefined;
  readonly detail: string;
}

interface Question {
  readonly version: string;
  readonly method?: string;
  readonly json?: unknown;
}

/** Carries requests to placement, with nova's own token: a session of `[placement]`, or a service of the same process. */
export interface PlacementTransport {
  request(request: ClientRequest): Promise<{ readonly status: number; text(): Promise<string> }>;
}

/** Requests to placement in nova's own name, each in the microversion that it needs. */
export class PlacementSession {
  readonly #session: PlacementTransport;
  readonly #requestId: string | undefined;

  /** @param requestId - of the request on whose behalf this asks */
  constructor(session: PlacementTransport, requestId?: string) {
    this.#session = session;
    this.#requestId = requestId;
  }

  inRequest(requestId: string): PlacementSession {
    return new PlacementSession(this.#session, requestId);
  }

  /** Answers of every status are returned. Rejects with `PlacementAPIConnectFailure` where there is none. */
  async send(path: string, { version, method = 'GET', json }: Question): Promise<PlacementAnswer> {
    try {
      const answer = await this.#session.request({
        method,
        path,
        headers: {
          'openstack-api-version': `placement ${version}`,
          ...(this.#requestId === undefined ? {} : { 'x-openstack-request-id': this.#requestId }),
        },
        ...(json === undefined ? {} : { json }),
      });
      const text = await answer.text();
      return { status: answer.status, text, isOk: answer.status < 400 };
    } catch (error) {
      if (
        error instanceof EndpointNotFound ||
        error instanceof ServiceUnreachable ||
        error instanceof KeystoneUnavailable
      )
        throw new PlacementAPIConnectFailure({ cause: error });
      throw error;
    }
  }
}

/** The first error of an answer; its text as it is where it is none of placement's. */
export function faultOf({ text }: PlacementAnswer): PlacementFault {
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly { code?: string; detail?: string }[] };
    return { code: errors?.[0]?.code, detail: errors?.[0]?.detail ?? text };
  } catch {
    return { code: undefined, detail: text };
  }
}

/** A document of placement's, which is trusted to be what its microversion says. */
export function documentOf({ text }: PlacementAnswer): unknown {
  return JSON.parse(text) as unknown;
}

/** A segment of a path. */
export const segment = encodeURIComponent;
