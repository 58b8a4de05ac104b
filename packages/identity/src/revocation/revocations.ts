// SPDX-License-Identifier: Apache-2.0
import { EVENT_KEYS, revokes, valuesOf, type RevocationEvent, type RevocationSubject } from './revocation-event.js';
import type { RevocationRepository, StoredEvent } from './revocation-repository.js';

export interface RevocationsInit {
  readonly repository: RevocationRepository;
  readonly now: () => number;
  /** Milliseconds for which a token can live: older events are forgotten. */
  readonly longestLife: number;
  /** Milliseconds after which the events of other processes are looked for; our own hold at once. */
  readonly refreshInterval?: number;
}

/**
 * The revocation events of all processes, kept in memory and refreshed when a token is checked and the last look is
 * longer ago than the interval (a second): one query for what is new, whatever the number of tokens checked.
 */
export class Revocations {
  readonly #init: RevocationsInit;
  readonly #interval: number;
  readonly #events = new Map<string, StoredEvent[]>();
  #known = new Set<number>();
  #lastId = 0;
  #refreshedAt = -Infinity;
  #prunedAt: number;
  #refreshing: Promise<void> | undefined;

  constructor(init: RevocationsInit) {
    this.#init = init;
    this.#interval = init.refreshInterval ?? 1000;
    this.#prunedAt = init.now();
  }

  /** Whether an event revokes the token. */
  async isRevoked(token: RevocationSubject): Promise<boolean> {
    if (this.#init.now() - this.#refreshedAt >= this.#interval) await this.refresh();
    return this.isKnownRevoked(token);
  }

  /** As `isRevoked`, over the events known in this moment. */
  isKnownRevoked(token: RevocationSubject): boolean {
    if (this.#events.size === 0) return false;
    return EVENT_KEYS.some((key) =>
      valuesOf(token, key).some(
        (value) => this.#events.get(`${key}:${value}`)?.some((event) => revokes(event, token)) ?? false,
      ),
    );
  }

  /** Whether what is known is young enough to go by. */
  get isFresh(): boolean {
    return this.#init.now() - this.#refreshedAt < this.#interval;
  }

  /** Stores an event; it holds in this process when the promise is fulfilled. At least one value must be given. */
  async revoke(
    event: Omit<RevocationEvent, 'issuedBefore' | 'revokedAt'> & { readonly issuedBefore?: number },
  ): Promise<void> {
    const now = this.#init.now();
    this.#remember(await this.#init.repository.add({ issuedBefore: now, ...event, revokedAt: now }));
    await this.#prune();
  }

  /** All events that are remembered, or those since a time. */
  list(since = new Date(0)): Promise<RevocationEvent[]> {
    return this.#init.repository.listSince(since);
  }

  refresh(): Promise<void> {
    this.#refreshing ??= this.#load().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #load(): Promise<void> {
    const asked = this.#init.now();
    for (const event of await this.#init.repository.listAfter(this.#lastId)) this.#remember(event);
    this.#refreshedAt = asked;
  }

  #remember(event: StoredEvent): void {
    if (this.#known.has(event.id)) return;
    const key = EVENT_KEYS.find((name) => event[name] !== undefined);
    if (key === undefined) return;
    const place = `${key}:${event[key] ?? ''}`;
    this.#events.set(place, [...(this.#events.get(place) ?? []), event]);
    this.#known.add(event.id);
    // Ours may come before one with a smaller id that another process is about to commit: leave a gap to look at again.
    this.#lastId = Math.max(this.#lastId, event.id - 100);
  }

  async #prune(): Promise<void> {
    const now = this.#init.now();
    if (now - this.#prunedAt < this.#init.longestLife) return;
    this.#prunedAt = now;
    await this.#init.repository.prune(new Date(now - this.#init.longestLife));
    this.#events.clear();
    this.#known = new Set();
    this.#lastId = 0;
    await this.#load();
  }
}
