// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CellDatabase } from '../database.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import type { TestNova } from './test-nova-api.js';

/** The database of cell1. */
export async function cellDatabase({ databases }: TestNova): Promise<CellDatabase> {
  const [cell] = await databases.cells.listWithHosts();
  if (cell === undefined) throw new Error('There is no cell');
  return (await databases.cells.open(cell)).database;
}

export interface TestHost {
  readonly serviceId: number;
  readonly serviceUuid: string;
  readonly nodeId: number;
  readonly nodeUuid: string;
}

/** A compute host as it reports itself, mapped to its cell. */
export async function computeHost(nova: TestNova, host: string): Promise<TestHost> {
  const database = await cellDatabase(nova);
  const [cell] = await nova.databases.cells.listWithHosts();
  const service = await new CellServices(database).create({
    ...{ host, binary: 'nova-compute', topic: 'compute', version: 66, report_count: 1, last_seen_up: now() },
    ...{ disabled: false, forced_down: false },
  });
  const node = await new ComputeNodes(database).create({
    ...{ host, hypervisor_hostname: host, hypervisor_type: 'fake', hypervisor_version: 1000, host_ip: '127.0.0.1' },
    ...{ vcpus: 8, vcpus_used: 1, memory_mb: 8192, memory_mb_used: 512, local_gb: 100, local_gb_used: 1 },
    ...{ free_ram_mb: 7680, free_disk_gb: 99, current_workload: 0, running_vms: 1, disk_available_least: 0 },
    ...{ cpu_info: '{"arch": "x86_64"}', supported_hv_specs: [], stats: {}, mapped: 1, service_id: null },
  });
  await nova.databases.api.client.hostMapping.create({ data: { host, cellId: cell?.id ?? 0 } });
  return { serviceId: service.id, serviceUuid: service.uuid ?? '', nodeId: node.id, nodeUuid: node.uuid };
}

/** A service that is no compute host. */
export async function otherService(nova: TestNova, host: string, binary: string): Promise<void> {
  await new CellServices(await cellDatabase(nova)).create({
    ...{ host, binary, topic: binary.replace('nova-', ''), version: 66, report_count: 1, last_seen_up: now() },
    ...{ disabled: false, forced_down: false },
  });
}

/** A server on a host. @returns its UUID */
export async function serverOn(
  nova: TestNova,
  host: string | null,
  more: Record<string, unknown> = {},
): Promise<string> {
  const uuid = randomUUID();
  const [cell] = await nova.databases.cells.listWithHosts();
  const database = await cellDatabase(nova);
  await database.client.instance.create({
    data: { uuid, host, projectId: 'abc', userId: 'amy', vcpus: 1, memoryMb: 128, rootGb: 1, ephemeralGb: 0, ...more },
  });
  await nova.databases.api.client.instanceMapping.create({
    data: { instanceUuid: uuid, projectId: 'abc', userId: 'amy', cellId: cell?.id ?? null, queuedForDelete: false },
  });
  return uuid;
}
