// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import type { DriverCapabilities } from '../capabilities.js';
import type { ConsoleEndpoint, ConsoleKind, GuestSnapshot } from '../compute-driver.js';
import type { GuestDiagnostics } from '../diagnostics.js';

/** What upstream's fake driver answers (nova/virt/fake.py), whatever the guest. */
export const fakeCapabilities: DriverCapabilities = {
  hasImagecache: true,
  supportsEvacuate: true,
  supportsMigrateToSameHost: false,
  supportsAttachInterface: true,
  supportsDeviceTagging: true,
  supportsTaggedAttachInterface: true,
  supportsTaggedAttachVolume: true,
  supportsExtendVolume: true,
  supportsMultiattach: true,
  supportsTrustedCerts: true,
  supportsAccelerators: true,
  supportsRemoteManagedPorts: true,
  supportsImageTypes: new Set(['raw']),
  supportsBfvRescue: false,
};

export const fakeCpuInfo = {
  arch: 'x86_64',
  model: 'Nehalem',
  vendor: 'Intel',
  features: ['pge', 'clflush'],
  topology: { cores: 1, threads: 1, sockets: 4 },
};

export const FAKE_CONSOLE_OUTPUT = 'FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE';

const endpoint = (host: string): ConsoleEndpoint => ({ host, port: 6969, internalAccessPath: 'FAKE' });

export const fakeConsoles: Readonly<Partial<Record<ConsoleKind, ConsoleEndpoint>>> = {
  novnc: endpoint('fakevncconsole.com'),
  'spice-html5': { ...endpoint('fakespiceconsole.com'), tlsPort: 6970 },
  'rdp-html5': endpoint('fakerdpconsole.com'),
  serial: endpoint('fakerdpconsole.com'),
  webmks: endpoint('fakemksconsole.com'),
};

export const fakeRawDiagnostics: Readonly<Record<string, number>> = {
  cpu0_time: 17_300_000_000,
  memory: 524_288,
  vda_errors: -1,
  vda_read: 262_144,
  vda_read_req: 112,
  vda_write: 5_778_432,
  vda_write_req: 488,
  vnet1_rx: 2_070_139,
  vnet1_rx_drop: 0,
  vnet1_rx_errors: 0,
  vnet1_rx_packets: 26_701,
  vnet1_tx: 140_208,
  vnet1_tx_drop: 0,
  vnet1_tx_errors: 0,
  vnet1_tx_packets: 662,
};

export const fakeDiagnostics: GuestDiagnostics = {
  state: 'running',
  driver: 'libvirt',
  hypervisor: 'kvm',
  hypervisorOs: 'ubuntu',
  uptime: 46_664,
  configDrive: true,
  cpus: [{ id: 0, time: 17_300_000_000, utilisation: 15 }],
  nics: [
    {
      macAddress: '01:23:45:67:89:ab',
      rxOctets: 2_070_139,
      rxErrors: 100,
      rxDrop: 200,
      rxPackets: 26_701,
      rxRate: 300,
      txOctets: 140_208,
      txErrors: 400,
      txDrop: 500,
      txPackets: 662,
      txRate: 600,
    },
  ],
  disks: [{ readBytes: 262_144, readRequests: 112, writeBytes: 5_778_432, writeRequests: 488, errorsCount: 1 }],
  memory: { maximum: 524_288, used: 0 },
};

const SNAPSHOT_SIZE = 64 * 1024;
const BOOT_SIGNATURE = 0xaa55;

/** A raw disk that a PC starts from and that halts it (`hlt`, and again), with the guest's id behind the code. */
export function fakeSnapshot(uuid: string): GuestSnapshot {
  const disk = Buffer.alloc(SNAPSHOT_SIZE);
  disk.set([0xf4, 0xeb, 0xfd]);
  disk.write(uuid, 16, 'latin1');
  disk.writeUInt16LE(BOOT_SIGNATURE, 510);
  return {
    format: 'raw',
    size: SNAPSHOT_SIZE,
    open: () => Readable.from([disk]),
    dispose: () => Promise.resolve(),
  };
}
