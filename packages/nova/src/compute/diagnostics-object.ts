// SPDX-License-Identifier: Apache-2.0
import type { ObjectValues } from '@stackport/versioned-objects';
import type { GuestDiagnostics } from './drivers/diagnostics.js';

/** What a guest does as upstream's Diagnostics object has it. */
export function diagnosticsObject(found: GuestDiagnostics): ObjectValues {
  return {
    state: found.state,
    driver: found.driver,
    hypervisor: found.hypervisor,
    hypervisor_os: found.hypervisorOs,
    uptime: found.uptime,
    config_drive: found.configDrive,
    num_cpus: found.cpus.length,
    num_nics: found.nics.length,
    num_disks: found.disks.length,
    cpu_details: found.cpus,
    nic_details: found.nics.map((nic) => ({
      mac_address: nic.macAddress,
      rx_octets: nic.rxOctets,
      rx_errors: nic.rxErrors,
      rx_drop: nic.rxDrop,
      rx_packets: nic.rxPackets,
      rx_rate: nic.rxRate,
      tx_octets: nic.txOctets,
      tx_errors: nic.txErrors,
      tx_drop: nic.txDrop,
      tx_packets: nic.txPackets,
      tx_rate: nic.txRate,
    })),
    disk_details: found.disks.map((disk) => ({
      read_bytes: disk.readBytes,
      read_requests: disk.readRequests,
      write_bytes: disk.writeBytes,
      write_requests: disk.writeRequests,
      errors_count: disk.errorsCount,
    })),
    memory_details: found.memory,
  };
}
