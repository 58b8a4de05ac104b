// SPDX-License-Identifier: Apache-2.0
import type { BootedNova } from '../boot-nova.js';
import type { Answer, Client } from '../client.js';
import type { NovaObjects } from '../walks/nova/nova-objects.js';

/** A Compute service as it is asked in one microversion. */
export interface World {
  readonly nova: BootedNova;
  readonly objects: NovaObjects;
  /** An administrator and a member of the project that owns the objects. */
  readonly admin: Client;
  readonly member: Client;
}

/** A microversion, and what is seen of it on the wire. */
export interface MicroversionRow {
  /** `2.9` */
  readonly version: string;
  readonly title: string;
  /** Asks in a microversion about fresh objects, and resolves to what is looked at in the answers. */
  readonly look: (world: World) => Promise<unknown>;
  /** What is seen just below it, and what at it. */
  readonly before: unknown;
  readonly since: unknown;
}

type Document = Readonly<Record<string, unknown>>;

/** What stands under the one name of an answer: a server, a list of servers. */
export function document(answer: Answer): Document {
  return first(answer) as Document;
}

export function list(answer: Answer): readonly Document[] {
  return first(answer) as readonly Document[];
}

function first(answer: Answer): unknown {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return Object.values(answer.json() as Document)[0];
}

/** Which of some names an object has. */
export function present(object: Document | undefined, ...names: readonly string[]): readonly string[] {
  return names.filter((name) => object !== undefined && Object.hasOwn(object, name));
}

/** A row for a route or a value that is refused below a microversion; `before` is the status of the refusal. */
export function allowedSince(
  version: string,
  title: string,
  before: number,
  since: number,
  ask: (world: World) => Promise<Answer>,
): MicroversionRow {
  return { version, title, before, since, look: async (world) => (await ask(world)).status };
}

/** A row for names that the object under the one name of an answer has from a microversion on. */
export function shownSince(
  version: string,
  title: string,
  names: readonly string[],
  find: (world: World) => Promise<Document | undefined>,
): MicroversionRow {
  return { version, title, before: [], since: names, look: async (world) => present(await find(world), ...names) };
}
