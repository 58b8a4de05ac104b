// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { RequestContext } from '@stackport/context';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CinderDatabase } from '../database.js';
import { OverQuota } from '../errors/base.js';
import { InvalidQuotaValue, QuotaResourceUnknown, VolumeLimitExceeded } from '../errors/quotas.js';
import { describeOverQuota } from './over-quota.js';
import type { QuotaEngine } from './quota-engine.js';
import { ReservationCleaner } from './reservation-cleaner.js';
import { createQuotas, insertVolume, openTestDatabase, providers, type TestDatabase } from './test-support.js';
import { silentLogger } from '@stackport/config';

describe.each(providers)('quotas on %s', (provider) => {
  let opened: TestDatabase;
  let database: CinderDatabase;
  let quotas: QuotaEngine;
  let context: RequestContext;
  const project = (): string => context.projectId ?? '';

  beforeAll(async () => {
    opened = await openTestDatabase(provider);
    database = opened.database;
    quotas = createQuotas(database);
  });
  afterAll(() => opened.close());
  const newProject = (): void => {
    context = new RequestContext({ projectId: randomUUID(), userId: 'u' });
  };

  async function usage(resource: string): Promise<{ inUse: number; reserved: number } | undefined> {
    const row = await database.client.quotaUsage.findFirst({ where: { projectId: project(), resource } });
    return row === null ? undefined : { inUse: row.inUse, reserved: row.reserved };
  }
  const createVolume = (size: number): Promise<string> => volumeOf(quotas, size);
  async function volumeOf(engine: QuotaEngine, size: number): Promise<string> {
    const reservations = await engine.reserve(context, { volumes: 1, gigabytes: size });
    return database.transaction(async (tx) => {
      const id = await insertVolume(tx, { projectId: project(), size });
      await engine.commit(context, reservations, { transaction: tx });
      return id;
    });
  }

  it('reserves, commits and rolls back', async () => {
    newProject();
    const reservations = await quotas.reserve(context, { volumes: 1, gigabytes: 5 });
    expect(reservations).toHaveLength(2);
    expect(await usage('gigabytes')).toEqual({ inUse: 0, reserved: 5 });
    await quotas.commit(context, reservations);
    expect(await usage('gigabytes')).toEqual({ inUse: 5, reserved: 0 });
    // Once is enough, whichever message comes twice.
    await quotas.commit(context, reservations);
    await quotas.rollback(context, reservations);
    expect(await usage('gigabytes')).toEqual({ inUse: 5, reserved: 0 });
    await quotas.rollback(context, await quotas.reserve(context, { volumes: 2 }));
    expect(await usage('volumes')).toEqual({ inUse: 1, reserved: 0 });
  });

  it('gives back only when it is committed, and never below 0', async () => {
    newProject();
    await createVolume(3);
    const back = await quotas.reserve(context, { volumes: -1, gigabytes: -30 });
    expect(await usage('gigabytes')).toEqual({ inUse: 3, reserved: 0 });
    await quotas.commit(context, back);
    expect(await usage('gigabytes')).toEqual({ inUse: 0, reserved: 0 });
    expect(await usage('volumes')).toEqual({ inUse: 0, reserved: 0 });
  });

  it('refuses what goes over, and takes nothing of it', async () => {
    newProject();
    const engine = createQuotas(database, { quota_volumes: 2, quota_gigabytes: 10 });
    await volumeOf(engine, 8);
    const error = await engine.reserve(context, { volumes: 1, gigabytes: 3 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OverQuota);
    expect(error).toMatchObject({
      overs: ['gigabytes'],
      quotas: { volumes: 2, gigabytes: 10 },
      usages: { gigabytes: { inUse: 8, reserved: 0 }, volumes: { inUse: 1, reserved: 0 } },
    });
    expect(describeOverQuota(error as OverQuota, { resource: 'volumes', size: 3 }).message).toBe(
      'Requested volume or snapshot exceeds allowed gigabytes quota. Requested 3G, quota is 10G and 8G has been consumed.',
    );
    const many = await engine.reserve(context, { volumes: 5 }).catch((thrown: unknown) => thrown);
    expect(describeOverQuota(many as OverQuota, { resource: 'volumes' })).toEqual(
      new VolumeLimitExceeded({ allowed: 2 }),
    );
    expect(await database.client.reservation.count({ where: { projectId: project(), deleted: false } })).toBe(0);
  });

  it('counts rows that were there before, but not what the service made for itself', async () => {
    newProject();
    await insertVolume(database.client, { projectId: project(), size: 7 });
    const own = await insertVolume(database.client, { projectId: project(), size: 7 });
    await database.client.volume.update({ where: { id: own }, data: { useQuota: false } });
    const target = await insertVolume(database.client, { projectId: project(), size: 7 });
    await database.client.volume.update({ where: { id: target }, data: { migrationStatus: 'target:x' } });
    await quotas.reserve(context, { gigabytes: 1 });
    expect(await usage('gigabytes')).toEqual({ inUse: 7, reserved: 1 });
  });

  it('goes by the project, then the default class, then the options; unknown names are refused', async () => {
    newProject();
    const time = new Date();
    const limit = async (): Promise<number | undefined> =>
      (await quotas.limits.of(project(), await quotas.limits.resources('volumes'))).get('snapshots');
    expect(await limit()).toBe(10);
    const row = await database.client.quotaClass.create({
      data: { className: 'default', resource: 'snapshots', hardLimit: 7, createdAt: time },
    });
    expect(await limit()).toBe(7);
    await database.client.quota.create({ data: { projectId: project(), resource: 'snapshots', hardLimit: 3 } });
    expect(await limit()).toBe(3);
    await database.client.quotaClass.delete({ where: { id: row.id } });
    await expect(quotas.reserve(context, { servers: 1 })).rejects.toThrow(new QuotaResourceUnknown(['servers']));
    await expect(quotas.reserve(context, { per_volume_gigabytes: 1 })).rejects.toBeInstanceOf(QuotaResourceUnknown);
  });

  it('checks plain limits', async () => {
    newProject();
    const engine = createQuotas(database, { per_volume_size_limit: 5 });
    await engine.limitCheck(context, { per_volume_gigabytes: 5 });
    await expect(engine.limitCheck(context, { per_volume_gigabytes: 6 })).rejects.toBeInstanceOf(OverQuota);
    await expect(engine.limitCheck(context, { per_volume_gigabytes: -1 })).rejects.toBeInstanceOf(InvalidQuotaValue);
    await quotas.limitCheck(context, { per_volume_gigabytes: 100_000 });
  });

  it('has limits of a volume type, which follow its name', async () => {
    newProject();
    const id = randomUUID();
    await database.client.volumeType.create({ data: { id, name: `fast${id}` } });
    const deltas = await quotas.addVolumeTypeOptions(context, { volumes: 1, gigabytes: 4, backups: 1 }, id);
    expect(deltas).toEqual({
      volumes: 1,
      gigabytes: 4,
      backups: 1,
      [`volumes_fast${id}`]: 1,
      [`gigabytes_fast${id}`]: 4,
    });
    await quotas.commit(context, await quotas.reserve(context, deltas));
    await database.transaction(async (tx) => {
      await tx.volumeType.update({ where: { id }, data: { name: `slow${id}` } });
      await quotas.renameVolumeType(tx, `fast${id}`, `slow${id}`);
    });
    expect(await usage(`gigabytes_slow${id}`)).toEqual({ inUse: 4, reserved: 0 });
    expect(await usage(`gigabytes_fast${id}`)).toBeUndefined();
  });

  it('gives expired reservations back, at start too; a commit that comes late still counts its row', async () => {
    newProject();
    const old = { expire: new Date(Date.now() - 5000) };
    await quotas.reserve(context, { volumes: 2 }, old);
    const late = await quotas.reserve(context, { volumes: 1 }, old);
    const kept = await quotas.reserve(context, { volumes: 1 });
    const cleaner = new ReservationCleaner({ quotas, interval: 3600, logger: silentLogger });
    await cleaner.start();
    await cleaner.stop();
    expect(await usage('volumes')).toEqual({ inUse: 0, reserved: 1 });
    await quotas.commit(context, late);
    await quotas.commit(context, late);
    expect(await usage('volumes')).toEqual({ inUse: 1, reserved: 1 });
    await quotas.rollback(context, kept);
    expect(await usage('volumes')).toEqual({ inUse: 1, reserved: 0 });
  });

  it('counts anew after until_refresh reservations, after max_age seconds, and when it is below 0', async () => {
    newProject();
    const spoil = (inUse: number): Promise<unknown> =>
      database.client.quotaUsage.updateMany({ where: { projectId: project(), resource: 'volumes' }, data: { inUse } });
    await createVolume(1);
    await spoil(-3);
    await quotas.rollback(context, await quotas.reserve(context, { volumes: 1 }));
    expect(await usage('volumes')).toEqual({ inUse: 1, reserved: 0 });
    await spoil(6);
    const refreshing = createQuotas(database, { until_refresh: 2 });
    for (const expected of [6, 6, 1]) {
      await quotas.rollback(context, await refreshing.reserve(context, { volumes: 1 }));
      expect(await usage('volumes')).toEqual({ inUse: expected, reserved: 0 });
    }
    await spoil(6);
    await database.client.quotaUsage.updateMany({ where: { projectId: project() }, data: { untilRefresh: null } });
    const aging = createQuotas(database, { max_age: 60 }, () => Date.now() + 120_000);
    await quotas.rollback(context, await aging.reserve(context, { volumes: 1 }));
    expect(await usage('volumes')).toEqual({ inUse: 1, reserved: 0 });
  });

  it('is at one with the rows after any concurrent creates, deletes, failures and deaths; never above the limit', async () => {
    const step = fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      // `dies` after it reserved: nothing is committed nor rolled back.
      what: fc.constantFrom('create', 'create', 'create and delete', 'fails', 'dies'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        newProject();
        const engine = createQuotas(database, { quota_volumes: 6, quota_gigabytes: 12 });
        let refused = 0;
        await Promise.all(
          steps.map(async ({ size, what }) => {
            try {
              if (what === 'dies' || what === 'fails') {
                const expire = new Date(Date.now() - 2000);
                const held = await engine.reserve(context, { volumes: 1, gigabytes: size }, { expire });
                if (what === 'fails') await engine.rollback(context, held);
                return;
              }
              const id = await volumeOf(engine, size);
              if (what === 'create') return;
              const back = await engine.reserve(context, { volumes: -1, gigabytes: -size });
              await database.transaction(async (tx) => {
                await tx.volume.update({ where: { id }, data: { deleted: true } });
                await engine.commit(context, back, { transaction: tx });
              });
            } catch (error) {
              if (!(error instanceof OverQuota)) throw error;
              refused += 1;
            }
          }),
        );
        await engine.expireReservations();
        const rows = await database.client.volume.findMany({ where: { projectId: project(), deleted: false } });
        const size = rows.reduce((sum, row) => sum + (row.size ?? 0), 0);
        expect(rows.length).toBeLessThanOrEqual(6);
        expect(size).toBeLessThanOrEqual(12);
        expect(await usage('volumes')).toEqual({ inUse: rows.length, reserved: 0 });
        expect(await usage('gigabytes')).toEqual({ inUse: size, reserved: 0 });
        expect(refused).toBeLessThan(steps.length);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
