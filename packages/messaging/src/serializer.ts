// SPDX-License-Identifier: Apache-2.0
import { hasToDict, toPrimitive } from './json.js';

export type MaybePromise<T> = T | Promise<T>;

/** Makes messages of what services work with, and back: oslo_messaging.Serializer. */
export interface Serializer {
  serializeContext(context: unknown): Record<string, unknown>;
  deserializeContext(context: Record<string, unknown>): unknown;
  serializeEntity(context: unknown, entity: unknown): unknown;
  deserializeEntity(context: unknown, entity: unknown): MaybePromise<unknown>;
}

/** Entities as JSON has them; a context is a dictionary, or tells its own (`toDict`). */
export class NoOpSerializer implements Serializer {
  serializeContext(context: unknown): Record<string, unknown> {
    if (typeof context !== 'object' || context === null) return {};
    return toPrimitive(hasToDict(context) ? context.toDict() : context) as Record<string, unknown>;
  }

  deserializeContext(context: Record<string, unknown>): unknown {
    return context;
  }

  serializeEntity(_context: unknown, entity: unknown): unknown {
    return toPrimitive(entity);
  }

  deserializeEntity(_context: unknown, entity: unknown): MaybePromise<unknown> {
    return entity;
  }
}
