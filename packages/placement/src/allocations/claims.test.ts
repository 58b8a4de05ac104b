// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { claimBody, makeProvider, testPlacement, type TestPlacement, withMariadb } from '../test-support.js';

const open: TestPlacement[] = [];
afterEach(async () => {
  for (const placement of open.splice(0)) await placement.close();
});

async function started(url?: string): Promise<TestPlacement> {
  // Between processes chance decides who is first; how often one may be last is not what these tests are about.
  const values = { placement: { allocation_conflict_retry_count: 1000 } };
  const placement = await testPlacement(url === undefined ? { values } : { url, values });
  open.push(placement);
  return placement;
}

/** Claims one VCPU for as many consumers as are told, at the same time, in turn at each of the services. */
async function claimAtOnce(services: readonly TestPlacement[], provider: string, count: number): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      services[index % services.length]!.ask('PUT', `/allocations/${randomUUID()}`, {
        json: claimBody({ [provider]: { VCPU: 1 } }),
      }),
    ),
  );
  return answers.map(({ status }) => status).sort();
}

const outcome = [...Array.from({ length: 25 }, () => 204), ...Array.from({ length: 15 }, () => 409)];

async function checkRows(placement: TestPlacement, provider: string): Promise<void> {
  const { client } = placement.database;
  expect(await client.allocation.aggregate({ _sum: { used: true }, _count: true })).toEqual({
    _sum: { used: 25 },
    _count: 25,
  });
  expect(await client.consumer.count()).toBe(25);
  expect(await client.consumer.count({ where: { generation: 1 } })).toBe(25);
  const { generation } = await client.resourceProvider.findUniqueOrThrow({ where: { uuid: provider } });
  // One for the inventory, one for each claim.
  expect(generation).toBe(26);
}

describe('forty claims at once for room of twenty-five', () => {
  it('give it to exactly twenty-five on SQLite', async () => {
    const placement = await started();
    const provider = await makeProvider(placement, { name: 'host', inventories: { VCPU: { total: 25 } } });
    expect(await claimAtOnce([placement], provider, 40)).toEqual(outcome);
    await checkRows(placement, provider);
  });

  it('give it to exactly twenty-five on MariaDB', async () => {
    await withMariadb(async (url) => {
      const placement = await started(url);
      const provider = await makeProvider(placement, { name: 'host', inventories: { VCPU: { total: 25 } } });
      expect(await claimAtOnce([placement], provider, 40)).toEqual(outcome);
      await checkRows(placement, provider);
      await open.pop()?.close();
    });
  });

  it('give it to exactly twenty-five where several services share one MariaDB', async () => {
    await withMariadb(async (url) => {
      const services = [await started(url), await started(url), await started(url)];
      const provider = await makeProvider(services[0]!, { name: 'host', inventories: { VCPU: { total: 25 } } });
      expect(await claimAtOnce(services, provider, 40)).toEqual(outcome);
      await checkRows(services[0]!, provider);
      for (const placement of open.splice(0)) await placement.close();
    });
  });
});

describe('one consumer that is claimed for several times at once', () => {
  it('gets one claim; the others saw a consumer that was not there yet', async () => {
    const placement = await started();
    const provider = await makeProvider(placement, { name: 'host', inventories: { VCPU: { total: 25 } } });
    const consumer = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        placement.ask('PUT', `/allocations/${consumer}`, { json: claimBody({ [provider]: { VCPU: 2 } }) }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 7 }, () => 409)]);
    const refused = answers.filter(({ status }) => status === 409);
    for (const answer of refused)
      expect(answer.json()).toMatchObject({ errors: [{ code: 'placement.concurrent_update' }] });
    expect(await placement.database.client.allocation.findMany({ select: { used: true } })).toEqual([{ used: 2 }]);
  });
});

describe('claims of two providers in different orders at once', () => {
  it('neither wait for each other for ever nor leave a half of one', async () => {
    await withMariadb(async (url) => {
      const services = [await started(url), await started(url)];
      const inventories = { VCPU: { total: 10 } };
      const a = await makeProvider(services[0]!, { name: 'a', inventories });
      const b = await makeProvider(services[0]!, { name: 'b', inventories });
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, index) => {
          const [first, second] = index % 2 === 0 ? ([a, b] as const) : ([b, a] as const);
          return services[index % 2]!.ask('PUT', `/allocations/${randomUUID()}`, {
            json: claimBody({ [first]: { VCPU: 1 }, [second]: { VCPU: 1 } }),
          });
        }),
      );
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(10);
      const { client } = services[0]!.database;
      const sums = await client.allocation.groupBy({ by: ['resourceProviderId'], _sum: { used: true } });
      expect(sums.map(({ _sum: sum }) => sum.used)).toEqual([10, 10]);
      for (const placement of open.splice(0)) await placement.close();
    });
  });
});
