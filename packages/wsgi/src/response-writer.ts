// SPDX-License-Identifier: Apache-2.0
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Response } from './response.js';
import { type BodyLength, writeHead } from './response-head.js';

/** A stream that gave more or fewer bytes than the answer's Content-Length promised, or failed on its way. */
export class TornResponseError extends Error {
  override readonly name = 'TornResponseError';
}

const ONE_WRITE_BYTES = 32_768;

export interface Writing {
  /** The request's method: an answer to HEAD has the headers of GET and no body. */
  readonly method: string;
  /** The value of the `Connection` field; undefined for none. */
  readonly connection?: 'close' | 'keep-alive' | undefined;
  /** Leaves the end of the message (`outgoing.end()`) to the caller. */
  readonly hold?: boolean;
}

/**
 * Writes a response. A stream's head is written with its first byte, so that a stream which fails before that rejects while another
 * answer can still be given (`outgoing.headersSent` is false). The stream is pulled as fast as the client reads, and
 * destroyed when the client goes away, which is no error: the promise is fulfilled then.
 * Rejects with `TornResponseError`, or what the stream failed with.
 */
export function writeResponse(
  response: Response,
  outgoing: ServerResponse,
  writing: Writing,
): Promise<void> | undefined {
  const { status, headers, body } = response;
  if (!Number.isInteger(status) || status < 200 || status > 999)
    throw new RangeError(`${status} is no status of a final response`);
  const bodiless = status === 204 || status === 304 || writing.method === 'HEAD';
  if (body instanceof Readable) {
    if (!bodiless) return pump(response, body, outgoing, writing);
    discard(body);
  }
  const bytes = body instanceof Readable ? null : body;
  let length: BodyLength = bytes?.byteLength ?? 0;
  // RFC 9110, 8.6: no length with 204; with HEAD and 304 the one of the body that GET would have.
  if (status === 204) length = 'none';
  else if (bodiless && (bytes === null || headers.has('content-length'))) length = 'declared';
  writeHead(response, outgoing, length, writing.connection);
  write(outgoing, bodiless ? null : bytes, writing.hold === true);
  return undefined;
}

function write(outgoing: ServerResponse, bytes: Uint8Array | null, hold: boolean): void {
  if (hold) {
    if (bytes !== null && bytes.byteLength > 0) outgoing.write(bytes);
    else outgoing.flushHeaders();
  } else if (bytes === null) outgoing.end();
  else if (bytes.byteLength > ONE_WRITE_BYTES) outgoing.end(bytes);
  // node sends head and body in one system call only where both are strings of the same kind; latin1 is byte for byte.
  else outgoing.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 'latin1');
}

function pump(response: Response, body: Readable, outgoing: ServerResponse, writing: Writing): Promise<void> {
  const declared = contentLength(response);
  // An answer that waits behind another one (pipelining) has no socket of its own yet, so its request's is watched.
  const { socket } = outgoing.req;
  let written = 0;
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      body.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      outgoing.off('drain', onDrain);
      socket.off('close', onGone);
      if (!body.destroyed) discard(body);
      if (error === undefined && writing.hold !== true) outgoing.end();
      if (error === undefined) resolve();
      else
        reject(
          error instanceof Error ? error : new TornResponseError('The body of the answer failed', { cause: error }),
        );
    };
    const onData = (data: Uint8Array | string): void => {
      const chunk = typeof data === 'string' ? Buffer.from(data) : data;
      try {
        if (!outgoing.headersSent) writeHead(response, outgoing, 'declared', writing.connection);
      } catch (error) {
        settle(error);
        return;
      }
      written += chunk.byteLength;
      if (declared !== undefined && written > declared) {
        settle(new TornResponseError(`The body of the answer is longer than its Content-Length of ${declared} bytes`));
        return;
      }
      if (!outgoing.write(chunk)) body.pause();
    };
    const onEnd = (): void => {
      if (declared !== undefined && written < declared) {
        settle(
          new TornResponseError(`The body of the answer has ${written} bytes of the ${declared} in its Content-Length`),
        );
        return;
      }
      try {
        if (!outgoing.headersSent) writeHead(response, outgoing, 'declared', writing.connection);
        settle();
      } catch (error) {
        settle(error);
      }
    };
    const onError = (error: unknown): void => settle(error);
    const onClose = (): void => settle(new TornResponseError('The body of the answer was closed before its end'));
    const onDrain = (): void => void body.resume();
    const onGone = (): void => settle();

    if (body.errored !== null) settle(body.errored);
    else if (body.readableEnded) onEnd();
    else if (body.destroyed) onClose();
    else if (socket.destroyed) settle();
    else {
      outgoing.on('drain', onDrain);
      socket.on('close', onGone);
      body.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
    }
  });
}

function contentLength(response: Response): number | undefined {
  const value = response.headers.get('content-length');
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** Ends a stream that nobody will read; an error that this brings to light has nobody to go to. */
export function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}
