// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { MakeAsk, RouteAsk } from '../policy-fixture.js';

export type Asks = Readonly<Record<string, RouteAsk | MakeAsk>>;
export type Make = () => Promise<string>;

export const about =
  (makes: readonly Make[], body?: unknown): MakeAsk =>
  async () => {
    const path: string[] = [];
    for (const make of makes) path.push(await make());
    return { path, ...(body === undefined ? {} : { body }) };
  };
export const always =
  (value: string): Make =>
  () =>
    Promise.resolve(value);

/** The five operations of a resource that has no owner. @param values - body of a new one. @param changes - of a change */
export function resource(
  path: string,
  name: string,
  make: Make,
  { values, changes }: { readonly values: MakeValues; readonly changes: object },
): Asks {
  return {
    [`GET ${path}`]: {},
    [`POST ${path}`]: async () => ({ body: { [name]: await values() } }),
    [`GET ${path}/{}`]: about([make]),
    [`PATCH ${path}/{}`]: about([make], { [name]: changes }),
    [`DELETE ${path}/{}`]: about([make]),
  };
}
export type MakeValues = () => object | Promise<object>;

export const named = (more: object = {}): MakeValues => {
  return () => ({ name: randomUUID(), ...more });
};
export const renamed = { description: 'new' };
