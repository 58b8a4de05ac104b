// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastCompletedPeriod } from '../../usage/audit-period.js';
import { cellDatabase, computeHost, serverOn } from '../test-hosts.js';
import { type AskOptions, type TestNova, testNova } from '../test-nova-api.js';

let nova: TestNova;
const servers: string[] = [];
const hour = (n: number): Date => new Date(Date.UTC(2026, 0, 1, n));
beforeAll(async () => {
  nova = await testNova({ values: { DEFAULT: { instance_usage_audit_period: 'day' } } });
  await computeHost(nova, 'one');
  await computeHost(nova, 'two');
  servers.push(
    await serverOn(nova, 'one', {
      launchedAt: hour(0),
      terminatedAt: hour(4),
      deleted: 1,
      vcpus: 2,
      displayName: 'gone',
    }),
  );
  servers.push(await serverOn(nova, 'one', { launchedAt: hour(1), vmState: 'active', projectId: 'def' }));
});
afterAll(() => nova.close());

async function ask(path: string, options: AskOptions = {}): Promise<[number, Record<string, unknown>]> {
  const { status, body } = await nova.ask('GET', `/v2.1${path}`, options);
  return [status, body as Record<string, unknown>];
}

const PERIOD = 'start=2026-01-01T02:00:00&end=2026-01-01T06:00:00';

describe('usage', () => {
  it('is counted within a period, by project', async () => {
    const [status, body] = await ask(`/os-simple-tenant-usage?${PERIOD}`);
    const ends = { start: '2026-01-01T02:00:00.000000', stop: '2026-01-01T06:00:00.000000' };
    expect([status, body]).toEqual([
      200,
      {
        tenant_usages: [
          {
            tenant_id: 'abc',
            total_local_gb_usage: 2,
            total_vcpus_usage: 4,
            total_memory_mb_usage: 256,
            total_hours: 2,
            ...ends,
          },
          {
            tenant_id: 'def',
            total_local_gb_usage: 4,
            total_vcpus_usage: 4,
            total_memory_mb_usage: 512,
            total_hours: 4,
            ...ends,
          },
        ],
      },
    ]);
    const [, detailed] = await ask(`/os-simple-tenant-usage?detailed=1&${PERIOD}`);
    expect(detailed).toMatchObject({
      tenant_usages: [{ server_usages: [{ instance_id: servers[0] }] }, { server_usages: [{}] }],
    });
  });

  it('is told of one project, to it', async () => {
    const [, body] = await ask(`/os-simple-tenant-usage/abc?${PERIOD}`, { as: 'demo:abc' });
    expect(body).toMatchObject({
      tenant_usage: {
        server_usages: [
          {
            ...{
              hours: 2,
              instance_id: servers[0],
              name: 'gone',
              tenant_id: 'abc',
              memory_mb: 128,
              local_gb: 1,
              vcpus: 2,
            },
            ...{ started_at: '2026-01-01T00:00:00.000000', ended_at: '2026-01-01T04:00:00.000000' },
            ...{ state: 'terminated', uptime: 4 * 3600 },
          },
        ],
      },
    });
    expect((await ask(`/os-simple-tenant-usage/def?${PERIOD}`, { as: 'demo:abc' }))[0]).toBe(403);
    expect(await ask('/os-simple-tenant-usage/nobody')).toEqual([200, { tenant_usage: {} }]);
  });

  it('has pages since 2.40', async () => {
    const [, body] = await ask(`/os-simple-tenant-usage?limit=1&${PERIOD}`, { version: '2.40' });
    const links = body.tenant_usages_links as { href: string }[];
    expect(new URL(links[0]?.href ?? '').searchParams.get('marker')).toBe(servers[0]);
    const [, next] = await ask(`/os-simple-tenant-usage?marker=${servers[0] ?? ''}&${PERIOD}`, { version: '2.40' });
    expect(next).toMatchObject({ tenant_usages: [{ tenant_id: 'def' }] });
    expect((await ask(`/os-simple-tenant-usage?marker=x&${PERIOD}`, { version: '2.40' }))[0]).toBe(400);
    expect((await ask(`/os-simple-tenant-usage?limit=1&${PERIOD}`, { version: '2.39' }))[1]).not.toHaveProperty(
      'tenant_usages_links',
    );
  });

  it('is refused for times that are none', async () => {
    expect((await ask('/os-simple-tenant-usage?start=yesterday'))[1]).toEqual({
      badRequest: { code: 400, message: 'Invalid datetime string: Datetime is in invalid format' },
    });
    expect((await ask('/os-simple-tenant-usage?start=2026-01-02T00:00:00&end=2026-01-01T00:00:00'))[1]).toEqual({
      badRequest: { code: 400, message: 'Invalid start time. The start time cannot occur after the end time.' },
    });
  });
});

describe('the audit log', () => {
  it('tells how far hosts are with the last period', async () => {
    const { taskLog } = (await cellDatabase(nova)).client;
    const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));
    const common = { taskName: 'instance_usage_audit', periodBeginning: day(4), periodEnding: day(5) };
    await taskLog.create({ data: { ...common, state: 'DONE', host: 'one', message: 'm', taskItems: 3, errors: 1 } });
    const [status, body] = await ask(`/os-instance_usage_audit_log/${encodeURIComponent('2026-01-05 12:00:00')}`);
    expect([status, body]).toEqual([
      200,
      {
        instance_usage_audit_log: {
          ...{ period_beginning: '2026-01-04 00:00:00', period_ending: '2026-01-05 00:00:00', num_hosts: 2 },
          ...{ num_hosts_done: 1, num_hosts_running: 0, num_hosts_not_run: 1, hosts_not_run: ['two'] },
          ...{ total_instances: 3, total_errors: 1, overall_status: '1 of 2 hosts done. 1 errors.' },
          log: { one: { state: 'DONE', instances: 3, errors: 1, message: 'm' } },
        },
      },
    ]);
    expect((await ask('/os-instance_usage_audit_log/nonsense'))[1]).toEqual({
      badRequest: { code: 400, message: 'Invalid timestamp for date nonsense' },
    });
    expect((await ask('/os-instance_usage_audit_log'))[1]).toMatchObject({
      instance_usage_audit_logs: { num_hosts: 2 },
    });
  });

  it.each([
    ['month', '2026-03-15T10:30:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z'],
    ['month@20', '2026-03-15T10:30:00Z', '2026-01-20T00:00:00Z', '2026-02-20T00:00:00Z'],
    ['month', '2026-03-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['year@6', '2026-03-15T10:30:00Z', '2024-06-01T00:00:00Z', '2025-06-01T00:00:00Z'],
    ['day@18', '2026-03-15T10:30:00Z', '2026-03-13T18:00:00Z', '2026-03-14T18:00:00Z'],
    ['hour', '2026-03-15T10:30:00Z', '2026-03-15T09:00:00Z', '2026-03-15T10:00:00Z'],
    ['hour@45', '2026-03-15T10:30:00Z', '2026-03-15T08:45:00Z', '2026-03-15T09:45:00Z'],
  ])('has a %s at %s that began at %s', (setting, before, begin, end) => {
    expect(lastCompletedPeriod(setting, new Date(before))).toEqual({ begin: new Date(begin), end: new Date(end) });
  });
});
