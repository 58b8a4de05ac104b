// SPDX-License-Identifier: Apache-2.0
import type { Client } from '../database/identity-database.js';
import type { RevocationEvent as Row } from '../generated/mysql/client.js';
import type { RevocationEvent } from './revocation-event.js';

export type StoredEvent = RevocationEvent & { readonly id: number };

export class RevocationRepository {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Events with a greater id, in their order. */
  async listAfter(id: number): Promise<StoredEvent[]> {
    return (await this.#client.revocationEvent.findMany({ where: { id: { gt: id } }, orderBy: { id: 'asc' } })).map(
      toEvent,
    );
  }

  async listSince(time: Date): Promise<StoredEvent[]> {
    return (
      await this.#client.revocationEvent.findMany({ where: { revokedAt: { gte: time } }, orderBy: { id: 'asc' } })
    ).map(toEvent);
  }

  async add(event: RevocationEvent): Promise<StoredEvent> {
    const { issuedBefore, expiresAt, revokedAt, ...rest } = event;
    return toEvent(
      await this.#client.revocationEvent.create({
        data: {
          ...rest,
          issuedBefore: new Date(issuedBefore),
          expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
          revokedAt: new Date(revokedAt),
        },
      }),
    );
  }

  /** Forgets events that no living token can fit any more. */
  async prune(before: Date): Promise<void> {
    await this.#client.revocationEvent.deleteMany({ where: { revokedAt: { lt: before } } });
  }
}

function toEvent(row: Row): StoredEvent {
  const { id, issuedBefore, expiresAt, revokedAt, ...rest } = row;
  const given = Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== null),
  ) as Partial<RevocationEvent>;
  return {
    ...given,
    id,
    issuedBefore: issuedBefore.getTime(),
    revokedAt: revokedAt.getTime(),
    ...(expiresAt === null ? {} : { expiresAt: expiresAt.getTime() }),
  };
}
