// SPDX-License-Identifier: Apache-2.0
import { UnsupportedEnvelopeVersion } from './errors.js';
import { parseJson } from './json.js';
import { isVersionCompatible } from './version.js';

const VERSION = '2.0';
const VERSION_KEY = 'oslo.version';
const MESSAGE_KEY = 'oslo.message';

/** A message as it stands inside its envelope. */
export type Message = Record<string, unknown>;

/** The body of a message: in an envelope of version 2.0, or, as version 1.0, bare. */
export function packMessage(message: Message, envelope = true): string {
  const text = JSON.stringify(message);
  return envelope ? JSON.stringify({ [VERSION_KEY]: VERSION, [MESSAGE_KEY]: text }) : text;
}

/**
 * The message of a body. One without both keys of an envelope is the message itself.
 * @throws SyntaxError for what is no JSON, TypeError for what is no object, UnsupportedEnvelopeVersion.
 */
export function unpackMessage(body: string): Message {
  const outer = asObject(parseJson(body));
  if (!(VERSION_KEY in outer && MESSAGE_KEY in outer)) return outer;
  const version = String(outer[VERSION_KEY]);
  if (!isVersionCompatible(VERSION, version)) throw new UnsupportedEnvelopeVersion(version);
  return asObject(parseJson(String(outer[MESSAGE_KEY])));
}

function asObject(value: unknown): Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('The body of a message must be an object');
  return value as Message;
}

const CONTEXT_PREFIX = '_context_';

/** Adds the request context to a message, key by key. */
export function packContext(message: Message, context: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(context)) message[CONTEXT_PREFIX + key] = value;
}

/** Takes the request context out of a message. */
export function unpackContext(message: Message): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  for (const key of Object.keys(message)) {
    if (!key.startsWith(CONTEXT_PREFIX)) continue;
    context[key.slice(CONTEXT_PREFIX.length)] = message[key];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the rest of the message is the request
    delete message[key];
  }
  return context;
}
