// SPDX-License-Identifier: Apache-2.0
import type { IncomingMessage } from 'node:http';
import { Response } from './response.js';

/** eventlet 0.33, wsgi.py `MAX_REQUEST_LINE`: method, target, version and line end, in bytes. */
const MAX_REQUEST_LINE = 8192;

/** Without another byte for so long, the client is taken to have stopped sending. */
const QUIET_SECONDS = 3;
const DRAIN_SECONDS = 60;

/** eventlet's answer to a request line or a header line that is too long; undefined where all are short enough. */
export function lineTooLong(incoming: IncomingMessage, maxHeaderLine: number): Response | undefined {
  const target = incoming.url?.length ?? 0;
  if (target + (incoming.method?.length ?? 0) + ' HTTP/1.1\r\n '.length >= MAX_REQUEST_LINE) return new Response(414);
  const raw = incoming.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const length = (raw[i] as string).length + (raw[i + 1] as string).length + ': \r\n'.length;
    if (length >= maxHeaderLine) return new Response(400);
  }
  return undefined;
}

/**
 * Reads and drops what is left of a request's body. A client that is still sending sees the answer only when it has
 * sent everything, and a closed connection instead of it otherwise.
 * @param limit - bytes
 * @returns whether the end was reached within the limit and a minute, and without a long silence.
 */
export function drainRequest(incoming: IncomingMessage, limit: number): Promise<boolean> {
  if (incoming.complete && incoming.readableLength === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    let dropped = 0;
    const finish = (reachedEnd: boolean): void => {
      clearTimeout(timer);
      clearTimeout(quiet);
      incoming.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      resolve(reachedEnd);
    };
    const onData = (chunk: Buffer): void => {
      dropped += chunk.length;
      quiet.refresh();
      if (dropped > limit) finish(false);
    };
    const onEnd = (): void => finish(true);
    const onClose = (): void => finish(incoming.complete);
    const timer = setTimeout(finish, DRAIN_SECONDS * 1000, false);
    const quiet = setTimeout(finish, QUIET_SECONDS * 1000, false);
    if (incoming.destroyed) finish(incoming.complete);
    else incoming.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose).resume();
  });
}
