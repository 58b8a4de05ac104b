// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';

const PLAIN = [
  ...['state', 'driver', 'hypervisor', 'hypervisor_os', 'uptime', 'config_drive', 'num_cpus', 'num_nics'],
  'num_disks',
];

const LISTS: Readonly<Record<string, readonly string[]>> = {
  disk_details: ['read_bytes', 'read_requests', 'write_bytes', 'write_requests', 'errors_count'],
  cpu_details: ['id', 'time', 'utilisation'],
  nic_details: [
    ...['mac_address', 'rx_octets', 'rx_errors', 'rx_drop', 'rx_packets', 'rx_rate'],
    ...['tx_octets', 'tx_errors', 'tx_drop', 'tx_packets', 'tx_rate'],
  ],
};

const MEMORY = ['maximum', 'used'];

/** What a server does, as all drivers tell it: what one does not know is null. */
export function diagnosticsView(diagnostics: ObjectValues): Record<string, unknown> {
  return {
    ...picked(diagnostics, PLAIN),
    ...Object.fromEntries(
      Object.entries(LISTS).map(([name, fields]) => [
        name,
        ((diagnostics[name] ?? []) as readonly ObjectValues[]).map((one) => picked(one, fields)),
      ]),
    ),
    memory_details: picked((diagnostics.memory_details ?? {}) as ObjectValues, MEMORY),
  };
}

function picked(values: ObjectValues, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
