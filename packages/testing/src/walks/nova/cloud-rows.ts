// SPDX-License-Identifier: Apache-2.0
import type { NovaDatabases } from '@stackport/nova';
import { vi } from 'vitest';
import { bootNova } from '../../boot-nova.js';
import { NovaNeighbours } from './nova-neighbours.js';

type CellTables = Awaited<ReturnType<NovaDatabases['cells']['openOwn']>>['database']['client'];
type ApiTables = NovaDatabases['api']['client'];
type CellRow<Table extends 'instance' | 'instanceExtra' | 'instanceSystemMetadata' | 'service' | 'computeNode'> =
  Awaited<ReturnType<CellTables[Table]['findFirstOrThrow']>>;

export const HOSTS = ['anchor', 'next', 'wreck'] as const;

/** What a running Compute wrote of its hosts and of one server: what rows of others are made after. */
export interface CloudRows {
  readonly services: readonly CellRow<'service'>[];
  readonly nodes: readonly CellRow<'computeNode'>[];
  readonly flavor: Awaited<ReturnType<ApiTables['flavor']['findFirstOrThrow']>>;
  readonly instance: CellRow<'instance'>;
  readonly extra: CellRow<'instanceExtra'>;
  readonly systemMetadata: readonly CellRow<'instanceSystemMetadata'>[];
  /** As JSON. */
  readonly spec: string;
}

/** Runs a whole Compute until it has a server, and reads its rows. @param owner - project of the server */
export async function readCloudRows(owner: string, user: string): Promise<CloudRows> {
  const neighbours = await NovaNeighbours.start();
  const { validator, values } = neighbours;
  const nova = await bootNova({ validator, values, hosts: HOSTS });
  try {
    const token = validator.issue({ project: owner, user, roles: ['admin', 'member', 'reader'] });
    const client = nova.client.as(token).with({ 'OpenStack-API-Version': 'compute 2.93' });
    await client.post('/v2.1/flavors', { flavor: { id: 'small', name: 'small', ram: 64, vcpus: 1, disk: 1 } });
    const server = { name: 'server', flavorRef: 'small', imageRef: neighbours.image(), networks: 'none' };
    const { server: made } = (await client.post('/v2.1/servers', { server })).json() as { server: { id: string } };
    const { database } = await nova.databases.cells.openOwn();
    const tables = database.client;
    await vi.waitFor(
      async () => {
        const row = await tables.instance.findFirstOrThrow({ where: { uuid: made.id } });
        if (row.vmState !== 'active' || row.taskState !== null) throw new Error(`${row.vmState ?? ''} so far`);
      },
      { timeout: 20_000, interval: 20 },
    );
    const own = { where: { instanceUuid: made.id } };
    const api = nova.databases.api.client;
    return {
      services: await tables.service.findMany(),
      nodes: await tables.computeNode.findMany(),
      flavor: await api.flavor.findFirstOrThrow(),
      instance: await tables.instance.findFirstOrThrow({ where: { uuid: made.id } }),
      extra: await tables.instanceExtra.findFirstOrThrow(own),
      systemMetadata: await tables.instanceSystemMetadata.findMany(own),
      spec: (await api.requestSpec.findFirstOrThrow(own)).spec,
    };
  } finally {
    await nova.close();
    await neighbours.stop();
  }
}
