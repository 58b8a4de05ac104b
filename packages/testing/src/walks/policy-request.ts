// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import type { MakeAsk, PolicyAsk, PolicyFixture, WalkCaller } from './policy-fixture.js';
import { fillPath, type WalkRoute } from './walk-route.js';

/** What a route is asked about: made anew where something has changed since, or where the ask is another for each caller. */
export class FreshObjects {
  readonly #make: MakeAsk;
  readonly #fixture: PolicyFixture;
  #made: { readonly ask: PolicyAsk; readonly state: ReadonlyMap<string, string> } | undefined;

  constructor(make: MakeAsk, fixture: PolicyFixture) {
    this.#make = make;
    this.#fixture = fixture;
  }

  async for(caller: WalkCaller): Promise<{ readonly ask: PolicyAsk; readonly state: ReadonlyMap<string, string> }> {
    const { settled, state } = this.#fixture;
    const isOne = this.#make.length === 0;
    if (isOne && this.#made !== undefined && changedParts(this.#made.state, state()).length === 0) return this.#made;
    const ask = await this.#make(caller);
    await settled?.();
    return (this.#made = { ask, state: state() });
  }
}

/** Sends a request to a route. Throws `Error` where a placeholder has nothing. */
export function sendAsk(
  route: WalkRoute,
  { path: values = [], query = '', body, headers = {} }: PolicyAsk,
  { client }: WalkCaller,
  fixture: PolicyFixture,
): Promise<Answer> {
  const rest = [...values];
  const filled = fillPath(route.path, (placeholder) => {
    const value = rest.shift();
    if (value === undefined) throw new Error(`nothing for :${placeholder}`);
    return value;
  });
  const content =
    body === undefined ? {} : body instanceof Uint8Array || typeof body === 'string' ? { body } : { json: body };
  return client.send(route.method, filled + query, {
    headers: { ...fixture.headers?.(route), ...headers },
    ...content,
  });
}

/** What is not as it was, by the names of a fixture's state. */
export function changedParts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...after].filter(([part, text]) => before.get(part) !== text).map(([part]) => part);
}
