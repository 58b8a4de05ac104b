// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { type Logger, silentLogger } from '@stackport/config';
import { compileLogFormat, defaultLogFormat, logTime } from './access-log.js';
import type { Application } from './application.js';
import { answerError } from './error-response.js';
import { type Exchange, NodeExchange } from './node-exchange.js';
import { toRequest } from './node-request.js';
import type { Request } from './request.js';
import { drainRequest, lineTooLong } from './request-limits.js';
import { RequestPool } from './request-pool.js';
import type { Response } from './response.js';
import { discard, writeResponse } from './response-writer.js';

export interface BridgeOptions {
  readonly scheme?: 'http' | 'https';
  readonly logger?: Logger;
  /** Whether a connection stays open after an answer. */
  readonly keepAlive?: boolean;
  /** Bytes of one header line, its end included; longer ones are refused with 400. */
  readonly maxHeaderLine?: number;
  /** Requests that are answered at a time; further ones wait. */
  readonly poolSize?: number;
  /** Python format of the access line; see `compileLogFormat`. */
  readonly logFormat?: string;
  /** Bytes of an unread request body that are read and dropped, so that the client sees the early answer. */
  readonly drainLimit?: number;
}

/** Is told of each request's begin and end: what a graceful shutdown waits for. */
export interface ExchangeObserver {
  begin(exchange: Exchange): void;
  end(exchange: Exchange): void;
  /** Whether the server is ending: answers say `Connection: close` then. */
  readonly draining: boolean;
}

/** Answers node:http(s) messages by an application. */
export class NodeBridge {
  readonly #application: Application;
  readonly #scheme: 'http' | 'https';
  readonly #keepAlive: boolean;
  readonly #maxHeaderLine: number;
  readonly #drainLimit: number;
  readonly #pool: RequestPool;
  readonly #accessLog: Logger;
  readonly #formatLine: ReturnType<typeof compileLogFormat>;
  readonly #observer: ExchangeObserver | undefined;

  /** @throws RangeError for a log format that names an unknown value. */
  constructor(application: Application, options: BridgeOptions = {}, observer?: ExchangeObserver) {
    this.#application = application;
    this.#scheme = options.scheme ?? 'http';
    this.#keepAlive = options.keepAlive ?? true;
    this.#maxHeaderLine = options.maxHeaderLine ?? 16_384;
    this.#drainLimit = options.drainLimit ?? 64 * 1024 * 1024;
    this.#pool = new RequestPool(options.poolSize ?? 1000);
    this.#accessLog = (options.logger ?? silentLogger).named('eventlet.wsgi.server');
    this.#formatLine = compileLogFormat(options.logFormat ?? defaultLogFormat);
    this.#observer = observer;
  }

  /** Listener for `request`. */
  readonly onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void this.#exchange(incoming, outgoing, false);
  };

  /** Listener for `checkContinue`: `100 Continue` is sent when the application starts to read the body. */
  readonly onCheckContinue = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    void this.#exchange(incoming, outgoing, true);
  };

  async #exchange(incoming: IncomingMessage, outgoing: ServerResponse, expectsContinue: boolean): Promise<void> {
    const exchange = new NodeExchange(incoming, outgoing, expectsContinue);
    const logged = this.#accessLog.isEnabledFor('info')
      ? { started: performance.now(), before: exchange.socket.bytesWritten }
      : undefined;
    this.#observer?.begin(exchange);
    const place = this.#pool.enter();
    if (place !== undefined) await place;
    try {
      await this.#answer(exchange);
    } catch (error) {
      // Nothing is left that could be answered: the client must see that this was not the whole.
      this.#accessLog.error('The answer broke off', error);
      exchange.socket.destroy();
    } finally {
      this.#pool.leave();
      this.#observer?.end(exchange);
      if (logged !== undefined)
        this.#logAccess(incoming, outgoing, exchange.socket.bytesWritten - logged.before, logged.started);
    }
  }

  async #answer(exchange: NodeExchange): Promise<void> {
    const { incoming, outgoing, body } = exchange;
    const refused = lineTooLong(incoming, this.#maxHeaderLine);
    if (refused !== undefined) {
      await this.#send(refused, exchange, true, false);
      return;
    }
    let request: Request | undefined;
    let response: Response;
    try {
      request = toRequest(incoming, this.#scheme, body);
      response = await this.#application(request);
    } catch (error) {
      response = answerError(error, request, this.#accessLog);
    }
    if (outgoing.destroyed || exchange.socket.destroyed) {
      if (response.body instanceof Readable) discard(response.body);
      return;
    }
    const unread = body !== undefined && !incoming.complete;
    const close =
      unread && (exchange.awaitsContinue || Number(incoming.headers['content-length'] ?? 0) > this.#drainLimit);
    try {
      const sent = this.#send(response, exchange, close, unread);
      if (sent !== undefined) await sent;
    } catch (error) {
      if (outgoing.headersSent) throw error;
      await this.#send(answerError(error, request, this.#accessLog), exchange, close, unread);
    }
    if (!unread) return;
    body.destroy();
    const drained = !exchange.awaitsContinue && (await drainRequest(incoming, this.#drainLimit));
    if (!drained) outgoing.once('finish', () => exchange.socket.destroySoon());
    outgoing.end();
  }

  #send(
    response: Response,
    { incoming, outgoing }: NodeExchange,
    close: boolean,
    hold: boolean,
  ): Promise<void> | undefined {
    const last =
      close ||
      !this.#keepAlive ||
      !outgoing.shouldKeepAlive ||
      this.#observer?.draining === true ||
      response.headers.get('connection')?.toLowerCase() === 'close';
    // As eventlet does: `keep-alive` is said only to those who asked for it, as HTTP/1.1 needs no word for it.
    const connection = last
      ? 'close'
      : incoming.headers.connection?.toLowerCase() === 'keep-alive'
        ? 'keep-alive'
        : undefined;
    return writeResponse(response, outgoing, { method: incoming.method ?? 'GET', connection, hold });
  }

  #logAccess(incoming: IncomingMessage, outgoing: ServerResponse, bytes: number, started: number): void {
    const forwarded = incoming.headers['x-forwarded-for']?.toString().replaceAll(' ', '') ?? '';
    const address = incoming.socket.remoteAddress ?? '';
    this.#accessLog.info(
      this.#formatLine({
        client_ip: forwarded === '' ? address : `${forwarded},${address}`,
        client_port: incoming.socket.remotePort ?? 0,
        date_time: logTime(new Date()),
        request_line: `${incoming.method ?? ''} ${incoming.url ?? ''} HTTP/${incoming.httpVersion}`,
        status_code: outgoing.statusCode,
        body_length: bytes,
        wall_seconds: (performance.now() - started) / 1000,
      }),
    );
  }
}
