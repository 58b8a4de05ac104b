// SPDX-License-Identifier: Apache-2.0

export interface CpuDiagnostics {
  readonly id: number | null;
  /** Nanoseconds. */
  readonly time: number | null;
  /** Per cent. */
  readonly utilisation: number | null;
}

export interface NicDiagnostics {
  readonly macAddress: string | null;
  readonly rxOctets: number | null;
  readonly rxErrors: number | null;
  readonly rxDrop: number | null;
  readonly rxPackets: number | null;
  readonly rxRate: number | null;
  readonly txOctets: number | null;
  readonly txErrors: number | null;
  readonly txDrop: number | null;
  readonly txPackets: number | null;
  readonly txRate: number | null;
}

export interface DiskDiagnostics {
  readonly readBytes: number | null;
  readonly readRequests: number | null;
  readonly writeBytes: number | null;
  readonly writeRequests: number | null;
  readonly errorsCount: number | null;
}

/** What a guest does, as it is answered from 2.48 on. */
export interface GuestDiagnostics {
  readonly state: 'pending' | 'running' | 'paused' | 'shutdown' | 'crashed' | 'suspended';
  /** One of upstream's HypervisorDriver names: `libvirt` stands for QEMU, too. */
  readonly driver: string;
  readonly hypervisor: string | null;
  readonly hypervisorOs: string | null;
  /** Seconds. */
  readonly uptime: number | null;
  readonly configDrive: boolean;
  readonly cpus: readonly CpuDiagnostics[];
  readonly nics: readonly NicDiagnostics[];
  readonly disks: readonly DiskDiagnostics[];
  /** MiB. */
  readonly memory: { readonly maximum: number | null; readonly used: number | null };
}
