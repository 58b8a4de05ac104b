// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import type { DiskDiagnostics, GuestDiagnostics } from '../diagnostics.js';
import { powerStates, type PowerState } from '../power-state.js';
import type { DiskDefinition } from './guest-definition.js';
import type { Machine } from './machine.js';
import type { Acceleration } from './qemu-settings.js';

/** The kernel counts a processor's time in hundredths of a second for programs. */
const TICK_NANOSECONDS = 10_000_000;
const MIB = 1024 ** 2;
const PAGE = 4096;

interface Counters {
  /** Nanoseconds of each virtual processor. */
  readonly cpus: readonly number[];
  readonly disks: readonly { readonly disk: DiskDefinition; readonly counts: DiskDiagnostics }[];
  /** Bytes of the host's memory. */
  readonly residentBytes: number;
  /** Seconds. */
  readonly uptime: number;
}

/** What a guest has done, in the words of 2.48 and later. Throws `InstanceNotRunning`. */
export async function guestDiagnostics(
  machine: Machine,
  powerState: PowerState,
  acceleration: Acceleration,
): Promise<GuestDiagnostics> {
  const { cpus, disks, residentBytes, uptime } = await readCounters(machine);
  const { definition } = machine;
  return {
    state: STATE_NAMES.get(powerState) ?? 'pending',
    driver: 'libvirt',
    hypervisor: acceleration === 'kvm' ? 'kvm' : 'qemu',
    hypervisorOs: 'linux',
    uptime,
    configDrive: definition.disks.some(({ role }) => role === 'config'),
    cpus: cpus.map((time, id) => ({ id, time, utilisation: null })),
    nics: [],
    disks: disks.map(({ counts }) => counts),
    memory: { maximum: definition.memoryMb, used: Math.min(definition.memoryMb, Math.floor(residentBytes / MIB)) },
  };
}

/** The same under the names that libvirt's driver has had before. Throws `InstanceNotRunning`. */
export async function rawGuestDiagnostics(machine: Machine): Promise<Readonly<Record<string, number>>> {
  const { cpus, disks, residentBytes } = await readCounters(machine);
  const memory = machine.definition.memoryMb * 1024;
  return Object.fromEntries([
    ...cpus.map((time, id) => [`cpu${id}_time`, time] as const),
    ['memory', memory],
    ['memory-actual', memory],
    ['memory-rss', Math.floor(residentBytes / 1024)],
    ...disks.flatMap(({ disk, counts }) => {
      const name = disk.mountDevice === '' ? disk.id : disk.mountDevice.replace('/dev/', '');
      return [
        [`${name}_read_req`, counts.readRequests ?? -1],
        [`${name}_read`, counts.readBytes ?? -1],
        [`${name}_write_req`, counts.writeRequests ?? -1],
        [`${name}_write`, counts.writeBytes ?? -1],
        [`${name}_errors`, counts.errorsCount ?? -1],
      ] as const;
    }),
  ]);
}

const STATE_NAMES: ReadonlyMap<PowerState, GuestDiagnostics['state']> = new Map([
  [powerStates.running, 'running'],
  [powerStates.paused, 'paused'],
  [powerStates.shutdown, 'shutdown'],
  [powerStates.crashed, 'crashed'],
  [powerStates.suspended, 'suspended'],
]);

async function readCounters(machine: Machine): Promise<Counters> {
  const { qmp, definition, pid = 0 } = machine;
  const [processors, blocks, memory, started] = await Promise.all([
    qmp.execute('query-cpus-fast') as Promise<readonly { readonly 'thread-id': number }[]>,
    qmp.execute('query-blockstats') as Promise<readonly BlockStats[]>,
    readFile(`/proc/${pid}/statm`, 'utf8').catch(() => ''),
    stat(`/proc/${pid}`).catch(() => undefined),
  ]);
  const times = await Promise.all(processors.map((one) => threadTime(pid, one['thread-id'])));
  return {
    cpus: times,
    disks: definition.disks.flatMap((disk) => {
      const found = blocks.find(({ 'node-name': node }) => node === disk.node);
      return found === undefined ? [] : [{ disk, counts: countsOf(found) }];
    }),
    residentBytes: Number(memory.split(' ')[1] ?? 0) * PAGE,
    uptime: started === undefined ? 0 : Math.floor((Date.now() - started.ctimeMs) / 1000),
  };
}

interface BlockStats {
  readonly 'node-name'?: string;
  readonly stats: Readonly<Record<string, number>>;
}

function countsOf({ stats }: BlockStats): DiskDiagnostics {
  const of = (name: string): number => stats[name] ?? 0;
  return {
    readBytes: of('rd_bytes'),
    readRequests: of('rd_operations'),
    writeBytes: of('wr_bytes'),
    writeRequests: of('wr_operations'),
    errorsCount: of('failed_rd_operations') + of('failed_wr_operations') + of('failed_flush_operations'),
  };
}

/** Nanoseconds of processor; under TCG one thread can stand for all virtual processors. */
async function threadTime(pid: number, thread: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => '');
  // A name in parentheses comes second, and can have anything in it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_NANOSECONDS;
}
