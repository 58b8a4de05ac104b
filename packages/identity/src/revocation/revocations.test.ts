// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RevocationEvent, RevocationSubject } from './revocation-event.js';
import type { RevocationRepository, StoredEvent } from './revocation-repository.js';
import { Revocations } from './revocations.js';

/** Events of all processes, in memory. */
class Table {
  readonly events: StoredEvent[] = [];
  reads = 0;

  async listAfter(id: number): Promise<StoredEvent[]> {
    this.reads += 1;
    return this.events.filter((event) => event.id > id);
  }
  async add(event: RevocationEvent): Promise<StoredEvent> {
    const stored = { ...event, id: this.events.length + 1 };
    this.events.push(stored);
    return stored;
  }
  async prune(before: Date): Promise<void> {
    this.events.splice(0, this.events.length, ...this.events.filter(({ revokedAt }) => revokedAt >= before.getTime()));
  }
}

function processes(table: Table, clock: { now: number }): Revocations {
  const repository = table as unknown as RevocationRepository;
  return new Revocations({ repository, now: () => clock.now, longestLife: 10_000 });
}

const token = (given: Partial<RevocationSubject>): RevocationSubject => ({
  auditId: 'a',
  auditChainId: 'c',
  userId: 'u',
  projectId: 'p',
  domainIds: ['d'],
  issuedAt: 50,
  ...given,
});

describe('revocation events', () => {
  it('of this process hold at once, those of another within a second', async () => {
    const [table, clock] = [new Table(), { now: 100 }];
    const [ours, theirs] = [processes(table, clock), processes(table, clock)];
    expect(await theirs.isRevoked(token({}))).toBe(false);
    await ours.revoke({ userId: 'u' });
    expect(await ours.isRevoked(token({}))).toBe(true);
    clock.now += 999;
    expect(await theirs.isRevoked(token({}))).toBe(false);
    clock.now += 1;
    expect(await theirs.isRevoked(token({}))).toBe(true);
  });

  it('are read once for any number of tokens', async () => {
    const [table, clock] = [new Table(), { now: 100 }];
    const revocations = processes(table, clock);
    await Promise.all(Array.from({ length: 50 }, () => revocations.isRevoked(token({}))));
    expect(table.reads).toBe(1);
  });

  it('leave tokens alone that were issued later or are about something else', async () => {
    const revocations = processes(new Table(), { now: 100 });
    await revocations.revoke({ userId: 'u', projectId: 'p' });
    expect(await revocations.isRevoked(token({ issuedAt: 101 }))).toBe(false);
    expect(await revocations.isRevoked(token({ projectId: 'q' }))).toBe(false);
    expect(await revocations.isRevoked(token({ userId: 'v' }))).toBe(false);
    expect(await revocations.isRevoked(token({}))).toBe(true);
  });

  it('reach the domains of scope, user and project', async () => {
    const revocations = processes(new Table(), { now: 100 });
    await revocations.revoke({ domainId: 'e' });
    expect(await revocations.isRevoked(token({ domainIds: ['d', 'e'] }))).toBe(true);
    expect(await revocations.isRevoked(token({ domainIds: ['d'] }))).toBe(false);
  });

  it('are forgotten when no living token can fit them', async () => {
    const [table, clock] = [new Table(), { now: 100 }];
    const revocations = processes(table, clock);
    await revocations.revoke({ userId: 'u' });
    clock.now += 20_000;
    await revocations.revoke({ userId: 'v' });
    expect(table.events.map(({ userId }) => userId)).toEqual(['v']);
    expect(await revocations.isRevoked(token({}))).toBe(false);
  });

  it('are found whatever they are found by', async () => {
    const value = fc.constantFrom('1', '2');
    const event = fc.record(
      { auditId: value, auditChainId: value, userId: value, projectId: value, domainId: value, trustId: value },
      { requiredKeys: ['userId'] },
    );
    const subject = fc.record({
      auditId: value,
      auditChainId: value,
      userId: value,
      projectId: value,
      domainIds: fc.array(value),
      trustId: value,
      issuedAt: fc.constant(0),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event), subject, async (events, one) => {
        const revocations = processes(new Table(), { now: 100 });
        for (const each of events) await revocations.revoke(each);
        const fits = events.some((each) =>
          Object.entries(each).every(([key, wanted]) =>
            key === 'domainId' ? one.domainIds.includes(wanted) : (one as Record<string, unknown>)[key] === wanted,
          ),
        );
        expect(await revocations.isRevoked(one)).toBe(fits);
      }),
    );
  });
});
