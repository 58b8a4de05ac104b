// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@stackport/config';
import type { ClientRequest, ClientResponse, ClientSession } from './client-session.js';
import { ServersFailed, ServiceUnreachable } from './errors.js';

export interface ServerRotationInit {
  readonly session: Pick<ClientSession, 'request' | 'close'>;
  /** URLs that take turns; the catalog's where there are none. */
  readonly servers: readonly string[];
  /** How often a request is tried again, beside the first time. */
  readonly retries: number;
  /** Milliseconds before that; 1000 by default. */
  readonly delay?: number;
  /** For the log: `glance`. */
  readonly service: string;
  readonly logger: Logger;
}

/**
 * Requests to several servers of one service in turn: what did not answer, or answered 503, is tried at the next one
 * (the GlanceClientWrapper of nova 26 and cinder 21).
 */
export class ServerRotation {
  readonly #init: ServerRotationInit;
  #next = 0;

  constructor(init: ServerRotationInit) {
    this.#init = init;
  }

  /**
   * Sends a request. Answers of every status but 503 are returned. A stream goes out once: what was read is gone.
   * @throws ServersFailed; EndpointNotFound, KeystoneUnavailable as the session does.
   */
  async request(what: ClientRequest): Promise<ClientResponse> {
    const { session, retries, delay = 1000, service, logger } = this.#init;
    const attempts = what.body instanceof Readable ? 1 : retries + 1;
    for (let attempt = 1; ; attempt += 1) {
      const endpoint = this.#server();
      let failure: string;
      let cause: unknown;
      try {
        const response = await session.request({ ...what, endpoint });
        if (response.status !== 503) return response;
        failure = `HTTP 503: ${(await response.text()).slice(0, 300)}`;
      } catch (error) {
        if (!(error instanceof ServiceUnreachable)) throw error;
        failure = error.message;
        cause = error;
      }
      if (attempt >= attempts) throw new ServersFailed(endpoint ?? '', failure, { cause });
      logger.warning(`Error contacting ${service} server, retrying: ${failure}`);
      await sleep(delay);
    }
  }

  async close(): Promise<void> {
    await this.#init.session.close();
  }

  #server(): string | undefined {
    const { servers } = this.#init;
    const server = servers[this.#next];
    this.#next = servers.length === 0 ? 0 : (this.#next + 1) % servers.length;
    return server;
  }
}
