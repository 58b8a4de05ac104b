// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { announcesBody } from './node-request.js';
import { RequestBody } from './request-body.js';

/** One request under way on a connection. */
export interface Exchange {
  readonly socket: Socket;
  /** Whether the application waits for bytes that the client has not sent. */
  readonly starved: boolean;
}

/** A node:http message with its answer to come. */
export class NodeExchange implements Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly socket: Socket;
  /** What the application reads; undefined where no body was announced. */
  readonly body: RequestBody | undefined;
  #awaitsContinue: boolean;

  /** @param expectsContinue - the client sends the body when it has been told to (`Expect: 100-continue`). */
  constructor(incoming: IncomingMessage, outgoing: ServerResponse, expectsContinue: boolean) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.socket = incoming.socket;
    this.#awaitsContinue = expectsContinue;
    if (announcesBody(incoming))
      this.body = new RequestBody(incoming, expectsContinue ? () => this.#continue() : undefined);
    // A connection that breaks shows as `close`; without a listener an `error` would end the process.
    outgoing.on('error', ignore);
  }

  get starved(): boolean {
    return this.body?.starved ?? false;
  }

  /** Whether the client still waits to be told that it may send its body. */
  get awaitsContinue(): boolean {
    return this.#awaitsContinue;
  }

  #continue(): void {
    if (!this.outgoing.headersSent) this.outgoing.writeContinue();
    this.#awaitsContinue = false;
  }
}

function ignore(): void {
  // See where it is used.
}
