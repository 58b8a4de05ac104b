// SPDX-License-Identifier: Apache-2.0
import type { BootedNova } from '../../boot-nova.js';
import { DatabaseState } from '../database-state.js';
import type { PolicyFixture } from '../policy-fixture.js';
import { PolicyReference } from '../policy-reference.js';
import { walkCallers } from '../walk-callers.js';
import { administrationAsks } from './administration-asks.js';
import type { CloudRows } from './cloud-rows.js';
import { furtherAsks } from './further-asks.js';
import { goneAsks } from './gone-asks.js';
import { novaHeaders } from './nova-headers.js';
import type { NovaNeighbours } from './nova-neighbours.js';
import { NovaObjects, OWNER, STRANGER } from './nova-objects.js';
import { projectAsks } from './project-asks.js';
import { proxyAsks } from './proxy-asks.js';
import { serverActionAsks } from './server-action-asks.js';
import { serverAsks } from './server-asks.js';

/** Views ask them one by one, and leave out what the caller may not see (`view-rules.ts`). */
const VIEW_RULES = [
  'compute:server:topology:host:index',
  'os_compute_api:os-extended-server-attributes',
  'os_compute_api:os-flavor-extra-specs:index',
  'os_compute_api:os-instance-actions:events',
  'os_compute_api:os-instance-actions:events:details',
  'os_compute_api:servers:show:flavor-extra-specs',
  'os_compute_api:servers:show:host_status',
  'os_compute_api:servers:show:host_status:unknown-only',
];

/** Values of nova.conf where no host beats, and quotas are not what is looked at. */
export const QUIET = {
  // Once is enough for the hour.
  DEFAULT: { service_down_time: 3600 },
  quota: { instances: -1, cores: -1, ram: -1, key_pairs: -1, server_groups: -1 },
} as const;

export interface NovaPolicyFixture extends PolicyFixture {
  readonly objects: NovaObjects;
  close(): void;
}

/**
 * The Compute service for the policy walk.
 * @param nova - without hosts: what it sends is kept, and answered here
 * @param options - neighbours: those of its configuration; rows: of `readCloudRows`; enforceNewDefaults: as nova has it
 */
export async function novaPolicyFixture(
  nova: BootedNova,
  options: { readonly neighbours: NovaNeighbours; readonly rows: CloudRows; readonly enforceNewDefaults: boolean },
): Promise<NovaPolicyFixture> {
  const { neighbours, rows } = options;
  const objects = await NovaObjects.create(nova, neighbours, rows);
  // On another engine it is not seen who writes.
  const watched = nova.databases.api.provider === 'sqlite' ? ['nova_api.sqlite', 'nova.sqlite'] : [];
  const databases = new Map(watched.map((name) => [name, DatabaseState.open(nova.folder.file(name))]));
  answerCalls(nova);
  return {
    objects,
    reference: PolicyReference.read('nova', options),
    prefix: '/v2.1',
    callers: walkCallers(nova, { owner: OWNER, stranger: STRANGER }),
    viewRules: VIEW_RULES,
    asks: {
      ...goneAsks(),
      ...serverAsks(objects),
      ...serverActionAsks(objects),
      ...projectAsks(objects),
      ...administrationAsks(objects),
      ...proxyAsks(objects),
    },
    further: furtherAsks(objects),
    headers: novaHeaders,
    state: () =>
      new Map([
        ...[...databases].map(([name, database]) => [name, database.version()] as const),
        ['messages on the bus', String(nova.bus.sent.length)],
        ['images and volumes', String(neighbours.changes)],
      ]),
    close: () => {
      for (const database of databases.values()) database.close();
    },
  };
}

/** What hosts and conductors would answer. */
export function answerCalls({ bus }: BootedNova): void {
  for (const protocol of ['vnc', 'spice', 'rdp', 'serial', 'mks'])
    bus.respond(`get_${protocol}_console`, () => ({ access_url: `http://proxy.example/?${protocol}` }));
  bus.respond('get_serial_console', () => ({ access_url: 'ws://proxy.example/' }));
  bus.respond('get_console_output', () => 'text');
  bus.respond('get_diagnostics', () => ({ cpu0_time: 1 }));
  bus.respond('get_instance_diagnostics', () => ({
    'nova_object.name': 'Diagnostics',
    'nova_object.namespace': 'nova',
    'nova_object.version': '1.0',
    'nova_object.data': { state: 'running' },
  }));
  bus.respond('attach_interface', () => ({ id: 'port', address: null, network: null, active: true, meta: {} }));
  bus.respond('get_host_uptime', () => ' 08:00:00 up 1 day,  1 user,  load average: 0.00, 0.00, 0.00');
  bus.respond('set_host_enabled', () => 'enabled');
  bus.respond('host_maintenance_mode', () => 'on_maintenance');
  bus.respond('host_power_action', ({ action }) => action);
  for (const method of ['set_admin_password', 'migrate_server', 'confirm_resize', 'rescue_instance'])
    bus.respond(method, () => null);
}
