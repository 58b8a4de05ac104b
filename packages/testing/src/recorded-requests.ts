// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

/** A request that a Python service was recorded to answer, and the answer. */
export interface RecordedRequest {
  readonly seq: number;
  readonly section: string;
  /** Whose token it has. */
  readonly as: string | null;
  readonly method: string;
  readonly path: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly request_body: string | null;
  readonly status: number;
  readonly response_headers: readonly (readonly [string, string])[];
  readonly response_body: string;
}

/** Those of cinder in the order in which they were asked; of some of them nothing was kept. */
export function recordedCinderRequests(): readonly RecordedRequest[] {
  return recordedRequests('cinder');
}

/** Those of nova in the order in which they were asked; of some of them nothing was kept. */
export function recordedNovaRequests(): readonly RecordedRequest[] {
  return recordedRequests('nova');
}

/** Those of keystone in the order in which they were asked; of some of them nothing was kept. */
export function recordedIdentityRequests(): readonly RecordedRequest[] {
  return recordedRequests('keystone');
}

/** Those of glance in the order in which they were asked; of some of them nothing was kept. */
export function recordedGlanceRequests(): readonly RecordedRequest[] {
  return recordedRequests('glance');
}

function recordedRequests(service: string): readonly RecordedRequest[] {
  return readFileSync(new URL(`../reference/golden/${service}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedRequest);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** Which of our ids stands for which recorded one. */
export class RecordedIds {
  readonly #ours = new Map<string, string>();

  set(recorded: string, ours: string): void {
    if (!this.#ours.has(recorded)) this.#ours.set(recorded, ours);
  }

  /** The recorded ones that have one of ours. */
  get known(): readonly (readonly [recorded: string, ours: string])[] {
    return [...this.#ours];
  }

  /** A text with our ids in place of the recorded ones. */
  translate(text: string): string {
    return text.replace(UUID, (id) => this.#ours.get(id) ?? id);
  }

  /** Learns from two answers of one shape which ids are the same. */
  learn(recorded: unknown, ours: unknown): void {
    if (isId(recorded) && isId(ours)) this.set(recorded, ours);
    else if (typeof recorded === 'object' && recorded !== null && typeof ours === 'object' && ours !== null)
      for (const [name, value] of Object.entries(recorded)) this.learn(value, (ours as Record<string, unknown>)[name]);
  }
}

/** What is another in every run: times, ids of requests, secrets that were made up. */
export function steady(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?=")/g, '<time>')
    .replace(/req-[0-9a-f-]{36}/g, '<request>')
    .replace(/"auth_key": ?"[0-9a-f]{16}"/g, '"auth_key": "<secret>"');
}

/** The paths at which two values differ, with both values. */
export function differences(theirs: unknown, ours: unknown, path = ''): string[] {
  if (typeof theirs === 'object' && theirs !== null && typeof ours === 'object' && ours !== null) {
    const [left, right] = [theirs as Record<string, unknown>, ours as Record<string, unknown>];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((name) =>
      differences(left[name], right[name], `${path}/${name}`),
    );
  }
  return Object.is(theirs, ours) ? [] : [`${path}: ${JSON.stringify(theirs)} is ${JSON.stringify(ours)} here`];
}
