// SPDX-License-Identifier: Apache-2.0
import { type Hash, createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashRequest } from './hash-messages.js';

// The body of a worker thread: computes the hashes of several uploads, each in the order of its bytes.
const hashes = new Map<number, Hash>();

function answerTo(request: HashRequest): HashAnswer | undefined {
  const hash = hashes.get(request.hash);
  switch (request.kind) {
    case 'start':
      hashes.set(request.hash, createHash(request.algorithm));
      return undefined;
    case 'update':
      hash?.update(new Uint8Array(request.memory, 0, request.length));
      return {};
    case 'digest':
      hashes.delete(request.hash);
      return { digest: hash?.digest('hex') ?? '' };
    case 'abandon':
      hashes.delete(request.hash);
      return undefined;
  }
}

parentPort?.on('message', (request: HashRequest) => {
  const answer = answerTo(request);
  if (answer !== undefined) parentPort?.postMessage(answer);
});
