// SPDX-License-Identifier: Apache-2.0
import { InvalidTarget } from '../errors.js';

/** What a Nest pattern says: `exchange/topic/namespace/method`. Parts that are empty are the defaults. */
export interface RpcPattern {
  readonly exchange: string | undefined;
  readonly topic: string;
  readonly namespace: string | undefined;
  readonly method: string;
}

/** @throws InvalidTarget for what has not four parts, a topic and a method */
export function parsePattern(pattern: string): RpcPattern {
  const parts = pattern.split('/');
  const [exchange = '', topic = '', namespace = '', method = ''] = parts;
  if (parts.length !== 4 || topic === '' || method === '')
    throw new InvalidTarget(`A pattern is exchange/topic/namespace/method, not '${pattern}'`, {});
  return {
    exchange: exchange === '' ? undefined : exchange,
    topic,
    namespace: namespace === '' ? undefined : namespace,
    method,
  };
}
